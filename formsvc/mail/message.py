"""A row of the outbox as the message that travels."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from urllib.parse import urlsplit

from formsvc.mail.delivery import Leased, Refused
from generator.programme.programme import Programme

POLICY = SMTP.clone(cte_type="7bit")
"""Every server takes seven bits, so no body depends on what a server can do."""
CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def compose(mail: Leased, programme: Programme) -> EmailMessage:
    """Write the message: plain text, from the programme office, marked as sent by a machine.

    The Message-ID follows from the mail's key and the date from its queueing, so that a mail which
    goes out twice after a crash is seen to be the same one.

    Raises:
        Refused: the address or the subject cannot stand in a header.
    """
    message = EmailMessage(policy=POLICY)
    title = " ".join(programme.site.title.split())
    message["From"] = Address(title, addr_spec=str(programme.about.contacts.office))
    message["To"] = _address(mail.to)
    message["Subject"] = _one_line(mail.subject)
    message["Date"] = mail.queued_at
    message["Message-ID"] = f"<{sha256(mail.key.encode()).hexdigest()[:32]}@{domain(programme)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def domain(programme: Programme) -> str:
    """Give the host name under which people know the site."""
    return urlsplit(programme.site.public_url).hostname or "localhost"


def _one_line(text: str) -> str:
    if CONTROLS.search(text):
        raise Refused("the subject has a line break or a control character")
    return text


def _address(text: str) -> Address:
    """Take one address, with the host's name in ASCII; nothing else may hide in the header.

    Other letters before the @ are refused: few servers take them.
    """
    local, at, host = text.rpartition("@")
    if not (local and at and host) or CONTROLS.search(text):
        raise Refused("the address cannot stand in a mail")
    try:
        return Address(addr_spec=f"{local}@{host.encode('idna').decode()}")
    except (ValueError, HeaderParseError) as fault:
        raise Refused("the address cannot stand in a mail") from fault
