"""A whole build of the shipped content, by the real engine."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from generator.programme.errors import ContentError
from generator.programme.programme import Programme
from generator.reader.folder import read
from generator.site import compiling
from generator.site.amounts import stays
from generator.site.build import build
from generator.site.stamping import Turn
from generator.site.stencil import REQUIRED, Stencil
from generator.site.version import service_folder, stamp_file

CONTENT = Path(__file__).parents[2] / "content"
ROUTES = ("", "visits/", "hosts/", "partners/", "may-i-go/", "news/", "search/", "rules/", "documents/", "how-it-works/", "faq/",
          "privacy/", "legal/", "accessibility/", "host-a-visit/")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory, programme):
    folder = tmp_path_factory.mktemp("built") / "site"
    build(CONTENT, folder)
    return folder


def pages(site):
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*.html")}


@pytest.mark.parametrize("url", ROUTES)
def test_every_section_has_a_page(site, url):
    assert (site / url / "index.html").is_file()


def test_every_record_has_a_page(site, programme):
    wanted = [f"visits/{visit.slug}" for visit in programme.visits]
    wanted += [f"hosts/{host.slug}" for host in programme.hosts]
    wanted += [f"partners/{cluster.slug}" for cluster in programme.clusters]

    assert [url for url in wanted if not (site / url / "index.html").is_file()] == []


def test_no_marker_survives_and_no_page_is_a_stencil(site):
    assert [path for path, html in pages(site).items() if "@@" in html] == []
    assert not list(site.rglob("*stencil*"))


def test_no_page_has_an_inline_script_a_style_attribute_or_another_host(site):
    for path, html in pages(site).items():
        for script in re.findall(r"<script[^>]*>", html):
            own = re.fullmatch(r'<script type="module" src="/assets/[a-z-]+.js">', script)
            assert own or script == '<script type="application/ld+json">', (path, script)
        assert not re.search(r"<[^>]+\sstyle=", html), path
        assert not re.search(r'<(?:link|img|script)[^>]+(?:href|src)="(?:https?:)?//(?!localhost)',
                             html), path  # fmt: skip


def test_every_id_stands_once_on_its_page(site):
    for path, html in pages(site).items():
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), path


def test_every_link_inside_the_site_leads_somewhere(site):
    service = ("/apply/", "/review/")
    for path, html in pages(site).items():
        for url in re.findall(r'href="(/[^"#?]*)', html):
            target = site / url.strip("/")
            found = target.is_file() or (target / "index.html").is_file()
            assert found or url.startswith(service), f"{path}: {url}"


def test_the_czech_visit_says_what_a_visitor_needs(site):
    html = (site / "visits/northern-bohemia/index.html").read_text()

    for words in ("Open until 20 August 2021", "20–24 September 2021", "€305", "€610", "Elmarco",
                  "CLUTEX", "Send a candidature", "Europe/Rome"):  # fmt: skip
        assert words in html, words
    assert "What came of it" not in html


def test_the_dates_of_a_season_are_not_told_before_their_day(site):
    for path, html in pages(site).items():
        assert not re.search(r"11–13 April|11 April|16–18 May|16 May", html), path


def test_the_page_says_that_it_is_shown_as_of_another_day(site):
    assert "shown as of 15 June 2021" in (site / "index.html").read_text()


def test_the_service_reads_back_the_same_programme(site, programme):
    half = service_folder(site)

    snapshot = Programme.model_validate_json((half / "programme.json").read_bytes())

    assert snapshot == programme
    assert (half / "version").read_text() == stamp_file(site).read_text()
    assert "{% block main %}" in (half / "shells/en.html").read_text()
    assert (half / "mails/en/confirm.txt").is_file()
    assert json.loads((half / "csp.json").read_bytes()) == {"script-src": []}


def test_the_emblem_and_the_mark_are_well_formed(site):
    html = (site / "index.html").read_text()
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        ET.fromstring(svg)


def test_a_second_build_writes_nothing(site):
    assert build(CONTENT, site).written == 0


def test_a_changed_closing_date_changes_the_page(content, tmp_path):
    path = content / "visits/northern-bohemia.yml"
    path.write_text(path.read_text().replace("closes_on: 2021-08-20", "closes_on: 2021-08-27"))

    build(content, tmp_path / "site")

    html = (tmp_path / "site/visits/northern-bohemia/index.html").read_text()
    assert "Open until 27 August 2021" in html


def test_results_show_once_the_visit_is_held(content, tmp_path):
    path = content.parent / "site_config.yml"
    path.write_text(path.read_text().replace("2021-06-15", "2021-09-27"))

    build(content, tmp_path / "site")

    html = (tmp_path / "site/visits/northern-bohemia/index.html").read_text()
    assert "What came of it" in html
    assert "Send a candidature" not in html


def test_a_host_says_what_it_does_by_its_codes(content, tmp_path):
    path = content / "hosts/elmarco.yml"
    path.write_text(f'{path.read_text()}nace: ["28.94", "72.10"]\n')

    build(content, tmp_path / "site")

    html = (tmp_path / "site/hosts/elmarco/index.html").read_text()
    assert "<dt>Activity (NACE)</dt><dd>28.94, 72.10</dd>" in html


def test_the_amounts_of_a_visit_are_those_of_the_rules(content):
    programme = read(content)
    visit = programme.visit("northern-bohemia")

    offered = stays(programme, visit, date(2021, 6, 15))

    assert [(stay.visitor_type, stay.days, stay.amount_eur) for stay in offered] == [
        ("sme", 3, 305),
        ("sme", 5, 610),
        ("scaling-up", 5, 610),
        ("cluster", 3, 305),
    ]


def test_a_programmes_own_dyes_colour_the_stylesheet(content, tmp_path):
    settings = content.parent / "site_config.yml"
    text = re.sub(r"(?m)^languages:.*$", "languages: [en]", settings.read_text("utf-8"))
    settings.write_text(text + 'dyes: {indigo: "#005f73"}\n', "utf-8")

    build(content, tmp_path / "site")

    css = (tmp_path / "site/assets/look.css").read_text("utf-8")
    assert css.rstrip().endswith("}")
    assert "--indigo:#005f73" in css.replace(" ", "")


def test_a_build_tells_a_warning_and_goes_on_but_a_copy_stops_it(content, tmp_path):
    page = content / "pages/faq.md"
    page.write_text(page.read_text("utf-8") + "\nThe visit will be held in spring 2021.\n", "utf-8")

    done = build(content, tmp_path / "site")

    (told,) = done.warnings
    assert "warning: this calls spring 2021 future, but it is over" in told

    copy = content / "hosts/twin.yml"
    copy.write_text((content / "hosts/elmarco.yml").read_text("utf-8"), "utf-8")
    with pytest.raises(ContentError, match="is the name of"):
        build(content, tmp_path / "site")


def test_a_compiled_template_that_is_broken_is_compiled_again(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "FOLDER", tmp_path)

    def rendered() -> str:
        texts = DictLoader({"it": "{{ 1 + 1 }}"})
        return (
            Environment(loader=texts, bytecode_cache=compiling.compiled())
            .get_template("it")
            .render()
        )

    assert rendered() == "2"
    (kept,) = tmp_path.iterdir()
    whole = kept.read_bytes()
    for broken in (whole[:-9], b"", b"something else"):
        kept.write_bytes(broken)
        assert rendered() == "2"
        assert kept.read_bytes() == whole


def test_no_value_of_a_page_hides_what_all_templates_know(programme):
    """A template takes what all know from there, without asking the page."""
    marked = "".join(f"@@{name}@@" for name in REQUIRED)
    turn = Turn(programme, Stencil.cut(marked), "en", programme.site.today)

    hidden = [page.path for page in turn.pages if page.context.keys() & turn.env.globals.keys()]

    assert hidden == []
