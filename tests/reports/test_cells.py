"""Typed cells: every number that is shown is there as it is, and is the one that its text says, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.analysis.verdict.review import review_verdict
from kpiplan.locales.choice import locale_named
from kpiplan.locales.english import ENGLISH
from kpiplan.plan.model import Lag
from kpiplan.reports.actuals.report import actuals_chart, actuals_report
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.cells import (
    NOTHING,
    UNKNOWN,
    amount_cells,
    bar_cell,
    change_cell,
    change_of_cell,
    change_of_people_cell,
    difference_cell,
    fall_cells,
    lag_cell,
    length_cells,
    rate_cell,
    verdict_cell,
    words,
)
from kpiplan.reports.model import Cell, Column, LowHigh, Row, Table, Trend
from kpiplan.reports.target.report import target_report
from kpiplan.reports.target.view import view_of
from tests.analysis.variance.cases import STABLE, Case, cases
from tests.funnel.generated import Data, plans, targets_of
from tests.reports.samples import tables


class Place(NamedTuple):
    """A cell where it stands."""

    column: Column
    row: Row
    cell: Cell


def places(found: Table) -> Iterator[Place]:
    for row in found.rows:
        for column, cell in zip(found.columns, row.cells, strict=False):
            yield Place(column, row, cell)


def of_samples(lang: str = "en") -> Iterator[Place]:
    for found in tables(lang).values():
        for each in found:
            yield from places(each)


SCALES = {"k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "%": 0.01}
NUMBER = re.compile(r"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?(?:e[0-9]+)?)(?P<scale>[kMBT%]?)(?![0-9])")


def numbers_in(text: str) -> list[tuple[float, float]]:
    """The numbers that a text says, without signs, and half a unit of the last digit of each."""
    found = []
    for match in NUMBER.finditer(text):
        digits, _, power = match["digits"].replace(",", "").partition("e")
        scale = SCALES.get(match["scale"], 1.0) * 10 ** int(power or 0)
        if not match["scale"] and text.endswith(("%", " points")):  # the first of two ends: 18-22%; +5.1 points
            scale = 0.01
        found.append((float(digits) * scale, 0.5 * 10 ** -len(digits.partition(".")[2]) * scale))
    return found


def says(text: str, value: float) -> bool:
    """Whether a text has the number, rounded."""
    if text == "=":  # no difference
        return value == 0
    return any(abs(abs(value) - number) <= half * (1 + 1e-6) + 1e-9 for number, half in numbers_in(text))


def check(place: Place) -> None:
    """The laws of a cell; what stands in a column of numbers is one, or known by nobody."""
    column, _, (text, value, unit, _) = place
    numeric = isinstance(value, float | LowHigh | Trend)
    assert text or place.cell == NOTHING, place
    assert (unit == "none") <= (not numeric), place
    if isinstance(value, str) and unit == "none":
        assert value == text.strip(), place
    if value is None:
        assert text in ("", UNKNOWN) or not text.strip("."), place
    if not column.words and unit != "duration":
        assert numeric or value is None, place
    if isinstance(value, float) and "#" not in text and "[" not in text and text != ".":
        assert says(text, value), place
        assert text.startswith("-") <= (value < 0), place
    if isinstance(value, LowHigh):
        assert value.low is None or value.high is None or value.low <= value.high, place
        assert all(says(text, end) for end in value if end is not None), place


@pytest.mark.parametrize("report", tables())
def test_every_number_of_the_samples_is_there_as_it_is(report: str) -> None:
    for table in tables()[report]:
        for place in places(table):
            if place.row.kind not in ("section", "owner"):
                check(place)


def test_the_samples_have_every_kind_of_cell() -> None:
    """The laws are of what is shown: of all units, kinds of values and styles there are."""
    found = [place.cell for place in of_samples()]
    assert {cell.unit for cell in found} >= {"none", "count", "currency", "ratio", "score", "duration"}
    kinds = {type(cell.value).__name__ for cell in found}
    assert kinds == {"NoneType", "str", "float", "date", "Month", "LowHigh", "Trend", "BarLength"}
    assert {cell.style for cell in found} == {"plain", "dim", "good", "watch", "bad"}


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_numbers_know_no_language(lang: str) -> None:
    for english, other in zip(of_samples(), of_samples(lang), strict=True):
        assert english.cell[2:] == other.cell[2:]
        if not isinstance(english.cell.value, str):
            assert english.cell.value == other.cell.value


@STABLE
@given(plans(), st.sampled_from([None, "month", "quarter", "year"]), st.booleans())
def test_targets_of_any_plan(data: Data, by: None, whole: bool) -> None:
    for table in target_report(view_of(targets_of(data), by, whole=whole)).tables:
        for place in places(table):
            if place.row.kind not in ("section", "owner"):
                check(place)


@STABLE
@given(cases())
def test_actuals_of_any_plan(case: Case) -> None:
    comparison = case.compare()
    last = case.plan.start.plus(comparison.through - 1)
    facing = Facing(case.plan, comparison, review_verdict(case.targets, case.actuals, comparison), last, 9)
    for report in (actuals_report(facing), actuals_report(facing, detail=True), actuals_chart(facing)):
        for table in report.tables:
            for place in places(table):
                if place.row.kind != "section":
                    check(place)


def test_cells_by_hand() -> None:
    assert words("  paid") == Cell("  paid", "paid")
    assert (words(""), words(UNKNOWN)) == (NOTHING, Cell("-"))
    assert amount_cells(ENGLISH, "currency", [38.25, None, 1234.5], "USD") == (
        Cell("$38.25", 38.25, "currency"),
        Cell("-", None, "currency", "dim"),
        Cell("$1,235", 1234.5, "currency"),
    )
    assert amount_cells(ENGLISH, "count", [281.25]) == (Cell("281.25", 281.25, "count"),)
    assert change_cell(ENGLISH, 20_000.0, "USD") == Cell("+$20k", 20_000.0, "currency")
    assert change_cell(ENGLISH, None, "USD") == NOTHING
    assert change_cell(ENGLISH, 361_166.0, "USD").text == "+$361k"
    assert change_cell(ENGLISH, 361_166.0, "USD", exact=True).text == "+$361.2k"
    assert change_of_cell(ENGLISH, -898.67, "USD", [5880.0]) == Cell("-$899", -898.67, "currency")
    assert change_of_cell(ENGLISH, -2.64, "USD", [5880.0]).text == "-$2.64"
    assert change_of_cell(ENGLISH, 73.8, "USD", [66.45]).text == "+$73.80"
    assert change_of_people_cell(ENGLISH, 20.625) == Cell("+21", 20.625, "count")
    assert [change_of_people_cell(ENGLISH, value).text for value in (-0.344, 1e-12, 0)] == ["-0.34", "0", "0"]
    assert difference_cell(ENGLISH, -0.30575, 3) == Cell("-0.306", -0.30575, "count")
    assert difference_cell(ENGLISH, 0.0001, 2) == Cell("0", 0.0001, "count")
    assert rate_cell(ENGLISH, [0.2, 0.2]) == Cell("20%", 0.2, "ratio")
    assert rate_cell(ENGLISH, [0.18, 0.22]) == Cell("18-22%", LowHigh(0.18, 0.22), "ratio")
    assert rate_cell(ENGLISH, [2.3], each=True) == Cell("2.3", 2.3, "count")
    assert lag_cell(ENGLISH, Lag(text="45 d")) == Cell("45 d", "45 d", "duration")
    assert verdict_cell(ENGLISH, "behind") == Cell("behind", "behind", style="bad")
    assert verdict_cell(ENGLISH, None) == NOTHING


def test_bars_end_at_the_whole_and_at_one_and_a_half() -> None:
    texts = {part: bar_cell(ENGLISH, part).text for part in (0.0, 0.5, 1.0, 1.25, 1.5, 9.0)}
    assert texts == {
        0.0: "················|",
        0.5: "▆▆▆▆▆▆▆▆········|",
        1.0: "▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆|",
        1.25: "▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆|▆▆▆▆",
        1.5: "▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆|▆▆▆▆▆▆▆▆",
        9.0: "▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆|▆▆▆▆▆▆▆▆>",
    }
    assert bar_cell(ENGLISH, None) == NOTHING
    assert bar_cell(locale_named("ko"), 0.5).text == "########........|"


def test_what_takes_goes_to_the_left_and_what_adds_to_the_right() -> None:
    cells = fall_cells(ENGLISH, [-1.0, 0.5, 0.001])
    assert [cell.text for cell in cells] == ["▆" * 18 + "|", " " * 18 + "|" + "▆" * 9, " " * 18 + "|▆"]
    assert [cell.style for cell in cells] == ["bad", "good", "good"]
    assert fall_cells(ENGLISH, []) == ()


def test_months_are_drawn_to_the_largest() -> None:
    assert [cell.text for cell in length_cells(ENGLISH, [0.0, 5.0, 10.0])] == ["", "▆" * 10, "▆" * 20]
    assert [cell.text for cell in length_cells(ENGLISH, [0.0, 0.0])] == ["", ""]


def test_people_are_whole_where_they_are_many_enough() -> None:
    numbers = (0.0, 0.0042, 0.75, 2.25, 5.55, 9.94, 9.96, 28.57, 93.75, 6250.0, 1e16)
    assert [ENGLISH.people(number) for number in numbers] == [
        "0", "0.0042", "0.75", "2.3", "5.6", "9.9", "10", "29", "94", "6,250", "1e16",
    ]  # fmt: skip
