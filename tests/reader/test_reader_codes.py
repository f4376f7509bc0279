"""Every kind of mistake: listed once, explained, and found in a tiny site that has it."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.look.drafts import DRAFTS
from generator.look.dyes import DYES
from generator.programme import vocabularies
from generator.reader.codes import codes
from generator.reader.explain import REFUSED, WORDS
from generator.reader.folder import check

READER = Path(__file__).parents[2] / "generator" / "reader"

VISIT = "visits/liberec.yml"
HOST = "hosts/elmarco.yml"
CALL = "calls/spring.yml"
TABLE = "lump_sums/table.yml"
PAGE = "pages/faq.md"
MAIL = "mails/en/confirm.txt"
TOP = "---\ntitle: Questions\ndescription: Short answers.\n---\n\n"


class Slip(NamedTuple):
    """What an editor did: words replaced in a file, or (without `old`) a whole file written."""

    file: str
    old: str | None
    new: str
    line: int = 1
    told_in: str = ""


def page(body: str, line: int, told_in: str = "") -> Slip:
    return Slip(PAGE, None, TOP + body, line + 5, told_in)


SLIPS: dict[str, list[Slip]] = {
    "yaml-syntax": [
        Slip(VISIT, "Five days.", "Five days: a lot", 3),
        Slip(VISIT, "title: A visit", "title A visit", 2),
        Slip(VISIT, "Five days.", '"Five days.', 3),
        Slip(VISIT, "Five days.", "@home", 3),
        Slip(VISIT, "stays: {sme: 3}", "stays: {sme: 3", 16),
        Slip(VISIT, "stays: {sme: 3}", "---\ntitle: Another", 15),
    ],
    "tab": [Slip(VISIT, "  - elmarco", "\t- elmarco", 9)],
    "not-utf-8": [Slip(HOST, None, "name: \udcff")],
    "byte-order-mark": [Slip(HOST, "name:", "\ufeffname:")],
    "empty-file": [Slip("hosts/new.yml", None, ""), Slip("hosts/new.yml", None, "# nothing\n")],
    "missing-file": [
        Slip("documents/terms.yml", None, "title: T\nsummary: S.\nfile: terms.pdf\n", 3),
        Slip(HOST, "cluster:", "logo: {file: logo.svg, alt: The logo}\ncluster:", 4),
        Slip(VISIT, "stays:", "picture: {file: loom.jpg, alt: A loom}\nstays:", 15),
    ],
    "file-name": [
        Slip("hosts/Modelárna LIAZ.yml", None, "name: Liaz\ncountry: CZ\nsummary: A host.\n"),
    ],
    "wrong-extension": [Slip("hosts/liaz.yaml", None, "name: Liaz\n")],
    "stray-file": [Slip("hosts/logo.png", None, "a picture")],
    "unknown-folder": [Slip("visit/lyon.yml", None, "title: Lyon\n", told_in="visit")],
    "wrong-schema": [
        Slip(HOST, "name:", "# yaml-language-server: $schema=../docs/schemas/visit.json\nname:"),
    ],
    "duplicate-key": [Slip(VISIT, "call: spring", "call: spring\ncall: spring", 7)],
    "unknown-key": [
        Slip(VISIT, "themes:", "colour: red\nthemes:", 10),
        Slip(VISIT, "title: A", "slug: liberec\ntitle: A", 1),
    ],
    "missing-key": [Slip(VISIT, "title: A visit to Liberec\n", "", 1)],
    "wrong-type": [
        Slip(VISIT, "Liberec\nsummary", "7\nsummary", 2),
        Slip(VISIT, "hosts:\n  - elmarco", "hosts: elmarco", 8),
        Slip(VISIT, "stays:", "seats: many\nstays:", 15),
    ],
    "empty-text": [Slip(VISIT, "Five days.", '""', 3)],
    "too-few": [Slip(VISIT, "stays:", "agenda: [{day: 1, title: One, kinds: []}]\nstays:", 15)],
    "wrong-form": [
        Slip(HOST, "cluster: clutex", "website: www.elmarco.com", 4),
        Slip("site_config.yml", "time_zone", 'dyes: {madder: "red"}\ntime_zone', 4),
    ],
    "out-of-range": [
        Slip(VISIT, "stays:", "seats: 0\nstays:", 15),
        Slip(VISIT, "{sme: 3}", "{sme: 0}", 15),
    ],
    "unknown-word": [
        Slip(VISIT, "sme:", "smes:", 15),
        Slip(VISIT, "stays:", "weave: {draft: herringbon}\nstays:", 15),
        Slip(VISIT, "stays:", "weave: {draft: twill, warp: [mader]}\nstays:", 15),
    ],
    "wrong-value": [Slip(TABLE, "CZ: 610", "CZ: NaN", 7)],
    "alias": [
        Slip(VISIT, "hosts:\n  - elmarco\nthemes: [weaving]", "hosts: &t [elmarco]\nthemes: *t", 8)
    ],
    "listed-twice": [
        Slip(VISIT, "  - elmarco", "  - elmarco\n  - elmarco", 10),
        Slip("rules/terms.yml", "id: lump-sum", "id: country-different", 4),
    ],
    "bad-email": [Slip("programme.yml", "office@small.example", "office", 8)],
    "bad-address": [
        Slip(HOST, "cluster: clutex", "website: https://elmarco", 4),
        Slip(HOST, "cluster: clutex", "website: https://?", 4),
    ],
    "plain-http": [Slip(HOST, "cluster: clutex", "website: http://clutex.example/", 4)],
    "not-a-country": [Slip(VISIT, "country: CZ", "country: QQ", 4)],
    "unknown-language": [
        Slip(VISIT, "Five days.", "{en: Five days., cz: Pět dní.}", 3),
        Slip("site_config.yml", "time_zone", "languages: [en, xx]\ntime_zone", 4),
        Slip("mails/cz/confirm.txt", None, "Subject: a\n", told_in="mails/cz"),
    ],
    "missing-english": [Slip(VISIT, "Five days.", "{cs: Pět dní.}", 3)],
    "unknown-time-zone": [
        Slip("site_config.yml", "Europe/Prague", "Prague", 4),
        Slip("site_config.yml", "Europe/Prague", "Europe", 4),
        Slip("site_config.yml", "Europe/Prague", "Prague" * 50, 4),
    ],
    "bad-amount": [Slip(TABLE, "CZ: 610", "CZ: 610 EUR", 7)],
    "above-maximum": [Slip(TABLE, "CZ: 610", "CZ: 1610", 7)],
    "wrong-parameters": [
        Slip("rules/terms.yml", "id: lump-sum", "id: lump-sum\n    parameters: {days: 3}", 9),
    ],
    "no-coordinates": [
        Slip(VISIT, "latitude: 50.77, longitude: 15.06", "latitude: 0, longitude: 0", 5),
    ],
    "wrong-coordinates": [
        Slip(VISIT, "latitude: 50.77, longitude: 15.06", "latitude: 15.06, longitude: 50.77", 5),
        Slip("clusters/clutex.yml", "latitude: 50.77", "latitude: 43.88", 3),
    ],
    "unknown-example": [Slip(VISIT, "stays:", "examples: [close_on]\nstays:", 15)],
    "empty-document": [Slip("documents/terms.yml", None, "title: Terms\nsummary: Who may go.\n")],
    "empty-stop": [
        Slip(
            VISIT,
            "stays:",
            "agenda: [{day: 1, title: One, kinds: [b2b], items: [{}]}]\nstays:",
            15,
        ),
    ],
    "unknown-reference": [
        Slip(VISIT, "- elmarco", "- elmarko", 9),
        Slip(VISIT, "lead: clutex", "lead: clutec", 7),
        Slip(VISIT, "call: spring", "call: sprin", 6),
        Slip(VISIT, "[weaving]", "[weavin]", 10),
        Slip(HOST, "cluster: clutex", "cluster: clutec", 4),
        Slip(CALL, "rules: terms", "rules: term", 4),
        Slip(CALL, "lump_sums: table", "lump_sums: tabel", 5),
        Slip("programme.yml", "current_call: spring", "current_call: sprin", 9),
    ],
    "same-title": [
        Slip("hosts/twin.yml", None, "name: elmarco\ncountry: CZ\nsummary: A copy.\n", 1),
    ],
    "host-abroad": [Slip(HOST, "country: CZ", "country: SK", 9, VISIT)],
    "host-not-listed": [
        Slip(
            VISIT,
            "  - elmarco",
            "  []\nagenda: [{day: 1, title: One, kinds: [b2b], items: [{host: elmarco}]}]",
            10,
        ),
    ],
    "not-valid": [
        Slip(TABLE, "valid_from: 2021-01-01", "valid_from: 2021-03-01", 5, CALL),
        Slip(TABLE, "status:", "valid_until: 2021-12-31\nstatus:", 5, CALL),
    ],
    "not-public": [
        Slip(HOST, "cluster:", "publish_on: 2021-09-01\ncluster:", 9, VISIT),
        Slip(HOST, "cluster:", "expires_on: 2021-09-01\ncluster:", 9, VISIT),
        Slip(VISIT, "stays:", "expires_on: 2021-09-23\nstays:", 15),
    ],
    "bad-date": [
        Slip(VISIT, "2021-09-24", "2021-09-31", 13),
        Slip(VISIT, "2021-08-20", "20.8.2021", 14),
    ],
    "date-order": [
        Slip(VISIT, "last_on: 2021-09-24", "last_on: 2021-09-19", 13),
        Slip(CALL, "closes_on: 2022-04-30", "closes_on: 2021-01-30", 3),
        Slip(VISIT, "stays:", "opens_on: 2021-08-21\nstays:", 14),
    ],
    "closes-late": [Slip(VISIT, "closes_on: 2021-08-20", "closes_on: 2021-09-20", 14)],
    "outside-call": [
        Slip(VISIT, "closes_on: 2021-08-20", "closes_on: 2021-01-20", 14),
        Slip(VISIT, "stays:", "opens_on: 2021-01-20\nstays:", 15),
    ],
    "never-open": [
        Slip(
            VISIT,
            "  first_on: 2021-09-20\n  last_on: 2021-09-24",
            "  season: autumn 2021\n  until: 2021-09-01",
            14,
        ),
    ],
    "weekend": [Slip(VISIT, "first_on: 2021-09-20", "first_on: 2021-09-19", 12)],
    "stay-too-long": [
        Slip(VISIT, "{sme: 3}", "{sme: 3, scaling-up: 6}", 15),
        Slip(VISIT, "last_on: 2021-09-24", "last_on: 2021-09-21", 15),
    ],
    "agenda-day": [
        Slip(VISIT, "stays:", "agenda: [{day: 6, title: Six, kinds: [b2b]}]\nstays:", 15),
    ],
    "late-dates": [
        Slip(
            VISIT,
            "  first_on: 2021-09-20\n  last_on: 2021-09-24\ncloses_on: 2021-08-20",
            "  season: autumn\n  until: 2021-09-20\n"
            "  then: {first_on: 2021-09-20, last_on: 2021-09-24}\nopens_on: 2021-02-01",
            13,
        ),
    ],
    "late-notice": [
        Slip(VISIT, "stays:", "notices: [{kind: full, from: 2021-10-01, words: F.}]\nstays:", 15),
    ],
    "late-offers": [Slip(VISIT, "stays:", "offers_until: 2021-09-20\nstays:", 15)],
    "too-few-seats": [Slip(VISIT, "stays:", "seats: 1\nstays:", 15)],
    "early-results": [
        Slip(
            VISIT,
            "  first_on: 2021-09-20\n  last_on: 2021-09-24",
            "  season: autumn\n  until: 2021-07-01\nresults: {words: It went well.}",
            14,
        ),
    ],
    "wrong-amount": [
        Slip(VISIT, "Five days.", "An SME gets EUR 350 for three days.", 3),
        Slip(VISIT, "Five days.", "An SME gets €1,100 for three days.", 3),
        page("# Q\n\nYou get 315 euros.\n", 3),
        page("# Q\n\nFor [Liberec](/visits/liberec/) you get EUR 550.00.\n", 3),
        page("# Q\n\nThe lump sum is 1.200 €.\n", 3),
    ],
    "placeholder": [
        Slip(VISIT, "Five days.", "TBC", 3),
        Slip(VISIT, "2021-08-20", "TODO", 14),
        Slip(VISIT, "lead: clutex", "lead: todo", 7),
        page("# Q\n\nNew Block\n", 3),
        page("# Q\n\nLorem ipsum dolor.\n", 3),
        Slip(MAIL, "We write", "XXX We write", 3),
    ],
    "unfinished": [
        Slip(VISIT, "Five days.", '"To register:"', 3),
        page("# Q\n\nTo register and candidate yourself:\n\n## Next\n\nMore.\n", 3),
        page("# Q\n\n- Partners:\n- Hosts are here.\n", 3),
    ],
    "doubled-word": [
        Slip(VISIT, "Five days.", "See the the loom.", 3),
        page("# Q\n\nSee the\nthe loom.\n", 3),
    ],
    "misspelling": [
        Slip(VISIT, "Five days.", "Seats are availale.", 3),
        page("# Q\n\nAt the ned of 2020 we met.\n", 3),
        page("# Q\n\nSend your [candidture](/rules/).\n", 3),
    ],
    "bad-date-in-text": [
        Slip(VISIT, "Five days.", "Apply by 31 September 2021.", 3),
        Slip(VISIT, "Five days.", "{en: Five days., cs: Přihlaste se do 31. září 2021.}", 3),
    ],
    "wrong-weekday": [
        Slip(VISIT, "Five days.", "{en: Five days., cs: Začínáme v pondělí 21. září 2021.}", 3),
        Slip(VISIT, "Five days.", "{en: Five days., it: Lunedì 21 settembre 2021 si parte.}", 3),
        page("# Q\n\nWe meet on Monday, 21 September 2021.\n", 3),
        page("# Q\n\nWe meet on Friday, May 14th, 2021 and on Monday May 17, 2022.\n", 3),
    ],
    "front-matter": [
        Slip(PAGE, None, "# Questions\n\nShort answers.\n", 1),
        Slip(PAGE, None, "---\ntitle: Questions\n---\n\n# Questions\n\nShort.\n", 1),
    ],
    "empty-heading": [page("# Q\n\n##\n\nText.\n", 3)],
    "empty-section": [
        page("# Q\n\n## Partners\n\n## Contact\n\nHere.\n", 3),
        page("# Q\n\nText.\n\n## Partners\n", 5),
    ],
    "heading-order": [
        page("# Q\n\n## A\n\nText.\n\n#### B\n\nText.\n", 7),
        page("# Q\n\nText.\n\n# R\n\nText.\n", 5),
        Slip(HOST, "cluster:", 'description: "# Who we are\\n\\nWe spin."\ncluster:', 4),
    ],
    "no-alt-text": [
        page("# Q\n\n![](https://clutex.example/loom.jpg)\n", 3),
        page('# Q\n\n<img src="https://clutex.example/loom.jpg">\n', 3),
    ],
    "footnote-missing": [
        page("# Q\n\nSee the rules[^rules].\n", 3),
        page("# Q\n\nSee the Terms of reference¹.\n", 3),
        page("# Q\n\nSee the Terms of reference.[1]\n", 3),
    ],
    "footnote-unused": [page("# Q\n\nText.\n\n[^rules]: See the rules.\n", 5)],
    "empty-link": [
        page("# Q\n\nSee the [rules]().\n", 3),
        page("# Q\n\nSee the [rules][terms].\n", 3),
    ],
    "vague-link": [page("# Q\n\nClick [here](/rules/).\n", 3)],
    "dead-link": [
        page("# Q\n\nSee [Liberec](/visits/libreec/).\n", 3),
        page("# Q\n\nSee [Liberec](/visits/liberec).\n", 3),
        page("# Q\n\nSee [the terms](/files/terms.pdf).\n", 3),
        page("# Q\n\nSee [the terms](terms.md).\n", 3),
        page("# Q\n\nSee [the terms](files/terms.pdf).\n", 3),
        page("# Q\n\n![A loom](/loom.jpg)\n", 3),
        page("# Q\n\nSee [the terms](//[terms).\n", 3),
        page("# Q\n\nSee http://[terms now.\n", 3),
        page("# Q\n\nSee [Liberec](visits/libereec.md).\n", 3),
        page("# Q\n\nSee the rules[^1].\n\n[^1]: In the [terms](/terms/).\n", 5),
        Slip(VISIT, "Five days.", "Five days with [Elmarco](/hosts/elmarko/).", 3),
    ],
    "dead-anchor": [
        page("# Q\n\n[Money](#monney)\n\n## Money\n\nText.\n", 3),
        page("# Q\n\n[Money](/rules/#lump-sun)\n", 3),
    ],
    "html-refused": [
        page('# Q\n\n<p style="color: red">Text</p>\n', 3),
        Slip(VISIT, "Five days.", "<b>Five</b> days.", 3),
    ],
    "orphan-translation": [
        Slip("translations/cs/pages/fax.md", None, TOP + "# Otázky\n\nText.\n"),
    ],
    "no-subject": [Slip(MAIL, "Subject: ", "")],
    "mail-syntax": [
        Slip(MAIL, "{{ reference }}", "{{ reference }", 3),
        Slip(MAIL, "{{ reference }}", "{{ reference | shout }}", 3),
        Slip(MAIL, "{{ reference }}", "{{ reference + 1 }}"),
        Slip(MAIL, "{{ reference }}", "{% include 'secret' %}{{ reference }}"),
    ],
    "missing-field": [Slip(MAIL, "{{ link }}", "our page")],
    "mail-layout": [
        Slip(MAIL, "{{ programme }}\n", "{{ programme }}"),
        Slip(MAIL, None, "Subject: {{ programme }} {{ link }}\n"),
    ],
    "unknown-field": [Slip(MAIL, "{{ reference }}", "{{ referenz }}", 3)],
    "unknown-mail": [Slip("mails/en/acepted.txt", None, "Subject: a\n")],
}
WARNINGS = {"past-called-future", "untranslated-mail"}
"""Told by a build, which goes on; their tests stand below."""
ONLY_FOR_REAL = {"example", "made-up-address", "moved-date", "not-https"}
"""Only with --production; their tests stand below."""

CASES = [(code, slip) for code, slips in SLIPS.items() for slip in slips]
NAMES = [f"{code} {n}" for code, slips in SLIPS.items() for n in range(1, len(slips) + 1)]


def make(content: Path, slip: Slip) -> None:
    path = content / slip.file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = slip.new
    if slip.old is not None:
        before = path.read_text("utf-8")
        assert slip.old in before
        text = before.replace(slip.old, slip.new, 1)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize(("code", "slip"), CASES, ids=NAMES)
def test_a_slip_is_found_once_at_its_line_with_a_way_out(small, code, slip):
    make(small, slip)

    found = check(small)[1]

    file = f"content/{slip.told_in or slip.file}"
    assert [(p.file, p.line, p.code) for p in found] == [(file, slip.line, code)], found
    assert found[0].message
    assert found[0].hint or code in ("out-of-range", "wrong-value")


def test_every_listed_code_has_a_test():
    assert set(codes()) == set(SLIPS) | WARNINGS | ONLY_FOR_REAL


def test_every_code_that_the_reader_raises_is_listed():
    raised = {code for path in READER.rglob("*.py") for code in raised_in(path)}
    raised |= {code for code, *_ in WORDS.values()} | {code for code, _ in REFUSED.values()}

    assert raised == set(codes())


def raised_in(path: Path) -> set[str]:
    """Second arguments of Mistake(place, "code", …), Remark(…) and passage.mistake(…)."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    named = [call for call in calls if ast.unparse(call.func).endswith(("istake", "Remark"))]
    return {
        call.args[1].value
        for call in named
        if len(call.args) > 1
        and isinstance(call.args[1], ast.Constant)
        and isinstance(call.args[1].value, str)
    } | {"wrong-value"}


