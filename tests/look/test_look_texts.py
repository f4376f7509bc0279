"""The fixed texts: every one that a template or a module says is translated, and none is stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from generator.look.texts import LOCALE, texts

ROOT = Path(__file__).parents[2]
METHODS = [("**/templates/**.html", "jinja2"), ("**/theme/**.html", "jinja2"), ("**.py", "python")]
FIELD = re.compile(r"%\((\w+)\)s")


def said() -> set[str]:
    """Every text inside t("…") in templates and code, written here in English."""
    found = (
        message
        for folder in ("generator",)
        for _, _, message, *_ in extract_from_dir(
            str(ROOT / folder), method_map=METHODS, keywords={"t": None}
        )
    )
    return {message for message in found if isinstance(message, str)}


@pytest.fixture(scope="module")
def english() -> set[str]:
    return said()


@pytest.mark.parametrize("language", ["cs", "it"])
def test_every_fixed_text_is_translated(english, language):
    assert sorted(english - texts(language).known.keys()) == []


@pytest.mark.parametrize("language", ["cs", "it"])
def test_a_translation_has_the_fields_of_its_text(language):
    wrong = {
        message: translated
        for message, translated in texts(language).known.items()
        if set(FIELD.findall(message)) != set(FIELD.findall(translated))
    }

    assert wrong == {}


def test_the_languages_say_the_same_texts():
    catalogues = [texts(path.stem).known.keys() for path in sorted(LOCALE.glob("*.po"))]

    assert len(catalogues) == 2
    assert catalogues[0] == catalogues[1]
