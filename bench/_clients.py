"""Clients that retry what was not acknowledged, with the same session and key, and note all acks."""

from __future__ import annotations

import hashlib
import html
import http.client
import random
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from _service import ANSWERS, VISIT, token
from service import BOUNDARY, multipart, scan

from formsvc.candidatures.steps import FIRST as FIRST_STEP

FIRST = f"/apply/candidature?visit={VISIT}"
PATIENCE, PAUSE = 60.0, 0.02
FORM = "application/x-www-form-urlencoded"
SIZES = (16_000, 100_000, 700_000)
"""Bytes of the files that are sent; the largest does not fit into the parser's memory."""


@dataclass
class Told:
    """Everything that the service has told its clients."""

    steps: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """Answers by (reference, step), of steps that were acknowledged."""
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    """Answers by reference, of candidatures that were acknowledged."""
    files: set[tuple[str, str]] = field(default_factory=set)
    """(reference, SHA-256) of files that were acknowledged."""
    tried: set[str] = field(default_factory=set)
    """SHA-256 of every file that was sent, acknowledged or not."""
    pieces: set[tuple[str, int]] = field(default_factory=set)
    """(SHA-256, bytes so far) of files in pieces: what was acknowledged as arrived."""
    pieces_lost: int = 0
    """Times that less had arrived than was acknowledged before."""
    retries: int = 0
    thrown_back: list[str] = field(default_factory=list)

    @property
    def acks(self) -> int:
        return len(self.steps) + len(self.sent) + len(self.files) + len(self.pieces)


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    page: str
    retried: bool
    offset: int | None = None
    """Bytes of a file in pieces that have arrived."""


class Client:
    """One browser: a cookie jar and a connection; a request is repeated until it is answered."""

    def __init__(self, port: int, told: Told, address: str) -> None:
        self.port, self.told, self.address = port, told, address
        self.cookies: dict[str, str] = {}
        self.connection: http.client.HTTPConnection | None = None

    def send(
        self, method: str, path: str, body: bytes | None = None, kind: str = FORM, **more: str
    ) -> Reply:
        """Send until there is an answer; what kind of answer it is, is for the caller."""
        deadline, retried = time.monotonic() + PATIENCE, False
        while True:
            try:
                return self._try(method, path, body, kind, retried, more)
            except (OSError, http.client.HTTPException):
                self.close()
                if time.monotonic() > deadline:
                    raise
                retried = True
                self.told.retries += 1
                time.sleep(PAUSE)

    def _try(self, method, path, body, kind, retried: bool, more: Mapping[str, str]) -> Reply:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": jar, "Content-Type": kind, "X-Forwarded-For": self.address}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        page = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        offset = answer.headers.get("Upload-Offset")
        return Reply(answer.status, answer.headers.get("Location", ""), page, retried,
                     None if offset is None else int(offset))  # fmt: skip

    def post(self, path: str, fields: Mapping[str, object]) -> Reply:
        return self.send("POST", path, urlencode(fields, doseq=True).encode())

    def expect(self, what: str, fine: bool, reply: Reply) -> bool:
        """Note an answer that is not the sender's own receipt."""
        if not fine:
            again = "again" if reply.retried else "at first"
            said = re.sub(r"<[^>]+>|\s+", " ", reply.page.partition("<main")[2])[:200]
            self.told.thrown_back.append(f"{what} {again}: {reply.status} {reply.location} {said}")
        return fine

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


def hidden(page: str) -> dict[str, str]:
    """Give the hidden fields of a page: its token, the form's key, what it has seen."""
    inputs = re.findall(r'<input [^>]*type="hidden"[^>]*>', page.partition("<main")[2])
    found = [re.search(r'name="([^"]+)".*?value="([^"]*)"', each) for each in inputs]
    return {each[1]: html.unescape(each[2]) for each in found if each}


def apply(client: Client, number: int) -> None:
    """Apply as a person does: every step, then the last POST, then the receipt."""
    told = client.told
    answers = {**ANSWERS, "organisation": f"Example {number}", "email": f"e{number}@example.org",
               "objectives": f"{number}: {ANSWERS['objectives']}"}  # fmt: skip
    at, step = FIRST, FIRST_STEP.name
    while not at.endswith("/check"):
        page = client.send("GET", at).page
        ticks = {"declared": re.findall(r'name="declared"[^>]*value="([^"]+)"', page)}
        reply = client.post(at, {**hidden(page), **answers, **ticks})
        found = re.match(r"/apply/candidature/(X-\w{4}-\w\w)/\w+$", reply.location)
        if not client.expect(at, reply.status == 302 and found is not None, reply):
            return
        reference = found[1]
        told.steps[reference, step] = answers
        at, step = reply.location, reply.location.rpartition("/")[2]
    fields = hidden(client.send("GET", at).page)
    reply = client.post(at, fields)
    if not client.expect(at, reply.location == f"/apply/candidature/{reference}/sent", reply):
        return
    told.sent[reference] = answers
    receipt = client.send("GET", reply.location)
    client.expect(reply.location, reference in receipt.page and receipt.status == 200, receipt)


def upload(client: Client, reference: str, number: int, chance: random.Random) -> None:
    """Send one file as evidence; a retry must find it on the case's page, once."""
    page = client.send("GET", f"/apply/case/{reference}").page
    name, content = f"list-{number}.pdf", scan(chance.choice(SIZES))
    sha256 = hashlib.sha256(content).hexdigest()
    client.told.tried.add(sha256)
    body = multipart(token(page), content).replace(b'"list.pdf"', f'"{name}"'.encode(), 1)
    at = f"/apply/case/{reference}/evidence/attendance"
    reply = client.send("POST", at, body, f"multipart/form-data; boundary={BOUNDARY}")
    own = reply.status == 302 and reply.location.startswith(f"/apply/case/{reference}#")
    if client.expect(at, own, reply):
        client.told.files.add((reference, sha256))
        if reply.retried:
            shown = client.send("GET", f"/apply/case/{reference}")
            client.expect(f"{at}, {name}", shown.page.count(name) > 0, shown)


class Load:
    """Threads that apply and upload until they are told to stop; their faults come out at the end."""

    def __init__(self, work, threads: int) -> None:
        self.going, self.faults, self._work = True, [], work
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(threads)]

    def _run(self, number: int) -> None:
        try:
            while self.going:
                self._work(number)
        except BaseException as fault:
            self.faults.append(fault)
            self.going = False

    def __enter__(self) -> Load:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.going = False
        for each in self._threads:
            each.join()
        if self.faults:
            raise self.faults[0]
