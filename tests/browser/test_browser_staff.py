"""Staff in a real browser: passkeys, the first second factor, the pages of accounts.

Passkeys are real ones of Chromium's virtual authenticators, and the address is localhost: a browser
gives none to a number.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from ways import Site, sign_in


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One whose queue is empty."""
    running = Site(tmp_path_factory.mktemp("office"))
    yield running
    running.up.end()


class Key:
    """A virtual authenticator that is plugged in: the device's own, or a security key."""

    def __init__(self, page: Page, *, own: bool) -> None:
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal" if own else "usb",
            "hasResidentKey": own,
            "hasUserVerification": own,
            "isUserVerified": own,
            "automaticPresenceSimulation": True,
        }
        added = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.number = {"authenticatorId": added["authenticatorId"]}

    def takes_over(self, page: Page) -> None:
        """Let another window use the same key: carry its credentials over."""
        kept = self.devtools.send("WebAuthn.getCredentials", self.number)["credentials"]
        other = Key(page, own=True)
        for credential in kept:
            other.devtools.send(
                "WebAuthn.addCredential", {**other.number, "credential": credential}
            )

    def unplug(self) -> None:
        self.devtools.send("WebAuthn.removeVirtualAuthenticator", self.number)


def add_passkey(page: Page, office: Site, name: str) -> None:
    page.goto(office.at("/review/account/"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of this passkey").fill(name)
    page.get_by_role("button", name="Add the passkey").click()


def test_passkeys_are_added_used_and_taken_away(window, office):
    jana = window(1280)
    sign_in(jana, office, "jana")
    own = Key(jana, own=True)
    add_passkey(jana, office, "laptop")
    expect(jana.get_by_role("heading", level=1)).to_have_text("Keep these ten codes")
    expect(jana.locator(".codes li")).to_have_count(10)
    jana.get_by_role("link", name="I have kept them").click()

    other = window(390)
    own.takes_over(other)
    other.goto(office.at("/review/?view=all"))
    other.get_by_role("button", name="Use a passkey").click()  # without name and password
    expect(other.get_by_role("heading", level=1)).to_have_text("All")

    own.unplug()
    Key(jana, own=False)
    add_passkey(jana, office, "blue key")
    expect(jana.locator(".files").first).to_contain_text("blue key")
    jana.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(jana, office, "jana")
    expect(jana.get_by_role("heading", level=1)).to_have_text("Show your second proof")
    jana.get_by_role("button", name="Use your passkey").click()  # the key beside the password
    expect(jana.get_by_role("heading", level=1)).to_have_text("Waiting for you: 0")

    jana.goto(office.at("/review/account/"))
    expect(jana.get_by_text("Sign out there")).to_have_count(1)
    jana.get_by_role("button", name="Take away laptop").click()
    expect(jana.locator(".files").first).not_to_contain_text("laptop")
    other.reload()
    other.get_by_role("button", name="Sign out", exact=True).click()
    other.get_by_role("button", name="Use a passkey").click()
    expect(other.get_by_role("alert")).to_contain_text("does not open the office")


def test_a_security_key_alone_does_not_stand_for_the_password(window, office):
    """It does not check who holds it, so the browser finds none that may be used."""
    page = window(390)
    Key(page, own=False)
    page.goto(office.at("/review/sign-in"))

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("status")).not_to_be_empty()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the office")


def test_without_javascript_password_and_code_still_work(window, office):
    otto = window(390, java_script_enabled=False)

    sign_in(otto, office, "otto")

    expect(otto.get_by_role("heading", level=1)).to_have_text("Waiting for you: 0")
    otto.goto(office.at("/review/sign-in?again=1"))
    expect(otto.get_by_role("button", name="Use a passkey")).to_be_hidden()


def test_an_administrator_invites_by_keyboard_and_the_invited_comes_in(window, office):
    ada, eva = window(1280), window(390)
    sign_in(ada, office, "ada")
    expect(ada.get_by_role("heading", level=1)).to_have_text("Staff: 4")
    ada.get_by_role("link", name="Invite somebody").focus()
    for keys in ("Enter", "", "eva", "Tab", "eva@example.org", "Tab", "Space"):
        if keys == "":
            ada.get_by_label("Name for signing in").focus()
        elif keys in ("Enter", "Tab", "Space"):
            ada.keyboard.press(keys)
        else:
            ada.keyboard.type(keys)
    for _ in range(4):  # over the other roles, to the first cluster
        ada.keyboard.press("Tab")
    ada.keyboard.press("Space")
    ada.get_by_label("Reason").focus()
    ada.keyboard.type("She follows Petr.")
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    expect(ada.locator(".people")).to_contain_text("officer (")

    eva.goto(office.at("/dev/mail/"))
    eva.get_by_role("link", name=re.compile("Your account in the office")).first.click()
    eva.locator("main a[href*='/review/link/']").click()
    eva.get_by_label("New password").fill("velvet-orchard-telegraph-nine")
    eva.get_by_role("button", name="Keep this password").click()
    expect(eva.get_by_role("heading", level=1)).to_have_text("Waiting for you: 0")
