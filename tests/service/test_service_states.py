from __future__ import annotations

from pathlib import Path

import pytest

from formsvc.candidatures.states import (
    CHECK,
    MOVES,
    OFFICE_NAMES,
    PUBLIC_NAMES,
    RELEASE_ACCEPT,
    State,
)
from formsvc.moves import Actor, Role, require
from formsvc.states_page import page
from generator.programme.errors import MoveRefused

OFFICE = Actor(Role.COORDINATOR, 1)


def test_a_draft_cannot_be_accepted():
    with pytest.raises(MoveRefused, match="cannot accept a candidature that is draft"):
        require(State.DRAFT, RELEASE_ACCEPT, OFFICE)


def test_an_applicant_cannot_check_a_candidature():
    with pytest.raises(MoveRefused, match="role applicant"):
        require(State.SUBMITTED, CHECK, Actor(Role.APPLICANT))


def test_the_table_allows_its_own_moves():
    for move in MOVES:
        for start in move.start:
            for role in move.by:
                require(start, move, Actor(role))


def test_every_state_has_a_public_name_and_one_for_the_office():
    assert set(PUBLIC_NAMES) == set(OFFICE_NAMES) == set(State)


def test_the_page_of_states_is_the_one_that_the_tables_make():
    assert (Path(__file__).parents[2] / "docs/states.md").read_text("utf-8") == page()
