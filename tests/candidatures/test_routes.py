"""The three ways to apply: a visit, an exchange of one's own, and help to find a host."""

from __future__ import annotations

from datetime import date

import pytest

from formsvc.candidatures.routes import Route
from formsvc.candidatures.states import State
from generator.programme.host import Host

OWN_DAYS = {"first_on": "2021-10-04", "last_on": "2021-10-08", "near": "no", "hosts": ["tul"]}
WISH = {"to": "", "host_wish": "A mill that spins recycled yarn.", "wished_days": "4"}


def plans(service, **answers: object):
    """Somebody plans an exchange with hosts of their own choice, up to the last page."""
    anna = service.applicant().begins_at("/apply/candidature?route=own")
    anna.answers("people", **answers).answers("country", to=answers.get("to", "CZ"))
    anna.answers("stay", **{**OWN_DAYS, **answers})
    if anna.status == 302:
        anna.answers("purpose").answers("declarations")
        anna.opens(f"/apply/candidature/{anna.reference}/check")
    return anna


def looks_for_host(service, **answers: object):
    anna = service.applicant().begins_at("/apply/candidature?route=find-host")
    anna.answers("people").answers("stay", **{**WISH, **answers})
    anna.answers("purpose").answers("declarations")
    return anna.opens(f"/apply/candidature/{anna.reference}/check").sends()


def changed(host: Host, **told: object) -> Host:
    return Host.model_validate({**host.model_dump(), **told})


def test_the_first_page_offers_all_three_ways(service):
    anna = service.applicant().opens("/apply/")

    for words in ("Northern Bohemia", "Plan an exchange of your own", "Ask us to find a host"):
        assert words in anna.text


def test_an_own_exchange_pays_by_the_country_of_its_hosts(service):
    anna = plans(service, hosts=["tul", "rice"])

    assert anna.heading == "Check your answers"
    for words in ("an exchange of your own", "Technical University of Liberec, RICE",
                  "4–8 October 2021", "€610", "Lump sum for Czechia"):  # fmt: skip
        assert words in anna.text
    anna.sends().confirms()
    case = anna.case
    assert (case.route, case.visit, case.hosts) == (Route.OWN, None, ["tul", "rice"])
    assert (case.to_country, str(case.amount_eur), case.cluster) == ("CZ", "610.00", "ntt")


def test_a_host_outside_the_directory_can_be_named(service):
    anna = plans(service, to="ES", hosts=[], other_host="Hilados Ejemplo, Alcoy").sends()

    assert (anna.case.to_country, str(anna.case.amount_eur)) == ("ES", "830.00")
    assert "Hilados Ejemplo, Alcoy (Spain)" in anna.follows().text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"hosts": []}, "Choose a host, or write the name of another organisation."),
        ({"hosts": ["elsewhere"]}, "Choose hosts of the country that you have chosen."),
        ({"first_on": ""}, "Choose your first day."),
        ({"first_on": "next week"}, "Write the day as year-month-day"),
        ({"first_on": "2021-10-02"}, "2 October 2021 is a Saturday."),
        (
            {"first_on": "2021-06-15", "last_on": "2021-06-18"},
            "Choose a day from 16 June 2021 to 30 April 2022",
        ),
        ({"last_on": "2022-05-02"}, "Choose a day from 16 June 2021 to 30 April 2022"),
        ({"last_on": "2021-10-01"}, "Your last day is before your first day."),
        ({"last_on": "2021-10-05"}, "clause 3.1"),
        ({"last_on": "2021-11-12"}, "clause 3.3"),
        ({"near": ""}, "Say whether it is less than 200 km"),
    ],
)
def test_a_wrong_answer_to_where_and_when_is_said_at_its_question(service, answers, said):
    anna = plans(service, **answers)

    assert anna.status == 422
    assert len(anna.errors) == 1
    assert said in anna.errors[0]


def test_the_own_country_is_refused_where_it_is_chosen(service):
    anna = service.applicant().begins_at("/apply/candidature?route=own")

    anna.answers("people").answers("country", to="IT")

    assert "clause 2.1" in anna.errors[0]


