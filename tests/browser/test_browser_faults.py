"""The look at pages is awake: it finds a planted fault in the width and the scheme that have it."""

from __future__ import annotations

import pytest
from faults import faults

NARROW, WIDE = {"a page 390 light", "a page 390 dark"}, {"a page 1280 light", "a page 1280 dark"}
PAGE = """<!doctype html><html lang="en"><title>A page</title><meta name="viewport"
content="width=device-width"><style>p, main {{ color: #111; background: #fff }} {}</style>
<main><h1>A page</h1><div><p>Words</p></div></main></html>"""


@pytest.mark.parametrize(
    ("style", "where"),
    [
        ("", set()),
        ("p { color: #bbb }", NARROW),  # and as it was in the wide window, where it is not repeated
        ("p { width: 500px }", NARROW),
        ("@media (prefers-color-scheme: dark) { p { color: #bbb } }", {"a page 390 dark"}),
        ("@media (min-width: 800px) { p { color: #bbb } }", WIDE),
        ("@media (min-width: 800px) { div { background: #222 } p { background: none } }", WIDE),
        ("@media (max-width: 800px) { p { display: none } } p { color: #bbb }", WIDE),
        (
            "@media (min-width: 800px) and (prefers-color-scheme: dark) { p { color: #bbb } }",
            {"a page 1280 dark"},
        ),
        (
            "p { background: none } h1 { color: #fff; background: #222 }"
            "@media (min-width: 800px) { p { position: fixed; top: 25px; margin: 0 } }",
            WIDE,
        ),
    ],
)
def test_a_planted_fault_is_found_where_it_is(window, style, where):
    page = window(390)
    page.set_content(PAGE.format(style))

    assert faults(page, "a page").keys() == where
