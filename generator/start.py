"""The way in of `xchange`: a build as it is asked for most goes past the command line.

With nothing to do it ends before anything is loaded: the command line and the models take longer
than looking at 10,000 files. With something to do, what only the command line needs stays away.
Everything else, and every word that is not plain, goes to the command line.
"""

from __future__ import annotations

import gc
import os
import sys

ZONES = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"
"""Where time zones stand; the library tzdata has them where none of these is there."""
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from generator.reader.written import Ahead


def main() -> None:
    """Run `xchange`."""
    words = sys.argv[1:]
    asked = _plain_build(words[1:]) if words[:1] == ["build"] else None
    if asked and _has_nothing_to_do(*asked):
        return
    prepare()
    if asked and _is_usual(*asked):
        _build(*asked)
    from generator.cli import main as command

    try:
        command()
    except SystemExit as done:
        if words[:1] == ["build"] and isinstance(done.code, int):
            _leave(done.code)
        raise


def prepare() -> None:
    """Tell the libraries what they need not do; before any of them is loaded."""
    # The engine's banner reads like an error to somebody who is new.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # Where Python looks for time zones it asks the settings of its own build, which it has to load.
    if os.name == "posix":
        os.environ.setdefault("PYTHONTZPATH", ZONES)
    # Pydantic would search every installed package for plugins; we use none. It loads what it
    # would search with all the same, a tenth of our start, unless its search is here already.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__":
        search = type(sys)("pydantic.plugin._loader")
        search.get_plugins = tuple  # type: ignore[attr-defined]
        sys.modules.setdefault(search.__name__, search)


def _plain_build(words: list[str]) -> tuple[str, str] | None:
    """Give content and site of a build that is told nothing else; None for the command line."""
    told = {"--content": "content", "--site": "var/site"}
    names = iter(words)
    for word in names:
        name, equals, value = word.partition("=")
        if name not in told:
            return None
        told[name] = value if equals else next(names, "")
    return (told["--content"], told["--site"].rstrip("/")) if all(told.values()) else None


def _has_nothing_to_do(content: str, site: str) -> bool:
    """Say so in a build's own words when nothing changed."""
    from generator import state

    found = state.load(f"{site}.cache/state")
    if not state.still_holds(found, content, site):
        return False
    count = len(found["site"])
    sys.stderr.write(
        f"Version {found['version']} in {site}: 0 files written, {count} unchanged, 0 removed.\n"
    )
    return True


def _is_usual(content: str, site: str) -> bool:
    """Say whether the command line would ask nothing, and refuse nothing."""
    moved = os.environ.get("XCHANGE_TODAY")
    return os.path.isdir(content) and not os.path.isfile(site) and not moved  # noqa: PTH112, PTH113


def _build(content: str, site: str) -> NoReturn:
    """Build, and leave with the exit code."""
    _keep_memory()
    gc.disable()  # while hundreds of modules are loaded it finds nothing; a twentieth of that time
    from generator import forking, precompiled

    kept = precompiled.keep()
    forking.AT_END.append(kept.save)
    try:
        ahead = _read_ahead(content, site)
        import dataclasses

        kept.put_before(dataclasses)
        from generator import untyped

        untyped.load_core()
        _build_with(content, site, ahead)
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")
        _leave(1)


def _keep_memory() -> None:
    """Let the C library keep the memory that we give back: to ask for it again takes longer.

    glibc returns large pieces at once, until it has seen one as large as this come back.
    """
    bytes(1 << 24)


def _build_with(content: str, site: str, ahead: Ahead | None) -> NoReturn:
    from pathlib import Path

    from generator.programme.errors import ProgrammeError
    from generator.reader import kept_models
    from generator.site.build import Build

    kept_models.complete()
    # It holds the records until the end: see `_leave`.
    work = Build(Path(content), Path(site), ahead=ahead)
    try:
        done = work.run()
    except ProgrammeError as fault:
        from click import ClickException

        if ahead:
            ahead.drop()
        refused = ClickException(str(fault))
        refused.show()
        _leave(refused.exit_code)
    sys.stderr.writelines(f"{line}\n" for line in done.lines(Path(site)))
    _leave(0)


def _read_ahead(content: str, site: str) -> Ahead | None:
    """Let a second process read all files, if there are none from before, while models load."""
    if os.path.exists(f"{site}.cache/records.index") or ".." in content:  # noqa: PTH110
        return None
    from generator.reader.written import all_in, begin

    # Without ".." it is what `Path.absolute` gives, which takes longer to load.
    return begin(all_in(os.path.abspath(content)), f"{site}.cache/once/texts")  # noqa: PTH100


def _leave(code: int) -> NoReturn:
    """End at once: taking ten thousand records apart one by one is of no use to anybody."""
    sys.stdout.flush()
    sys.stderr.flush()
    forking = sys.modules.get("generator.forking")
    if forking:
        forking.do_at_end()
    os._exit(code)
