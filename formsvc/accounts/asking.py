"""Ask the browser for a passkey, and read its answer: what the pages with passkeys share."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request, session

from formsvc import clock, db
from formsvc.accounts import delays, passkeys
from formsvc.accounts.models import Person
from formsvc.accounts.passkeys import House, PasskeyRefused
from formsvc.accounts.sign_in import derived
from formsvc.snapshot import current_config, current_programme

KEY = "challenge"


def house() -> House:
    """Give our address from the settings; in development, the one in the window (any port)."""
    programme = current_programme()
    address = request.host_url if current_config().development else programme.site.public_url
    parts = urlsplit(address)
    origin = f"{parts.scheme}://{parts.netloc}"
    return House(origin, parts.hostname or "", programme.site.title)


def for_proof(person: Person | None = None) -> str:
    """Ask for a signature, of this person or of anybody; give the options for the script."""
    return _remember(passkeys.ask_for_proof(house(), person))


def for_new(person: Person) -> str:
    """Ask for a new passkey; give the options for the script."""
    handle = derived(current_config().secret_key, f"passkeys of {person.id}").encode()
    return _remember(passkeys.ask_for_new(person, house(), handle))


def taken_challenge() -> str:
    """Give what this browser was asked; each challenge is taken once, whoever keeps the cookie.

    Raises:
        PasskeyRefused: it was asked nothing, or has answered already.
    """
    challenge = session.pop(KEY, None)
    if not challenge:
        raise PasskeyRefused("This page was open for a long time. Press the button again.")
    with db.unit_of_work():
        first = delays.once("challenge", challenge, at=clock.now())
    if not first:
        raise PasskeyRefused("This answer was used already. Press the button again.")
    return str(challenge)


def _remember(asked: passkeys.Asked) -> str:
    session[KEY] = asked.challenge
    return asked.options
