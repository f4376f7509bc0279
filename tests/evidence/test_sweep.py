from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta

import pytest

from formsvc.evidence.incoming import Incoming, Reserve
from formsvc.evidence.store import FolderStore
from formsvc.evidence.sweep import orphans, sweep

NOON = datetime(2021, 9, 27, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path) -> FolderStore:
    return FolderStore(tmp_path / "evidence")


@pytest.fixture
def incoming(tmp_path) -> Incoming:
    return Incoming(tmp_path / "incoming", reserve=Reserve(0, 0))


@pytest.fixture
def kept(store, incoming):
    """Keep a file that was written so many minutes before noon; give its key."""

    def kept(minutes: float) -> str:
        key = store.put(incoming.receive(io.BytesIO(b"letter")).path)
        written_before_noon(store.path(key), minutes)
        return key

    return kept


@pytest.fixture
def begun(incoming):
    """Leave a part that was last written so many minutes before noon; give its name."""

    def begun(minutes: float) -> str:
        name = incoming.begin()
        written_before_noon(incoming.path(name), minutes)
        return name

    return begun


def written_before_noon(path, minutes: float) -> None:
    instant = (NOON - timedelta(minutes=minutes)).timestamp()
    os.utime(path, (instant, instant))


def test_what_no_row_names_is_found_in_the_store_and_in_incoming(store, incoming, kept, begun):
    orphan, mine = kept(90), kept(90)
    part, being_sent = begun(90), begun(90)

    found = orphans(store, incoming, referenced={mine, being_sent}, now=NOON)

    assert {each.name: (each.size, each.age_seconds) for each in found} == {
        orphan: (6, 5400.0),
        part: (0, 5400.0),
    }


def test_a_young_file_is_left_for_its_row_to_come(store, incoming, kept, begun):
    kept(59), begun(59)

    assert list(orphans(store, incoming, referenced=(), now=NOON)) == []


def test_without_grace_the_youngest_is_found_too(store, incoming, kept):
    key = kept(0)

    (found,) = orphans(store, incoming, referenced=(), now=NOON, grace_seconds=0)

    assert found.name == key


def test_the_sweep_removes_the_orphans_and_nothing_else(store, incoming, kept, begun):
    kept(90), begun(90)
    mine = kept(90)

    found = orphans(store, incoming, referenced={mine}, now=NOON)
    gone = sweep(found, is_referenced={mine}.__contains__, now=NOON)

    assert len(gone) == 2
    assert (list(store.keys()), list(incoming.names())) == ([mine], [])


def test_a_file_whose_row_came_meanwhile_is_kept(store, incoming, kept):
    key = kept(90)

    found = list(orphans(store, incoming, referenced=(), now=NOON))
    gone = sweep(found, is_referenced={key}.__contains__, now=NOON)

    assert (gone, list(store.keys())) == ([], [key])


def test_a_part_that_grew_meanwhile_is_kept(store, incoming, begun):
    name = begun(90)

    found = list(orphans(store, incoming, referenced=(), now=NOON))
    written_before_noon(incoming.path(name), 1)
    gone = sweep(found, is_referenced=lambda _: False, now=NOON)

    assert (gone, list(incoming.names())) == ([], [name])


def test_a_part_that_was_finished_meanwhile_does_no_harm(store, incoming, begun):
    name = begun(90)

    found = list(orphans(store, incoming, referenced=(), now=NOON))
    incoming.discard(name)

    assert sweep(found, is_referenced=lambda _: False, now=NOON) == []


def test_there_is_nothing_to_find_before_the_first_file(store, incoming):
    assert list(orphans(store, incoming, referenced=(), now=NOON)) == []
