"""A client of the tus protocol that goes on where the service says it has arrived, as the page does."""

from __future__ import annotations

import hashlib
import html
import json
import random
import re
from base64 import b64encode

from _clients import SIZES, Client, Reply
from service import scan

from formsvc.evidence.tus import PIECES, VERSION

PIECE = 60_000
"""Bytes of one piece: small, so that processes die between two of a file."""


def upload_in_pieces(client: Client, reference: str, number: int, chance: random.Random) -> None:
    """Send one file in pieces; after each lost answer ask how much is there, and go on from it."""
    page = client.send("GET", f"/apply/case/{reference}").page
    told = json.loads(html.unescape(re.search(r"data-upload='([^']+)'", page)[1]))
    content, name = scan(chance.choice(SIZES)), f"pieces-{number}.pdf"
    sha256 = hashlib.sha256(content).hexdigest()
    client.told.tried.add(sha256)
    same = {"Tus_Resumable": VERSION, told["header"]: told["token"]}
    named = f"filename {_coded(name)},changed {_coded(str(number))}"
    begun = client.send("POST", told["endpoint"], **same, Upload_Length=str(len(content)),
                        Upload_Metadata=named)  # fmt: skip
    if not client.expect(f"{told['endpoint']}, {name}", begun.status == 201, begun):
        return
    sent = 0
    while sent < len(content):
        reply = _piece(client, begun.location, content, sent, same)
        if not client.expect(f"{begun.location}, {sent}", reply.offset is not None, reply):
            return
        client.told.pieces_lost += reply.offset < sent
        sent = reply.offset
        client.told.pieces.add((sha256, sent))
    client.told.files.add((reference, sha256))


def _piece(client: Client, at: str, content: bytes, sent: int, same: dict[str, str]) -> Reply:
    """Send the next piece. A repeated one may find its first half there: then the service is asked."""
    piece = content[sent : sent + PIECE]
    reply = client.send("PATCH", at, piece, PIECES, **same, Upload_Offset=str(sent))
    return client.send("HEAD", at, **same) if reply.status == 409 and reply.retried else reply


def _coded(words: str) -> str:
    return b64encode(words.encode()).decode()
