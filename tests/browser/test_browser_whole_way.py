"""The newcomer's whole way, in a real browser on the real service: from the visit to the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from make_files import jpeg, pdf
from playwright.sync_api import Page, expect
from processes import Up, copy_content

AFTER = "2021-09-27"
NUMBERS = count()  # an address that nobody confirmed gets three mails a day
PDF, PHOTO = pdf(), jpeg(1200, 900)


class Site:
    """The running service, and the people at their windows."""

    def __init__(self, folder) -> None:
        self.folder = folder
        self.start()

    def start(self, **environ: str) -> None:
        self.up = Up(self.folder, XCHANGE_ENV="development", **environ)
        self.up.wait_until_ready()
        for line in self.up.said:
            if found := re.match(r"Example staff: jana  (\S+)", line):
                self.password = found[1]

    def start_after_the_visit(self) -> None:
        self.up.end()
        self.start(XCHANGE_TODAY=AFTER)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.up.port}"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole-way")
    copy_content(folder)
    running = Site(folder)
    yield running
    running.up.end()


def apply(page: Page, site: Site, organisation: str) -> str:
    """Fill in the form as a visitor does; give the reference on the receipt."""
    page.goto(f"{site.address}/visits/northern-bohemia/")
    page.get_by_role("link", name="Send a candidature").first.click()
    page.get_by_label("Legal name of the organisation").fill(organisation)
    page.get_by_label("Registration or VAT number").fill("IT 01234567890")
    page.get_by_label("Country where it is registered").select_option("IT")
    page.get_by_label("Company (SME)").check()
    page.locator("[name=small_enough][value=yes]").check()
    page.locator("[name=cluster][value=ntt]").check()
    go_on(page)
    page.get_by_label("Name of the person we write to").fill("Anna Esempio")
    page.get_by_label("E-mail of that person").fill(f"anna{next(NUMBERS)}@example.org")
    page.get_by_label("How many people travel?").fill("2")
    page.get_by_label("Every person who travels").check()
    page.locator("[name=visited_before][value=no]").check()
    go_on(page)
    page.get_by_label("First day at the visit").select_option("2021-09-20")
    page.get_by_label("Last day at the visit").select_option("2021-09-22")
    page.locator("[name=near][value=no]").check()
    go_on(page)
    page.get_by_label("What do you want to learn").fill("A nanofibre layer that still breathes.")
    go_on(page)
    for sentence in page.locator("[name=declared]").all():
        sentence.check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.locator(".receipt .big")).to_have_text("€305")
    page.get_by_role("button", name="Send the candidature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now confirm your address")
    return page.locator("text=/X-\\w{4}-\\w\\w/").first.inner_text()


def offer_to_host(page: Page, site: Site, organisation: str, on_second: Callable[[], None]) -> str:
    """Fill in a host's offer; give the reference on the receipt."""
    page.goto(f"{site.address}/apply/host/")
    page.get_by_label("Legal name of the organisation").fill(organisation)
    page.get_by_label("Company (SME)").check()
    page.get_by_label("Country where visitors come to you").select_option("CZ")
    page.get_by_label("Town where visitors come to you").fill("Liberec")
    page.locator("[name=cluster][value=clutex]").check()
    page.get_by_label("Name of the person we write to").fill("Eva Příkladová")
    page.get_by_label("E-mail of that person").fill(f"eva{next(NUMBERS)}@example.org")
    go_on(page)
    on_second()
    page.get_by_label("What can visitors see?").fill("A line that spins nanofibres.")
    page.get_by_label("Industry").select_option("textiles")
    page.get_by_label("Czech").check()
    page.get_by_label("I speak for the organisation").check()
    page.get_by_role("button", name="Send the offer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now confirm your address")
    return page.locator("text=/X-\\w{4}-\\w\\w/").first.inner_text()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def open_mailed_link(page: Page, site: Site, subject: str) -> None:
    """Find a mail at /dev/mail/ and press the button behind its link."""
    page.goto(f"{site.address}/dev/mail/")
    page.get_by_role("link", name=re.compile(subject)).first.click()
    page.locator("main a[href*='/apply/link/']").click()
    page.locator("main button").click()


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/review/")
    page.get_by_label("Name").fill("jana")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_service_has_an_accessibility_fault(window, site, scheme):
    page, office = window(390, color_scheme=scheme), window(1280, color_scheme=scheme)
    faults = {}

    def look(at: Page, what: str) -> None:
        for width in (390, 1280):
            at.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(at)
            sideways = at.evaluate("document.documentElement.scrollWidth") > width
            if found.violations_count or sideways:
                faults[f"{what} {width}"] = found.generate_report() or "scrolls sideways"

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
    reference = apply(page, site, f"Esempio {scheme}")
    look(page, "receipt")
    open_mailed_link(page, site, "Confirm your address")
    look(page, "confirmed")
    open_mailed_link(page, site, f"{reference}: your candidature is with us")
    look(page, "status")
    office.goto(f"{site.address}/review/")
    look(office, "sign in")
    sign_in(office, site)
    look(office, "queue")
    for path in ("", "/reject", "/release"):
        office.goto(f"{site.address}/review/cases/{reference}{path}")
        look(office, f"case{path}")

    page.goto(f"{site.address}/apply/host/")
    look(page, "who offers")
    offered = offer_to_host(page, site, f"Příklad {scheme}", lambda: look(page, "what is offered"))
    look(page, "offer sent")
    open_mailed_link(page, site, "Confirm your address")
    open_mailed_link(page, site, f"{offered}: your offer to host is with us")
    look(page, "offer")
    for path in ("", "/accept", "/reject"):
        office.goto(f"{site.address}/review/offers/{offered}{path}")
        look(office, f"offer{path}")

    assert faults == {}


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
    page, reader, faults = window(390, java_script_enabled=False), window(390), {}

    def types(*keys: str) -> None:
        for key in keys:
            named = re.fullmatch(r"Tab|Enter|Space|Arrow\w+|Home", key)
            page.keyboard.press(key) if named else page.keyboard.type(key)

    def arrives_at(title: str) -> None:
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        reader.context.add_cookies(page.context.cookies())  # axe itself is a script
        reader.goto(page.url)
        found, wide = Axe().run(reader), reader.evaluate("document.documentElement.scrollWidth")
        if found.violations_count or wide > 390:
            faults[title] = found.generate_report() or "scrolls sideways"

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

    assert faults == {}


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