def test_a_host_that_cannot_host_is_told_so(service, programme):
    paused = changed(programme.host("tul"), paused="The hall is being rebuilt.")
    with service.with_records(hosts=paused):
        anna = plans(service)
        assert anna.errors == ["Technical University of Liberec takes no visitors now. Choose another host."]  # fmt: skip
        assert "The hall is being rebuilt." in anna.text


def test_a_host_takes_as_many_visitors_as_it_can(service, programme):
    small = changed(programme.host("tul"), capacity=1)
    with service.with_records(hosts=small):
        assert "takes 1 visitors at a time, and 2 people travel" in plans(service).errors[0]


def test_a_host_takes_visitors_on_its_days(service, programme):
    days = [{"first_on": date(2021, 11, 1), "last_on": date(2021, 11, 30)}]
    host = changed(programme.host("tul"), receives=days)
    with service.with_records(hosts=host):
        assert "1–30 November 2021" in plans(service).errors[0]
        held = plans(service, first_on="2021-11-08", last_on="2021-11-12")
        assert held.heading == "Check your answers"


def test_a_link_from_a_host_comes_filled_in(service):
    anna = service.applicant().begins_at("/apply/candidature?host=rice").answers("people")

    anna.opens(f"/apply/candidature/{anna.reference}/country")
    assert '<option selected value="CZ">' in anna.page.text
    anna.opens(f"/apply/candidature/{anna.reference}/stay")
    at = anna.page.text.index('value="rice"')
    assert "checked" in anna.page.text[at - 80 : at + 20]


def test_without_a_partner_cluster_it_is_the_coordinators(service):
    anna = plans(service, cluster="ntt")
    anna.opens(f"/apply/candidature/{anna.reference}/organisation")
    anna.answers("organisation", cluster="unsure")
    anna.opens(f"/apply/candidature/{anna.reference}/check").sends().confirms()

    assert anna.case.cluster is None
    assert service.officer("eva", "officer", cluster="clutex").opens_case(anna.reference).status == 404  # fmt: skip
    assert service.officer().opens_case(anna.reference).status == 200


def test_an_own_exchange_goes_the_whole_way(service):
    anna = plans(service, near="yes").sends().confirms()
    jana = service.officer().accepts(anna.reference)

    assert anna.case.state is State.ACCEPTED
    mail = anna.mails("accepted")[0].body
    for words in ("Technical University of Liberec (Czechia)", "4–8 October 2021", "€305"):
        assert words in mail
    assert "Technical University of Liberec (Czechia)" in jana.opens("/review/?view=all").text
    assert "to Technical University of Liberec (Czechia), 4–8 October" in jana.opens_case(anna.reference).text  # fmt: skip
    service.on(date(2021, 10, 5))
    later = service.applicant()
    later.reference = anna.reference
    assert "Proof that you were there" in later.opens_case().text


def test_help_to_find_a_host_says_who_looks_and_stops_at_eligible(service):
    anna = looks_for_host(service).confirms()
    jana = service.officer().does(anna.reference, "check")

    assert anna.case.state is State.ELIGIBLE
    assert "NTT looks for one. It can be accepted when a host is chosen." in jana.opens_case(anna.reference).text  # fmt: skip
    jana.presses(f"/review/cases/{anna.reference}/accept")
    assert (jana.status, anna.case.decision) == (409, None)
    assert "We cannot accept a candidature without a host: NTT looks for one." in jana.text
    assert "NTT looks for a host for you." in anna.opens_case().text


def test_without_a_country_the_amount_follows_the_host(service):
    anna = looks_for_host(service)
    assert (anna.case.amount_eur, anna.case.assessment["eligible"]) == (None, True)
    assert "set by the host’s country" in anna.follows().text

    known = looks_for_host(service, to="DK")
    assert str(known.case.amount_eur) == "550.00"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2021, 1, 31), "Candidatures open on 1 February 2021."),
        (date(2022, 5, 1), "Candidatures closed on 30 April 2022."),
    ],
)
def test_without_a_visit_the_call_says_when(service, day, said):
    service.on(day)

    assert service.applicant().opens("/apply/candidature?route=own").heading == said
    assert "Plan an exchange" not in service.applicant().opens("/apply/").text


def test_a_step_of_another_route_is_not_there(service):
    anna = service.applicant().begins()

    assert anna.opens(f"/apply/candidature/{anna.reference}/country").status == 404
