"""How each mail reads, in each language, with a real case; for coordinator and auditor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort, render_template, request
from sqlalchemy import select

from formsvc import db
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.shown import rejected_because
from formsvc.candidatures.states import State
from formsvc.exchanges.terms import in_mail, terms_of
from formsvc.info_requests.models import InfoRequest
from formsvc.mail import actions as mail
from formsvc.mail.actions import OWN_LINK
from formsvc.moves import Role
from formsvc.office.queries import visible_cases
from formsvc.office.views import me
from formsvc.outbox.views import bp
from formsvc.snapshot import current_programme
from generator.look.formats import formats
from generator.programme.mails import MAILS, MailKind
from generator.programme.text import ENGLISH


@dataclass(frozen=True)
class Preview:
    """One mail in one language."""

    language: str
    written: bool
    """It is written in this language; else its reader gets it in English."""
    subject: str
    body: str


@bp.get("/templates/")
def templates() -> str:
    """List the mails that applicants and hosts get."""
    _only_readers(me())
    return render_template("outbox/templates.html", kinds=_kinds())


@bp.get("/templates/<name>/")
def template(name: str) -> str:
    """One mail in every language; `?case=` chooses the case whose facts it tells."""
    _only_readers(me())
    kind = MAILS.get(name)
    if kind is None or kind.to_staff:
        abort(404)
    wanted = request.args.get("case", "").strip().upper()
    case = _case(me(), kind, wanted)
    found = list(_previews(kind, case)) if case else []
    return render_template("outbox/template.html", kind=kind, case=case, wanted=wanted, previews=found)  # fmt: skip


def _only_readers(person: Person) -> None:
    if not person.holds(Role.COORDINATOR, Role.AUDITOR):
        abort(404)


def _kinds() -> list[MailKind]:
    return [kind for kind in MAILS.values() if not kind.to_staff]


def _case(person: Person, kind: MailKind, wanted: str) -> Case | None:
    """Find the case: the named one, or the newest that this mail may be about."""
    what = CaseKind.HOST_OFFER if kind.name.startswith("offer-") else CaseKind.CANDIDATURE
    mine = (
        visible_cases(person)
        .order_by(Case.id.desc())
        .where(Case.kind == what, Case.erased_on.is_(None))
    )
    if wanted:
        mine = mine.where(Case.reference == wanted)
    return db.session.scalars(mine.limit(1)).first()


def _previews(kind: MailKind, case: Case) -> Iterator[Preview]:
    programme = current_programme()
    for language in dict.fromkeys((ENGLISH, *programme.site.languages)):
        fields = _fields(kind, case, language)
        subject, body = mail.written(kind.name, case, programme, fields, language=language)
        yield Preview(language, mail.is_written(kind.name, language), subject, body)


def _fields(kind: MailKind, case: Case, language: str) -> dict[str, str]:
    """Give what the case knows, and a word in brackets for what comes with the mail."""
    known = {"link": OWN_LINK, "note": ""}
    if case.kind is CaseKind.CANDIDATURE:
        known |= in_mail(terms_of(case, current_programme()), case, current_programme(), language)
    if kind.name == "rejected" and case.decision == State.REJECTED.value:
        known["reason"] = rejected_because(case, current_programme(), language)
    newest_asked = select(InfoRequest).where(InfoRequest.case_id == case.id)
    asked = db.session.scalars(newest_asked.order_by(InfoRequest.id.desc()).limit(1)).first()
    if asked:
        f = formats(language)
        due = f"{f.weekday(asked.due_on)} {f.day(asked.due_on)}"
        known |= {"question": asked.question, "due": due}
    return {name: known.get(name, f"[{name}]") for name in kind.own_fields}
