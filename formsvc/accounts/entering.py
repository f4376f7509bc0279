"""What follows the first proof: the second one, or the office."""

from __future__ import annotations

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from formsvc import clock, db
from formsvc.accounts import half, open_sessions, queries, second_factor
from formsvc.accounts.models import Person


def go_on(person: Person, wanted: str | None) -> ResponseReturnValue:
    """After the password: ask for the second factor, or have one set up where it must be."""
    if second_factor.has_any(person):
        half.begin(person, wanted, at=clock.now())
        return redirect(url_for("sign-in.code"))
    if must_have_second_factor():
        half.begin(person, wanted, at=clock.now())
        return redirect(url_for("factors.choose"))
    return let_in(person, half.inside(wanted))


def let_in(person: Person, wanted: str) -> ResponseReturnValue:
    """Open a session in this browser and go to the page that was asked for."""
    begin_session(person)
    return redirect(wanted)


def begin_session(person: Person) -> None:
    """Open a session in this browser, unless the person was disabled in this very moment."""
    with db.unit_of_work():
        owner = queries.locked(person.id)
        if not owner.active:
            abort(404)
        open_sessions.open_for(owner, agent=request.user_agent.string, at=clock.now())


def must_have_second_factor() -> bool:
    """Say whether a password alone opens nothing, as everywhere outside development."""
    return bool(current_app.config["XCHANGE_SECOND_FACTOR"])
