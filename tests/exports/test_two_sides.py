"""What was planned beside what happened, and headers of two rows."""

from __future__ import annotations

import pytest

from kpiplan.analysis.baseline.measured_funnel import Measured, measure
from kpiplan.documents.actuals_rows import measured_rows
from kpiplan.exports import explain, read_exports
from kpiplan.exports.cells.names import sided
from kpiplan.exports.files.headers import joined_header
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import Exports
from kpiplan.formats.terminal import report_text
from kpiplan.months import Month
from kpiplan.plan.export_rules import Split
from kpiplan.reports.actuals.measured_funnel import measured_report
from tests.exports.helpers import codes, daily, kpis, left_out, months, notes, read

LEADS, CUSTOMERS = {"2024-01": 28, "2024-02": 31}, {"2024-01": 2, "2024-02": 4}

SUFFIXES = "Month,Leads Target,Leads Actual,Customers Target,Customers Actual\n2024-01,30,28,3,2\n2024-02,33,31,3,4\n"
MEASURES_ABOVE = "Month,Leads,,Customers,\n,Plan,Actual,Plan,Actual\n2024-01,30,28,3,2\n2024-02,33,31,3,4\n"
MONTHS_ABOVE = ",Jan 2024,,Feb 2024,\nKPI,Plan,Actual,Plan,Actual\nLeads,30,28,33,31\nCustomers,3,2,3,4\n"
FILES = {
    "suffixes": SUFFIXES,
    "prefixes": SUFFIXES.replace("Leads Target", "Target leads").replace("Leads Actual", "Actual leads"),
    "brackets": SUFFIXES.replace(" Target", " (Target)").replace(" Actual", " (Actual)"),
    "underscores": SUFFIXES.replace(" Target", "_target").replace(" Actual", "_actual"),
    "actual is plain": SUFFIXES.replace(" Actual", ""),
    "budget, forecast": SUFFIXES.replace("Leads Target", "Leads Budget").replace(
        "Customers Target", "Forecast customers"
    ),
    "German": SUFFIXES.replace("Target", "Soll").replace("Actual", "Ist").replace("Customers", "Kunden"),
    "Korean": "월,리드 목표,리드 실적,고객목표,고객실적\n2024-01,30,28,3,2\n2024-02,33,31,3,4\n",
    "Chinese": "月份,潛在客戶目標,潛在客戶實際,客戶目標,客戶實際\n2024-01,30,28,3,2\n2024-02,33,31,3,4\n",
    "measures above": MEASURES_ABOVE,
    "measures above, filled": MEASURES_ABOVE.replace("Leads,,Customers,", "Leads,Leads,Customers,Customers"),
    "below a title": "Review 2024\n" + MEASURES_ABOVE,
    "months above": MONTHS_ABOVE,
    "months above, a title": "Review,,,,\n" + MONTHS_ABOVE,
    "months above, filled": MONTHS_ABOVE.replace("2024,,Feb 2024,", "2024,Jan 2024,Feb 2024,Feb 2024"),
    "months above, ISO": MONTHS_ABOVE.replace("Jan 2024", "2024-01").replace("Feb 2024", "2024-02"),
    "months above, Korean": ",2024년 1월,,2024년 2월,\n구분,목표,실적,목표,실적\n리드,30,28,33,31\n고객,3,2,3,4\n",
    "with how far off": MONTHS_ABOVE.replace("Actual,Plan,Actual", "Actual,Gap,Plan,Actual,Gap")
    .replace("2024,,Feb 2024,", "2024,,,Feb 2024,,")
    .replace("28,33,31", "28,-2,33,31,-2")
    .replace("2,3,4", "2,-1,3,4,1"),
    "long": "Month,KPI,Value\n2024-01,Leads Target,30\n2024-01,Leads Actual,28\n2024-01,Customers Target,3\n"
    "2024-01,Customers Actual,2\n2024-02,Leads Target,33\n2024-02,Leads Actual,31\n2024-02,Customers Target,3\n"
    "2024-02,Customers Actual,4\n",
    "rows": "KPI,2024-01,2024-02\nLeads target,30,33\nLeads actual,28,31\nCustomers target,3,3\nCustomers actual,2,4\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_actual_is_read_and_the_target_is_not(name: str) -> None:
    actuals = read(FILES[name])
    assert codes(actuals, "error") == []
    assert (months(actuals, "leads"), months(actuals, "customers")) == (LEADS, CUSTOMERS)
    assert kpis(actuals) == ["leads", "customers"]


TARGETS = {"leads": {"2024-01": 30, "2024-02": 33}, "customers": {"2024-01": 3, "2024-02": 3}}
STAGES = ("leads", "customers")


def planned(actuals: Exports) -> dict[str, dict[str, float]]:
    """The targets of the whole that exports have."""
    return {
        each.kpi: {str(month): value for month, value in each.values.items()}
        for each in actuals.targets
        if each.segment is None
    }


@pytest.mark.parametrize("name", FILES)
def test_where_there_is_no_plan_the_target_is_one(name: str) -> None:
    actuals = read(FILES[name])
    assert planned(actuals) == TARGETS
    assert "targets: " in notes(actuals)[0]
    assert sum(sum(each.rows for each in source.left_out) for source in actuals.sources) in (0, 4)


@pytest.mark.parametrize("name", FILES)
def test_a_plan_has_targets_of_its_own(name: str) -> None:
    actuals = read(FILES[name], stages=STAGES)
    assert (months(actuals, "leads"), months(actuals, "customers")) == (LEADS, CUSTOMERS)
    assert planned(actuals) == {}
    assert "which are no actuals" in notes(actuals)[0] or "target" in left_out(actuals)


def test_what_is_not_read_is_said() -> None:
    text = SUFFIXES.replace("Customers Target", "Customers Gap")
    assert notes(read(text)) == ["targets: 'Leads Target'; not read: 'Customers Gap', which are no actuals"]
    said = "not read: 'Leads Target', 'Customers Target', which are no actuals"
    assert notes(read(SUFFIXES, stages=STAGES)) == [said]


def test_of_a_plan_and_a_forecast_neither_is_the_target() -> None:
    actuals = read("Month,Leads Plan,Leads Forecast,Leads\n2024-01,30,29,28\n2024-02,33,32,31\n")
    assert planned(actuals) == {}
    assert notes(actuals) == ["not read: 'Leads Plan', 'Leads Forecast', which are no actuals"]


def test_targets_stand_beside_what_was_measured() -> None:
    measured = measure(read(SUFFIXES.replace("2024-02,33,31,3,4", "2024-02,33,31,3,4\n2024-03,36,,4,")), None)
    assert isinstance(measured, Measured)
    assert [(row.kpi, row.targets, row.pairs) for row in measured.counts] == [
        ("leads", (30, 33), ((28, 30), (31, 33), (59, 63))),
        ("customers", (3, 3), ((2, 3), (4, 3), (6, 6))),
    ]
    text = report_text(measured_report(measured, "a.csv"), 100)
    assert "  target        30      33        63\n  off       -6.67%  -6.06%    -6.35%\n" in text
    assert "Targets are those that the exports have beside what happened." in text
    rows = measured_rows(measured)
    assert rows[0][:6] == ["period", "segment", "leads", "customers", "leads target", "customers target"]
    assert rows[1][:6] == ["2024-01", None, 28, 2, 30, 3]
    written = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    assert planned(read(written + "\n")) == TARGETS  # what is written is read again


@pytest.mark.parametrize(("rows", "target"), [("by the month", 15), ("by the day", 25)])
def test_of_a_month_in_part_the_target_is_that_of_its_days(rows: str, target: float) -> None:
    """Two a day in the first fortnight, one a day then: 45 in April, 15 days of which are covered."""
    if rows == "by the day":
        days = "".join(f"{day},{2 if n < 10 else 1},1\n" for n, day in enumerate(daily("2026-04-01", 15)))
        files = {"a.csv": "Date,Leads Target,Leads\n" + days}
    else:
        files = {
            "a.csv": "Month,Leads Target,Leads Actual\n2026-04,30,20\n",
            "b.csv": "Date,Visits\n" + "".join(f"{day},5\n" for day in daily("2026-04-01", 15)),
        }
    found = read_exports([from_bytes(name, text.encode()) for name, text in files.items()])
    measured = measure(found, None)
    assert isinstance(measured, Measured)
    assert next(row for row in measured.counts if row.kpi == "leads").targets == (target,)


def test_targets_of_segments_add_up_to_those_of_the_whole() -> None:
    text = "Month,Region,Leads Target,Leads\n2024-01,North,10,9\n2024-01,South,20,19\n"
    actuals = read(text, split=Split("Region", {"north": ("North",), "south": ("South",)}))
    found = {each.segment: dict(each.values) for each in actuals.targets}
    january = Month(2024, 1)
    assert found == {"north": {january: 10}, "south": {january: 20}, None: {january: 30}}


def test_rows_marked_as_targets_are_targets() -> None:
    text = "Month,KPI,Type,Value\n2024-01,Leads,Plan,30\n2024-01,Leads,Actual,28\n2024-02,Leads,Plan,33\n"
    actuals = read(text + "2024-02,Leads,Actual,31\n2024-01,Leads,Gap,-2\n")
    assert months(actuals, "leads") == LEADS
    assert planned(actuals) == {"leads": TARGETS["leads"]}
    assert left_out(actuals) == {"target": 2, "counts towards nothing": 1}


def test_an_explanation_says_what_the_targets_are() -> None:
    (suffixes,) = explain([from_bytes("a.csv", SUFFIXES.encode())])
    assert [(column.role, column.kpis) for column in suffixes.columns[1:3]] == [
        ("target", ("leads",)),
        ("value", ("leads",)),
    ]
    (above,) = explain([from_bytes("a.csv", MONTHS_ABOVE.encode())])
    assert [column.role for column in above.columns] == ["name", "targets", "month", "targets", "month"]
    assert {why.code: told.rows for why, told in above.left_out.items()} == {"target": 4}


def test_an_actual_that_can_not_be_read_is_not_passed_over() -> None:
    text = SUFFIXES.replace("33,31", "33,n.n.")
    assert codes(read(text), "warning") == ["unread-values"]


def test_targets_alone_are_no_actuals() -> None:
    assert codes(read("Month,Leads (Target),Visits target\n2024-01,30,300\n2024-02,33,330\n"), "error") == [
        "no-measure"
    ]


def test_a_stage_of_the_plan_may_be_called_a_target() -> None:
    actuals = read("Month,Target leads,Leads\n2024-01,30,40\n", stages={"target_leads": "Target leads"})
    assert months(actuals, "target_leads") == {"2024-01": 30}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Leads Target", ("Leads", "planned")),
        ("Actual leads", ("leads", "actual")),
        ("Leads [Plan]", ("Leads", "planned")),
        ("leads_actual", ("leads", "actual")),
        ("리드목표", ("리드", "planned")),
        ("目標線索", ("線索", "planned")),
        ("Plan", None),
        ("Leads", None),
        ("Planetary leads", None),
        ("", None),
    ],
)
def test_sides_of_a_name(name: str, found: tuple[str, str] | None) -> None:
    assert sided(name) == found


