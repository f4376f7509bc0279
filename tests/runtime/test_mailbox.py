"""/dev/mail/: the mails of a machine in development."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from formsvc import create_app, db
from formsvc.mail.models import Mail
from formsvc.mail.views import linked
from formsvc.migrations.run import upgrade

NOW = datetime(2021, 6, 15, 10, tzinfo=UTC)
HERE = "http://localhost:8000"


@pytest.fixture
def mails(app):
    upgrade(app.extensions["xchange_engine"])
    with db.unit_of_work():
        for number, subject in enumerate(["First", "Second <b>"]):
            mail = Mail(key=subject, name="confirm", to="anna@example.org", subject=subject)
            mail.body = f"Hello <script>\n\n{HERE}/apply/link/abc-{number}\n"
            mail.queued_at = mail.due_at = NOW + timedelta(minutes=number)
            db.session.add(mail)
    yield
    db.session.remove()


def test_the_newest_mail_stands_first(client, mails):
    page = client.get("/dev/mail/")

    assert page.status_code == 200
    assert page.text.index("Second &lt;b&gt;") < page.text.index("First")
    assert "2021-06-15 12:01:00" in page.text
    assert "Set-Cookie" not in page.headers


def test_a_mail_shows_its_text_with_links_that_work_at_any_port(client, mails):
    page = client.get("/dev/mail/1/").text

    assert "anna@example.org" in page
    assert "Hello &lt;script&gt;" in page
    assert f'<a href="/apply/link/abc-0">{HERE}/apply/link/abc-0</a>' in page


@pytest.mark.parametrize("number", ["3", str(2**40)])
def test_a_mail_that_is_not_there_says_so(client, mails, number):
    assert client.get(f"/dev/mail/{number}/").status_code == 404


def test_an_empty_outbox_says_so(client, app):
    upgrade(app.extensions["xchange_engine"])

    assert "There is none yet" in client.get("/dev/mail/").text


def test_outside_development_there_is_no_such_page(config):
    app = create_app(replace(config, development=False, secret_key="s" * 40))

    assert [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")] == []
    app.extensions["xchange_engine"].dispose()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no link", "no link"),
        (f"({HERE}/a/).", f'(<a href="/a/">{HERE}/a/</a>).'),
        (f"{HERE}//evil.example/", f'<a href="/evil.example/">{HERE}//evil.example/</a>'),
        (f"See {HERE}.", f'See <a href="/">{HERE}</a>.'),
        (f"{HERE}, or", f'<a href="/">{HERE}</a>, or'),
        (f"{HERE}/a?b=1&c=2", f'<a href="/a?b=1&amp;c=2">{HERE}/a?b=1&amp;c=2</a>'),
        (f'{HERE}/"><b>', f'<a href="/">{HERE}/</a>&#34;&gt;&lt;b&gt;'),
        (f"{HERE}.evil.example/a", f"{HERE}.evil.example/a"),
        ("http://localhost:8132/a", '<a href="/a">http://localhost:8132/a</a>'),
        ("http://localhost:8000x/a", "http://localhost:8000x/a"),
        ("http://localhosts/a", "http://localhosts/a"),
        (f"{HERE}@evil.example/", f"{HERE}@evil.example/"),
        ("https://evil.example/", "https://evil.example/"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_only_our_own_addresses_become_links(text, shown):
    assert linked(text, HERE) == Markup(shown)
