"""What is wrong with a page for somebody: what axe finds, and whether it scrolls sideways.

Every page is looked at in four ways: narrow and wide, light and dark. All rules run in the first
scheme; the other one changes nothing but colours, so there only the rules about colours run.
"""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


def faults(page: Page, what: str) -> dict[str, str]:
    """Look at an open page in all four ways; give what is wrong by `what`, width and scheme."""
    found = {}
    size = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            report = _axe(page, {} if scheme == SCHEMES[0] else COLOURS)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if report or wide > width:
                found[f"{what} {width} {scheme}"] = report or "scrolls sideways"
    page.emulate_media(color_scheme=SCHEMES[0])
    page.set_viewport_size(size)
    return found


def _axe(page: Page, rules: dict[str, list[str]]) -> str:
    """Give axe's report, or nothing when it finds nothing."""
    found = page.evaluate(
        "options => axe.run(options).then(({ violations }) => ({ violations }))",
        {**rules, "resultTypes": ["violations"], "preload": False},
    )
    return AxeResults(found).generate_report() if found["violations"] else ""
