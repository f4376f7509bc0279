"""Whatever is typed into whatever question of whatever step: it is kept, shown back, and no error."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from flask import g
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from formsvc.boundary import readable
from formsvc.candidatures.forms import DeclarationsForm
from formsvc.candidatures.steps import complete, filled, missing, steps_of, typed
from formsvc.snapshot import current_programme

ROUTES = ("visit=northern-bohemia", "route=own", "route=find-host")
GARBAGE = st.text(max_size=60) | st.sampled_from(
    ["'; DROP TABLE cases; --", "{{ 7*7 }}", "<script>alert(1)</script>", "=1+1", "\u202egnirts",
     "a\u200bb", "🧵" * 40, "x" * 3000, "2021-13-45", "-1", "1e9", "٣", "²", "None", "[]", "%(day)s",
     "0" * 400, "\x00", "a\x0bb", " \n ", "10000-01-01", "0001-01-01", "９"]
)  # fmt: skip

GOOD = {
    "organisation": "Example", "registration": "IT 01234567890", "country": "IT",
    "visitor_type": "sme", "small_enough": "yes", "cluster": "ntt", "contact": "Anna Example",
    "email": "anna@example.org", "travellers": "1", "residence": "y", "visited_before": "no",
    "to": "CZ", "first_on": "2021-09-20", "last_on": "2021-09-22", "near": "no",
    "objectives": "To learn.", "declared": ["residence"],
}  # fmt: skip
ANSWER = GARBAGE | st.sampled_from(("", "y", "no", "yes", "sme", "CZ", "other", "2", "2021-09-21"))
TICKED = ("hosts", "declared")
TODAY = date(2021, 6, 15)


def questions(route: str) -> list[tuple[str, str]]:
    """Every (step, question) of a route but the sign-in of the form itself."""
    answers = {"route": route.partition("=")[2] if route.startswith("route") else "visit"}
    return [
        (step.name, field.short_name)
        for step in steps_of(answers)
        for field in step.form(formdata=None, meta={"csrf": False})
    ]


@pytest.fixture(params=ROUTES)
def draft(service, request):
    """A draft on each route, with the names of its questions."""
    with service.app.test_request_context("/apply/"):
        asked = questions(request.param)
    return service.applicant().begins_at(f"/apply/candidature?{request.param}"), asked


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
          max_examples=12)  # fmt: skip
@example(data=None)
@given(data=st.data() | st.none())
def test_anything_typed_is_kept_and_shown_back(draft, data):
    anna, asked = draft
    picked = st.lists(st.sampled_from(asked), min_size=1, max_size=6)
    steps = {name for name, _ in (data.draw(picked) if data else asked)}
    for step in sorted(steps):
        address = f"/apply/candidature/{anna.reference}/{step}"
        page = anna.opens(address).page.text
        names = [name for each, name in asked if each == step and f'name="{name}"' in page]
        typed = {name: data.draw(GARBAGE) if data else "0" * 400 for name in names}

        anna.presses(address, typed)

        assert anna.status in (302, 422), (step, typed)
        shown_at_once = anna.page.text if anna.status == 422 else None
        kept = anna.kept
        for name, words in typed.items():
            if not readable(words):
                continue
            assert kept.get(name, "") in (words, [words]), (name, words)
            for page in (shown_at_once, anna.opens(address).page.text):
                assert page is None or stands_in(page, name, words), (name, words)
        check = f"/apply/candidature/{anna.reference}/check"
        assert anna.opens(check).status == 200


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    route=st.sampled_from(("visit", "own", "find-host")),
    spoken=st.sampled_from(("en", "cs", "it")),
    data=st.data(),
)
def test_kept_answers_are_judged_as_the_page_judges_them(service, route, spoken, data):
    """The form that checks kept answers is a copy of one made before: nothing may stick to it."""
    with service.app.test_request_context("/apply/"):
        g.language = spoken
        programme = current_programme()
        visit = programme.visit("northern-bohemia") if route == "visit" else None
        names = [name for _, name in questions(f"route={route}")]
        changed = data.draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
        ticks = st.lists(ANSWER, max_size=3)
        some = {name: data.draw(ticks if name in TICKED else ANSWER) for name in changed}
        answers = {**GOOD, **some, "route": route}

        for step in steps_of(answers):
            made = step.form(MultiDict(answers), meta={"csrf": False})
            made.ask(programme, visit, TODAY, answers)
            made.validate()
            copied = filled(step, answers, programme, visit, TODAY)

            assert copied.shown_errors() == made.shown_errors()
            assert copied.data == made.data
            assert typed(copied) == typed(made)


MAY_BE_EMPTY = {
    "other_cluster", "who", "residence", "diet", "access", "outcomes", "offers", "ask_longer",
    "ask_hosts", "ask_why", "if_full", "other_host", "wished_when",
}  # fmt: skip
COMPLETE = {
    "visit": GOOD,
    "own": {**GOOD, "first_on": "2021-10-04", "last_on": "2021-10-08", "hosts": ["tul"]},
    "find-host": {**GOOD, "host_wish": "A mill.", "wished_days": "4"},
}


def answered(route: str):
    """The programme, the visit if any, and answers that can be sent."""
    programme = current_programme()
    visit = programme.visit("northern-bohemia") if route == "visit" else None
    answers = {**COMPLETE[route], "route": route}
    form = DeclarationsForm(meta={"csrf": False})
    form.ask(programme, visit, TODAY, answers)
    return programme, visit, {**answers, "declared": [each.value for each in form.declared.choices]}


@pytest.mark.parametrize("route", COMPLETE)
def test_a_question_left_empty_is_asked_for_unless_it_is_optional(service, route):
    with service.app.test_request_context("/apply/"):
        programme, visit, answers = answered(route)
        optional = MAY_BE_EMPTY | ({"to"} if route == "find-host" else set())

        assert missing(answers, programme, visit, TODAY) == []
        for step, name in questions(f"route={route}"):
            lacking = missing({**answers, name: ""}, programme, visit, TODAY)
            found = {(each.name, field) for each, field, _ in lacking}
            assert ((step, name) in found) == (name not in optional), name


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(route=st.sampled_from(list(COMPLETE)), data=st.data())
def test_whatever_is_answered_can_be_judged_or_is_asked_again(service, route, data):
    with service.app.test_request_context("/apply/"):
        programme, visit, answers = answered(route)
        names = [name for _, name in questions(f"route={route}")]
        for name in data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
            ticks = st.lists(ANSWER, max_size=3)
            answers[name] = data.draw(ticks if name in TICKED else ANSWER)

        said = complete(answers, programme, visit, TODAY)

        if said is None:
            assert missing(answers, programme, visit, TODAY)
        else:
            assert programme.assess(said.facts(visit, TODAY), visit).lines


def stands_in(page: str, name: str, words: str) -> bool:
    """Say whether a text field shows just these words; a choice cannot show what it does not offer."""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', page, re.S)
    line = re.search(
        rf'<input(?=[^>]*name="{name}")(?=[^>]*type="(?:text|email|date)")[^>]*>', page
    )
    wanted = words.replace("\r\n", "\n").strip()
    if area:
        return html.unescape(area[1]).strip() == wanted
    if line:
        value = re.search(r'value="([^"]*)"', line[0])
        return html.unescape(value[1] if value else "").strip() == wanted
    return True
