from __future__ import annotations

import subprocess

import pytest

from formsvc.evidence.limited import Limits, run
from generator.programme.errors import UploadRefused

FEW = Limits(cpu_seconds=1, wall_seconds=20)


@pytest.fixture
def child(tmp_path):
    """Run a few lines as the limited process; they stand in for a parser that was taken over.

    Python's profiler serves only as a module that runs a script.
    """

    def child(lines: str, limits: Limits = FEW) -> bytes:
        script = tmp_path / "taken_over.py"
        script.write_text(
            f"from formsvc.evidence.limited import Limits\n{limits!r}.impose()\n{lines}"
        )
        words = ("-o", "/dev/null", str(script))
        with script.open("rb") as file:
            return run("cProfile", *words, file=file, out=subprocess.PIPE, limits=limits)

    return child


def reason(child, lines: str, limits: Limits = FEW) -> str:
    with pytest.raises(UploadRefused) as refusal:
        child(lines, limits)
    return refusal.value.reason


def test_the_child_reads_the_file_and_answers(child):
    assert child("import sys; print(sys.stdin.read(4))") == b"from\n"


def test_the_child_sees_nothing_of_our_environment(child, monkeypatch):
    monkeypatch.setenv("XCHANGE_SECRET_KEY", "deep secret")

    assert b"secret" not in child("import os; print(os.environ)").lower()


def test_an_endless_loop_is_ended(child):
    assert reason(child, "while True: pass") == "too-demanding"


def test_waiting_for_ever_is_ended(child):
    waits = Limits(cpu_seconds=1, wall_seconds=1)

    assert reason(child, "import signal; signal.pause()", waits) == "too-demanding"


def test_too_much_memory_is_not_given(child):
    assert reason(child, "bytearray(2 * 1024**3)") == "too-demanding"


def test_the_child_writes_no_files(child, tmp_path):
    lines = f"with open({str(tmp_path / 'x')!r}, 'w') as file: file.write('harm')"

    assert reason(child, lines) == "damaged"
    assert (tmp_path / "x").read_bytes() == b""


def test_a_crash_is_a_refusal_and_its_traceback_goes_to_the_log(child, caplog):
    assert reason(child, "1 / 0") == "damaged"

    assert "ZeroDivisionError" in caplog.text
