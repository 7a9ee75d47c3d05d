"""Columns without a name, columns that stand there twice, rows whose cells have slipped: all of it is said."""

from __future__ import annotations

import pytest

from tests.exports.helpers import codes, error, left_out, months, notes, read

DAILY = "Date,Campaign,{},Clicks\n2026-04-29,A,10.5,5\n2026-04-30,A,11.5,6\n2026-05-01,A,12.5,7\n"


def test_a_column_of_numbers_without_a_name_is_said() -> None:
    actuals = read(DAILY.format(""))
    assert months(actuals, "clicks") == {"2026-04": 11, "2026-05": 7}
    assert notes(actuals) == ["columns of numbers that have no name are not read: 3"]
    wide = read("KPI,2026-03,,2026-05\nLeads,5,6,7\nVisits,50,60,70\n")
    assert months(wide, "leads") == {"2026-03": 5, "2026-05": 7}
    assert notes(wide) == ["columns of numbers that have no name are not read: 3"]


def test_a_column_that_stands_there_twice_counts_once() -> None:
    twice = "\n".join(f"{line},{line.rpartition(',')[2]}" for line in DAILY.format("Cost").splitlines())
    actuals = read(twice)
    assert months(actuals, "clicks") == {"2026-04": 11, "2026-05": 7}
    assert notes(actuals) == ["stands there twice, and counts once: 'Clicks'"]
    wide = read("KPI,2026-04,2026-05,2026-05\nLeads,5,6,6\nVisits,50,60,60\n")
    assert months(wide, "leads") == {"2026-04": 5, "2026-05": 6}
    assert notes(wide) == ["stands there twice, and counts once: '2026-05'"]


@pytest.mark.parametrize(
    "header", ["2026-04,2026-05,2026-05", "Apr 2026,May 2026,2026-05", "2026-04,2026-05,2026-05 실적"]
)
def test_two_columns_of_a_month_that_differ_do_not_add_up(header: str) -> None:
    asked = error(read(f"KPI,{header}\nLeads,5,6,7\nVisits,50,60,70\n"))
    assert asked.startswith("ambiguous-column: 2 columns are called ")


def test_a_number_behind_a_month_is_no_kpi() -> None:
    actuals = read("지표,3월 1주,3월 2주,4월 1주,2026년 3월,2026년 4월\n리드,1,2,3,30,40\n방문,5,6,7,300,400\n")
    assert months(actuals, "leads") == {"2026-03": 30, "2026-04": 40}


def test_a_row_with_a_cell_too_many_is_no_total() -> None:
    actuals = read(DAILY.format("Cost") + "x,2026-05-02,A,13.5,8\n")
    assert codes(actuals, "warning") == ["wide-rows"]
    assert left_out(actuals) == {"more cells than columns": 1}


@pytest.mark.parametrize("row", ["900,70,6", "900,70"])
def test_a_row_that_lacks_its_month_is_no_total(row: str) -> None:
    actuals = read(f"Month,Visits,Leads,Customers\nApr 2026,500,50,5\n{row}\nJun 2026,600,60,6\n")
    assert codes(actuals, "warning") == ["unread-dates"] * 3
    assert left_out(actuals)["Month can't be read"] == 1


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("Date,Last 3 months clicks,Change", "clicks: {sum: Last 3 months clicks, by: Date}"),
        ("Datum,Besucherzahlen,Rang", "besucherzahlen: {sum: Besucherzahlen, by: Datum}, rang: {sum: Rang, by: Datum}"),
    ],
)
def test_days_of_numbers_are_no_leads(header: str, hint: str) -> None:
    asked = error(read(f"{header}\n2026-04-30,5,1\n2026-05-01,6,2\n"))
    assert asked.startswith("no-measure: ")
    assert f'{{"export.csv": {{{hint}}}}}' in asked


def test_the_hint_for_a_plan_names_a_stage_that_it_has() -> None:
    asked = error(read("Datum,Besucherzahlen\n2026-04-30,5\n2026-05-01,6\n", stages={"customers": "", "visits": ""}))
    assert '{"export.csv": {visits: {sum: Besucherzahlen, by: Datum}}}' in asked


