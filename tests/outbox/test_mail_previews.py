"""Coordinator and auditor read each mail in each language, with the facts of a real case."""

from __future__ import annotations

import pytest

from generator.programme.mails import MAILS

OF_CASES = [kind for kind in MAILS.values() if not kind.to_staff]


@pytest.fixture
def case(service):
    return service.applicant().applies().confirms()


def test_a_mail_is_shown_in_every_language_with_the_facts_of_the_newest_case(service, case):
    page = service.officer().opens("/review/outbox/templates/accepted/").text

    for words in (case.reference, "you are accepted", "jste přijati", "siete accettati"):
        assert words in page
    assert page.count("305") == 3


def test_links_are_words_and_reasons_those_of_the_case(service, case):
    jana = service.officer().does(case.reference, "reject", reason="No seat.")

    assert "No seat." in jana.opens("/review/outbox/templates/rejected/").text
    page = jana.opens("/review/outbox/templates/info-requested/").text
    assert "[question]" in page
    assert page.count("[the applicant's own link]") == 3


def test_every_mail_can_be_read(service, case):
    service.host().offers().confirms()
    jana = service.officer()

    for kind in OF_CASES:
        page = jana.opens(f"/review/outbox/templates/{kind.name}/")

        assert page.status == 200, kind.name
        assert page.heading == kind.name
        assert "No case yet" not in page.text, kind.name


def test_another_case_is_chosen_by_its_reference(service, case):
    other = service.applicant().applies(email="b@example.org", registration="IT 2").confirms()
    jana = service.officer()

    address = f"/review/outbox/templates/accepted/?case={case.reference.lower()}"
    assert case.reference in jana.opens(address).text
    assert other.reference not in jana.text
    assert "No such case" in jana.opens("/review/outbox/templates/accepted/?case=X-1").text


def test_officers_and_administrators_find_no_such_page(service, case):
    aldo = service.officer("aldo", "auditor").opens("/review/outbox/templates/")
    assert "accepted" in aldo.text
    for person in (
        service.officer("eva", "officer", "ntt"),
        service.officer("ada", "administrator"),
    ):
        assert person.opens("/review/outbox/templates/").status == 404
        assert person.opens("/review/outbox/templates/accepted/").status == 404
    assert aldo.opens("/review/outbox/templates/staff-password/").status == 404
