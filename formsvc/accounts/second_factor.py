"""The second factor beside the password: a code app, and recovery codes for when it is lost.

Nothing here commits. Passkeys are in `passkeys.py`.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from flask import current_app
from flask_security.totp import Totp
from sqlalchemy import delete, func, select

from formsvc import db
from formsvc.accounts.models import Passkey, Person, RecoveryCode
from formsvc.accounts.passwords import ALPHABET

STEP_SECONDS = 30
RECOVERY_CODES = 10
GROUPS, GROUP = 4, 4  # 16 characters of 31: nobody guesses one, so a plain hash is enough


@dataclass(frozen=True)
class Key:
    """The key of a code app that is being set up: as the library keeps it, as text, as a picture."""

    secret: str
    text: str
    picture: str


def has_any(person: Person) -> bool:
    """Say whether a password alone does not let this person in."""
    return person.totp_secret is not None or has_passkey(person)


def has_passkey(person: Person) -> bool:
    """Say whether the person has a passkey."""
    mine = select(Passkey.id).where(Passkey.person_id == person.id).limit(1)
    return db.session.scalar(mine) is not None


def new_key() -> str:
    """Make a key for a code app, encrypted."""
    return str(_totp().generate_totp_secret())


def key(person: Person, secret: str) -> Key:
    """Give a key as the person needs it to set up the app."""
    shown = _totp().fetch_setup_values(secret, person)
    return Key(secret, shown["key"], shown["image"])


def set_up_app(person: Person, secret: str, code: str) -> bool:
    """Take a code app into use if its first code is right; the one from before is forgotten."""
    before = person.totp_counter
    person.totp_counter = None
    if not _verify(person, secret, code):
        person.totp_counter = before
        return False
    person.totp_secret = secret
    return True


def code_fits(person: Person, code: str) -> bool:
    """Compare a code from the app and use it up; the caller has locked the person's row."""
    return person.totp_secret is not None and _verify(person, person.totp_secret, code)


def take_app_away(person: Person) -> None:
    """Forget the code app."""
    person.totp_secret = person.totp_counter = None


def make_recovery_codes(person: Person) -> list[str]:
    """Make new codes, to be shown this once; those from before open nothing any more."""
    forget_recovery_codes(person)
    codes = ["-".join(_group() for _ in range(GROUPS)) for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(person_id=person.id, code_hash=_hashed(code)) for code in codes)
    return codes


def use_recovery_code(person: Person, typed: str) -> bool:
    """Use one up; of several tries with one code exactly one wins."""
    mine = delete(RecoveryCode).where(
        RecoveryCode.person_id == person.id, RecoveryCode.code_hash == _hashed(typed)
    )
    return bool(db.session.execute(mine).rowcount)  # type: ignore[attr-defined]  # of a DELETE


def recovery_codes_left(person: Person) -> int:
    """Count the codes that still work."""
    mine = select(func.count()).select_from(RecoveryCode)
    return db.session.scalar(mine.where(RecoveryCode.person_id == person.id)) or 0


def forget_recovery_codes(person: Person) -> None:
    """Let no code work any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def _verify(person: Person, secret: str, code: str) -> bool:
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return False
    return bool(_totp().verify_totp(digits, secret, person, window=STEP_SECONDS))


def _totp() -> Totp:
    totp: Totp = current_app.extensions["security"]._totp_factory
    return totp


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP))


def _hashed(code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
