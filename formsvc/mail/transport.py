"""The ways out for a mail: a mail server, or in development a folder."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from formsvc.config import Config, WrongSetting
from formsvc.mail.delivery import NotSent, Refused, TryLater

PORTS = {"smtp": 25, "smtps": 465}
PATIENCE_SECONDS = 30.0
LONGEST_ANSWER = 300


class Transport(Protocol):
    """Takes a message out of the house."""

    def send(self, message: EmailMessage) -> None:
        """Send it, or raise Refused or TryLater."""


def transport(config: Config, hello: str) -> Transport:
    """Give the way out that the settings name; `hello` is our host name for mail servers.

    Raises:
        WrongSetting: SMTP_URL cannot be read.
    """
    if config.smtp_url is None:
        return Folder(config.data / "outbox")
    return Smtp.from_url(config.smtp_url, hello)


@dataclass(frozen=True)
class Folder:
    """Writes each mail as a file; the same mail twice is one file."""

    path: Path

    def send(self, message: EmailMessage) -> None:
        """Write the file so that a power cut leaves all of it or nothing."""
        self.path.mkdir(parents=True, exist_ok=True)
        digest = message["Message-ID"].strip("<>").partition("@")[0]
        name = f"{message['Date'].datetime:%Y%m%dT%H%M%S}-{digest}.eml"
        part = self.path / f".{name}.{os.getpid()}"
        with part.open("wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path / name)
        _sync_folder(self.path)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@dataclass(frozen=True)
class Smtp:
    """A mail server. A password is sent only over an encrypted connection that we could check.

    Only an answer to the address or to the text, 500 or above, refuses a mail for good; a server
    that refuses *us* (sign-in, sender, connection) is a fault of the settings: the mails wait.
    """

    host: str
    port: int
    hello: str
    encrypted: bool = False
    user: str = ""
    password: str = ""
    patience: float = PATIENCE_SECONDS

    @classmethod
    def from_url(cls, url: str, hello: str = "localhost") -> Smtp:
        """Read `smtp://user:password@host:port` or `smtps://…`; the words never show the URL."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as fault:
            raise WrongSetting("SMTP_URL has a port that is not a number") from fault
        if parts.scheme not in PORTS or not parts.hostname:
            raise WrongSetting("SMTP_URL must look like smtp://user:password@host:587")
        return cls(
            host=parts.hostname,
            port=port or PORTS[parts.scheme],
            hello=hello,
            encrypted=parts.scheme == "smtps",
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, message: EmailMessage) -> None:
        """Send it, or raise Refused or TryLater."""
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            raise _answered(*next(iter(fault.recipients.values()))) from None
        except smtplib.SMTPDataError as fault:
            raise _answered(fault.smtp_code, fault.smtp_error) from None
        except smtplib.SMTPResponseException as fault:
            raise TryLater(f"the mail server refuses us: {fault.smtp_code}", fault.smtp_code) from None  # fmt: skip
        except OSError as fault:  # smtplib's other faults too
            raise TryLater(f"the mail server cannot be reached: {type(fault).__name__}") from fault

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server = self._connect()
        try:
            self._introduce(server)
            yield server
        finally:
            with suppress(OSError):  # the mail has gone or not by now; "goodbye" changes nothing
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        about: dict[str, Any] = {"local_hostname": self.hello, "timeout": self.patience}
        if self.encrypted:
            return smtplib.SMTP_SSL(self.host, self.port, **about, context=self._tls())
        return smtplib.SMTP(self.host, self.port, **about)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if not self.encrypted and server.has_extn("starttls"):
            server.starttls(context=self._tls())
            server.ehlo()
        elif not self.encrypted and self.user:
            raise TryLater("the mail server offers no encryption, so we do not sign in")
        if self.user:
            server.login(self.user, self.password)

    def _tls(self) -> ssl.SSLContext:
        """Check the certificate, but for a plain relay: there any encryption beats none."""
        context = ssl.create_default_context()
        if not self.user and not self.encrypted:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _answered(code: int, words: bytes | str) -> NotSent:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    said = " ".join(f"{code} {text}".split())[:LONGEST_ANSWER]
    return (Refused if code >= 500 else TryLater)(f"the mail server said: {said}", code)
