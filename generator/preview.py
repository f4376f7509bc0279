"""The editor's preview: builds on every change, reloads the page, shows errors in it.

A development server for one person. It never serves the public.
"""

from __future__ import annotations

import threading
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from generator.look import live
from generator.programme.errors import ContentError, ProgrammeError
from generator.reader.written import site_config_file
from generator.site.build import build
from generator.watching import watching


class Preview:
    """The last good version of the site, and what is wrong with the content now."""

    def __init__(self, content: Path, site: Path, today: date | None = None) -> None:
        self.content, self.site, self.today = content, site, today
        self.turn = 0
        self.problems: list[str] = []
        self._one_at_a_time = threading.Lock()

    def rebuild(self) -> None:
        """Build; problems are kept for the page, and the last good version stays."""
        with self._one_at_a_time:
            try:
                done = build(self.content, self.site, self.today)
            except ProgrammeError as fault:
                found = fault.problems if isinstance(fault, ContentError) else [fault]
                self.problems = [str(problem) for problem in found]
                click.echo("\n".join(self.problems), err=True)
            else:
                self.problems = []
                told = [*done.warnings, f"{done.written} pages changed."]
                click.echo("\n".join(told), err=True)
            self.turn += 1


class Handler(SimpleHTTPRequestHandler):
    """Serves the last good version, or the list of problems."""

    def __init__(self, *args: object, preview: Preview, **more: object) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.site), **more)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a page with the script that reloads it, and any other file as it is."""
        if self.path == live.VERSION_ADDRESS:
            self._answer(str(self.preview.turn).encode(), "text/plain")
        elif self.path == live.SCRIPT_ADDRESS:
            self._answer(live.RELOAD, "text/javascript")
        elif self.path.split("?")[0].endswith("/"):
            self._page(Path(self.translate_path(self.path)) / "index.html")
        else:
            super().do_GET()

    def _page(self, file: Path) -> None:
        if self.preview.problems:
            page, status = live.mistakes_page(self.preview.problems), 500
        elif file.is_file():
            page, status = file.read_bytes(), 200
        else:
            page, status = (self.preview.site / "404.html").read_bytes(), 404
        self._answer(live.with_reload(page), "text/html; charset=utf-8", status)

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing for each request: the terminal is for the editor's mistakes."""


def open_server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """Listen on this machine only.

    Raises:
        ProgrammeError: the port is taken.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, preview=preview))
    except OSError as fault:
        words = f"Port {port} is in use. Stop the other program, or choose another: PORT={port + 1}"
        raise ProgrammeError(words) from fault


def serve(content: Path, site: Path, port: int, today: date | None = None) -> None:
    """Serve the preview until it is interrupted."""
    preview = Preview(content, site, today)
    server = open_server(preview, port)
    preview.rebuild()
    click.echo(f"Ready: http://localhost:{server.server_port}/  (Ctrl-C stops it)", err=True)
    with server, watching(content, Path(site_config_file(str(content))), preview.rebuild):
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
