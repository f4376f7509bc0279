"""The words of a mail, as staff write them; in English."""

from __future__ import annotations

from hashlib import sha256

from wtforms import HiddenField

from formsvc.forms import Form, email_line, line, required, text

LINK_LOST = "The reader's own link is lost. Keep the words [the applicant's own link] once, as they were."  # fmt: skip
LONGEST_SUBJECT, LONGEST_BODY = 300, 10_000


class MailForm(Form):
    """Subject and text of a mail that has not left."""

    subject = line("Subject", required("Write the subject."), most=LONGEST_SUBJECT)
    body = text("Text", required("Write the text of the mail."), most=LONGEST_BODY, rows=18)
    seen = HiddenField()
    """What the mail was when the page showed it: nobody overwrites what another wrote."""

    def show(self, subject: str, body: str) -> None:
        """Put the words of a mail into the page."""
        self.subject.data, self.body.data = subject, body
        self.seen.data = digest(subject, body)

    def show_again(self, subject: str, body: str) -> None:
        """Keep what was typed, now that the mail as it is stands beside it."""
        self.seen.data = digest(subject, body)


class AddressForm(Form):
    """Another address for an applicant whom no mail reaches."""

    email = email_line("The address that the applicant told you")


def digest(subject: str, body: str) -> str:
    """Give a short sign of a mail's words."""
    return sha256(f"{subject}\n\n{body}".encode()).hexdigest()[:16]
