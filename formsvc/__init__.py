"""The form service: what people send and what staff decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from formsvc.config import Config


def create_app(config: Config) -> Flask:
    """Make the app; the database must be migrated before."""
    # Imported here: the children that check files import this package and must start fast.
    from flask import Flask

    from formsvc import db, headers, proxy, public, sessions, snapshot
    from formsvc.accounts import sign_in
    from formsvc.mail import views as mailbox

    app = Flask(__name__, static_folder=None)
    app.extensions["xchange_engine"] = db.connect(config.database_url)
    proxy.attach(app, config)
    snapshot.attach(app, config)
    sessions.attach(app, config)
    headers.attach(app)
    second_factor = not config.development
    sign_in.init_app(app, db.session, secret_key=config.secret_key, second_factor=second_factor)
    mailbox.attach(app, config)
    public.attach(app, config)
    app.teardown_appcontext(lambda _fault: db.session.remove())
    return app
