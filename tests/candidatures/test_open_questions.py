"""Which answers a request opens: for any choice of fields and any bytes sent, only those change."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people import ORGANISATION, PEOPLE, PURPOSE, STAY
from werkzeug.datastructures import MultiDict

from formsvc.candidatures.answers import Answers
from formsvc.candidatures.steps import checked, steps_of
from formsvc.info_requests.questions import (
    NEVER,
    TOGETHER,
    askable,
    changes,
    open_questions,
    renewed,
    with_company,
)

TODAY = date(2021, 6, 15)
NAMES = sorted(Answers.model_fields)
SENT = st.dictionaries(
    st.sampled_from(NAMES),
    st.sampled_from(["", "1", "2", "yes", "no", "unsure", "y", "CZ", "sme", "cluster", "other",
                     "2021-09-20", "2021-09-24", "Nové slovo", "<b>"]) | st.text(max_size=20),
)  # fmt: skip


@pytest.fixture(scope="module")
def visit(programme):
    return programme.visit("northern-bohemia")


@pytest.fixture
def page(service):
    """Inside a request, where forms find their language and their programme."""
    with service.app.test_request_context("/apply/"):
        yield service.app


@pytest.fixture
def answers(page, programme, visit) -> Answers:
    return checked({**ORGANISATION, **PEOPLE, **STAY, **PURPOSE}, programme, visit, TODAY)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
          max_examples=60)  # fmt: skip
@given(asked=st.lists(st.sampled_from(NAMES)), sent=SENT)
def test_only_what_was_asked_about_changes(answers, programme, visit, asked, sent):
    opened = with_company(asked)
    before = answers.model_dump(mode="json")

    questions = open_questions(opened, before, programme, visit, TODAY, MultiDict(sent))

    if any(field.errors for each in questions for field in each.fields):
        return
    after = renewed(answers, questions).model_dump(mode="json")
    assert set(changes(before, after)) <= set(opened) - {"email"}


@given(asked=st.lists(st.sampled_from(NAMES)))
def test_company_is_opened_once_and_only_where_it_is_needed(asked):
    opened = with_company(asked)

    assert len(opened) == len(set(opened))
    assert set(asked) <= set(opened)
    assert set(opened) - set(asked) <= set(TOGETHER.values())


def test_what_was_answered_stands_in_the_questions_and_sent_back_changes_nothing(
    answers, programme, visit
):
    before = answers.model_dump(mode="json")
    shown = open_questions(NAMES, before, programme, visit, TODAY)
    sent = MultiDict(
        (field.short_name, "y" if field.data is True else str(field.data))
        for each in shown
        for field in each.fields
        if field.data not in (False, None)
    )

    questions = open_questions(NAMES, before, programme, visit, TODAY, sent)

    assert not [field.errors for each in questions for field in each.fields if field.errors]
    assert changes(before, renewed(answers, questions).model_dump(mode="json")) == {}


def test_every_question_but_the_address_needs_and_declarations_can_be_asked_again(
    page, programme, visit
):
    offered = [
        field.short_name for _, fields in askable({}, programme, visit, TODAY) for field in fields
    ]

    asked = [f.short_name for step in steps_of({}) for f in step.form(meta={"csrf": False})]
    assert offered == [name for name in asked if name not in (*NEVER, "if_full")]
