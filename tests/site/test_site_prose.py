"""Prose of records: safe, and the same whichever way it is read."""

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.programme.text import ENGLISH
from generator.site.prose import cleaned, html, prose

MARKDOWNISH = st.lists(
    st.sampled_from(
        ["word", " ", "\n", "\n\n", "# ", "- ", "1. ", "> ", "**", "_", "`", "```\n", "[a](", "https://x.org/", "https://a.example/b?c=d&e#f", "http://1.2.3.999", "https://", "//x.org",
         "mailto:a@b.org", ")", "<b>", "</b>", "<script>", "&amp;", "<", "|", "-|-", "~~", "www.x.org", "[ ] ", "* ",
         "\\", "é", "![i](", "<https://x.org>", "---\n", "    "]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=500)
@given(MARKDOWNISH)
def test_the_plain_way_gives_what_the_extended_way_gives(text):
    assert html(text) == cmarkgfm.github_flavored_markdown_to_html(text)


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<b onclick=x>", "![x](data:x)"],
)
def test_no_script_gets_through(text):
    shown = str(prose(text))

    assert not any(bad in shown for bad in ("<script", "javascript:", "onclick", "data:"))


@settings(max_examples=500)
@given(MARKDOWNISH)
def test_what_is_not_cleaned_has_nothing_to_clean(text):
    assert prose(text) == cleaned(html(text), ENGLISH)
