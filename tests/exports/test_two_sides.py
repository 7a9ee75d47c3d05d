"""What was planned beside what happened, and headers of two rows."""

from __future__ import annotations

import pytest

from kpiplan.exports.cells.names import sided
from kpiplan.exports.files.headers import joined_header
from tests.exports.helpers import codes, kpis, months, notes, read

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
    assert "which are no actuals" in notes(actuals)[0]


def test_what_is_not_read_is_said() -> None:
    assert notes(read(SUFFIXES)) == ["not read: 'Leads Target', 'Customers Target', which are no actuals"]


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
