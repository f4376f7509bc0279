"""What a start compiles is kept, and is the same as if it had been compiled anew."""

from __future__ import annotations

import collections
import dataclasses
import os
import re
import subprocess
import sys
import typing
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import precompiled
from generator.precompiled import WORTH_IT, Precompiled

PATTERNS = [
    (r"(?P<day>\d{1,2})\.\s*(?P<month>[^\W\d]+)", 0),
    (r"^#{1,6} (.*?)\s*$", re.MULTILINE),
    (r"(?i:€|eur)\s?(\d+)", re.UNICODE),
    (r"[\w·\u0300-\u036f]+(?<!x)(?=y|$)", re.IGNORECASE),
    (rb"<(a|img)\b[^>]*>", re.DOTALL),
    ("", 0),
]


@pytest.fixture(autouse=True)
def _all_is_kept(monkeypatch):
    monkeypatch.setattr(precompiled, "WORTH_IT", 1)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@contextmanager
def keeping(file):
    kept = Precompiled(str(file))
    kept.put_before(re, typing, collections, dataclasses)
    try:
        yield kept
    finally:
        kept.take_away()
        kept.save()


@pytest.fixture
def patterns(tmp_path):
    """Each pattern as it is compiled, and as it is taken from where it was kept."""
    file = tmp_path / "texts"
    with keeping(file) as kept:
        fresh = [kept.pattern(*each) for each in PATTERNS]
    with keeping(file) as kept:
        found = [kept.pattern(*each) for each in PATTERNS]
        assert kept.fresh == {}
    return list(zip(fresh, found, strict=True))


@pytest.mark.parametrize("n", range(len(PATTERNS)))
def test_a_kept_pattern_has_all_that_a_fresh_one_has(patterns, n):
    fresh, found = patterns[n]
    assert fresh == found
    assert (fresh.flags, fresh.groups, fresh.groupindex) == (
        found.flags,
        found.groups,
        found.groupindex,
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("ab xy€eurEUR7.\n# ·\u0301<img>", max_size=20))
def test_a_kept_pattern_finds_what_a_fresh_one_finds(patterns, text):
    for fresh, found in patterns:
        said = text if isinstance(fresh.pattern, str) else text.encode()
        assert [each.groups() for each in fresh.finditer(said)] == [
            each.groups() for each in found.finditer(said)
        ]


def made():
    Point = collections.namedtuple("Point", "x y")

    @dataclasses.dataclass(frozen=True, order=True)
    class Stay:
        days: int
        where: str = "Liberec"

    return Point, Stay, typing.ForwardRef("list[int]").__forward_code__


def test_kept_functions_do_what_fresh_ones_do(tmp_path):
    file = tmp_path / "texts"
    with keeping(file) as kept:
        made()
        assert kept.fresh
    with keeping(file) as kept:
        point, stay, code = made()
        assert kept.fresh == {}
    assert point(1, y=2) == (1, 2)
    assert repr(stay(3)).endswith("Stay(days=3, where='Liberec')")
    assert stay(3) < stay(5)
    assert eval(code) == list[int]
    with pytest.raises(dataclasses.FrozenInstanceError):
        stay(3).days = 4


def test_the_modules_are_left_as_they_were(tmp_path):
    before = re._compiler.compile
    with keeping(tmp_path / "texts"):
        assert re._compiler.compile != before
    assert re._compiler.compile is before
    for module in (collections, dataclasses, typing):
        assert vars(module).keys().isdisjoint({"exec", "eval", "compile"})


def test_two_processes_lose_nothing_of_each_other(tmp_path):
    file = tmp_path / "texts"
    with keeping(file) as one, keeping(file) as other:
        one.pattern("a+b", 0)
        other.pattern("c+d", 0)
    known = Precompiled(str(file)).known
    assert {("a+b", 0), ("c+d", 0)} <= known.keys()


@pytest.mark.parametrize("body", [b"", b"nonsense", b"(\x02\x00\x00\x00NN"])
def test_a_broken_file_is_as_good_as_none(tmp_path, body):
    file = tmp_path / "texts"
    file.write_bytes(body)
    with keeping(file) as kept:
        assert kept.known == {}
        assert kept.pattern("a+b", 0).fullmatch("aab")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    kept = Precompiled(str(tmp_path / "no such folder" / "texts"))
    kept.fresh["a", 0] = b"x"
    kept.save()
    assert list(tmp_path.iterdir()) == []


START = """
import collections, re, sys, typing
from generator import precompiled
from generator.precompiled import WORTH_IT, Precompiled
kept = Precompiled(sys.argv[1])
kept.put_before(re, typing, collections)
import dataclasses
kept.put_before(dataclasses)
import generator.site.build, generator.site.stamping, generator.reader.whole
print(len(kept.fresh), sum(key[0] in ("exec", "eval") for key in kept.fresh))
kept.save()
"""


def test_a_second_start_compiles_nothing_anew(tmp_path):
    """On this Python, every name of the standard library is what we expect."""
    command = [sys.executable, "-c", START, str(tmp_path / "texts")]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    first, second = (
        subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    )
    patterns_and_functions, functions = map(int, first)
    assert patterns_and_functions - functions > 60
    assert functions > 300
    assert int(second[0]) < WORTH_IT
    assert second[1] == "0"
