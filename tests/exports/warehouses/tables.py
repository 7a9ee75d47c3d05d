"""Random tables, and rules for them: the same rows as a CSV file and as a table give the same figures, cell by cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from kpiplan.exports import read_cohorts, read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import Account, Exports
from kpiplan.exports.sources import TableSource
from kpiplan.plan.export_rules import CellTest, FileRules, Rule, Split

NAME = "crm"
# Columns whose names say nothing, so that rules alone are read of the file too, with the types of SQL.
COLUMNS = {
    "row": "INTEGER",
    "d1": "DATE",
    "d2": "TIMESTAMP",
    "amt": "DECIMAL(12, 2)",
    "num": "DOUBLE PRECISION",
    "src": "VARCHAR(80)",
    "grp": "VARCHAR(80)",
    "thing": "VARCHAR(80)",
    "flag": "BOOLEAN",
    "a": "VARCHAR(8)",
    "b": "VARCHAR(8)",
    "c": "VARCHAR(8)",
}
FILLED = ("x", "y", "z")  # a row that is nearly empty is a footer where it stands in a file
# Values that a careless statement would break at, or compare otherwise than people do.
HOSTILE = (
    "won' OR 1=1; DROP TABLE leads; --",
    'a"b',
    "back\\slash\\'",
    "100%",
    "%s {0} :x $1 @p ?",
    "${env:HOME}",
    "성사",
    "赢单",
)
WORDS = ("Won", "won", " WON ", "Lost", "Straße", "STRASSE", "É", "é", "-", *HOSTILE)
_OF_ROWS = ("dates-jump-back", "lost-counted")  # a table has no order, and nobody looks where no rule does
_OF_FILES = ("total", "unlabelled-total", "footer")  # what rows can be where people put them together
Loads = Callable[[str, Sequence[tuple[Any, ...]]], TableSource]


class Case(NamedTuple):
    """Rows of COLUMNS, and what is asked of them."""

    rows: tuple[tuple[Any, ...], ...]
    rules: FileRules


_days = st.one_of(
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.dates(date(2024, 1, 1), date(2024, 3, 31)),
    st.none(),
    st.sampled_from([date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), date(2023, 12, 31)]),
)
_times = st.one_of(
    st.none(), st.datetimes(datetime(2024, 1, 1), datetime(2025, 2, 28)).map(lambda t: t.replace(microsecond=0))
)
_amounts = st.one_of(st.none(), st.decimals(-50, 5000, places=2))
_numbers = st.one_of(st.none(), st.integers(-100, 100).map(lambda n: n / 4))
_words = st.one_of(st.none(), st.sampled_from(WORDS))
_row = st.tuples(
    _days, _times, _amounts, _numbers, _words, _words, st.one_of(st.none(), st.sampled_from("ABCa")), st.booleans()
)

_texts = st.lists(st.sampled_from(WORDS).map(str.strip), min_size=1, max_size=3, unique_by=str.casefold).map(tuple)
_bounds = st.fixed_dictionaries({}, optional={"above": st.just(-3.25), "at_most": st.just(20.0)})
_tests = st.one_of(
    st.tuples(st.just("grp"), _texts.map(CellTest)),
    st.tuples(st.just("grp"), _texts.map(lambda texts: CellTest(denied=texts))),
    st.tuples(st.just("grp"), st.just(CellTest(("",)))),
    st.tuples(st.just("grp"), st.just(CellTest(denied=("",)))),
    st.tuples(st.just("num"), st.builds(lambda said: CellTest(**said), _bounds.filter(bool))),
    st.tuples(st.just("num"), st.just(CellTest(denied=("",)))),
    st.tuples(st.just("flag"), st.just(CellTest(("True",)))),
    st.tuples(st.just("d2"), st.just(CellTest(("",)))),
)
_where = st.lists(_tests, max_size=2).map(dict)
_unit = st.one_of(st.none(), st.just("thing"))
_counts = st.one_of(
    st.builds(Rule, count=st.sampled_from(["d1", "d2"]), where=_where, distinct=_unit),
    st.builds(Rule, count=st.sampled_from(["thing", "num", "d2"]), by=st.just("d1"), where=_where, distinct=_unit),
)
_sums = st.builds(
    Rule, sum=st.sampled_from(["amt", "num"]), by=st.sampled_from(["d1", "d2"]), where=_where, distinct=_unit
)
_kpis = st.fixed_dictionaries(
    {"leads": _counts}, optional={"customers": _counts, "revenue": _sums, "widgets": _sums, "followers": _sums}
) | st.fixed_dictionaries({"spend": _sums}, optional={"revenue": _sums, "followers": _sums})
_split = st.one_of(
    st.none(),
    st.builds(
        lambda one, other: Split(
            "src", {"inbound": one, "out": tuple(v for v in other if _plain(v) not in map(_plain, one))}
        ),
        _texts,
        _texts,
    ).filter(lambda split: all(split.segments.values())),
)


def _plain(text: str) -> str:
    return text.strip().casefold()


def cases(most: int = 12) -> st.SearchStrategy[Case]:
    """Random tables with rules and splits."""
    rules = st.builds(lambda kpis, split: FileRules(NAME, kpis, split), _kpis, _split)
    numbered = st.lists(_row, min_size=1, max_size=most).map(
        lambda rows: tuple((at, *row, *FILLED) for at, row in enumerate(rows))
    )
    return st.tuples(numbered, rules).map(lambda both: Case(*both))


def as_csv(rows: Sequence[tuple[Any, ...]], header: Sequence[str] = tuple(COLUMNS)) -> bytes:
    """Rows as a database writes them to a file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
    return out.getvalue().encode()


