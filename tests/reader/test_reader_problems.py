"""One mistake of an editor, one problem: its place, its code, its way out."""

from __future__ import annotations

import pytest

from generator.programme.errors import ContentError
from generator.reader.folder import check, read

VISIT = "visits/liberec.yml"

MISTAKES = {
    "a host that is unknown": (
        (VISIT, "- elmarco", "- elmarko"),
        ("content/visits/liberec.yml", 9, 5, "unknown-reference", 'did you mean "elmarco"?'),
    ),
    "a key that is misspelled": (
        (VISIT, "summary:", "sumary: x\nsummary:"),
        ("content/visits/liberec.yml", 3, 1, "unknown-key", 'did you mean "summary"?'),
    ),
    "a key that stands twice": (
        (VISIT, "call: spring", "call: spring\ncall: spring"),
        ("content/visits/liberec.yml", 7, 1, "duplicate-key", "it is in line 6 already; keep one"),
    ),
    "a lead that is unknown": (
        (VISIT, "lead: clutex", "lead: clutec"),
        ("content/visits/liberec.yml", 7, 7, "unknown-reference", 'did you mean "clutex"?'),
    ),
    "a theme that is unknown": (
        (VISIT, "[weaving]", "[weavin]"),
        ("content/visits/liberec.yml", 10, 10, "unknown-reference", 'did you mean "weaving"?'),
    ),
    "a visit that ends before it starts": (
        (VISIT, "last_on: 2021-09-24", "last_on: 2021-09-19"),
        ("content/visits/liberec.yml", 13, 12, "date-order", "change one of the two days"),
    ),
    "a day that is not in the calendar": (
        (VISIT, "last_on: 2021-09-24", "last_on: 2021-09-31"),
        ("content/visits/liberec.yml", 13, 12, "bad-date", "look at the day and the month"),
    ),
    "a stay that begins on a weekend": (
        (VISIT, "first_on: 2021-09-20", "first_on: 2021-09-19"),
        ("content/visits/liberec.yml", 12, 13, "weekend", "start on a working day"),
    ),
    "a country that does not exist": (
        (VISIT, "country: CZ", "country: QQ"),
        ("content/visits/liberec.yml", 4, 10, "not-a-country", "use two letters, like IT or CZ"),
    ),
    "a country by its name": (
        (VISIT, "country: CZ", "country: Chechia"),
        ("content/visits/liberec.yml", 4, 10, "not-a-country", 'did you mean "CZ"?'),
    ),
    "a cluster by its name in capitals": (
        (VISIT, "lead: clutex", "lead: CLUTEX"),
        (
            "content/visits/liberec.yml",
            7,
            7,
            "wrong-form",
            "use small letters, digits and dashes, as in the names of files",
        ),
    ),
    "a line with a space too many": (
        (VISIT, "  last_on:", "   last_on:"),
        (
            "content/visits/liberec.yml",
            13,
            11,
            "yaml-syntax",
            "give it as many spaces at its start as the lines that belong beside it",
        ),
    ),
    "a placeholder": (
        (VISIT, "Five days.", "TBC"),
        (
            "content/visits/liberec.yml",
            3,
            10,
            "placeholder",
            "write the text, or leave the key out",
        ),
    ),
    "a sentence that ends in a colon": (
        (VISIT, "Five days.", '"To register:"'),
        ("content/visits/liberec.yml", 3, 10, "unfinished", "finish the sentence"),
    ),
    "a number where text is due": (
        (VISIT, "short_title: Liberec", "short_title: 7"),
        ("content/visits/liberec.yml", 2, 14, "wrong-type", "put it in quotes"),
    ),
    "a call with unknown rules": (
        ("calls/spring.yml", "rules: terms", "rules: term"),
        ("content/calls/spring.yml", 4, 8, "unknown-reference", 'did you mean "terms"?'),
    ),
    "a current call that is unknown": (
        ("programme.yml", "current_call: spring", "current_call: sprin"),
        ("content/programme.yml", 9, 15, "unknown-reference", 'did you mean "spring"?'),
    ),
    "a mail that asks for an unknown field": (
        ("mails/en/confirm.txt", "{{ reference }}", "{{ referenz }}"),
        ("content/mails/en/confirm.txt", 3, 1, "unknown-field", 'did you mean "reference"?'),
    ),
    "a closing day outside the call": (
        (VISIT, "closes_on: 2021-08-20", "closes_on: 2021-01-20"),
        (
            "content/visits/liberec.yml",
            14,
            12,
            "outside-call",
            "choose a day from 2021-02-01 to 2022-04-30",
        ),
    ),
    "a notice after the visit": (
        (VISIT, "stays:", "notices: [{kind: full, from: 2021-10-01, words: Full.}]\nstays:"),
        ("content/visits/liberec.yml", 15, 30, "late-notice", "choose an earlier day"),
    ),
    "an address that is none": (
        ("programme.yml", "office@small.example", "office"),
        ("content/programme.yml", 8, 11, "bad-email", "write it like office@example.org"),
    ),
    "a mail without a subject": (
        ("mails/en/confirm.txt", "Subject: ", ""),
        ("content/mails/en/confirm.txt", 1, 1, "no-subject", 'write "Subject: …"'),
    ),
}


