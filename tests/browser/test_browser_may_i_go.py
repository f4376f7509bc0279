"""May I go, and how much: the page's own script, against the rules themselves."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from faults import faults
from playwright.sync_api import expect

from generator.programme.vocabularies import Membership, OrganisationType
from generator.site.outcomes import LONGEST, NEAR, Asked, Outcomes

WISH = "?type=sme&country=IT&to=northern-bohemia&days=3&near=no&cluster=partner"


def test_the_script_looks_up_what_the_rules_say(window, address, programme):
    outcomes = Outcomes(programme, date(2021, 6, 15))
    places = [*programme.visits, "CZ", "NO"]
    to = [place if isinstance(place, str) else place.slug for place in places]
    axes = (("IT", "CZ", "NO", "GB", "other"), to, OrganisationType, (1, 3, 4, 5, LONGEST), NEAR)
    asked = [Asked(*rest, cluster) for *rest, cluster in product(*axes, Membership)]
    page = window(1280)
    page.goto(f"{address}/may-i-go/")

    found = page.evaluate(
        """async (all) => {
          const { lookUp } = await import("/assets/may-i-go-shown.js");
          const table = await (await fetch("answers.json")).json();
          return all.map(([country, to, type, days, near, cluster]) => {
            const said = lookUp(table, { country, to, type, days, near, cluster });
            return [said.eligible, said.share, said.letters];
          });
        }""",
        [[a.country, a.to, a.visitor_type, a.days, a.near, a.cluster] for a in asked],
    )

    wanted = [outcomes.look_up(each) for each in asked]
    assert found == [[each.eligible, each.share, each.letters] for each in wanted]


def test_an_answer_stands_in_its_address(window, address):
    page = window(390)
    page.goto(f"{address}/may-i-go/{WISH}")

    answer = page.locator("#answer")
    expect(answer).to_contain_text("Yes, you may go.")
    expect(answer.locator(".receipt .big")).to_have_text("€305")
    assert page.locator(".aside + #may-i-go").count() == 1  # read first on a phone
    expect(answer.get_by_role("link", name="Indicative")).to_have_attribute("href", "#amounts")
    expect(answer.get_by_role("link", name="clause 6.2")).to_have_attribute(
        "href", "/rules/#halved-days"
    )
    expect(answer.get_by_role("link", name="Send a candidature")).to_have_attribute(
        "href",
        "/apply/candidature?visit=northern-bohemia&type=sme&country=IT&days=3&cluster=partner",
    )


def test_changing_an_answer_changes_the_amount_and_the_address(window, address):
    page = window(1280)
    page.goto(f"{address}/may-i-go/{WISH}")

    page.get_by_label("How many working days?").select_option("5")

    expect(page.locator("#receipt .big")).to_have_text("€610")
    assert "days=5" in page.url

    page.get_by_label("Which visit, or which host country?").select_option("FR")

    expect(page.locator("#receipt .big")).to_have_text("€900")
    answers = "&type=sme&country=IT&days=5&cluster=partner"
    for words, route in (
        ("Ask us to find a host in France", "find-host"),
        ("Plan an exchange", "own"),
    ):
        expect(page.get_by_role("link", name=words)).to_have_attribute(
            "href", f"/apply/candidature?route={route}{answers}"
        )


def test_choosing_a_visit_takes_its_usual_stay(window, address):
    page = window(1280)
    page.goto(f"{address}/may-i-go/")

    page.get_by_label("A scaling-up organisation").check()

    expect(page.get_by_label("How many working days?")).to_have_value("5")
    expect(page.locator("#receipt .big")).to_have_text("€610")


def test_a_link_to_a_visit_that_is_over_asks_again(window, address):
    page = window(1280)
    page.goto(f"{address}/may-i-go/?type=sme&country=IT&to=slovakia-online")

    expect(page.get_by_text("The answer appears here")).to_be_visible()
    expect(page.locator("#receipt")).to_be_hidden()


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        ("type=large-company&country=IT&to=CZ&days=3", "No, not like this."),
        ("type=sme&country=CZ&to=northern-bohemia&days=3", "No, not like this."),
        ("type=sme&country=GB&to=FR&days=3", "Perhaps: ask your cluster first."),
        ("type=scaling-up&country=IT&to=CZ&days=3", "Perhaps: ask your cluster first."),
    ],
)
def test_a_refusal_or_a_doubt_says_what_to_do_next(window, address, query, verdict):
    page = window(390)
    page.goto(f"{address}/may-i-go/?{query}")

    expect(page.locator("#receipt")).to_contain_text(verdict)
    expect(page.locator("#against .clause").first).to_be_visible()
    expect(page.get_by_text("You can send a candidature until")).to_have_count(0)
    expect(page.get_by_role("link", name="Find your reference cluster")).to_be_visible()


def test_what_to_do_otherwise_is_said_as_such_where_nobody_knows_yet(window, address):
    page = window(390)
    page.goto(f"{address}/may-i-go/?type=sme&country=IT&to=CZ&days=3&cluster=unsure")

    expect(page.locator("#against")).to_contain_text("If not: Join a cluster")


def test_without_javascript_there_is_a_table_with_exact_amounts(window, address):
    page = window(390, java_script_enabled=False)
    page.goto(f"{address}/may-i-go/")

    expect(page.locator("#may-i-go")).to_be_hidden()
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.get_by_text("Six short answers")).to_be_hidden()
    row = page.get_by_role("row", name="Czechia €305 €610 €305")
    expect(row).to_be_visible()
    wide = (
        "[...document.querySelectorAll('.amounts')].filter((it) => it.scrollWidth > it.clientWidth)"
    )
    assert page.evaluate(f"{wide}.length") == 0  # no amount is out of sight on a phone


def test_the_answer_has_no_accessibility_fault(window, address):
    page = window(390)
    page.goto(f"{address}/may-i-go/{WISH}")
    expect(page.locator("#receipt .big")).to_be_visible()
    page.get_by_text("Every rule that holds").click()

    assert faults(page, "answer") == {}
