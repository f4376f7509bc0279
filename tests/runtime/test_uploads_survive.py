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
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from make_files import jpeg
from people import ORGANISATION, PEOPLE, PURPOSE, STAY
from processes import Up, copy_content, until
from service_fixtures import BOTH

MIB = 1024 * 1024


@pytest.fixture(scope="module", params=BOTH)
def up(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("uploads")
    copy_content(folder)
    settings = {"XCHANGE_ENV": "development"}
    if request.param == "postgres":
        settings["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    running = Up(folder, **settings)
    running.wait_until_ready()
    yield running
    running.end()


class Browser:
    """A browser with one cookie, over real connections."""

    def __init__(self, port: int) -> None:
        self.port, self.cookie = port, ""

    def asks(self, method: str, path: str, body: bytes | str | None = None, **headers: str):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
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
        declared = re.findall(r'name="declared"[^>]*value="([^"]+)"', page)
        sent = urlencode({**fields, **answers, "declared": declared}, doseq=True)
        kind = "application/x-www-form-urlencoded"
        return self.asks("POST", path, sent, Content_Type=kind).headers["Location"]

    def begins_draft(self) -> str:
        """Fill in everything; give the address of the page before sending."""
        path = "/apply/candidature?visit=northern-bohemia"
        for answers in (ORGANISATION, PEOPLE, STAY, PURPOSE, {}):
            path = self.fills_in(path, answers)
        return path


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _attribute(tag: str, name: str) -> str:
    return re.search(rf'{name}="([^"]*)"', tag)[1]


class Script:
    """The page's script on its way with one file."""

    def __init__(self, browser: Browser, page: str, size: int) -> None:
        self.browser = browser
        found = re.search(r"data-upload='([^']+)'", browser.asks("GET", page).text)
        about = json.loads(unescape(found[1]))
        self.headers = {about["header"].replace("-", "_"): about["token"], "Tus_Resumable": "1.0.0"}
        named = {"filename": f"photo-{size}.jpg", "changed": "1"}
        meta = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in named.items())
        begun = browser.asks("POST", about["endpoint"], Upload_Length=str(size),
                             Upload_Metadata=meta, **self.headers)  # fmt: skip
        self.address = begun.headers["Location"]

    @property
    def key(self) -> str:
        return self.address.rpartition("/")[2]

    def piece(self, at: int) -> dict[str, str]:
        kind = "application/offset+octet-stream"
        return {**self.headers, "Content_Type": kind, "Upload_Offset": str(at)}

    def sends(self, content: bytes, at: int):
        return self.browser.asks("PATCH", self.address, content, **self.piece(at))

    def arrived(self) -> int:
        return int(self.browser.asks("HEAD", self.address, **self.headers).headers["Upload-Offset"])


def test_p6_a_file_of_20_mib_costs_disk_and_not_memory(up):
    photo = jpeg(1200, 900) + os.urandom(20 * MIB)
    for _ in range(6):  # each worker ends a file once at least, and loads what looks at it
        other = Browser(up.port)
        _send_whole(Script(other, other.begins_draft(), 2 * MIB), photo[: 2 * MIB])
    anna = Browser(up.port)
    check = anna.begins_draft()
    server = psutil.Process(up.child("gunicorn").pid)
    workers = [server, *server.children()]
    before = sum(each.memory_info().rss for each in workers)
    for each in workers:
        Path(f"/proc/{each.pid}/clear_refs").write_text("5")

    _send_whole(Script(anna, check, len(photo)), photo)

    assert sum(map(_peak, workers)) - before < 10 * MIB
    assert hashlib.sha256(photo).hexdigest()[:12] in anna.asks("GET", check).text


def _send_whole(script: Script, content: bytes) -> None:
    for at in range(0, len(content), MIB):
        assert script.sends(content[at : at + MIB], at).status == 204


def _peak(process: psutil.Process) -> int:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return 1024 * int(re.search(r"VmHWM:\s+(\d+)", status)[1])


def test_after_kill_9_in_the_middle_a_file_goes_on_where_it_stopped(up):
    anna, photo = Browser(up.port), jpeg(1200, 900) + os.urandom(3 * MIB)
    check = anna.begins_draft()
    script = Script(anna, check, len(photo))
    assert script.sends(photo[:MIB], 0).status == 204

    _kill_while_sending(up, script, photo[MIB : 2 * MIB])

    arrived = script.arrived()
    assert MIB <= arrived <= 2 * MIB
    rest = script.sends(photo[arrived:], arrived)
    assert (rest.status, rest.headers["Upload-Offset"]) == (204, str(len(photo)))
    assert hashlib.sha256(photo).hexdigest()[:12] in anna.asks("GET", check).text
    assert not (up.folder / f"var/incoming/{script.key}.part").exists()


def _kill_while_sending(up: Up, script: Script, piece: bytes) -> None:
    """Send half a piece, then kill the web server and its workers; wait for new ones."""
    line = http.client.HTTPConnection("127.0.0.1", up.port, timeout=60)
    line.putrequest("PATCH", script.address)
    for name, value in {**_named(script.piece(MIB)), "Cookie": script.browser.cookie}.items():
        line.putheader(name, value)
    line.putheader("Content-Length", str(len(piece)))
    line.endheaders(piece[: len(piece) // 2])
    part = up.folder / f"var/incoming/{script.key}.part"
    until(lambda: part.stat().st_size > MIB)

    master = up.child("gunicorn")
    for process in [*psutil.Process(master.pid).children(recursive=True), master]:
        process.send_signal(signal.SIGKILL)
    line.close()
    until(lambda: up.says("The web server stopped"))
    until(lambda: (up.child("gunicorn") or master).pid != master.pid)
