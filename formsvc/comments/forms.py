"""What is said about a case: by the office, and by the applicant."""

from __future__ import annotations

from formsvc.comments.models import Audience
from formsvc.forms import Form, one_of, required, text


class NoteForm(Form):
    """What a member of staff says to the office."""

    words = text("Comment", required("Write the comment."), rows=3)


class CommentForm(NoteForm):
    """The same; unless chosen otherwise it stays in the office."""

    audience = one_of(
        "Who reads it?",
        "Say who reads it.",
        (
            (Audience.OFFICE.value, "Only the office"),
            (Audience.APPLICANT.value, "The applicant too: a mail leaves at once"),
        ),
    )


class ReplyForm(Form):
    """What an applicant writes to the office."""

    words = text("Your words", required("Write something."), rows=4)
