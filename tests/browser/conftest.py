"""A real browser, and the built site behind a small server of our own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from service_fixtures import Service
from ways import CHROMIUM, Site

from formsvc import limits

expect.set_options(timeout=30_000)  # only a fault waits that long
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
"""What a real server would send: no inline script, no inline style, no other host."""


def pytest_collection_modifyitems(items):
    """Every test of this folder drives the browser."""
    missing = CHROMIUM is None and not os.environ.get("CI")
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if missing:
                reason = "no Chromium here: apt-get install chromium"
                item.add_marker(pytest.mark.skip(reason=reason))


class Strict(SimpleHTTPRequestHandler):
    """Serves files with the policy of a real server, and says nothing."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def address(built) -> Iterator[str]:
    """Where the built site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(built)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """The running service, one for all tests: each has cases of its own in it."""
    running = Site(tmp_path_factory.mktemp("service"))
    yield running
    running.up.end()


@pytest.fixture
def applicants(site, monkeypatch) -> Iterator[Service]:
    """Another process at the site's database: there people send in a moment what they have.

    Their drafts are counted apart, so that no window of a test is told that there are too many.
    """
    monkeypatch.setattr(limits, "NEW_DRAFTS", replace(limits.NEW_DRAFTS, kind="elsewhere"))
    data = site.folder / "var"
    service = Service(f"sqlite:///{data / 'xchange.db'}", data)
    yield service
    service.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium):
    """Opens a window of a width; a script that fails or is refused fails the test."""
    opened, faults = [], []

    def open_at(width: int, **more) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **more)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on(
            "console",
            lambda said: faults.append(said.text) if "Content Security" in said.text else None,
        )
        return page

    yield open_at
    for context in opened:
        context.close()
    assert faults == []