def from_file(case: Case) -> Exports:
    """What the file shows."""
    return read_exports([from_bytes(NAME, as_csv(case.rows))], rules=[case.rules._replace(decimal=".")])


def from_csv(case: Case) -> Exports:
    """What the file of an example shows. Tables that it can't be read from are none to compare with."""
    found = from_file(case)
    assume(not any(problem.severity == "error" for problem in found.problems))
    assume(not any(why.code in _OF_FILES for source in found.sources for why, _ in source.left_out))
    return found


def asked(case: Case, loads: Loads) -> Exports:
    """What the table shows."""
    rules = case.rules._replace(connection="CRM", table="leads")
    return read_exports([loads("leads", case.rows)], rules=[rules])


def same(one: Exports, other: Exports) -> None:
    """All figures, what they cover, what counted and what did not, and what is said of it."""
    assert _said(other) == _said(one)
    assert (other.first, other.last, other.partial) == (one.first, one.last, one.partial)
    assert (other.begins, other.reach, other.levels) == (one.begins, one.reach, one.levels)
    assert [_counted(source) for source in other.sources] == [_counted(source) for source in one.sources]
    assert [(m.segment, m.kpi) for m in other.measures] == [(m.segment, m.kpi) for m in one.measures]
    for mine, its in zip(one.measures, other.measures, strict=True):
        assert its.values == pytest.approx(mine.values, rel=1e-12, abs=1e-9), mine.kpi
        assert its.days.keys() == mine.days.keys()
        for month, days in mine.days.items():
            assert its.days[month] == pytest.approx(days, rel=1e-12, abs=1e-9)


def _said(found: Exports) -> list[tuple[str, str]]:
    """The problems; where they show what stands in cells, a table shows less of it than a file, and has no lines."""
    shown = ("unsplit-rows", "no-such-value")
    problems = [problem for problem in found.problems if problem.code not in _OF_ROWS]
    return sorted((p.code, "" if p.code in shown else p.message.partition(", as ")[0]) for p in problems)


def _counted(source: Account) -> tuple[object, ...]:
    remarks = [each for each in source.remarks if each.code in ("units", "no-segment")]
    return source.rows_used, dict(source.left_out), source.columns, source.shape, source.cut, remarks


def same_cohorts(case: Case, loads: Loads) -> None:
    """Of those that were leads how many became customers, by month and age."""
    files, tables = [from_bytes(NAME, as_csv(case.rows))], [loads("leads", case.rows)]
    rules = case.rules._replace(connection="CRM", table="leads")
    for segment in (None, "inbound") if case.rules.split else (None,):
        mine = read_cohorts(files, "leads", "customers", rules=[case.rules], segment=segment)
        assert read_cohorts(tables, "leads", "customers", rules=[rules], segment=segment) == mine


def many(number: int, seed: int = 0) -> tuple[tuple[Any, ...], ...]:
    """As many rows, always the same ones: leads of two years, a third of which close after a while."""
    state, rows = seed, []
    for at in range(number):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        bits = state >> 16
        begun = date(2024, 1, 1) + timedelta(days=bits % 700)
        closed = datetime(begun.year, begun.month, begun.day, bits % 24) + timedelta(days=bits % 97)
        rows.append(
            (
                at,
                begun if bits % 50 else None,
                closed if bits % 3 == 0 else None,
                Decimal((bits >> 8) % 1000000) / 100 if bits % 7 else None,
                (bits >> 12) % 400 / 4,
                ("Web", " web", "SDR", "Fair", None)[(bits >> 5) % 5],
                ("Won", "won ", "Lost", None)[(bits >> 9) % 4],
                f"T{at % (number * 2 // 3 + 1)}",
                bool(bits & 4096),
                *FILLED,
            )
        )
    return tuple(rows)
