"""A coordinator gives a case to another cluster: its officers have it, the others no more."""

from __future__ import annotations

import pytest

from formsvc import clock, db
from formsvc.candidatures.actions import APPLICANT
from formsvc.candidatures.states import State
from formsvc.moves import Actor, Role
from formsvc.office.case import whose
from formsvc.snapshot import current_programme
from generator.programme.errors import MoveRefused

WHY = "Anna's factory is a member of CLUTEX."
COORDINATOR = Actor(Role.COORDINATOR)


@pytest.fixture
def anna(service):
    return service.applicant().applies().confirms().opens_case()


def test_the_other_cluster_has_it_and_the_one_before_does_not(service, anna):
    otto = service.officer("otto", role="officer", cluster="ntt").opens_case(anna.reference)
    eva = service.officer("eva", role="officer", cluster="clutex").opens_case(anna.reference)
    assert (otto.status, eva.status) == (200, 404)
    assert "With NTT." in otto.text
    assert "Give to another cluster" not in otto.text
    due_on = anna.case.due_on

    jana = service.officer().does(anna.reference, "give", to="clutex", reason=WHY).follows()

    assert "With CLUTEX." in jana.text
    assert "Given to another cluster" in jana.text
    assert "From NTT to CLUTEX" in jana.text
    assert (otto.opens_case(anna.reference).status, eva.opens_case(anna.reference).status) == (
        404,
        200,
    )
    assert anna.reference in eva.opens("/review/").text
    assert anna.reference not in otto.opens("/review/").text
    assert (anna.case.state, anna.case.due_on) == (State.SUBMITTED, due_on)


def test_the_applicant_reads_who_has_it_and_not_why(service, anna):
    service.officer().does(anna.reference, "give", to="clutex", reason=WHY)

    anna.opens(f"/apply/case/{anna.reference}")

    assert "CLUTEX" in anna.text
    assert "We gave the candidature to another office" in anna.text
    assert WHY not in anna.text


def test_the_programme_office_can_have_it_and_so_can_nobody_twice(service, anna):
    jana = service.officer().does(anna.reference, "give", to="-", reason=WHY).follows()
    assert "With the programme office." in jana.text
    assert anna.case.cluster is None

    jana.opens(f"/review/cases/{anna.reference}/give")
    assert "The programme office" not in jana.text
    jana.presses(f"/review/cases/{anna.reference}/give", {"to": "-", "reason": WHY})
    assert (jana.status, jana.errors) == (422, ["Choose one."])


def test_a_cluster_and_a_reason_are_asked_for(service, anna):
    jana = service.officer().does(anna.reference, "give")

    assert (jana.status, jana.errors) == (422, ["Choose one.", "Write the reason."])
    assert anna.case.cluster == "ntt"


def test_the_offer_of_a_host_is_given_away_too(service):
    eva = service.host().offers().confirms()

    jana = service.officer().does(eva.reference, "give", to="ntt", reason=WHY).follows().follows()

    assert "With NTT." in jana.text
    assert "From CLUTEX to NTT" in jana.text


def test_an_older_page_gives_nothing_away(service, anna):
    jana, cora = service.officer("jana"), service.officer("cora")
    address = f"/review/cases/{anna.reference}/give"
    jana.opens(address)
    cora.does(anna.reference, "check")

    assert jana.presses(address, {"to": "clutex", "reason": WHY}).status == 409
    assert anna.case.cluster == "ntt"


def gives(service, anna, cluster: str, reason: str = WHY, by: Actor = COORDINATOR) -> None:
    """Do it past the page, which would not offer it."""
    with service.app.test_request_context("/review/"), db.unit_of_work():
        case = db.session.merge(anna.case)
        whose.give(case, current_programme(), cluster, reason=reason, by=by, when=clock.moment())


@pytest.mark.parametrize(
    ("cluster", "reason", "by", "said"),
    [
        ("clutex", WHY, Actor(Role.OFFICER), "the role officer cannot give"),
        ("clutex", WHY, APPLICANT, "the role applicant cannot give"),
        ("nobody", WHY, COORDINATOR, "a cluster that is no partner"),
        ("ntt", WHY, COORDINATOR, "the cluster that has it"),
        ("clutex", " ", COORDINATOR, "without a reason"),
    ],
)
def test_what_must_not_be_is_refused(service, anna, cluster, reason, by, said):
    with pytest.raises(MoveRefused, match=said):
        gives(service, anna, cluster, reason, by)


def test_what_nobody_has_confirmed_is_not_given_away(service):
    with pytest.raises(MoveRefused, match="not confirmed"):
        gives(service, service.applicant().applies(), "clutex")
