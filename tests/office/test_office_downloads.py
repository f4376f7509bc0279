"""A file from a stranger is downloaded and never runs."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask

from formsvc.office.case.downloads import attachment


@pytest.fixture
def hand_out():
    def get(name: str, extension: str = "pdf"):
        app = Flask("downloads", static_folder=None)
        app.add_url_rule("/f", view_func=lambda: attachment(BytesIO(b"bytes"), name, extension))
        return app.test_client().get("/f")

    return get


def test_a_file_is_a_sandboxed_download_of_no_type(hand_out):
    answer = hand_out("page.html")

    assert answer.data == b"bytes"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ("účast.pdf", "%C3%BA%C4%8Dast.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\photos\\day one.exe", "day%20one.pdf"),
        ('a"; filename="evil.exe', "a%22%3B%20filename%3D%22evil.pdf"),
        ("\u202efdp.js\r\nSet-Cookie: x", "fdp.pdf"),
        ("", "file.pdf"),
    ],
)
def test_the_senders_name_is_kept_harmless(hand_out, sent, given):
    disposition = hand_out(sent).headers["Content-Disposition"]

    assert disposition == f"attachment; filename=\"file.pdf\"; filename*=UTF-8''{given}"
