"""What writes mails outside a request: settings, programme, and the addresses that links have."""

from __future__ import annotations

from flask import Flask

from formsvc import area
from formsvc.links import views as links
from formsvc.snapshot import KEY, Snapshot


def desk(snapshot: Snapshot) -> Flask:
    """Give an app that serves nobody; inside its context mails and links are made as usual."""
    app = Flask("desk", static_folder=None)
    app.extensions[KEY] = snapshot
    area.attach(app, links.bp)
    return app
