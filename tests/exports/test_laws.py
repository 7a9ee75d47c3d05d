"""Laws that hold for every export."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpiplan.exports import read_exports
from kpiplan.exports.files import sheets
from kpiplan.exports.files.inputs import Input, from_bytes
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, months, read

DAYS = st.dates(date(2024, 1, 1), date(2025, 1, 31))
FEW_DAYS = st.dates(date(2024, 1, 1), date(2024, 4, 30))
COUNTS = st.integers(0, 10**9)
UNAMBIGUOUS = (
    "%Y-%m-%d",
    "%Y%m%d",
    "%d-%b-%y",
    "%b %d, %Y",
    "%Y. %m. %d",
    "%Y-%m-%dT%H:%M:%S+09:00",
    "%d %B %Y",
)


def write(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def by_month(days: list[date]) -> dict[str, float]:
    """Days counted by month, months between the first and the last without any included."""
    if not days:
        return {}
    first, last = (Month(day.year, day.month) for day in (min(days), max(days)))
    counts = {str(first.plus(k)): 0.0 for k in range(last.since(first) + 1)}
    for day in days:
        counts[f"{day.year}-{day.month:02}"] += 1
    return counts


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(data: bytes) -> None:
    actuals = read(data)
    assert actuals.measures or codes(actuals, "error")


CELLS = st.sampled_from(
    ["", "Date", "Leads", "Cost", "Month", "kpi", "value", "Total", "2024-01-31", "3/4/2024", "Jan-24", "1월",
     "5", "1,5", "1.234", "10%", "--", "# x", '"', "Week", "Nth day", "Sessions", "Users", "period",
     "segment", "won date"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8), st.sampled_from(",;\t"))
@settings(max_examples=400, deadline=None)
def test_no_table_raises(rows: list[list[str]], delimiter: str) -> None:
    actuals = read(write(rows, delimiter))
    assert actuals.measures or codes(actuals, "error")


@given(st.dictionaries(st.integers(0, 40), st.tuples(COUNTS, st.floats(0, 1e9)), min_size=1, max_size=20))
@settings(deadline=None)
def test_what_is_written_is_read_back(figures: dict[int, tuple[int, float]]) -> None:
    start = Month(2020, 1)
    rows: list[list[object]] = [["period", "segment", "visits", "revenue"]]
    rows += [[start.plus(k), "", visits, repr(revenue)] for k, (visits, revenue) in sorted(figures.items())]
    actuals = read(write(rows), decimal=".")
    assert months(actuals, "visits") == {str(start.plus(k)): v for k, (v, _) in sorted(figures.items())}
    assert months(actuals, "revenue") == pytest.approx({str(start.plus(k)): r for k, (_, r) in figures.items()})
    assert codes(actuals) == []


@given(st.lists(DAYS, min_size=1, max_size=30), st.sampled_from(UNAMBIGUOUS), st.sampled_from(UNAMBIGUOUS))
@settings(deadline=None)
def test_the_form_of_dates_does_not_matter(days: list[date], form: str, other: str) -> None:
    rows = [[k, day.strftime(other if k % 2 else form)] for k, day in enumerate(days)]
    actuals = read(write([["Name", "Lead date"], *rows]))
    assume("far-dates" not in codes(actuals))  # which cover no months between, as is said there
    assert months(actuals, "leads") == by_month(days)


@given(st.lists(st.tuples(FEW_DAYS, st.sampled_from("ab"), COUNTS), min_size=1, max_size=30), st.randoms())
@settings(deadline=None)
def test_order_does_not_matter_and_segments_add_up(records: list[tuple[date, str, int]], dice: random.Random) -> None:
    rules = [FileRules(
        kpis={"leads": Rule(count="When"), "revenue": Rule(sum="Amount", by="When")},
        split=Split("Kind", {"one": ("a",), "two": ("b",)}),
    )]  # fmt: skip
    shuffled = list(records)
    dice.shuffle(shuffled)
    first, second = (
        read(write([["When", "Kind", "Amount"], *map(list, rows)]), rules=rules) for rows in (records, shuffled)
    )
    for kpi in ("leads", "revenue"):
        assert months(first, kpi) == months(second, kpi)
        parts = [months(first, kpi, segment) for segment in ("one", "two")]
        for month, value in months(first, kpi).items():
            assert value == sum(part.get(month, 0) for part in parts)
    assert months(first, "leads") == by_month([day for day, _, _ in records])


@given(st.lists(FEW_DAYS, min_size=1, max_size=20), st.lists(FEW_DAYS, min_size=1, max_size=20))
@settings(deadline=None)
def test_files_that_add_up_are_the_file_of_both(first: list[date], second: list[date]) -> None:
    def export(name: str, days: list[date]) -> Input:
        return from_bytes(name, write([["Name", "Lead date"], *[["x", day] for day in days]]).encode())

    both = read_exports([export("a.csv", first), export("b.csv", second)], rules=[FileRules("b.csv", add=True)])
    one = read_exports([export("c.csv", first + second)])
    assert months(both, "leads") == {
        month: value for month, value in months(one, "leads").items() if value or month in months(both, "leads")
    }


@given(st.lists(st.tuples(FEW_DAYS | st.none(), FEW_DAYS | st.none(), st.sampled_from(["Won", "Lost", ""]),
                          st.decimals(-999, 999, places=2)), min_size=8, max_size=40))  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_large_files_are_read_as_small_ones(records: list[tuple[date | None, date | None, str, Decimal]]) -> None:
    text = write([["Lead date", "Closed", "Stage", "Amount"], *[["" if c is None else c for c in r] for r in records]])
    rules = [FileRules(decimal=".", day_first=True, kpis={
        "leads": Rule(count="Lead date"),
        "customers": Rule(count="Closed", where={"Stage": ("won",)}),
        "revenue": Rule(sum="Amount", by="Closed", where={"Stage": ("won",)}),
    })]  # fmt: skip
    small = read(text, rules=rules)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "SMALL_BYTES", 100)
        patch.setattr(sheets, "HEAD_BYTES", 140)
        large = read(text, rules=rules)
    if codes(small, "error") or codes(large, "error"):
        return
    for kpi in ("leads", "customers", "revenue"):
        assert months(large, kpi) == pytest.approx(months(small, kpi))
    assert large.sources[0].rows_used == small.sources[0].rows_used
    assert (large.last, large.partial) == (small.last, small.partial)


@given(
    st.text("가나다라마바사아자차카타파하 abc", min_size=1, max_size=10),
    st.sampled_from(["utf-8-sig", "utf-16", "cp949"]),
)
@settings(deadline=None)
def test_the_encoding_does_not_matter(name: str, encoding: str) -> None:
    text = f"날짜,캠페인 이름,방문수,클릭수,노출\n2024-01-31,{name},5,1,2\n"
    assert months(read(text.encode(encoding)), "visits") == {"2024-01": 5}
