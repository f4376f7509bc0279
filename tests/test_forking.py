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
