"""What a password must be, and how one is chosen behind a mailed link."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from service_fixtures import PASSWORD

from formsvc.accounts.passwords import SHORTEST, PasswordRefused, made_up, require_strong

NEW = "velvet-orchard-telegraph-nine"


def test_a_made_up_password_is_strong_and_never_the_same():
    first, second = made_up(), made_up()

    require_strong(first, "jana")
    assert first != second
    assert len(first) >= SHORTEST


@pytest.mark.parametrize(
    "weak",
    ["", "fourteen chars", "a" * 20, "jana-works-here-today", "passwordpassword",
     "123456789012345", "qwertyuiop12345", "Summer2026Summer2026", "x" * 201],
)  # fmt: skip
def test_a_weak_or_common_password_is_refused(weak):
    with pytest.raises(PasswordRefused):
        require_strong(weak, "jana")


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(member):
    jana = member()
    other = member(signs_in=False).opens("/review/forgotten")
    other.presses("/review/forgotten", {"email": "Jana@Example.org"})
    assert other.heading == "Look into your mails"
    link = other.mailed_link("staff-password")

    other.opens(link)
    assert "jana" in other.text
    other.presses(link, {"password": NEW})

    assert other.is_in
    assert not jana.is_in  # her old session has ended
    assert not member(signs_in=False).signs_in("jana", PASSWORD).is_in
    assert member(signs_in=False).signs_in("jana", NEW).is_in
    assert member(signs_in=False).opens(link).status == 404


def test_the_answer_is_the_same_for_an_address_that_nobody_has(member):
    jana = member(signs_in=False)
    pages = []
    for address in ("jana@example.org", "nobody@example.org"):
        jana.opens("/review/forgotten").presses("/review/forgotten", {"email": address})
        pages.append((jana.status, jana.text.replace(address, "")))

    assert pages[0] == pages[1]
    assert [mail.to for mail in jana.mails("staff-password")] == ["jana@example.org"]


def test_a_mailed_link_does_not_stand_in_the_database(member):
    jana = member(signs_in=False).opens("/review/forgotten")
    jana.presses("/review/forgotten", {"email": "jana@example.org"})
    token = jana.mailed_link("staff-password").rpartition("/")[2]

    assert len(token) >= 43  # 256 bits
    with jana.app.app_context():
        from formsvc import db
        from formsvc.accounts.models import StaffLink

        (link,) = db.session.query(StaffLink).all()
        assert token not in (link.token_hash,)
        assert len(link.token_hash) == 64


def test_a_link_to_a_new_password_ends_after_an_hour(member, time):
    jana = member(signs_in=False).opens("/review/forgotten")
    jana.presses("/review/forgotten", {"email": "jana@example.org"})
    link = jana.mailed_link("staff-password")

    time.passes(minutes=61)

    assert jana.opens(link).status == 404
    assert jana.heading == "This link opens nothing any more"


def test_looking_at_the_link_does_not_use_it_up(member):
    jana = member(signs_in=False).opens("/review/forgotten")
    jana.presses("/review/forgotten", {"email": "jana@example.org"})
    link = jana.mailed_link("staff-password")

    for _ in range(3):  # a mail scanner, a preview, the person
        assert jana.opens(link).status == 200
    jana.presses(link, {"password": "passwordpassword"})
    assert (jana.status, jana.errors) == (
        422, ["The password is easy to guess; use several unrelated words."],
    )  # fmt: skip
    assert jana.presses(link, {"password": NEW}).is_in


def test_of_two_who_open_one_link_at_once_one_chooses_the_password(member):
    jana = member(signs_in=False).opens("/review/forgotten")
    jana.presses("/review/forgotten", {"email": "jana@example.org"})
    link = jana.mailed_link("staff-password")
    two = [member(signs_in=False).opens(link) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: each.presses(link, {"password": NEW}), two))

    assert [each.is_in for each in two].count(True) == 1


def test_nobody_is_flooded_with_mails(member, time):
    jana = member(signs_in=False)
    for _ in range(5):
        jana.opens("/review/forgotten")
        jana.presses("/review/forgotten", {"email": "jana@example.org"})

    assert jana.status == 429
    assert "Wait 5 minutes, then try again." in jana.text
    assert len(jana.mails("staff-password")) == 3


def test_a_changed_password_ends_the_other_sessions_and_is_told_by_mail(member):
    jana, elsewhere = member(), member()
    jana.opens("/review/account/password")

    jana.presses("/review/account/password", {"current": PASSWORD, "password": NEW})

    assert jana.follows().heading == "My account: jana"
    assert not elsewhere.is_in
    assert "the password was changed" in jana.mails("staff-changed")[-1].body


def test_a_password_is_changed_only_by_who_knows_it(member):
    jana = member().opens("/review/account/password")

    jana.presses("/review/account/password", {"current": "not this one at all", "password": NEW})

    assert (jana.status, jana.errors) == (422, ["This is not your password now."])
    assert NEW not in jana.page.text
