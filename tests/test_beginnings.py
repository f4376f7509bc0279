"""What tests begin with is as real people left it, and made again as soon as anything differs."""

from __future__ import annotations

import pytest
from beginnings import Story


@pytest.fixture
def told_again(story):
    """Begins again in an empty database."""
    empty = story.database.copy()

    def again() -> None:
        story.database.put(empty)
        Story.told = Story(story.database)

    return again


def test_steps_taken_before_are_found_as_they_were_left(service, told_again):
    anna = service.applicant().applies().confirms()

    told_again()
    found = service.applicant().applies().confirms()

    assert (found.reference, found.heading) == (anna.reference, anna.heading)
    assert len(found.mails()) == 2
    assert service.officer().does(found.reference, "check").status == 302
    assert found.opens_case().heading == "The rules are checked; the decision is next"


def test_other_words_are_other_steps(service, told_again):
    service.applicant().applies()

    told_again()

    assert service.applicant().applies(travellers="1").case.travellers == 1


def test_what_comes_after_anything_else_is_done_anew(service, told_again):
    anna = service.applicant().applies()
    anna.opens("/apply/lost")
    service.host().begins()
    second = service.applicant().applies().reference

    told_again()
    service.applicant().applies().opens("/apply/lost")
    service.host().begins()

    assert service.applicant().applies().reference != second


def test_a_browser_that_was_used_is_no_new_one(service, told_again):
    first = service.applicant().opens("/").applies().reference

    told_again()

    assert service.applicant().opens("/").applies().reference != first
