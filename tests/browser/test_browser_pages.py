"""The public site in a real browser: for everyone, on every screen, leaving nothing behind."""

from __future__ import annotations

import pytest
from faults import faults
from keyboard import MOST_KEYS
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

TYPES = ("/", "/cs/", "/it/visits/valencia/", "/cs/faq/", "/visits/", "/visits/northern-bohemia/", "/visits/slovakia-online/",
         "/visits/valencia/", "/news/", "/search/", "/search/?q=liberec", "/faq/", "/host-a-visit/", "/legal/", "/accessibility/", "/hosts/", "/hosts/elmarco/", "/partners/", "/partners/clutex/",
         "/may-i-go/", "/rules/", "/documents/", "/how-it-works/", "/privacy/", "/404.html")  # fmt: skip


def test_no_page_type_has_an_accessibility_fault(window, address):
    page = window(390)
    found = {}
    for url in TYPES:
        page.goto(address + url)
        found |= faults(page, url)

    assert found == {}


def test_a_phones_first_screen_leads_to_all_of_the_home_page(window, address):
    page = window(390)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    roles, jumps = page.locator(".roles li a"), page.locator(".jumps a")

    assert roles.all_inner_texts() == ["Visit", "Host", "Get help"]
    assert jumps.all_inner_texts() == ["How it works", "How much", "Where"]
    for link in [*roles.all(), *jumps.all(), *page.locator(".swatches a").all()]:
        expect(link).to_be_in_viewport(ratio=1)
    for link, words in zip(jumps.all(), ("How it works", "How much", "Where"), strict=True):
        link.click()
        expect(page.get_by_role("heading", name=words, exact=True)).to_be_in_viewport()


def test_no_page_scrolls_sideways_on_the_narrowest_screen(window, address):
    """The usual widths are looked at above."""
    page = window(320)
    for url in TYPES:
        page.goto(address + url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


@pytest.mark.parametrize("width", [320, 390])
def test_everything_with_focus_is_in_the_window_and_has_an_outline(window, address, width):
    page = window(width)
    for url in TYPES:
        page.goto(address + url)
        for _ in range(MOST_KEYS):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => {
                  const it = document.activeElement;
                  if (it === document.body) return null;
                  const box = it.getBoundingClientRect();
                  const outlines = [getComputedStyle(it), getComputedStyle(it, "::after")];
                  return {
                    what: it.outerHTML.slice(0, 90),
                    inside: box.right > 0 && box.left < innerWidth
                      && box.bottom > 0 && box.top < innerHeight,
                    ring: outlines.some((s) => s.outlineStyle !== "none"
                      && parseFloat(s.outlineWidth) > 0),
                  };
                }"""
            )
            if seen is None:
                break
            assert seen["inside"], (url, seen["what"])
            assert seen["ring"], (url, seen["what"])
        else:
            pytest.fail(f"{url} has no end")


def test_the_menu_opens_by_keyboard_without_javascript(window, address):
    page = window(390, java_script_enabled=False)
    page.goto(address)

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Visits", exact=True).first).to_be_visible()


def test_a_visitor_finds_dates_and_euros_without_javascript(window, address):
    page = window(390, java_script_enabled=False)
    page.goto(address)

    page.get_by_role("link", name="All visits, held ones too").click()
    page.get_by_role("link", name="Northern Bohemia").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Northern Bohemia")
    expect(page.get_by_text("20–24 September 2021").first).to_be_visible()
    expect(page.get_by_text("€305").first).to_be_visible()
    expect(page.get_by_role("link", name="Send a candidature")).to_be_visible()


def test_reading_leaves_nothing_and_calls_nobody(window, address, built):
    """Every page in every language, not only one of each type."""
    page = window(1280)
    called = []
    page.on("request", lambda request: called.append(request.url))
    pages = [path.relative_to(built).parent.as_posix() for path in built.rglob("index.html")]
    assert len(pages) > 90
    for url in pages:
        page.goto(f"{address}/{url}/".replace("/./", "/"))
        stored = page.evaluate(
            """async () => localStorage.length + sessionStorage.length
              + (await indexedDB.databases()).length + (await caches.keys()).length"""
        )
        assert stored == 0, url

    assert page.context.cookies() == []
    assert [url for url in called if not url.startswith(address)] == []


def test_a_visit_prints_on_two_sheets(window, address):
    page = window(1280)
    page.goto(f"{address}/visits/northern-bohemia/")

    sheets = PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))

    words = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    assert len(sheets) <= 2
    assert "€305" in words
    assert "Applycon" in words
    assert "874137" in words  # the funding statement goes with the page


def test_motion_and_colours_that_people_ask_for_leave_the_page_whole(window, address):
    page = window(1280, forced_colors="active", reduced_motion="reduce")
    page.goto(f"{address}/visits/northern-bohemia/")

    badge = page.locator(".badge").first
    assert badge.evaluate("it => getComputedStyle(it).borderTopWidth") == "1px"
    assert page.evaluate("getComputedStyle(document.body).animationName") == "none"
