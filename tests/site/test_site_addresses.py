"""What the reader knows about the site's addresses, beside what the site really makes."""

from __future__ import annotations

import json
import re

from markdown.extensions.toc import slugify

from generator.programme.addresses import LISTS, RULES, RULES_ANCHORS, of_record
from generator.reader.checks.page_words import anchors_of
from generator.site.build import build
from generator.site.pages import pages
from generator.site.version import service_folder


def test_a_link_to_any_page_of_the_site_may_be_written(programme):
    records = {
        of_record(folder, record.slug)
        for folder in ("visits", "hosts", "clusters")
        for record in getattr(programme, folder)
    }
    made = {page.url for page in pages(programme, "en", programme.site.today)}
    made = {url for url in made if not url or url.endswith("/")}

    assert made - records <= set(LISTS)
    assert records <= made


def test_an_anchor_is_made_as_the_engine_makes_it():
    headings = ["Who may go?", "Host a visit: how", "VÚTS & Elmarco", "The `xchange` command"]
    words = "\n\n".join(f"## {heading}" for heading in headings)

    plain = [heading.replace("`", "") for heading in headings]
    assert anchors_of(words) == {slugify(heading, "-") for heading in plain}
    assert anchors_of("## One\n\n## One\n\n## Two {#three}") == {"one", "one_1", "three"}


def test_what_is_not_public_yet_is_on_no_page(content, tmp_path):
    path = content / "visits" / "lyon.yml"
    path.write_text(path.read_text() + "publish_on: 2021-07-01\n")
    gone = content / "visits" / "slovakia-online.yml"
    gone.write_text(gone.read_text() + "expires_on: 2021-06-14\n")

    site = tmp_path / "site"
    build(content, site)

    assert not (site / "visits" / "lyon").exists()
    assert not (site / "visits" / "slovakia-online").exists()
    everything = "".join(page.read_text() for page in site.rglob("*.html"))
    assert "Lyon" not in everything
    assert "/visits/slovakia-online/" not in everything
    known = json.loads((service_folder(site) / "programme.json").read_text())["visits"]
    assert {visit["slug"] for visit in known} == {"northern-bohemia", "slovakia-online", "valencia"}


def test_the_anchors_of_the_rules_are_known(content, tmp_path, programme):
    build(content, tmp_path / "site")
    html = (tmp_path / "site" / RULES / "index.html").read_text()
    main = html[html.index("<main") : html.index("</main>")]
    rules = {rule.id.value for rule in programme.rules_of(programme.call).rules}

    assert set(re.findall(r'\sid="([^"]+)"', main)) - {"main"} <= rules | RULES_ANCHORS
