"""Staff are made with strong passwords, once."""

from __future__ import annotations

import pytest

from formsvc.accounts.passwords import SHORTEST, PasswordRefused, made_up, require_strong


def test_a_made_up_password_is_strong_and_never_the_same():
    first, second = made_up(), made_up()

    require_strong(first, "jana")
    assert first != second
    assert len(first) >= SHORTEST


@pytest.mark.parametrize("weak", ["", "fourteen chars", "a" * 20, "jana-works-here-today"])
def test_a_weak_password_is_refused(weak):
    with pytest.raises(PasswordRefused):
        require_strong(weak, "jana")


def test_a_name_is_given_once(make_app, session, staff):
    app = make_app(second_factor=False)

    with app.app_context(), pytest.raises(staff.StaffRefused, match="is taken"):
        staff.add(session(), "jana", role="coordinator", password=made_up())


def test_a_new_password_ends_the_sessions_of_the_person(make_app, session, staff):
    app = make_app(second_factor=False)

    with app.app_context():
        before = staff.named(session(), "jana").fs_uniquifier
        person = staff.change_password(session(), "jana", made_up())

        assert person.fs_uniquifier != before
        assert person.password.startswith("$argon2id$")
        assert person.holds("coordinator")


def test_example_staff_are_made_only_once(make_app, session, staff):
    app = make_app(second_factor=False)

    with app.app_context():
        assert staff.ensure_examples(session()) == {}


@pytest.mark.parametrize("name", ["e", "jana.nova", "jana nova", "x" * 65, ""])
def test_a_name_that_could_never_sign_in_is_refused(make_app, session, staff, name):
    app = make_app(second_factor=False)

    with app.app_context(), pytest.raises(staff.StaffRefused, match="cannot be a sign-in name"):
        staff.add(session(), name, role="coordinator", password=made_up())


def test_capital_letters_make_no_second_person(make_app, session, staff):
    app = make_app(second_factor=False)

    with app.app_context(), pytest.raises(staff.StaffRefused, match="is taken"):
        staff.add(session(), "Jana", role="coordinator", password=made_up())
