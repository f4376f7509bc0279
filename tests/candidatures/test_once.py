"""Two clicks at the very same time make one candidature, with real threads on both databases."""

from __future__ import annotations

import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from people import ORGANISATION, PEOPLE, PURPOSE, STAY, VISIT, token
from sqlalchemy import select

from formsvc import clock, db, limits, snapshot
from formsvc.candidatures import actions
from formsvc.candidatures.keeping import Seen
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.mail.models import Mail

TIMES = 50
FIRST = f"/apply/candidature?visit={VISIT}"


def drafts(service, browser) -> list[str]:
    """Make complete drafts that this browser may open."""
    with service.app.test_request_context("/apply/"), db.unit_of_work():
        programme, found = snapshot.current_programme(), []
        visit = programme.visit(VISIT)
        sentences = programme.rules_of(programme.call_of(visit)).declarations
        declared = {"declared": [sentence.mark for sentence in sentences]}
        for number in range(TIMES):
            case = actions.begin(
                visit,
                key=secrets.token_urlsafe(32),
                language="en",
                version="1",
                when=clock.moment(),
            )
            email = {"email": f"anna{number}@example.org"}
            answers = {**ORGANISATION, **PEOPLE, **STAY, **PURPOSE, **declared, **email}
            actions.keep(case, "purpose", answers, seen=Seen.read(""), when=clock.moment())
            found.append(case.reference)
    with browser.session_transaction(FIRST) as kept:
        kept["cases"] = {each: [0, int(clock.now().timestamp()) + 3600] for each in found}
    return found


def both(service, browser, address: str, fields: dict[str, str]) -> list[str]:
    """Send the same form twice at the very same time; give where the answers lead."""
    together = Barrier(2)

    def click(_: int) -> str:
        twin = service.app.test_client()
        for cookie in browser._cookies.values():
            twin.set_cookie(cookie.key, cookie.value, path=cookie.path)
        together.wait()
        return twin.post(address, data=fields).location

    with ThreadPoolExecutor(2) as clicks:
        return list(clicks.map(click, range(2)))


def test_the_same_last_post_twice_at_once_makes_one_case(service):
    anna = service.applicant()
    references = drafts(service, anna.browser)
    anna.opens(f"/apply/candidature/{references[0]}/check")
    fields = {"csrf_token": token(anna.page)}

    for each in references:
        sent = both(service, anna.browser, f"/apply/candidature/{each}/check", fields)
        assert sent == [f"/apply/candidature/{each}/sent"] * 2

    with service.app.app_context():
        states = Counter(db.session.scalars(select(Case.state)))
        mails = Counter(db.session.scalars(select(Mail.case_id)))
    assert states == {State.UNCONFIRMED: TIMES}
    assert list(mails.values()) == [1] * TIMES


@pytest.fixture
def no_limit(monkeypatch):
    monkeypatch.setattr(limits, "NEW_DRAFTS", limits.Limit("new-draft", 10**6, limits.KEPT_FOR))


@pytest.mark.usefixtures("no_limit")
def test_the_same_first_post_twice_at_once_makes_one_draft(service):
    anna = service.applicant().opens(FIRST)
    made = []

    for _ in range(TIMES):
        fields = {**ORGANISATION, "key": secrets.token_urlsafe(32), "csrf_token": token(anna.page)}
        made.append(both(service, anna.browser, FIRST, fields))

    assert all(first == second for first, second in made)
    with service.app.app_context():
        assert len(db.session.scalars(select(Case.reference)).all()) == TIMES
