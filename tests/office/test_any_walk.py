"""Random people make random moves with random candidatures: whatever they do, everything holds.

One walk is a small office with few seats. A move happens as the table of moves says, or it is
refused and nothing has changed; after each step every invariant is asked of the database.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select

from formsvc import clock, db
from formsvc.accounts.models import Person
from formsvc.accounts.models import Role as Held
from formsvc.candidatures import actions as candidatures
from formsvc.candidatures import seats
from formsvc.candidatures.answers import Answers
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import MOVES, UNCONFIRMED, State
from formsvc.clock import Moment
from formsvc.drafts import edits
from formsvc.exchanges.models import Exchange
from formsvc.history.alone import all_alone
from formsvc.history.models import Event
from formsvc.history.verify import Verdict, verify
from formsvc.info_requests import actions as info_requests
from formsvc.info_requests import upkeep as asking
from formsvc.info_requests.queries import open_request
from formsvc.mail.models import Mail
from formsvc.mail.states import MailState
from formsvc.moves import STAFF, Actor, Role
from formsvc.office import queries
from formsvc.office.decisions import checking, deciding, releasing
from formsvc.outbox import undo
from formsvc.snapshot import current_programme
from formsvc.tables import metadata
from formsvc.visit_changes import actions as visit_changes
from formsvc.visit_changes.models import Choice
from formsvc.visit_changes.queries import open_choice
from formsvc.waitlist import actions as waitlist
from formsvc.waitlist import taking_back
from formsvc.waitlist import upkeep as waiting
from generator.programme.dates import DateRange
from generator.programme.errors import MoveRefused
from generator.programme.rules import RuleId
from generator.programme.visit import Notice, Visit
from generator.programme.vocabularies import FourEyes, OrganisationType

VISIT, BEGINS_ON = "northern-bohemia", date(2021, 7, 20)
FIRST_ON, SHORT, LONG = date(2021, 9, 20), date(2021, 9, 22), date(2021, 9, 24)
BY_NAME = {move.name: move for move in MOVES}
CLOSED = (State.REJECTED, State.WITHDRAWN, State.EXPIRED)
HAS = {
    State.SUBMITTED: {Role.OFFICER},
    State.INFO_REQUESTED: {Role.APPLICANT},
    State.ELIGIBLE: {Role.OFFICER},
    State.WAITLISTED: {None, Role.OFFICER, Role.APPLICANT},
    State.ACCEPTED: {Role.APPLICANT},
    **{state: {None} for state in (State.DRAFT, State.UNCONFIRMED, *CLOSED)},
}
"""For whom a case may wait in each state."""


def staff(number: int, role: str, *clusters: str) -> tuple[Person, Actor]:
    """A member of staff, who is in no table."""
    person = Person(id=number, username=f"no-{number}", roles=[Held(name=role)])
    person.clusters = clusters
    return person, Actor(Role(role), number)


PEOPLE = {
    "officer": staff(1, "officer", "ntt"),
    "another officer": staff(2, "officer", "ntt"),
    "officer elsewhere": staff(3, "officer", "clutex"),
    "coordinator": staff(4, "coordinator"),
    "auditor": staff(5, "auditor"),
    "applicant": (None, candidatures.APPLICANT),
    "clock": (None, waitlist.CLOCK),
}
WHO = st.sampled_from(list(PEOPLE))
OFFICE = st.sampled_from(["officer", "another officer", "coordinator"])
DONE_BY_STAFF = {
    "check": lambda case, to: checking.check(case, to.programme, by=to.by, when=to.when),
    "override": lambda case, to: checking.override(
        case, to.programme, RuleId.ONCE, reason="A slip.", by=to.by, when=to.when
    ),
    "accept": lambda case, to: deciding.accept(case, to.programme, by=to.by, when=to.when),
    "accept for the usual days": lambda case, to: deciding.accept(
        case, to.programme, by=to.by, when=to.when, usual_days=True
    ),
    "waitlist": lambda case, to: deciding.waitlist(case, to.programme, by=to.by, when=to.when),
    "reject": lambda case, to: deciding.reject(
        case, to.programme, by=to.by, when=to.when, code="no-seat"
    ),
    "take back": lambda case, to: deciding.take_back(case, by=to.by, when=to.when),
    "release": lambda case, to: releasing.release(case, to.programme, by=to.by, when=to.when),
    "offer a seat": lambda case, to: waitlist.offer(case, to.programme, by=to.by, when=to.when),
    "take the seat back": lambda case, to: taking_back.take_back(
        case, to.programme, reason="A slip.", had_left=False, by=to.by, when=to.when
    ),
    "undo": lambda case, to: undo.undo(
        case, to.programme, reason="A slip.", had_left=False, by=to.by, when=to.when
    ),
    "ask": lambda case, to: info_requests.ask(
        case, to.programme, question="Never before?", fields=["visited_before"], asks_file=False,
        due_on=to.when.on + timedelta(days=3), by=to.by, when=to.when,
    ),
    "take the question back": lambda case, to: info_requests.close(
        case, to.programme, by=to.by, when=to.when
    ),
    "reopen": lambda case, to: releasing.reopen(
        case, to.programme, reason="They can go.", by=to.by, when=to.when
    ),
}  # fmt: skip
SENSIBLE = {
    State.SUBMITTED: ("check", "check", "check", "check", "override", "ask", "reject"),
    State.INFO_REQUESTED: ("take the question back",),
    State.ELIGIBLE: ("accept", "waitlist", "waitlist", "waitlist", "accept for the usual days"),
    State.WAITLISTED: ("offer a seat", "offer a seat", "offer a seat", "offer a seat", "accept"),
    State.ACCEPTED: ("undo",),
    **dict.fromkeys(CLOSED, ("reopen", "undo")),
}
OFFERED = ("take the seat back",)
PENDING = ("release", "release", "release", "take back")
ANSWERS = {
    State.UNCONFIRMED: ("confirm",),
    State.INFO_REQUESTED: ("answer", "answer", "answer"),
    State.WAITLISTED: ("take the seat", "take the seat", "decline the seat"),
}


CORRECTIONS = {"undo-release", "undo-unchecked", "undo-listed", "take-seat-back"}
MADE: Counter[str] = Counter()
"""The moves that the walks have made."""


class Task:
    """What an action of the office needs beside the case."""

    def __init__(self, by: Actor, when: Moment) -> None:
        self.programme, self.by, self.when = current_programme(), by, when


class Walk(RuleBasedStateMachine):
    """An office at a visit with three seats."""

    @initialize()
    def begin(self) -> None:
        self.day, self.count, self.changed = 0, 0, True
        self.start = clock.now()
        for _ in range(2):
            self.somebody_applies(travellers=1, longer=False, confirms=True)

    @property
    def when(self) -> Moment:
        days = timedelta(days=self.day)
        return Moment(self.start + days, BEGINS_ON + days)

    @precondition(lambda self: self.count < 4 and self.when.on <= date(2021, 8, 20))
    @rule(travellers=st.integers(1, 2), longer=st.booleans(), confirms=st.booleans())
    def somebody_applies(self, travellers: int, *, longer: bool, confirms: bool) -> None:
        """One more candidature, up to four; some are never confirmed."""
        self.count, self.changed = self.count + 1, True
        programme, when = current_programme(), self.when
        visit = programme.visit(VISIT)
        answers = _answers(programme, self.count, travellers, longer=longer)
        with db.unit_of_work():
            case = candidatures.begin(
                visit, key=f"k{self.count}", language="en", version="1", when=when
            )
            assessment = programme.assess(answers.facts(visit, when.on), visit)
            candidatures.send(
                case, answers, assessment, programme, language="en", version="1", when=when
            )
            if confirms:
                candidatures.confirm(case, programme, when=when)

    @rule(data=st.data(), who=WHO)
    def anybody_tries_anything(self, data: st.DataObject, who: str) -> None:
        """One of the things that staff do, tried by anybody."""
        case, (person, by) = self._some(data), PEOPLE[who]
        if person is not None and not self._sees(person, case):
            assert who == "officer elsewhere" or case.state in UNCONFIRMED
            return
        what, task = data.draw(st.sampled_from(list(DONE_BY_STAFF))), Task(by, self.when)
        if self._try(case.id, lambda case: DONE_BY_STAFF[what](case, task)):
            assert by.role in STAFF

    @rule(data=st.data(), who=OFFICE)
    def the_office_works(self, data: st.DataObject, who: str) -> None:
        """Something sensible, twice as often as the rest."""
        open_to_us = [case for case in self._all() if case.state in SENSIBLE]
        if open_to_us:
            case = data.draw(st.sampled_from(open_to_us))
            things = PENDING if case.pending else SENSIBLE[case.state]
            things = OFFERED if case.offer_ends_on else things
            what, task = data.draw(st.sampled_from(things)), Task(PEOPLE[who][1], self.when)
            self._try(case.id, lambda case: DONE_BY_STAFF[what](case, task))

    the_office_works_on = rule(data=st.data(), who=OFFICE)(
        lambda self, data, who: Walk.the_office_works(self, data, who)
    )

    @rule(data=st.data(), travellers=st.integers(1, 2))
    def the_applicant_does_something(self, data: st.DataObject, travellers: int) -> None:
        """One of the things that applicants do."""
        case = self._some(data)
        things = self.things_of_the_applicant(case, travellers)
        what = data.draw(st.sampled_from([*ANSWERS.get(case.state, ()) * 6, *things]))
        self._try(case.id, things[what])

    def things_of_the_applicant(self, case: Case, travellers: int):
        programme, when = current_programme(), self.when
        answers = case.sent_answers().model_copy(update={"travellers": travellers})
        said = case.sent_answers().model_copy(update={"visited_before": travellers == 2})
        return {
            "confirm": lambda case: candidatures.confirm(case, programme, when=when),
            "change": lambda case: edits.save(case, answers, programme, version="1", when=when),
            "answer": lambda case: info_requests.answer(
                case, _asked(case), said, programme, words="Here.", when=when
            ),
            "take the seat": lambda case: waitlist.take(case, programme, when=when),
            "decline the seat": lambda case: waitlist.decline(case, when=when),
            "withdraw": lambda case: candidatures.withdraw(case, reason="", when=when),
        }

    @rule(days=st.sampled_from([1, 1, 1, 2, 6]))
    def days_pass(self, days: int) -> None:
        """The worker begins each new day."""
        self.day, self.changed = self.day + days, True
        asking.begin_day(current_programme(), self.when)
        waiting.begin_day(current_programme(), self.when)

    def _some(self, data: st.DataObject) -> Case:
        return data.draw(st.sampled_from(self._all()))

    def _all(self) -> list[Case]:
        return list(db.session.scalars(select(Case).order_by(Case.id)))

    def _sees(self, person: Person, case: Case) -> bool:
        return queries.for_staff(db.session(), person, case.reference) is not None

    def _try(self, number: int, action) -> bool:
        """Do it; what is refused has changed nothing, what is done stands in the table of moves."""
        before, state = _events(number), db.session.get_one(Case, number).state
        try:
            with db.unit_of_work():
                action(locked(number))
        except MoveRefused:
            assert (_events(number), db.session.get_one(Case, number).state) == (before, state)
            return False
        self.changed = True
        for event in db.session.scalars(
            select(Event).where(Event.case_id == number, Event.seq > before)
        ):
            move = BY_NAME.get(event.move)
            if move is None:
                assert event.start == event.end
                assert event.role in STAFF
            else:
                assert State(event.start) in move.start
                assert (event.end, Role(event.role) in move.by) == (move.end, True)
        return True

    @invariant()
    def everything_holds(self) -> None:
        """Asked after each step that has changed something."""
        if self.changed:
            self.no_seat_is_given_twice()
            self.every_history_is_whole_and_nobody_released_alone()
            self.every_case_has_the_facts_of_its_state()
            self.every_move_has_queued_its_mail_once()
            self.changed = False

    def no_seat_is_given_twice(self) -> None:
        visit = current_programme().visit(VISIT)
        assert 0 <= seats.left_in(visit) <= visit.seats
        assert seats.seats_left_at(visit) >= seats.left_in(visit)

    def every_history_is_whole_and_nobody_released_alone(self) -> None:
        assert {found.verdict for found in verify()} <= {Verdict.WHOLE}
        assert list(all_alone()) == []

    def every_case_has_the_facts_of_its_state(self) -> None:
        for case in db.session.scalars(select(Case)):
            assert case.waits_for in HAS[case.state], case.state
            assert (case.state in CLOSED) == (case.closed_at is not None)
            assert (case.confirmed_at is None) == (case.state in UNCONFIRMED)
            assert (case.due_on is None) or case.waits_for is not None
            if case.offer_ends_on:
                facts = (case.state, case.waits_for, case.due_on)
                assert facts == (State.WAITLISTED, Role.APPLICANT, case.offer_ends_on)
            if case.state is State.ACCEPTED:
                assert (case.decision, case.pending) == ("accepted", False)
                exchange = select(Exchange).where(Exchange.case_id == case.id)
                assert db.session.scalars(exchange).one().last_on == case.last_on
            if case.state is State.WAITLISTED:
                assert case.waitlisted_on
            if case.state in UNCONFIRMED:
                assert _events(case.id) == 0

    def every_move_has_queued_its_mail_once(self) -> None:
        names = {move.mail for move in MOVES if move.mail} - {"confirm"}
        told, dropped = Counter[str | None](), 0
        for event in db.session.scalars(select(Event)):
            move = BY_NAME.get(event.move)
            if event.move in CORRECTIONS:  # no mail has left in a walk: it is dropped instead
                dropped += 1
            elif move and move.mail:
                told[move.mail] += 1
        rows = select(Mail.name, func.count()).where(Mail.name.in_(names)).group_by(Mail.name)
        assert dict(db.session.execute(rows).all()) == dict(told)
        gone = select(func.count()).where(Mail.state == MailState.DROPPED)
        assert db.session.scalar(gone) == dropped

    def teardown(self) -> None:
        with db.unit_of_work():
            MADE.update(db.session.scalars(select(Event.move)))
            for table in reversed(metadata.sorted_tables):
                db.session.execute(delete(table))


def _events(number: int) -> int:
    found = db.session.scalar(select(func.max(Event.seq)).where(Event.case_id == number)) or 0
    db.session.rollback()
    return found


def _asked(case: Case):
    request = open_request(case)
    if request is None:
        raise MoveRefused("no question is open")
    return request


def _answers(programme, number: int, travellers: int, *, longer: bool) -> Answers:
    pack = programme.rules_of(programme.call)
    return Answers(
        organisation=f"Number {number}", registration=f"IT {number}", country="IT",
        visitor_type=OrganisationType.SME, small_enough=True, cluster="ntt", contact="Anna",
        email=f"{number}@example.org", travellers=travellers, residence=True, visited_before=False,
        first_on=FIRST_ON, last_on=LONG if longer else SHORT, near=False,
        ask_longer=longer, ask_why="More machines." if longer else "", if_full="waitlist",
        objectives="Nanofibres.", declared=tuple(each.mark for each in pack.declarations),
    )  # fmt: skip


@pytest.fixture
def small(service, programme):
    """The service with a visit of three seats, where four eyes are always asked for."""
    visit = programme.visit(VISIT).model_copy(update={"seats": 3})
    with service.with_records(visits=visit):
        shown = service.app.extensions["xchange"]
        about = shown.programme.about.model_copy(update={"four_eyes": FourEyes.ALWAYS})
        shown._programme = shown.programme.model_copy(update={"about": about})
        with service.app.test_request_context("/review/"):
            yield service


def test_any_walk_of_any_people_keeps_what_must_hold(small):
    MADE.clear()
    examples = 16 if small.url.startswith("sqlite") else 8
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples, stateful_step_count=60, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # to look at a fault, add Phase.shrink: it takes minutes
        ),
    )  # fmt: skip
    assert {"release-accept", "release-waitlist", "offer-seat"} <= MADE.keys()


BY_ANOTHER = {"release", "offer a seat", "take the seat back", "undo", "reopen"}
"""What the walk of every arrow lets the coordinator do, so that four eyes are open."""
BEGUN = ["apply"]
NEW = [*BEGUN, "confirm"]
ASKED, CHECKED = [*NEW, "ask"], [*NEW, "check"]
LISTED = [*CHECKED, "waitlist", "release"]
TO = {
    State.DRAFT: [],
    State.UNCONFIRMED: BEGUN,
    State.SUBMITTED: NEW,
    State.INFO_REQUESTED: ASKED,
    State.ELIGIBLE: CHECKED,
    State.WAITLISTED: LISTED,
    State.ACCEPTED: [*CHECKED, "accept", "release"],
    State.REJECTED: [*CHECKED, "reject", "release"],
    State.WITHDRAWN: [*NEW, "withdraw"],
    State.EXPIRED: [*ASKED, "days pass"],
}
"""The short way to each state."""
BY_A_DETOUR = {
    ("undo-unchecked", State.REJECTED): [*NEW, "reject", "release"],
    ("undo-listed", State.ACCEPTED): [*LISTED, "accept", "release"],
    ("undo-listed", State.REJECTED): [*LISTED, "reject", "release"],
}
LAST = {
    "send": ["apply"],
    "confirm": ["confirm"],
    "edit": ["change"],
    "request-info": ["ask"],
    "answer-info": ["answer"],
    "close-request": ["take the question back"],
    "check": ["check"],
    "release-accept": ["accept", "release"],
    "release-waitlist": ["waitlist", "release"],
    "release-reject": ["reject", "release"],
    "offer-seat": ["offer a seat"],
    "take-seat": ["offer a seat", "take the seat"],
    "decline-seat": ["offer a seat", "decline the seat"],
    "lapse-seat": ["offer a seat", "days pass"],
    "take-seat-back": ["offer a seat", "take the seat back"],
    "withdraw": ["withdraw"],
    "expire": ["days pass"],
    "reopen": ["reopen"],
    "undo-release": ["undo"],
    "undo-unchecked": ["undo"],
    "undo-listed": ["undo"],
    "choose-visit": ["the visit is cancelled", "join another visit"],
}
"""How each move of the table is made, at last."""


class Arrow(Walk):
    """One case goes straight to one move; after each step everything is asked."""

    def __init__(self, other: Visit) -> None:
        super().__init__()
        self.day, self.count, self.changed = 0, 0, True
        self.start, self.other = clock.now(), other

    def does(self, step: str) -> None:
        """Make one step; it may not be refused."""
        if step == "apply":
            self.somebody_applies(travellers=1, longer=False, confirms=False)
        elif step == "days pass":
            self.days_pass(10)
        elif step == "the visit is cancelled":
            self.cancel()
        else:
            assert self._try(self.case.id, self.action(step)), step
        self.everything_holds()

    @property
    def case(self) -> Case:
        return self._all()[-1]

    def action(self, step: str):
        if step == "join another visit":
            return self.joins
        if step in DONE_BY_STAFF:
            who = "coordinator" if step in BY_ANOTHER else "officer"
            task = Task(PEOPLE[who][1], self.when)
            return lambda case: DONE_BY_STAFF[step](case, task)
        return self.things_of_the_applicant(self.case, 2)[step]

    def cancel(self) -> None:
        """As a new build would; the other visit is open already."""
        shown, when = current_programme(), self.when
        told = Notice.model_validate(
            {"kind": "cancelled", "from": when.on, "words": {"en": "It does not take place."}}
        )
        visit = shown.visit(VISIT).model_copy(update={"notices": (told,)})
        visits = {visit.slug: visit, self.other.slug: self.other}
        fields = {name: getattr(shown, name) for name in type(shown).model_fields}
        fields["visits"] = tuple(visits.get(each.slug, each) for each in shown.visits)
        self.programme = type(shown).model_construct(**fields)

    def joins(self, case: Case) -> None:
        asked_by = PEOPLE["coordinator"][1]
        visit_changes.ask(case, self.programme, by=asked_by, when=self.when)
        visit_changes.answer(
            case, open_choice(case), self.programme, wanted=Choice.OTHER_VISIT,
            other=self.other.slug, when=self.when,
        )  # fmt: skip


def test_every_arrow_of_the_table_is_walked_and_everything_holds_after_each_step(small):
    """Where the walk of chance may not come by: each move, from each state where it may begin."""
    valencia = current_programme().visit("valencia")
    days = DateRange(first_on=date(2021, 10, 4), last_on=date(2021, 10, 8))
    other = valencia.model_copy(
        update={"dates": days, "opens_on": date(2021, 6, 1), "closes_on": None, "notices": ()}
    )
    for move in MOVES:
        for state in move.start:
            walk = Arrow(other)
            way = BY_A_DETOUR.get((move.name, state), TO[state])
            for step in way:
                walk.does(step)
            assert not way or walk.case.state is state
            for step in LAST[move.name]:
                walk.does(step)
            last = select(Event.move, Event.start, Event.end).order_by(Event.seq.desc()).limit(1)
            made = db.session.execute(last.where(Event.move == move.name)).one_or_none()
            found = (walk.case.state, made and tuple(made))
            arrow = (move.name, state.value, move.end.value)
            assert found == (move.end, arrow if walk.case.confirmed_at else None)
            walk.teardown()
