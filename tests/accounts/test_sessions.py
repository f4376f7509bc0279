"""Where one is signed in, and how that ends."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from formsvc import db
from formsvc.accounts import open_sessions
from formsvc.accounts.models import StaffSession
from formsvc.accounts.open_sessions import device

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def numbers(who) -> list[int]:
    with who.app.app_context():
        return list(db.session.scalars(select(StaffSession.id).order_by(StaffSession.id)))


def test_the_list_says_where_one_is_signed_in(member):
    phone = member(signs_in=False)
    phone.browser.environ_base["HTTP_USER_AGENT"] = FIREFOX
    phone.signs_in("jana", "warp-and-weft-crossing")

    jana = member().opens("/review/account/")

    assert "Firefox on Linux" in jana.text
    assert jana.text.count("this browser") == 1
    assert "Sign out everywhere else" in jana.text


def test_one_session_is_ended_from_another(member):
    lost, jana = member(), member()
    (number, _) = numbers(jana)

    jana.opens("/review/account/").presses(f"/review/account/sessions/{number}/end")

    assert (lost.is_in, jana.is_in) == (False, True)


def test_all_others_are_ended_at_once(member):
    others, jana = [member(), member()], member()

    jana.opens("/review/account/").presses("/review/account/sessions/end-others")

    assert [other.is_in for other in others] == [False, False]
    assert jana.is_in


def test_nobody_ends_the_session_of_somebody_else(member):
    eva, jana = member("eva"), member()
    (number, _) = numbers(jana)

    assert jana.opens("/review/account/").presses(
        f"/review/account/sessions/{number}/end"
    ).status == 404  # fmt: skip
    assert eva.is_in


def test_signing_out_ends_the_session_even_for_a_kept_cookie(member):
    jana = member().opens("/review/account/")
    kept = jana.browser.get_cookie("xchange_office", path="/review").value

    jana.presses("/review/sign-out")

    assert not jana.is_in
    jana.browser.set_cookie("xchange_office", kept, path="/review")
    assert not jana.is_in


def test_signing_out_needs_the_token_of_a_page(member):
    jana = member()

    jana.browser.post("/review/sign-out")

    assert jana.is_in


def test_being_disabled_ends_all_sessions_and_lets_nobody_in(member):
    eva, ada = member("eva"), member("ada", "administrator")
    ada.opens("/review/staff/people/eva/disable")

    ada.presses("/review/staff/people/eva/disable", {"reason": "She left on 30 June."})

    assert not eva.is_in
    assert not member("eva").is_in


@pytest.mark.parametrize(("span", "alive"), [(3.9, True), (4.1, False)])
def test_a_session_ends_after_four_hours_without_use(member, time, span, alive):
    jana = member()

    time.passes(hours=span)

    assert jana.is_in is alive


def test_a_session_ends_after_sixteen_hours_in_any_case(member, time):
    jana = member()
    for _ in range(5):
        time.passes(hours=3)
        assert jana.is_in

    time.passes(hours=2)

    assert not jana.is_in
    with jana.app.app_context(), db.unit_of_work():
        open_sessions.forget_old(at=time.at)
    assert numbers(jana) == []


def test_signing_in_gives_a_new_cookie_that_is_the_offices_own(member):
    jana = member(signs_in=False).opens("/review/sign-in")
    before = jana.browser.get_cookie("xchange_office", path="/review").value
    jana.signs_in("jana", "warp-and-weft-crossing")
    after = jana.browser.get_cookie("xchange_office", path="/review")

    assert after.value != before
    assert (after.path, after.http_only, after.same_site) == ("/review", True, "Lax")
    assert jana.browser.get_cookie("xchange_apply", path="/apply") is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("", "Browser"),
        ("<script>alert(1)</script>", "Browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_words(agent, words):
    assert device(agent) == words
