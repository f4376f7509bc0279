"""What the page's script sends while one types: kept by the same check, answered with the rules."""

from __future__ import annotations

import re

import pytest
from people import ORGANISATION, PEOPLE, STAY


def types(anna, step: str, **typed: str):
    """Open a step, type, and let the script send it."""
    anna.opens(f"/apply/candidature/{anna.reference}/{step}")
    return sends(anna, step, **typed)


def sends(anna, step: str, **typed: str):
    return anna.presses(f"/apply/candidature/{anna.reference}/{step}/typed", typed)


def test_what_is_typed_is_kept_right_or_not(service):
    anna = types(service.applicant().begins(), "people", email="anna@", travellers="two")

    assert anna.status == 200
    assert (anna.case.answers["email"], anna.case.answers["travellers"]) == ("anna@", "two")
    assert 'value="anna@"' in anna.opens(f"/apply/candidature/{anna.reference}/people").page.text


def test_the_answer_says_what_the_page_would_say(service):
    anna = service.applicant().begins().answers("people")

    lines = types(anna, "stay", **STAY).page.json["lines"]

    anna.opens(f"/apply/candidature/{anna.reference}/stay")
    assert "€305" in lines
    assert " ".join(lines.split()) in " ".join(anna.page.text.split())


def test_one_page_saves_as_often_as_it_likes_and_is_then_sent(service):
    anna = service.applicant().begins()
    page = f"/apply/candidature/{anna.reference}/people"
    anna.opens(page)
    form = anna.page
    for name in ("A", "An", "Anna"):
        anna.page = form
        assert sends(anna, "people", contact=name).status == 200

    anna.page = form
    assert anna.presses(page, PEOPLE).status == 302
    assert anna.case.answers["contact"] == "Anna Esempio"


def test_it_never_overwrites_what_another_device_saved(service):
    anna = service.applicant().begins()
    anna.opens(f"/apply/candidature/{anna.reference}/people")
    anna.on_another_device().answers("people", contact="Bruno Esempio")

    sends(anna, "people", **{**PEOPLE, "contact": "Carla Esempio"})

    assert (anna.status, anna.case.answers["contact"]) == (409, "Bruno Esempio")


def test_after_saving_the_page_has_seen_its_own_answers(service):
    anna = service.applicant().begins()
    seen = types(anna, "people", **PEOPLE).page.json["seen"]
    anna.on_another_device().answers("people", travellers="1")
    page = f"/apply/candidature/{anna.reference}/people"

    anna.opens(page).presses(page, {**PEOPLE, "contact": "Carla Esempio", "seen": seen})

    assert re.findall(r'name="choose\.(\w+)" value="here"', anna.page.text) == ["travellers"]


@pytest.mark.parametrize("step", ["people", "money"])
def test_a_stranger_saves_nothing(service, step):
    anna = service.applicant().begins()
    stranger = service.applicant().opens("/apply/candidature?visit=northern-bohemia")
    stranger.reference = anna.reference

    assert sends(stranger, step, **PEOPLE).status == 404
    assert "contact" not in anna.case.answers


def test_without_the_pages_token_nothing_is_kept(service):
    anna = service.applicant().begins()

    sends(anna, "people", csrf_token="old", **PEOPLE)

    assert (anna.status, "contact" in anna.case.answers) == (400, False)


def test_what_is_sent_already_is_not_changed(service):
    anna = service.applicant().fills_in()
    page = f"/apply/candidature/{anna.reference}/people"
    form = anna.opens(page).page
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends()
    anna.page = form

    assert sends(anna, "people", contact="Bruno Esempio").status == 400
    assert anna.case.answers["contact"] == "Anna Esempio"


FIRST, TYPED = (f"/apply/candidature{at}?visit=northern-bohemia" for at in ("", "/typed"))
KEY = "k" * 43


def test_the_first_page_begins_a_draft_with_a_name(service):
    anna = service.applicant().opens(FIRST)
    page = anna.page

    anna.presses(TYPED, {"organisation": "", "key": KEY})
    assert "seen" not in anna.page.json
    assert "Go on with it" not in anna.opens("/apply/").text

    anna.page = page
    anna.presses(TYPED, {**ORGANISATION, "country": "CZ", "key": KEY})
    assert "not possible like this" in anna.page.json["lines"]
    assert anna.page.json["seen"]
    assert ORGANISATION["organisation"] in anna.opens("/apply/").text


def test_the_button_of_the_first_page_goes_on_with_the_same_draft(service):
    anna = service.applicant().opens(FIRST)
    page = anna.page
    for name in ("T", "Tessuti"):
        anna.page = page
        seen = anna.presses(TYPED, {"organisation": name, "key": KEY}).page.json["seen"]

    anna.page = page
    anna.presses(FIRST, {**ORGANISATION, "key": KEY, "seen": seen})

    anna.reference = re.search(r"X-\w{4}-\w\w", anna.page.location)[0]
    assert anna.case.answers["organisation"] == ORGANISATION["organisation"]
    assert anna.opens("/apply/").text.count("Go on with it") == 1


def test_nothing_is_kept_of_a_first_page_that_is_none(service):
    anna = service.applicant().opens(FIRST)
    page = anna.page
    assert anna.presses(TYPED, {**ORGANISATION, "key": "short"}).status == 400
    anna.page = page
    assert anna.presses("/apply/candidature/typed?visit=atlantis", {}).status == 404
    anna.page = page
    assert anna.presses("/apply/candidature/typed", {}).status == 404
    assert "Go on with it" not in anna.opens("/apply/").text
