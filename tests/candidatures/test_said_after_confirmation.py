"""What compares with other people's cases is said after the address is confirmed, never before."""

from __future__ import annotations

import pytest

SENTENCE = "Your organisation may already have a candidature."


@pytest.fixture
def first(service):
    """A confirmed candidature of the same organisation."""
    return service.applicant().applies(email="first@example.org").confirms()


@pytest.mark.parametrize(
    "same",
    [
        {"organisation": "TESSUTI  ESEMPIO s.r.l", "registration": "other 1"},
        {"organisation": "Another name", "registration": "it-0123 4567 890"},
    ],
)
def test_the_confirmed_applicant_reads_it_on_the_page_and_in_the_mail(service, first, same):
    anna = service.applicant().applies(email="anna@example.org", **same)
    assert SENTENCE not in anna.follows().text
    assert SENTENCE not in anna.mails("confirm")[0].body

    anna.confirms()

    assert SENTENCE in anna.mails("case-link")[0].body
    assert SENTENCE in anna.opens_case().text


def test_staff_see_which_cases(service, first):
    anna = service.applicant().applies(email="anna@example.org").confirms()

    for mine, other in ((anna, first), (first, anna)):
        page = service.officer().opens_case(mine.reference).text
        assert f"Other cases of the organisation {other.reference}" in page


def test_staff_see_only_the_cases_that_are_theirs(service, first):
    anna = service.applicant().applies(email="anna@example.org", cluster="clutex").confirms()

    eva = service.officer("eva", "officer", cluster="clutex").opens_case(anna.reference)

    assert eva.status == 200
    assert first.reference not in eva.page.text


def test_the_first_one_learns_nothing_of_the_second(service, first):
    service.applicant().applies(email="anna@example.org").confirms()

    assert SENTENCE not in first.opens_case().text


@pytest.mark.parametrize(
    "other", [{"country": "FR"}, {"organisation": "Filati", "registration": "9"}]
)
def test_another_organisation_reads_nothing(service, first, other):
    anna = service.applicant().applies(email="anna@example.org", **other).confirms()

    assert SENTENCE not in anna.opens_case().text
    assert SENTENCE not in anna.mails("case-link")[0].body


def test_a_case_that_nobody_confirmed_counts_for_nothing(service):
    service.applicant().applies(email="first@example.org")
    anna = service.applicant().applies(email="anna@example.org").confirms()

    assert SENTENCE not in anna.opens_case().text
