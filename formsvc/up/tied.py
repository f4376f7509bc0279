"""Run a command that ends when its parent ends: `python -m formsvc.up.tied PARENT COMMAND…`.

A supervisor that is killed with -9 can tidy up nothing. So each child asks the kernel, before it
becomes the real command, to be told of its parent's death. Linux only; elsewhere the command runs
untied.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tied(command: list[str]) -> list[str]:
    """Give the command line that runs a command tied to this process."""
    return [sys.executable, "-m", __name__, str(os.getpid()), *command]


def main(parent: int, command: list[str]) -> None:
    """Tie this process to its parent and become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            raise SystemExit(1)
    os.execvp(command[0], command)  # noqa: S606 - there is no shell, and none is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
