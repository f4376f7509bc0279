"""The people of the service at their windows: what each of them types and presses."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

from playwright.sync_api import Page, expect
from processes import Up, copy_content

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""The same engine twice; the shell draws no window around a page, which takes most of the time that
a new page needs."""
VISIT = "/apply/candidature?visit=northern-bohemia&country=IT&type=sme"
NUMBERS = count()  # an address that nobody confirmed gets three mails a day


class Site:
    """The running service, with the example staff's passwords; `change` edits its content first."""

    def __init__(self, folder: Path, change: Callable[[Path], None] = lambda _: None) -> None:
        self.folder = folder
        copy_content(folder)
        change(folder)
        self.passwords: dict[str, str] = {}
        self.start()

    def start(self, **environ: str) -> None:
        self.up = Up(self.folder, XCHANGE_ENV="development", **environ)
        self.up.wait_until_ready()
        said = "\n".join(self.up.said)
        self.passwords |= re.findall(r"Example staff: (\w+)  (\S+)", said)

    def start_again(self, **environ: str) -> None:
        self.up.end()
        self.start(**environ)

    @property
    def address(self) -> str:
        return f"http://localhost:{self.up.port}"  # not the number: a browser gives it no passkeys

    def at(self, path: str) -> str:
        return self.address + path


def apply(page: Page, site: Site, organisation: str) -> str:
    """Find the form from the visit, fill it in and send it; give the reference on the receipt."""
    page.goto(site.at("/visits/northern-bohemia/"))
    page.get_by_role("link", name="Send a candidature").first.click()
    page.get_by_label("Country where it is registered").select_option("IT")
    page.get_by_label("Company (SME)").check()
    answer(page, organisation)
    expect(page.locator(".receipt .big")).to_have_text("€305")
    page.get_by_role("button", name="Send the candidature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now confirm your address")
    return page.locator("text=/X-\\w{4}-\\w\\w/").first.inner_text()


def fill_in(page: Page, site: Site) -> None:
    """Go up to the page on which everything is checked once more."""
    page.goto(site.at(VISIT))
    answer(page)


def begin(page: Page, site: Site) -> str:
    """Answer the first two pages; give the reference of the draft."""
    page.goto(site.at(VISIT))
    answer_who(page)
    return re.search(r"X-\w{4}-\w\w", page.url)[0]


def answer(page: Page, organisation: str = "Tessuti Esempio") -> None:
    """Answer all pages of the form, from the first."""
    answer_who(page, organisation)
    page.get_by_label("First day at the visit").select_option("2021-09-20")
    page.get_by_label("Last day at the visit").select_option("2021-09-22")
    page.locator("[name=near][value=no]").check()
    go_on(page)
    page.get_by_label("What do you want to learn").fill("A nanofibre layer that still breathes.")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you declare?")
    for sentence in page.locator("[name=declared]").all():
        sentence.check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


def answer_who(page: Page, organisation: str = "Tessuti Esempio") -> None:
    """Say which organisation it is, and who travels."""
    page.get_by_label("Legal name of the organisation").fill(organisation)
    page.get_by_label("Registration or VAT number").fill("IT 01234567890")
    page.locator("[name=small_enough][value=yes]").check()
    page.locator("[name=cluster][value=ntt]").check()
    go_on(page)
    page.get_by_label("Name of the person we write to").fill("Anna Esempio")
    page.get_by_label("E-mail of that person").fill(f"anna{next(NUMBERS)}@example.org")
    page.get_by_label("How many people travel?").fill("2")
    page.get_by_label("Every person who travels").check()
    page.locator("[name=visited_before][value=no]").check()
    go_on(page)


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


def confirm(page: Page, site: Site, reference: str) -> None:
    """Confirm the address and open the case, by the two mails."""
    open_mailed_link(page, site, "Confirm your address")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your address is confirmed")
    open_mailed_link(page, site, f"{reference}: your candidature is with us")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your candidature is being checked")


def sign_in(page: Page, site: Site, name: str = "jana") -> None:
    page.goto(site.at("/review/sign-in"))
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(site.passwords[name])
    page.get_by_role("button", name="Sign in", exact=True).click()
