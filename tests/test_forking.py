"""Work in two processes gives what one would give."""

import os
import signal

import pytest

from generator import forking
from generator.forking import Beside, InTwo, in_two

THINGS = list(range(1000))


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(forking, "can_fork", lambda: True)


def doubled(things):
    return [(2 * thing, os.getpid()) for thing in things]


def test_the_order_is_kept_whoever_does_the_work():
    ours, theirs = os.pipe()

    def work(things):
        os.write(theirs, b".")
        return doubled(things)

    done = in_two(work, THINGS, meanwhile=lambda: os.read(ours, 1))  # the other has begun

    assert [value for value, _ in done] == [2 * thing for thing in THINGS]
    assert {pid for _, pid in done} - {os.getpid()}


def test_few_things_stay_in_one_process():
    assert {pid for _, pid in in_two(doubled, THINGS[:10])} == {os.getpid()}


@pytest.mark.parametrize("bad", [0, 999])
def test_a_fault_in_either_process_is_raised_here(bad):
    def work(things):
        if bad in things:
            raise LookupError(f"no {bad}")
        return things

    with pytest.raises(LookupError, match=f"no {bad}"):
        in_two(work, THINGS)


def test_a_process_that_dies_is_a_fault_in_words():
    with pytest.raises(RuntimeError, match="memory"):
        list(Beside(lambda: [os.kill(os.getpid(), signal.SIGKILL)]).results())


def test_what_the_second_process_sends_is_made_whole_here():
    started = InTwo(THINGS, lambda things: ",".join(map(str, things)))

    done = started.results(
        lambda things: [str(thing) for thing in things], lambda _, sent: sent.split(",")
    )

    assert done == [str(thing) for thing in THINGS]


def test_what_has_not_come_yet_is_not_waited_for():
    ours, theirs = os.pipe()

    def work():
        yield "first"
        os.read(ours, 1)
        yield "second"

    other = Beside(work)
    results = other.results()

    assert (next(results), list(other.arrived())) == ("first", [])
    os.write(theirs, b".")
    assert list(results) == ["second"]


@pytest.mark.parametrize(
    ("left", "other_s", "unpack_s", "pays"),
    [(1000, 0.0003, 0.0001, True), (100, 0.0003, 0.0001, False), (1000, 0.0001, 0.0001, False)],
)
def test_a_process_takes_part_only_where_that_pays(monkeypatch, left, other_s, unpack_s, pays):
    work = object.__new__(InTwo)
    work.things, work.began_ns = THINGS * 2, 0
    monkeypatch.setattr(work, "_left", lambda: left)
    monkeypatch.setattr(forking.time, "time_ns", lambda: (2000 - left) * other_s * 1e9)

    assert work._pays(unpack_s, begin_s=0.015) is pays
    assert work._pays(unpack_s, begin_s=0.0)
