"""The auditor's whole way by keyboard alone, on a phone, without JavaScript."""

from __future__ import annotations

import io
import os
import re
import subprocess

from keyboard import Keyboard, heading
from make_files import pdf
from people import Applicant
from playwright.sync_api import expect
from processes import XCHANGE
from service_fixtures import Service
from ways import Site

LETTER = pdf()


class Reader(Keyboard):
    """Somebody whom no page offers anything to do: every one that they come to is looked at."""

    def strikes(self, *keys: str) -> None:
        super().strikes(*keys)
        posts = self.page.locator("form[method=post]")
        expect(posts).to_have_count(1)
        expect(posts).to_have_text("Sign out")
        expect(self.page.locator("main input[type=checkbox]")).to_have_count(0)


def accepted_alone(applicants: Service) -> Applicant:
    """A case with a file, which one person has checked, decided and released."""
    anna = applicants.applicant().fills_in(organisation="Sesto", email="6@example.org")
    home = f"/apply/case/{anna.reference}/evidence/supporting"
    anna.presses(home, {"file": (io.BytesIO(LETTER), "letter.pdf")})
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends().confirms()
    applicants.officer("cora").accepts(anna.reference)
    return anna


def exceptions(site: Site) -> list[str]:
    done = subprocess.run(
        [XCHANGE, "audit", "exceptions"],
        cwd=site.folder,
        env={**os.environ, "XCHANGE_ENV": "development"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def test_an_auditor_reads_everything_and_is_offered_nothing_to_do(window, site, applicants):
    anna = accepted_alone(applicants)
    page = window(390, java_script_enabled=False)
    keys = Reader(page)
    page.goto(site.at("/review/"))
    heading(page, "Sign in to the office")
    keys.comes_in("aldo", site.passwords["aldo"])
    keys.presses("All…")
    heading(page, "All")
    keys.types("Search in this view", "Sesto")
    keys.strikes("Enter")
    keys.presses("Sesto")
    heading(page, "Sesto")
    expect(page.locator(".decide")).to_contain_text("You read this case; others decide it.")
    assert keys.saves("Save letter.pdf").read_bytes() == LETTER
    keys.presses("Look at letter.pdf")
    keys.presses(anna.reference)
    expect(page.locator(".journey")).to_contain_text(re.compile(r"File opened\s*aldo"))

    reads_the_history(keys, anna)
    prints_the_case(keys, anna)
    takes_the_list_out(keys, anna)
    reads_the_mails(keys, anna)
    keys.presses("Waiting lists")
    heading(page, "Waiting lists")
    keys.presses("Budget")
    expect(page.get_by_role("row", name="Accepted")).to_contain_text("€")
    [alone] = [line for line in exceptions(site) if line.startswith(anna.reference)]
    assert "by cora, who did decide" in alone

    page.goto(site.at(f"/review/cases/{anna.reference}/undo"))  # as from the history of a browser
    heading(page, "You read everything here and change nothing")
    Keyboard(page).presses("Sign out")
    heading(page, "Sign in to the office")
    assert anna.case.state == "accepted"


def reads_the_history(keys: Reader, anna: Applicant) -> None:
    keys.presses("With hashes, to save")
    heading(keys.page, f"History of {anna.reference}")
    expect(keys.page.locator("main")).to_contain_text("Computed again on")
    expect(keys.page.locator("main")).to_contain_text(": whole.")
    assert b"release-accept" in keys.saves("Save as CSV").read_bytes()
    assert b"release-accept" in keys.saves("Save as JSON").read_bytes()
    keys.presses(anna.reference)


def prints_the_case(keys: Reader, anna: Applicant) -> None:
    keys.presses("Print the case")
    heading(keys.page, f"{anna.reference}: Sesto")
    expect(keys.page.locator("main")).to_contain_text("by aldo")
    keys.presses("Back to the case")


def takes_the_list_out(keys: Reader, anna: Applicant) -> None:
    keys.presses("Queue")
    keys.presses("All…")
    assert keys.saves("Excel").read_bytes().startswith(b"PK")
    assert anna.reference in keys.saves("CSV").read_text("utf-8-sig")


def reads_the_mails(keys: Reader, anna: Applicant) -> None:
    keys.presses("Outbox…")  # how many are refused may follow
    keys.presses("Sent…")
    keys.presses(f"{anna.reference}: you are accepted")
    expect(keys.page.locator(".mail")).to_contain_text("Sesto is accepted")
    keys.presses("Outbox…")
    keys.presses("How each mail reads")
    keys.presses("accepted")
    keys.types("Reference of a case", anna.reference)
    keys.strikes("Enter")
    expect(keys.page.locator("main")).to_contain_text("Sesto is accepted")
