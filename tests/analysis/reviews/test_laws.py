"""Laws of the calendar of reviews, for any plan year and cadence."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.reviews import due
from kpiplan.kpis.record import Cadence
from kpiplan.months import Month, plan_months
from kpiplan.plan.kpi_goals import Band, Limit, Path
from tests.analysis.reviews.helpers import AMOUNT, RATE, SCORE, plan, reviewed

STARTS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
TIMES: dict[Cadence, int] = {"monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1}
CADENCES = st.sampled_from([*TIMES, "weekly"])
VALUES = st.lists(st.floats(0, 1e6), min_size=12, max_size=12).map(tuple)


@given(STARTS, CADENCES)
def test_reviews_are_as_many_as_periods_each_on_a_working_day_of_its_last_month(start: Month, cadence: Cadence) -> None:
    entries = due(plan(reviewed(cadence), start=start))
    assert len(entries) == TIMES[cadence] if cadence in TIMES else 51 < len(entries) < 54
    for entry in entries:
        assert entry.day.weekday() == 4 if cadence == "weekly" else entry.day.weekday() < 5
        assert (entry.day.year, entry.day.month) == entry.last
        assert start <= entry.first <= entry.last <= start.plus(11)


@given(STARTS, st.sampled_from([*TIMES]))
def test_periods_follow_each_other_and_make_the_year(start: Month, cadence: Cadence) -> None:
    entries = due(plan(reviewed(cadence), start=start))
    seen = [entry.first.plus(at) for entry in entries for at in range(entry.last.since(entry.first) + 1)]
    assert tuple(seen) == plan_months(start)


@given(STARTS, st.lists(CADENCES, max_size=4))
def test_the_months_make_the_year_in_order(start: Month, cadences: list[Cadence]) -> None:
    chosen = [reviewed(cadence, kpi=RATE._replace(id=f"kpi_{at}")) for at, cadence in enumerate(cadences)]
    whole = due(plan(*chosen, start=start))
    assert whole == tuple(entry for month in plan_months(start) for entry in due(plan(*chosen, start=start), month))
    places = [(entry.day, chosen.index(entry.chosen)) for entry in whole]
    assert places == sorted(places)


@given(STARTS, st.sampled_from([*TIMES]), VALUES)
def test_amounts_of_the_periods_add_up_to_the_year(start: Month, cadence: Cadence, values: tuple[float, ...]) -> None:
    entries = due(plan(reviewed(cadence, Band(Limit(values), Limit(values)), AMOUNT), start=start))
    for side in ("low", "high"):
        total = math.fsum(getattr(entry.wanted, side) for entry in entries)
        assert math.isclose(total, math.fsum(values), rel_tol=1e-12, abs_tol=1e-9)


@given(STARTS, CADENCES, st.integers(0, 30), st.floats(-100, 100), st.floats(-100, 100))
def test_a_path_never_turns_and_ends_at_its_goal(
    start: Month, cadence: Cadence, by: int, begin: float, end: float
) -> None:
    chosen = reviewed(cadence, Path(begin, end, start.plus(by)), SCORE)
    entries = due(plan(chosen, start=start))
    values = [value for entry in entries for value in entry.wanted if value is not None]
    assert len(values) == len(entries)
    assert all((after - before) * (end - begin) >= -1e-9 for before, after in pairwise(values))
    goals = [entry for entry in entries if entry.what == "deadline"]
    assert len(goals) == (by < 12)
    for goal in goals:
        assert [value for value in goal.wanted if value is not None] == pytest.approx([end], abs=1e-9)
        assert goal.day == max(entry.day for entry in due(plan(chosen, start=start), start.plus(by)))
