"""The mails of this machine, at /dev/mail/: for development only, not even registered elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, abort, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape
from sqlalchemy import select

from formsvc import db
from formsvc.config import Config
from formsvc.mail.models import Mail
from formsvc.snapshot import current_programme

NEWEST = 200
bp = Blueprint("mailbox", __name__, url_prefix="/dev/mail", template_folder="templates")


def attach(app: Flask, config: Config) -> None:
    """Show the outbox in development."""
    if config.development:
        app.register_blueprint(bp)


@bp.get("/")
def outbox() -> ResponseReturnValue:
    """List the mails, newest first."""
    return render_template("mail/outbox.html", mails=_newest(), zone=_zone())


@bp.get("/<int:number>/")
def mail(number: int) -> ResponseReturnValue:
    """Show one mail, with links that work."""
    found = db.session.get(Mail, number) if number < 2**31 else None
    if found is None:
        abort(404)
    text = linked(found.body, current_programme().site.public_url)
    return render_template("mail/mail.html", mail=found, text=text, zone=_zone())


def _newest() -> Sequence[Mail]:
    shown = select(Mail).order_by(Mail.queued_at.desc(), Mail.id.desc()).limit(NEWEST)
    return db.session.scalars(shown).all()


def _zone() -> ZoneInfo:
    return current_programme().site.zone


def linked(text: str, public_url: str) -> Markup:
    """Turn addresses below the site's own, at any port, into links; everything else is text.

    The link is relative, so that a mail from yesterday works at the port of today.
    """
    host = re.escape(re.sub(r"(:\d+)?/*$", "", public_url))
    own = re.compile(rf"({host}(?::\d+)?)(/[^\s<>\"']*)?(?![\w:@-]|\.\w)")
    out, done = [], 0
    for found in own.finditer(text):
        shown = found[0].rstrip(".,;)")
        path = "/" + shown[len(found[1]) :].lstrip("/")  # "//a" is another host
        out += [
            escape(text[done : found.start()]),
            Markup('<a href="{}">{}</a>').format(path, shown),
        ]
        done = found.start() + len(shown)
    return Markup("").join([*out, escape(text[done:])])
