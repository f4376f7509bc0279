"""A file on its way survives that everything is killed: on the real web server."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import os
import re
import signal
from html import unescape
from urllib.parse import urlencode

import psutil
import pytest
from make_files import jpeg
from people import ORGANISATION, PEOPLE, PURPOSE, STAY
from processes import Up, copy_content, until

MIB = 1024 * 1024


@pytest.fixture
def up(tmp_path):
    copy_content(tmp_path)
    running = Up(tmp_path, XCHANGE_ENV="development")
    running.wait_until_ready()
    yield running
    running.end()


class Browser:
    """A browser with one cookie, over real connections."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""

    def asks(self, method: str, path: str, body: bytes | str | None = None, **headers: str):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, body, {"Cookie": self.cookie, **_named(headers)})
        answer = line.getresponse()
        answer.text = answer.read().decode()
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).partition(";")[0]
        line.close()
        return answer

    def fills_in(self, path: str, answers: dict[str, str]) -> str:
        page = self.asks("GET", path).text
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
        fields = {_attribute(each, "name"): _attribute(each, "value") for each in hidden}
        sent = urlencode({**fields, **answers})
        kind = "application/x-www-form-urlencoded"
        return self.asks("POST", path, sent, Content_Type=kind).headers["Location"]

    def begins_draft(self) -> str:
        """Fill in everything; give the address of the page before sending."""
        path = "/apply/candidature?visit=northern-bohemia"
        for answers in (ORGANISATION, PEOPLE, STAY, PURPOSE):
            path = self.fills_in(path, answers)
        return path


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _attribute(tag: str, name: str) -> str:
    return re.search(rf'{name}="([^"]*)"', tag)[1]


def test_after_kill_9_in_the_middle_a_file_goes_on_where_it_stopped(up):
    anna, photo = Browser(up.port), jpeg(1200, 900) + os.urandom(3 * MIB)
    check = anna.begins_draft()
    about = json.loads(
        unescape(re.search(r"data-upload='([^']+)'", anna.asks("GET", check).text)[1])
    )
    tus = {about["header"].replace("-", "_"): about["token"], "Tus_Resumable": "1.0.0"}
    meta = ",".join(f"{k} {base64.b64encode(v).decode()}" for k, v in
                    {"filename": b"photo.jpg", "changed": b"1"}.items())  # fmt: skip
    begun = anna.asks("POST", about["endpoint"], Upload_Length=str(len(photo)),
                      Upload_Metadata=meta, **tus)  # fmt: skip
    address = begun.headers["Location"]
    piece = {"Content_Type": "application/offset+octet-stream", **tus}
    assert anna.asks("PATCH", address, photo[:MIB], Upload_Offset="0", **piece).status == 204

    _kill_while_sending(
        up, anna, address, photo[MIB : 2 * MIB], {**piece, "Upload_Offset": str(MIB)}
    )

    arrived = int(anna.asks("HEAD", address, **tus).headers["Upload-Offset"])
    assert MIB <= arrived <= 2 * MIB
    rest = anna.asks("PATCH", address, photo[arrived:], Upload_Offset=str(arrived), **piece)
    assert (rest.status, rest.headers["Upload-Offset"]) == (204, str(len(photo)))
    assert hashlib.sha256(photo).hexdigest()[:12] in anna.asks("GET", check).text
    assert not (up.folder / f"var/incoming/{address.rpartition('/')[2]}.part").exists()


def _kill_while_sending(up: Up, anna: Browser, address: str, piece: bytes, headers) -> None:
    """Send half a piece, then kill the web server and its workers; wait for new ones."""
    line = http.client.HTTPConnection("127.0.0.1", up.port, timeout=30)
    line.putrequest("PATCH", address)
    for name, value in {**_named(headers), "Cookie": anna.cookie}.items():
        line.putheader(name, value)
    line.putheader("Content-Length", str(len(piece)))
    line.endheaders(piece[: len(piece) // 2])
    (part,) = (up.folder / "var/incoming").glob("*.part")
    until(lambda: part.stat().st_size > MIB)

    master = up.child("gunicorn")
    for process in [*psutil.Process(master.pid).children(recursive=True), master]:
        process.send_signal(signal.SIGKILL)
    line.close()
    until(lambda: up.says("The web server stopped"))
    until(lambda: (up.child("gunicorn") or master).pid != master.pid)
