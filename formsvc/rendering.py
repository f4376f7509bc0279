"""What every template may use: the site's shell, the look's macros, words in one language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Flask, g, request
from jinja2 import ChoiceLoader, FunctionLoader, PackageLoader, PrefixLoader, StrictUndefined

from formsvc import area, clock, machines, snapshot
from generator.look.formats import formats
from generator.look.texts import Texts, texts
from generator.look.words import Words, say
from generator.programme.text import ENGLISH

OFFICE_SHELL, PUBLIC_SHELL = "shells/office.html", "shells/{language}.html"


def attach(app: Flask) -> None:
    """Let the app's templates find the shells, the look, and their words."""
    look = PackageLoader("generator.look", "templates/look")
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("formsvc", "templates"),
            PackageLoader("formsvc.accounts", "templates"),
            PrefixLoader({"look": look, "shells": FunctionLoader(_shell)}),
        ]
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = True  # a new version of the site brings new shells
    app.context_processor(_words)


def language() -> str:
    """Give the language of the request; the office is English."""
    found: str = g.get("language", ENGLISH)
    return found


def current_texts() -> Texts:
    """Give the fixed texts in the language of the request."""
    return texts(language())


def _shell(name: str) -> tuple[str, str | None, Callable[[], bool]] | None:
    site = snapshot.current()
    path = site.config.service / "shells" / name
    if not path.is_file():
        return None
    version = site.version
    return path.read_text(encoding="utf-8"), str(path), lambda: site.version == version


def _words() -> dict[str, object]:
    spoken, today = language(), clock.today()
    t, f = texts(spoken), formats(spoken)
    office = request.path.startswith("/review")
    return {
        "t": t,
        "f": f,
        "say": partial(say, language=spoken),
        "words": Words(t, f, today),
        "language": spoken,
        "today": today,
        "programme": snapshot.current_programme(),
        "shell": OFFICE_SHELL if office else PUBLIC_SHELL.format(language=spoken),
        "to": area.to,
        "shown_at": machines.shown_at,
        "root": area.site_root(spoken),
        "language_href": area.language_href,
    }
