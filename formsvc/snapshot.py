"""The programme as the last complete build wrote it."""

from __future__ import annotations

import io
from typing import cast

from flask import Flask, current_app

from formsvc.config import Config, WrongSetting
from generator.programme.programme import Programme

KEY = "xchange"


class Snapshot:
    """Holds the programme, and reads it again when the stamp of the site changes."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.version = ""
        self._stamp_at = str(config.stamp)  # asked before each request
        self._programme: Programme | None = None

    @property
    def programme(self) -> Programme:
        """The programme; raise WrongSetting when the site was never built."""
        if self._programme is None:
            self.refresh()
        if self._programme is None:
            raise WrongSetting("the site is not built yet; run `xchange build`")
        return self._programme

    def refresh(self) -> None:
        """Read the programme when there is a new complete version; keep the old one otherwise."""
        version = self._stamp()
        if not version or version == self.version:
            return
        text = (self.config.service / "programme.json").read_text(encoding="utf-8")
        programme = Programme.model_validate_json(text)
        self.config.check_programme(programme)
        if self.config.development:  # links in mails lead to the port that is served
            programme = programme.reached_at(f"http://localhost:{self.config.port}")
        self._programme, self.version = programme, version

    def _stamp(self) -> str:
        try:
            with io.FileIO(self._stamp_at) as stamp:
                return stamp.read().decode().strip()
        except FileNotFoundError:  # a build is renaming its pages into place
            return ""


def attach(app: Flask, config: Config) -> Snapshot:
    """Give an app its snapshot, looked at before each request."""
    snapshot = app.extensions[KEY] = Snapshot(config)
    app.before_request(snapshot.refresh)
    return snapshot


def current() -> Snapshot:
    """Give the snapshot of the current app."""
    return cast(Snapshot, current_app.extensions[KEY])


def current_programme() -> Programme:
    """Give the programme of the current app."""
    return current().programme


def current_config() -> Config:
    """Give the settings of the current app."""
    return current().config
