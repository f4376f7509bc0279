"""The fixed texts: every one that a template or a module says is translated, and none is stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from formsvc.candidatures.actions import KNOWN_ALREADY
from formsvc.candidatures.forms import YES_NO_UNSURE
from formsvc.candidatures.states import PUBLIC_NAMES as CASES
from formsvc.candidatures.stay_forms import IF_FULL
from formsvc.candidatures.steps import CHECK_LABEL
from formsvc.candidatures.told import PUBLIC_MOVES
from formsvc.evidence.refusals import REASONS
from formsvc.evidence.states import PUBLIC_NAMES as EVIDENCE
from formsvc.host_offers.pages import STEPS as OFFER_PAGES
from formsvc.host_offers.states import PUBLIC_NAMES as OFFERS
from formsvc.privacy.actions import WHAT
from generator.look.texts import LOCALE, texts

ROOT = Path(__file__).parents[2]
METHODS = [("**/templates/**.html", "jinja2"), ("**/theme/**.html", "jinja2"), ("**.py", "python")]
FORMS = dict.fromkeys(
    (
        "line",
        "text",
        "email_line",
        "required",
        "BooleanField",
        "IntegerField",
        "RadioField",
        "SelectField",
        "SelectMultipleField",
        "some_of",
    )
) | {"one_of": (1, 2), "from_list": (1, 2), "day": (1, 2), "Step": (2, 3)}
"""What makes a question of a form; its words go through the catalogue when they are shown."""
CALLED = re.compile(r'current_texts\(\)\(\s*"([^"]+)"')
FIELD = re.compile(r"%\((\w+)\)s")


def extracted(folder: str, methods: list[tuple[str, str]], keywords: dict) -> set[str]:
    found = extract_from_dir(str(ROOT / folder), method_map=methods, keywords=keywords)
    messages: set[str] = set()
    for _, _, message, *_ in found:
        messages.update([message] if isinstance(message, str) else filter(None, message))
    return messages


def said() -> set[str]:
    """Every fixed text: inside t("…"), and the words of questions; written here in English."""
    forms = [("forms.py", "python"), ("stay_forms.py", "python"), ("steps.py", "python")]
    answers = {words for _, words in (*YES_NO_UNSURE, *IF_FULL)}
    refusals = {words.format(limit="25 MB") for reason in REASONS.values() for words in reason}
    called = {
        words
        for path in (ROOT / "formsvc").rglob("*.py")
        for words in CALLED.findall(path.read_text("utf-8"))
    }
    return (
        extracted("generator", METHODS, {"t": None})
        | extracted("formsvc", METHODS, {"t": None})
        | extracted("formsvc/candidatures", forms, FORMS)
        | extracted("formsvc", [("forms.py", "python")], FORMS)
        | extracted("formsvc/host_offers", forms, FORMS)
        | extracted("formsvc/evidence", [("views.py", "python")], FORMS)
        | extracted("formsvc/links", [("views.py", "python")], FORMS)
        | extracted("formsvc/info_requests", forms, FORMS)
        | extracted("formsvc/privacy", forms, FORMS)
        | {*PUBLIC_MOVES.values(), *WHAT.values()}
        | answers
        | called
        | refusals
        | {
            CHECK_LABEL,
            KNOWN_ALREADY,
            *CASES.values(),
            *EVIDENCE.values(),
            *OFFERS.values(),
            *OFFER_PAGES.values(),
        }
    )


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
