"""Outside development: https, no example staff, and a code from an app beside the password."""

from __future__ import annotations

import re

import pytest
from passlib.totp import TOTP
from people import Officer

from formsvc import create_app, db
from formsvc.accounts import actions as accounts
from formsvc.config import Config
from formsvc.migrations.run import upgrade
from generator.site.build import build

PASSWORD = "warp-and-weft-crossing"


@pytest.fixture
def real(content, tmp_path):
    """The service of a real programme: no moved date, an https address."""
    settings = content.parent / "site_config.yml"
    text = re.sub(r"(?m)^today:.*\n", "", settings.read_text("utf-8"))
    text = re.sub(r"(?m)^languages:.*$", "languages: [en]", text)
    settings.write_text(text.replace("http://localhost:8000", "https://xchange.example"), "utf-8")
    build(content, tmp_path / "var" / "site")
    app = create_app(
        Config.from_environ(
            {
                "XCHANGE_SECRET_KEY": "s" * 40,
                "SMTP_URL": "smtp://localhost:1",
                "XCHANGE_DATA": str(tmp_path / "var"),
            }
        )
    )
    app.config["PREFERRED_URL_SCHEME"] = "https"
    upgrade(app.extensions["xchange_engine"])
    with app.app_context(), db.unit_of_work():
        accounts.add(db.session(), "jana", roles=["coordinator"], password=PASSWORD)
    yield app
    db.session.remove()
    app.extensions["xchange_engine"].dispose()


def test_a_password_alone_opens_nothing_and_a_code_opens_the_queue(real):
    jana = Officer(real).signs_in("jana", PASSWORD)
    assert jana.opens("/review/").status == 302

    jana.opens("/review/second-factor/app")
    assert jana.heading == "Set up your code app"
    key = re.search(r'class="key">([^<]+)<', jana.page.text)[1]
    assert 'src="data:image/' in jana.page.text
    assert "img-src 'self' data:" in jana.page.headers["Content-Security-Policy"]
    jana.presses("/review/second-factor/app", {"code": TOTP(key).generate().token})
    assert jana.heading == "Keep these ten codes"

    assert "Waiting for you: 0" in jana.opens("/review/").heading


def test_the_offices_cookie_is_secure_and_its_own(real):
    jana = Officer(real).opens("/review/sign-in")

    cookie = jana.page.headers["Set-Cookie"]
    assert cookie.startswith("xchange_office=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/review"):
        assert part in cookie


def test_the_mails_of_a_real_site_are_shown_to_nobody(real):
    assert Officer(real).opens("/dev/mail/").status == 404
