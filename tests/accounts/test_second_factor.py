"""A second proof is asked for, each code works once, and a lost one has a way out."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from passlib.totp import TOTP
from service_fixtures import PASSWORD

from formsvc import clock, db
from formsvc.accounts import delays


def code_of(key: TOTP) -> str:
    return key.generate(time=clock.now()).token


def sets_up_app(who) -> TOTP:
    """Show the key, type the first code; give the key."""
    who.opens("/review/second-factor/app")
    key = TOTP(re.search(r'class="key">([^<]+)<', who.page.text)[1])
    who.presses("/review/second-factor/app", {"code": code_of(key)})
    return key


def recovery_codes(who) -> list[str]:
    return re.findall(r"<li>([a-z0-9-]{19})</li>", who.page.text)


@pytest.fixture
def jana(strict, member, time):
    """A coordinator who has set up a code app at the first sign-in."""
    jana = member()
    assert jana.page.location == "/review/second-factor/"
    jana.key = sets_up_app(jana)
    jana.codes = recovery_codes(jana)
    time.passes(minutes=1)
    return jana


def test_outside_development_the_password_alone_opens_nothing(strict, member):
    jana = member()

    assert jana.follows().heading == "Set up a second proof"
    for address in ("/review/", "/review/account/", "/review/staff/"):
        assert "/review/sign-in" in jana.opens(address).page.location


def test_the_first_code_opens_the_office_and_shows_the_recovery_codes(jana):
    assert jana.heading == "Keep these ten codes"
    assert len(set(jana.codes)) == 10
    assert jana.is_in
    assert "a code app was set up" in jana.mails("staff-changed")[-1].body


def test_a_wrong_first_code_sets_nothing_up(strict, member):
    jana = member().opens("/review/second-factor/app")

    jana.presses("/review/second-factor/app", {"code": "000000"})

    assert (jana.status, jana.is_in) == (422, False)
    assert jana.row("jana").totp_secret is None


def test_later_the_password_and_a_code_open_the_office(jana, member):
    later = member()
    assert later.page.location == "/review/sign-in/code"
    assert not later.is_in

    later.follows().presses("/review/sign-in/code", {"code": code_of(jana.key)})

    assert later.page.location == "/review/"
    assert later.is_in


def test_a_code_works_once_in_all_sessions(jana, member):
    first, second = member().follows(), member().follows()
    code = code_of(jana.key)
    first.presses("/review/sign-in/code", {"code": code})

    second.presses("/review/sign-in/code", {"code": code})

    assert (first.is_in, second.status, second.is_in) == (True, 422, False)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_four_who_send_one_code_at_once_one_comes_in(jana, member, kind):
    code = code_of(jana.key) if kind == "app" else jana.codes[0]
    four = [member().follows() for _ in range(4)]
    for number, each in enumerate(four):
        each.browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: each.presses("/review/sign-in/code", {"code": code}), four))

    assert [each.is_in for each in four].count(True) == 1


def test_who_knows_the_password_alone_cannot_set_up_another_factor(jana, member):
    thief = member()

    for address in ("/review/second-factor/", "/review/second-factor/app", "/review/second-factor/passkey"):  # fmt: skip
        assert "/review/sign-in" in thief.opens(address).page.location


def test_wrong_codes_make_the_wait_longer(jana, member):
    thief = member().follows()
    for _ in range(4):
        thief.presses("/review/sign-in/code", {"code": "000000"})
        assert thief.status == 422

    thief.presses("/review/sign-in/code", {"code": code_of(jana.key)})

    assert (thief.status, thief.is_in) == (429, False)
    assert "Wait 5 seconds" in thief.text


def test_a_recovery_code_opens_the_office_once_and_is_told_by_mail(jana, member):
    typed = jana.codes[0].upper().replace("-", " ")
    later = member().follows().presses("/review/sign-in/code", {"code": typed})
    assert later.is_in
    assert "9 are left" in later.mails("staff-changed")[-1].body

    again = member().follows().presses("/review/sign-in/code", {"code": jana.codes[0]})

    assert (again.status, again.is_in) == (422, False)


def test_new_recovery_codes_end_the_old_ones(jana, member, time):
    jana.opens("/review/account/").presses("/review/account/recovery-codes")
    new = recovery_codes(jana)
    assert len(new) == 10
    assert not {*new} & {*jana.codes}

    old = member().follows().presses("/review/sign-in/code", {"code": jana.codes[1]})

    assert not old.is_in


def test_how_one_signs_in_is_changed_only_just_after_signing_in(jana, time):
    time.passes(minutes=16)

    jana.opens("/review/account/").presses("/review/account/recovery-codes")
    assert "again=1" in jana.page.location
    assert jana.follows().heading == "Sign in once more"
    assert "again=1" in jana.opens("/review/second-factor/passkey").page.location


def test_the_only_second_factor_is_not_taken_away(jana):
    jana.opens("/review/account/").presses("/review/account/app/remove")

    assert jana.status == 409
    assert "your only second factor" in jana.text
    assert jana.row("jana").totp_secret is not None


def test_half_signed_in_ends_after_some_minutes_and_with_a_new_password(jana, member, time):
    half = member().follows()
    time.passes(minutes=16)
    half.presses("/review/sign-in/code", {"code": code_of(jana.key)})
    assert half.page.location == "/review/sign-in"

    half = member().follows()
    jana.opens("/review/account/password").presses(
        "/review/account/password",
        {"current": PASSWORD, "password": "velvet-orchard-telegraph-nine"},
    )
    half.presses("/review/sign-in/code", {"code": code_of(jana.key)})
    assert half.page.location == "/review/sign-in"


def test_after_a_lost_second_factor_an_administrator_lets_a_new_one_be_set_up(jana, member, time):
    ada = member("ada", "administrator")
    sets_up_app(ada)
    ada.opens("/review/staff/people/jana/second-factor")
    ada.presses("/review/staff/people/jana/second-factor", {"reason": "Her phone was stolen."})

    assert ada.page.location == "/review/staff/people/jana"
    assert not jana.is_in
    assert ("second factor forgotten", "Her phone was stolen.") in ada.log()
    assert member().page.location == "/review/second-factor/"


def test_a_challenge_is_taken_once_whoever_has_kept_the_cookie(service):
    taken = []
    with service.app.app_context():
        for _ in range(2):
            with db.unit_of_work():
                taken.append(delays.once("challenge", "what we asked", at=clock.now()))

    assert taken == [True, False]


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x", '{"rawId": "AAAA", "response": 3}']
)
def test_an_answer_that_is_no_passkey_opens_nothing(member, answer):
    jana = member(signs_in=False).opens("/review/sign-in")

    jana.presses("/review/sign-in/passkey", {"answer": answer})

    assert (jana.status, jana.is_in) == (422, False)


@pytest.mark.parametrize("answer", ["{}", "null", "x", '{"rawId": "AAAA", "response": 3}'])
def test_an_answer_that_is_no_passkey_is_not_kept(member, answer):
    jana = member().opens("/review/second-factor/passkey")

    jana.presses("/review/second-factor/passkey", {"name": "key", "answer": answer})

    assert jana.status == 422
    assert "could not be added" in jana.text