def test_from_the_visit_to_the_accepted_evidence(window, site):
    """At a desk, on a phone, and on a phone without JavaScript."""
    ways = []
    for name, (width, scripts) in WINDOWS.items():
        anna, jana = (window(width, java_script_enabled=scripts) for _ in range(2))
        ways.append((anna, jana, is_accepted(anna, jana, site, f"Tessuti Esempio, {name}")))

    site.start_after_the_visit()

    for anna, jana, reference in ways:
        sends_evidence(anna, site, reference)
        looks_at_evidence(jana, site, reference)
        anna.reload()
        expect(anna.get_by_role("heading", level=1)).to_have_text("We need another copy from you")
        expect(anna.locator("#attendance")).to_contain_text("The signature is missing.")


def is_accepted(anna: Page, jana: Page, site: Site, organisation: str) -> str:
    """Anna applies and confirms; Jana checks, accepts and releases."""
    reference = apply(anna, site, organisation)
    open_mailed_link(anna, site, "Confirm your address")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Your address is confirmed")
    open_mailed_link(anna, site, f"{reference}: your candidature is with us")
    expect(anna.get_by_role("heading", level=1)).to_have_text("Your candidature is being checked")

    sign_in(jana, site)
    jana.get_by_role("link", name=organisation, exact=True).click()
    jana.get_by_role("button", name="The rules hold").click()
    jana.get_by_role("button", name="Accept", exact=True).click()
    jana.get_by_role("link", name="Read the mail and release").click()
    expect(jana.locator(".mail")).to_contain_text("€305")
    jana.get_by_role("button", name="Release the decision").click()
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
    again = jana.get_by_role("link", name="Look again")
    while again.is_visible():  # the worker draws
        again.click()
    expect(jana.locator("img.sheet")).to_have_js_property("naturalWidth", 1200)
    jana.get_by_role("link", name=reference).click()
    jana.get_by_role("button", name="Accept What came of the visit").click()
    jana.get_by_role("link", name=re.compile("Ask for another copy")).click()
    jana.get_by_label("Reason").fill("The signature is missing.")
    jana.get_by_role("button", name="Send and ask").click()
    for line in ("Evidence arrived", "File opened", "Evidence accepted", "Asked for another copy"):
        expect(jana.locator(".journey")).to_contain_text(line)
