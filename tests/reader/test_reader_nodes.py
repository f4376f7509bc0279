"""The loader alone: YAML 1.2 core values, and nothing that crashes it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.reader import lean, plain
from generator.reader.nodes import parse
from generator.reader.positions import positioned
from generator.reader.scalars import Odd

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


QUICK = pytest.mark.parametrize("way", [plain, lean], ids=["plain", "lean"])


def read_slowly(text):
    found = positioned(text)
    return repr((found.value, found.mistakes))


@QUICK
@settings(max_examples=400)
@given(YAMLISH | VALUES.map(yaml.safe_dump))
def test_a_quick_way_reads_what_the_slow_way_reads(way, text):
    with suppress(Odd):
        assert repr((way.values(text), [])) == read_slowly(text)


INDENT = st.sampled_from(["", "  ", "    ", "      "])
BEGIN = st.sampled_from(["a: ", "b: ", "c:  ", "d:", '"on": ', "", "- ", "-   ", "- a: ", "- b:"])
WRITTEN = st.sampled_from(
    ["", "", "word", "two words", "1", "-0.5", "+.5e3", "true", "~", "NO", "10:30", "http://x.org/#y", "a#b", "- x",
     '"quoted # words"', "'it is'", "'it''s'", '"a\\tb"', '""', "[a, 1]", "[ a, b ]", "[]", "[a,b]", "[a, ]", "[a, [b]]",
     "{a: 1, b: [c, d]}", "{a: {b: c}}", "{a: x y, a: z}", "{a}", '["x, y"]', "{a: b, c: 'd: e'}", "|-", "|", ">-", ">",
     "|+", "|2", "word  ", "word # remark", "[a] # remark", "'a' # b' # c", "a: b", "word:", "&x a", "*x", "!!int 1",
     "# remark", "čtvrtek", "\u00a0", "\u2028", "\t", "99999999999999999999", "@x", "%x", "? x", "..."]
)  # fmt: skip
END = st.sampled_from(["\n", "\n", "\n", "\n\n", "\n# remark\n", "\n   \n", "\n---\n", ""])
EDITED = st.lists(st.tuples(INDENT, BEGIN, WRITTEN, END).map("".join), max_size=8).map("".join)


@settings(max_examples=1000)
@given(EDITED)
def test_the_plain_way_reads_what_the_slow_way_reads(text):
    with suppress(Odd):
        assert repr((plain.values(text), [])) == read_slowly(text)


@QUICK
@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "a: &x 1\n",
        "a: *x\n",
        "a: !!int '1'\n",
        "a: 1\na: 2\n",
        "? [a]\n: 1\n",
        "a: 1\n---\nb: 1\n",
        "a: {b: 1, b: 2}\n",
        "a: 99999999999999999999\n",
        "\ta: 1\n",
    ],
)
def test_a_quick_way_gives_up_on_what_it_does_not_know(way, text):
    with pytest.raises(Odd):
        way.values(text)


@QUICK
def test_the_shipped_content_is_read_in_a_quick_way(way):
    for path in (ROOT / "content").rglob("*.yml"):
        text = path.read_text("utf-8")
        assert repr(way.values(text)) == repr(positioned(text).value)


def test_what_is_nested_too_deeply_is_a_mistake():
    deep = "".join(f"{' ' * n}a:\n" for n in range(3000))

    assert [mistake.code for mistake in parse(deep).mistakes] == ["yaml-syntax"]
