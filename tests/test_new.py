"""xchange new: what it writes, what a person must fill in, and what it leaves alone."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.insert import with_notice
from generator.reader.folder import check, read

TODO = re.compile(r"TODO.*")
FILLED = {
    "short_title": "Porto",
    "summary": "Three days in Porto.",
    "country": "PT",
    "name": "Porto",
    "latitude": "41.1496",
    "longitude": "-8.6110",
    "lead": "clutex",
    "first_on": "2021-10-04",
    "last_on": "2021-10-06",
    "website": "https://www.citeve.pt/",
}


@pytest.fixture
def new(content):
    def run(*words):
        return CliRunner().invoke(main, ["new", *words, "--content", str(content)])

    return run


def todo_lines(path):
    rows = enumerate(path.read_text().splitlines(), 1)
    return {n for n, row in rows if TODO.search(row) and not row.startswith("#")}


def fill(path):
    rows = path.read_text().splitlines()
    keys = [row.split(":")[0].strip() for row in rows]
    filled = [
        TODO.sub(FILLED[key], row) if not row.startswith("#") and "TODO" in row else row
        for key, row in zip(keys, rows, strict=True)
    ]
    path.write_text("\n".join(filled) + "\n")


@pytest.mark.parametrize("kind", ["visit", "host", "cluster"])
def test_a_new_file_fails_where_a_person_must_write_and_passes_when_it_is_filled(
    new, content, kind
):
    done = new(kind, "--title", "Pôrto: home textiles")
    path = content / f"{kind}s" / "porto-home-textiles.yml"
    assert (done.exit_code, done.stdout.strip()) == (0, str(path))

    found = check(content)[1]

    assert {p.code for p in found} == {"placeholder"}
    assert {p.line for p in found} == todo_lines(path)
    assert all(p.hint.startswith("write ") for p in found)
    fill(path)
    assert check(content)[1] == []


def test_a_new_visit_belongs_to_the_current_call_and_names_its_schema(new, content):
    new("visit", "--title", "Porto", "--country", "pt", "--lead", "clutex")

    text = (content / "visits" / "porto.yml").read_text()
    assert "call: extratex-2021\n" in text
    assert "country: PT\n" in text
    assert "lead: clutex\n" in text
    assert "$schema=../../docs/schemas/visit.json" in text


def test_what_is_optional_in_a_new_visit_can_be_used_as_it_stands(new, content):
    new("visit", "--title", "Porto", "--country", "PT")
    path = content / "visits" / "porto.yml"
    fill(path)
    head, mark, options = path.read_text().partition("stays:")
    options = re.sub(r"^# ", "", options, flags=re.MULTILINE).replace("2021-06-01", "2021-02-01")
    path.write_text(head + mark + options)

    codes = {p.code for p in check(content)[1]}

    assert codes == {"host-not-listed"}  # its agenda shows elmarco, whom this visit does not list


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Łódź Weaving", "lodz-weaving"),
        ("Ústí & Děčín", "usti-decin"),
        ("  Straße 7 ", "strasse-7"),
        ("3D.FAB", "3d-fab"),
    ],
)
def test_the_name_of_the_file_comes_from_the_title_without_accents(new, content, title, name):
    new("host", "--name", title)

    assert (content / "hosts" / f"{name}.yml").is_file()


def test_nothing_is_ever_overwritten(new, content):
    before = (content / "hosts" / "elmarco.yml").read_bytes()

    done = new("host", "--name", "Elmarco")

    assert done.exit_code == 1
    assert "elmarco.yml is there already" in done.stderr
    assert (content / "hosts" / "elmarco.yml").read_bytes() == before


def test_a_title_without_latin_letters_needs_a_name(new, content):
    assert new("host", "--name", "Ελλάδα").exit_code == 2
    assert new("host", "--name", "Ελλάδα", "--slug", "ellada").exit_code == 0


def test_a_country_that_is_none_is_wrong_usage(new):
    assert new("host", "--name", "Porto", "--country", "Portugal").exit_code == 2


def test_norway_stays_norway_in_every_tool(new, content):
    new("host", "--name", "Oslo", "--country", "NO")

    assert 'country: "NO"\n' in (content / "hosts" / "oslo.yml").read_text()


def test_a_notice_is_added_and_the_rest_stays_as_it_was(new, content):
    path = content / "visits" / "northern-bohemia.yml"
    before = path.read_text().splitlines()

    done = new("notice", "--visit", "northern-bohemia", "--kind", "full", "--from", "2021-07-01",
               "--words", "All seats: taken.")  # fmt: skip

    after = path.read_text().splitlines()
    added = ["  - kind: full", "    from: 2021-07-01", '    words: "All seats: taken."']
    at = after.index(added[0])
    assert done.exit_code == 0
    assert after[at : at + 3] == added
    assert after[:at] + after[at + 3 :] == before
    assert [n.kind for n in read(content).visit("northern-bohemia").notices] == [
        "postponed",
        "full",
    ]


def test_a_first_notice_gets_its_key_and_the_programme_date(new, content):
    path = content / "visits" / "lyon.yml"
    before = path.read_text()

    done = new("notice", "--visit", "lyon", "--kind", "postponed")

    text = path.read_text()
    block = "notices:\n  - kind: postponed\n    from: 2021-06-15\n    words: TODO"
    assert block in text
    assert re.sub(r"notices:\n(  .*\n)+", "", text) == before
    assert "or to a season while nobody knows them" in done.stderr
    assert [(p.code, p.hint) for p in check(content)[1]] == [
        ("placeholder", "write what changed and what to do")
    ]


def test_a_notice_for_no_visit_is_wrong_usage(new):
    assert new("notice", "--visit", "nowhere").exit_code == 2


@pytest.mark.parametrize("notices", ["[{kind: news, from: 2021-05-01, words: A.}]", "[]"])
def test_notices_in_one_line_are_left_to_the_editor(new, content, notices):
    path = content / "visits" / "lyon.yml"
    before = path.read_text() + f"notices: {notices}\n"
    path.write_text(before)

    done = new("notice", "--visit", "lyon")

    assert done.exit_code == 1
    assert "Write them so" in done.stderr
    assert path.read_text() == before


ROWS = ["kind: news", "from: 2021-06-15", "words: B"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "title: A\nnotices:\n- kind: news\n  words: A\n\n# what came of it\nresults: x\n",
            "title: A\nnotices:\n- kind: news\n  words: A\n- kind: news\n  from: 2021-06-15\n"
            "  words: B\n\n# what came of it\nresults: x\n",
        ),
        (
            "title: A\n\n# made up\nexamples: [title]",
            "title: A\nnotices:\n  - kind: news\n    from: 2021-06-15\n    words: B\n"
            "\n# made up\nexamples: [title]\n",
        ),
        ("title: A  # why", "title: A  # why\nnotices:\n  - kind: news\n    from: 2021-06-15\n"
         "    words: B\n"),
    ],
)  # fmt: skip
def test_comments_and_empty_lines_stay_where_they_belong(before, after):
    assert with_notice(before, ROWS) == after


def test_a_file_that_cannot_be_read_is_left_alone():
    assert with_notice("a: b: c\n", ROWS) is None
