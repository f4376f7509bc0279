"""Delays after wrong passwords and codes: they grow, and never lock anybody out.

Kept in the database, so that all processes wait together. A try is counted before it is looked at:
a hundred guesses sent at once get one answer. Known and unknown accounts wait alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select, update

from formsvc import db
from formsvc.accounts.models import Tries
from formsvc.limits import hidden, network
from generator.programme.errors import ProgrammeError

FORGOTTEN_AFTER = timedelta(days=1)
"""After this long without a try, the count begins again."""


@dataclass(frozen=True)
class Growth:
    """How the pause grows: `free` tries without one, then doubling from `first` to `most`."""

    free: int
    first: timedelta
    most: timedelta

    def after(self, count: int) -> timedelta:
        """Give the pause after so many tries in a row."""
        beyond = count - self.free
        if beyond <= 0:
            return timedelta(0)
        return min(self.most, self.first * (1 << min(beyond - 1, 30)))


@dataclass(frozen=True)
class Delay:
    """One kind of try, with its growth for one account and for one address."""

    kind: str
    account: Growth
    address: Growth


def _growth(free: int, first: int, most: int) -> Growth:
    return Growth(free, timedelta(seconds=first), timedelta(seconds=most))


PASSWORD = Delay("password", _growth(3, 2, 300), _growth(10, 2, 300))
CODE = Delay("code", _growth(3, 5, 300), _growth(10, 5, 300))
PASSKEY = Delay("passkey", _growth(10, 2, 300), _growth(10, 2, 300))
FORGOTTEN = Delay("forgotten", _growth(2, 300, 86400), _growth(10, 60, 3600))
"""A mail each: two at once, and then ever fewer to one address."""


class Wait(ProgrammeError):  # noqa: N818 - named as what happened
    """The next try is not free yet; `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Wait {in_words(seconds)}, then try again.")


def in_words(seconds: int) -> str:
    """Say a span: "1 second", "40 seconds", "3 minutes", "2 hours"; never too short."""
    if seconds < 90:
        return f"{seconds} second{'s' if seconds != 1 else ''}"
    if seconds < 90 * 60:
        return f"{ceil(seconds / 60)} minutes"
    return f"{ceil(seconds / 3600)} hours"


def count(delay: Delay, account: str | None, address: str, *, at: datetime) -> None:
    """Count one try before it is looked at, inside the caller's unit of work.

    Args:
        delay: the kind of try.
        account: what was typed, whether anybody is called so or not; None where nothing is typed.
        address: where the try comes from.
        at: now.

    Raises:
        Wait: the account or the address has to wait; this try is not counted.
    """
    db.take_turn("tries")
    growths = {_address(address): delay.address}
    if account is not None:
        growths[_account(account)] = delay.account
    known = select(Tries).where(Tries.kind == delay.kind, Tries.who.in_(growths))
    rows = {row.who: row for row in db.session.scalars(known)}
    longest = max((row.free_at - at for row in rows.values()), default=timedelta(0))
    if longest > timedelta(0):
        raise Wait(ceil(longest.total_seconds()))
    for who, growth in growths.items():
        row = rows.get(who) or Tries(kind=delay.kind, who=who, count=0, last_at=at)
        row.count = 1 if row.last_at < at - FORGOTTEN_AFTER else row.count + 1
        row.last_at, row.free_at = at, at + growth.after(row.count)
        db.session.add(row)
    db.session.flush()


def forgive(delay: Delay, account: str | None, address: str, *, at: datetime) -> None:
    """Take back the count of a try that was right: the account is free, the address has one less."""
    db.take_turn("tries")
    of_kind = Tries.kind == delay.kind
    if account is not None:
        db.session.execute(delete(Tries).where(of_kind, Tries.who == _account(account)))
    fewer = update(Tries).where(of_kind, Tries.who == _address(address), Tries.count > 0)
    db.session.execute(fewer.values(count=Tries.count - 1, free_at=at))


def once(kind: str, value: str, *, at: datetime) -> bool:
    """Say whether a value is used for the first time, and remember it."""
    db.take_turn("tries")
    who = hidden(f"{kind} {value}")
    if db.session.get(Tries, (kind, who)):
        return False
    db.session.add(Tries(kind=kind, who=who, count=1, last_at=at, free_at=at))
    return True


def forget_old(*, at: datetime) -> None:
    """Delete the counts that no longer count."""
    db.session.execute(delete(Tries).where(Tries.last_at < at - FORGOTTEN_AFTER))


def _account(typed: str) -> str:
    return hidden(f"account {typed.strip().casefold()}")


def _address(address: str) -> str:
    return hidden(f"address {network(address)}")
