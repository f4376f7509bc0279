"""The whole way of an officer, the coordinator and an auditor, each at a window of their own.

The officer uses nothing but the keyboard, and has no JavaScript.
"""

from __future__ import annotations

import io
import re

from faults import faults
from make_files import pdf
from playwright.sync_api import Page, expect
from ways import sign_in

MOST_KEYS = 150
LETTER = pdf()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


class Keyboard:
    """The keys under somebody's hands."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, name: str) -> None:
        """Press Tab until a link, a button or a field of this name has the focus."""
        for _ in range(MOST_KEYS):
            self.page.keyboard.press("Tab")
            focused = self.page.locator(":focus")
            if focused.count() and self._name(focused).startswith(name):
                return
        raise AssertionError(f"{name!r} is not reached by the Tab key at {self.page.url}")

    def presses(self, name: str) -> None:
        """Go to a link or a button and press Enter."""
        self.goes_to(name)
        self.page.keyboard.press("Enter")

    def types(self, name: str, words: str) -> None:
        """Go to a field and type."""
        self.goes_to(name)
        self.page.keyboard.type(words)

    def chooses(self, name: str) -> None:
        """Go to a box to tick, and tick it."""
        self.goes_to(name)
        self.page.keyboard.press("Space")

    @staticmethod
    def _name(focused) -> str:
        """The words at the focused thing: of its label, or its own."""
        return focused.evaluate(
            "it => ((it.labels && it.labels[0]) || it).innerText.trim().replace(/\\s+/g, ' ')"
        )


def test_an_officer_works_through_the_queue_by_keyboard_alone(window, site, applicants):
    first, second = (
        applicants.applicant().applies(
            organisation=name, cluster="eu-vri", email=f"{name}@example.org", registration=name
        )
        for name in ("Primo", "Secondo")
    )
    other = applicants.applicant().applies(organisation="Terzo", email="3@example.org")
    for each in (first, second, other):
        each.confirms()
    page = window(1280, java_script_enabled=False)
    keys = Keyboard(page)

    page.goto(site.at("/review/"))
    keys.types("Name", "otto")
    keys.types("Password", site.passwords["otto"])
    page.keyboard.press("Enter")
    heading(page, "Waiting for you: 2")
    expect(page.locator("table.queue")).not_to_contain_text("Terzo")  # a case of another cluster

    keys.presses("Primo")
    heading(page, "Primo")
    while page.get_by_role("link", name=re.compile("^Settle")).count():
        keys.presses("Settle")
        heading(page, "Settle the open rule")
        keys.chooses("Yes")
        keys.types("Your reason", "The member list has it.")
        keys.presses("Settle")
    keys.presses("The rules hold")
    keys.presses("Accept")
    expect(page.locator(".decide")).to_contain_text("otto decided: accepted")
    keys.presses("Read the mail and release")  # what is left to do leads to the bar
    keys.presses("Read the mail and release")
    heading(page, "This mail leaves when you release it")
    expect(page.locator("main")).to_contain_text("€305")
    keys.presses("Release and send")
    expect(page.locator(".decide")).to_contain_text("Waits for")

    keys.presses("Secondo")  # the next case
    keys.presses("Ask the applicant")
    heading(page, "What do you need to know?")
    keys.types("Your question", "Who travels?")
    keys.chooses("How many people travel?")
    keys.presses("Ask the applicant")
    expect(page.locator(".decide")).to_contain_text("The applicant may answer until")

    keys.presses("Queue")
    heading(page, "Waiting for you: 0")
    keys.presses("With the applicant")
    expect(page.locator("table.queue")).to_contain_text("Secondo")
    keys.presses("Sign out")
    assert first.case.state == "accepted"
    assert second.case.waits_for == "applicant"


def test_the_coordinator_decides_for_every_cluster_and_opens_a_case_again(window, site, applicants):
    anna = applicants.applicant().applies(organisation="Quarto", email="4@example.org")
    anna.confirms()
    host = applicants.host().offers(organisation="Pátá přádelna", cluster="ntt").confirms()
    page = window(1280)
    sign_in(page, site)

    page.get_by_role("searchbox").fill("quarto")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Quarto", exact=True).click()
    page.get_by_role("link", name="Reject").click()
    page.get_by_label("In your own words").fill("The visit is about another fibre.")
    page.get_by_role("button", name="Decide to reject").click()
    expect(page.locator(".decide")).to_contain_text("jana decided: rejected")
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("link", name="Reject").click()
    page.get_by_label("In your own words").fill("The visit is about another fibre.")
    page.get_by_role("button", name="Decide to reject").click()
    page.get_by_role("link", name="Read the mail and release", exact=True).click()
    expect(page.locator("main")).to_contain_text("The visit is about another fibre.")
    page.get_by_role("button", name="Release and send").click()
    page.get_by_role("link", name="Open again").click()
    page.get_by_label("Reason").fill("The hosts changed their programme.")
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_role("button", name="The rules hold")).to_be_visible()
    for line in ("Decision taken back", "Rejection released", "Opened again"):
        expect(page.locator(".journey")).to_contain_text(line)

    page.goto(site.at(f"/review/offers/{host.reference}"))
    page.get_by_role("link", name="Accept").click()
    page.get_by_role("button", name="Accept the offer").click()
    assert anna.case.state == "submitted"
    assert host.case.state == "accepted"


def test_the_coordinator_rejects_two_at_once_after_seeing_what_each_gets(window, site, applicants):
    both = [
        applicants.applicant()
        .applies(organisation=f"{name} Tintoria", email=f"{name}@example.org", registration=name)
        .confirms()
        for name in ("Ottavo", "Nono")
    ]
    page = window(1280)
    sign_in(page, site)
    page.goto(site.at("/review/?view=all&q=tintoria"))

    for name in ("Ottavo", "Nono"):
        page.get_by_label(f"Tick {name}").check()
    page.locator("#bulk").get_by_role("button", name="Reject").click()
    heading(page, "Why do you reject 2 cases?")
    found = faults(page, "ask")
    page.get_by_label("In your own words").fill("The mill is closed.")
    page.get_by_role("button", name="See what each gets").click()
    heading(page, "Reject: this is what each case gets")
    found |= faults(page, "sure")
    page.get_by_role("button", name="Reject: 2").click()
    heading(page, "2 of 2 cases done")
    found |= faults(page, "done")

    assert [each.case.decision for each in both] == ["rejected", "rejected"]
    assert all(each.case.pending for each in both)
    assert found == {}


def test_an_auditor_reads_everything_and_changes_nothing(window, site, applicants):
    anna = applicants.applicant().fills_in(organisation="Sesto", email="6@example.org")
    home = f"/apply/case/{anna.reference}/evidence/supporting"
    anna.presses(home, {"file": (io.BytesIO(LETTER), "letter.pdf")})
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends().confirms()
    page = window(390)
    sign_in(page, site, "aldo")

    page.get_by_role("link", name=re.compile("^All")).click()
    page.get_by_role("link", name="Sesto", exact=True).click()
    expect(page.locator(".decide")).to_contain_text("You read this case; others decide it.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save letter.pdf").click()
    assert download.value.path().read_bytes() == LETTER
    page.reload()
    expect(page.locator(".journey")).to_contain_text(re.compile("File opened.*aldo", re.S))
    posting = page.locator("form[method=post]")
    expect(posting).to_have_count(1)
    expect(posting).to_contain_text("Sign out")

    page.goto(site.at(f"/review/cases/{anna.reference}/reject"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Why do you reject it?")
    assert anna.case.pending is False
