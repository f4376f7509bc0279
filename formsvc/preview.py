"""The editor's side of `xchange up --reload`: pages reload, mistakes show in the page.

`up` builds and writes what is wrong into one file; this reads it for each page.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response

from formsvc.config import Config
from formsvc.snapshot import current, current_config
from generator.look import live


def attach(app: Flask) -> None:
    """Answer the reloading script and what it asks for."""
    app.add_url_rule(live.SCRIPT_ADDRESS, "preview_script", _script)
    app.add_url_rule(live.VERSION_ADDRESS, "preview_version", _version)


def problems_file(config: Config) -> Path:
    """Where `up` says what is wrong with the content."""
    return config.data / "preview.json"


def say(config: Config, problems: list[str]) -> None:
    """Tell the pages what is wrong with the content; an empty list: nothing is."""
    part = problems_file(config).with_suffix(".part")
    part.write_text(json.dumps(problems), encoding="utf-8")
    part.replace(problems_file(config))


def page(answer: Response, body: bytes) -> Response:
    """Put the reloading script into a page, or show what is wrong instead of it."""
    problems = _problems()
    if problems:
        body, answer.status_code = live.mistakes_page(problems), 500
    answer.cache_control.no_store = True
    answer.set_data(live.with_reload(body))
    return answer


def _problems() -> list[str]:
    try:
        found: list[str] = json.loads(problems_file(current_config()).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return found


def _script() -> Response:
    return _uncached(live.RELOAD, "text/javascript")


def _version() -> Response:
    problems = sha256("\n".join(_problems()).encode()).hexdigest()[:8]
    return _uncached(f"{current().version} {problems}".encode(), "text/plain")


def _uncached(body: bytes, kind: str) -> Response:
    answer = Response(body, mimetype=kind)
    answer.cache_control.no_store = True
    return answer
