"""Headings above headings, how sources are told, gates as annotations, the bar for large files."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kpiplan.analysis.baseline.measured_funnel import Measured, measure, wilson
from kpiplan.analysis.gates import gates, missed
from kpiplan.cli.export_rules import overlaid, read_rules, split_rule
from kpiplan.documents.actuals import AccountWords, MissedGate, comparison_document, measured_document
from kpiplan.documents.actuals_rows import comparison_rows
from kpiplan.exports import read_exports
from kpiplan.exports.cutoff import days
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import Account, ColumnUse, Exports, LeftOut, Remark, Why
from kpiplan.formats.csv import csv_text
from kpiplan.formats.json import json_text
from kpiplan.formats.markdown import report_markdown
from kpiplan.formats.terminal import progress_bar, report_text
from kpiplan.plan.export_rules import FileRules, Rule, Split
from kpiplan.reports.actuals.report import actuals_report
from kpiplan.reports.actuals.sources import source_lines
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.cells import row
from kpiplan.reports.model import Column, Report, Table
from tests.analysis.variance.cases import STABLE, Case, cases

TABLE = Table(
    (
        Column("", words=True),
        Column("target", group="period", over="May"),
        Column("actual", group="period", over="May"),
        Column("off", group="period", over="January to 20 May"),
        Column("", words=True, group="period"),
    ),
    (row("leads", "1,000", "900", "-10%", "within chance"),),
)

NOTHING_READ = Exports((), None, None, None, (), ())


def test_a_heading_stands_in_the_middle_of_its_columns() -> None:
    assert report_text(Report("A plan", (), (TABLE,))) == (
        "A plan\n\n"
        "            May  January to 20 May\n"
        "       target  actual   off\n"
        "leads   1,000     900  -10%  within chance\n"
    )


def test_a_heading_wider_than_its_column_stays_within_the_screen() -> None:
    text = report_text(Report("A plan", (), (TABLE,)), 40)
    assert max(len(line) for line in text.splitlines()) <= 40
    assert text.count("January to 20 May") == 1


def test_markdown_says_the_heading_above_in_every_column() -> None:
    assert "|  | May target | May actual | January to 20 May off |  |\n" in report_markdown(Report("A", (), (TABLE,)))


def test_sources_in_a_line_each() -> None:
    sources = (
        Account(
            "deals.csv",
            "UTF-8",
            "comma",
            system="Salesforce",
            rows_used=57,
            left_out=(LeftOut(Why("no-date"), 3), LeftOut(Why("unknown-value", "visits"), 1200)),
            columns={
                "leads": ColumnUse("Created Date", "Created Date"),
                "customers": ColumnUse("Close Date", "Close Date"),
                "revenue": ColumnUse("Amount", "Close Date"),
            },
        ),
        Account(
            "-", "UTF-16LE", "tab", "Facebook visits", columns={"visits": ColumnUse("Primary", "Date")}, rows_used=1
        ),
        Account("-", "UTF-16LE", "tab", "Facebook reach", remarks=(Remark("not-used", {"problem": "no rows"}),)),
    )
    assert source_lines(sources) == (
        "deals.csv                  leads = Created Date, customers = Close Date; revenue = Amount by Close Date; "
        "57 rows; 3 left out: no date; values unknown: 1,200 of visits; Salesforce, UTF-8, comma",
        "<stdin> (Facebook visits)  visits = Primary by Date; 1 row; UTF-16LE, tab",
        "<stdin> (Facebook reach)   UTF-16LE, tab; not used: no rows",
    )


def test_the_bar_is_told_of_every_file_and_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as told:
        told("[bold]large.csv", 10, 100)
        told("[bold]large.csv", 100, 100)
        told("-", 5, None)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("count AQL date", Rule(count="AQL date")),
        ("sum Amount", Rule(sum="Amount")),
        ("sum Amount by Close Date", Rule(sum="Amount", by="Close Date")),
        ("SUM 'Sum by day' BY \"where\"", Rule(sum="Sum by day", by="where")),
        (
            "count Day where Stage = Won, 'Won, signed' and 'Kind = and' = New",
            Rule(count="Day", where={"Stage": ("Won", "Won, signed"), "Kind = and": ("New",)}),
        ),
    ],
)
def test_a_rule_in_words(text: str, rule: Rule) -> None:
    assert read_rules([f"leads: {text}"], ()) == {"leads": rule}


def test_a_split_in_words() -> None:
    expected = Split("Lead Source", {"in": ("Web", "a; b"), "out": ("SDR",)})
    assert split_rule(" Lead Source: in = Web, 'a; b' ; out=SDR;") == expected
    assert split_rule(None) is None


def test_options_stand_over_every_rule_of_the_plan() -> None:
    plan = (FileRules("a*.csv", {"leads": Rule(count="Day")}, year=2019), FileRules("b.csv", encoding="cp949"))
    told = {"kpis": {"customers": Rule(count="Won")}, "year": 2020, "day_first": False, "table": "2", "add": None}
    assert overlaid(plan, told) == (
        FileRules(
            "a*.csv",
            {"leads": Rule(count="Day"), "customers": Rule(count="Won")},
            year=2020,
            day_first=False,
            table=2,
        ),
        FileRules("b.csv", {"customers": Rule(count="Won")}, year=2020, day_first=False, encoding="cp949", table=2),
        FileRules("*", {"customers": Rule(count="Won")}, year=2020, day_first=False, table=2),
    )
    assert overlaid(plan, {"kpis": {}, "add": None}) == plan


def test_a_rate_and_what_chance_leaves_it() -> None:
    assert wilson(3, 0) is None
    assert wilson(3, 2) == (1.5, None, None)
    nothing, everything = wilson(0, 10), wilson(10, 10)
    assert nothing is not None
    assert everything is not None
    # no success in n: z² / (n + z²) by hand
    assert list(nothing) == [0, 0, pytest.approx(3.841459 / 13.841459, rel=1e-6)]
    assert list(everything) == [1, pytest.approx(10 / 13.841459, rel=1e-6), 1]


@STABLE
@given(cases(), st.sampled_from([40, 80, 132]))
def test_any_comparison_can_be_shown(case: Case, width: int) -> None:
    comparison = case.compare()
    last = case.plan.start.plus(comparison.through - 1)
    report = actuals_report(Facing(case.plan, comparison, last, max(1, int(comparison.part * days(last)))))
    for table in report.tables:
        assert all(len(row.cells) == len(table.columns) or row.kind == "section" for row in table.rows)
    assert max(map(cell_len, report_text(report, width).splitlines())) <= width
    short = [MissedGate(gate, "missed") for gate in missed(gates(comparison, on="behind"))]
    document = json.loads(json_text(comparison_document(comparison, NOTHING_READ, (), (), short)))
    gap = sum(step["customers"] for step in document["walk"] if step["segment"] is None)
    assert gap == pytest.approx(comparison.walks[-1].gap.customers)
    lines = csv_text(comparison_rows(comparison)).splitlines()
    assert {line.count(",") for line in lines} == {lines[0].count(",")}


def test_names_of_columns_may_read_like_the_account_of_them() -> None:
    text = "Day by day; from,Leads by day; that is,Where it is and where by\n2024-01-01,3,x\n2024-01-31,4,y\n"
    rule = Rule(sum="Leads by day; that is", by="Day by day; from")
    exports = read_exports([from_bytes("a.csv", text.encode())], rules=[FileRules(kpis={"leads": rule})])
    found = measure(exports, None)
    assert isinstance(found, Measured)
    document = measured_document(found, exports, [AccountWords((), "a remark")], ())
    (source,) = document["sources"]
    assert source["columns"] == {"leads": {"column": "Leads by day; that is", "date": "Day by day; from"}}
    assert source["note"] == "a remark"
    assert source_lines(exports.sources) == (
        "a.csv  leads = Leads by day; that is by Day by day; from; 2 rows; UTF-8, comma",
    )
