"""A machine at the form is marked for the office, and nobody is turned away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from people import ORGANISATION, STEPS, WHO

from formsvc import clock
from formsvc.candidatures.states import State

NOW = datetime.now(UTC)  # sessions go on by the real clock
FIRST = "/apply/candidature?visit=northern-bohemia"


def sends_first_page(person, seconds: float, address: str = FIRST, **more: str):
    """Open the first page, and send it so many seconds later."""
    with clock.moved(NOW):
        person.opens(address)
    hidden = dict(re.findall(r'name="(key|shown)" value="([^"]+)"', person.page.text))
    with clock.moved(NOW + timedelta(seconds=seconds)):
        person.presses(address, {**(WHO if "host" in address else ORGANISATION), **hidden, **more})
    assert person.status == 302, person.errors
    person.reference = re.search(r"X-\w{4}-\w\w", person.page.location)[0]
    return person


@pytest.mark.parametrize(
    ("seconds", "more", "signs"),
    [
        (60, {}, []),
        (3, {}, ["quick"]),
        (60, {"fax": "00420 1"}, ["trap"]),
        (60, {"fax": " "}, []),
        (60, {"shown": ""}, ["no-page"]),
        (60, {"shown": "1700000000.forged"}, ["no-page"]),
        (1, {"fax": "x"}, ["trap", "quick"]),
    ],
)
def test_signs_of_a_machine_are_noted_and_the_draft_is_kept(service, seconds, more, signs):
    anna = sends_first_page(service.applicant(), seconds, **more)

    assert (anna.case.state, anna.case.machine_signs) == (State.DRAFT, signs)


def test_the_office_sees_a_hint_and_the_applicant_nothing(service):
    anna = sends_first_page(service.applicant(), 1, fax="00420 1")
    for step in STEPS:
        assert anna.answers(step).status == 302
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends().follows()
    assert anna.heading == "Now confirm your address"
    anna.confirms().opens_case()

    jana = service.officer().opens_case(anna.reference)

    assert "a field that people cannot see was filled in" in jana.text
    assert "within 4 seconds" in jana.text
    assert "machine" not in anna.text


def test_a_person_leaves_no_hint(service):
    anna = sends_first_page(service.applicant(), 60)
    for step in STEPS:
        anna.answers(step)
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    anna.confirms()

    assert "machine" not in service.officer().opens_case(anna.reference).text


def test_a_page_shown_again_counts_from_the_first_time(service):
    anna = service.applicant()
    with clock.moved(NOW):
        anna.opens(FIRST)
    first = re.search(r'name="shown" value="([^"]+)"', anna.page.text)[1]
    with clock.moved(NOW + timedelta(seconds=60)):
        anna.presses(FIRST, {**ORGANISATION, "organisation": "", "shown": first})

    assert f'name="shown" value="{first}"' in anna.page.text


def test_the_trap_is_hidden_from_people_and_their_tools(service):
    page = service.applicant().opens(FIRST).page.text

    (trap,) = re.findall(r'<div class="visually-hidden" aria-hidden="true">(.*?)</div>', page)
    assert "Leave this empty" in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


def test_an_offer_of_a_host_is_marked_too(service):
    eva = sends_first_page(service.host(), 60, "/apply/host/", fax="x")

    assert eva.case.machine_signs == ["trap"]
