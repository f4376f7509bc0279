from __future__ import annotations

import pytest
from flask import Flask, session

from formsvc import sessions
from formsvc.config import Config

REAL = {"XCHANGE_SECRET_KEY": "s" * 40, "SMTP_URL": "smtp://localhost"}


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.testing = True
    sessions.attach(made, Config.from_environ(REAL))

    @made.get("/<path:path>")
    def read(path: str) -> str:
        return str(session.get("who", "nobody"))

    @made.post("/<path:path>")
    def write(path: str) -> str:
        session["who"] = "anna"
        return ""

    return made


def test_the_applicants_cookie_is_scoped_and_closed(app: Flask):
    cookie = app.test_client().post("/apply/case").headers["Set-Cookie"]
    assert cookie.startswith("xchange_apply=")
    for part in ("Path=/apply", "HttpOnly", "SameSite=Lax", "Secure"):
        assert part in cookie


def test_no_cookie_is_set_on_the_public_site(app: Flask):
    with pytest.raises(RuntimeError, match="session is unavailable"):
        app.test_client().post("/visits/")


def test_a_path_that_only_begins_alike_has_no_session():
    assert sessions.area("/applying") is None
    assert sessions.area("/review/cases") == "/review"


def test_an_applicants_cookie_opens_nothing_in_the_office(app: Flask):
    client = app.test_client()
    sent = client.post("/apply/case", base_url="https://localhost").headers["Set-Cookie"]
    value = sent.split(";")[0].removeprefix("xchange_apply=")
    client.set_cookie("xchange_office", value, path="/review")
    assert client.get("/review/", base_url="https://localhost").text == "nobody"
    assert client.get("/apply/case", base_url="https://localhost").text == "anna"
