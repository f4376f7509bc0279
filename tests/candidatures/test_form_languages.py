"""The form, its errors and its mails in the language of the page."""

from __future__ import annotations

import re

import pytest
from people import ORGANISATION

CZECH = "/apply/cs/candidature?visit=northern-bohemia"


def test_a_page_of_the_form_is_in_its_language(service):
    anna = service.applicant().opens(CZECH)

    assert '<html lang="cs">' in anna.page.text
    assert anna.heading == "Kdo jste?"
    assert 'href="/cs/visits/' in anna.page.text


def test_errors_are_in_the_language_of_the_page(service):
    anna = service.applicant().opens(CZECH)
    anna.presses(CZECH, {**ORGANISATION, "organisation": "", "country": "CZ"})

    assert anna.status == 422
    assert not any(re.search(r"\b(Write|clause|possible)\b", error) for error in anna.errors)
    assert 'href="/cs/rules/#' in anna.page.text


def test_the_switch_stays_on_the_page(service):
    anna = service.applicant().begins()

    anna.opens(f"/apply/candidature/{anna.reference}/people?then=check")

    there = f"/apply/cs/candidature/{anna.reference}/people?then=check"
    assert there in anna.page.text
    assert anna.opens(there).status == 200


def test_mails_are_in_the_language_in_which_it_was_sent(service):
    anna = service.applicant().fills_in()
    check = f"/apply/cs/candidature/{anna.reference}/check"
    anna.opens(check).presses(check, {})

    assert anna.page.location == f"/apply/cs/candidature/{anna.reference}/sent"
    path = re.search(r"/apply/cs/link/\S+", anna.mails("confirm")[0].body)[0]
    assert anna.opens(path).presses(path).page.location == "/apply/cs/confirmed"
    assert "/apply/cs/link/" in anna.mails("case-link")[0].body


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_a_language_that_the_site_does_not_speak_is_not_found(service, language):
    assert service.applicant().opens(f"/apply/{language}/").status == 404
