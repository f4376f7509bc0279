"""The page's script as tests play it: files in pieces, and what has become of them."""

from __future__ import annotations

import base64
import json
import re
from html import unescape

from click.testing import CliRunner
from flask.cli import ScriptInfo
from make_files import pdf
from sqlalchemy import select

from formsvc import db
from formsvc.evidence.cli import evidence
from formsvc.evidence.models import StoredFile

PDF = pdf()
PIECES = "application/offset+octet-stream"


class Sender:
    """The page's script in one slot of one case."""

    def __init__(self, person, slot: str = "supporting", home: str | None = None) -> None:
        self.person, self.browser = person, person.browser
        home = home or f"/apply/case/{person.reference}/evidence/{slot}"
        page = person.opens(home).page.text
        found = re.search(rf'id="{slot}".*?data-upload=\'([^\']+)\'', page, re.S)
        self.about = json.loads(unescape(found[1]))
        self.address = ""

    def asks(self, method: str, address: str | None = None, data: bytes | None = None, **headers):
        usual = {"Tus-Resumable": "1.0.0", self.about["header"]: self.about["token"]}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.browser.open(
            address or self.address, method=method, data=data, headers={**usual, **given}
        )
        self.person.page = answer
        return answer

    def begins(self, name: str, size: int, changed: str = "1"):
        pairs = {"filename": name, "changed": changed}
        meta = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in pairs.items())
        answer = self.asks(
            "POST", self.about["endpoint"], Upload_Length=str(size), Upload_Metadata=meta
        )
        self.address = answer.headers.get("Location", "")
        return answer

    def sends(self, piece: bytes, at: int):
        return self.asks("PATCH", data=piece, Upload_Offset=str(at), Content_Type=PIECES)

    def has_arrived(self) -> int:
        return int(self.asks("HEAD").headers["Upload-Offset"])

    def sends_all(self, name: str, content: bytes, piece: int = 200):
        self.begins(name, len(content))
        answer = None
        for at in range(0, len(content), piece):
            answer = self.sends(content[at : at + piece], at)
        return answer


def files_of(service) -> list[tuple[str, str]]:
    """(name, SHA-256) of every file of every case."""
    with service.app.app_context():
        rows = db.session.execute(select(StoredFile.name, StoredFile.sha256))
        return [tuple(row) for row in rows]


def sweep(service) -> list[str]:
    """Names of the files that an operator's sweep removes at once."""
    info = ScriptInfo(create_app=lambda: service.app, set_debug_flag=False)
    done = CliRunner().invoke(evidence, ["sweep", "--grace", "0", "--format", "json"], obj=info)
    return [row["name"] for row in json.loads(done.stdout)]
