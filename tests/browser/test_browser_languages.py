"""Other languages: the switch stays on the page, and what is not translated says so."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("url", ["/visits/northern-bohemia/", "/faq/", "/may-i-go/", "/"])
def test_the_switch_stays_on_the_page(window, address, url):
    page = window(1280)
    page.goto(address + url)

    page.get_by_role("link", name="Čeština").click()

    expect(page).to_have_url(f"{address}/cs{url}")
    expect(page.locator("html")).to_have_attribute("lang", "cs")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(address + url)


def test_a_translated_visit_is_in_its_language(window, address):
    page = window(1280)
    page.goto(f"{address}/cs/visits/northern-bohemia/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Severní Čechy")
    expect(page.get_by_text("20.–24. září 2021").first).to_be_visible()
    expect(page.locator(".untranslated")).to_have_count(0)


def test_a_record_that_is_not_translated_says_so_and_names_its_language(window, address):
    page = window(1280)
    page.goto(f"{address}/it/visits/valencia/")

    expect(page.locator(".untranslated")).to_be_visible()
    expect(page.locator("h1 [lang=en]")).to_contain_text("Valencia: textiles")


def test_the_answer_is_in_the_language_of_the_page(window, address):
    page = window(390)
    page.goto(f"{address}/it/may-i-go/?type=sme&country=IT&to=northern-bohemia&days=3")

    expect(page.locator("#receipt")).to_contain_text("Sì, potete andare.")
    expect(page.locator("#receipt .big")).to_contain_text("305")
    expect(page.get_by_role("link", name="Invia la candidatura")).to_have_attribute(
        "href",
        "/apply/it/candidature?visit=northern-bohemia&type=sme&country=IT&days=3&cluster=partner",
    )
