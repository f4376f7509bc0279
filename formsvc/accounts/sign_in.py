"""Flask-Security with our models: it hashes, makes one-time codes, and holds who is signed in.

Its own pages are not used: they keep no list of sessions, show recovery codes again, take a code
twice and know no delay; and they commit outside our units of work.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from flask import Flask, redirect, request, url_for
from flask_security import Security, SQLAlchemySessionUserDatastore, UserMixin
from flask_security.totp import Totp
from sqlalchemy.orm import Session, scoped_session
from werkzeug.wrappers import Response

from formsvc import clock

from .models import Person, Role
from .open_sessions import current_person
from .passwords import SHORTEST


class OnceOnlyTotp(Totp):
    """One-time codes that work once in all sessions (the library's own are reusable)."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._totp = self._totp.using(now=lambda: clock.now().timestamp())

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Give the counter of the last accepted code."""
        assert isinstance(user, Person)
        return user.totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Keep the counter of the code just accepted."""
        assert isinstance(user, Person)
        user.totp_counter = tmatch.counter


def init_app(
    app: Flask, session: scoped_session[Session], *, secret_key: str, second_factor: bool
) -> None:
    """Give the app its staff.

    `session` is `formsvc.db.session`; `second_factor` is False in development only.
    """
    app.config["XCHANGE_SECOND_FACTOR"] = second_factor
    app.config["SESSION_PROTECTION"] = None  # sessions are kept here, with a freshness of their own
    for name, value in settings(secret_key).items():
        app.config[f"SECURITY_{name}"] = value
    datastore = SQLAlchemySessionUserDatastore(session, Person, Role)
    security = Security(app, datastore, register_blueprint=False, totp_cls=OnceOnlyTotp)
    # The guard asks who is signed in, on the office's pages; applicants' need not wait for that.
    security.principal.identity_loaders.clear()
    security.unauthn_handler(to_sign_in)
    app.login_manager.user_loader(current_person)  # type: ignore[attr-defined]


def to_sign_in(*_: object) -> Response:
    """Send a stranger to the sign-in page, whatever the address was."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign-in.sign_in", next=wanted))


def settings(secret_key: str) -> dict[str, object]:
    """Give Flask-Security's settings, without their common prefix."""
    return {
        "USERNAME_ENABLE": True,
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_LENGTH_MIN": SHORTEST,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TOTP_ISSUER": "xchange",
        "TOTP_SECRETS": {"1": derived(secret_key, "one-time codes")},
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }


def derived(secret_key: str, purpose: str) -> str:
    """Give a key for one purpose only, so that no two uses share one."""
    digest = hmac.new(secret_key.encode(), purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()
