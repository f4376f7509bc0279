"""The officer's whole way by keyboard alone, without JavaScript."""

from __future__ import annotations

from keyboard import Keyboard, heading
from playwright.sync_api import expect


def test_an_officer_works_through_the_queue_by_keyboard_alone(window, site, applicants):
    first, second = (
        applicants.applicant().applies(
            organisation=name,
            cluster="eu-vri",
            email=f"{name}@example.org",
            registration=name,
            visited_before=before,
        )
        for name, before in (("Primo", "unsure"), ("Secondo", "no"))
    )
    other = applicants.applicant().applies(organisation="Terzo", email="3@example.org")
    for each in (first, second, other):
        each.confirms()
    page = window(1280, java_script_enabled=False)
    keys = Keyboard(page)

    page.goto(site.at("/review/"))
    keys.comes_in("otto", site.passwords["otto"])
    heading(page, "Waiting for you: 2")
    expect(page.locator("table.queue")).not_to_contain_text("Terzo")  # a case of another cluster

    keys.presses("Primo")
    heading(page, "Primo")
    keys.presses("Settle…")
    heading(page, "Settle the open rule")
    keys.picks("What did you find out?", "The rule holds")
    keys.types("How do you know?…", "We asked them by phone.")
    keys.presses("Settle")
    expect(page.locator("main")).to_contain_text("Open rule settled by otto")
    keys.presses("The rules hold")
    keys.presses("Accept")
    expect(page.locator(".decide")).to_contain_text("otto decided: accepted")
    keys.presses("Read the mail and release")
    heading(page, "This mail leaves when you release it")
    expect(page.locator("main")).to_contain_text("€305")
    keys.presses("Release and send")
    expect(page.locator(".decide")).to_contain_text("Waits for")

    keys.presses("Secondo")  # the next case
    keys.presses("Ask the applicant")
    heading(page, "What do you need to know?")
    keys.types("Your question…", "Who travels?")
    keys.ticks("How many people travel?")
    keys.presses("Ask the applicant")
    expect(page.locator(".decide")).to_contain_text("The applicant may answer until")

    keys.presses("Queue")
    heading(page, "Waiting for you: 0")
    keys.presses("With the applicant…")
    expect(page.locator("table.queue")).to_contain_text("Secondo")
    keys.presses("Sign out")
    assert first.case.state == "accepted"
    assert second.case.waits_for == "applicant"
