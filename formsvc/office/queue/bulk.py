"""The same thing for several cases: rehearsed first, then done for each on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.queries import locked
from formsvc.candidatures.seats import people
from formsvc.candidatures.shown import rejected_because
from formsvc.candidatures.states import OFFICE_NAMES
from formsvc.clock import Moment
from formsvc.exchanges.terms import in_mail, terms_of
from formsvc.mail import actions as mail
from formsvc.moves import Actor
from formsvc.office.case import happened
from formsvc.office.decisions import checking, deciding, releasing
from formsvc.outbox import actions as outbox
from formsvc.outbox.queries import locked_mail
from formsvc.waitlist.pages import number_of
from generator.look.formats import formats
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme

MOST = 100
"""So many cases at once; a page of the list has fewer."""


@dataclass(frozen=True)
class Task:
    """What is done to every case, by whom and when."""

    programme: Programme
    by: Actor
    when: Moment
    code: str = ""
    reason: str = ""
    hold: bool = False
    """Keep the mails back that tell what is done."""


Work = Callable[[Case, Task], str]
"""Does one thing to a case, and says what the case gets."""


@dataclass(frozen=True)
class Outcome:
    """What one case gets, or why it gets nothing."""

    case: Case
    done: bool
    words: str


def rehearse(numbers: Sequence[int], work: Work, task: Task) -> list[Outcome]:
    """Say what each case would get, all of them one after the other; nothing of it stays.

    All cases are locked first, in the order of their numbers, and only then do they ask for seats:
    so nobody waits in a circle.
    """
    found: list[Outcome] = []
    with db.rehearsal():
        rows = select(Case).where(Case.id.in_(numbers)).order_by(Case.id).with_for_update()
        cases = {case.id: case for case in db.session.scalars(rows)}
        found += [_tried(cases[number], work, task) for number in numbers if number in cases]
    return found


def do_each(
    numbers: Sequence[int], work: Work, task: Task, seen: Mapping[int, int]
) -> list[Outcome]:
    """Do it to each case in a unit of work of its own: what one is refused undoes no other.

    `seen` says how far each case was on the page; one that went on since is left out.
    """
    found = []
    for number in numbers:
        case = None
        try:
            with db.unit_of_work():
                case = locked(number)
                _require_as_seen(case, seen.get(number, 0))
                words = work(case, task)
            found.append(Outcome(case, True, words))
        except MoveRefused as refusal:
            found.append(Outcome(db.session.get_one(Case, number), False, str(refusal)))
    return found


def _require_as_seen(case: Case, seq: int) -> None:
    meanwhile = happened.since(case, seq)
    if meanwhile:
        said = "; ".join(f"{line.what}, {line.who}" for line in meanwhile)
        raise MoveRefused(f"left out, because it went on while your page was open: {said}")


def _tried(case: Case, work: Work, task: Task) -> Outcome:
    try:
        with db.session.begin_nested():
            words = work(case, task)
            db.session.flush()
            return Outcome(case, True, words)
    except MoveRefused as refusal:
        return Outcome(case, False, str(refusal))


def check(case: Case, task: Task) -> str:
    """Find it eligible."""
    checking.check(case, task.programme, by=task.by, when=task.when)
    return "eligible"


def accept(case: Case, task: Task) -> str:
    """Decide to accept for the days asked for; a longer stay is decided on its own page."""
    visit = task.programme.visit(case.visit or "")
    wanted = case.sent_answers().formal_request(visit)
    if wanted and wanted.longer:
        raise MoveRefused("asks for a longer stay: choose the days on its own page")
    deciding.accept(case, task.programme, by=task.by, when=task.when)
    said = in_mail(terms_of(case, task.programme), case, task.programme)
    amount = formats("en").money(case.amount_eur) if case.amount_eur is not None else "no amount"
    return f"accept for {said['dates']}, {amount}, {_seats(case)}"


def waitlist(case: Case, task: Task) -> str:
    """Decide to put on the waiting list."""
    deciding.waitlist(case, task.programme, by=task.by, when=task.when)
    visit = task.programme.visit(case.visit or "")
    return f"waiting list, number {number_of(case, visit)} if it is released now, {_seats(case)}"


def reject(case: Case, task: Task) -> str:
    """Decide to reject, all for the same reason."""
    deciding.reject(
        case, task.programme, by=task.by, when=task.when, reason=task.reason, code=task.code
    )
    return f"reject: {rejected_because(case, task.programme, case.language)}"


def release(case: Case, task: Task) -> str:
    """Make the decision known."""
    move = deciding.pending_move(case)
    fields = releasing.mail_fields(case, task.programme)
    subject, _ = mail.written(move.mail or "", case, task.programme, fields)
    number = releasing.release(case, task.programme, by=task.by, when=task.when)
    if task.hold:
        outbox.hold(locked_mail(number), case, by=task.by, when=task.when)
    told = "mail held for" if task.hold else "mail to"
    return f"{OFFICE_NAMES[case.state].lower()}, {told} {case.email}: “{subject}”"


def take_back(case: Case, task: Task) -> str:
    """Take the decision back."""
    was = case.decision
    deciding.take_back(case, by=task.by, when=task.when)
    return f"no longer: {was}"


def _seats(case: Case) -> str:
    return people(case.travellers, "seat")


WORKS: dict[str, tuple[str, Work]] = {
    "check": ("The rules hold", check),
    "accept": ("Accept", accept),
    "waitlist": ("Put on the waiting list", waitlist),
    "reject": ("Reject", reject),
    "release": ("Release and send the mails", release),
    "take-back": ("Take the decisions back", take_back),
}
"""What can be done to several cases: the words of the button, and the work."""
NAMES = [(what, name) for what, (name, _) in WORKS.items()]
