from __future__ import annotations

import os
import signal
import subprocess

import pytest

from formsvc.evidence.limited import Limits, Ready, run
from generator.programme.errors import UploadRefused

FEW = Limits(cpu_seconds=1, wall_seconds=20)


@pytest.fixture
def ready():
    ready = Ready("tests.evidence.taken_over", FEW)
    yield ready
    ready.end()


@pytest.fixture(params=["run", "ready"])
def child(request, tmp_path, ready):
    """Run a few lines as the limited process; they stand in for a parser that was taken over.

    Python's profiler serves only as a module that runs a script.
    """

    def child(lines: str, limits: Limits = FEW) -> bytes:
        script = tmp_path / "taken_over.py"
        if request.param == "ready":
            return asked(ready, lines, script)
        script.write_text(
            f"from formsvc.evidence.limited import Limits\n{limits!r}.impose()\n{lines}"
        )
        words = ("-o", "/dev/null", str(script))
        with script.open("rb") as file:
            return run("cProfile", *words, file=file, out=subprocess.PIPE, limits=limits)

    return child


def asked(ready: Ready, lines: str, script) -> bytes:
    script.write_text(lines)
    with script.open("rb") as file:
        return ready.run(file)


def reason(child, lines: str, limits: Limits = FEW) -> str:
    with pytest.raises(UploadRefused) as refusal:
        child(lines, limits)
    return refusal.value.reason


def test_the_child_reads_the_file_and_answers(child):
    assert child("import os; os.lseek(0, 0, 0); print(os.read(0, 4))") in (
        b"b'from'\n",
        b"b'impo'\n",
    )


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


def test_a_process_that_is_kept_outlives_what_a_file_does(ready, tmp_path):
    def answered(lines: str) -> bytes:
        return asked(ready, lines, tmp_path / "file")

    kept = answered("import os; print(os.getppid())")
    for harm in ("while True: pass", "import os; os._exit(1)", "1 / 0"):
        with pytest.raises(UploadRefused):
            answered(harm)

    assert answered("import os; print(os.getppid())") == kept


@pytest.mark.parametrize("piece", ["b'.'", "bytes(2**20)"], ids=["drips", "floods"])
def test_an_answer_that_does_not_end_is_not_waited_for(tmp_path, piece):
    ready = Ready("tests.evidence.taken_over", Limits(cpu_seconds=1, wall_seconds=1))
    answers = f"""
import glob, os, select, signal
signal.alarm(0)
to = next(int(os.path.basename(each)) for each in glob.glob("/proc/self/fd/*")
          if os.path.realpath(each).startswith("/proc/") and "socket" in os.path.realpath(each))
while True:
    os.write(to, {piece})
    select.select([], [], [], 0.1)
"""
    try:
        assert reason(lambda lines, _: asked(ready, lines, tmp_path / "file"), answers) == (
            "too-demanding"
        )
    finally:
        ready.end()


def test_no_child_holds_the_file_of_another(ready, tmp_path):
    looks = """
import glob, os
print([os.path.realpath(each) for each in glob.glob("/proc/self/fd/*")])
"""

    asked(ready, looks, tmp_path / "one")

    held = asked(ready, looks, tmp_path / "two")
    assert (b"/two" in held, b"/one" in held) == (True, False)


def test_a_kept_process_that_was_killed_is_started_again(ready, tmp_path):
    kept = int(asked(ready, "import os; print(os.getppid())", tmp_path / "file"))

    os.kill(kept, signal.SIGKILL)
    ready._process.wait()

    assert int(asked(ready, "import os; print(os.getppid())", tmp_path / "file")) != kept


def test_a_kept_process_ends_when_nobody_can_ask_it_any_more(ready, tmp_path):
    asked(ready, "print()", tmp_path / "file")

    ready._control.close()

    assert ready._process.wait(timeout=20) == 0
