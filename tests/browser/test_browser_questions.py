"""The office asks and the applicant answers, on a phone without JavaScript."""

from __future__ import annotations

import pytest
from faults import faults
from playwright.sync_api import Page, expect
from ways import Site, apply, confirm, open_mailed_link, sign_in

QUESTION = "Who is the second person,\nand what will she do at the visit?"


@pytest.fixture
def look(window):
    """Looks at a page in a window with scripts, which Axe needs; the faults are said at the end."""
    found = {}

    def look_at(page: Page, what: str) -> None:
        again = window(390)
        again.context.add_cookies(page.context.cookies())
        again.goto(page.url)
        found.update(faults(again, what))
        again.close()

    yield look_at
    assert found == {}


def heading(page: Page):
    return expect(page.get_by_role("heading", level=1))


def test_a_question_is_asked_and_answered_and_the_data_erased(window, site, look):
    anna, jana = window(390, java_script_enabled=False), window(1280)
    reference = apply(anna, site, "Domande Esempio")
    confirm(anna, site, reference)
    sign_in(jana, site)

    asks(jana, site, reference, look)
    answers(anna, site, reference, look)

    jana.goto(f"{site.address}/review/")
    expect(jana.locator("table.queue")).to_contain_text("Answered")
    jana.get_by_role("link", name="Domande Esempio", exact=True).click()
    expect(jana.locator(".journey")).to_contain_text("Travellers: 2 → 1")
    look(jana, "case")
    anna.get_by_role("link", name="Print a summary").click()
    look(anna, "summary")
    asks_for_erasure(anna, site, reference, look)
    erases(jana, site, reference, look)


def asks(jana: Page, site: Site, reference: str, look) -> None:
    jana.goto(f"{site.address}/review/cases/{reference}")
    jana.get_by_role("link", name="Ask the applicant").click()
    jana.get_by_role("button", name="Ask the applicant").click()
    expect(jana.locator(".errors")).to_contain_text("Write the question.")
    look(jana, "ask")
    jana.get_by_label("Your question").fill(QUESTION)
    jana.get_by_label("How many people travel?").check()
    jana.get_by_role("button", name="Ask the applicant").click()
    expect(jana.locator(".decide")).to_contain_text("Friday 25 June 2021")


def answers(anna: Page, site: Site, reference: str, look) -> None:
    open_mailed_link(anna, site, f"{reference}: we need an answer by Friday 25 June 2021")
    look(anna, "question")
    heading(anna).to_have_text("We need an answer from you by Friday 25 June 2021")
    expect(anna.locator("#question")).to_contain_text("Who is the second person")
    anna.get_by_label("How many people travel?").fill("9")
    anna.get_by_label("Your answer in words").fill("My colleague is ill.")
    anna.get_by_role("button", name="Send the answer").click()
    expect(anna.locator(".errors")).to_contain_text("Write a number from 1 to 2.")
    expect(anna.get_by_label("Your answer in words")).to_have_value("My colleague is ill.")
    anna.get_by_label("How many people travel?").fill("1")
    anna.get_by_role("button", name="Send the answer").click()
    heading(anna).to_have_text("Your candidature is being checked")
    look(anna, "status")


def asks_for_erasure(anna: Page, site: Site, reference: str, look) -> None:
    anna.goto(f"{site.address}/apply/case/{reference}/my-data")
    look(anna, "my data")
    anna.get_by_role("button", name="Send me the link for the erasure").click()
    open_mailed_link(anna, site, f"{reference}: your link")
    look(anna, "erasure")
    anna.get_by_label("I want my data to be erased").check()
    anna.get_by_role("button", name="Ask for the erasure").click()
    heading(anna).to_have_text("The office has your request")


def erases(jana: Page, site: Site, reference: str, look) -> None:
    jana.goto(f"{site.address}/review/cases/{reference}")
    jana.get_by_role("link", name="Decide about the erasure", exact=True).click()
    look(jana, "decide about the erasure")
    jana.get_by_label("Erase everything now").check()
    jana.get_by_role("button", name="Decide").click()
    heading(jana).to_have_text("The data of this case is erased")
    look(jana, "erased")
