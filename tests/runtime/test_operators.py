"""What docs/operators.md and deploy/ promise."""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
from contextlib import suppress
from dataclasses import replace
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from _nginx import proxy
from flask import request
from processes import until
from werkzeug.serving import make_server

from formsvc import boundary, create_app, db
from formsvc import config as settings
from formsvc.evidence.incoming import MIB
from formsvc.headers import POLICY
from formsvc.mail.delivery import PAUSES
from formsvc.migrations.run import upgrade
from formsvc.up import supervisor

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs/operators.md").read_text()
NGINX = (ROOT / "deploy/nginx.conf").read_text()


def test_every_setting_is_explained():
    source = Path(settings.__file__).read_text()
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))

    assert {"XCHANGE_SECRET_KEY", "SMTP_URL", "PORT"} <= read
    assert [name for name in read if f"| `{name}` |" not in DOC] == []


def test_the_figures_in_the_words_are_those_of_the_program():
    minutes = [int(pause.total_seconds() // 60) for pause in PAUSES]

    assert minutes == [1, 5, 30, 2 * 60, 8 * 60]
    assert "after 1, 5 and 30 minutes, 2 hours, then every 8 hours" in DOC
    assert f"requests in hand get {supervisor.GRACE_SECONDS} seconds" in DOC


def test_the_proxy_gives_pages_the_policy_of_the_service():
    policies = re.findall(r'Content-Security-Policy "([^"]+)"', NGINX)

    assert policies == [POLICY, POLICY]


def test_a_copy_made_by_the_words_of_the_docs_can_be_brought_back(config, app, tmp_path):
    engine = app.extensions["xchange_engine"]
    upgrade(engine)
    with db.unit_of_work():
        db.session.connection().exec_driver_sql("INSERT INTO role (name) VALUES ('finance')")
    backups = tmp_path / "backups"
    backups.mkdir()
    (words,) = re.findall(r'xchange\.db "(VACUUM INTO .*)"', DOC)

    with sqlite3.connect(config.data / "xchange.db") as connection:
        connection.execute(words.replace("/var/backups/xchange", str(backups)))
    connection.close()

    with sqlite3.connect(backups / "xchange.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT name FROM role").fetchall() == [("finance",)]
    copy.close()
    db.session.remove()


@pytest.mark.parametrize(
    ("hops", "sent", "seen"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "192.0.2.1, 198.51.100.1, 203.0.113.9", "198.51.100.1"),
    ],
)
def test_exactly_the_proxies_that_are_named_are_believed(config, hops, sent, seen):
    app = create_app(replace(config, proxy_hops=hops))
    app.add_url_rule("/who", view_func=lambda: str(request.remote_addr))

    assert app.test_client().get("/who", headers={"X-Forwarded-For": sent}).text == seen
    app.extensions["xchange_engine"].dispose()


def test_a_proxy_that_nobody_named_is_warned_of_once(client, capsys):
    client.get("/")
    assert "proxy" not in capsys.readouterr().out

    for _ in range(2):
        client.get("/", headers={"X-Forwarded-For": "203.0.113.9"})

    said = capsys.readouterr().out
    assert said.count("XCHANGE_PROXY_HOPS") == 1
    assert "203.0.113.9" not in said


def test_nginx_has_room_for_slow_clients():
    frame = (ROOT / "deploy/nginx-main.conf").read_text()
    connections, files = (
        int(re.search(rf"{name} (\d+);", frame)[1])
        for name in ("worker_connections", "worker_rlimit_nofile")
    )

    assert connections >= 4 * 1500
    assert files >= 2 * connections


@pytest.fixture
def behind(config):
    """The app as it stands behind one proxy, at a real port."""
    app = create_app(replace(config, proxy_hops=1))
    app.add_url_rule("/who", "who", lambda: f"{request.remote_addr} {request.scheme}")
    app.add_url_rule("/take", "take", take, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()
    app.extensions["xchange_engine"].dispose()


def take() -> str:
    boundary.expect_file(25 * MIB)
    return str(len(request.get_data()))


@pytest.fixture
def nginx(behind, config, tmp_path):
    """The shipped configuration, but for its ports, certificate and places."""
    if not shutil.which("nginx"):
        pytest.skip("no nginx here: apt-get install nginx-light")
    with proxy(tmp_path, config.data, behind) as port:
        yield f"http://127.0.0.1:{port}"


def get(address: str, **headers: str) -> tuple[int, str, Message]:
    try:
        with build_opener(Stay).open(Request(address, headers=headers), timeout=60) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except HTTPError as fault:
        with fault:
            return fault.code, fault.read().decode(), fault.headers


class Stay(HTTPRedirectHandler):
    """Shows a redirect instead of following it."""

    def redirect_request(self, *_):
        return None


def test_nginx_serves_pages_itself_with_the_policy(nginx):
    status, page, headers = get(f"{nginx}/visits/")

    assert (status, "Northern Bohemia" in page) == (200, True)
    assert headers["Server"] == "nginx"
    assert headers.get_all("Content-Security-Policy") == [POLICY]
    assert headers["Cache-Control"] == "max-age=60"
    assert get(f"{nginx}/assets/look.css")[2]["Content-Type"] == "text/css"


def test_nginx_leaves_the_rest_to_the_service(nginx):
    assert get(f"{nginx}/visits")[0] == 308
    assert get(f"{nginx}/visits")[2]["Location"] == "/visits/"
    status, page, headers = get(f"{nginx}/visits/nowhere/")
    assert (status, "This page is not here" in page) == (404, True)
    assert headers.get_all("Content-Security-Policy") == [POLICY]


def test_nothing_hidden_is_served_through_nginx(nginx, config):
    (config.site / ".hidden").write_text("secret")

    for path in (
        "/.hidden",
        "/../site.version",
        "/visits/../../site.version",
        "/%2e%2e/xchange.db",
    ):
        status, page, _ = get(nginx + path)
        assert (path, status in (400, 404), "secret" in page) == (path, True, False)


def test_an_address_made_up_by_the_sender_is_not_believed(nginx):
    assert get(f"{nginx}/who", **{"X-Forwarded-For": "203.0.113.9"})[1] == "127.0.0.1 http"


@pytest.mark.parametrize(("mebibytes", "status"), [(25, 200), (27, 413)])
def test_a_file_at_the_limit_passes_and_a_larger_one_is_refused(nginx, mebibytes, status):
    connection = HTTPConnection(nginx.removeprefix("http://"), timeout=60)
    connection.putrequest("POST", "/take")
    connection.putheader("Content-Length", str(mebibytes * 2**20))
    connection.endheaders()
    with suppress(OSError):  # a refusal may come before everything is sent
        connection.send(bytes(mebibytes * 2**20))

    assert connection.getresponse().status == status
    connection.close()


def test_requests_to_the_service_leave_no_trace_in_nginxs_log(nginx, tmp_path):
    get(f"{nginx}/visits/")
    get(f"{nginx}/apply/link/secret-of-a-case")
    get(f"{nginx}/apply/link/secret-of-a-case/")

    log = tmp_path / "xchange.access.log"
    until(lambda: "/visits/" in log.read_text())
    assert "secret" not in log.read_text()
