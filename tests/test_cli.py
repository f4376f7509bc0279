"""The command line, as an editor and a script meet it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.schema import schemas
from generator.reader.codes import codes

ROOT = Path(__file__).parent.parent
PLAIN = {name: value for name, value in os.environ.items() if name != "XCHANGE_TODAY"}


def names():
    return main.list_commands(click.Context(main))


@pytest.fixture
def xchange(content):
    def run(*words):
        return CliRunner().invoke(main, [*words, "--content", str(content)])

    return run


def test_content_in_order_exits_with_0_and_an_empty_list(xchange):
    done = xchange("check", "--format", "json")

    assert (done.exit_code, done.stdout) == (0, "[]\n")


def test_a_problem_exits_with_1_and_one_line_of_json(xchange, content):
    (content / "hosts" / "elmarco.yml").write_text("name: Elmarco\n")

    done = xchange("check", "--format", "json")

    assert done.exit_code == 1
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout)[0].keys() == {
        "file", "line", "column", "code", "message", "hint", "warns",
    }  # fmt: skip


def test_a_problem_is_an_annotation_for_github(xchange, content):
    (content / "hosts" / "elmarco.yml").write_text("name: Elmarco\n")

    assert re.match(r"::error file=\S+elmarco.yml,line=1,col=1,title=missing-key::", xchange(
        "check", "--format", "github"
    ).stdout)  # fmt: skip


def test_a_question_gets_its_answer_in_json(xchange):
    done = xchange("assess", "--from", "IT", "--to", "CZ", "--type", "sme", "--days", "3",
                   "--format", "json")  # fmt: skip

    answer = json.loads(done.stdout)
    assert (answer["eligible"], answer["amount_eur"]) == (True, "305.00")
    assert answer["lines"][0].keys() == {"rule", "clause", "fact", "effect"}


@pytest.mark.parametrize(
    ("words", "eligible", "amount"),
    [
        (["--from", "IT", "--visit", "northern-bohemia", "--type", "sme"], True, "305.00"),
        (["--from", "IT", "--visit", "northern-bohemia", "--type", "scaling-up"], True, "610.00"),
        (["--from", "IT", "--visit", "slovakia-online", "--type", "sme"], True, "0.00"),
        (["--from", "AT", "--to", "SK", "--type", "sme", "--days", "5", "--near"], True, "305.00"),
        (["--from", "EL", "--to", "CZ", "--type", "sme", "--days", "3"], True, "305.00"),
        (["--from", "XK", "--to", "CZ", "--type", "sme", "--days", "3"], True, "305.00"),
        (["--from", "IT", "--to", "GB", "--type", "sme", "--days", "3"], None, None),
        (["--from", "IT", "--to", "NO", "--type", "sme", "--days", "3"], False, None),
    ],
)
def test_every_question_answered_exits_with_0(xchange, words, eligible, amount):
    done = xchange("assess", *words, "--format", "json")

    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["eligible"], answer["amount_eur"]) == (0, eligible, amount)


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "ZZ", "--to", "CZ", "--type", "sme", "--days", "3"],
        ["--from", "IT", "--to", "Italy", "--type", "sme", "--days", "3"],
        ["--from", "IT", "--type", "sme"],
        ["--from", "IT", "--visit", "nowhere", "--type", "sme"],
        ["--from", "IT", "--to", "CZ", "--type", "startup", "--days", "3"],
    ],
)
def test_a_question_that_makes_no_sense_exits_with_2(xchange, words):
    assert xchange("assess", *words).exit_code == 2


def test_a_build_of_broken_content_says_why_and_writes_nothing(xchange, content, tmp_path):
    (content / "hosts" / "elmarco.yml").write_text("name: Elmarco\n")

    done = xchange("build", "--site", str(tmp_path / "site"))

    assert done.exit_code == 1
    assert "elmarco.yml:1:1:" in done.stderr
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("is_broken", [True, False])
def test_a_plain_build_says_what_the_command_line_says(content, is_broken):
    if is_broken:
        (content / "hosts" / "elmarco.yml").write_text("name: Elmarco\n")

    def build(*words):
        command = [str(Path(sys.executable).with_name("xchange")), "build", "--site", "site"]
        done = subprocess.run(
            [*command, *words], cwd=content.parent, env=PLAIN, capture_output=True
        )
        shutil.rmtree(content.parent / "site", ignore_errors=True)
        return done.returncode, done.stderr

    assert build() == build("--clean")  # an option that only the command line knows
    assert build()[0] == is_broken


def test_the_committed_schemas_are_those_of_the_models():
    committed = {path.name: path.read_text() for path in (ROOT / "docs/schemas").glob("*.json")}

    assert committed == schemas()


def test_every_command_has_help_with_an_example():
    for name in names():
        done = CliRunner().invoke(main, [name, "--help"])
        assert "Example: xchange" in done.output, name


def test_the_readme_or_the_guide_for_editors_names_every_command():
    told = (ROOT / "README.md").read_text() + (ROOT / "docs" / "editors.md").read_text()

    assert [name for name in names() if f"xchange {name}" not in told] == []


def test_the_modeline_of_every_content_file_names_a_schema(content):
    known = schemas()
    for path in content.rglob("*.yml"):
        found = re.search(r"\$schema=\S*/docs/schemas/(\S+)", path.read_text())
        assert found, path
        assert found[1] in known


def test_content_may_stand_anywhere(tmp_path, content, monkeypatch):
    shutil.move(content / "../site_config.yml", content / "site_config.yml")
    monkeypatch.chdir(tmp_path)

    assert CliRunner().invoke(main, ["check"]).exit_code == 0


def test_a_code_is_explained_where_there_is_no_content(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = CliRunner().invoke(main, ["check", "--explain", "weekend"])

    assert done.exit_code == 0
    assert done.stdout.startswith("weekend: A stay that begins on a weekend\n")
    assert "Wrong:\n    first_on: 2021-09-19" in done.stdout


def test_all_codes_are_listed_and_an_unknown_one_is_wrong_usage():
    listed = CliRunner().invoke(main, ["check", "--explain", "all"])
    unknown = CliRunner().invoke(main, ["check", "--explain", "weekned"])

    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(codes())
    assert unknown.exit_code == 2
    assert 'did you mean "weekend"?' in unknown.stderr


def test_what_is_not_translated_is_told_and_no_mistake(xchange, content):
    path = content.parent / "site_config.yml"
    path.write_text(re.sub("^languages: .*", "languages: [en, sk]", path.read_text(), flags=re.M))
    folder = content / "translations" / "sk" / "pages"
    folder.mkdir(parents=True)
    shutil.copy(content / "pages" / "faq.md", folder)

    done = xchange("check", "--translations", "--format", "json")

    missing = {(m["language"], m["kind"], m["name"]): m["fields"] for m in json.loads(done.stdout)}
    assert done.exit_code == 0
    assert missing["sk", "record", "hosts/elmarco.yml"] == ["summary", "technologies.0"]
    assert ("sk", "page", "legal.md") in missing
    assert ("sk", "page", "faq.md") not in missing
    assert ("sk", "mail", "confirm.txt") in missing
    assert "sk  page  legal.md\n" in xchange("check", "--translations").stdout


def test_a_problem_names_its_code_so_that_it_can_be_explained(xchange, content):
    (content / "hosts" / "elmarco.yml").write_text("name: Elmarco\n")

    assert "`xchange check --explain CODE` tells more: missing-key" in xchange("check").stderr


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_moved_date_is_in_the_pages_and_in_the_snapshot(content, tmp_path, by):
    words = ["build", "--content", str(content), "--site", str(tmp_path / "site")]
    moved = {"XCHANGE_TODAY": "2021-09-27"} if by == "environment" else {}
    words += ["--today", "2021-09-27"] if by == "option" else []

    assert CliRunner().invoke(main, words, env=moved).exit_code == 0

    page = (tmp_path / "site/visits/northern-bohemia/index.html").read_text()
    assert "shown as of 27 September 2021" in page
    snapshot = json.loads((tmp_path / "site.service/programme.json").read_text())
    assert snapshot["site"]["today"] == "2021-09-27"


def test_a_date_that_is_moved_no_more_is_seen_though_no_file_changed(content, tmp_path):
    def build(**environ):
        words = [str(Path(sys.executable).with_name("xchange")), "build", "--site", "site"]
        subprocess.run(words, cwd=content.parent, env={**PLAIN, **environ}, check=True)
        page = content.parent / "site/visits/northern-bohemia/index.html"
        return re.search(r"shown as of ([^.]+)\.", page.read_text())[1]

    moved = {"XCHANGE_TODAY": "2021-09-27"}
    shown = [build(), build(**moved), build(**moved), build(), build()]

    assert shown == ["15 June 2021", *["27 September 2021"] * 2, *["15 June 2021"] * 2]


def test_a_date_that_is_none_is_wrong_usage(xchange):
    assert xchange("build", "--today", "soon").exit_code == 2
