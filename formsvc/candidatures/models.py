"""The case: a candidature, or a host's offer, and all that hangs on it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Numeric,
    String,
    Text,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from formsvc.candidatures.answers import Answers
from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import State
from formsvc.db import Base, UtcDateTime, state_column
from formsvc.moves import Role

NEEDS = ("diet", "access")
"""Questions whose answers are kept in `Needs`, never with the other answers."""
SENT_COUNTS_FOR = timedelta(hours=48)
"""Confirmed within this time, a candidature counts from the moment it was sent."""


FACTS = {
    "accepted": (
        "kind <> 'candidature' OR state <> 'accepted' OR (decision IS NOT NULL AND "
        "decision = 'accepted' AND released_at IS NOT NULL AND released_on IS NOT NULL)"
    ),
    "rejected": (
        "kind <> 'candidature' OR state <> 'rejected' OR (decision IS NOT NULL AND "
        "decision = 'rejected' AND released_at IS NOT NULL AND released_on IS NOT NULL)"
    ),
    "waitlisted": (
        "state <> 'waitlisted' OR (waitlisted_at IS NOT NULL AND waitlisted_on IS NOT NULL)"
    ),
    "offered": "offer_ends_on IS NULL OR (state = 'waitlisted' AND waits_for IS NOT NULL)",
    "pending": (
        "decision IS NULL OR released_at IS NOT NULL OR "
        "state IN ('submitted', 'eligible', 'waitlisted')"
    ),
    "closed": "state NOT IN ('rejected', 'withdrawn', 'expired') OR closed_at IS NOT NULL",
    "confirmed": (
        "(confirmed_on IS NULL) = (state IN ('draft', 'unconfirmed')) AND "
        "(confirmed_on IS NULL) = (confirmed_at IS NULL)"
    ),
}
"""Which facts a state cannot be without; the database holds them."""


class CaseKind(StrEnum):
    """What a case is."""

    CANDIDATURE = "candidature"
    HOST_OFFER = "host-offer"


class Case(Base):
    """One case. Countries are ISO codes; `answers` and `assessment` are JSON.

    A draft holds its answers as they were typed, complete or not; the columns that repeat some of
    them are filled when it is sent.
    """

    __tablename__ = "cases"
    __table_args__ = tuple(CheckConstraint(sql, name=name) for name, sql in FACTS.items())

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[CaseKind] = mapped_column(state_column(CaseKind), default=CaseKind.CANDIDATURE)
    state: Mapped[State] = mapped_column(state_column(State), default=State.DRAFT)
    waits_for: Mapped[Role | None] = mapped_column(state_column(Role))
    waits_since_on: Mapped[date | None]
    due_on: Mapped[date | None]
    route: Mapped[Route] = mapped_column(state_column(Route), default=Route.VISIT)
    visit: Mapped[str | None] = mapped_column(String(100))
    """Slug of the visit; None for an exchange of one's own, or while a host is looked for."""
    hosts: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Slugs of the hosts that an applicant without a visit has chosen."""
    to_country: Mapped[str] = mapped_column(String(2), default="")
    """The hosts' country; empty while it is open."""
    if_full: Mapped[str | None] = mapped_column(String(10))
    """waitlist or drop: what holds when no seat is left; None when nobody asked."""
    cluster: Mapped[str | None] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    visitor_type: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(254), default="", index=True)
    language: Mapped[str] = mapped_column(String(8), default="en")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    assessment: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    travellers: Mapped[int] = mapped_column(default=0)
    amount_eur: Mapped[Decimal | None] = mapped_column(Numeric(10, 2))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    version: Mapped[str] = mapped_column(String(100))
    """The version of the programme that the case was sent under."""
    registration_key: Mapped[str] = mapped_column(String(60), default="")
    name_key: Mapped[str] = mapped_column(String(200), default="")
    """The organisation's number and name without the ways to write them, to know it again."""
    known_already: Mapped[bool] = mapped_column(default=False)
    """When it was confirmed, its organisation had another case; the applicant was told."""
    search: Mapped[str] = mapped_column(Text, default="")
    """The words that a search looks at (`search.searchable`), kept in `search_index` too."""
    open_rules: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many rules are open: not known, or failing since something changed."""
    machine_signs: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    """What suggests that a machine began it (formsvc/machines.py): a hint, never a reason."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the answers of a draft were last kept; how long it lives follows from this."""
    saved_from: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Which page kept each step last: a page never stands in its own way."""
    editing: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Answers of a sent case that its applicant is changing, as they were typed."""
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_on: Mapped[date | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    """Raised to end every session that was made before."""
    decision: Mapped[str | None] = mapped_column(String(20))
    """accepted, waitlisted or rejected; free to change until it is released."""
    decision_code: Mapped[str | None] = mapped_column(String(100))
    """The reason of a rejection, by its short name in the rules."""
    decision_reason: Mapped[str | None] = mapped_column(Text)
    """The office's own words about it."""
    usual_days: Mapped[bool] = mapped_column(default=False)
    """Decided for the days that the visit plans, not for the longer stay that was asked for."""
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_on: Mapped[date | None]
    wrote_on: Mapped[date | None]
    """Since when something that the applicant wrote waits to be seen by the office."""
    waitlisted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waitlisted_on: Mapped[date | None]
    offered_by: Mapped[int | None]
    """Who offered the seat that is held now, or that was taken."""
    offer_ends_on: Mapped[date | None]
    """The last day on which the seats that are offered and held can be taken."""
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it ended without an exchange; its links live on for a while."""
    erasure_asked_on: Mapped[date | None]
    """The applicant wants everything erased, and the office has not decided yet."""
    erased_on: Mapped[date | None]
    """Since then the case names nobody; only its bones are left."""

    needs: Mapped[Needs | None] = relationship()

    @validates("assessment")
    def _count_open_rules(self, _name: str, assessment: dict[str, Any]) -> dict[str, Any]:
        """The queue filters by their number."""
        effects = [line["effect"] for line in assessment.get("lines", ())]
        self.open_rules = sum(effect in ("fail", "unknown") for effect in effects)
        return assessment

    @property
    def kept(self) -> dict[str, Any]:
        """Everything that was typed, diet and access needs too."""
        return {**self.answers, **(self.needs.words if self.needs else {})}

    @property
    def is_draft(self) -> bool:
        """It has not been sent yet."""
        return self.state is State.DRAFT

    @property
    def pending(self) -> bool:
        """A decision is made and not yet released."""
        return self.decision is not None and self.released_at is None

    def sent_answers(self) -> Answers:
        """Give the answers of a case that has been sent."""
        return Answers.model_validate(self.answers)

    def forget_decision(self) -> None:
        """Be undecided again; whoever is on the waiting list stays there."""
        self.decision = self.decision_code = self.decision_reason = None
        self.decided_by = self.decided_at = self.released_at = self.released_on = None
        self.usual_days = False

    @property
    def counts_at(self) -> datetime | None:
        """The instant from which the candidature counts: it decides who comes first."""
        if self.sent_at is None or self.confirmed_at is None:
            return None
        in_time = self.confirmed_at - self.sent_at <= SENT_COUNTS_FOR
        return self.sent_at if in_time else self.confirmed_at

    @property
    def counts_on(self) -> date | None:
        """The programme date from which the candidature counts."""
        return self.sent_on if self.counts_at == self.sent_at else self.confirmed_on

    def wait_for(self, role: Role | None, *, since: date, due_on: date | None = None) -> None:
        """Say who has the case from now on, since when and until when.

        Nobody has it only when no request to erase it is left: somebody must decide about that.
        """
        if role is None and self.erasure_asked_on:
            role, since, due_on = Role.OFFICER, self.erasure_asked_on, self.due_on
        self.waits_for, self.waits_since_on, self.due_on = role, since if role else None, due_on


class Needs(Base):
    """Diet and access needs of one case: data on health, so nowhere else and not for long."""

    __tablename__ = "needs"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    words: Mapped[dict[str, str]] = mapped_column(JSON)
    """What was typed, by the name of its question (`NEEDS`)."""


class Consent(Base):
    """One sentence that was declared when a case was sent, word for word."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    what: Mapped[str] = mapped_column(String(100))
    """The declaration's short name in the rules."""
    words: Mapped[str] = mapped_column(Text)
    """The words as they stood on the page, in `language`."""
    language: Mapped[str] = mapped_column(String(8))
    version: Mapped[str] = mapped_column(String(100))
    """The version of the programme that they come from."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_on: Mapped[date]


# What keeps the queue flat: each order of each view walks an index, for one cluster and for all.
# Drafts and unconfirmed cases are in none of them, so nobody's typing pays for the office's lists.
# `confirmed_on` stands last because every list asks for it: SQLite then counts without the rows.
# What a view asks to be equal stands first, so that a database takes the view's own index, whether
# it knows how many cases fit or not.
_CONFIRMED = Case.confirmed_on.is_not(None)
_WAITING = Case.waits_for.is_not(None)
_PENDING = Case.decision.is_not(None) & Case.released_at.is_(None)


def _index_of_some(name: str, *columns: Any, where: ColumnElement[bool]) -> None:
    for more, first in (("", ()), ("_cluster", (Case.cluster,))):
        indexed = (*first, *columns, Case.id, Case.confirmed_on)
        Index(f"ix_cases_{name}{more}", *indexed, sqlite_where=where, postgresql_where=where)


for _view, _first, _where in (
    ("waiting", (Case.waits_for,), _WAITING),
    ("pending", (Case.decision,), _PENDING),
    ("confirmed", (), _CONFIRMED),
):
    _index_of_some(_view, *_first, where=_where)
    _index_of_some(f"{_view}_due", *_first, Case.due_on, where=_where)
    _index_of_some(f"{_view}_visit", *_first, Case.visit, where=_where)
    _index_of_some(f"{_view}_name", *_first, Case.name_key, where=_where)
_index_of_some("confirmed_state", Case.state, where=_CONFIRMED)
for _key in (Case.registration_key, Case.name_key):
    Index(
        f"ix_cases_country_{_key.key}",
        Case.country,
        _key,
        sqlite_where=_CONFIRMED,
        postgresql_where=_CONFIRMED,
    )
Index("ix_cases_visit_state", Case.visit, Case.state)

# Every applicant's page asks for seats. A condition names its values in the statement itself, so
# that a database knows which rows the index has; it has all that is summed, and no row is read.
_ACCEPTED: ColumnElement[str] = literal_column(f"'{State.ACCEPTED.value}'")
KNOWN = (Case.state == _ACCEPTED) | Case.offer_ends_on.is_not(None)
"""Holds seats, and its applicant knows it."""
PENDING = (Case.decision == _ACCEPTED) & Case.released_at.is_(None)
"""Holds seats, and only the office knows it."""
HOLDING = KNOWN | PENDING
Index(
    "ix_cases_seats",
    *(Case.visit, Case.travellers, Case.state, Case.offer_ends_on, Case.decision, Case.released_at),
    Case.id,
    sqlite_where=HOLDING,
    postgresql_where=HOLDING,
)
Index("ix_cases_state_id", Case.state, Case.id)