@pytest.mark.parametrize(("edit", "problem"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_shown_at_its_place_with_its_way_out(after, edit, problem):
    found = after(*edit)

    assert [(p.file, p.line, p.column, p.code, p.hint) for p in found] == [problem]


def test_the_small_site_is_in_order(small):
    assert check(small)[1] == []
    assert read(small).lump_sum_tables[0].rate_eur("NO") == 1100


def test_a_missing_key_is_named(after):
    (problem,) = after(VISIT, "title: A visit to Liberec\n", "")

    assert (problem.code, problem.message) == ("missing-key", '"title" is missing')


def test_a_slug_in_the_file_is_refused(after):
    (problem,) = after(VISIT, "title:", "slug: liberec\ntitle:")

    assert (problem.line, problem.column, problem.code) == (1, 1, "unknown-key")


def test_an_empty_file_is_a_problem(small):
    (small / "hosts" / "empty.yml").write_text("")

    assert [(p.file, p.code) for p in check(small)[1]] == [
        ("content/hosts/empty.yml", "empty-file")
    ]


def test_broken_yaml_is_a_problem_at_its_line(small):
    (small / "hosts" / "broken.yml").write_text("name: a\n  country: b: c\n")

    assert [(p.line, p.code) for p in check(small)[1]] == [(2, "yaml-syntax")]


def test_all_problems_come_out_at_once_and_sorted(after, small):
    after(VISIT, "- elmarco", "- elmarko")
    found = after("calls/spring.yml", "rules: terms", "rules: term")

    assert [p.file for p in found] == ["content/calls/spring.yml", "content/visits/liberec.yml"]
    with pytest.raises(ContentError, match="elmarko"):
        read(small)


def test_a_real_programme_refuses_a_moved_date_and_examples(small):
    with (small / "site_config.yml").open("a") as file:
        file.write("today: 2021-06-15\n")
    with (small / VISIT).open("a") as file:
        file.write("examples: [closes_on]\n")

    assert check(small)[1] == []
    assert {p.code for p in check(small, production=True)[1]} == {"moved-date", "example"}


@pytest.mark.parametrize("name", ["hosts/elmarco.yml", "mails/en/confirm.txt"])
def test_a_file_that_is_not_text_is_a_problem(small, name):
    (small / name).write_bytes(b"\xff\xfe")

    assert [(p.file, p.code) for p in check(small)[1]] == [(f"content/{name}", "not-utf-8")]


def test_a_file_with_a_mistake_is_compared_with_the_others_all_the_same(after):
    after(VISIT, "- elmarco", "- elmarko")
    after(VISIT, "first_on: 2021-09-20", "first_on: 2021-09-19")
    after(VISIT, "themes:", "colour: red\nseats: none\nthemes:")

    found = after(VISIT, "stays: {sme: 3}", "stays: {sme: 9, smes: 3}")

    assert [(p.line, p.code) for p in found] == [
        (9, "unknown-reference"),
        (10, "unknown-key"),
        (11, "wrong-type"),
        (14, "weekend"),
        (17, "stay-too-long"),
        (17, "unknown-word"),
    ]


def test_broken_entries_of_a_list_do_not_hide_the_others(after):
    agenda = (
        "agenda: [{day: 1}, {day: 2, title: A, kinds: [b2c]}, {day: 9, title: B, kinds: [b2b]}]"
    )

    found = after(VISIT, "stays:", f"{agenda}\nstays:")

    assert {p.code for p in found} == {"missing-key", "unknown-word", "agenda-day"}
    assert {p.line for p in found} == {15}
