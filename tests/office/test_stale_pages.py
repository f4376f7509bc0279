"""An older page overwrites nothing, and whoever comes second is told who is here."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from make_files import pdf
from people import mail_words

from formsvc import clock
from formsvc.candidatures.states import State

TEN = datetime(2026, 6, 15, 8, 32, tzinfo=UTC)  # 10:32 in the programme's zone


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms()


def test_a_button_of_an_older_page_does_nothing_and_says_what_happened(service, case):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    here = f"/review/cases/{case.reference}"
    jana.does(case.reference, "check")
    otto.opens(here)

    jana.does(case.reference, "reject", reason="No seat is left.")
    otto.presses(f"{here}/accept")

    assert otto.status == 409
    assert "this case went on while your page was open" in otto.text
    assert re.search(r"Decided, not yet released , jana, \d\d:\d\d", otto.text)
    assert "No seat is left." in otto.text
    assert case.case.decision == "rejected"


def test_pressing_again_on_the_new_page_is_a_choice_that_counts(service, case):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    here = f"/review/cases/{case.reference}"
    jana.does(case.reference, "check")
    otto.opens(here)
    jana.does(case.reference, "reject", reason="No seat is left.")
    otto.presses(f"{here}/take-back")

    otto.presses(f"{here}/take-back")

    assert otto.status == 302
    assert case.case.decision is None


@pytest.mark.parametrize(
    ("page", "answers", "field"),
    [
        ("reject", {"reason": "Long and carefully written."}, "reason"),
        ("rules/once", {"holds": "yes", "note": "Long and carefully written."}, "note"),
        (
            "ask",
            {"question": "Long and carefully written.", "fields": ["who"], "due_on": "2021-06-25"},
            "question",
        ),
    ],
)
def test_what_was_typed_stays_on_a_page_that_is_too_old(service, page, answers, field):
    case = service.applicant().applies(visited_before="unsure", cluster="unsure").confirms()
    jana, otto = service.officer(), service.officer("eva", "coordinator")
    address = f"/review/cases/{case.reference}/{page}"
    otto.opens(address)
    jana.does(case.reference, "rules/cluster-member", holds="yes", note="By phone.")

    otto.presses(address, answers)

    assert otto.status == 409
    assert "Open rule settled" in otto.text
    assert answers[field] in otto.text
    assert case.case.decision is None
    otto.presses(address, answers)
    assert otto.status == 302


def test_a_decision_is_not_released_from_a_page_that_showed_another_mail(service, case):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    release = f"/review/cases/{case.reference}/release"
    jana.does(case.reference, "check").does(case.reference, "accept")
    typed = mail_words(otto.opens(release).page)
    jana.does(case.reference, "reject", reason="No seat is left.")

    otto.presses(release, typed)

    assert otto.status == 409
    assert "No seat is left." in otto.text
    assert case.case.state is State.ELIGIBLE
    assert case.mails("accepted") == []


def test_an_answer_of_the_applicant_makes_a_page_old_too(service, case):
    jana, here = service.officer(), f"/apply/case/{case.reference}"
    reject = f"/review/cases/{case.reference}/reject"
    jana.opens(reject)
    case.opens_case().opens(f"{here}/withdraw").presses(f"{here}/withdraw", {"reason": "Too far."})

    jana.presses(reject, {"reason": "No seat."})

    assert jana.status == 409
    assert "Withdrawn , Applicant" in jana.text


def test_an_older_page_undoes_nothing_newer(service, case):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    undo = f"/review/cases/{case.reference}/undo"
    why = {"reason": "Long and carefully written.", "left": ""}
    jana.accepts(case.reference)
    otto.opens(undo)
    jana.does(case.reference, "undo", reason="The wrong case.", left="")
    jana.does(case.reference, "reject", reason="No seat is left.")
    jana.does(case.reference, "release")

    otto.presses(undo, why)

    assert (otto.status, case.case.state) == (409, State.REJECTED)
    assert "this case went on while your page was open" in otto.text
    assert "No seat is left." in otto.text
    assert why["reason"] in otto.text
    otto.presses(undo, why)
    assert (otto.status, case.case.state) == (302, State.ELIGIBLE)


def test_opening_a_file_makes_no_page_old(service, case):
    service.on(datetime(2021, 9, 27, tzinfo=UTC).date())
    jana = service.officer()
    anna = service.applicant()
    anna.reference = case.reference
    jana.accepts(case.reference)
    anna.opens_case().adds_file("attendance", pdf(), "a.pdf")
    jana.opens_case(case.reference)
    reader = service.officer("aldo", "auditor")

    reader.opens(f"/review/cases/{case.reference}/files/1")
    jana.presses(f"/review/cases/{case.reference}/evidence/attendance/accept")

    assert jana.status == 302


@pytest.mark.parametrize("said", ["", "-1", "x", "9" * 5000, "1.0", "٣"])
def test_a_form_that_does_not_say_how_old_it_is_does_nothing(service, case, said):
    jana = service.officer().opens_case(case.reference)

    jana.presses(f"/review/cases/{case.reference}/check", {"revision": said})

    assert jana.status == 409
    assert case.case.state is State.SUBMITTED


def test_an_offer_knows_older_pages_too(service):
    eva = service.host().offers(cluster="ntt").confirms()
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    reject = f"/review/offers/{eva.reference}/reject"
    otto.opens(reject)
    jana.opens(f"/review/offers/{eva.reference}/accept")
    jana.presses(f"/review/offers/{eva.reference}/accept")

    otto.presses(reject, {"reason": "We have enough hosts."})

    assert otto.status == 409
    assert "We have enough hosts." in otto.text
    assert eva.case.state is State.ACCEPTED


def test_the_second_person_is_told_who_is_here(service, case):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    with clock.moved(TEN):
        jana.opens_case(case.reference)
    with clock.moved(TEN + timedelta(minutes=5)):
        otto.opens_case(case.reference)
        told = "jana opened this case at 10:32 ."

        assert told in otto.text
        assert told in otto.opens(f"/review/cases/{case.reference}/reject").text
        assert "opened this case at 10:37" in jana.opens_case(case.reference).text
        assert "jana opened" not in jana.text


def test_after_some_minutes_nobody_is_here_any_more(service, case):
    jana, otto = service.officer(), service.officer("otto", "officer", "ntt")
    with clock.moved(TEN):
        jana.opens_case(case.reference)

    with clock.moved(TEN + timedelta(minutes=16)):
        assert "opened this case" not in otto.opens_case(case.reference).text


def test_an_auditor_who_reads_disturbs_nobody(service, case):
    service.officer("aldo", "auditor").opens_case(case.reference)

    assert "opened this case" not in service.officer().opens_case(case.reference).text


def test_every_form_on_a_case_says_how_far_it_was(service):
    """Whatever is added to the page: a form without it would do nothing at all."""
    case = service.applicant().applies(visited_before="unsure").confirms()
    jana = service.officer()
    for address in ("", "/reject", "/rules/once", "/ask"):
        page = jana.opens(f"/review/cases/{case.reference}{address}").page.text
        main = page[page.index("<main") :]
        forms = re.findall(r'<form method="post".*?</form>', main, re.S)
        assert forms, address
        assert all('name="revision"' in form for form in forms), address
