"""When everything is due: days worked out by hand on a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from kpiplan.analysis.reviews import due, last_working_day
from kpiplan.analysis.scorecard.limits import Wanted
from kpiplan.kpis.record import Cadence
from kpiplan.months import Month
from kpiplan.plan.kpi_goals import Band, Chosen, Deed, Limit, Path, Tasks
from tests.analysis.reviews.helpers import AMOUNT, RATE, SCORE, plan, reviewed

Q = Month(2020, 3)
RISING = Limit(tuple(float(month) for month in range(1, 13)))

# 2020 is a leap year: 29 February a Saturday, 31 May a Sunday, 31 October a Saturday
DAYS_2020 = "01-31 02-28 03-31 04-30 05-29 06-30 07-31 08-31 09-30 10-30 11-30 12-31"
DAYS_FISCAL = (
    "2025-02-28 2025-03-31 2025-04-30 2025-05-30 2025-06-30 2025-07-31 "
    "2025-08-29 2025-09-30 2025-10-31 2025-11-28 2025-12-31 2026-01-30"
)


def days(cadence: Cadence, start: Month) -> list[str]:
    return [entry.day.isoformat() for entry in due(plan(reviewed(cadence), start=start))]


def test_monthly_reviews_are_on_the_last_working_day_of_each_month() -> None:
    assert days("monthly", Month(2020, 1)) == [f"2020-{day}" for day in DAYS_2020.split()]
    assert days("monthly", Month(2025, 2)) == DAYS_FISCAL.split()


@pytest.mark.parametrize(
    ("cadence", "calendar", "fiscal"),
    [
        (
            "quarterly",
            ["2020-03-31", "2020-06-30", "2020-09-30", "2020-12-31"],
            ["2025-04-30", "2025-07-31", "2025-10-31", "2026-01-30"],
        ),
        ("half-yearly", ["2020-06-30", "2020-12-31"], ["2025-07-31", "2026-01-30"]),
        ("yearly", ["2020-12-31"], ["2026-01-30"]),
    ],
)
def test_longer_periods_are_those_of_the_plan_year(cadence: Cadence, calendar: list[str], fiscal: list[str]) -> None:
    assert days(cadence, Month(2020, 1)) == calendar
    assert days(cadence, Month(2025, 2)) == fiscal


def test_weekly_reviews_are_on_every_friday_of_the_plan_year() -> None:
    found = days("weekly", Month(2020, 1))
    assert (found[0], found[1], found[-1], len(found)) == ("2020-01-03", "2020-01-10", "2020-12-25", 52)
    found = days("weekly", Month(2021, 1))  # begins and ends on a Friday
    assert (found[0], found[-1], len(found)) == ("2021-01-01", "2021-12-31", 53)
    found = days("weekly", Month(2025, 2))
    assert (found[0], found[-1], len(found)) == ("2025-02-07", "2026-01-30", 52)


def test_last_working_days() -> None:
    assert last_working_day(Month(2024, 2)) == date(2024, 2, 29)  # a Thursday, of a leap year
    assert last_working_day(Month(2020, 2)) == date(2020, 2, 28)  # the 29th is a Saturday
    assert last_working_day(Month(2020, 5)) == date(2020, 5, 29)  # the 31st is a Sunday
    assert last_working_day(Month(9999, 12)) == date(9999, 12, 31)


def test_a_cadence_of_the_catalogue_holds_where_the_plan_says_none() -> None:
    assert len(due(plan(reviewed(None, kpi=RATE._replace(cadence="quarterly"))))) == 4


def test_a_quarter_of_an_amount_is_the_sum_of_its_months() -> None:
    chosen = reviewed("quarterly", Band(RISING, Limit((50.0,) * 12)), AMOUNT)
    wanted = [entry.wanted for entry in due(plan(chosen))]
    assert wanted == [Wanted(6, 150), Wanted(15, 150), Wanted(24, 150), Wanted(33, 150)]


def test_a_week_asks_for_what_its_month_must_come_to() -> None:
    chosen = reviewed("weekly", Band(RISING, None), AMOUNT)
    entries = due(plan(chosen), Month(2020, 2))
    assert [(str(entry.day), entry.first, entry.last, entry.wanted.low) for entry in entries] == [
        (f"2020-02-{day:02}", Month(2020, 2), Month(2020, 2), 2) for day in (7, 14, 21, 28)
    ]


def test_a_path_rises_in_equal_steps_and_holds() -> None:
    chosen = reviewed("quarterly", Path(30, 45, Month(2020, 9)), SCORE)
    entries = due(plan(chosen))
    assert [(entry.what, entry.wanted) for entry in entries] == [
        ("review", Wanted(low=35)),
        ("review", Wanted(low=40)),
        ("deadline", Wanted(low=45)),
        ("review", Wanted(low=45)),
    ]


def test_a_path_that_falls_is_a_highest_value() -> None:
    chosen = reviewed("half-yearly", Path(12, 6, Month(2020, 12)), SCORE._replace(better="lower"))
    assert [entry.wanted for entry in due(plan(chosen))] == [Wanted(high=9), Wanted(high=6)]


def test_a_goal_on_a_day_without_a_review_is_an_entry_of_its_own() -> None:
    chosen = reviewed("quarterly", Path(30, 45, Month(2020, 2)), SCORE)
    entries = [(str(entry.day), entry.what, entry.first, entry.wanted.low) for entry in due(plan(chosen))]
    assert entries == [
        ("2020-02-28", "deadline", Month(2020, 2), 45),
        ("2020-03-31", "review", Month(2020, 1), 45),
        ("2020-06-30", "review", Month(2020, 4), 45),
        ("2020-09-30", "review", Month(2020, 7), 45),
        ("2020-12-31", "review", Month(2020, 10), 45),
    ]


def test_a_goal_after_the_plan_year_is_due_in_its_own_month() -> None:
    chosen = reviewed("yearly", Path(0, 40, Month(2021, 8)), SCORE)
    assert [(entry.what, entry.wanted.low) for entry in due(plan(chosen))] == [("review", 24)]  # 12 of 20 months
    (entry,) = due(plan(chosen), Month(2021, 8))
    assert (str(entry.day), entry.what, entry.wanted.low) == ("2021-08-31", "deadline", 40)


@pytest.mark.parametrize(
    "aim", [Deed(True, Q), Deed(False, None), Tasks(("a", "b"), ("b", "a"), Q), Tasks(("a",), (), None)]
)
def test_what_is_done_or_has_no_month_is_not_due(aim: Deed | Tasks) -> None:
    assert due(plan(Chosen("signed", aim))) == ()


@pytest.mark.parametrize(("aim", "what"), [(Deed(False, Q), "deed"), (Tasks(("a", "b"), ("a",), Q), "task")])
def test_deeds_and_tasks_are_due_on_the_last_working_day_of_their_month(aim: Deed | Tasks, what: str) -> None:
    (entry,) = due(plan(Chosen("signed", aim)))
    assert (entry.day, entry.what, entry.first, entry.last) == (date(2020, 3, 31), what, Q, Q)
    assert due(plan(Chosen("signed", aim)), Month(2020, 4)) == ()
    assert due(plan(Chosen("signed", aim), start=Month(2020, 4))) == ()
    assert len(due(plan(Chosen("signed", aim), start=Month(2020, 4)), Q)) == 1


def test_a_task_list_that_is_to_be_reviewed_is_until_it_is_due() -> None:
    tasks = Chosen("launch", Tasks(("a",), (), Month(2020, 3)), review="monthly")
    assert [(entry.day.month, entry.what) for entry in due(plan(tasks))] == [(1, "review"), (2, "review"), (3, "task")]
    open_end = Chosen("launch", Tasks(("a",), (), None), review="quarterly")
    assert [entry.what for entry in due(plan(open_end))] == ["review"] * 4


def test_the_same_day_is_in_the_order_of_the_plan() -> None:
    kpis = [reviewed("quarterly"), Chosen("signed", Deed(False, Q)), reviewed("monthly", kpi=SCORE)]
    assert [entry.chosen.id for entry in due(plan(*kpis), Q)] == ["close_rate", "signed", "net_promoter_score"]
    assert [entry.chosen.id for entry in due(plan(*reversed(kpis)), Q)] == [
        "net_promoter_score",
        "signed",
        "close_rate",
    ]
