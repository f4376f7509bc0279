"""What may reach a view at all: how large a body, how many fields, which characters.

One place decides. Every address takes a form's worth of bytes; a view that takes a file says so by
`expect_file`, once it knows the sender. Nothing is read before somebody asks for the form.
"""

from __future__ import annotations

import io
import re
from typing import IO, Any

from flask import Flask, abort, request
from flask import Request as FlaskRequest
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

FORM_BYTES = 256 * 1024
"""The longest form with every sign an emoji is 100 kB; a text that is too long still comes back."""
AROUND_FILE = 64 * 1024
MOST_FIELDS, LONGEST_NAME = 200, 200
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters (a NUL is stored by one database and an error on the other) and half signs."""


def attach(app: Flask) -> None:
    """Bound every request of an app."""
    app.request_class = Request
    app.config.update(
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=MOST_FIELDS,
    )
    app.before_request(_only_readable)


def expect_file(most: int) -> None:
    """Let this request bring a form with one file of up to so many bytes, or a piece of one."""
    request.max_content_length = most + AROUND_FILE


def expects_file() -> bool:
    """Say whether this request may bring a file."""
    return (request.max_content_length or 0) > FORM_BYTES


def readable(text: str) -> bool:
    """Say whether a text is free of characters that no person types and no file may hold."""
    return UNREADABLE.search(text) is None


class Parser(FormDataParser):
    """Reads a form within bounds; a cut or garbled one is said, never taken for an empty one."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, Any]]:
        """Parse as the library does. Raises RequestEntityTooLarge and BadRequest."""
        self.silent = False
        if mimetype == "application/x-www-form-urlencoded":  # here the library counts nothing
            body = stream.read()
            if body.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = io.BytesIO(body)
        try:
            rest, form, files = super().parse(stream, mimetype, content_length, options)
        except ValueError as fault:
            raise BadRequest from fault
        for name in (*form, *files):
            if len(name) > LONGEST_NAME:
                raise RequestEntityTooLarge
            if not readable(name):
                raise BadRequest
        return rest, form, files


class Request(FlaskRequest):
    """A request whose form and JSON are read within bounds."""

    form_data_parser_class = Parser

    def _load_form_data(self) -> None:
        """Parse once: a form that was refused is empty for the page that says so."""
        try:
            super()._load_form_data()
        except HTTPException:
            nothing: MultiDict[str, Any] = MultiDict()
            self.__dict__.update(stream=io.BytesIO(), form=nothing, files=nothing)
            raise

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Parse JSON as the library does. Raises BadRequest for characters we do not take.

        Silent means silent: who is signed in is asked for while an error page is drawn, too.
        """
        try:
            found = super().get_json(force, silent, cache)
            if _all_readable(found):
                return found
        except RequestEntityTooLarge:
            if not silent:
                raise
        return None if silent else abort(400)


def _all_readable(value: object) -> bool:
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, dict):
        return all(readable(name) and _all_readable(each) for name, each in value.items())
    return all(map(_all_readable, value)) if isinstance(value, list) else True


def _only_readable() -> None:
    """Refuse addresses with characters that we do not take; a form says them at its field."""
    if not readable(request.path):
        abort(404)
    asked = request.args.items(multi=True)
    if not all(readable(name) and readable(value) for name, value in asked):
        raise BadRequest
