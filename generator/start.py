"""The way in of `xchange`: a build with nothing to do ends here, before anything is loaded.

Loading the command line and the models takes longer than looking at 10,000 files.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run `xchange`."""
    words = sys.argv[1:]
    if not (words and words[0] == "build" and _has_nothing_to_do(words[1:])):
        from generator.cli import main as command

        try:
            command()
        except SystemExit as done:
            if words[:1] == ["build"] and isinstance(done.code, int):
                _leave(done.code)
            raise


def _leave(code: int) -> None:
    """End at once: taking ten thousand records apart one by one is of no use to anybody."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _has_nothing_to_do(words: list[str]) -> bool:
    """Say so in a build's own words when nothing changed; every other option is not for here."""
    told = {"--content": "content", "--site": "var/site"}
    names = iter(words)
    for word in names:
        name, equals, value = word.partition("=")
        if name not in told:
            return False
        told[name] = value if equals else next(names, "")
    from generator import state

    site = told["--site"].rstrip("/")
    found = state.load(f"{site}.cache/state")
    if not state.still_holds(found, told["--content"], site):
        return False
    count = len(found["site"])
    sys.stderr.write(
        f"Version {found['version']} in {site}: 0 files written, {count} unchanged, 0 removed.\n"
    )
    return True
