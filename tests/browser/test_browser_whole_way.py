"""The newcomer's whole way, in a real browser on the real service: from the visit to the evidence."""

from __future__ import annotations

import re

import pytest
from faults import faults
from make_files import jpeg, pdf
from playwright.sync_api import Page, expect
from ways import (
    NUMBERS,
    Site,
    apply,
    confirm,
    go_on,
    offer_to_host,
    open_mailed_link,
    sign_in,
)

AFTER = "2021-09-27"
LONG_WORD = "W" * 80
PDF, PHOTO = pdf(), jpeg(1200, 900)


def test_no_page_of_applicants_and_hosts_has_an_accessibility_fault(window, site):
    page, found = window(390), {}

    def look(at: Page, what: str) -> None:
        found.update(faults(at, what))

    page.goto(f"{site.address}/apply/candidature?visit=northern-bohemia")
    look(page, "first step")
    go_on(page)
    look(page, "errors")
    for address in (
        "/apply/",
        "/apply/visits/northern-bohemia",
        "/apply/link/x",
        "/apply/lost",
        "/dev/mail/",
    ):
        page.goto(site.address + address)
        look(page, address)
    reference = apply(page, site, f"Esempio {LONG_WORD}")
    look(page, "receipt")
    open_mailed_link(page, site, "Confirm your address")
    look(page, "confirmed")
    open_mailed_link(page, site, f"{reference}: your candidature is with us")
    look(page, "status")

    page.goto(f"{site.address}/apply/host/")
    look(page, "who offers")
    offered = offer_to_host(
        page, site, f"Příklad {LONG_WORD}", lambda: look(page, "what is offered")
    )
    look(page, "offer sent")
    open_mailed_link(page, site, "Confirm your address")
    open_mailed_link(page, site, f"{offered}: your offer to host is with us")
    look(page, "offer")
    page.get_by_role("link", name="Your data: copy, erasure").click()
    look(page, "a host's data")

    assert found == {}


def test_the_form_is_filled_in_by_keyboard_alone(window, site):
    page = window(390)
    page.goto(f"{site.address}/apply/candidature?visit=northern-bohemia&country=IT&type=sme")

    page.get_by_label("Legal name of the organisation").focus()
    for keys in ("Tessuti Esempio", "Tab", "IT 012", "Tab", "Tab", "Tab", "ArrowDown", "ArrowUp",
                 "Tab", "ArrowDown", "ArrowUp", "Tab", "ArrowDown", "ArrowUp", "Enter"):  # fmt: skip
        if keys in ("Tab", "ArrowDown", "ArrowUp", "Enter"):
            page.keyboard.press(keys)
        else:
            page.keyboard.type(keys)

    expect(page.get_by_role("heading", level=1)).to_have_text("Who travels?")


def test_an_own_exchange_is_planned_by_keyboard_on_a_phone_without_javascript(window, site):
    """From the host's page to the receipt; every page of the way has no accessibility fault."""
    page, reader, found = window(390, java_script_enabled=False), window(390), {}

    def types(*keys: str) -> None:
        for key in keys:
            named = re.fullmatch(r"Tab|Enter|Space|Arrow\w+|Home", key)
            page.keyboard.press(key) if named else page.keyboard.type(key)

    def arrives_at(title: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        reader.context.add_cookies(page.context.cookies())  # axe itself is a script
        reader.goto(page.url)
        found.update(faults(reader, title))

    def begins_at(label: str) -> None:
        page.get_by_label(label, exact=True).first.focus()

    page.goto(f"{site.address}/hosts/rice/")
    page.get_by_role("link", name="Plan an exchange with this host").focus()
    types("Enter")
    arrives_at("Who are you?")
    begins_at("Legal name of the organisation")
    types("Tessuti Esempio", "Tab", "IT 0123", "Tab", "Italy", "Tab", "Space", "Tab", "Space",
          "Tab", "Space", "Enter")  # fmt: skip
    arrives_at("Who travels?")
    begins_at("Name of the person we write to")
    types("Anna Esempio", "Tab", f"anna{next(NUMBERS)}@example.org", "Tab", "2", "Tab",
          "Anna Esempio", "Tab", "Space", "Tab", "ArrowDown", "Tab", "Vegetarian", "Tab", "Tab",
          "Enter")  # fmt: skip
    arrives_at("Where do you want to go?")
    expect(page.get_by_label("Country of the hosts")).to_have_value("CZ")
    begins_at("Country of the hosts")
    types("Tab", "Enter")
    arrives_at("Which hosts, and when?")
    expect(page.get_by_label("RICE")).to_be_checked()
    page.locator("[name=first_on]").focus()
    types("10042021", "Tab", "Tab", "10082021")
    page.locator("[name=near][value=no]").focus()
    types("Space", "Enter")
    arrives_at("What is the visit for?")
    page.locator("[name=objectives]").focus()
    types("A nanofibre layer that still breathes.", "Tab", "Tab", "Tab", "Enter")
    arrives_at("What do you declare?")
    page.locator("[name=declared]").first.focus()
    types("Space", "Tab", "Space", "Tab", "Space", "Enter")
    arrives_at("Check your answers")
    expect(page.locator(".receipt .big")).to_have_text("€610")
    page.get_by_role("button", name="Send the candidature").focus()
    types("Enter")
    arrives_at("Now confirm your address")
    for route in ("find-host", "own"):
        page.goto(f"{site.address}/apply/candidature?route={route}")
        arrives_at("Who are you?")

    assert found == {}


def test_the_summary_of_errors_leads_to_the_question(window, site):
    page = window(390)
    page.goto(f"{site.address}/apply/candidature?visit=northern-bohemia")
    go_on(page)

    page.get_by_role("link", name="Write the name of your organisation.").click()

    expect(page.get_by_label("Legal name of the organisation")).to_be_focused()


def test_the_applicants_cookie_goes_with_the_browser(window, site):
    page = window(390)
    page.goto(f"{site.address}/apply/candidature?visit=northern-bohemia")

    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["path"], cookie["expires"]) == ("xchange_apply", "/apply", -1)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