def test_values_of_events_are_not_counted_as_leads() -> None:
    rows = "".join(f"2026-04-{day},{event},5\n" for day in (29, 30) for event in ("Sign Up", "Visit"))
    asked = error(read(f"Date,Event,Value\n{rows}"))
    assert '{"export.csv": {leads: {sum: Value, by: Date, where: {Event: Sign Up}}}}' in asked


@pytest.mark.parametrize(
    "name",
    [
        "Sessions (previous year)",
        "Sessions (Comparison)",
        "세션 (전년)",
        "Sitzungen (Vorjahr)",
        "Sesiones (período anterior)",
    ],
)
def test_what_was_in_an_earlier_period_is_not_added(name: str) -> None:
    actuals = read(f"Date,Sessions,{name}\n2026-04-30,10,5\n2026-05-01,20,6\n")
    assert months(actuals, "visits") == {"2026-04": 10, "2026-05": 20}
    assert [note.removesuffix(", which are no actuals") for note in notes(actuals)] == [f"not read: '{name}'"]
    wide = read(f"KPI,2026-04,2026-05\nSessions,10,20\n{name},5,6\n")
    assert months(wide, "visits") == {"2026-04": 10, "2026-05": 20}
    assert [note.removesuffix(", which are no actuals") for note in notes(wide)] == [f"not read: '{name}'"]


def test_the_days_of_an_earlier_period_date_nothing() -> None:
    actuals = read("Date,Sessions,Date (previous),Priority\n2026-04-30,10,2025-04-30,1\n2026-05-01,20,2025-05-01,2\n")
    assert months(actuals, "visits") == {"2026-04": 10, "2026-05": 20}


@pytest.mark.parametrize("name", ["Cost (micros)", "cost_micros", "Cost micros"])
def test_millionths_are_told_by_the_name(name: str) -> None:
    actuals = read(f"Day,Clicks,{name}\n2026-04-30,5,25000000\n2026-05-01,6,1500000\n")
    assert months(actuals, "spend") == {"2026-04": 25, "2026-05": 1.5}


def test_a_table_of_ratios_is_told_that_they_do_not_add_up() -> None:
    asked = error(read("Day,CTR,Avg. CPC\n2026-04-30,5%,0.5\n2026-05-01,6%,0.6\n"))
    assert asked.endswith("export what adds up: ratios and averages do not. The columns are 'CTR', 'Avg. CPC'")


def test_lakhs_are_read_whatever_stands_between_the_cells() -> None:
    actuals = read("Month;Impressions;Cost\nApr 2026;12,34,567;₹1,25,000\nMay 2026;1,05,000;₹10,00,000\n")
    assert months(actuals, "impressions") == {"2026-04": 1234567, "2026-05": 105000}
    assert months(actuals, "spend") == {"2026-04": 125000, "2026-05": 1000000}


@pytest.mark.parametrize("name", ["Clicked", "Unique clicks", "Clics uniques"])
def test_clicks_beside_what_they_cost_are_none_in_mails(name: str) -> None:
    ads = read(f"Date,Campaign,{name},Spend\n2026-01-05,Brand,50,20.5\n2026-01-12,Brand,61,22\n")
    assert months(ads, "clicks") == {"2026-01": 111}
    both = read(f"Date,Impressions,Clicks,{name}\n2026-01-05,900,50,40\n2026-01-12,800,61,44\n")
    assert months(both, "clicks") == {"2026-01": 111}
    assert notes(both) == [f"not read: '{name}'"]
    assert "email_clicks" not in {measure.kpi for measure in both.measures}


def test_clicks_in_mails_stay_such() -> None:
    mails = read("Date,Sent,Clicked,Spend\n2026-01-05,900,50,20.5\n2026-01-12,800,61,22\n")
    assert months(mails, "email_clicks") == {"2026-01": 111}
    named = read("Date,Email clicks,Spend\n2026-01-05,50,20.5\n2026-01-12,61,22\n")
    assert months(named, "email_clicks") == {"2026-01": 111}
