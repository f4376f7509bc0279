"""The loader alone: YAML 1.2 core values, and nothing that crashes it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reader import lean
from generator.reader.nodes import parse, positioned

ROOT = Path(__file__).parents[2]
WORD = st.from_regex(r"[a-z]{2,8}x", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_core_data_reads_as_pyyaml_reads_it(value):
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data):
            return True

    text = yaml.dump(value, Dumper=Plain)

    assert parse(text).value == yaml.safe_load(text) == value


@given(st.text(max_size=200))
def test_no_text_crashes_the_loader(text):
    parse(text)


def test_norway_times_and_days_stay_what_was_written():
    tree = parse("{country: NO, at: 10:30, on: 2021-09-20, yes: yes}")

    assert tree.value == {"country": "NO", "at": "10:30", "on": "2021-09-20", "yes": "yes"}


YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b", "key", ": ", ":", "- ", "\n", "  ", "{", "}", "[", "]", ", ", "&x ", "*x", "!!str ",
         "! ", "| ", "|-\n", ">\n", '"', "'", "# no", "~", "null", "true", "12", "-0", "1.5", ".5e3",
         "0123456789012345678", "99999999999999999999", "2021-09-20", "10:30", "é", "---\n", "...\n",
         "<<: ", "? ", "\t"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(YAMLISH | VALUES.map(yaml.safe_dump))
def test_the_quick_way_reads_what_the_slow_way_reads(text):
    try:
        quick = lean.values(text)
    except (lean.Odd, yaml.YAMLError):
        return

    slow = positioned(text)

    assert repr((quick, [])) == repr((slow.value, slow.mistakes))


def test_the_quick_way_gives_up_on_what_it_does_not_know():
    for text in (
        "",
        "a: &x 1",
        "a: *x",
        "a: !!int '1'",
        "a: 1\na: 2",
        "? [a]\n: 1",
        "a: 1\n---\nb: 1",
    ):
        with pytest.raises((lean.Odd, yaml.YAMLError)):
            lean.values(text)


def test_the_shipped_content_is_read_the_quick_way():
    for path in (ROOT / "content").rglob("*.yml"):
        text = path.read_text("utf-8")
        assert lean.values(text) == positioned(text).value
