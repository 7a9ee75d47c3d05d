"""What must be reached on a day, in words."""

from __future__ import annotations

import pytest

from kpiplan.analysis.reviews import due
from kpiplan.locales.choice import locale_named
from kpiplan.months import Month
from kpiplan.plan.kpi_goals import Aim, Band, Chosen, Deed, Limit, Tasks
from kpiplan.plan.kpi_goals import Path as Course
from kpiplan.reports.reviews import goal_text
from tests.analysis.reviews.helpers import AMOUNT, COST, RATE, SCORE, plan

MARCH = Month(2020, 3)


@pytest.mark.parametrize(
    ("chosen", "english", "korean", "chinese"),
    [
        (Chosen("rate", Band(Limit((0.45,) * 12), None), RATE), "at least 45%", "45% 이상", "至少 45%"),
        (Chosen("cost", Band(None, Limit((480.0,) * 12)), COST), "at most $480", "US$480 이하", "最多 US$480"),
        (Chosen("leads", Band(Limit((5.0,) * 12), Limit((6.0,) * 12)), AMOUNT), "15 to 18", "15~18", "15 到 18"),
        (Chosen("nps", Course(30, 45, Month(2020, 6)), SCORE), "at least 37.5", "37.5 이상", "至少 37.5"),
        (Chosen("nps", Course(30, 45, MARCH), SCORE), "reach 45", "45 달성", "達到 45"),
        (Chosen("cost", Course(600, 480, MARCH), COST), "reach $480", "US$480 달성", "達到 US$480"),
    ],
)
def test_kpis(chosen: Chosen, english: str, korean: str, chinese: str) -> None:
    chosen = chosen._replace(review="quarterly")
    (entry,) = due(plan(chosen), MARCH)
    said = [goal_text(entry, plan(chosen), locale_named(lang)) for lang in ("en", "ko", "zh-Hant")]
    assert said == [english, korean, chinese]


@pytest.mark.parametrize(
    ("aim", "before", "then"),
    [
        (Deed(False, MARCH), "done by March 2020", "done"),
        (Tasks(("a", "b", "c"), ("b",), MARCH), "2 to go of 3", "all 3 done"),
    ],
)
def test_deeds_and_tasks_before_they_are_due(aim: Aim, before: str, then: str) -> None:
    chosen = plan(Chosen("launch", aim, review="monthly"))
    assert [goal_text(entry, chosen, locale_named("en")) for entry in due(chosen)] == [before, before, then]


def test_a_deed_that_is_reviewed_and_never_due() -> None:
    chosen = plan(Chosen("signed", Deed(False, None), review="yearly"))
    assert [goal_text(entry, chosen, locale_named("en")) for entry in due(chosen)] == ["done"]
