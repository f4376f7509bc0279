"""Dates, days and seats of a visit that cannot all be true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.programme.call import Call
from generator.programme.dates import DateRange, KnownDates, Season, is_working_day, working_days
from generator.programme.visit import Visit
from generator.programme.vocabularies import NoticeKind
from generator.reader.nodes import Mistake, Path, Tree


def visit_mistakes(visit: Visit, tree: Tree, call: Call | None) -> Iterator[Mistake]:
    """Give what does not fit within one visit, or between a visit and its call."""
    known = visit.dates.then if isinstance(visit.dates, Season) else visit.dates
    for check in (_weekend, _stays, _agenda, _until, _notices, _offers):
        if known:
            yield from check(visit, tree, known)
    yield from _seats(visit, tree)
    yield from _results(visit, tree, known)
    if call:
        yield from _window(visit, tree, call)


def _at(visit: Visit, *path: str | int) -> Path:
    """The place of known dates: under `then` while they are kept back."""
    return ("dates", "then", *path) if isinstance(visit.dates, Season) else ("dates", *path)


def _weekend(visit: Visit, tree: Tree, known: KnownDates) -> Iterator[Mistake]:
    """Stays are counted in working days from the first day, so that day must be one."""
    path = _at(visit, "first_on" if isinstance(known, DateRange) else "on")
    if visit.stays and not is_working_day(known.first_on):
        words = f"{known.first_on} is a {known.first_on:%A}, not a working day"
        yield Mistake(tree.place(path), "weekend", words, "start on a working day")


def _stays(visit: Visit, tree: Tree, known: KnownDates) -> Iterator[Mistake]:
    if isinstance(known, DateRange):
        there = working_days(known.first_on, known.last_on)
    else:
        there = sum(is_working_day(day) for day in known.on)
    for kind, days in visit.stays.items():
        if days < 1:
            place = tree.place(("stays", kind.value))
            yield Mistake(place, "out-of-range", "a stay has one working day or more", "")
        elif days > there:
            place = tree.place(("stays", kind.value))
            words = f"a stay of {days} working days does not fit: the visit has {there}"
            hint = "correct the stay or the dates; weekends are not counted"
            yield Mistake(place, "stay-too-long", words, hint)


def _agenda(visit: Visit, tree: Tree, known: KnownDates) -> Iterator[Mistake]:
    for n, day in enumerate(visit.agenda):
        if day.day > len(known.days()):
            words = f"day {day.day} is after the last day of the visit"
            hint = f"the visit has {len(known.days())} days"
            yield Mistake(tree.place(("agenda", n, "day")), "agenda-day", words, hint)


def _until(visit: Visit, tree: Tree, known: KnownDates) -> Iterator[Mistake]:
    if isinstance(visit.dates, Season) and visit.dates.until >= known.first_on:
        words = "the dates become public only when the visit has begun"
        yield Mistake(tree.place(("dates", "until")), "late-dates", words, "choose an earlier day")


def _notices(visit: Visit, tree: Tree, known: KnownDates) -> Iterator[Mistake]:
    """News may follow a visit; that it is full or cancelled may not."""
    for n, notice in enumerate(visit.notices):
        if notice.kind is not NoticeKind.NEWS and notice.from_ > known.last_on:
            words = f"this notice holds only after the visit has ended ({known.last_on})"
            place = tree.place(("notices", n, "from"))
            yield Mistake(place, "late-notice", words, "choose an earlier day")


def _offers(visit: Visit, tree: Tree, known: KnownDates) -> Iterator[Mistake]:
    if visit.offers_until and visit.offers_until >= known.first_on:
        words = f"free seats are offered after the visit has begun ({known.first_on})"
        hint = "choose an earlier day, or leave it out: ten days before the start"
        yield Mistake(tree.place(("offers_until",)), "late-offers", words, hint)


def _seats(visit: Visit, tree: Tree) -> Iterator[Mistake]:
    if visit.seats and visit.seats < visit.travellers:
        words = f"one organisation may send {visit.travellers} people, but there are fewer seats"
        hint = "raise seats, or lower travellers"
        yield Mistake(tree.place(("seats",)), "too-few-seats", words, hint)


def _results(visit: Visit, tree: Tree, known: KnownDates | None) -> Iterator[Mistake]:
    if visit.results and known is None:
        words = "a visit without dates cannot have results"
        hint = "give the dates, under then while they are not public"
        yield Mistake(tree.place(("results",)), "early-results", words, hint)


def _window(visit: Visit, tree: Tree, call: Call) -> Iterator[Mistake]:
    outside = False
    for name, day in (("opens_on", visit.opens_on), ("closes_on", visit.closes_on)):
        if day and not call.opens_on <= day <= call.closes_on:
            outside = True
            hint = f"choose a day from {call.opens_on} to {call.closes_on}"
            yield Mistake(tree.place((name,)), "outside-call", f"{day} is outside the call", hint)
    opens, closes = visit.opening(call), visit.closing(call, date.max)
    if not outside and opens > closes:
        words = f"nobody can ever apply: it opens on {opens} and closes on {closes}"
        hint = "look at opens_on, closes_on, the dates, and the days of the call"
        yield Mistake(_never_at(visit, tree), "never-open", words, hint)


def _never_at(visit: Visit, tree: Tree) -> tuple[int, int]:
    named = (name for name in ("closes_on", "opens_on") if getattr(visit, name))
    return tree.place((next(named, "dates"),))
