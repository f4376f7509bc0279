"""Who there is: invited, changed, disabled, by an administrator and by the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from service_fixtures import PASSWORD

from formsvc import db
from formsvc.accounts import queries
from formsvc.accounts.cli import ensure_example_staff, staff
from formsvc.accounts.models import Person
from formsvc.candidatures.models import Case

NEW = "velvet-orchard-telegraph-nine"
EVA = {
    "name": "eva",
    "email": "Eva@example.org",
    "roles": ["officer", "administrator"],
    "clusters": ["ntt", "clutex"],
    "reason": "She follows Petr.",
}


@pytest.fixture
def ada(member):
    return member("ada", "administrator")


def test_an_invited_person_chooses_a_password_and_comes_in(ada, member, service):
    ada.opens("/review/staff/invite").presses("/review/staff/invite", EVA)
    assert ada.follows().heading == "Staff: 2"
    assert "Invited" in ada.text
    mail = ada.mails("staff-invitation")[-1]
    assert (mail.to, "officer (clutex, ntt)" in mail.body) == ("eva@example.org", True)

    eva = member("otto", signs_in=False)
    link = eva.mailed_link("staff-invitation")
    assert "your name for signing in is eva" in eva.opens(link).text.lower()
    eva.presses(link, {"password": NEW})

    assert eva.is_in
    row = eva.row("eva")
    assert (row.role_names, row.clusters) == (["administrator", "officer"], ["clutex", "ntt"])
    assert ("invited", "She follows Petr.") in ada.log()
    assert member("otto", signs_in=False).opens(link).status == 404


def test_an_invitation_is_sent_again_and_the_first_link_ends(ada):
    ada.opens("/review/staff/invite").presses("/review/staff/invite", EVA)
    first = ada.mailed_link("staff-invitation")

    ada.opens("/review/staff/people/eva").presses("/review/staff/people/eva/invite-again")

    assert ada.opens(first).status == 404
    assert ada.opens(ada.mailed_link("staff-invitation")).status == 200


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["officer"], "clusters": []}, "An officer needs one cluster or more"),
        ({"roles": ["coordinator"]}, "nobody else has clusters"),
        ({"roles": ["auditor", "coordinator"], "clusters": []}, "An auditor checks what others decide"),
        ({"name": "e v a"}, "Use letters and digits only"),
        ({"email": "eva"}, "is not an e-mail address"),
        ({"reason": " "}, "Write the reason."),
        ({"name": "ada"}, '"ada" is taken'),
        ({"email": "ada@example.org"}, "is the address of somebody else here"),
    ],
)  # fmt: skip
def test_an_invitation_that_does_not_fit_says_why_and_keeps_what_was_typed(ada, answers, words):
    ada.opens("/review/staff/invite").presses("/review/staff/invite", {**EVA, **answers})

    assert ada.status == 422
    assert words in ada.text
    assert ada.mails("staff-invitation") == []


def test_roles_and_clusters_change_with_a_reason(ada, member, service):
    member("otto", "officer", clusters=["ntt"], signs_in=False)
    ada.opens("/review/staff/people/otto/roles")

    ada.presses(
        "/review/staff/people/otto/roles",
        {"roles": ["officer"], "clusters": ["clutex", "spk"], "reason": "Holiday of Petr."},
    )

    assert ada.row("otto").clusters == ["clutex", "spk"]
    assert ("roles changed", "Holiday of Petr.") in ada.log()
    assert "officer (clutex, spk)" in ada.follows().text


@pytest.mark.parametrize("what", ["roles", "disable"])
def test_nobody_changes_the_own_account(ada, what):
    ada.opens(f"/review/staff/people/ada/{what}")

    ada.presses(
        f"/review/staff/people/ada/{what}", {"roles": ["coordinator"], "reason": "I want more."}
    )

    assert ada.status == 422
    assert "ask another administrator" in ada.text
    assert ada.row("ada").role_names == ["administrator"]


def test_the_last_administrator_stays(ada, service):
    said = run(service, "disable", "ada")

    assert (said.exit_code, "ada is the last administrator" in said.output) == (1, True)
    assert ada.is_in


def test_who_is_let_in_again_has_what_was_there_before(ada, member):
    member("eva", signs_in=False)
    for what in ("disable", "enable"):
        ada.opens(f"/review/staff/people/eva/{what}")
        ada.presses(f"/review/staff/people/eva/{what}", {"reason": "A long illness."})

    assert member("eva").is_in


def test_a_disabled_person_gets_no_link(ada, member):
    member("eva", signs_in=False)
    ada.opens("/review/staff/people/eva/disable")
    ada.presses("/review/staff/people/eva/disable", {"reason": "Left."})

    ada.opens("/review/forgotten").presses("/review/forgotten", {"email": "eva@example.org"})

    assert ada.mails("staff-password") == []


def run(service, *words: str):
    info = ScriptInfo(create_app=lambda: service.app, set_debug_flag=False)
    return CliRunner().invoke(staff, words, obj=info)


def test_the_command_line_adds_somebody_and_prints_the_password_once(service, member):
    said = run(service, "add", "eva", "--role", "officer", "--cluster", "ntt", "--cluster", "spk")

    name, password = said.output.split()
    assert name == "eva"
    eva = member("otto", signs_in=False).signs_in("eva", password)
    assert eva.is_in
    assert eva.row("eva").clusters == ["ntt", "spk"]


def test_the_command_line_invites_by_mail(service, member):
    said = run(service, "add", "eva", "--role", "coordinator", "--email", "eva@example.org")

    assert said.output == "eva  invited: a mail goes to eva@example.org\n"
    assert member("otto", signs_in=False).mailed_link("staff-invitation")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "e", "--role", "coordinator"), "cannot be a sign-in name"),
        (("add", "jana nova", "--role", "coordinator"), "cannot be a sign-in name"),
        (("add", "Jana", "--role", "coordinator"), '"jana" is taken'),
        (("add", "eva", "--role", "officer"), "An officer needs one cluster or more"),
        (("add", "eva", "--role", "officer", "--cluster", "x"), 'No partner cluster is called "x"'),
        (("disable", "eva"), 'Nobody is called "eva"'),
        (("password", "eva"), 'Nobody is called "eva"'),
    ],
)
def test_the_command_line_says_what_cannot_be_done(service, words, why):
    service.has_staff("jana", "coordinator")

    said = run(service, *words)

    assert (said.exit_code, why in said.output) == (1, True), said.output


def test_the_command_line_lists_and_disables(service, member):
    eva = member("eva", "officer", clusters=["ntt"])

    assert run(service, "disable", "eva", "--reason", "She left.").exit_code == 0

    assert not eva.is_in
    assert json.loads(run(service, "list", "--format", "json").output) == [
        {"name": "eva", "state": "disabled", "roles": ["officer"], "clusters": ["ntt"],
         "email": "eva@example.org"}
    ]  # fmt: skip
    assert run(service, "list").output == "eva  disabled  officer  (ntt)  eva@example.org\n"


def test_a_password_from_the_command_line_ends_the_sessions(service, member):
    jana = member()

    _, password = run(service, "password", "jana").output.split()

    assert not jana.is_in
    assert member(signs_in=False).signs_in("jana", password).is_in
    assert not member(signs_in=False).signs_in("jana", PASSWORD).is_in


def test_example_staff_have_all_roles_and_are_made_once(service, capsys):
    with service.app.app_context():
        ensure_example_staff()
        first = capsys.readouterr().out
        ensure_example_staff()

        assert capsys.readouterr().out == ""
        people = queries.everybody()
    assert [each.split()[2] for each in first.splitlines()] == ["jana", "otto", "aldo", "ada"]
    assert sorted(role for each in people for role in each.role_names) == [
        "administrator", "auditor", "coordinator", "officer",
    ]  # fmt: skip


def test_two_administrators_cannot_disable_each_other(service, member):
    """The second of two requests finds that the first was the last but one."""
    ada, eva = member("ada", "administrator"), member("eva", "administrator")
    for who, other in ((ada, "eva"), (eva, "ada")):
        who.opens(f"/review/staff/people/{other}/disable")
    ada.presses("/review/staff/people/eva/disable", {"reason": "She left."})

    eva.presses("/review/staff/people/ada/disable", {"reason": "He left."})

    assert "/review/sign-in" in eva.page.location
    with service.app.app_context():
        active = [each.name for each in queries.everybody() if each.active]
    assert active == ["ada"]


def test_an_officer_of_two_clusters_has_the_cases_of_both_and_no_others(service, member):
    with service.app.app_context(), db.unit_of_work():
        for number, cluster in enumerate(("ntt", "clutex", "spk", None)):
            db.session.add(_case(number, cluster))

    otto = member("otto", "officer", clusters=["ntt", "clutex"]).opens("/review/?view=all")

    assert ("Firm 0" in otto.text, "Firm 1" in otto.text) == (True, True)
    assert ("Firm 2" in otto.text, "Firm 3" in otto.text) == (False, False)
    assert otto.opens("/review/cases/X-2").status == 404


def _case(number: int, cluster: str | None) -> Case:
    from datetime import UTC, date, datetime

    from formsvc.candidatures.states import State

    return Case(
        reference=f"X-{number}", idempotency_key=f"k{number}", state=State.SUBMITTED,
        cluster=cluster, organisation=f"Firm {number}", country="IT", visitor_type="sme",
        sent_on=date(2021, 6, 1), version="1", created_at=datetime(2021, 6, 1, tzinfo=UTC),
        confirmed_on=date(2021, 6, 1), confirmed_at=datetime(2021, 6, 1, tzinfo=UTC),
    )  # fmt: skip


def test_a_person_keeps_unchanged_clusters_as_the_rows_they_are():
    person = Person(clusters=["ntt", "spk"])
    kept = person.of_clusters[0]

    person.clusters = ["clutex", "ntt"]

    assert person.of_clusters[0] is kept
    assert person.clusters == ["ntt", "clutex"]
