from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from make_cases import NOW, make_case
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from formsvc import db, snapshot
from formsvc.config import Config
from formsvc.mail.actions import queue
from formsvc.mail.models import Mail


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    config = Config.from_environ({"XCHANGE_ENV": "development", "XCHANGE_DATA": str(tmp_path)})
    folder = config.service / "mails" / "en"
    folder.mkdir(parents=True)
    (folder / "accepted.txt").write_text("Subject: {{ reference }}\n\nYou can go, {{ name }}.\n")
    made = Flask(__name__)
    snapshot.attach(made, config)
    return made


def test_a_mail_is_a_row_with_its_exact_words(app: Flask, engine: Engine):
    with app.app_context(), db.unit_of_work():
        fields = {"reference": "X-1\nBcc: b@example.org", "name": "Anna <b>"}
        queue("accepted", "anna@example.org", make_case(), fields, key="a", at=NOW)
    mail = db.session.scalars(select(Mail)).one()
    assert mail.subject == "X-1 Bcc: b@example.org"
    assert "You can go, Anna <b>." in mail.body


def test_the_same_mail_is_queued_once(app: Flask, engine: Engine):
    fields = {"reference": "X-1", "name": "Anna"}
    with app.app_context(), db.unit_of_work():
        queue("accepted", "anna@example.org", make_case("a"), fields, key="a", at=NOW)
    with pytest.raises(IntegrityError), app.app_context(), db.unit_of_work():
        queue("accepted", "anna@example.org", make_case("b"), fields, key="a", at=NOW)
