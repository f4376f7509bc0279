"""The floor of an upload: a WSGI app that streams the body into a file, flushes it and answers."""

from __future__ import annotations

import os
import tempfile

CHUNK = 128 * 1024


def application(environ, start_response):
    stream = environ["wsgi.input"]
    with tempfile.NamedTemporaryFile(dir=os.environ["XCHANGE_DATA"], buffering=0) as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
        os.fsync(file.fileno())
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
