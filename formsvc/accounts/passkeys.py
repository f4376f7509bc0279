"""Passkeys: a security key, or the key of the device itself. Nothing here commits.

The challenge is random and used once; the browser signs it for our address only, so a copied page
elsewhere gains nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import webauthn
from sqlalchemy import delete, select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from formsvc import db
from formsvc.accounts.models import Passkey, Person
from generator.programme.errors import ProgrammeError

PATIENCE_MS = 5 * 60 * 1000
MOST_PASSKEYS = 20
SELECTION = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.PREFERRED,
    user_verification=UserVerificationRequirement.PREFERRED,
)
"""Any kind: a security key that is plugged in, and the device's own."""
KNOWN_TRANSPORTS = {each.value for each in AuthenticatorTransport}


class PasskeyRefused(ProgrammeError):  # noqa: N818 - named as what happened
    """The answer of the browser does not fit what we asked."""


@dataclass(frozen=True)
class House:
    """Our address, as passkeys know it: `origin` like `https://x.example`, `host` like `x.example`."""

    origin: str
    host: str
    title: str


@dataclass(frozen=True)
class Asked:
    """What the browser is asked: the options for its script, and the challenge to remember."""

    options: str
    challenge: str


def ask_for_new(person: Person, house: House, handle: bytes) -> Asked:
    """Ask the browser for a new passkey of a person; `handle` names the person to the device."""
    options = webauthn.generate_registration_options(
        rp_id=house.host,
        rp_name=house.title,
        user_id=handle,
        user_name=person.name,
        authenticator_selection=SELECTION,
        exclude_credentials=_described(of(person)),
        timeout=PATIENCE_MS,
    )
    return Asked(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))


def ask_for_proof(house: House, person: Person | None = None) -> Asked:
    """Ask the browser for a signature: of one person beside the password, or of anybody.

    Without the password the device must check who holds it (finger, face, number).
    """
    verify = UserVerificationRequirement
    options = webauthn.generate_authentication_options(
        rp_id=house.host,
        allow_credentials=_described(of(person)) if person else None,
        user_verification=verify.DISCOURAGED if person else verify.REQUIRED,
        timeout=PATIENCE_MS,
    )
    return Asked(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))


def add(
    person: Person, house: House, *, challenge: str, answer: str, name: str, at: datetime
) -> Passkey:
    """Keep a new passkey.

    Raises:
        PasskeyRefused: the answer does not fit, or the passkey is known already.
    """
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_origin=house.origin,
            expected_rp_id=house.host,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise PasskeyRefused("This passkey could not be added. Try again.") from fault
    if _kept(made.credential_id) or len(of(person)) >= MOST_PASSKEYS:
        raise PasskeyRefused("This passkey is here already, or there are too many.")
    passkey = Passkey(
        person_id=person.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        transports=_transports(answer),
        made_at=at,
    )
    db.session.add(passkey)
    db.session.flush()
    return passkey


def proved_by(
    answer: str, house: House, *, challenge: str, person: Person | None, at: datetime
) -> Person:
    """Give the person whose passkey signed the challenge.

    Args:
        answer: what the browser's script sent.
        house: our address.
        challenge: what we asked; the caller lets each be used once.
        person: who has shown the password already; None when the passkey is all.
        at: now.

    Raises:
        PasskeyRefused: the passkey is unknown, somebody else's, or did not sign this.
    """
    refused = PasskeyRefused(
        "This passkey does not open the office. Try another, or your password."
    )
    try:
        passkey = _kept(base64url_to_bytes(json.loads(answer)["rawId"]))
        if passkey is None or (person and passkey.person_id != person.id):
            raise refused
        proof = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_origin=house.origin,
            expected_rp_id=house.host,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=person is None,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise refused from fault
    passkey.sign_count, passkey.used_at = proof.new_sign_count, at
    owner = db.session.get_one(Person, passkey.person_id)
    if not owner.active:
        raise refused
    return owner


def of(person: Person) -> Sequence[Passkey]:
    """Give the passkeys of a person, the oldest first."""
    mine = select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.id)
    return db.session.scalars(mine).all()


def remove(person: Person, number: int) -> str | None:
    """Forget one passkey of a person; give its name, None when there is none."""
    passkey = db.session.get(Passkey, number)
    if passkey is None or passkey.person_id != person.id:
        return None
    db.session.delete(passkey)
    return passkey.name


def remove_all(person: Person) -> None:
    """Forget every passkey of a person."""
    db.session.execute(delete(Passkey).where(Passkey.person_id == person.id))


def _kept(credential_id: bytes) -> Passkey | None:
    same = select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    return db.session.scalar(same)


def _described(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=each.credential_id,
            transports=[AuthenticatorTransport(way) for way in each.transports],
        )
        for each in passkeys
    ]


def _transports(answer: str) -> list[str]:
    """Keep how the device can be reached, as far as we know the words."""
    response: dict[str, Any] = json.loads(answer).get("response", {})
    said = response.get("transports")
    return [each for each in said if each in KNOWN_TRANSPORTS] if isinstance(said, list) else []