@pytest.mark.parametrize("code", codes().values(), ids=codes())
def test_an_explanation_is_whole(code):
    assert code.title
    assert code.title[-1] != "."
    assert code.says.endswith(".")
    assert code.wrong != code.right


def test_a_time_that_is_over_is_called_future_only_with_a_warning(small):
    make(small, Slip(VISIT, "Five days.", "The visit will take place in spring 2021."))

    assert check(small, now=datetime(2021, 5, 31, tzinfo=UTC))[1] == []
    programme, (problem,) = check(small, now=datetime(2021, 6, 1, tzinfo=UTC))
    assert (problem.line, problem.code, problem.warns) == (3, "past-called-future", True)
    assert programme is not None


def test_a_language_with_some_mails_and_not_all_is_told_with_a_warning(small):
    make(small, Slip("mails/cs/erased.txt", None, "Subject: {{ reference }}\n\nHotovo.\n"))

    programme, found = check(small)

    assert {problem.code for problem in found} == {"untranslated-mail"}
    assert all(problem.warns and problem.hint for problem in found)
    assert "content/mails/cs/accepted.txt" in {problem.file for problem in found}
    assert not {"staff-changed", "erased"} & {Path(problem.file).stem for problem in found}
    assert programme is not None


def test_the_codes_that_only_warn_are_listed():
    assert {code.name for code in codes().values() if code.warns} == WARNINGS


def test_a_real_programme_has_no_example_and_no_address_that_belongs_to_nobody(small):
    make(small, Slip("programme.yml", "office@small.example", "office@example.org"))
    make(small, Slip("site_config.yml", "https://small", "http://small"))
    make(small, Slip("site_config.yml", "time_zone", "today: 2021-06-15\ntime_zone"))
    make(small, Slip(VISIT, "stays:", "examples: [closes_on]\nstays:"))
    make(small, page("# Q\n\nWrite to <office@example.org>.\n", 3))

    assert check(small)[1] == []
    assert {p.code for p in check(small, production=True)[1]} == ONLY_FOR_REAL


def test_the_cloths_that_a_record_may_choose_are_those_that_can_be_woven():
    assert set(vocabularies.DRAFTS) == set(DRAFTS)
    assert set(vocabularies.DYES) == set(DYES)
