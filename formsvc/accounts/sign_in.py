"""Flask-Security with our models: password, and outside development a one-time code."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from flask import Flask
from flask_security import Security, SQLAlchemySessionUserDatastore, UserMixin, uia_username_mapper
from flask_security.totp import Totp
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session, scoped_session

from .models import Person, Role
from .names import LONGEST_NAME, SHORTEST_NAME
from .passwords import SHORTEST


class OnceOnlyTotp(Totp):
    """One-time codes that work once in all sessions (the library's own are reusable)."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Give the counter of the last accepted code."""
        assert isinstance(user, Person)
        return user.tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        """Keep the counter of the code just accepted."""
        assert isinstance(user, Person)
        user.tf_last_counter = tmatch.counter


def init_app(
    app: Flask, session: scoped_session[Session], *, secret_key: str, second_factor: bool
) -> None:
    """Put staff sign-in at /review/sign-in of the app.

    `session` is `formsvc.db.session`; `second_factor` is False in development only.
    """
    for name, value in settings(secret_key, second_factor=second_factor).items():
        app.config[f"SECURITY_{name}"] = value
    # Our forms check their own token, so that nothing typed is lost; this guards signing out.
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    CSRFProtect(app)
    datastore = SQLAlchemySessionUserDatastore(session, Person, Role)
    Security(app, datastore, totp_cls=OnceOnlyTotp)


def settings(secret_key: str, *, second_factor: bool) -> dict[str, object]:
    """Give Flask-Security's settings, without their common prefix."""
    return {
        "URL_PREFIX": "/review",
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "POST_LOGIN_VIEW": "/review/",
        "POST_LOGOUT_VIEW": "/review/sign-in",
        "LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
        "TWO_FACTOR_SETUP_TEMPLATE": "accounts/second_factor.html",
        "TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/code.html",
        "LOGOUT_CSRF": True,
        "USERNAME_ENABLE": True,
        "USERNAME_REQUIRED": True,
        "USERNAME_MIN_LENGTH": SHORTEST_NAME,
        "USERNAME_MAX_LENGTH": LONGEST_NAME,
        "USER_IDENTITY_ATTRIBUTES": [
            {"username": {"mapper": uia_username_mapper, "case_insensitive": True}}
        ],
        "RETURN_GENERIC_RESPONSES": True,
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_LENGTH_MIN": SHORTEST,
        "TWO_FACTOR": second_factor,
        "TWO_FACTOR_REQUIRED": second_factor,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_ALWAYS_VALIDATE": True,
        "TOTP_ISSUER": "xchange",
        "TOTP_SECRETS": {"1": _derived(secret_key, "one-time codes")},
        "DEFAULT_REMEMBER_ME": False,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }


def _derived(secret_key: str, purpose: str) -> str:
    """A key for one purpose only, so that no two uses share one."""
    digest = hmac.new(secret_key.encode(), purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()
