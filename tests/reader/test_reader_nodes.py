"""The loader alone: YAML 1.2 core values, and nothing that crashes it."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.reader.nodes import parse

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
