"""The processes that `xchange up` keeps alive."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from formsvc.up.tied import tied

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
STEADY_SECONDS = 60.0
"""A child that lived so long begins again with the first pause."""


class Child:
    """One process; when it dies it is started again after a pause that grows."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        say: Callable[[str], None],
        *,
        environ: Mapping[str, str],
        sockets: Sequence[int] = (),
    ) -> None:
        self.name, self.command, self.say = name, list(command), say
        self.environ, self.sockets = dict(environ), tuple(sockets)
        self.process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE
        self._start_at = 0.0
        self._started_at = 0.0

    def keep_alive(self, now: float) -> None:
        """Start it, or when it has died start it again after its pause.

        `now` is a monotonic clock in seconds.
        """
        if self.process is None:
            if now >= self._start_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self.process = None
            steady = now - self._started_at >= STEADY_SECONDS
            self._pause = FIRST_PAUSE if steady else self._pause
            self._start_at = now + self._pause
            self.say(f"{self.name} stopped ({_how(code)}); it starts again in {self._pause:g} s.")
            self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _start(self, now: float) -> None:
        self.process = subprocess.Popen(
            tied(self.command),
            env=self.environ,
            pass_fds=self.sockets,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end it in order
        )
        self._started_at = now

    def ask_to_end(self) -> None:
        """Let it finish what it has in hand."""
        if self.process:
            self.process.terminate()

    def end(self, seconds: float) -> None:
        """Wait for its end; what is still there afterwards is killed, its own children too."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(seconds, 0.0))
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def _how(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
