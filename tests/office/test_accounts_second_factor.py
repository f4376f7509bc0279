"""A one-time code is asked for, and works once."""

from __future__ import annotations

import re

import pytest
from passlib.totp import TOTP

from .test_accounts_sign_in import sign_in, token


@pytest.fixture
def app(make_app):
    return make_app(second_factor=True)


def send_code(client, page, code: str):
    return client.post("/review/tf-validate", data={"csrf_token": token(page), "code": code})


def set_up(client):
    """Ask for a key; give it and the page that asks for the first code."""
    sign_in(client)
    start = client.get("/review/tf-setup")
    answers = {"csrf_token": token(start), "setup": "authenticator", "submit": "1"}
    page = client.post("/review/tf-setup", data=answers)
    key = re.search(r"<b>([A-Z2-7 -]+)</b>", page.text)[1]
    return TOTP(key), page


def test_password_and_code_open_the_office(app):
    client = app.test_client()
    key, page = set_up(client)

    send_code(client, page, key.generate().token)

    assert client.get("/review/").text == "the queue"


def test_a_wrong_code_opens_nothing(app):
    client = app.test_client()
    key, page = set_up(client)

    send_code(client, page, key.generate(time=0).token)

    assert client.get("/review/").status_code == 302


def test_a_code_works_once_in_all_sessions(app):
    first, second = app.test_client(), app.test_client()
    key, page = set_up(first)
    code = key.generate().token
    send_code(first, page, code)

    send_code(second, sign_in_to_code(second), code)

    assert second.get("/review/").status_code == 302


def sign_in_to_code(client):
    """Sign in with the password; give the page that asks for a code."""
    return client.get(sign_in(client).location)
