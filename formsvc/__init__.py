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

    from formsvc import (
        area,
        boundary,
        db,
        errors,
        headers,
        proxy,
        public,
        rendering,
        sessions,
        snapshot,
    )
    from formsvc.accounts import factor_views, mailed_views, mine_views, sign_in, staff_views
    from formsvc.accounts import views as accounts
    from formsvc.assisted import views as assisted
    from formsvc.candidatures import starting  # noqa: F401 - adds the first page to the views
    from formsvc.candidatures import views as candidatures
    from formsvc.comments import views as comments
    from formsvc.drafts import views as drafts
    from formsvc.evidence import tus
    from formsvc.evidence import views as evidence
    from formsvc.evidence.arriving import FileRequest
    from formsvc.evidence.files import Files
    from formsvc.host_offers import views as host_offers
    from formsvc.info_requests import views as info_requests
    from formsvc.links import views as links
    from formsvc.mail import views as mailbox
    from formsvc.office import offers
    from formsvc.office import whole as office
    from formsvc.outbox import previews  # noqa: F401 - adds its pages to the outbox's
    from formsvc.outbox import views as outbox
    from formsvc.privacy import views as privacy
    from formsvc.summary import views as summary
    from formsvc.visit_changes import office_views as changes
    from formsvc.visit_changes import views as visit_changes
    from formsvc.waitlist import views as waitlist

    app = Flask(__name__, static_folder=None)
    app.extensions["xchange_engine"] = db.connect(config.database_url)
    app.extensions["xchange_files"] = Files(config)
    app.teardown_appcontext(lambda _fault: db.leave())
    proxy.attach(app, config)
    snapshot.attach(app, config)
    boundary.attach(app)
    app.request_class = FileRequest  # bounded like boundary's, with a place for files
    sessions.attach(app, config)
    headers.attach(app)
    rendering.attach(app)
    errors.attach(app)
    sign_in.init_app(
        app, db.session, secret_key=config.secret_key, second_factor=not config.development
    )
    area.attach(
        app,
        candidatures.bp,
        drafts.bp,
        links.bp,
        evidence.bp,
        tus.bp,
        info_requests.bp,
        visit_changes.bp,
        comments.bp,
        assisted.bp,
        host_offers.bp,
        privacy.bp,
        summary.bp,
        waitlist.bp,
    )
    for part in (accounts.bp, mailed_views.bp, factor_views.bp, mine_views.bp, staff_views.bp):
        app.register_blueprint(part)
    app.register_blueprint(office.bp)
    app.register_blueprint(offers.bp)
    app.register_blueprint(outbox.bp)
    app.register_blueprint(changes.bp)
    mailbox.attach(app, config)
    public.attach(app, config)
    return app
