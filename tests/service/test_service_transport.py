"""What travels, and how: against a real mail server."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from mail_server import certificate, free_port, mail_server

from formsvc.config import WrongSetting
from formsvc.mail.delivery import Leased, Refused, TryLater
from formsvc.mail.message import compose
from formsvc.mail.transport import Folder, Smtp

NOW = datetime(2021, 6, 15, 10, tzinfo=UTC)
MAIL = Leased(
    id=1,
    key="confirm:1",
    name="confirm",
    to="anna@example.org",
    subject="Příjezd: 3 days",
    body="Grüezi,\n\nhttp://localhost:8000/apply/" + "x" * 90 + "\n",
    queued_at=NOW,
    attempt=1,
    until=NOW + timedelta(minutes=5),
)


@pytest.fixture
def box():
    with mail_server() as opened:
        yield opened


def test_a_mail_arrives_as_it_was_written(box, programme):
    Smtp.from_url(box.url).send(compose(MAIL, programme))

    (got,) = box.received
    assert got["From"] == "EXTRATEX Xchange <office@example.org>"
    assert (got["To"], got["Subject"]) == ("anna@example.org", "Příjezd: 3 days")
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["Date"].datetime == NOW
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n") == MAIL.body


def test_the_same_mail_has_the_same_number_whenever_it_goes(programme):
    first = compose(MAIL, programme)
    again = compose(replace(MAIL, attempt=2), programme)
    other = compose(replace(MAIL, key="confirm:2"), programme)

    assert first["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@localhost>", first["Message-ID"])


@pytest.mark.parametrize(
    "to",
    [
        "anna@example.org\nBcc: eve@example.org",
        "anna@example.org\r\n\r\nbody",
        "anna@example.org, eve@example.org",
        "Anna <anna@example.org>",
        "anna@example.org>",
        "anna@exam ple.org",
        "anna",
        "@example.org",
        "anna@",
        "jiří@example.org",
        "",
        "anna@" + "a" * 64 + ".org",
    ],
)
def test_an_address_that_hides_something_is_refused(programme, to):
    with pytest.raises(Refused, match="address"):
        compose(replace(MAIL, to=to), programme)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x00", "\u2028"])
def test_a_subject_cannot_begin_another_header(programme, end):
    with pytest.raises(Refused, match="subject"):
        compose(replace(MAIL, subject=f"Hello{end}Bcc: eve@example.org"), programme)


def test_a_host_with_other_letters_is_written_in_ascii(box, programme):
    Smtp.from_url(box.url).send(compose(replace(MAIL, to="anna@bücher.example"), programme))

    assert box.envelopes[0].rcpt_tos == ["anna@xn--bcher-kva.example"]


def test_a_server_that_refuses_the_address_for_good_is_believed(box, programme):
    box.to_address = "550 5.1.1 No such person"

    with pytest.raises(Refused, match=r"550 5\.1\.1 No such person") as refused:
        Smtp.from_url(box.url).send(compose(MAIL, programme))
    assert refused.value.code == 550


@pytest.mark.parametrize("where", ["to_address", "to_text"])
def test_a_server_that_is_busy_is_tried_again(box, programme, where):
    setattr(box, where, "451 Try again later")

    with pytest.raises(TryLater, match="451 Try again later"):
        Smtp.from_url(box.url).send(compose(MAIL, programme))


def test_a_text_refused_for_good_is_not_sent_again(box, programme):
    box.to_text = "554 No"

    with pytest.raises(Refused, match="554 No"):
        Smtp.from_url(box.url).send(compose(MAIL, programme))


def test_a_server_that_is_not_there_is_tried_again(programme):
    with pytest.raises(TryLater, match="cannot be reached"):
        Smtp.from_url(f"smtp://localhost:{free_port()}").send(compose(MAIL, programme))


def test_a_server_that_hangs_is_given_up_on(box, programme):
    box.hangs = True

    with pytest.raises(TryLater, match="cannot be reached"):
        replace(Smtp.from_url(box.url), patience=0.2).send(compose(MAIL, programme))


def with_password(url):
    return url.replace("://", "://office:p%40ss@")


def let_in(server, session, envelope, mechanism, given):
    good = isinstance(given, LoginPassword) and given.password == b"p@ss"
    return AuthResult(success=good, handled=False)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_password_goes_through_a_checked_connection(tmp_path, monkeypatch, programme, scheme):
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    tls = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    login = {"authenticator": let_in, "auth_require_tls": scheme == "smtp"}

    with mail_server(scheme, **tls, **login) as box:
        Smtp.from_url(with_password(box.url)).send(compose(MAIL, programme))

    assert len(box.received) == 1


def test_a_wrong_password_leaves_the_mail_waiting(tmp_path, monkeypatch, programme):
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))

    with (
        mail_server(tls_context=context, authenticator=let_in, auth_required=True) as box,
        pytest.raises(TryLater, match="refuses us: 535"),
    ):
        Smtp.from_url(box.url.replace("://", "://office:wrong@")).send(compose(MAIL, programme))


def test_no_password_goes_over_an_open_connection(box, programme):
    with pytest.raises(TryLater, match="no encryption"):
        Smtp.from_url(with_password(box.url)).send(compose(MAIL, programme))
    assert box.received == []


def test_no_password_goes_to_a_server_that_we_cannot_check(tmp_path, programme):
    _, context = certificate(tmp_path)

    with mail_server(tls_context=context) as box, pytest.raises(TryLater, match="SSLCert"):
        Smtp.from_url(with_password(box.url)).send(compose(MAIL, programme))
    assert box.received == []


def test_a_relay_without_a_password_is_encrypted_where_it_can_be(tmp_path, programme):
    _, context = certificate(tmp_path)

    with mail_server(tls_context=context, require_starttls=True) as box:
        Smtp.from_url(box.url).send(compose(MAIL, programme))
    assert len(box.received) == 1


@pytest.mark.parametrize("url", ["mail.example.org", "http://a", "smtp://", "smtp://a:b"])
def test_a_setting_that_cannot_be_read_is_a_clear_error(url):
    with pytest.raises(WrongSetting, match="SMTP_URL"):
        Smtp.from_url(url)


def test_in_development_a_mail_is_a_file_and_twice_the_same_is_one(tmp_path, programme):
    for _ in range(2):
        Folder(tmp_path / "outbox").send(compose(MAIL, programme))

    (file,) = (tmp_path / "outbox").iterdir()
    assert re.fullmatch(r"20210615T100000-[0-9a-f]{32}\.eml", file.name)
    assert b"To: anna@example.org\r\n" in file.read_bytes()
