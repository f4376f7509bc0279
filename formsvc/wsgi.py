"""What a web server loads: `gunicorn "formsvc.wsgi:make_app()"`."""

from __future__ import annotations

import gc

from flask import Flask

from formsvc import create_app, logs, snapshot
from formsvc.config import Config


def make_app() -> Flask:
    """Make the app of the deployment that the environment describes."""
    logs.configure()
    app = create_app(Config.from_environ())
    with app.app_context():
        snapshot.current().refresh()
    # What is loaded now stays: looked through again and again, it made one page in a hundred wait
    # a tenth of a second longer.
    gc.collect()
    gc.freeze()
    return app