WINDOWS = {"desk": (1280, True), "phone": (390, True), "phone without JavaScript": (390, False)}


@pytest.fixture
def after_the_visit(site):
    """Lets the service start again on a later day; the next test finds it on its usual one."""
    yield lambda: site.start_again(XCHANGE_TODAY=AFTER)
    site.start_again()


def test_from_the_visit_to_the_accepted_evidence(window, site, after_the_visit):
    """At a desk, on a phone, and on a phone without JavaScript."""
    ways = []
    for name, (width, scripts) in WINDOWS.items():
        anna, jana = (window(width, java_script_enabled=scripts) for _ in range(2))
        ways.append((anna, jana, is_accepted(anna, jana, site, f"Tessuti Esempio, {name}")))

    after_the_visit()

    for anna, jana, reference in ways:
        sends_evidence(anna, site, reference)
        looks_at_evidence(jana, site, reference)
        anna.reload()
        expect(anna.get_by_role("heading", level=1)).to_have_text("We need another copy from you")
        expect(anna.locator("#attendance")).to_contain_text("The signature is missing.")


def is_accepted(anna: Page, jana: Page, site: Site, organisation: str) -> str:
    """Anna applies and confirms; Jana checks, accepts and releases."""
    reference = apply(anna, site, organisation)
    confirm(anna, site, reference)

    sign_in(jana, site)
    jana.get_by_role("link", name=organisation, exact=True).click()
    jana.get_by_role("button", name="The rules hold").click()
    jana.get_by_role("button", name="Accept", exact=True).click()
    jana.get_by_role("link", name="Read the mail and release", exact=True).click()
    expect(jana.locator("main")).to_contain_text("€305")
    jana.get_by_role("button", name="Release and send").click()
    anna.reload()
    expect(anna.get_by_role("heading", level=1)).to_have_text("You are accepted")
    return reference


def sends_evidence(anna: Page, site: Site, reference: str) -> None:
    """A PDF, some words and a phone photo."""
    anna.goto(f"{site.address}/apply/case/{reference}")
    send_file(anna, "attendance", "certificate.pdf", "application/pdf", PDF)
    outcomes = anna.locator("#outcomes")
    outcomes.get_by_label("In your words").fill("We test a layer with RICE.")
    outcomes.get_by_role("button", name="Save these words").click()
    send_file(anna, "outcomes", "IMG_2044.jpg", "image/jpeg", PHOTO)
    expect(anna.get_by_role("heading", level=1)).to_have_text("We look at what you sent")


def send_file(anna: Page, slot: str, name: str, kind: str, content: bytes) -> None:
    """Choose a file; without JavaScript it goes with a button."""
    place = anna.locator(f"#{slot}")
    chosen = {"name": name, "mimeType": kind, "buffer": content}
    place.get_by_label(re.compile("^(Choose files|Add files)")).set_input_files(chosen)
    button = place.get_by_role("button", name="Send the files")
    if anna.locator("noscript").first.is_visible():
        button.click()
    expect(place.locator("[data-fresh] .file")).to_contain_text(name)


def looks_at_evidence(jana: Page, site: Site, reference: str) -> None:
    """Jana saves one file, looks at the other, accepts one item and asks again for the other."""
    jana.goto(f"{site.address}/review/cases/{reference}")
    with jana.expect_download() as download:
        jana.get_by_role("link", name="Save certificate.pdf").click()
    assert download.value.path().read_bytes() == PDF
    jana.get_by_role("link", name="Look at IMG_2044.jpg").click()
    again, sheet = jana.get_by_role("link", name="Look again"), jana.locator("img.sheet")
    expect(again.or_(sheet)).to_be_visible()
    while again.is_visible():  # the worker draws
        again.click()
        expect(again.or_(sheet)).to_be_visible()  # between two pages there is neither
    expect(sheet).to_have_js_property("naturalWidth", 1200)
    jana.get_by_role("link", name=reference).click()
    jana.get_by_role("button", name="Accept What came of the visit").click()
    jana.get_by_role("link", name=re.compile("Ask for another copy")).click()
    jana.get_by_label("Reason").fill("The signature is missing.")
    jana.get_by_role("button", name="Send and ask").click()
    for line in ("Evidence arrived", "File opened", "Evidence accepted", "Asked for another copy"):
        expect(jana.locator(".journey")).to_contain_text(line)
