"""Eight officers at once: no seat is given twice, and no decision is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from formsvc import clock, db
from formsvc.candidatures import seats
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.states import State
from formsvc.history.models import Event
from formsvc.history.verify import Verdict, verify
from formsvc.moves import Actor, Role
from formsvc.office.decisions import deciding, releasing
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused

OFFICERS, CASES, FREE = 8, 12, 7
EMPTY = {"eligible": True, "amount_eur": "305.00", "lines": []}


def eligible(number: int, anna: Case) -> Case:
    """One more checked case, like another one."""
    return Case(
        reference=f"X-3333-{number:02}", idempotency_key=f"eight-{number}", state=State.ELIGIBLE,
        visit=anna.visit, organisation=f"No. {number}", country="IT", visitor_type="sme",
        email=f"{number}@example.org", answers=anna.answers, assessment=EMPTY, travellers=number % 2 + 1,
        first_on=anna.first_on, last_on=anna.last_on, version="1", created_at=clock.now(),
        sent_at=clock.now(), sent_on=anna.sent_on, confirmed_at=clock.now(), confirmed_on=anna.sent_on,
    )  # fmt: skip


def test_eight_officers_at_once_never_overbook_and_lose_nothing(service):
    anna = service.applicant().applies().confirms().case
    service.has_accepted(20 - FREE)
    with service.app.app_context(), db.unit_of_work():
        cases = [eligible(number, anna) for number in range(CASES)]
        db.session.add_all(cases)
        db.session.flush()
        numbers = [case.id for case in cases]
    start = Barrier(OFFICERS)

    def works(officer: int) -> list[tuple[int, str]]:
        """Accept and release every case, each officer in an order of their own."""
        done, by = [], Actor(Role.OFFICER, officer)
        mine = numbers[officer:] + numbers[:officer]
        with service.app.app_context():
            start.wait()
            for number in mine:
                for name, action in (("accept", deciding.accept), ("release", releasing.release)):
                    try:
                        with db.unit_of_work():
                            action(locked(number), current_programme(), by=by, when=clock.moment())
                        done.append((number, name))
                    except MoveRefused:
                        continue
            db.session.remove()
        return done

    with service.app.test_request_context("/review/"):
        programme = current_programme()
    with ThreadPoolExecutor(OFFICERS) as pool:
        done = [each for found in pool.map(works, range(1, OFFICERS + 1)) for each in found]

    with service.app.app_context():
        accepted = list(db.session.scalars(select(Case).where(Case.state == State.ACCEPTED)))
        left = seats.left_in(programme.visit("northern-bohemia"))
        assert sum(case.travellers for case in accepted) + left == 20
        waiting = list(db.session.scalars(select(Case).where(Case.state == State.ELIGIBLE)))
        assert 0 <= left < min(case.travellers for case in waiting)
        released = [number for number, name in done if name == "release"]
        assert sorted(released) == sorted(set(released))
        assert {case.id for case in accepted if case.reference.startswith("X-33")} == set(released)
        moves = select(Event.move, func.count()).group_by(Event.move)
        counted = dict(db.session.execute(moves).all())
        assert counted["release-accept"] == len(released)
        assert counted["decide"] == len([1 for _, name in done if name == "accept"])
        assert {found.verdict for found in verify()} == {Verdict.WHOLE}
