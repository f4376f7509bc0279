"""Slips of the pen are found, and nobody's name is called one."""

from __future__ import annotations

import pytest

from generator.reader.checks.passages import Passage
from generator.reader.checks.spelling import known, right_word, spelling_mistakes


def slips_in(words: str, language: str = "en") -> list[str]:
    return [each.message for each in spelling_mistakes(Passage(words, words, language=language))]


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("availale", "available"),  # a letter left out
        ("orgaanisation", "organisation"),  # one typed twice
        ("recieve", "receive"),  # two swapped
        ("teh", "the"),  # by hand
    ],
)
def test_the_word_that_was_meant_is_named(slip, right):
    assert right_word(slip) == right


@pytest.mark.parametrize("word", ["favorite", "centre", "center", "visit", "village", "nanofibre"])
def test_words_that_look_like_slips_of_others_are_left_alone(word):
    assert right_word(word) == ""


def test_several_words_are_a_slip_only_together():
    assert slips_in("Until the ned of 2020.") == ['"ned of" is a slip of the pen']
    assert slips_in("We met ned once.") == []


@pytest.mark.parametrize(
    "words",
    [
        "Ask Availale Ltd, Recieve and Sons.",
        "Write to teh@clutex.cz, see https://teh.example/recieve or /visits/availale/.",
        "The key is stays:availale and the file teh.pdf.",
    ],
)
def test_names_addresses_and_keys_are_left_alone(words):
    assert slips_in(words) == []


def test_other_languages_are_left_alone():
    assert slips_in("Program je availale.", "cs") == []


def test_no_word_of_the_list_is_called_a_slip():
    list_ = known()

    assert not {word for word in list_.words | list_.real if right_word(word)}
    assert not {right for right in list_.by_hand.values() if right_word(right)}
