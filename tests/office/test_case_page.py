"""The case page says what is left to do, what changed, and who settled what."""

from __future__ import annotations

import re
from datetime import date

import pytest
from make_files import pdf

from formsvc import db
from formsvc.candidatures.models import Case
from formsvc.candidatures.states import State
from formsvc.office.case.checklist import Todo, checklist


def todo(officer, reference: str) -> list[tuple[str, str]]:
    page = officer.opens_case(reference).page.text
    rows = re.findall(r'<li class="(done|todo|wait)"><span class="visually-hidden">[^<]*</span>(.*?)</li>', page)  # fmt: skip
    return [(mark, re.sub(r"<[^>]+>", "", words)) for mark, words in rows]


def test_the_checklist_follows_the_case_to_its_decision(service):
    case = service.applicant().applies(visited_before="unsure").confirms()
    jana = service.officer()

    first, *rest = todo(jana, case.reference)
    assert first[1].startswith("Find out and settle: ")
    assert rest[0] == ("todo", "Say that the rules hold")
    jana.does(case.reference, "rules/once", holds="yes", note="Asked them.")
    assert todo(jana, case.reference)[0] == ("todo", "Say that the rules hold")
    jana.does(case.reference, "check")
    assert todo(jana, case.reference) == [
        ("done", "Say that the rules hold"),
        ("todo", "Decide"),
        ("todo", "Read the mail and release it"),
    ]
    jana.does(case.reference, "accept")
    assert ("done", "Decide") in todo(jana, case.reference)
    jana.does(case.reference, "release")
    assert all(words.endswith("the applicant sends it") for _, words in todo(jana, case.reference))


def test_a_case_of_the_same_organisation_is_on_the_list(service):
    first = service.applicant().applies().confirms()
    second = service.applicant().applies(email="b@example.org").confirms()
    jana = service.officer()

    listed = todo(jana, second.reference)

    assert ("todo", f"Look at {first.reference} of the same organisation") in listed
    assert "One organisation visits once." in jana.text


def test_what_others_have_is_marked_as_waited_for(service):
    case, jana = service.applicant().applies().confirms(), service.officer()
    jana.does(case.reference, "ask", question="Why?", fields=["travellers"], due_on="2021-06-25")

    assert ("wait", "The applicant answers your question until 25 June 2021") in todo(
        jana, case.reference
    )


@pytest.mark.parametrize("state", [State.REJECTED, State.WITHDRAWN, State.EXPIRED])
def test_a_closed_case_leaves_nothing_to_do(state):
    closed = Case(state=state)

    assert checklist(closed, [], [], [], looks_for_host="") == []
    closed.wrote_on = date(2021, 6, 15)
    assert checklist(closed, [], [], [], looks_for_host="") == [
        Todo("todo", "Read what the applicant wrote", "comments")
    ]


def test_a_changed_answer_stands_beside_the_one_before_with_who_and_when(service):
    case, jana = service.applicant().applies(travellers="2").confirms(), service.officer()
    jana.does(case.reference, "ask", question="Why?", fields=["travellers"], due_on="2021-06-25")
    page = case.opens_case().page.text
    case.presses(
        re.search(r'action="(\S+/answer/\d+)"', page)[1], {"travellers": "1", "answer": ""}
    )

    jana.opens_case(case.reference)

    assert "Changed by Applicant, 15 June 2021" in jana.text
    assert re.search(r"Travellers before: 2 now: 1", jana.text)


def test_a_settled_rule_says_by_whom(service):
    case, jana = service.applicant().applies(visited_before="unsure").confirms(), service.officer()

    jana.does(case.reference, "rules/once", holds="yes", note="Asked them.")

    assert "Open rule settled by jana, 15 June 2021" in jana.opens_case(case.reference).text


def test_looking_at_a_case_opens_no_file(service):
    case = service.applicant().applies().confirms()
    jana = service.officer().accepts(case.reference)
    service.on(date(2021, 9, 27))
    anna = service.applicant()
    anna.reference = case.reference
    anna.opens_case().adds_file("attendance", pdf(), "a.pdf")
    service.draws()
    eva = service.officer("eva")

    page = eva.opens_case(case.reference).page.text

    assert re.search(r'<details[^>]*>.*?<img [^>]*loading="lazy" src="/review/cases/[^"]+/preview"', page, re.S)  # fmt: skip
    assert "open-file" not in jana.history(case.reference)


def test_an_organisation_with_many_cases_is_searched_for(service):
    jana, number = service.officer(), service.applicant().applies().confirms().reference
    with service.app.app_context(), db.unit_of_work():
        case = db.session.query(Case).filter_by(reference=number).one()
        for more in range(12):
            db.session.add(another(case, more))
        db.session.add(another(case, 12, state=State.WITHDRAWN, closed_at=case.confirmed_at))

    jana.opens_case(number)

    assert re.findall(r">(X-S-\d+)</a> Tessuti", jana.page.text) == [
        f"X-S-{n}" for n in range(11, 1, -1)
    ]
    assert "view=all&amp;q=Tessuti+Esempio+S.r.l." in jana.page.text


def another(case: Case, number: int, **facts: object) -> Case:
    """One more case of the same organisation."""
    same = ("country", "registration_key", "name_key", "organisation", "version", "state", "answers",
            "created_at", "confirmed_at", "confirmed_on", "visitor_type", "cluster")  # fmt: skip
    kept = {name: getattr(case, name) for name in same} | facts
    return Case(reference=f"X-S-{number}", idempotency_key=f"same{number}", **kept)
