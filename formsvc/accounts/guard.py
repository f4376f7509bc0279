"""Who may come in where. A stranger is sent to sign in; the wrong person finds no page."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from flask_security import current_user

from formsvc import clock
from formsvc.accounts import open_sessions
from formsvc.accounts.models import Person
from formsvc.accounts.sign_in import to_sign_in
from formsvc.forms import ButtonForm
from formsvc.moves import Role


def me() -> Person:
    """Give the person who is signed in."""
    person: Person = current_user._get_current_object()
    return person


def only_staff() -> ResponseReturnValue | None:
    """Let members of staff pass, of any role."""
    if not current_user.is_authenticated:
        return to_sign_in()
    open_sessions.note_seen(clock.now())
    return None


def only_administrators() -> ResponseReturnValue | None:
    """Let administrators pass; to others the page is not there."""
    answer = only_staff()
    if answer is None and not me().holds(Role.ADMINISTRATOR):
        abort(404)
    return answer


def in_the_office() -> dict[str, object]:
    """Give what the frame of every office page shows: who is signed in, and the way out."""
    return {"person": me(), "button": ButtonForm(formdata=None), "keys_work": False}
