"""A build of the site, in a process of its own: the service never imports the generator's site."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from formsvc.config import Config
from formsvc.up.tied import tied
from generator.programme.errors import ProgrammeError

XCHANGE = str(Path(sys.executable).with_name("xchange"))


class Build:
    """One run of `xchange build`, and outside development of `xchange check --production` first."""

    def __init__(self, config: Config) -> None:
        build = [XCHANGE, "build", "--site", str(config.site)]
        check = [XCHANGE, "check", "--production"]
        self._to_do = [build] if config.development else [check, build]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `problems`
        self._process = self._next()

    def _next(self) -> subprocess.Popen[bytes]:
        command = tied(self._to_do.pop(0))
        # Pages are for everybody, also where the service's other files are for its user alone.
        return subprocess.Popen(command, stdout=self._said, stderr=subprocess.STDOUT, umask=0o022)

    def finished(self) -> bool:
        """Say whether it is done, without waiting."""
        code = self._process.poll()
        if code == 0 and self._to_do:
            self._process = self._next()
            return False
        return code is not None

    def wait(self) -> None:
        """Wait until it is done."""
        while not self.finished():
            self._process.wait()

    def problems(self) -> list[str]:
        """Give what is wrong, as the commands say it; an empty list: the new version stands."""
        with self._said:
            self._said.seek(0)
            text = self._said.read().decode(errors="replace")
        if self._process.returncode == 0:
            return []
        lines = [line.removeprefix("Error: ") for line in text.splitlines() if line.strip()]
        return lines or [f"The build ended with code {self._process.returncode}."]

    def end(self) -> None:
        """Give up; a build that is cut off leaves the old version."""
        self._process.kill()
        self._process.wait()
        self._said.close()


def build_now(config: Config) -> None:
    """Build and wait.

    Raises:
        ProgrammeError: the content has mistakes; the words are those of the command.
    """
    build = Build(config)
    build.wait()
    problems = build.problems()
    if problems:
        raise ProgrammeError("\n".join(problems))
