"""A file from a stranger cannot run on our pages: tried in a real browser."""

from __future__ import annotations

import threading
from io import BytesIO

import pytest
from flask import Flask, Response
from werkzeug.serving import make_server

from formsvc.office.case.downloads import attachment, picture

CALL = "fetch('/home');new Image().src='/home'"
HTML = f'<!doctype html><script>{CALL}</script><img src=x onerror="{CALL}">'.encode()
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{CALL}\"/>".encode()
FILES = {"html": (HTML, "text/html"), "svg": (SVG, "image/svg+xml")}


@pytest.fixture
def office():
    """Files as the office hands them out, and bare ones that prove that the scripts work."""
    app, calls = Flask("files", static_folder=None), []
    app.add_url_rule("/home", view_func=lambda: calls.append("called") or "")
    app.add_url_rule("/bare/<kind>", "bare",
                     lambda kind: Response(FILES[kind][0], mimetype=FILES[kind][1]))  # fmt: skip
    app.add_url_rule("/file/<kind>", "file",
                     lambda kind: attachment(BytesIO(FILES[kind][0]), f"a.{kind}", "pdf"))  # fmt: skip
    app.add_url_rule("/picture/<kind>", "picture", lambda kind: picture(BytesIO(FILES[kind][0])))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("kind", FILES)
def test_p9_a_script_in_a_file_never_runs_on_our_origin(chromium, office, kind):
    address, calls = office
    page = chromium.new_page()
    page.goto(f"{address}/bare/{kind}", wait_until="networkidle")
    assert calls  # the scripts are awake
    calls.clear()

    with page.expect_download():
        page.evaluate("where => { location.href = where }", f"{address}/file/{kind}")
    page.goto(f"{address}/picture/{kind}", wait_until="networkidle")
    page.set_content(
        f"<iframe src='{address}/file/{kind}'></iframe><embed src='{address}/file/{kind}'>"
        f"<object data='{address}/picture/{kind}'></object><img src='{address}/file/{kind}'>",
        wait_until="networkidle",
    )
    page.close()

    assert calls == []
