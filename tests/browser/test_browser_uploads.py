"""Files sent from a real browser over a bad connection, on the real service."""

from __future__ import annotations

import re
from itertools import count

import pytest
from axe_playwright_python.sync_playwright import Axe
from make_files import jpeg, pdf, zipped
from playwright.sync_api import Page, Route, expect
from processes import Up, copy_content

expect.set_options(timeout=20_000)
MIB = 1024 * 1024
NUMBERS = count()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    copy_content(folder)
    up = Up(folder, XCHANGE_ENV="development")
    up.wait_until_ready()
    yield f"http://localhost:{up.port}"
    up.end()


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    """Files on the applicant's device: real ones, so that they keep their date."""
    folder = tmp_path_factory.mktemp("device")
    contents = {
        "photo.jpg": jpeg(1200, 900) + bytes(3 * MIB),
        "letter.pdf": pdf(),
        "notes.zip": zipped("a.txt"),
        "film.mov": bytes(27 * MIB),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return lambda *names: [folder / name for name in names]


def fills_in(page: Page, site: str) -> None:
    """Go up to the page on which everything is checked once more."""
    page.goto(f"{site}/apply/candidature?visit=northern-bohemia&country=IT&type=sme")
    page.get_by_label("Legal name of the organisation").fill("Tessuti Esempio")
    page.get_by_label("Registration or VAT number").fill("IT 01234567890")
    page.locator("[name=small_enough][value=yes]").check()
    page.locator("[name=cluster][value=ntt]").check()
    go_on(page)
    page.get_by_label("Name of the person we write to").fill("Anna Esempio")
    page.get_by_label("E-mail of that person").fill(f"anna-{next(NUMBERS)}@example.org")
    page.get_by_label("How many people travel?").fill("2")
    page.get_by_label("Every person who travels").check()
    page.locator("[name=visited_before][value=no]").check()
    go_on(page)
    page.get_by_label("First day at the visit").select_option("2021-09-20")
    page.get_by_label("Last day at the visit").select_option("2021-09-22")
    page.locator("[name=near][value=no]").check()
    go_on(page)
    page.get_by_label("What do you want to learn").fill("A nanofibre layer.")
    go_on(page)
    for sentence in page.locator("[name=declared]").all():
        sentence.check()
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


class Line:
    """The connection of one page: pieces pass, are cut, or are held, as the test says."""

    def __init__(self, page: Page) -> None:
        self.pieces: list[int] = []
        self.held: list[Route] = []
        self.does, self.lets = "passes", 0
        page.route(re.compile(r"/uploads/\w+$"), self._asked)

    def _asked(self, route: Route) -> None:
        request = route.request
        if request.method != "PATCH":
            route.continue_()
        elif self.does == "passes" or len(self.pieces) < self.lets:
            self.pieces.append(int(request.headers["upload-offset"]))
            route.continue_()
        elif self.does == "is cut":
            route.abort("connectionreset")
        else:
            self.held.append(route)

    def waits(self, page: Page) -> None:
        """Until a piece is held: those before it have been acknowledged."""
        while not self.held:
            page.wait_for_timeout(20)


def received(page: Page):
    return page.locator("[data-fresh^=files] .file")


def test_files_are_sent_as_they_are_chosen_and_a_refused_one_stands_beside_the_good(
    window, site, chosen
):
    page = window(390)
    fills_in(page, site)

    page.get_by_label("Choose files").set_input_files(
        chosen("photo.jpg", "notes.zip", "film.mov", "letter.pdf")
    )

    expect(received(page)).to_have_count(2)
    expect(page.locator("#supporting")).to_contain_text("letter.pdf")
    expect(page.locator("#supporting")).to_contain_text("photo.jpg")
    rows = page.locator("[data-rows] .file")
    expect(rows.filter(has_text="notes.zip")).to_contain_text("This is an archive")
    expect(rows.filter(has_text="film.mov")).to_contain_text("larger than 25 MB")
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    rows.filter(has_text="film.mov").get_by_role("button").press("Enter")
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Choose files")).to_be_focused()


def test_a_broken_connection_is_tried_again_and_then_waits_for_the_person(window, site, chosen):
    page = window(1280)
    fills_in(page, site)
    line = Line(page)
    page.clock.install()
    line.does = "is cut"

    page.get_by_label("Choose files").set_input_files(chosen("photo.jpg"))
    row = page.locator("[data-rows] .file")
    expect(row).to_contain_text("The connection broke. We try again.")
    for _ in range(200):
        if row.get_by_role("button", name="Go on").is_visible():
            break
        page.clock.fast_forward(30_000)  # to the next try
    expect(row).to_contain_text("Press “Go on”")
    expect(page.locator("[data-status]")).to_contain_text("photo.jpg: The connection broke.")

    line.does = "passes"
    row.get_by_role("button", name="Go on").press("Enter")
    expect(received(page)).to_contain_text("photo.jpg")
    assert line.pieces[:2] == [0, MIB]


def test_the_same_file_chosen_on_another_device_goes_on_where_it_stopped(window, site, chosen):
    page = window(390)
    fills_in(page, site)
    line = Line(page)
    line.does, line.lets = "is held", 1
    page.get_by_label("Choose files").set_input_files(chosen("photo.jpg"))
    line.waits(page)
    home, cookies = page.url, page.context.cookies()
    page.context.close()

    other = window(1280)
    other.context.add_cookies(cookies)
    line = Line(other)
    other.goto(home)
    expect(received(other)).to_contain_text("Choose the same file again to go on.")
    other.get_by_label("Choose files").set_input_files(chosen("photo.jpg"))

    expect(other.locator("#supporting")).to_contain_text("SHA-256")
    expect(received(other)).to_have_count(1)
    assert line.pieces[0] >= MIB


def test_a_file_is_stopped_by_its_button_and_leaves_nothing(window, site, chosen):
    page = window(390)
    fills_in(page, site)
    line = Line(page)
    line.does = "is held"
    page.get_by_label("Choose files").set_input_files(chosen("photo.jpg"))
    row = page.locator("[data-rows] .file")
    line.waits(page)

    row.get_by_role("button", name="Remove photo.jpg").press("Enter")

    expect(row).to_have_count(0)
    expect(page.locator("[data-status]")).to_have_text("photo.jpg: not sent")
    page.reload()
    expect(received(page)).to_have_count(0)


def test_without_javascript_several_files_go_with_one_button(window, site, chosen):
    page = window(390, java_script_enabled=False)
    fills_in(page, site)
    page.get_by_label("Choose files").set_input_files(chosen("letter.pdf", "notes.zip"))
    page.get_by_role("button", name="Send the files").click()

    expect(page.locator("p.err")).to_contain_text("notes.zip: This is an archive")
    expect(received(page)).to_contain_text("letter.pdf")
    page.get_by_role("link", name="Back to the candidature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(received(page)).to_contain_text("letter.pdf")
