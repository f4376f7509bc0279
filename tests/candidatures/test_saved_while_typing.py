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


def test_the_first_page_is_answered_and_keeps_nothing(service):
    anna = service.applicant().opens("/apply/candidature?visit=northern-bohemia")
    address = "/apply/candidature/so-far?visit=northern-bohemia"

    anna.presses(address, {**ORGANISATION, "country": "CZ"})

    assert "not possible like this" in anna.page.json["lines"]
    assert "Go on with it" not in anna.opens("/apply/").text
    assert anna.presses("/apply/candidature/so-far?visit=atlantis", {}).status == 404
