"""Why a file was not taken: one code each, plain words, and the way out."""

from __future__ import annotations

from generator.programme.errors import UploadRefused

SAVE_AS_PDF = "Open it and save or print it as a PDF, then send the PDF."
PRINT_TO_PDF = "Open it, print it to a new PDF, then send the new PDF."
SEND_AGAIN = "Check that the file opens on your device, then send it again."
TYPES = "We take PDF, JPEG, PNG, HEIC and WebP files."

REASONS = {
    # the way here
    "empty": ("The file is empty.", "Check that you chose the right file, then send it again."),
    "too-large": (
        "The file is larger than {limit}.",
        "Send a smaller scan, or send the pages as several files.",
    ),
    "too-much": ("These files are too large to be sent at once.", "Send them one by one."),
    "space": (
        "There is no room for files at the moment.",
        "Try again later. Forms without files still work.",
    ),
    "offset": (
        "The file did not continue where it stopped.",
        "Choose the file again; sending goes on from what has arrived.",
    ),
    "busy": ("Another file is being worked on.", "Try again in a minute."),
    "full": (
        "No more files can be added to this candidature.",
        "If something is still missing, write to the office.",
    ),
    "closed": (
        "Nothing can be added here any more.",
        "Load the page again to see where the candidature stands.",
    ),
    "too-many": (
        "Too many files came from your address in this hour.",
        "Try again in an hour. Nothing that was received is lost.",
    ),
    # the kind of file
    "archive": (
        "This is an archive (for example ZIP). We cannot look inside.",
        f"Take the files out of it and send them one by one. {TYPES}",
    ),
    "office-file": (
        "This is an office file (for example Word, Excel or OpenDocument).",
        SAVE_AS_PDF,
    ),
    "html": ("This is a web page.", PRINT_TO_PDF),
    "svg": ("This is an SVG drawing.", SAVE_AS_PDF),
    "program": ("This is a program.", f"Send the document itself. {TYPES}"),
    "text": ("This is a text file.", SAVE_AS_PDF),
    "other-picture": (
        "This kind of picture is not taken.",
        "Save it as JPEG or PNG, then send that file.",
    ),
    "film": ("This is a film or a sound recording.", "Send a photo or a PDF."),
    "unknown": ("We do not know this kind of file.", TYPES),
    # its state
    "damaged": ("The file is damaged or not complete.", SEND_AGAIN),
    "too-many-pixels": (
        "The picture has too many pixels.",
        "Save it in a smaller size, then send that file.",
    ),
    "too-demanding": (
        "The file takes too much work to open.",
        "Send a simpler copy: print it to a new PDF, or send a photo of it.",
    ),
    # what is inside a PDF
    "pdf-password": (
        "This PDF needs a password to open.",
        "Save a copy without the password, then send the copy.",
    ),
    "pdf-script": ("This PDF contains a program (JavaScript).", PRINT_TO_PDF),
    "pdf-launch": ("This PDF tries to start a program.", PRINT_TO_PDF),
    "pdf-form": ("This PDF is a form that sends or loads data.", PRINT_TO_PDF),
    "pdf-remote": ("This PDF opens other files.", PRINT_TO_PDF),
    "pdf-media": ("This PDF contains film, sound or 3D content.", PRINT_TO_PDF),
    "pdf-attachment": (
        "This PDF has another file attached inside.",
        "Send that file on its own, and a copy of the PDF without it.",
    ),
}

STATUS = {
    "too-large": 413,
    "too-much": 413,
    "space": 503,
    "offset": 409,
    "busy": 423,
    "too-many": 429,
}
"""How the web says it; every other reason is a 422."""
PASSING = ("space", "offset", "busy")
"""Reasons that go away: the same file may be sent again."""
RETRY_SECONDS = 600
"""After how long a full disk may be tried again."""


def status_of(refusal: UploadRefused) -> int:
    """Give the status of the answer that tells a refusal."""
    return STATUS.get(refusal.reason, 422)


def headers_of(refusal: UploadRefused) -> dict[str, str]:
    """Give the headers of that answer: when to come again, where that helps."""
    return {"Retry-After": str(RETRY_SECONDS)} if refusal.reason == "space" else {}


def refused(reason: str, **words: str) -> UploadRefused:
    """Make the refusal for a reason; `words` fill the blanks of its message."""
    message, hint = REASONS[reason]
    return UploadRefused(reason, message.format(**words), hint)
