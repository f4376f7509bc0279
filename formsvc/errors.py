"""Every fault that a person can put right, shown in one place and worded for that person."""

from __future__ import annotations

import re

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from formsvc import boundary
from formsvc.config import WrongSetting
from formsvc.evidence.refusals import headers_of, status_of
from formsvc.limits import TooMany
from formsvc.links.opened import SessionEnded
from formsvc.rendering import current_texts
from generator.programme.errors import MoveRefused, ProgrammeError, UploadRefused

BUTTONS = {"csrf_token", "answers", "seen"}
"""What a page sends on which nothing was typed."""
NOT_BUILT = "The site is not ready yet. Try again in a minute."


def attach(app: Flask) -> None:
    """Show faults as pages of the site."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(MoveRefused, _move_refused)
    app.register_error_handler(UploadRefused, _upload_refused)
    app.register_error_handler(SessionEnded, _session_ended)
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(ProgrammeError, _programme)
    app.register_error_handler(WrongSetting, lambda _fault: (NOT_BUILT, 503))


def _http(fault: HTTPException) -> ResponseReturnValue:
    """A page for each status that people meet; redirects and the like stay as they are."""
    code = fault.code or 500
    if code < 400:
        return fault
    title, words = _words(code)
    return _page(title, words, code, lost=code == 404 and _is_case_page())


def _is_case_page() -> bool:
    return re.match(r"/apply/([a-z]{2}/)?(case|candidature)/", request.path) is not None


def _words(code: int) -> tuple[str, str]:
    t = current_texts()
    if code == 404 and _is_case_page():
        return t("This candidature is not open in this browser"), t(
            "Open it with the link in the mail that we sent you. Without the mail, ask for a new link."
        )
    if code == 413 and not boundary.expects_file():
        return t("That is too large"), t(
            "This is more than our forms take. Go back: what you typed is still there. Shorten it, and send it again."
        )
    return {
        400: (t("This could not be read"), t("Go back, and try once more.")),
        404: (t("This page is not here"), t("Perhaps it moved, or the address has a slip.")),
        405: (t("This address cannot be opened like this"), t("Go back, and use the buttons of the page.")),
        413: (t("That is too large"), t("A file may have up to 25 MB. Send a smaller scan or photo.")),
        429: (t("Too many at once"), t("Wait a little, then try again. Nothing you sent is lost.")),
    }.get(code, (t("Something went wrong on our side"), t("Try again. If it stays, write to the office.")))  # fmt: skip


def _move_refused(refusal: MoveRefused) -> ResponseReturnValue:
    """Somebody else was faster, or the page is old."""
    t = current_texts()
    return _page(t("This cannot be done now"), _sentence(refusal), 409, case=_case_in_the_office())


def _case_in_the_office() -> str:
    """Give the reference of the case on which a member of staff was refused something."""
    return (request.view_args or {}).get("reference", "") if request.blueprint == "office" else ""


def _upload_refused(refusal: UploadRefused) -> ResponseReturnValue:
    t = current_texts()
    page, status = _page(t(refusal.message), t(refusal.hint), status_of(refusal))
    return page, status, headers_of(refusal)


def _session_ended(fault: SessionEnded) -> ResponseReturnValue:
    """The receipt of a browser that sent a candidature, when its address is confirmed."""
    t = current_texts()
    words = t(
        "%(reference)s is with us, and its address is confirmed. From now on it opens with the link in the mail that we sent after that.",
        reference=fault.reference,
    )
    if set(request.form) - BUTTONS:
        words += " " + t("What you typed here after that is not in it: go back to copy it.")
    return _page(t("Your candidature has reached us"), words, 404, lost=True)


def _too_many(_fault: TooMany) -> ResponseReturnValue:
    return _page(*_words(429), 429)


def _programme(fault: ProgrammeError) -> ResponseReturnValue:
    return _page(current_texts()("This cannot be done now"), _sentence(fault), 409)


def _sentence(fault: ProgrammeError) -> str:
    """A fault as a sentence: "cannot accept…" becomes "We cannot accept…"."""
    words = str(fault)
    words = f"We {words}" if words.startswith("cannot") else words[:1].upper() + words[1:]
    return words if words.endswith(".") else f"{words}."


def _page(
    title: str, words: str, status: int, *, lost: bool = False, case: str = ""
) -> tuple[str, int]:
    return render_template("oops.html", title=title, say_what=words, lost=lost, case=case), status
