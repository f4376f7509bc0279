"""What a deployment sets, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.programme.errors import ProgrammeError
from generator.programme.programme import Programme

DEVELOPMENT = "development"
DEVELOPMENT_SECRET = "only-for-development-never-for-people"  # noqa: S105 - refused elsewhere
LEAST_SECRET_LENGTH = 32


class WrongSetting(ProgrammeError):  # noqa: N818 - named as what happened
    """A setting of the environment that we cannot start with."""


@dataclass(frozen=True)
class Config:
    """The settings of one deployment."""

    secret_key: str
    data: Path
    database_url: str
    development: bool = False
    smtp_url: str | None = None
    proxy_hops: int = 0
    today: date | None = None
    """The programme date shown instead of the real one; in development only."""
    port: int = 8000
    reload: bool = False
    """Pages reload when the content changes; in development only, set by `xchange up --reload`."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read the settings; raise WrongSetting for one that is missing, bad or unsafe."""
        development = environ.get("XCHANGE_ENV") == DEVELOPMENT
        data = Path(environ.get("XCHANGE_DATA") or "var").absolute()
        return cls(
            secret_key=_secret(environ, development),
            data=data,
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{data / 'xchange.db'}",
            development=development,
            smtp_url=_smtp(environ, development),
            proxy_hops=_whole(environ, "XCHANGE_PROXY_HOPS", 0),
            today=_today(environ, development),
            port=_whole(environ, "PORT", 8000),
            reload=development and bool(environ.get("XCHANGE_RELOAD")),
        )

    @property
    def site(self) -> Path:
        """The folder of the public pages."""
        return self.data / "site"

    @property
    def service(self) -> Path:
        """The half of the built site that is for us."""
        return self.data / "site.service"

    @property
    def stamp(self) -> Path:
        """The file that names the complete version of the site."""
        return self.data / "site.version"

    def check_programme(self, programme: Programme) -> None:
        """Refuse, outside development, a built site with a moved date or plain http."""
        if self.development:
            return
        if programme.site.today is not None:
            raise WrongSetting("the site was built with a moved date (today); take it away")
        if not str(programme.site.public_url).startswith("https://"):
            raise WrongSetting("public_url must begin with https:// outside development")


def _secret(environ: Mapping[str, str], development: bool) -> str:
    secret = environ.get("XCHANGE_SECRET_KEY")
    if development:
        return secret or DEVELOPMENT_SECRET
    if not secret or secret == DEVELOPMENT_SECRET:
        raise WrongSetting("XCHANGE_SECRET_KEY is not set; it must be a secret of your own")
    if len(secret) < LEAST_SECRET_LENGTH:
        raise WrongSetting(f"XCHANGE_SECRET_KEY is shorter than {LEAST_SECRET_LENGTH} characters")
    return secret


def _smtp(environ: Mapping[str, str], development: bool) -> str | None:
    url = environ.get("SMTP_URL") or None
    if url is None and not development:
        raise WrongSetting("SMTP_URL is not set; without it no mail would leave")
    return url


def _today(environ: Mapping[str, str], development: bool) -> date | None:
    text = environ.get("XCHANGE_TODAY")
    if not text:
        return None
    if not development:
        raise WrongSetting("XCHANGE_TODAY moves the date; it is for development only")
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise WrongSetting(
            f"XCHANGE_TODAY is {text!r}; it must be a date like 2021-06-15"
        ) from fault


def _whole(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        raise WrongSetting(f"{name} is {text!r}; it must be a whole number")
    return int(text)
