"""What a rule may ask of rows: not these, several columns, empty or not, numbers; and units that count once."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports import read_cohorts, read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.loader import load
from kpiplan.months import Month
from kpiplan.plan.export_rules import CellTest, FileRules, Rule, Split
from kpiplan.plan.rule_text import (
    RuleTextError,
    parse_rule,
    parse_split,
    rule_text,
    rule_yaml,
    split_text,
    split_yaml,
)
from tests.exports.helpers import codes, columns, error, kpis, left_out, months, notes, read

ORDERS = """Order,Created at,Total,Status,Cancelled at,Country
O1,2026-01-03,120,paid,,DE
O1,,,,,
O2,2026-01-09,80,paid,,FR
O3,2026-02-09,60,pending,,DE
O4,2026-02-28,"1,000",refunded,2026-03-02,DE
"""
COUNTS = {
    "": (2, 2),
    "Cancelled at is empty": (2, 1),
    "Cancelled at is not empty": (0, 1),
    "Status = paid, pending": (2, 1),
    "Status is paid": (2, 0),
    "Status != paid": (0, 2),
    "not Status = paid": (0, 2),
    "Status not paid, pending": (0, 1),
    "Status is not paid and Country = de": (0, 2),
    "Total > 100": (1, 1),
    "Total >= 80 and Total < 1,000": (2, 0),
    "Total ≤ 0.06k": (0, 1),
    "Status != paid and Total < 1k and Country is not empty": (0, 1),
}


@pytest.mark.parametrize("where", COUNTS)
def test_conditions(where: str) -> None:
    kpi, rule = parse_rule(f"orders: count Created at{f' where {where}' if where else ''}")
    counted = months(read(ORDERS, kpis={kpi: rule}), "orders")
    assert tuple(counted.get(month, 0) for month in ("2026-01", "2026-02")) == COUNTS[where]


def test_an_order_counts_once_and_so_does_its_total() -> None:
    lines = "Order,Created at,Total\n1,2026-01-31,10\n1,2026-01-31,10\n1,2026-02-01,10\n2,2026-02-28,7\n,2026-02-03,1\n"
    rules = dict(
        map(parse_rule, ["customers: count distinct Order by Created at", "revenue: sum Total distinct Order"])
    )
    actuals = read(lines, kpis=rules)
    assert months(actuals, "customers") == {"2026-01": 1, "2026-02": 1}
    assert months(actuals, "revenue") == {"2026-01": 10, "2026-02": 7}
    assert left_out(actuals) == {"no Order": 1}
    assert actuals.sources[0].rows_used == 4
    assert notes(actuals) == ["customers: each of 2 Order once; revenue: each of 2 Order once"]
    assert codes(actuals, "warning") == []


def test_the_first_day_of_a_unit_counts_in_whatever_order_and_part() -> None:
    text = "Name,Date,Team\na,2026-02-28,x\na,2026-01-05,y\nb,,x\nb,2026-02-01,x\nc,soon,y\nd,,y\n"
    rule = Rule(count="Date", distinct="Name")
    split = Split("Team", {"inbound": ("x",), "outbound": ("y",)})
    actuals = read(text, kpis={"leads": rule}, split=split)
    assert months(actuals, "leads", "outbound") == {"2026-01": 1, "2026-02": 0}
    assert months(actuals, "leads", "inbound") == {"2026-01": 0, "2026-02": 1}
    assert codes(actuals, "warning") == ["unread-dates"]


def test_amounts_that_differ_within_a_unit_are_told() -> None:
    text = "Order,Day,Total\n1,2026-01-31,10\n1,2026-01-31,15\n2,2026-01-31,7\n"
    actuals = read(text, kpis={"revenue": Rule(sum="Total", by="Day", distinct="Order")})
    assert months(actuals, "revenue") == {"2026-01": 22}
    warning = next(problem for problem in actuals.problems if problem.severity == "warning")
    assert (warning.code, warning.message) == (
        "units-differ", "1 Order of revenue have rows with different Total: the largest of the first day counts"
    )  # fmt: skip


def test_cohorts_take_each_unit_once() -> None:
    text = "Lead,Lead date,Won date\na,2026-01-05,\na,2026-01-20,2026-02-03\nb,2026-01-31,2026-03-01\nc,2026-03-31,\n"
    rules = [FileRules(kpis={"leads": Rule("Lead date", distinct="Lead"), "customers": Rule("Won date")})]
    (found,) = read_cohorts([from_bytes("a.csv", text.encode())], "leads", "customers", rules=rules)
    assert {str(month): size for month, size in found.sizes.items()} == {"2026-01": 2, "2026-03": 1}
    assert found.by_age[Month(2026, 1)] == (0, 1, 1)


CELLS = st.sampled_from(["", "A", "b", "10", "20.5", "-3", "n/a"])
DAYS = st.sampled_from(["2026-01-05", "2026-01-31", "2026-02-10", "2026-02-28", ""])
ROWS = st.lists(st.tuples(st.sampled_from(["u1", "u2", "u3", ""]), DAYS, CELLS, st.sampled_from(["1", "2.5", ""])))


def _table(rows: list[tuple[str, str, str, str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([("Unit", "Day", "Cell", "Amount"), *rows, ("last", "2026-02-28", "A", "1")])
    return written.getvalue()


def _slowly(rows: list[tuple[str, str, str, str]]) -> dict[str, float]:
    """The sum of amounts by month, each unit by the largest amount of its first day with one."""
    best: dict[str, tuple[str, float]] = {}
    for unit, day, _, amount in rows:
        if unit and day and amount:
            best[unit] = min(best.get(unit, ("9", 0.0)), (day, -float(amount)))
    sums: dict[str, float] = {}
    for day, owed in best.values():
        sums[day[:7]] = sums.get(day[:7], 0.0) - owed
    return sums


@given(ROWS)
def test_sums_of_units_are_those_of_a_slow_reference(rows: list[tuple[str, str, str, str]]) -> None:
    rules = {"revenue": Rule(sum="Amount", by="Day", distinct="Unit"), "customers": Rule(count="Day")}
    rows = [row for row in rows if any(row)]  # a blank line may end a table
    actuals = read(_table(rows), kpis=rules)
    found = {month: value for month, value in months(actuals, "revenue").items() if value}
    assert found == _slowly([*rows, ("last", "2026-02-28", "A", "1")])


NAMES = st.text(st.sampled_from("aZ 0é월'\"=<>!,;:#-&{[by"), min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS = st.sampled_from(
    ["by", "and", "is", "not", "where", "Close Date", "count", "distinct", "empty", "no", "1.5", "#"]
)
TEXTS = NAMES | WORDS
NUMBERS = st.none() | st.decimals(-(10**9), 10**9, places=3).map(float)
TESTS = st.builds(
    CellTest,
    st.lists(TEXTS | st.just(""), max_size=3, unique=True).map(tuple),
    st.lists(TEXTS | st.just(""), max_size=3, unique=True).map(tuple),
    NUMBERS,
    st.none(),
    st.none(),
    NUMBERS,
).filter(lambda test: test != CellTest())
WHERES = st.dictionaries(TEXTS, TESTS, max_size=3).filter(
    lambda where: len({name.casefold() for name in where}) == len(where)
)
RULES = st.builds(Rule, count=TEXTS, by=st.none() | TEXTS, where=WHERES, distinct=st.none() | TEXTS) | st.builds(
    Rule, sum=TEXTS, by=st.none() | TEXTS, where=WHERES, distinct=st.none() | TEXTS
)


@given(RULES)
def test_rules_print_and_parse_back(rule: Rule) -> None:
    assert parse_rule(rule_text("leads", rule)) == ("leads", rule)


SPLITS = st.builds(Split, TEXTS, st.dictionaries(TEXTS, st.lists(TEXTS, min_size=1, max_size=3).map(tuple), min_size=1))


@given(SPLITS)
def test_splits_print_and_parse_back(split: Split) -> None:
    assert parse_split(split_text(split)) == split


@given(RULES)
def test_rules_are_printed_as_the_plan_reads_them(rule: Rule) -> None:
    plan = "name: a\nyear: 2026\ngoal: {customers: 12}\nfunnel: [leads, {customers: 10%}]\n"
    text = f'{plan}actuals:\n  "*":\n    leads: {rule_yaml(rule)}\n'
    loaded = load(text.encode(), "plan.yaml")
    assert loaded.plan is not None, loaded.problems
    assert loaded.plan.actuals[0].kpis["leads"] == rule


def test_a_split_is_printed_as_the_plan_reads_it() -> None:
    split = Split("Lead Source", {"inbound": ("Web", "Organic search"), "out: bound": ("SDR",)})
    assert split_yaml(split) == '{column: Lead Source, inbound: [Web, Organic search], "out: bound": SDR}'


@given(ROWS, st.sampled_from([*COUNTS][1:]))
def test_the_plan_and_the_option_count_alike(rows: list[tuple[str, str, str, str]], where: str) -> None:
    renamed = where.replace("Cancelled at", "Cell").replace("Status", "Cell").replace("Total", "Amount")
    kpi, rule = parse_rule(f"leads: count Day where {renamed.replace('Country', 'Unit')}")
    plan = "name: a\nyear: 2026\ngoal: {customers: 12}\nfunnel: [leads, {customers: 10%}]\n"
    loaded = load(f'{plan}actuals:\n  "*": {{leads: {rule_yaml(rule)}}}\n'.encode(), "plan.yaml")
    assert loaded.plan is not None
    export = from_bytes("export.csv", _table(rows).encode())
    told = read_exports([export], rules=[FileRules(kpis={kpi: rule})])
    assert read_exports([export], rules=loaded.plan.actuals).measures == told.measures


WRONG: dict[str, tuple[str, str]] = {
    "leads count Day": ("form", ""),
    "leads: average Age": ("form", ""),
    "leads: sum distinct Name by Day": ("form", ""),
    "leads: count Day where Won": ("condition", "Won"),
    "leads: count Day where = Won": ("condition", "= Won"),
    "leads: count Day where Stage = Research and Development": ("condition", "Development"),
    "leads: count Day where A = x and a = y": ("twice", "a = y"),
    "leads: count Day where A > many": ("number", "A > many"),
    "leads: count Day where not A > 5": ("number", "not A > 5"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_rule(text: str) -> None:
    with pytest.raises(RuleTextError) as caught:
        parse_rule(text)
    assert (caught.value.code, caught.value.part) == WRONG[text]


@pytest.mark.parametrize("text", ["Source", "Source: inbound", ": inbound = Web", "Source: = Web", "Source: a ="])
def test_what_is_no_split(text: str) -> None:
    with pytest.raises(RuleTextError):
        parse_split(text)


ANALYTICS = "Date,Users,Sessions,Leads,Cost\n2026-01-31,10,15,3,7\n2026-02-28,10,16,4,8\n"


def test_a_rule_replaces_what_it_names_and_silences_nothing_else() -> None:
    actuals = read(ANALYTICS, kpis={"visits": Rule(sum="Users")})
    assert kpis(actuals) == ["visits", "leads", "spend"]
    assert months(actuals, "visits") == {"2026-01": 10, "2026-02": 10}
    assert columns(actuals)["spend"] == ("Cost", "Date")


def test_what_a_rule_takes_is_nothing_else() -> None:
    actuals = read(ANALYTICS, kpis={"demos": Rule(sum="Leads")})
    assert "leads" not in kpis(actuals)
    assert months(actuals, "demos") == {"2026-01": 3, "2026-02": 4}


def test_what_stays_open_beside_a_rule_is_said() -> None:
    text = "Deal,Stage,Amount,Close Date\nA,Won,5,2026-01-31\nB,Lost,6,2026-01-31\n"
    won = Rule(count="Close Date", where={"Stage": ("Won",)})
    actuals = read(text, kpis={"customers": won})
    assert months(actuals, "customers") == {"2026-01": 1}
    assert codes(actuals, "error") == []


CRM = b"Lead date,Name\n2026-01-05,a\n2026-01-31,b\n"
SITE = b"Date,Users,Sessions\n2026-01-31,10,15\n"


def test_a_rule_for_one_file_is_no_error_for_the_others() -> None:
    rules = [FileRules(kpis={"visits": Rule(sum="Sessions")})]
    actuals = read_exports([from_bytes("crm.csv", CRM), from_bytes("site.csv", SITE)], rules=rules)
    assert (codes(actuals, "error"), kpis(actuals)) == ([], ["leads", "visits"])
    nowhere = [FileRules(kpis={"visits": Rule(sum="Sesions")})]
    wrong = read_exports([from_bytes("crm.csv", CRM), from_bytes("site.csv", SITE)], rules=nowhere)
    assert error(wrong) == (
        "unknown-column: there is no column 'Sesions' | did you mean 'Sessions'? "
        "The columns are 'Date', 'Users', 'Sessions'"
    )


def test_a_file_without_the_column_of_a_split_stays_unsplit() -> None:
    crm = CRM.replace(b"Name", b"Source").replace(b",a", b",Web").replace(b",b", b",SDR")
    rules = [FileRules(split=Split("Source", {"inbound": ("Web",), "outbound": ("SDR",)}))]
    actuals = read_exports([from_bytes("crm.csv", crm), from_bytes("site.csv", b"Date,Sessions\n2026-01-31,15\n")],
                           rules=rules)  # fmt: skip
    assert codes(actuals, "error") == []
    assert months(actuals, "leads", "inbound") == {"2026-01": 1}
    assert months(actuals, "visits") == {"2026-01": 15}
    assert "not split: it has no column Source" in notes(actuals)
    alone = read_exports([from_bytes("site.csv", b"Date,Sessions\n2026-01-31,15\n")], rules=rules)
    assert error(alone).startswith("unknown-column: there is no column 'Source'")
