"""The public site: files of the last build, for every address that no view answers.

nginx does this in front of a real deployment (deploy/nginx.conf); here it serves trials and
editors. Nothing is kept about the reader, and no cookie is ever set.
"""

from __future__ import annotations

import json
import mimetypes
import os
import re
import stat
from datetime import UTC, datetime
from functools import lru_cache
from io import BufferedReader
from pathlib import Path

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from formsvc import preview
from formsvc.config import Config
from formsvc.headers import POLICY
from formsvc.sessions import area
from formsvc.snapshot import current, current_config

TYPES = {
    ".woff2": "font/woff2",
    ".js": "text/javascript",
    ".ics": "text/calendar",
    ".webmanifest": "application/manifest+json",
}
HASH = re.compile(r"sha(256|384|512)-[A-Za-z0-9+/]+={0,2}")
LANGUAGE = re.compile(r"[a-z]{2}")
PAGE_SECONDS, ASSET_SECONDS = 60, 3600
"""How long a browser may keep a page, or a file that pages load, before it asks again."""


def attach(app: Flask, config: Config) -> None:
    """Let the app answer with the site's files where it has no view of its own."""
    app.before_request(_answer)
    if config.reload:
        preview.attach(app)


def _answer() -> ResponseReturnValue | None:
    """Give the file of an address that no view has; None lets the app go on."""
    reading = request.method in ("GET", "HEAD")
    unknown = isinstance(request.routing_exception, NotFound)
    if not reading or not unknown or area(request.path):
        return None
    site = current_config().site
    path = inside(site, request.path)
    if path is None:
        return _missing(site)
    page = path / "index.html"
    if request.path.endswith("/"):
        return _file(page) or _missing(site)
    if os.path.isfile(page):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        return redirect(_with_slash(), 308)
    return _file(path) or _missing(site)


def _with_slash() -> str:
    """Give the folder's address. Two slashes at its start would name another host."""
    query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
    return f"/{request.path.strip('/')}/{query}"


def inside(site: Path, address: str) -> Path | None:
    """Give the place of an address below the site, or None for one that must not be read.

    Refused are hidden files, parts that climb, and characters that no file of ours has.
    """
    parts = [part for part in address.split("/") if part]
    if any(part.startswith(".") for part in parts) or re.search(r"[\x00-\x1f\\]|//", address):
        return None
    return site.joinpath(*parts)


def _missing(site: Path) -> Response | None:
    """Say that nothing is there, in the language of the address."""
    first = request.path.split("/")[1]
    own = _file(site / first / "404.html", status=404) if LANGUAGE.fullmatch(first) else None
    return own or _file(site / "404.html", status=404)


def _file(path: Path, status: int = 200) -> Response | None:
    """Answer with one file, or give None when there is none.

    It is opened first and asked about afterwards, so that a build which renames a new file over
    it meanwhile cannot mix the two.
    """
    try:
        with open(path, "rb", opener=_open_regular) as file:
            return _response(file, path.suffix, status)
    except OSError as fault:
        if fault.filename is None:  # it was found, and reading it failed
            raise
        return None


def _open_regular(path: str, flags: int) -> int:
    """Open a file, not a link; a pipe or a device would keep us waiting."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def _response(file: BufferedReader, suffix: str, status: int) -> Response | None:
    about = os.fstat(file.fileno())
    if not stat.S_ISREG(about.st_mode):
        return None
    kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    answer = Response(status=status, mimetype=kind)
    answer.headers["Content-Security-Policy"] = policy()
    if kind == "text/html" and current_config().reload:
        return preview.page(answer, file.read())
    answer.set_etag(f"{about.st_mtime_ns:x}-{about.st_size:x}")
    answer.last_modified = datetime.fromtimestamp(about.st_mtime, UTC)
    answer.cache_control.public = True
    answer.cache_control.max_age = PAGE_SECONDS if kind == "text/html" else ASSET_SECONDS
    answer.set_data(file.read())
    if status == 200:
        answer.make_conditional(request)
    return answer


def policy() -> str:
    """The policy of pages: ours, and the inline scripts that this version's build names."""
    return _policy(current_config().service, current().version)


@lru_cache(maxsize=2)
def _policy(service: Path, version: str) -> str:
    try:
        text = (service / "csp.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return POLICY
    hashes = [each.strip("'") for each in json.loads(text)["script-src"]]
    named = "".join(f" '{each}'" for each in hashes if HASH.fullmatch(each))
    return POLICY.replace("script-src 'self'", f"script-src 'self'{named}")
