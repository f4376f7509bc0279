"""Everything that we hold on a case, for its applicant or host: made when it is asked for, kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from formsvc.candidatures.models import Case, CaseKind
from formsvc.candidatures.queries import consents_of
from formsvc.candidatures.shown import answers_of
from formsvc.candidatures.states import PUBLIC_NAMES, State
from formsvc.candidatures.told import public_history
from formsvc.comments.models import Comment
from formsvc.comments.queries import thread_of
from formsvc.evidence.queries import items_of
from formsvc.host_offers import states as host_offers
from formsvc.host_offers.pages import answers_of as answers_of_offer
from formsvc.info_requests.models import InfoRequest
from formsvc.info_requests.queries import requests_of
from formsvc.mail.delivery import without_links
from formsvc.privacy.queries import erasure_requests, mails_of
from formsvc.rendering import current_texts
from formsvc.snapshot import current_programme


def written(case: Case, *, at: datetime) -> bytes:
    """Write the copy as JSON, indented so that people can read it too."""
    return json.dumps(everything(case, at=at), ensure_ascii=False, indent=2).encode()


def everything(case: Case, *, at: datetime) -> dict[str, Any]:
    """Gather it: what was sent, what the rules said, what happened, files, mails, consents.

    Not in it: what others wrote for the office's own use, and the tokens of links, which we do not
    have either.
    """
    return {
        "reference": case.reference,
        "copied_at": at.isoformat(),
        "state": current_texts()(_names(case)[case.state]),
        "visit": case.visit,
        "cluster": case.cluster,
        "language": case.language,
        "sent_at": _instant(case.sent_at),
        "address_confirmed_at": _instant(case.confirmed_at),
        "answers": case.answers,
        "diet_and_access": case.needs.words if case.needs else None,
        "answers_in_words": _in_words(case),
        "changes_not_saved": case.editing["typed"] if case.editing else None,
        "assessment": case.assessment,
        "decision_reason": case.decision_reason if case.released_at else None,
        "written": [_comment(each) for each in thread_of(case)],
        "questions": [_question(each) for each in requests_of(case)],
        "history": [
            {"on": line.on.isoformat(), "what": line.what, "words": line.words}
            for line in public_history(case)
        ],
        "evidence": [_item(item) for item in items_of(case)],
        "mails": _mails(case),
        "consents": _consents(case),
        "erasure_requests": [
            {"asked_at": _instant(each.asked_at), "words": each.words, "refused_because": each.reason}
            for each in erasure_requests(case)
        ],
    }  # fmt: skip


def _names(case: Case) -> Mapping[State, str]:
    return host_offers.PUBLIC_NAMES if case.kind is CaseKind.HOST_OFFER else PUBLIC_NAMES


def _in_words(case: Case) -> list[tuple[str, str]]:
    if case.kind is CaseKind.HOST_OFFER:
        return answers_of_offer(case)
    return [(row.question, row.answer) for row in answers_of(case)]


def _question(asked: InfoRequest) -> dict[str, Any]:
    return {
        "question": asked.question,
        "asked_at": _instant(asked.asked_at),
        "due_on": asked.due_on.isoformat(),
        "answer": asked.answer,
        "answered_at": _instant(asked.answered_at),
    }


def _comment(comment: Comment) -> dict[str, Any]:
    """Give what the office wrote to the applicant, or the applicant to the office."""
    return {
        "by": "office" if comment.said_by else "applicant",
        "at": _instant(comment.said_at),
        "words": comment.words,
    }


def _item(item: Any) -> dict[str, Any]:
    files = [
        {"name": file.name, "size_in_bytes": file.size, "sha256": file.sha256,
         "received_at": _instant(file.received_at)}
        for file in item.files
    ]  # fmt: skip
    return {"slot": item.slot, "state": item.state.value, "text": item.text, "files": files}


def _mails(case: Case) -> list[dict[str, Any]]:
    public_url = current_programme().site.public_url
    return [
        {"to": mail.to, "subject": mail.subject, "queued_at": _instant(mail.queued_at),
         "sent_at": _instant(mail.sent_at), "text": without_links(mail.body, public_url)}
        for mail in mails_of(case)
    ]  # fmt: skip


def _consents(case: Case) -> list[dict[str, Any]]:
    """Give what was declared before it was sent, word for word."""
    return [
        {"what": each.what, "words": each.words, "language": each.language,
         "version": each.version, "given_at": _instant(each.given_at)}
        for each in consents_of(case)
    ]  # fmt: skip


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
