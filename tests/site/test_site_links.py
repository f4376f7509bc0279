"""Links in editorial pages and records, footnotes, and the files that editors put beside them."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from generator.reader.folder import check
from generator.site.addresses import in_language
from generator.site.build import build
from generator.site.prose import prose

PAGE = """---
title: Extra
description: A page with every kind of link.
---

# Extra

The rules[^rules] hold in [Liberec](visits/northern-bohemia.md#hosts) and on
[all visits](visits/index.md). [CLUTEX](partners/clutex.md) and [questions](faq.md) help.
[Elmarco](/hosts/elmarco/), [apply](/apply/), [data](/catalogue.json), [terms](/files/terms.pdf).

[^rules]: They stand under [rules](rules.md).
"""
TERMS = "title: Terms\nsummary: Who may go.\nfile: terms.pdf\n"


@pytest.fixture
def extra(content):
    """The shipped content with one more page, a document and its file."""
    (content / "pages/extra.md").write_text(PAGE)
    (content / "translations/it/pages/extra.md").write_text(PAGE)
    (content / "files").mkdir()
    (content / "files/terms.pdf").write_bytes(b"%PDF-1.7")
    (content / "documents/terms.yml").write_text(TERMS)
    return content


@pytest.fixture
def site(extra, tmp_path):
    build(extra, tmp_path / "site")
    return tmp_path / "site"


def article(site, url):
    page = (site / url / "index.html").read_text("utf-8")
    return page.partition("<article")[2].partition("</article>")[0]


def addresses(site, url):
    found = re.findall(r'href="([^"]+)"', article(site, url))
    return [urljoin(f"/{url}/", each) for each in found]


def test_a_page_may_name_records_and_lists_by_file_or_by_address(site):
    assert addresses(site, "extra") == [
        "/extra/#fn:rules",
        "/visits/northern-bohemia/#hosts",
        "/visits/",
        "/partners/clutex/",
        "/faq/",
        "/hosts/elmarco/",
        "/apply/",
        "/catalogue.json",
        "/files/terms.pdf",
        "/rules/",
        "/extra/#fnref:rules",
    ]


@pytest.mark.parametrize("language", ["cs", "it"])
def test_links_stay_in_the_language_of_the_page_around_them(site, language):
    """Czech shows the English page, Italian has one of its own."""
    found = addresses(site, f"{language}/extra")

    assert found[1:9] == [
        f"/{language}/visits/northern-bohemia/#hosts",
        f"/{language}/visits/",
        f"/{language}/partners/clutex/",
        f"/{language}/faq/",
        f"/{language}/hosts/elmarco/",
        f"/apply/{language}/",
        "/catalogue.json",
        "/files/terms.pdf",
    ]


def test_a_footnote_leads_there_and_back_in_the_language_of_the_page(site):
    assert '<li id="fn:rules">' in article(site, "extra")
    assert 'title="Back to the place of footnote 1"' in article(site, "extra")
    assert 'title="Torna al punto della nota 1"' in article(site, "it/extra")


def test_every_link_of_the_check_agrees_with_the_build(extra):
    assert check(extra)[1] == []


def test_a_link_to_no_record_stops_check_and_build(extra, tmp_path):
    (extra / "pages/extra.md").write_text(PAGE.replace("northern-bohemia.md", "bohemia.md"))

    (problem,) = check(extra)[1]

    assert (problem.line, problem.code) == (8, "dead-link")
    assert problem.hint == 'did you mean "/visits/northern-bohemia/"?'


def test_files_are_copied_and_documents_link_them(site, extra):
    assert (site / "files/terms.pdf").read_bytes() == b"%PDF-1.7"
    assert 'href="/files/terms.pdf"' in (site / "cs/documents/index.html").read_text("utf-8")

    (extra / "files/terms.pdf").write_bytes(b"%PDF-1.7 new")
    build(extra, site)
    assert (site / "files/terms.pdf").read_bytes() == b"%PDF-1.7 new"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("hosts/elmarco.md", "/cs/hosts/elmarco/"),
        ("hosts/elmarco/#facts", "/cs/hosts/elmarco/#facts"),
        ("/visits/?country=CZ", "/cs/visits/?country=CZ"),
        ("/apply/candidature?visit=lyon", "/apply/cs/candidature?visit=lyon"),
        ("/files/terms.pdf", "/files/terms.pdf"),
        ("/it/faq/", "/it/faq/"),
        ("https://clutex.cz/visits/", "https://clutex.cz/visits/"),
        ("#agenda", "#agenda"),
    ],
)
def test_links_in_the_words_of_a_record_count_from_the_root(written, shown):
    assert f'href="{shown}"' in prose(f"[there]({written})", "cs")


def test_pages_in_english_are_left_as_they_are():
    assert in_language('<a href="/visits/">', "en") == '<a href="/visits/">'


def test_a_photo_and_a_logo_stand_on_the_page_of_their_record(extra, tmp_path):
    (extra / "files/looms 1.jpg").write_bytes(b"a picture")
    (extra / "files/elmarco.svg").write_bytes(b"<svg/>")
    host = extra / "hosts/elmarco.yml"
    more = 'logo: {file: elmarco.svg, alt: Elmarco}\npicture: {file: looms 1.jpg, alt: "A \\"loom\\"", credit: TUL}\n'
    host.write_text(host.read_text("utf-8") + more, "utf-8")

    build(extra, tmp_path / "site")

    page = (tmp_path / "site/cs/hosts/elmarco/index.html").read_text("utf-8")
    assert '<img src="/files/elmarco.svg" alt="Elmarco" lang="en">' in page
    assert 'src="/files/looms%201.jpg" alt="A &#34;loom&#34;" lang="en"' in page
    assert "Foto: TUL" in page
