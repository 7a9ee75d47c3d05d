"""What the plan's `actuals:` block says: rules, splits, files that add up."""

from __future__ import annotations

from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, Rule, Split, rules_for
from tests.exports.helpers import codes, columns, error, kpis, left_out, months, read

WON = {"Stage": ("closed won ",)}
DEALS = """AQL date,Source,Stage,Closing Date,Amount
"Jan 3, 2024",Web,Closed Won,"Feb 3, 2024",100
"Jan 3, 2024",Web,Closed Won,"Feb 3, 2024",100
"Jan 9, 2024",SDR,Closed Lost,"Feb 9, 2024",50
"Feb 1, 2024",Fair,Trial,"Oct 1, 2024",70
"Feb 28, 2024",SDR,Closed Won,,80
"""
RULES = {
    "leads": Rule(count="AQL date"),
    "customers": Rule(count="Closing Date", where=WON),
    "revenue": Rule(sum="Amount", by="closing date", where=WON),
}


def test_stages_by_their_own_dates_and_conditions() -> None:
    actuals = read(DEALS, kpis=RULES)
    assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 2}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 2}
    assert months(actuals, "revenue") == {"2024-01": 0, "2024-02": 200}
    assert left_out(actuals) == {
        "customers: no Closing Date in 1 of 3 rows where Stage is closed won ": 1,
        "revenue: no Closing Date in 1 of 3 rows where Stage is closed won ": 1,
    }
    assert columns(actuals) == {
        "leads": ("AQL date", "AQL date"),
        "customers": ("Closing Date", "Closing Date"),
        "revenue": ("Amount", "Closing Date"),
    }


def test_rows_to_segments() -> None:
    split = Split("Source", {"inbound": ("Web", "Organic"), "outbound": ("sdr",)})
    actuals = read(DEALS, kpis={"leads": RULES["leads"]}, split=split, segments=["inbound", "outbound"])
    assert months(actuals, "leads", "inbound") == {"2024-01": 2, "2024-02": 0}
    assert months(actuals, "leads", "outbound") == {"2024-01": 1, "2024-02": 1}
    assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 2}  # the fair is in the whole alone
    (warning,) = [p for p in actuals.problems if p.code == "unsplit-rows"]
    assert warning.message == "1 rows belong to no segment: Source is 'Fair'"
    wrong = read(DEALS, kpis={"leads": RULES["leads"]}, split=split, segments=["inbound", "outbounds"])
    assert error(wrong) == "unknown-segment: the plan has no segment 'outbound' | did you mean outbounds?"
    sums = read(DEALS, kpis={"revenue": RULES["revenue"]}, split=split)
    assert months(sums, "revenue", "inbound") == {"2024-01": 0, "2024-02": 200} or months(sums, "revenue", "inbound")


def test_count_by_another_date() -> None:
    actuals = read(DEALS, kpis={"customers": Rule(count="Closing Date", by="AQL date")})
    assert months(actuals, "customers") == {"2024-01": 3, "2024-02": 1}


def test_unknown_columns_name_the_nearest() -> None:
    assert error(read(DEALS, kpis={"leads": Rule(count="AQL dat")})) == (
        "unknown-column: there is no column 'AQL dat' | did you mean 'AQL date'? "
        "The columns are 'AQL date', 'Source', 'Stage', 'Closing Date', 'Amount'"
    )
    assert error(read(DEALS, kpis={"leads": Rule(count="AQL date", where={"Zzz": ("x",)})})).startswith(
        "unknown-column"
    )
    assert error(read("Lead,Lead,Date\n1,2,2024-01-31\n", kpis={"leads": Rule(sum="Lead")})) == (
        "ambiguous-column: 2 columns are called 'Lead' | rename one of them in the file"
    )


def test_rules_that_make_no_sense() -> None:
    assert error(read(DEALS, kpis={"leads": Rule()})).startswith("bad-rule: leads needs either `count` or `sum`")
    assert error(read(DEALS, kpis={"leads": Rule(count="AQL date", sum="Amount")})).startswith("bad-rule: ")
    assert error(read(DEALS, kpis={"leads": Rule(count="Source")})).startswith(
        "no-date: column 'Source' holds no dates: 'Web'"
    )
    text = "Date,CTR,Clicks\n2024-01-31,0.5,4\n"
    assert error(read(text, kpis={"leads": Rule(sum="CTR", by="Date")})) == (
        "ratio-summed: 'CTR' is a ratio, and ratios do not add up | sum the counts that it is made of"
    )