def test_a_known_name_with_such_a_word_in_it_is_what_it_is() -> None:
    assert kpis(read("Month,Plan upgrades\n2024-01,3\n")) == ["account_upgrades"]


def joined(upper: str, lower: str) -> str | None:
    found = joined_header(upper.split(","), lower.split(","))
    return None if found is None else ",".join(found)


@pytest.mark.parametrize(
    ("upper", "lower", "header"),
    [
        (",N,,S,", "Date,Sessions,Leads,Sessions,Leads", "Date,N Sessions,N Leads,S Sessions,S Leads"),
        ("Date,N,,S,", ",Sessions,Leads,Sessions,Leads", "Date,N Sessions,N Leads,S Sessions,S Leads"),
        ("Date,Leads,", "Date,Plan,Actual", "Date,Leads Plan,Leads Actual"),
        ("Date,Q,,R", ",Plan,Actual,Note", "Date,Q Plan,Q Actual,R Note"),
        ("Sales report,,,", "Date,Sessions,Leads,Cost", None),  # a title above names of its own
        ("Sales report", "Date,Cost,Cost", None),
        ("Date,Sessions,Leads", "2024-01-01,3,4", None),  # a row of data
        ("Name,Stage,", "Anna,Won,", None),
        ("Name,City,", "Anna,Ulm,Ulm", None),
        (",Leads,,Leads,", "Date,Plan,Actual,Plan,Actual", None),  # two columns would have one name
    ],
)  # fmt: skip
def test_two_rows_are_one_header_only_where_they_say_one_thing(upper: str, lower: str, header: str | None) -> None:
    assert joined(upper, lower) == header


def test_channels_above_what_is_counted_are_columns_of_their_own() -> None:
    """Nothing is added up that nobody named: what the columns are is asked."""
    text = ",North,,South,\nDate,Sessions,Leads,Sessions,Leads\n2024-01-31,10,1,20,2\n"
    (problem,) = [found for found in read(text).problems if found.severity == "error"]
    assert problem.code == "no-measure"
    assert "'North Sessions', 'North Leads', 'South Sessions', 'South Leads'" in problem.hint
