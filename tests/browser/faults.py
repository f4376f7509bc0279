"""What is wrong with a page for somebody: what axe finds, and whether it scrolls sideways.

Every page is looked at in four ways: narrow and wide, light and dark. A scheme changes nothing but
colours, so the other rules run in the first one only. Rules about colours take most of the time:
at the second width they ask only about what looks otherwise there than at the first, is shown only
there, or lies above other things.
"""

from __future__ import annotations

import json

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
COLOURS = ["color-contrast", "link-in-text-block"]
ALL_OTHERS = {"rules": {rule: {"enabled": False} for rule in COLOURS}}
LOOKS = """() => [...document.body.querySelectorAll("*")].map((it) => {
  const style = getComputedStyle(it), size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const above = !["static", "relative"].includes(style.position);
  return it.checkVisibility() && [above, large, style.color, style.backgroundColor,
    style.backgroundImage, style.opacity, style.textShadow, style.textDecorationLine].join();
})"""
"""Of each thing on a page: all that its contrast hangs on, or false if it is not shown."""
OTHERWISE = """([before, now]) => [...document.body.querySelectorAll("*")].filter(
  (_, at) => now[at] && (now[at] !== before[at] || now[at].startsWith("true"))
)"""
"""What looks otherwise now, is shown only now, or lies above other things."""


def faults(page: Page, what: str) -> dict[str, str]:
    """Look at an open page in all four ways; give what is wrong by `what`, width and scheme."""
    found, looks = {}, {}
    size = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            before, now = looks.get(scheme), page.evaluate(LOOKS)
            looks.setdefault(scheme, now)
            others = f"({OTHERWISE})({json.dumps([before, now])})" if before else "[document]"
            report = _axe(page, others, {"runOnly": COLOURS})
            if scheme == SCHEMES[0]:
                report += _axe(page, "[document]", ALL_OTHERS)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if report or wide > width:
                found[f"{what} {width} {scheme}"] = report or "scrolls sideways"
    page.emulate_media(color_scheme=SCHEMES[0])
    page.set_viewport_size(size)
    return found


def _axe(page: Page, things: str, rules: dict[str, object]) -> str:
    """Ask axe about some things on a page; give its report, or nothing when it finds nothing."""
    found = page.evaluate(
        f"""async options => {{
          const include = {things};
          const asked = include.length ? await axe.run({{ include }}, options) : {{ violations: [] }};
          return {{ violations: asked.violations }};
        }}""",
        {**rules, "resultTypes": ["violations"], "preload": False},
    )
    return AxeResults(found).generate_report() if found["violations"] else ""
