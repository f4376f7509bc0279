"""Diet and access needs: told by choice, kept apart, seen by few, deleted 30 days after the visit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from formsvc import db
from formsvc.candidatures import upkeep
from formsvc.candidatures.models import Needs
from formsvc.clock import Moment
from formsvc.history.models import EventPayload

ALLERGY, STEPS_FREE = "No nuts: anaphylaxis", "Wheelchair, no stairs"
LAST_DAY = date(2021, 9, 24)
"""Of the whole visit; the applicant leaves on the 22nd."""


def kept(service) -> int:
    with service.app.app_context():
        return db.session.scalar(select(func.count()).select_from(Needs)) or 0


def day_begins(service, programme, day: date) -> None:
    when = Moment(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), day)
    with service.app.app_context(), db.unit_of_work():
        upkeep.delete_needs(programme, when=when)


def applies(service):
    return service.applicant().applies(diet=ALLERGY, access=STEPS_FREE).confirms()


def test_they_may_be_left_out_and_then_there_is_no_row(service):
    service.applicant().applies()

    assert kept(service) == 0


def test_they_stand_in_no_answer_no_search_and_no_history(service):
    anna = applies(service)

    row = anna.case
    with service.app.app_context():
        told = [payload.body for payload in db.session.scalars(select(EventPayload))]
    everything = json.dumps([row.answers, row.search, row.assessment, told]).casefold()
    assert "anaphylaxis" not in everything
    assert "wheelchair" not in everything
    assert all("anaphylaxis" not in mail.body for mail in anna.mails())


def test_the_applicant_and_the_office_see_them(service):
    anna = service.applicant().fills_in(diet=ALLERGY, access=STEPS_FREE)
    assert ALLERGY in anna.text
    assert ALLERGY in anna.opens(f"/apply/candidature/{anna.reference}/people").page.text

    anna.sends().confirms()
    jana = service.officer().opens_case(anna.reference)

    assert ALLERGY in anna.opens_case().text
    for words in (ALLERGY, STEPS_FREE, "Deleted 30 days after the visit"):
        assert words in jana.text
    assert "Nothing holds these words" in jana.opens("/review/?view=all&q=anaphylaxis").text


def test_an_officer_of_another_cluster_does_not_see_them(service):
    anna = applies(service)

    eva = service.officer("eva", "officer", cluster="clutex").opens_case(anna.reference)

    assert (eva.status, ALLERGY in eva.page.text) == (404, False)


def test_the_question_says_who_sees_them_and_for_how_long(service):
    anna = service.applicant().begins()

    text = anna.opens(f"/apply/candidature/{anna.reference}/people").text

    assert "Only the office and the hosts of your visit see it" in text
    assert "deleted 30 days after the visit" in text


def test_they_are_deleted_thirty_days_after_the_visit(service, programme):
    anna = applies(service)
    service.officer().accepts(anna.reference)

    day_begins(service, programme, LAST_DAY + timedelta(days=30))
    assert kept(service) == 1
    day_begins(service, programme, LAST_DAY + timedelta(days=31))
    assert kept(service) == 0
    assert ALLERGY not in service.officer().opens_case(anna.reference).text


def test_after_an_end_without_a_visit_thirty_days_count_too(service, programme):
    anna = applies(service).opens_case()
    address = f"/apply/case/{anna.reference}/withdraw"
    anna.opens(address).presses(address)
    ended_on = programme.today(anna.case.closed_at)

    day_begins(service, programme, ended_on + timedelta(days=31))

    assert kept(service) == 0


def test_a_draft_that_is_deleted_takes_them_along(service):
    anna = service.applicant().begins().answers("people", diet=ALLERGY)
    assert kept(service) == 1
    later = datetime.now(UTC) + timedelta(days=40)

    with service.app.app_context(), db.unit_of_work():
        upkeep.delete_unconfirmed(when=Moment(later, later.date()))

    assert kept(service) == 0
    assert anna.opens(f"/apply/candidature/{anna.reference}/people").status == 404
