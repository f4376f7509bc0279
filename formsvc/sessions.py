"""One cookie for applicants, one for the office, none for anybody else."""

from __future__ import annotations

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from formsvc.config import Config

COOKIES = {"/apply": "xchange_apply", "/review": "xchange_office"}


def area(path: str) -> str | None:
    """Give the part of the site that a path belongs to, if that part has a cookie."""
    return next((top for top in COOKIES if path == top or path.startswith(f"{top}/")), None)


def cookie_came() -> bool:
    """Say whether the browser sent the cookie of the part that this request is for."""
    part = area(request.path)
    return part is not None and COOKIES[part] in request.cookies


class AreaSessions(SecureCookieSessionInterface):
    """Signed sessions whose cookie is named and scoped by the part of the site.

    Each part signs with a salt of its own, so that no cookie is good in the other.
    """

    def __init__(self, part: str) -> None:
        self.part = part
        self.salt = f"xchange{part}"
        self.signs: dict[Flask, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Make what signs and reads once for an app."""
        if app not in self.signs:
            self.signs[app] = super().get_signing_serializer(app)
        return self.signs[app]

    def get_cookie_name(self, app: Flask) -> str:
        """Name the cookie by the part."""
        return COOKIES[self.part]

    def get_cookie_path(self, app: Flask) -> str:
        """Send the cookie to this part only."""
        return self.part


class Sessions(SecureCookieSessionInterface):
    """Choose by path; outside the two parts nothing can be kept."""

    def __init__(self) -> None:
        self.parts = {part: AreaSessions(part) for part in COOKIES}

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the part's cookie; None makes Flask's null session."""
        part = area(request.path)
        return self.parts[part].open_session(app, request) if part else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie of the part that the request was for."""
        part = area(request.path)
        if part:
            self.parts[part].save_session(app, session, response)


def attach(app: Flask, config: Config) -> None:
    """Give an app these sessions."""
    app.session_interface = Sessions()
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not config.development,
        WTF_CSRF_TIME_LIMIT=None,
    )
