"""Somebody who has nothing but a keyboard.

Things are named by the words that stand at them: all of them, or how they begin and then "…".
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

MOST_KEYS = 250
FOCUSED = """() => {
  const it = document.activeElement, boxes = [it, ...(it.labels || [])];
  const shown = boxes.some((box) => {
    const { left, right, top, bottom } = box.getClientRects()[0] || {};
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return boxes.includes(above) || box.contains(above);
  });
  const outlines = boxes.flatMap((box) => [getComputedStyle(box), getComputedStyle(box, "::after")]);
  const ring = outlines.some((s) => s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0);
  const legend = it.type === "radio" ? it.closest("fieldset").querySelector("legend") : null;
  const [name, question] = [(it.labels && it.labels[0]) || it, legend]
    .map((words) => words && words.innerText.trim().replace(/\\s+/g, " "));
  return { name, question, shown, ring };
}"""
"""The name of what has the focus, and the question that it answers, if it is one of several
answers. Is its middle to be seen, and has it a ring around it?"""


class Keyboard:
    """The keys under somebody's hands, and a page. The focus is to be seen wherever they stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, name: str, *, of: str = "name") -> None:
        """Press Tab until a link, a button or a field of this name has the focus."""
        for _ in range(MOST_KEYS):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if begins(focused[of] or "", name):
                assert focused["shown"], f"{name!r} is hidden at {self.page.url}"
                assert focused["ring"], f"{name!r} has no ring at {self.page.url}"
                return
        raise AssertionError(f"{name!r} is not reached by the Tab key at {self.page.url}")

    def presses(self, name: str) -> None:
        """Go to a link or a button, press Enter, and wait for the page that follows."""
        self.goes_to(name)
        self.strikes("Enter")

    def saves(self, name: str) -> Path:
        """Go to a link to a file and press Enter; give the file."""
        self.goes_to(name)
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        return download.value.path()

    def unfolds(self, name: str) -> None:
        """Go to something folded and press Enter."""
        self.goes_to(name)
        self.page.keyboard.press("Enter")

    def types(self, name: str, words: str) -> None:
        """Go to a field and type."""
        self.goes_to(name)
        self.page.keyboard.type(words)

    def adds(self, name: str, words: str) -> None:
        """Go to a field that has words already, and type more at their end."""
        self.goes_to(name)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def ticks(self, name: str) -> None:
        """Go to a box to tick, and tick it."""
        self.goes_to(name)
        self.page.keyboard.press("Space")

    def chooses(self, question: str, answer: str) -> None:
        """Go to a list to choose from, and type how the answer begins."""
        self.goes_to(question)
        self.page.keyboard.type(answer)
        expect(self.page.locator(":focus").locator("option:checked")).to_have_text(
            re.compile("^" + re.escape(answer))
        )

    def picks(self, question: str, answer: str) -> None:
        """Go to the answers to a question, and on with the arrow keys to the wanted one."""
        self.goes_to(question, of="question")
        for _ in range(MOST_KEYS):
            if begins(self.page.evaluate(FOCUSED)["name"], answer):
                self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{answer!r} is not reached by the arrow keys at {self.page.url}")

    def strikes(self, *keys: str) -> None:
        """Press single keys, one after the other; the last one leads to another page."""
        with self.page.expect_navigation():
            for key in keys:
                self.page.keyboard.press(key)

    def comes_in(self, name: str, password: str) -> None:
        """Sign in at the door that has opened."""
        self.types("Name", name)
        self.types("Password", password)
        self.strikes("Enter")


def begins(words: str, name: str) -> bool:
    return words == name or (name.endswith("…") and words.startswith(name[:-1]))


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
