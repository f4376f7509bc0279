"""The office takes an offered seat back, with a reason. Nothing here commits."""

from __future__ import annotations

from formsvc.candidatures.models import Case
from formsvc.candidatures.states import OFFER_SEAT, TAKE_SEAT_BACK
from formsvc.clock import Moment
from formsvc.history import actions as history
from formsvc.links import actions as links
from formsvc.links.models import LinkKind
from formsvc.mail import actions as mail
from formsvc.mail.models import Mail
from formsvc.moves import Actor, require
from formsvc.outbox import actions as outbox
from formsvc.outbox.queries import newest_of
from generator.programme.errors import MoveRefused
from generator.programme.programme import Programme


def take_back(
    case: Case, programme: Programme, *, reason: str, had_left: bool, by: Actor, when: Moment
) -> int | None:
    """Take the offer of a seat back: the seat is free, and the case keeps its place on the list.

    The mail of the offer is dropped when it has not left; else the applicant gets a correction,
    whose number is given back so that it can be held.

    Raises:
        MoveRefused: no seat is offered (any more), the role does not allow it, or there is no
            reason.
        MailLeft: whoever asks for it has read otherwise about the mail (`had_left`).
    """
    require(case.state, TAKE_SEAT_BACK, by)
    if case.offer_ends_on is None:
        raise MoveRefused("cannot take an offer back: no seat is offered")
    if not reason.strip():
        raise MoveRefused("cannot take an offer back without a reason")
    outbox.set_aside(offer_mail(case), case, had_left=had_left, by=by, when=when)
    until = case.offer_ends_on.isoformat()
    case.offer_ends_on = case.offered_by = None
    case.wait_for(TAKE_SEAT_BACK.waits_for, since=when.on)
    links.revoke_all(case, at=when.at, kind=LinkKind.SEAT)
    history.moved(
        case, TAKE_SEAT_BACK, by=by, when=when, reason=reason.strip(), until=until,
        mail_had_left=had_left,
    )  # fmt: skip
    if not had_left:
        return None
    link = links.make(case, LinkKind.CASE, at=when.at)
    fields = mail_fields(case, reason.strip(), link)
    return mail.queue(TAKE_SEAT_BACK.mail, case, programme, fields, when=when)


def offer_mail(case: Case) -> Mail | None:
    """Find the mail that offered the seat."""
    return newest_of(case, OFFER_SEAT.mail)


def mail_fields(case: Case, reason: str, link: str) -> dict[str, str]:
    """Give the own fields of the correction."""
    return {"seats": str(case.travellers), "reason": reason, "link": link}
