"""Drafts in a real browser: saved while typing, resumed on a phone, changed on two devices."""

from __future__ import annotations

import re

import pytest
from faults import faults
from playwright.sync_api import expect
from ways import Site, apply, begin, go_on, open_mailed_link

SAVED = re.compile(r"Saved at \d+[:.]\d\d")


def step(site: Site, reference: str, name: str) -> str:
    return f"{site.address}/apply/candidature/{reference}/{name}"


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_a_draft_goes_on_on_a_phone_and_both_devices_change_it(window, site, scripts):
    desk, phone = (
        window(1280, java_script_enabled=scripts),
        window(390, java_script_enabled=scripts),
    )
    reference = begin(desk, site)
    desk.get_by_role("button", name="Save and mail me a link").click()
    found = faults(desk, "later") if scripts else {}
    desk.get_by_role("button", name="Mail me the link").click()

    open_mailed_link(phone, site, f"{reference}: go on with your candidature")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Check your answers")
    phone.goto(step(site, reference, "purpose"))
    desk.goto(step(site, reference, "purpose"))
    desk.get_by_label("What do you want to learn").fill("A layer that filters.")
    go_on(desk)
    phone.get_by_label("What do you want to learn").fill("A layer that breathes.")
    phone.get_by_label("What should come of it?").fill("A trial.")
    go_on(phone)

    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "This page was changed on another device"
    )
    if scripts:
        found |= faults(phone, "clash")
    phone.get_by_label("A layer that filters.").check()
    phone.get_by_role("button", name="Save these answers").click()
    phone.goto(step(site, reference, "purpose"))
    expect(phone.get_by_label("What do you want to learn")).to_have_value("A layer that filters.")
    expect(phone.get_by_label("What should come of it?")).to_have_value("A trial.")
    assert found == {}


def test_what_is_typed_is_saved_also_when_the_connection_breaks(window, site):
    page = window(390)
    reference = begin(page, site)
    page.goto(step(site, reference, "purpose"))
    goals, line = page.get_by_label("What do you want to learn"), page.locator("[data-saving]")

    goals.fill("A nanofibre layer.")
    expect(line).to_have_text(SAVED)

    page.context.set_offline(True)
    goals.fill("A nanofibre layer that breathes.")
    expect(line).to_contain_text("No connection")
    go_on(page)
    expect(goals).to_have_value("A nanofibre layer that breathes.")

    page.context.set_offline(False)
    expect(line).to_have_text(SAVED)
    assert faults(page, "saved") == {}
    page.reload()
    expect(goals).to_have_value("A nanofibre layer that breathes.")


def test_rules_and_amount_follow_what_is_typed(window, site):
    page = window(1280)
    page.goto(f"{site.address}/apply/candidature?visit=northern-bohemia")
    panel = page.locator("[data-so-far]")
    page.get_by_label("Country where it is registered").select_option("CZ")
    expect(panel).to_contain_text("not possible like this")
    page.get_by_label("Country where it is registered").select_option("IT")
    expect(panel).not_to_contain_text("not possible like this")

    reference = begin(page, site)
    page.goto(step(site, reference, "stay"))
    page.get_by_label("First day at the visit").select_option("2021-09-20")
    page.get_by_label("Last day at the visit").select_option("2021-09-22")
    expect(panel).to_contain_text("€305")
    page.get_by_label("Last day at the visit").select_option("2021-09-24")
    expect(panel).to_contain_text("€610")


def test_the_page_of_another_device_stops_the_saving_and_says_so(window, site):
    desk = window(1280)
    reference = begin(desk, site)
    desk.goto(step(site, reference, "purpose"))
    other = desk.context.new_page()
    other.goto(step(site, reference, "purpose"))
    other.get_by_label("What do you want to learn").fill("Filters.")
    go_on(other)

    desk.get_by_label("What do you want to learn").fill("Membranes.")
    expect(desk.locator("[data-saving]")).to_contain_text("changed on another device")
    go_on(desk)
    expect(desk.locator("fieldset")).to_contain_text("Filters.")


def test_what_the_office_has_is_changed_on_a_phone(window, site):
    page = window(390)
    reference = apply(page, site, "Tessuti Esempio")
    page.get_by_role("link", name="Wrong address? Correct it").click()
    found = faults(page, "address")
    open_mailed_link(page, site, "Confirm your address")
    open_mailed_link(page, site, f"{reference}: your candidature is with us")
    page.get_by_role("link", name="Change your answers").click()
    page.get_by_role("link", name="Change Travellers").click()
    page.get_by_label("How many people travel?").fill("1")
    found |= faults(page, "step")
    go_on(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Save your changes")
    found |= faults(page, "changes")
    page.get_by_role("button", name="Save the changes").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your candidature is being checked")
    page.get_by_role("link", name="Apply again with these details").click()
    found |= faults(page, "again")
    assert found == {}
