"""Days that stand in a file as numbers of a spreadsheet, and days of instants in one place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports.cells.instants import day_in, of_several_places
from kpiplan.exports.cells.serials import serial_day
from kpiplan.exports.plan_names import PlanNames
from kpiplan.plan.export_rules import FileRules, Rule
from tests.exports.helpers import codes, error, months, notes, read

SERIALS = "Date,Sessions,Leads\n45292,100,5\n45293,120,6\n45323,90,4\n"


@given(st.dates(date(1970, 1, 1), date(2100, 12, 31)))
def test_a_serial_day_is_the_day_of_a_spreadsheet(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    for text in (str(number), f"{number}.75", f"{number},5", f" {number} "):
        span = serial_day(text)
        assert span is not None
        assert (span.start, span.end, span.grain) == (day.toordinal(), day.toordinal(), "day")


def test_published_serials() -> None:
    """45292 is 1 January 2024 (support.microsoft.com, DATEVALUE: 40777 is 8/22/2011, 40685 22-MAY-2011)."""
    for text, day in (("45292", "2024-01-01"), ("40777", "2011-08-22"), ("40685", "2011-05-22")):
        span = serial_day(text)
        assert span is not None
        assert date.fromordinal(span.start).isoformat() == day
    assert [serial_day(text) for text in ("19999", "80001", "4529", "452920", "45292x", "")] == [None] * 6


def test_a_date_that_lost_its_format() -> None:
    actuals = read(SERIALS)
    assert months(actuals, "visits") == {"2024-01": 220, "2024-02": 90}
    assert months(actuals, "leads") == {"2024-01": 11, "2024-02": 4}
    assert notes(actuals) == ["Date holds days as a spreadsheet stores them: 45292 is 2024-01-01"]


def test_some_of_the_dates_lost_it() -> None:
    actuals = read("Date,Sessions\n2024-01-01,1\n45293,2\n2024-02-01,4\n45323.5,8\n")
    assert months(actuals, "visits") == {"2024-01": 3, "2024-02": 12}


def test_rows_of_nothing_but_numbers_are_no_totals_where_one_is_a_day() -> None:
    assert months(read("Date,Channel,Leads\n45292,,5\n45293,,6\n"), "leads") == {"2024-01": 11}


def test_weeks_and_periods_as_serials() -> None:
    weeks = "Week,Leads\n45292,1\n45299,2\n45306,3\n45313,4\n"
    assert months(read(weeks), "leads") == {"2024-01": 10}
    pairs = "Start date,End date,Leads\n45292,45298,1\n45299,45305,2\n"
    assert months(read(pairs), "leads") == {"2024-01": 3}


def test_a_record_is_dated_by_serials_too() -> None:
    text = "Deal,Lead date,Customer date\na,45292,45323\nb,45293,\n"
    actuals = read(text)
    assert months(actuals, "leads") == {"2024-01": 2, "2024-02": 0}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 1}


@pytest.mark.parametrize(
    "header",
    [
        "Sessions,Leads",  # nothing speaks of time
        "Revenue to date,Leads",  # a sum, though it ends in `date`
    ],
)
def test_numbers_that_are_no_days(header: str) -> None:
    assert error(read(f"{header}\n45292,5\n45293,6\n")).startswith("no-date: ")


def test_numbers_that_lie_too_far_apart_are_no_days() -> None:
    assert codes(read("Date,Leads\n26000,5\n71000,6\n"), "error") == ["no-date"]


INSTANTS = "created_at,leads\n2024-01-31T23:30:00-08:00,1\n2024-01-03T10:00:00Z,2\n2024-02-01 03:00 +0900,4\n"


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        (None, {"2024-01": 3, "2024-02": 4}),  # the days as written
        ("UTC", {"2024-01": 6, "2024-02": 1}),
        ("America/Los_Angeles", {"2024-01": 7}),
        ("Asia/Seoul", {"2024-01": 2, "2024-02": 5}),
    ],
)
def test_instants_belong_to_the_day_of_the_plans_place(zone: str | None, found: dict[str, float]) -> None:
    actuals = read(INSTANTS, stages=["leads"], timezone=zone)
    assert months(actuals, "leads") == found
    said = f"times of created_at count on the days of {zone}"
    if zone is None:
        said = (
            "times of created_at count on the days as written, 2024-01-31T23:30:00-08:00 like 2024-02-01 03:00 +0900: "
            "`timezone` in the plan puts them in one place"
        )
    assert notes(actuals) == [said]


def test_days_without_a_time_stay_where_they_are() -> None:
    actuals = read("Date,Leads\n2024-01-31,1\n2024-02-01,2\n", stages=["leads"], timezone="Asia/Seoul")
    assert months(actuals, "leads") == {"2024-01": 1, "2024-02": 2}
    assert notes(actuals) == [""]


def test_winter_and_summer_of_one_place_are_one_place() -> None:
    winter, summer, other = "2024-01-03 10:00:00 -0500", "2024-07-03 10:00:00 -0400", "2024-07-03 10:00:00 +0900"
    assert of_several_places([winter, summer, "2024-07-03"]) is None
    assert of_several_places([winter, summer, other]) == (winter, other)
    assert notes(read(f"Date,Leads\n{winter},1\n{summer},2\n")) == [""]


def test_rules_read_instants_in_the_plans_place_too() -> None:
    rules = [FileRules(kpis={"customers": Rule(count="created_at")})]
    actuals = read(INSTANTS, rules=rules, stages=["customers"], timezone="Asia/Seoul")
    assert months(actuals, "customers") == {"2024-01": 1, "2024-02": 2}


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 12, 31)), st.integers(-14 * 60, 14 * 60))
def test_an_instant_in_its_own_place_is_on_its_own_day(moment: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    text = moment.replace(microsecond=0, tzinfo=zone).isoformat()
    span = day_in(text, zone)
    assert (span.start if span else None) == moment.date().toordinal()


@pytest.mark.parametrize("text", ["2024-01-31T23:30", "2024-01-31", "2024-13-31T23:30Z", "2024-01-31T25:30Z", "Z"])
def test_what_is_no_instant(text: str) -> None:
    assert day_in(text, UTC) is None


def test_the_plans_names_have_a_time_zone() -> None:
    assert PlanNames().timezone is None


@pytest.mark.parametrize(
    ("days", "then"),
    [
        (["2021-03-30", "2021-03-31", "2021-01-04", "2021-02-04"], "2021-01-04"),
        (["30/03/2021", "31/03/2021", "2021-01-04", "2021-02-04"], "2021-01-04"),
        (["2021-04-03", "2021-04-02", "2021-12-31", "2021-03-30"], "2021-12-31"),
        (["2021-01-30", "2021-02-01", "2021-03-31", "2021-04-30"], None),
        (["2021-03-30", "2021-01-04", "2021-02-27", "2021-01-02", "2021-05-03", "2021-02-01"], None),  # in no order
        (["2021-03-30", "2021-03-31", "2021-04-01", "2021-01-04"], None),  # a row that was added
        (["2021-11-30", "2021-12-31", "2020-01-04", "2020-02-04"], None),  # one year below the other
        (["2021-03-30", "2021-03-31"] * 2, None),  # a part each
    ],
)
def test_days_that_jump_back_once_are_told(days: list[str], then: str | None) -> None:
    actuals = read("Date,Leads\n" + "".join(f"{day},5\n" for day in days))
    told = [problem.message for problem in actuals.problems if problem.code == "dates-jump-back"]
    assert len(told) == (then is not None)
    assert not told or f"but for '{then}' behind" in told[0]
