"""The applicant's way over HTTPS: production settings, nginx as shipped, mail by a mail server."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from _nginx import proxy
from mail_server import Postbox, certificate, mail_server
from playwright.sync_api import Page, expect
from processes import Up, copy_content, make_real, until
from ways import CHROMIUM

HOST = "real.example"
SITE = f"https://{HOST}"


@dataclass
class Deployment:
    """What an operator has put up: the port that nginx answers at, and where the mails go."""

    port: int
    box: Postbox

    def link_in(self, subject: str) -> str:
        """Wait for a mail; give the link in it."""

        def found() -> list[str]:
            return [mail.get_content() for mail in self.box.received if subject in mail["Subject"]]

        until(found)
        return re.search(r"https?://\S+/apply/link/\S+", found()[0])[0]


@pytest.fixture
def deployment(tmp_path) -> Iterator[Deployment]:
    """A call that is open today, since a real site cannot move its date."""
    if not shutil.which("nginx") and not os.environ.get("CI"):
        pytest.skip("no nginx here: apt-get install nginx-light")
    copy_content(tmp_path)
    make_real(tmp_path)
    call = tmp_path / "content/calls/extratex-2021.yml"
    call.write_text(re.sub(r"(?m)^closes_on:.*$", "closes_on: 2099-04-30", call.read_text()))
    certificate(tmp_path)
    with mail_server() as box:
        secrets = {"XCHANGE_SECRET_KEY": "for-this-test-" + "x" * 32, "SMTP_URL": box.url}
        up = Up(tmp_path, XCHANGE_PROXY_HOPS="1", **secrets)
        try:
            up.wait_until_ready()
            with proxy(tmp_path, tmp_path / "var", up.port, certificate=tmp_path) as port:
                yield Deployment(port, box)
        finally:
            up.end()


@pytest.fixture
def phone(chromium, deployment) -> Iterator[Page]:
    """A browser that finds the site by its name, and takes the certificate that we made."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{deployment.port}"],
    )
    context = browser.new_context(
        ignore_https_errors=True, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    yield context.new_page()
    browser.close()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def fill_in(page: Page) -> None:
    page.goto(f"{SITE}/apply/candidature?route=find-host")
    page.get_by_label("Legal name of the organisation").fill("Tessuti Esempio")
    page.get_by_label("Registration or VAT number").fill("IT 01234567890")
    page.get_by_label("Country where it is registered").select_option("IT")
    page.locator("[name=visitor_type][value=sme]").check()
    page.locator("[name=small_enough][value=yes]").check()
    page.locator("[name=cluster][value=ntt]").check()
    go_on(page)
    page.get_by_label("Name of the person we write to").fill("Anna Esempio")
    page.get_by_label("E-mail of that person").fill("anna@example.org")
    page.get_by_label("How many people travel?").fill("2")
    page.get_by_label("Every person who travels").check()
    page.locator("[name=visited_before][value=no]").check()
    go_on(page)
    page.get_by_label("What kind of host do you look for?").fill("A mill.")
    page.get_by_label("How many working days?").fill("4")
    go_on(page)
    page.get_by_label("What do you want to learn").fill("How they spin recycled yarn.")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you declare?")
    for sentence in page.locator("[name=declared]").all():
        sentence.check()
    go_on(page)


def form_of_another_site(page: Page) -> int:
    """Press a button of another site that sends our form, token and all; give our answer."""
    token = page.locator("[name=csrf_token]").first.get_attribute("value")
    other = page.context.new_page()
    body = (
        f'<form method="post" action="{page.url}">'
        f'<input name="csrf_token" value="{token}"><button>Win</button></form>'
    )
    other.route(
        "https://evil.example/", lambda route: route.fulfill(body=body, content_type="text/html")
    )
    other.goto("https://evil.example/")
    with other.expect_navigation() as answer:
        other.get_by_role("button").click()
    other.close()
    return answer.value.status


def test_an_applicant_applies_confirms_and_looks_over_https(phone, deployment):
    fill_in(phone)
    heading(phone, "Check your answers")
    assert form_of_another_site(phone) in (400, 404)
    phone.get_by_role("button", name="Send the candidature").click()
    heading(phone, "Now confirm your address")

    link = deployment.link_in("Confirm your address")
    assert link.startswith(f"{SITE}/apply/link/")
    phone.goto(link)
    phone.locator("main button").click()
    heading(phone, "Your address is confirmed")
    phone.goto(deployment.link_in("your candidature is with us"))
    phone.locator("main button").click()
    heading(phone, "Your candidature is being checked")

    (cookie,) = phone.context.cookies()
    assert (cookie["name"], cookie["path"]) == ("xchange_apply", "/apply")
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
