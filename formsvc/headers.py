"""What every answer tells the browser."""

from __future__ import annotations

from flask import Flask, Response, request

from formsvc.sessions import area

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def attach(app: Flask) -> None:
    """Add the headers to every answer that does not bring its own."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if area(request.path):
        response.headers.setdefault("Cache-Control", "no-store")
    return response
