"""Kept files are read again and compared; what no row names is removed, never by guess."""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from make_files import pdf

from formsvc import clock
from formsvc.evidence.cli import evidence

PDF = pdf()


@pytest.fixture
def kept(service):
    """A case with one file, and the place of that file."""
    anna = service.applicant().applies().confirms()
    service.officer().accepts(anna.reference)
    service.on(date(2021, 9, 27))
    later = service.applicant()
    later.reference = anna.reference
    later.opens_case().adds_file("attendance", PDF, "a.pdf")
    (path,) = (p for p in (service.data / "files").rglob("*") if p.is_file())
    return later, path


def run(service, *words: str):
    info = ScriptInfo(create_app=lambda: service.app, set_debug_flag=False)
    return CliRunner().invoke(evidence, words, obj=info)


def test_whole_files_are_said_to_be_whole(service, kept):
    done = run(service, "verify", "--format", "json")

    assert (done.exit_code, done.stdout) == (0, "[]\n")


@pytest.mark.parametrize("why", ["changed", "missing"])
def test_a_file_that_is_not_what_was_received_is_named(service, kept, why):
    anna, path = kept
    if why == "missing":
        path.unlink()
    else:
        path.write_bytes(PDF + b" ")

    done = run(service, "verify", "--format", "json")

    (fault,) = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (fault["reference"], fault["name"], fault["why"]) == (anna.reference, "a.pdf", why)


def test_a_sweep_removes_orphans_and_keeps_every_file_of_a_case(service, kept):
    _, path = kept
    orphan = path.parents[2] / "ff" / "ff" / ("f" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left behind")

    done = run(service, "sweep", "--grace", "0", "--format", "json")

    assert json.loads(done.stdout) == [{"name": "f" * 32, "bytes": 11}]
    assert (path.exists(), orphan.exists()) == (True, False)


def test_a_file_that_is_just_arriving_is_left_alone(service, kept):
    part = service.data / "incoming" / f"{'a' * 32}.part"
    part.write_bytes(b"arriving")
    os.utime(part, times=(clock.now().timestamp() - 60,) * 2)

    assert json.loads(run(service, "sweep", "--format", "json").stdout) == []
    assert part.exists()
