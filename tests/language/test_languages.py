"""The plan file in the reader's language: months and units of time; and a goal said by last year."""

from __future__ import annotations

import pytest

from kpiplan.language.times import lag_months
from kpiplan.locales.calendar_words import CALENDARS, named_month, units
from tests.language.helpers import FUNNEL, GOAL, HEAD, errors, read

WEIGHTS = {
    "{nov: 2, dec: 3}", "{November: 2, DEC: 3}", "{11월: 2, 12월: 3}", "{11月: 2, 12月: 3}", "{11月份: 2, 12月份: 3}",
    "{noviembre: 2, dic: 3}", "{nov: 2, dez: 3}", "{novembro: 2, dezembro: 3}", "{nov: 2, déc: 3}",
    "{Novembre: 2, dicembre: 3}", "{Nov.: 2, Dezember: 3}", "{ноябрь: 2, дек: 3}",
}  # fmt: skip


@pytest.mark.parametrize("weights", sorted(WEIGHTS))
def test_months_are_named_in_any_one_language(weights: str) -> None:
    loaded = read(f"{HEAD}goal: {{customers: 120, by_month: {weights}}}\n{FUNNEL}")
    assert loaded.plan is not None, loaded.errors
    timing = loaded.plan.goal.timing
    assert timing is not None
    assert [round(weight * 15, 9) for weight in timing.weights] == [1] * 10 + [2, 3]


@pytest.mark.parametrize(("weights", "wrong"), [
    ("{11월: 2, dec: 3}", "dec and 11월"), ("{mär: 2, dec: 3}", "dec and mär"), ("{11月: 2, 12월: 3}", "12월 and 11月"),
])  # fmt: skip
def test_months_of_two_languages_are_refused(weights: str, wrong: str) -> None:
    loaded = read(f"{HEAD}goal: {{customers: 120, by_month: {weights}}}\n{FUNNEL}")
    (error,) = loaded.errors
    assert (error.code, error.message) == ("bad-month", f"{wrong} are no months of one language")
    assert error.hint == "write all of them in one language, in English it is `dec`"


LAGS = {
    "3개월": (3, "3 mo"), "10 Tage": (10 * 12 / 365.25, "10 d"), "3 semaines": (21 * 12 / 365.25, "3 w"),
    "2주": (14 * 12 / 365.25, "2 w"), "30일": (30 * 12 / 365.25, "30 d"), "1분기": (3, "1 q"), "1년": (12, "1 y"),
    "2 个月": (2, "2 mo"), "2個月": (2, "2 mo"), "1か月": (1, "1 mo"), "2週間": (14 * 12 / 365.25, "2 w"),
    "15 días": (15 * 12 / 365.25, "15 d"), "2 meses": (2, "2 mo"), "1 trimestre": (3, "1 q"), "6 mois": (6, "6 mo"),
    "2 Wochen": (14 * 12 / 365.25, "2 w"), "1 mese": (1, "1 mo"), "2 maanden": (2, "2 mo"),
    "3 недели": (21 * 12 / 365.25, "3 w"), "5 лет": (60, "5 y"), "1.5 months": (1.5, "1.5 mo"),
    "2 w": (14 * 12 / 365.25, "2 w"),
}  # fmt: skip


@pytest.mark.parametrize("text", LAGS)
def test_lags_in_any_language(text: str) -> None:
    months, said = LAGS[text]
    found = lag_months(text)
    assert found is not None
    assert (found[0], found[1]) == (pytest.approx(months), said)  # type: ignore[comparison-overlap]
    assert errors(f"{HEAD}{GOAL}funnel: [visits, {{leads: 5%}}, {{customers: {{rate: 10%, lag: {text}}}}}]\n") == []


@pytest.mark.parametrize("text", ["3 Days", "3 moths", "개월", "3 Tag e", "2 두"])
def test_what_is_no_lag(text: str) -> None:
    assert lag_months(text) is None


def test_no_word_means_two_things() -> None:
    for words in CALENDARS.values():
        for unit, called in words.units.items():
            assert {units()[word] for word in called} == {unit}
        for number, names in enumerate(words.months, start=1):
            assert {found.number for name in names if (found := named_month(name))} == {number}


LAST = "last_year: {revenue: 4M, customers: 80}\n"


@pytest.mark.parametrize(("goal", "revenue", "units"), [
    ("{revenue: +25%, average_deal: 50k}", 5e6, None), ("{revenue: -10%, average_deal: 50k}", 3.6e6, None),
    ("{customers: +25%}", None, 100),
])  # fmt: skip
def test_a_goal_may_be_said_by_last_year(goal: str, revenue: float | None, units: float | None) -> None:
    loaded = read(f"{HEAD}goal: {goal}\n{FUNNEL}{LAST}")
    assert loaded.plan is not None, loaded.errors
    assert (loaded.plan.goal.revenue, loaded.plan.goal.units) == (revenue, units)


def test_a_segment_grows_over_its_own_last_year() -> None:
    text = "segments: {a: {goal: {revenue: +50%}, last_year: {revenue: 2M}}, b: {share: 100%}}\n"
    loaded = read(f"{HEAD}goal: {{revenue: 10M, average_deal: 50k}}\n{FUNNEL}{text}")
    assert loaded.plan is not None, loaded.errors
    assert loaded.plan.segments[0].goal.revenue == 3e6


def test_without_last_year_nothing_grows() -> None:
    loaded = read(f"{HEAD}goal: {{revenue: +25%, average_deal: 50k}}\n{FUNNEL}")
    (error,) = loaded.errors
    assert (error.code, error.message, error.hint) == (
        "missing-key",
        "+25% is said of last year, and last_year has no revenue",
        "add `last_year: {revenue: …}`, or write the amount",
    )


def test_existing_business_is_no_part_of_last_years_revenue() -> None:
    existing = "existing: {revenue: 1M}\n"
    loaded = read(f"{HEAD}goal: {{revenue: +25%, average_deal: 50k}}\n{FUNNEL}{LAST}{existing}")
    assert [error.code for error in loaded.errors] == ["two-ways"]
