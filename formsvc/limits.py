"""Limits against floods, kept in the database so that all processes count together."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from formsvc import db
from formsvc.db import Base, UtcDateTime
from formsvc.snapshot import current_config
from generator.programme.errors import ProgrammeError

KEPT_FOR = timedelta(days=2)


class TooMany(ProgrammeError):  # noqa: N818 - named as what happened
    """One address, or everybody together, has done this too often for now."""


@dataclass(frozen=True)
class Limit:
    """At most so many in one span of time for one address, and for all addresses together."""

    kind: str
    most: int
    span: timedelta
    in_all: int | None = None
    """None: as many as there are addresses."""


NEW_DRAFTS = Limit("new-draft", 30, timedelta(hours=1), in_all=1000)
"""Drafts, not steps: forty companies at an information day share one address."""
LINKS_ASKED = Limit("link-asked", 20, timedelta(hours=1), in_all=500)
"""Forms of people who lost their mail; each may write one mail. Mails have limits of their own."""
EVERYBODY = "everybody"
log = structlog.get_logger()

DRAFT_FILES = Limit("draft-file", 60, timedelta(hours=1))
"""Files of candidatures that nobody has confirmed."""


class Hits(Base):
    """How often something was done in one span; whose address it is cannot be read back."""

    __tablename__ = "hits"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    span_start: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int]


def count(limit: Limit, address: str, *, at: datetime) -> None:
    """Count one more, inside the caller's unit of work. Raises TooMany above a limit.

    When the last one of all addresses together passes, a line in the log says so: somebody should
    look before people are turned away.
    """
    if _one_more(limit, hidden(network(address)), at) > limit.most:
        raise TooMany("this was asked too often from your network; try again in an hour")
    if limit.in_all is None:
        return
    counted = _one_more(limit, EVERYBODY, at)
    if counted == limit.in_all:
        log.error("limit of the whole system reached", kind=limit.kind, most=limit.in_all)
    if counted > limit.in_all:
        raise TooMany("this was asked too often by everybody together; try again in an hour")


def _one_more(limit: Limit, who: str, at: datetime) -> int:
    seconds = limit.span.total_seconds()
    start = datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)
    postgres = db.session.get_bind().dialect.name == "postgresql"
    insert = (postgresql if postgres else sqlite).insert(Hits)
    hit = insert.values(kind=limit.kind, who=who, span_start=start, count=1)
    key = [Hits.kind, Hits.who, Hits.span_start]
    one_more = hit.on_conflict_do_update(index_elements=key, set_={"count": Hits.count + 1})
    counted: int = db.session.execute(one_more.returning(Hits.count)).scalar_one()
    return counted


def forget_old(*, at: datetime) -> None:
    """Delete the counts of spans that are over."""
    db.session.execute(delete(Hits).where(Hits.span_start < at - KEPT_FOR))


def hidden(words: str) -> str:
    """Name somebody so that nobody can read back who it is."""
    return hmac.new(
        current_config().secret_key.encode(), words.encode(), hashlib.sha256
    ).hexdigest()


def network(address: str) -> str:
    """Give an address, of IPv6 the network of one household."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a socket of this machine has no address, and a proxy may send anything
        return address
    if found.version == 6 and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped if found.version == 6 else found)
