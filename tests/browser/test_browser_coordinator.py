"""The coordinator's whole way through a day in the office, by keyboard alone.

The programme asks for four eyes, alone only with a reason, and has a budget. Eighteen of the twenty
seats are taken before the day begins.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from faults import faults
from keyboard import Keyboard, heading
from people import Applicant
from playwright.sync_api import Locator, Page, expect
from service_fixtures import Service
from ways import Site

ALONE = "Olga is at the fair, and the visit begins soon."
NAMES = ("Primo", "Secondo", "Terzo", "Quarto", "Quinto")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    running = Site(tmp_path_factory.mktemp("four-eyes"), change=ask_for_four_eyes)
    yield running
    running.up.end()


def ask_for_four_eyes(folder: Path) -> None:
    with (folder / "content/programme.yml").open("a") as about:
        about.write("four_eyes: exceptions\n")
    with (folder / "content/calls/extratex-2021.yml").open("a") as call:
        call.write("budget_eur: 6100\n")


def applies(applicants: Service, name: str) -> Applicant:
    answers = {"registration": name, "email": f"{name}@example.org"}
    return applicants.applicant().applies(organisation=f"{name} Tintoria", **answers).confirms()


def decide_bar(page: Page) -> Locator:
    return page.locator(".decide")


def test_a_coordinators_day_by_keyboard_alone(window, site, applicants):
    applicants.has_accepted(18)
    primo, secondo, terzo, quarto, quinto = (applies(applicants, name) for name in NAMES)
    host = applicants.host().offers(organisation="Sesta přádelna", cluster="ntt").confirms()
    olga = applicants.officer("olga", "officer", cluster="ntt")
    olga.does(quinto.reference, "reject", reason="The mill is closed.")
    page = window(1280)
    keys = Keyboard(page)

    page.goto(site.at("/review/"))
    heading(page, "Sign in to the office")
    keys.comes_in("jana", site.passwords["jana"])
    heading(page, "Waiting for you: 6")
    accepts_alone_and_says_why(keys, primo)
    changes_the_mail_that_waits(keys, primo)
    undoes_it_and_accepts_again(keys, primo)
    puts_on_the_waiting_list(keys, secondo)
    withdraws(primo)
    offers_the_seats_that_are_free_now(keys, secondo)
    found = rejects_both_at_once(keys, terzo, quarto)
    found |= releases_only_what_another_decided(keys)
    opens_again(keys, quinto)
    accepts_the_host(keys, host)
    sees_the_budget(keys)
    takes_the_list_out(keys)
    keys.presses("Sign out")
    heading(page, "Sign in to the office")
    page.go_back()
    page.reload()
    heading(page, "Sign in to the office")

    states = [each.case.state.value for each in (primo, secondo, terzo, quarto, quinto, host)]
    assert states == ["withdrawn", "waitlisted", "submitted", "submitted", "submitted", "accepted"]
    assert found == {}


def accepts_alone_and_says_why(keys: Keyboard, primo: Applicant) -> None:
    """Find the case by search, open it by its row; the mail is held for other words."""
    keys.strikes("/", *"primo", "Enter")
    expect(keys.page.locator("table.queue tbody tr")).to_have_count(1)
    keys.strikes("j", "o")
    heading(keys.page, "Primo Tintoria")
    keys.presses("The rules hold")
    keys.presses("Accept")
    keys.presses("Take back")
    keys.presses("Accept")
    expect(decide_bar(keys.page)).to_contain_text("jana decided: accepted")
    expect(keys.page.locator(".journey")).to_contain_text("Decision taken back")
    assert primo.case.state == "eligible"  # nothing is sent until it is released
    keys.presses("Read the mail and release")
    heading(keys.page, "This mail leaves when you release it")
    expect(keys.page.locator("main")).to_contain_text("€305")
    keys.presses("Release and send")
    expect(keys.page.get_by_role("alert")).to_contain_text("Write the reason.")
    keys.types("Why do you do this alone?", ALONE)
    keys.presses("Release, hold the mail")
    assert primo.case.state == "accepted"


def changes_the_mail_that_waits(keys: Keyboard, primo: Applicant) -> None:
    badge = keys.page.locator(".badge")
    expect(badge).to_have_text("Held")
    keys.presses("Outbox")
    keys.presses("Held…")
    keys.presses(f"{primo.reference}:…")
    keys.presses("Change the words")
    keys.adds("Text", "\nBring shoes that may get wet.")
    keys.presses("Keep these words")
    expect(keys.page.locator(".mail")).to_contain_text("Bring shoes that may get wet.")
    keys.presses("Send now")
    expect(badge).not_to_have_text("Held")


def undoes_it_and_accepts_again(keys: Keyboard, primo: Applicant) -> None:
    keys.presses(primo.reference)
    expect(keys.page.locator(".journey")).to_contain_text(ALONE)
    keys.presses("Undo the decision")
    heading(keys.page, "Why do you undo the decision?")
    keys.types("Reason…", "We took the wrong days.")
    keys.presses("Undo…")
    expect(keys.page.locator(".journey")).to_contain_text("We took the wrong days.")
    assert primo.case.state == "eligible"
    keys.presses("Accept")
    releases_alone(keys)
    assert primo.case.state == "accepted"


def releases_alone(keys: Keyboard) -> None:
    keys.presses("Read the mail and release")
    keys.types("Why do you do this alone?", ALONE)
    keys.presses("Release and send")
    expect(keys.page.locator(".journey li").first).to_contain_text(ALONE)


def puts_on_the_waiting_list(keys: Keyboard, secondo: Applicant) -> None:
    """No seat is left, so it cannot be accepted."""
    keys.strikes("g", "q")
    heading(keys.page, "Waiting for you: 5")
    keys.presses("Secondo Tintoria")
    keys.presses("The rules hold")
    keys.presses("Accept")
    heading(keys.page, "This cannot be done now")
    keys.presses("Back to the case")
    keys.presses("Waiting list")
    expect(keys.page.locator("main")).to_contain_text("number 1")
    keys.presses("Decide: waiting list")
    releases_alone(keys)
    assert secondo.case.state == "waitlisted"


def withdraws(primo: Applicant) -> None:
    address = f"/apply/case/{primo.reference}/withdraw"
    primo.opens_case().opens(address).presses(address, {"reason": "Our fair is in that week."})


def offers_the_seats_that_are_free_now(keys: Keyboard, secondo: Applicant) -> None:
    keys.presses("Waiting lists")
    heading(keys.page, "Waiting lists")
    expect(keys.page.locator("main")).to_contain_text("2 of 20 seats are free")
    keys.presses("Offer 2 seats to Secondo Tintoria")
    heading(keys.page, "This mail leaves when you offer 2 seats")
    keys.types("Why do you do this alone?", ALONE)
    keys.presses("Offer 2 seats and send the mail")
    expect(decide_bar(keys.page)).to_contain_text("A seat is offered and held until")
    assert secondo.mails("seat-offered")


def rejects_both_at_once(keys: Keyboard, *both: Applicant) -> dict[str, str]:
    """Tick two, say why, see what each gets."""
    keys.strikes("g", "q")
    keys.ticks("Tick Terzo Tintoria")
    keys.ticks("Tick Quarto Tintoria")
    keys.presses("Reject")
    heading(keys.page, "Why do you reject 2 cases?")
    found = faults(keys.page, "ask")
    keys.picks("Which reason?", "Does not fit the visit")
    keys.types("In your own words…", "It is about another fibre.")
    keys.presses("See what each gets")
    heading(keys.page, "Reject: this is what each case gets")
    expect(keys.page.locator("main")).to_contain_text("It is about another fibre.")
    found |= faults(keys.page, "sure")
    keys.presses("Reject: 2")
    heading(keys.page, "2 of 2 cases done")
    assert [each.case.decision for each in both] == ["rejected", "rejected"]
    return found | faults(keys.page, "done")


def releases_only_what_another_decided(keys: Keyboard) -> dict[str, str]:
    keys.presses("See what waits to be released")
    for name in ("Terzo", "Quarto", "Quinto"):
        keys.ticks(f"Tick {name} Tintoria")
    keys.presses("Release and send the mails")
    rows = keys.page.locator("main tbody tr")
    expect(rows.filter(has_text="Yes")).to_contain_text(["Quinto"])
    expect(rows.filter(has_text="another person does it")).to_have_count(2)
    keys.presses("Release and send the mails: 1")
    heading(keys.page, "1 of 3 cases done")
    return faults(keys.page, "done in part")


def opens_again(keys: Keyboard, quinto: Applicant) -> None:
    keys.presses("Quinto Tintoria")
    keys.presses("Open again")
    keys.types("Reason…", "The mill has opened another line.")
    keys.presses("Open it again and send the mail")
    for line in ("Decided, not yet released", "Rejection released", "Opened again"):
        expect(keys.page.locator(".journey")).to_contain_text(line)
    assert quinto.case.decision is None


def accepts_the_host(keys: Keyboard, host: Applicant) -> None:
    keys.strikes("g", "q")
    keys.presses("Sesta přádelna")
    keys.presses("Read the mail and accept")
    keys.presses("Accept the offer and send the mail")
    record = keys.saves("Save the file for content/hosts")
    assert "Sesta přádelna" in record.read_text("utf-8")


def sees_the_budget(keys: Keyboard) -> None:
    """Eighteen seats of one earlier organisation have no amount; one seat offer has one."""
    keys.presses("Budget")
    heading(keys.page, "Budget")
    expect(keys.page.locator("main")).to_contain_text("€0 of €6,100 are committed (0 %)")
    expect(keys.page.locator("main")).to_contain_text("With what is to be expected: €305")


def takes_the_list_out(keys: Keyboard) -> None:
    """Narrow the list down, then take it out as a workbook and as a table."""
    keys.presses("Queue")
    keys.presses("All…")
    keys.unfolds("Filter and sort…")
    keys.chooses("State", "Withdrawn")
    keys.presses("Show")
    expect(keys.page.locator("table.queue tbody tr")).to_have_count(1)
    workbook, table = keys.saves("Excel"), keys.saves("CSV")
    sheet = ZipFile(workbook).read("xl/worksheets/sheet1.xml").decode()
    for taken in (sheet, table.read_text("utf-8-sig")):
        assert re.findall(r"\w+ Tintoria", taken) == ["Primo Tintoria"]