def test_a_condition_that_no_row_meets() -> None:
    actuals = read(DEALS, kpis={"customers": Rule(count="Closing Date", where={"Stage": ("Close Won",)}),
                                "leads": RULES["leads"]})  # fmt: skip
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 0}
    (warning,) = [p for p in actuals.problems if p.severity == "warning"]
    assert warning.message == "customers: no row where Stage is Close Won"
    assert warning.hint.startswith(
        "did you mean 'Closed Won'? The values there are 'Closed Lost', 'Closed Won', 'Trial'"
    )


def test_dates_that_cannot_be_read() -> None:
    text = "Lead date,Name\n2024-01-30,a\n2024-01-31,b\nsoon,c\n"
    actuals = read(text)
    assert months(actuals, "leads") == {"2024-01": 2}
    assert left_out(actuals) == {"Lead date can't be read": 1}
    assert codes(actuals, "warning") == ["unread-dates"]


def test_a_sum_without_by_takes_the_only_date() -> None:
    assert months(read("Day,Forms\n2024-01-31,5\n", kpis={"leads": Rule(sum="Forms")}), "leads") == {"2024-01": 5}


def test_rules_name_rows_of_long_and_wide_tables() -> None:
    assert months(read("KPI,2024-01,2024-02\nForms,5,6\n", kpis={"leads": Rule(sum="Forms")}), "leads") == {
        "2024-01": 5, "2024-02": 6
    }  # fmt: skip
    assert error(read("month,kpi,value\n2024-01,Forms,5\n", kpis={"leads": Rule(sum="Fairs")})).startswith(
        "unknown-column: there is no row or column 'Fairs' | the rows are 'Forms'"
    )


def test_rules_for_the_title_of_a_table() -> None:
    text = '"Facebook visits"\n"Date","Primary"\n"2024-01-31","5"\n'
    assert months(read(text, kpis={"visits": Rule(sum="Facebook visits", by="Date")}), "visits") == {"2024-01": 5}


def test_a_table_by_its_title() -> None:
    text = '"Facebook visits"\n"Date","Primary"\n"2024-01-31","5"\n\n'
    text += '"Reach"\n"Date","Primary"\n"2024-01-31","6"\n'
    assert kpis(read(text, table="reach")) == ["reach"]


def test_two_files_that_say_the_same() -> None:
    one = from_bytes("x/one.csv", b"Month,Leads\n2024-01,3\n2024-02,4\n")
    two = from_bytes("two.csv", b"Month,Leads\n2024-02,40\n2024-03,50\n")
    actuals = read_exports([one, two])
    assert codes(actuals) == ["same-month-twice"]
    added = read_exports([one, two], rules=[FileRules("two.*", add=True)])
    assert months(added, "leads") == {"2024-01": 3, "2024-02": 44, "2024-03": 50}
    assert codes(added) == []


def test_two_tables_of_a_file_that_say_the_same() -> None:
    text = "Date,Leads\n2024-01-31,3\n\nMonth,Contacts\n2024-01,3\n"
    assert error(read(text)).startswith("two-tables: two tables say leads of 2024-01: Date, Leads and Month, Contacts")


def test_the_last_month_is_the_last_that_every_source_covers() -> None:
    one = from_bytes("one.csv", b"Month,Leads\n2024-01,3\n2024-02,4\n2024-03,5\n")
    two = from_bytes("two.csv", b"Month,Sessions\n2024-01,3\n2024-02,4\n")
    assert read_exports([one, two]).last == Month(2024, 2)
    through = read_exports([one, two], through=Month(2024, 1))
    assert through.last == Month(2024, 1)
    assert months(through, "leads") == {"2024-01": 3}


def test_records_of_consecutive_years_follow_each_other() -> None:
    one = from_bytes("one.csv", b"Lead date,SQL date\n2023-01-05,2023-02-05\n2023-12-30,2024-01-05\n")
    two = from_bytes("two.csv", b"Lead date,SQL date\n2024-01-05,\n2024-03-30,\n")
    actuals = read_exports([one, two])
    assert months(actuals, "leads")["2024-01"] == 1
    assert codes(actuals, "error") == []


def test_patterns() -> None:
    rules = [FileRules("deals*.csv"), FileRules("crm/*.csv"), FileRules("pack.zip"), FileRules("-")]
    names = (
        "a/deals 1.csv", "b/crm/x.csv", "pack.zip/a.csv", "z/pack.zip/sub/a.csv", "-", "c:\\deals.csv",
        "else.csv"
    )  # fmt: skip
    matched = [rules_for(name, rules).pattern for name in names]
    assert matched == ["deals*.csv", "crm/*.csv", "pack.zip", "pack.zip", "-", "deals*.csv", "*"]
