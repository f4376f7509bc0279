"""Who comes in, who does not, and how long one waits after a wrong password."""

from __future__ import annotations

import pytest
from service_fixtures import PASSWORD
from sqlalchemy import event

from formsvc import clock, db
from formsvc.accounts import delays, passwords
from formsvc.accounts.delays import Growth, Wait, in_words

WRONG = "a password that is wrong"


def test_a_stranger_at_the_office_is_sent_to_sign_in(service, member):
    answer = service.app.test_client().get("/review/cases/X-2222-22?view=all")

    assert answer.status_code == 302
    assert answer.location == "/review/sign-in?next=/review/cases/X-2222-22?view%3Dall"


def test_after_signing_in_one_is_where_one_wanted_to_be(member):
    jana = member(signs_in=False).opens("/review/?view=all").follows()
    jana.presses(
        "/review/sign-in?next=/review/?view%3Dall", {"username": "jana", "password": PASSWORD}
    )

    assert jana.page.location == "/review/?view=all"
    assert jana.follows().heading == "All"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/apply/", "/review/\\evil", "x"]
)
def test_signing_in_leads_nowhere_but_into_the_office(member, elsewhere):
    jana = member(signs_in=False).opens("/review/sign-in")
    jana.presses(f"/review/sign-in?next={elsewhere}", {"username": "jana", "password": PASSWORD})

    assert jana.page.location == "/review/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(member):
    jana = member(signs_in=False)
    wrong = jana.signs_in("jana", WRONG).page
    unknown = jana.signs_in("nobody", WRONG).page

    assert wrong.status_code == unknown.status_code == 422
    assert jana.text.replace("nobody", "jana") == jana.signs_in("jana", WRONG).text
    assert "do not fit together" in jana.text
    assert not jana.is_in


@pytest.fixture
def work(monkeypatch):
    """Count what a request does: statements to the database, and passwords compared."""
    done = []
    engine = db.session.get_bind()

    def see(*seen: object) -> None:
        done.append(_kind(seen[2]))

    event.listen(engine, "before_cursor_execute", see)
    compare = passwords.verify_password
    monkeypatch.setattr(
        passwords, "verify_password", lambda *both: done.append("hash") or compare(*both)
    )
    yield done
    event.remove(engine, "before_cursor_execute", see)


def _kind(statement: str) -> str:
    return " ".join(statement.split()[:3])


def test_a_known_and_an_unknown_name_cost_the_same_work(member, work):
    jana = member(signs_in=False)
    amounts = []
    for number, name in enumerate(("jana", "nobody")):
        jana.browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        jana.opens("/review/sign-in")
        work.clear()
        jana.presses("/review/sign-in", {"username": name, "password": WRONG})
        amounts.append(list(work))

    assert amounts[0] == amounts[1]
    assert amounts[0].count("hash") == 1


def test_a_known_and_an_unknown_address_cost_the_same_work(member, work):
    jana = member(signs_in=False)
    amounts = []
    for number, address in enumerate(("jana@example.org", "nobody@example.org")):
        jana.browser.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        jana.opens("/review/forgotten")
        work.clear()
        jana.presses("/review/forgotten", {"email": address})
        amounts.append([kind for kind in work if not kind.startswith(("RELEASE", "ROLLBACK"))])

    assert amounts[0] == amounts[1]
    assert len(jana.mails("staff-password")) == 1


def test_the_hash_that_stands_in_for_unknown_names_is_as_costly_as_ours(service):
    with service.app.app_context():
        ours = passwords.hashed(PASSWORD)

    assert ours.split("$")[1:4] == passwords.NOBODYS.split("$")[1:4]


@pytest.mark.parametrize("name", ["jana", "nobody"])
def test_each_wrong_password_makes_the_wait_longer_and_nobody_is_locked_out(member, time, name):
    jana = member(signs_in=False)
    for _ in range(4):
        assert jana.signs_in(name, WRONG).status == 422

    jana.signs_in(name, PASSWORD)
    assert (jana.status, jana.page.headers["Retry-After"]) == (429, "2")
    assert "Wait 2 seconds, then try again." in jana.text
    assert f'value="{name}"' in jana.page.text  # what may be kept is kept
    assert PASSWORD not in jana.page.text

    time.passes(seconds=3)
    assert jana.signs_in(name, WRONG).status == 422
    assert "Wait 4 seconds" in jana.signs_in(name, WRONG).text


def test_after_the_wait_the_right_password_opens_the_office_and_clears_the_count(member, time):
    jana = member(signs_in=False)
    for _ in range(5):
        jana.signs_in("jana", WRONG)
        time.passes(minutes=6)
    jana.signs_in("jana", PASSWORD)
    assert jana.is_in

    other = member(signs_in=False)
    for _ in range(3):
        assert other.signs_in("jana", WRONG).status == 422
    assert other.signs_in("jana", PASSWORD).is_in


def test_one_address_waits_after_many_names_and_another_address_does_not(member, time):
    jana = member(signs_in=False)
    for number in range(11):
        jana.signs_in(f"name{number}", WRONG)

    assert jana.signs_in("jana", PASSWORD).status == 429

    jana.browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert jana.signs_in("jana", PASSWORD).is_in


def test_behind_a_proxy_it_is_the_persons_address_that_waits(service, member, time):
    service.on(None, proxy_hops=1)
    jana = member(signs_in=False)

    def from_address(last: str):
        jana.browser.environ_base["HTTP_X_FORWARDED_FOR"] = f"203.0.113.9, {last}"
        return jana

    for number in range(11):
        from_address("192.0.2.7").signs_in(f"name{number}", WRONG)

    assert from_address("192.0.2.7").signs_in("jana", PASSWORD).status == 429
    assert from_address("192.0.2.8").signs_in("jana", PASSWORD).is_in


def test_two_processes_wait_together(service, member, time):
    member(signs_in=False)
    for number in range(4):
        service.on(None)
        assert member(signs_in=False).signs_in("jana", WRONG).status == 422, number

    service.on(None)
    assert member(signs_in=False).signs_in("jana", PASSWORD).status == 429


def test_a_try_is_counted_before_it_is_looked_at(service, time):
    """So a hundred guesses sent at once get no more answers than four sent in turn."""
    answered = 0
    with service.app.app_context():
        for _ in range(100):
            try:
                with db.unit_of_work():
                    delays.count(delays.PASSWORD, "jana", "192.0.2.7", at=clock.now())
            except Wait:
                continue
            answered += 1

    assert answered == 4


def test_a_pause_doubles_up_to_its_longest():
    growth = Growth(2, delays.PASSWORD.account.first, delays.PASSWORD.account.most)

    assert [growth.after(n).total_seconds() for n in range(1, 13)] == [
        0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (40, "40 seconds"), (91, "2 minutes"), (5400, "2 hours")],
)
def test_a_wait_is_said_in_words(seconds, words):
    assert in_words(seconds) == words


def test_signing_in_without_the_forms_token_is_refused_and_keeps_the_name(member):
    jana = member(signs_in=False).opens("/review/sign-in")
    answer = jana.browser.post(
        "/review/sign-in", data={"username": "jana", "password": PASSWORD, "csrf_token": "x"}
    )

    assert answer.status_code == 400
    assert 'value="jana"' in answer.text
    assert not jana.is_in


def test_a_made_up_session_is_no_session(member):
    jana = member(signs_in=False)
    jana.browser.set_cookie("xchange_office", "eyJzdGFmZiI6ImphbmEifQ.aaaa.bbbb", path="/review")

    assert not jana.is_in


def test_nobody_can_register(member):
    assert member().opens("/review/register").status == 404
