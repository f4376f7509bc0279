"""Keys of the office: each has a link beside it, and each person can switch them off."""

from __future__ import annotations

import pytest


def test_every_page_of_the_office_has_the_keys_and_their_sheet(service):
    jana = service.officer().opens("/review/")

    assert 'src="/review/scripts/keys.js"' in jana.page.text
    assert '<dialog id="keys"' in jana.page.text
    assert jana.opens("/review/scripts/keys.js").status == 200


@pytest.mark.parametrize("role", ["coordinator", "auditor"])
def test_single_keys_can_be_switched_off_and_on_again(service, role):
    who = service.officer("who", role)

    who.opens("/review/keys").presses("/review/keys", {"single_keys": "off"})

    assert "Single keys are off for you." in who.opens("/review/keys").text
    assert "keys.js" not in who.opens("/review/").page.text
    assert "<dialog" not in who.page.text
    who.opens("/review/keys").presses("/review/keys", {"single_keys": "on"})
    assert "keys.js" in who.opens("/review/").page.text


def test_a_page_that_waited_too_long_changes_nothing(service):
    jana = service.officer()

    jana.browser.post("/review/keys", data={"single_keys": "off", "csrf_token": "old"})

    assert "Single keys are on for you." in jana.opens("/review/keys").text
