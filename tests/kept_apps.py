"""Apps kept for the tests that follow.

Making one takes a quarter of a second, most of it for its addresses; and its engine has compiled
the statements that the next test asks too. Every test finds one as new.
"""

from __future__ import annotations

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from formsvc import create_app, db
from formsvc.config import Config
from formsvc.evidence.files import Files


class Compiled(BytecodeCache):
    """Templates compiled once for all apps: compiling took a third of a test."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
MOST = 8  # each takes some megabytes


class KeptApps:
    """One app for each configuration that tests have asked for lately."""

    def __init__(self) -> None:
        self.apps: dict[Config, Flask] = {}
        self.settings: dict[Config, dict[str, object]] = {}
        self.in_use: set[Config] = set()

    def at(self, config: Config) -> Flask:
        """Give the app of a configuration, and let the session use its database."""
        if config not in self.apps:
            made = self.apps[config] = create_app(config)
            made.jinja_env.bytecode_cache = COMPILED
            self.settings[config] = dict(made.config)
        app = self.apps[config] = self.apps.pop(config)  # the latest stands last
        self.in_use.add(config)
        db.session.remove()
        db.session.configure(bind=app.extensions["xchange_engine"])
        return app

    def renew(self) -> None:
        """Undo what a test did to the apps, close their databases, and forget old ones."""
        db.session.remove()
        for config in self.in_use:
            app = self.apps[config]
            app.config.clear()
            app.config.update(self.settings[config])
            app.extensions["xchange_files"] = Files(config)
            app.extensions["xchange_engine"].dispose()
        self.in_use.clear()
        for config in list(self.apps)[:-MOST]:
            del self.apps[config], self.settings[config]
