"""`xchange up`, with real processes: what is killed comes back, what is ended stays away."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator

import pytest
from processes import Up, alive, copy_content, make_real, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("up")]
DEVELOPMENT = {"XCHANGE_ENV": "development"}


@pytest.fixture
def folder(tmp_path):
    copy_content(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Up]:
    """One that runs for all tests of this file which leave it running."""
    place = tmp_path_factory.mktemp("up")
    copy_content(place)
    up = Up(place, "--reload", **DEVELOPMENT)
    up.wait_until_ready()
    yield up
    up.end()


def visit(up):
    return up.folder / "content/visits/northern-bohemia.yml"


def test_it_says_what_it_does_and_serves_the_site(running):
    assert running.said[0] == "Checking the content and building the site…"
    assert running.says("Example staff: jana  ")
    assert "Northern Bohemia" in running.get("/visits/")[1]
    assert running.get("/visits/nowhere/")[0] == 404


def test_it_listens_on_both_kinds_of_address(running):
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with socket.create_connection(("::1", running.port)) as open_one:
        open_one.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert open_one.recv(64).startswith(b"HTTP/1.0 200 OK")


def test_an_edit_shows_and_a_mistake_shows_in_the_page_until_it_is_put_right(running):
    right = visit(running).read_text()
    address = "/visits/northern-bohemia/"
    before = running.get("/preview-version")[1]

    visit(running).write_text(right.replace("2021-08-20", "2021-08-27"))
    until(lambda: "Open until 27 August 2021" in running.get(address)[1])
    until(lambda: running.get("/preview-version")[1] != before)

    visit(running).write_text(right.replace("lead: clutex", "lead: cluttex"))
    until(lambda: running.get(address)[0] == 500)
    assert "did you mean &quot;clutex&quot;?" in running.get(address)[1]
    assert running.says('did you mean "clutex"?')

    visit(running).write_text(right)
    until(lambda: "Open until 20 August 2021" in running.get(address)[1])


def test_a_killed_web_worker_is_replaced(running):
    master = running.child("gunicorn")
    killed = master.children()
    for each in killed:
        each.kill()

    assert running.get("/visits/")[0] == 200
    assert not {each.pid for each in killed} & {each.pid for each in master.children()}


def test_a_killed_web_server_is_started_again_at_the_same_port(running):
    master = running.child("gunicorn")
    master.kill()

    until(lambda: running.says("The web server stopped (killed by signal 9); it starts again"))
    assert running.get("/visits/")[0] == 200
    assert until(lambda: running.child("gunicorn")).pid != master.pid


def test_a_killed_mail_worker_is_started_again(running):
    worker = running.child("formsvc.mail.worker")
    worker.kill()

    until(lambda: running.says("The mail worker stopped (killed by signal 9); it starts again"))
    until(lambda: running.child("formsvc.mail.worker"))


def test_it_ends_with_its_children_and_starts_again_with_another_date_until_control_c(folder):
    up = Up(folder, **DEVELOPMENT)
    up.wait_until_ready()
    children = up.children()
    assert len(children) >= 3

    assert up.end() == 0

    assert alive(children) == []
    assert up.said[-1] == "Stopped."

    again = Up(folder, **DEVELOPMENT, XCHANGE_TODAY="2021-09-27")
    again.wait_until_ready()
    assert not again.says("Example staff")
    assert "shown as of 27 September 2021" in again.get("/")[1]
    again.process.send_signal(signal.SIGINT)
    assert again.end() == 0


def test_nothing_outlives_a_killed_supervisor(folder):
    up = Up(folder, **DEVELOPMENT)
    up.wait_until_ready()
    children = up.children()

    up.process.kill()

    until(lambda: alive(children) == [])
    up.end()


def refused(up: Up) -> str:
    up.process.wait(60)
    assert up.end() == 1
    return "\n".join(up.said)


def test_a_port_in_use_is_said_before_anything_is_done(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = refused(Up(folder, "--port", str(port), **DEVELOPMENT))

    assert words == (
        f"Error: Port {port} is in use. Stop the other program, or choose another: PORT={port + 1}"
    )
    assert not (folder / "var/site").exists()


def test_content_with_mistakes_is_not_served(folder):
    broken = folder / "content/visits/northern-bohemia.yml"
    broken.write_text(broken.read_text().replace("lead: clutex", "lead: cluttex"))

    words = refused(Up(folder, **DEVELOPMENT))

    assert "Error: content/visits/northern-bohemia.yml:" in words
    assert not (folder / "var/site").exists()


REAL = {"XCHANGE_SECRET_KEY": "s" * 40, "SMTP_URL": "smtp://localhost:1"}


def test_a_real_site_refuses_the_example_programme(folder):
    words = refused(Up(folder, **REAL))

    assert "the site is shown as of another day; remove it" in words
    assert "the public address does not start with https" in words


def test_a_real_site_has_no_live_preview(folder):
    assert "--reload is for development" in refused(Up(folder, "--reload", **REAL))


def test_a_real_site_without_a_proxy_is_said_to_be_for_a_trial(folder):
    make_real(folder)
    up = Up(folder, umask=0o077, **REAL)
    up.wait_until_ready()

    assert up.says("Without a proxy in front this is for a trial")
    assert not up.says("Example staff")
    assert up.get("/")[0] == 200
    assert up.get("/dev/mail/")[0] == 404
    assert mode(folder / "var/site/visits/index.html") == 0o644
    assert mode(folder / "var/xchange.db") == 0o600
    assert up.end() == 0


def mode(path) -> int:
    return path.stat().st_mode & 0o777
