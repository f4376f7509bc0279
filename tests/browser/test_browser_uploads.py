"""Files sent from a real browser over a bad connection, on the real service."""

from __future__ import annotations

import re

import pytest
from faults import faults
from make_files import jpeg, pdf, zipped
from playwright.sync_api import Page, Route, expect
from ways import fill_in

MIB = 1024 * 1024


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
    fill_in(page, site)

    page.get_by_label("Choose files").set_input_files(
        chosen("photo.jpg", "notes.zip", "film.mov", "letter.pdf")
    )

    expect(received(page)).to_have_count(2)
    expect(page.locator("#supporting")).to_contain_text("letter.pdf")
    expect(page.locator("#supporting")).to_contain_text("photo.jpg")
    rows = page.locator("[data-rows] .file")
    expect(rows.filter(has_text="notes.zip")).to_contain_text("This is an archive")
    expect(rows.filter(has_text="film.mov")).to_contain_text("larger than 25 MB")
    assert faults(page, "files") == {}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    rows.filter(has_text="film.mov").get_by_role("button").press("Enter")
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Choose files")).to_be_focused()


def drops(page: Page, onto: str, name: str, content: bytes) -> bool:
    """Let go of a file over a place of the page; say whether the browser would now open it."""
    return page.evaluate(
        """([place, name, bytes]) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([new Uint8Array(bytes)], name));
            const drop = { bubbles: true, cancelable: true, dataTransfer };
            const target = document.querySelector(place);
            target.dispatchEvent(new DragEvent("dragover", drop));
            return target.dispatchEvent(new DragEvent("drop", drop));
        }""",
        [onto, name, list(content)],
    )


def test_a_file_is_sent_by_dropping_it_and_one_that_misses_opens_nothing(window, site):
    page = window(1280)
    fill_in(page, site)
    expect(page.get_by_role("button", name="Send the files")).to_be_hidden()  # the script is there

    assert not drops(page, "h1", "missed.pdf", pdf())
    assert not drops(page, "#supporting .drop", "letter.pdf", pdf())

    expect(received(page)).to_have_count(1)
    expect(received(page)).to_contain_text("letter.pdf")


def test_a_broken_connection_is_tried_again_and_then_waits_for_the_person(window, site, chosen):
    page = window(1280)
    fill_in(page, site)
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
    fill_in(page, site)
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
    fill_in(page, site)
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
    fill_in(page, site)
    page.get_by_label("Choose files").set_input_files(chosen("letter.pdf", "notes.zip"))
    page.get_by_role("button", name="Send the files").click()

    expect(page.locator("p.err")).to_contain_text("notes.zip: This is an archive")
    expect(received(page)).to_contain_text("letter.pdf")
    page.get_by_role("link", name="Back to the candidature").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(received(page)).to_contain_text("letter.pdf")
