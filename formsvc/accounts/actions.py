"""What is done to accounts: make, invite, change, disable. Nothing here commits.

Everything leaves one line in the staff log: who, what, to whom, when, why.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from formsvc import db
from formsvc.accounts import links, log, open_sessions, passkeys, queries, second_factor
from formsvc.accounts.models import Person
from formsvc.accounts.names import sign_in_name
from formsvc.accounts.passwords import hashed, made_up, require_strong
from formsvc.accounts.queries import named
from formsvc.accounts.roles import StaffRefused, as_rows, require_known, require_roles
from formsvc.accounts.roles import in_words as roles_in_words
from formsvc.clock import Moment
from formsvc.moves import Role as Does
from generator.programme.programme import Programme

EXAMPLES = {
    "jana": Does.COORDINATOR,
    "otto": Does.OFFICER,
    "aldo": Does.AUDITOR,
    "ada": Does.ADMINISTRATOR,
}


def add(
    session: Session,
    name: str,
    *,
    roles: Collection[str],
    password: str | None = None,
    clusters: Collection[str] = (),
    email: str | None = None,
) -> Person:
    """Make a member of staff; without a password nobody can sign in before choosing one.

    Raises:
        StaffRefused: the name or address is taken or unfit, or the roles do not go together.
        PasswordRefused: the password is weak.
    """
    username = sign_in_name(name)
    if username is None:
        raise StaffRefused(f'"{name}" cannot be a sign-in name; use letters and digits, like jana.')
    require_roles(roles, clusters)
    if password is not None:
        require_strong(password, username)
    if named(session, username):
        raise StaffRefused(f'"{username}" is taken; choose another name.')
    if email and session.scalar(select(Person.id).where(Person.email == email.casefold())):
        raise StaffRefused(f"{email} is the address of somebody else here.")
    person = Person(
        username=username,
        email=email.casefold() if email else None,
        password=hashed(password) if password is not None else "",
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        roles=as_rows(session, roles),
        clusters=clusters,
    )
    session.add(person)
    session.flush()
    return person


def invite(
    name: str,
    programme: Programme,
    *,
    email: str,
    roles: Collection[str],
    clusters: Collection[str],
    by: Person | None,
    reason: str,
    when: Moment,
) -> Person:
    """Make a member of staff and mail the link with which the person comes in.

    Raises:
        StaffRefused: as `add`, or a cluster is unknown.
    """
    require_known(clusters, programme)
    person = add(db.session(), name, roles=roles, clusters=clusters, email=email)
    invite_again(person, programme, by=by, when=when)
    log.note(
        "invited", person, by=by, reason=reason, detail=roles_in_words(roles, clusters), at=when.at
    )
    return person


def invite_again(person: Person, programme: Programme, *, by: Person | None, when: Moment) -> None:
    """Mail a new link to somebody who has not come in yet; the one before ends."""
    if not person.invited or not person.email:
        raise StaffRefused(f"{person.name} needs no invitation.")
    links.end_all(person.id, at=when.at)
    said = roles_in_words(person.role_names, person.clusters)
    who = by.name if by else "the programme office"
    links.send_invitation(person, programme, roles=said, by=who, when=when)


def change_password(person: Person, kept: str, *, what: str, at: datetime) -> None:
    """Take a new password (already hashed); ends every session and every mailed link."""
    person.password = kept
    person.fs_uniquifier = uuid.uuid4().hex
    open_sessions.end_all(person)
    links.end_all(person.id, at=at)
    log.note(what, person, by=person, at=at)


def give_password(session: Session, name: str, password: str, *, at: datetime) -> Person:
    """Set a new password from the command line of the server; ends every session of the person.

    Raises:
        StaffRefused: nobody has the name.
        PasswordRefused: the password is weak.
    """
    require_strong(password, name)
    person = existing(session, name)
    change_password(person, hashed(password), what="password given", at=at)
    return person


def change_roles(
    person: Person,
    programme: Programme,
    *,
    roles: Collection[str],
    clusters: Collection[str],
    by: Person,
    reason: str,
    at: datetime,
) -> None:
    """Give a person other roles and clusters; nobody changes their own.

    Raises:
        StaffRefused: it is oneself, the last administrator would go, or the roles do not fit.
    """
    if person.id == by.id:
        raise StaffRefused("Nobody changes their own roles; ask another administrator.")
    require_roles(roles, clusters)
    require_known(clusters, programme)
    if Does.ADMINISTRATOR not in roles:
        _keep_an_administrator(person)
    person.roles = as_rows(db.session(), roles)
    person.clusters = clusters
    log.note(
        "roles changed", person, by=by, reason=reason, detail=roles_in_words(roles, clusters), at=at
    )


def disable(person: Person, *, by: Person | None, reason: str, at: datetime) -> None:
    """Let a person in no more; ends every session and link at once.

    Raises:
        StaffRefused: it is oneself, or the last administrator.
    """
    if by is not None and person.id == by.id:
        raise StaffRefused("Nobody disables their own account; ask another administrator.")
    _keep_an_administrator(person)
    person.active = False
    person.fs_uniquifier = uuid.uuid4().hex
    open_sessions.end_all(person)
    links.end_all(person.id, at=at)
    log.note("disabled", person, by=by, reason=reason, at=at)


def enable(person: Person, *, by: Person | None, reason: str, at: datetime) -> None:
    """Let a disabled person in again, with what they had."""
    person.active = True
    log.note("enabled", person, by=by, reason=reason, at=at)


def forget_second_factor(person: Person, *, by: Person | None, reason: str, at: datetime) -> None:
    """Forget code app, passkeys and recovery codes, after they were lost; ends every session.

    The person sets up a new second factor at the next sign-in.
    """
    second_factor.take_app_away(person)
    second_factor.forget_recovery_codes(person)
    passkeys.remove_all(person)
    person.fs_uniquifier = uuid.uuid4().hex
    open_sessions.end_all(person)
    log.note("second factor forgotten", person, by=by, reason=reason, at=at)


def ensure_examples(session: Session, clusters: Sequence[str]) -> dict[str, str]:
    """Make the example staff that are not there; give the new passwords by name.

    The officer has the first two of the clusters.
    """
    made = {}
    for name, role in EXAMPLES.items():
        if named(session, name) is None and (clusters or role is not Does.OFFICER):
            made[name] = made_up()
            of = clusters[:2] if role is Does.OFFICER else []
            email = f"{name}@example.org"
            add(session, name, roles=[role], password=made[name], clusters=of, email=email)
    return made


def _keep_an_administrator(person: Person) -> None:
    """Refuse to lose the last one; of two at the same time the second is refused."""
    db.take_turn("administrators")
    if (
        person.active
        and person.holds(Does.ADMINISTRATOR)
        and not queries.other_administrators(person)
    ):
        raise StaffRefused(f"{person.name} is the last administrator; make another one first.")


def existing(session: Session, name: str) -> Person:
    """Find a person by name, or raise StaffRefused."""
    person = named(session, name)
    if person is None:
        raise StaffRefused(f'Nobody is called "{name}".')
    return person


def switch_single_keys(person: Person, *, on: bool) -> None:
    """Let single keys move about in the queue, or not; each decides for oneself."""
    person.single_keys = on
