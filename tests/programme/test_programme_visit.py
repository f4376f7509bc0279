"""The status of a visit: computed from dates and notices, for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.programme.visit import Notice, Status
from generator.programme.vocabularies import NoticeKind, OrganisationType

FIRST = date(2021, 1, 1)
TWO_YEARS = [FIRST + timedelta(n) for n in range(730)]
STEPS = [Status.ANNOUNCED, Status.OPEN, Status.CLOSED, Status.UNDER_WAY, Status.HELD]


def with_notice(visit, kind, day):
    notice = Notice.model_validate({"kind": kind, "from": day, "words": "It changed."})
    return visit.model_copy(update={"notices": (notice,)})


@pytest.fixture(scope="module")
def bohemia(programme):
    return programme.visit("northern-bohemia")


@pytest.mark.parametrize(
    ("slug", "status"),
    [
        ("northern-bohemia", Status.OPEN),
        ("slovakia-online", Status.HELD),
        ("valencia", Status.ANNOUNCED),
        ("lyon", Status.ANNOUNCED),
    ],
)
def test_the_example_programme_on_15_june_2021(programme, slug, status):
    assert programme.status(programme.visit(slug), date(2021, 6, 15)) is status


@pytest.mark.parametrize("slug", ["northern-bohemia", "valencia", "lyon", "slovakia-online"])
def test_without_notices_a_visit_only_goes_forward(programme, slug):
    visit = programme.visit(slug).model_copy(update={"notices": ()})

    seen = [STEPS.index(programme.status(visit, day)) for day in TWO_YEARS]

    assert seen == sorted(seen)
    assert seen[-1] == STEPS.index(Status.HELD)


def test_the_last_day_to_send_is_open_to_its_end(programme, bohemia):
    assert programme.status(bohemia, date(2021, 8, 20)) is Status.OPEN
    assert programme.status(bohemia, date(2021, 8, 21)) is Status.CLOSED


def test_the_season_hides_its_dates_until_their_day(programme):
    valencia = programme.visit("valencia")

    assert valencia.dates_known_on(date(2021, 11, 30)) is None
    assert valencia.dates_known_on(date(2021, 12, 1)).first_on == date(2022, 4, 11)
    assert programme.status(valencia, date(2021, 12, 1)) is Status.OPEN


@given(day=st.sampled_from(TWO_YEARS), since=st.sampled_from(TWO_YEARS))
def test_cancelled_overrides_everything(programme, bohemia, day, since):
    cancelled = with_notice(bohemia, NoticeKind.CANCELLED, since)

    assert (programme.status(cancelled, day) is Status.CANCELLED) == (day >= since)


@given(day=st.sampled_from(TWO_YEARS))
def test_full_overrides_only_open(programme, bohemia, day):
    plain = bohemia.model_copy(update={"notices": ()})
    full = with_notice(bohemia, NoticeKind.FULL, FIRST)
    before, after = programme.status(plain, day), programme.status(full, day)

    assert after is (Status.FULL if before is Status.OPEN else before)


def test_postponed_ends_when_there_are_later_dates(programme, bohemia):
    earlier = with_notice(bohemia, NoticeKind.POSTPONED, date(2020, 10, 15))
    later = with_notice(bohemia, NoticeKind.POSTPONED, date(2021, 9, 20))

    assert programme.status(earlier, date(2021, 6, 15)) is Status.OPEN
    assert programme.status(later, date(2021, 9, 20)) is Status.POSTPONED


@given(day=st.sampled_from(TWO_YEARS), kind=st.sampled_from([NoticeKind.NEWS, "moved_online"]))
def test_news_and_online_never_change_the_status(programme, bohemia, day, kind):
    plain = bohemia.model_copy(update={"notices": ()})

    assert programme.status(with_notice(bohemia, kind, FIRST), day) is programme.status(plain, day)


def test_each_type_of_visitor_has_its_days(bohemia):
    today = date(2021, 6, 15)

    assert bohemia.stay_dates(OrganisationType.SME, today).last_on == date(2021, 9, 22)
    assert bohemia.stay_dates(OrganisationType.SCALING_UP, today).last_on == date(2021, 9, 24)
