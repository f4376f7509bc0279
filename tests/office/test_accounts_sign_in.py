"""Who comes in, and who does not."""

from __future__ import annotations

import re

from .conftest import PASSWORD


def token(page) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]


def sign_in(client, name="jana", password=PASSWORD):
    page = client.get("/review/sign-in")
    answers = {"csrf_token": token(page), "username": name, "password": password, "submit": "1"}
    return client.post("/review/sign-in", data=answers)


def test_a_stranger_at_the_office_is_sent_to_sign_in(client):
    answer = client.get("/review/")

    assert answer.status_code == 302
    assert answer.location.startswith("/review/sign-in")


def test_the_right_password_opens_the_office(client):
    answer = sign_in(client)

    assert (answer.status_code, answer.location) == (302, "/review/")
    assert client.get("/review/").text == "the queue"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    wrong = sign_in(client, password="not the right password")
    unknown = sign_in(client, name="nobody")

    def words(page):
        return re.findall(r'class="err"[^>]*>([^<]+)', page.text)

    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown) != []
    assert client.get("/review/").status_code == 302


def test_signing_in_without_the_forms_token_is_refused(client):
    client.post("/review/sign-in", data={"username": "jana", "password": PASSWORD})

    assert client.get("/review/").status_code == 302


def test_a_made_up_session_is_no_session(client):
    client.set_cookie("session", "eyJfdXNlcl9pZCI6ImphbmEifQ.aaaa.bbbb")

    assert client.get("/review/").status_code == 302


def test_nobody_can_register_or_recover(client):
    assert client.get("/review/register").status_code == 404
    assert client.get("/review/reset").status_code == 404


def test_outside_development_the_password_alone_opens_nothing(make_app):
    client = make_app(second_factor=True).test_client()

    answer = sign_in(client)

    assert "/review/tf-setup" in answer.location
    assert client.get("/review/").status_code == 302
