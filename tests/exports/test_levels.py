"""Levels are not summed over the days of a month: followers are as many as there are on its last day."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_breakdown, read_exports
from kpiplan.exports.files import sheets
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import ColumnUse
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, error, months, read


def test_the_last_or_first_day_of_each_month() -> None:
    text = "Date,Leads,Followers,Opening customers\n2024-01-31,1,120,55\n2024-01-01,1,100,50\n2024-01-30,1,110,51\n"
    text += "2024-02-29,3,,61\n2024-02-01,2,130,60\n"
    actuals = read(text)
    assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 5}
    assert months(actuals, "followers") == {"2024-01": 120, "2024-02": 130}
    assert months(actuals, "customers_start") == {"2024-01": 50, "2024-02": 60}
    assert actuals.levels == {"followers", "customers_start"}
    assert actuals.sources[0].columns == {
        "leads": ColumnUse("Leads", "Date"),
        "followers": ColumnUse("Followers", "Date", "last"),
        "customers_start": ColumnUse("Opening customers", "Date", "first"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "date,kpi,value\n2024-01-07,subscribers,900\n2024-01-21,subscribers,950\n2024-02-04,subscribers,940\n",
        "Month,Subscribers\n2024-01,950\n2024-02,940\n",
        "KPI,2024-01,2024-02\nSubscribers,950,940\nLeads,1,2\n",
        "period,segment,subscribers\n2024-01,,950\n2024-02,,940\n",
    ],
)
def test_levels_in_every_shape(text: str) -> None:
    actuals = read(text)
    assert months(actuals, "subscribers") == {"2024-01": 950, "2024-02": 940}
    assert "subscribers" in actuals.levels


def test_levels_by_rule() -> None:
    text = "Day,Fans of the page\n2024-01-30,5\n2024-01-31,7\n"
    assert months(read(text, kpis={"followers": Rule(sum="Fans of the page", by="Day")}), "followers") == {"2024-01": 7}
    assert months(read(text, kpis={"leads": Rule(sum="Fans of the page", by="Day")}), "leads") == {"2024-01": 12}


def test_rows_of_the_same_day_are_different_things() -> None:
    text = "Date,Channel,Followers\n2024-01-30,A,10\n2024-01-30,B,100\n2024-01-31,A,12\n2024-01-31,B,101\n"
    assert months(read(text), "followers") == {"2024-01": 113}
    split = Split("Channel", {"a": ("A",), "b": ("B",)})
    actuals = read(text, split=split)
    assert months(actuals, "followers", "a") == {"2024-01": 12}
    assert months(actuals, "followers", "b") == {"2024-01": 101}
    assert months(actuals, "followers") == {"2024-01": 113}


def test_weeks_of_a_level() -> None:
    text = "Week,Followers\n2024-01-15,70\n2024-01-22,80\n2024-01-29,90\n2024-02-05,95\n"
    assert error(read(text)).startswith("period-spans-months: ")
    for spans in ("start", "spread"):
        assert months(read(text, spans=spans), "followers") == {"2024-01": 90, "2024-02": 95}


def test_a_level_that_is_no_number_on_the_last_day_is_that_of_the_day_before() -> None:
    assert months(read("Date,Followers,Leads\n2024-01-30,7,1\n2024-01-31,--,1\n"), "followers") == {"2024-01": 7}


def test_a_level_kept_once_a_month_stands_for_the_month() -> None:
    actuals = read("month,kpi,value\n2024-01-15,followers,900\n2024-02-10,followers,950\n")
    assert actuals.reach == {"followers": (Month(2024, 2), 29)}
    assert (actuals.last, actuals.partial, codes(actuals)) == (Month(2024, 2), None, [])
    daily = read("Date,Followers\n2024-01-30,7\n2024-01-31,8\n2024-02-01,8\n2024-02-02,9\n")
    assert daily.reach == {"followers": (Month(2024, 2), 2)}
    assert (daily.last, daily.partial.day if daily.partial else None) == (Month(2024, 1), 2)


def test_two_files_of_levels_add_up_where_one_adds() -> None:
    inputs = [
        from_bytes(name, f"Date,Followers\n2024-01-30,{low}\n2024-01-31,{high}\n".encode())
        for name, low, high in (("a.csv", 1, 2), ("b.csv", 10, 20))
    ]
    assert error(read_exports(inputs)).startswith("same-month-twice: followers of 2024-01")
    both = read_exports(inputs, rules=[FileRules("b.csv", add=True)])
    assert months(both, "followers") == {"2024-01": 22}


DAYS = st.dates(date(2024, 1, 1), date(2024, 4, 30))
ROWS = st.lists(st.tuples(DAYS, st.sampled_from("abc"), st.integers(0, 10**6) | st.none()), min_size=9, max_size=40)


def expected(rows: list[tuple[date, str, int | None]], *, last: bool) -> dict[str, float]:
    """By the definition: of each month the sum of the known values of its last (first) day that has any."""
    found: dict[str, float] = {}
    for month in range(1, 5):
        known = [(day, value) for day, _, value in rows if day.month == month and value is not None]
        if known:
            chosen = (max if last else min)(day for day, _ in known)
            found[f"2024-{month:02}"] = sum(value for day, value in known if day == chosen)
    return found


@given(ROWS, st.randoms())
@settings(deadline=None, max_examples=60)
def test_levels_whatever_the_order_the_size_and_the_parts(
    rows: list[tuple[date, str, int | None]], dice: random.Random
) -> None:
    def written(some: list[tuple[date, str, int | None]]) -> bytes:
        lines = (f"{day},{part},{'' if value is None else value}\n" for day, part, value in some)
        return ("Date,Part,Count\n" + "".join(lines)).encode()

    shuffled = list(rows)
    dice.shuffle(shuffled)
    for kpi, last in (("followers", True), ("customers_start", False)):
        rules = [FileRules(kpis={kpi: Rule(sum="Count", by="Date")}, decimal=".")]
        small = read_exports([from_bytes("a.csv", written(rows))], rules=rules)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sheets, "SMALL_BYTES", 100)
            patch.setattr(sheets, "HEAD_BYTES", 140)
            large = read_exports([from_bytes("a.csv", written(shuffled))], rules=rules)
        if codes(small, "error") or codes(large, "error"):
            assert all(value is None for _, _, value in rows)
            continue
        assert months(small, kpi) == months(large, kpi) == expected(rows, last=last)
        parts = read_breakdown([from_bytes("a.csv", written(rows))], ["part"], rules=rules)
        for part in {part for _, part, _ in rows}:
            assert months(parts, kpi, part) == expected([row for row in rows if row[1] == part], last=last)
