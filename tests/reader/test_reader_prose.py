"""What must be found in words, and above all what must not: nobody reads a check that cries wolf."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.reader.folder import check

TOP = "---\ntitle: Programme\ndescription: The page of the programme.\n---\n\n"
SUMMER = datetime(2021, 6, 15, tzinfo=UTC)

OLD_PAGE = """\
# Xchange

The programme pays a lump sum, up to EUR 1,100. Conditions stand in the Terms of reference[^1].

## Czech Republic

New Block

The visit will take place in spring 2020 and shows what is availale.

## Slovakia

New Block

New Block

## Apply

New Block

To register and candidate yourself:

## Partners

See the Quality manual[^2].
"""


@pytest.fixture
def written(small):
    def write(body: str):
        (small / "pages").mkdir(exist_ok=True)
        (small / "pages" / "programme.md").write_text(TOP + body)
        return check(small, now=SUMMER)[1]

    return write


@pytest.fixture
def summary(small):
    def write(words: str):
        path = small / "visits" / "liberec.yml"
        text = path.read_text().replace("Five days.", f">-\n  {words}")
        path.write_text(text)
        return check(small, now=SUMMER)[1]

    return write


def test_the_defects_of_the_page_that_this_project_replaces_are_all_found(written):
    found = [(p.line - 5, p.code) for p in written(OLD_PAGE)]

    assert found == [
        (3, "footnote-missing"),
        (7, "placeholder"),
        (9, "past-called-future"),
        (9, "misspelling"),
        (13, "placeholder"),
        (15, "placeholder"),
        (19, "placeholder"),
        (21, "unfinished"),
        (25, "footnote-missing"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "The lump sum is up to EUR 1,100.",
        "An SME with fewer than 250 staff and a turnover of at most 50 million euros.",
        "The balance sheet is at most EUR 43 million, or €50M.",
        "You get EUR 610, or half of it, EUR 305.",
        "You get €1 100 in Norway, or 550,00 €, and 1.100,00 EUR at most.",
        "The ticket costs EUR 89.",
        "The project has a budget of EUR 500,000.",
        "An online visit pays EUR 0.",
        "On the visit to [Liberec](/visits/liberec/) you get 305 euros.",
    ],
)
def test_a_right_amount_and_other_money_are_left_alone(written, words):
    assert written(f"# P\n\n{words}\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "The visit was planned for spring 2021.",
        "It was said that the visit will take place after spring 2021.",
        "The visit will take place in autumn 2021.",
        "It will be held on 15 June 2021.",
        "In spring 2021 the hosts said what they will do.",
        "The table that will apply was made in January 2021.",
    ],
)
def test_a_time_that_is_past_and_called_past_is_left_alone(written, words):
    assert written(f"# P\n\n{words}\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "The visit will take place in spring 2021.",
        "The visit is planned for the end of May 2021.",
        "The mission will be held, together with partners, on 14 June 2021 in Liberec.",
    ],
)
def test_a_time_that_is_over_and_called_future_is_found(written, words):
    assert [(p.line, p.code) for p in written(f"# P\n\n{words}\n")] == [(8, "past-called-future")]


@pytest.mark.parametrize(
    "words",
    [
        "Open this page:\n\n<https://small.example/>",
        "Bring two things:\n\n- a pen\n- a notebook",
        "These count:\n\n| A | B |\n|---|---|\n| 1 | 2 |",
        "- Day 1:\n    - a talk\n- Day 2:\n    - a walk",
        "He said that that is what he had had.",
        "Write `TODO` in the file.\n\n```\nNew Block:\n```",
        "The hall has 20 m² and the way is 3 km.",
        "See [the rules][terms].\n\n[terms]: /rules/",
        "See the note[^a].\n\n[^a]: It is short.",
        "See [the clause](/rules/#lump-sum), [the visit](../visits/liberec/) and [above](#p).",
        "[Apply](/apply/), [calendar](/visits.ics), [mail](mailto:office@small.example).",
        "We meet on Monday, 20 September 2021.",
        "Write this: `visits/lyon.yml`",
        "Write this:\n\n```\nthe the\n```\n",
        "Between the `title` the summary begins.",
        "![A loom](https://small.example/loom.jpg)",
    ],
)
def test_a_page_in_order_is_left_alone(written, words):
    assert written(f"# P\n\n{words}\n") == []


def test_a_word_of_another_language_is_no_placeholder_and_no_slip(small):
    path = small / "visits" / "liberec.yml"
    text = path.read_text().replace(
        "Five days.", "{en: Five days., de: 'Die, die die Wege kennen.'}"
    )
    path.write_text(text.replace("die Wege", "todo el die die Wege"))

    assert check(small)[1] == []


def test_a_mistake_in_folded_text_is_shown_where_it_stands(summary):
    (problem,) = summary("You see looms and\n  get EUR 400 for it.")

    assert (problem.line, problem.column, problem.code) == (5, 7, "wrong-amount")
    assert problem.hint == "table.yml says: CZ gives EUR 610, or half of it, EUR 305"


def test_a_translated_page_is_checked_too(small, written):
    written("# P\n\nText.\n")
    folder = small / "translations" / "cs" / "pages"
    folder.mkdir(parents=True)
    (folder / "programme.md").write_text(
        TOP + "# P\n\nDostanete 315 eur. [Zde je](/cs/hosts/x/).\n"
    )

    found = check(small)[1]

    assert [(p.file, p.line, p.code) for p in found] == [
        ("content/translations/cs/pages/programme.md", 8, "wrong-amount"),
        ("content/translations/cs/pages/programme.md", 8, "dead-link"),
    ]
