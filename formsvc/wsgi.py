"""What a web server loads: `gunicorn "formsvc.wsgi:make_app()"`."""

from __future__ import annotations

from flask import Flask

from formsvc import create_app, logs
from formsvc.config import Config


def make_app() -> Flask:
    """Make the app of the deployment that the environment describes."""
    logs.configure()
    return create_app(Config.from_environ())
