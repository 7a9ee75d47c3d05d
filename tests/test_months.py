"""Calendar months and the plan year: names, counting over year's ends, what is no month."""

from __future__ import annotations

import calendar

import pytest

from kpiplan.months import (
    ABBREVIATIONS,
    NAMES,
    Month,
    month_number,
    parse_month,
    parse_quarter,
    plan_months,
    span,
)

JANUARY, APRIL, DECEMBER = Month(2020, 1), Month(2020, 4), Month(2020, 12)


def test_names_are_those_of_the_calendar() -> None:
    assert list(NAMES) == calendar.month_name[1:]
    assert [name.capitalize() for name in ABBREVIATIONS] == calendar.month_abbr[1:]
    assert [Month(2020, number).short for number in range(1, 13)] == calendar.month_abbr[1:]
    assert APRIL.long == "April 2020"
    assert (str(APRIL), str(Month(987, 12))) == ("2020-04", "0987-12")


@pytest.mark.parametrize(
    ("start", "months", "wanted"),
    [
        (JANUARY, 0, JANUARY), (JANUARY, 11, DECEMBER), (JANUARY, 12, Month(2021, 1)), (JANUARY, -1, Month(2019, 12)),
        (DECEMBER, 1, Month(2021, 1)), (DECEMBER, -12, Month(2019, 12)), (APRIL, 25, Month(2022, 5)),
    ],
)  # fmt: skip
def test_months_are_counted_over_the_ends_of_years(start: Month, months: int, wanted: Month) -> None:
    assert start.plus(months) == wanted
    assert wanted.since(start) == months


def test_a_plan_year_may_begin_in_any_month() -> None:
    year = plan_months(APRIL)
    assert (len(year), year[0], year[8], year[-1]) == (12, APRIL, DECEMBER, Month(2021, 3))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020-04", APRIL), ("2020-12", DECEMBER), ("2020-00", None), ("2020-13", None), ("2020-4", None),
        ("20-04", None), ("2020-040", None), ("x2020-04", None), ("", None),
    ],
)  # fmt: skip
def test_a_month_as_it_is_written(text: str, wanted: Month | None) -> None:
    assert parse_month(text) == wanted


@pytest.mark.parametrize(
    ("text", "months"),
    [("2020-Q1", (1, 2, 3)), ("2020-q2", (4, 5, 6)), ("2020-Q3", (7, 8, 9)), ("2020-Q4", (10, 11, 12))],
)
def test_a_quarter_is_three_months(text: str, months: tuple[int, ...]) -> None:
    assert parse_quarter(text) == tuple(Month(2020, month) for month in months)


@pytest.mark.parametrize("text", ["2020-Q0", "2020-Q5", "2020-4", "2020Q1", "2020-Q11", "Q1"])
def test_what_is_no_quarter(text: str) -> None:
    assert parse_quarter(text) is None


def test_months_have_one_name_in_two_lengths_and_one_of_them_three() -> None:
    for number, (short, long) in enumerate(zip(ABBREVIATIONS, NAMES, strict=True), start=1):
        for name in (short, long, short.upper(), long.lower(), long.upper()):
            assert month_number(name) == number, name
    assert month_number("Sept") == 9
    for name in ("", "ja", "janu", "sep.", "1", "1월"):
        assert month_number(name) is None, name


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        (APRIL, "April 2020"), (DECEMBER, "April to December 2020"), (Month(2021, 3), "April 2020 to March 2021"),
        (Month(2021, 4), "April 2020 to April 2021"),
    ],
)  # fmt: skip
def test_a_span_names_a_year_once(last: Month, wanted: str) -> None:
    assert span(APRIL, last) == wanted
