"""Spreadsheets that people keep by hand: sections, units, weeks, totals, with figures counted by hand."""

from __future__ import annotations

import pytest

from kpiplan.exports.cells.units import split_unit
from kpiplan.exports.files import sheets
from tests.exports.helpers import codes, error, kpis, left_out, months, notes, read

HALVES = """Month,Leads,Customers
2026-05,10,1
2026-06,20,2

{title}
2026-07,30,3
2026-08,40,4
"""


@pytest.mark.parametrize("title", ["Second half 2026,,", "Second half", "After the move,,\n(new office),,"])
@pytest.mark.parametrize("large", [False, True])
def test_rows_below_a_title_of_their_own_go_on(title: str, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
        monkeypatch.setattr(sheets, "HEAD_BYTES", 60)
    actuals = read(HALVES.format(title=title))
    assert months(actuals, "leads") == {"2026-05": 10, "2026-06": 20, "2026-07": 30, "2026-08": 40}
    assert months(actuals, "customers") == {"2026-05": 1, "2026-06": 2, "2026-07": 3, "2026-08": 4}
    named = " ".join(title.replace(",", "").split("\n"))
    assert left_out(actuals) == {f"title {named} above more rows": 1}


def test_kpis_below_a_title_of_their_own_go_on() -> None:
    actuals = read("KPI,Jan 2026,Feb 2026\nLeads,10,20\n\nSales,,\nOpportunities,5,6\nCustomers,1,2\n")
    assert kpis(actuals) == ["leads", "opportunities", "customers"]
    assert months(actuals, "customers") == {"2026-01": 1, "2026-02": 2}


@pytest.mark.parametrize(
    "below",
    ["Plan,,\n2026-05,99,9\n", "2026 targets,,\n2026-05,99,9\n", "Sums,,\nof both,30,3\n"],
)
def test_what_stands_below_another_kind_of_title_is_no_row_of_the_table(below: str) -> None:
    actuals = read(HALVES.split("\n\n")[0] + "\n\n" + below)
    assert months(actuals, "leads") == {"2026-05": 10, "2026-06": 20}
    assert left_out(actuals) == {"footer": 2}


def test_months_below_the_title_of_another_year_are_not_added() -> None:
    actuals = read("Month,Leads\nJanuary,10\nFebruary,20\n\nYear 2025,\nJanuary,1\nFebruary,2\n", year=2026)
    assert months(actuals, "leads") == {"2026-01": 10, "2026-02": 20}


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("Umsatz (T€)", 1e3),
        ("Umsatz T€", 1e3),
        ("Umsatz in Mio. €", 1e6),
        ("Umsatz Ist (TEUR)", 1e3),
        ("Net sales ($'000)", 1e3),
        ("Revenue, k€", 1e3),
        ("Revenue in millions of dollars", 1e6),
        ("Revenue USD", 1),
        ("Выручка, тыс. руб.", 1e3),
        ("Выручка, млн руб", 1e6),
        ("Chiffre d'affaires (k€)", 1e3),
        ("Receita (R$ mil)", 1e3),
        ("Ingresos (miles de euros)", 1e3),
        ("매출액(백만원)", 1e6),
        ("売上（千円）", 1e3),
        ("销售额（万元）", 1e4),
    ],
)
def test_units_of_money_in_the_name_of_a_column(name: str, times: float) -> None:
    actuals = read(f'Month,"{name}"\n2026-01,2\n2026-02,3.5\n')
    assert months(actuals, "revenue") == {"2026-01": 2 * times, "2026-02": 3.5 * times}
    across = read(f'KPI,Jan 2026,Feb 2026\nLeads,1,2\n"{name}",2,3.5\n')
    assert months(across, "revenue") == {"2026-01": 2 * times, "2026-02": 3.5 * times}


@pytest.mark.parametrize(
    "units", [",#,k€,TEUR", "Unit,#,k€,k EUR", ",件,千円,千円", ",건,천원,천원", ",шт.,тыс. руб.,тыс. руб."]
)
def test_a_row_of_units_belongs_to_the_names_above_it(units: str) -> None:
    actuals = read(f"Month,Leads,Revenue,Spend\n{units}\n2026-01,7,2,1.5\n2026-02,8,3.5,1\n")
    assert left_out(actuals) == {}
    assert months(actuals, "leads") == {"2026-01": 7, "2026-02": 8}
    assert months(actuals, "revenue") == {"2026-01": 2000, "2026-02": 3500}
    assert months(actuals, "spend") == {"2026-01": 1500, "2026-02": 1000}


@pytest.mark.parametrize(
    ("above", "times"),
    [
        ("Sales report (USD in thousands)", "1,000"),
        ("All figures in thousands of dollars", "1,000"),
        ("Alle Beträge in Mio. €", "1,000,000"),
        ("(단위: 천원, 건)", "1,000"),
        ("単位：百万円", "1,000,000"),
        ("单位：万元", "10,000"),
        ("Суммы в тыс. руб.", "1,000"),
    ],
)
def test_a_unit_above_the_table_is_that_of_its_money(above: str, times: str) -> None:
    actuals = read(f'"{above}",,\nMonth,Leads,Revenue,"Spend ($)"\n2026-01,7,2,90\n2026-02,8,3.5,80\n')
    factor = float(times.replace(",", ""))
    assert months(actuals, "leads") == {"2026-01": 7, "2026-02": 8}
    assert months(actuals, "revenue") == {"2026-01": 2 * factor, "2026-02": 3.5 * factor}
    assert months(actuals, "spend") == {"2026-01": 90, "2026-02": 80}  # it has a unit of its own
    assert notes(actuals)[0].startswith(f"Revenue times {times}: the lines above say ")


def test_a_unit_in_the_corner_of_months_across() -> None:
    actuals = read("(단위: 천원),2026년 1월,2026년 2월\n리드,7,8\n매출,2,3.5\n")
    assert months(actuals, "revenue") == {"2026-01": 2000, "2026-02": 3500}
    assert months(actuals, "leads") == {"2026-01": 7, "2026-02": 8}


@pytest.mark.parametrize("name", ["Deals won", "Leads ALL", "Cost per thousand", "Order #", "Win rate (%)"])
def test_what_is_no_unit_of_money_is_part_of_a_name(name: str) -> None:
    assert split_unit(name) == (name, "")


@pytest.mark.parametrize("year", ["{y}", '"{y}"'])
def test_years_that_stand_once_for_several_months(year: str) -> None:
    rows = [("2025", "Nov", 10), ("", "Dec", 11), ("2026", "Jan", 12), ("", "Feb", 13)]
    text = "".join(f"{year.format(y=y)},{month},{leads}\n" for y, month, leads in rows)
    actuals = read("Year,Month,Leads\n" + text)
    assert months(actuals, "leads") == {"2025-11": 10, "2025-12": 11, "2026-01": 12, "2026-02": 13}
    assert notes(actuals) == ["empty cells of Year mean the one above"]


@pytest.mark.parametrize(
    ("one", "two"), [("2026-05", "2026-06"), ("May 2026", "June 2026"), ("2026년 5월", "2026년 6월")]
)
def test_months_that_stand_once_for_several_channels(one: str, two: str) -> None:
    actuals = read(
        f"Month,Channel,Leads\n{one},Organic,10\n,Paid,20\n,Total,30\n{two},Organic,11\n,Paid,22\n,Total,33\n"
    )
    assert months(actuals, "leads") == {"2026-05": 30, "2026-06": 33}
    assert notes(actuals) == ["empty cells of Month mean the one above"]
    assert left_out(actuals) == {"total": 2}


def test_a_date_that_lacks_is_none_of_the_row_above() -> None:
    actuals = read("Date,Campaign,Leads\n2026-05-05,A,1\n2026-05-06,B,2\n,C,4\n2026-05-08,D,1\n")
    assert months(actuals, "leads") == {"2026-05": 4}
    assert left_out(actuals) == {"no date": 1}


def test_plan_actual_and_rate_of_merged_kpis() -> None:
    actuals = read(
        "구분,,2026년 5월,2026년 6월,2분기 합계\n리드,목표,30,30,60\n,실적,28,31,59\n,달성률,93%,103%,98%\n"
        "신규고객,목표,3,3,6\n,실적,2,4,6\n,달성률,67%,133%,100%\n"
    )
    assert codes(actuals) == []
    assert months(actuals, "leads") == {"2026-05": 28, "2026-06": 31}
    assert months(actuals, "customers") == {"2026-05": 2, "2026-06": 4}


def test_rows_that_are_no_kpi_are_no_matter_of_a_plan() -> None:
    actuals = read("구분,2026년 5월,2026년 6월\n달성률,93%,103%\n전환율,9%,10%\n")
    assert "the plan needs none of" not in error(actuals)


@pytest.mark.parametrize(
    "week",
    [
        "KW {} 2026",
        "KW{}/2026",
        "W{}-2026",
        "2026-W{}",
        "2026 KW {}",
        "Week {}, 2026",
        "Semaine {} 2026",
        "2026년 {}주차",
        "2026年第{}週",
    ],
)
def test_weeks_of_the_year(week: str) -> None:
    rows = "".join(f'"{week.format(number)}",{number}\n' for number in (15, 16, 17, 19))  # 6 April to 10 May
    actuals = read("Week,Leads\n" + rows)
    assert months(actuals, "leads") == {"2026-04": 48, "2026-05": 19}


def test_half_years_are_no_weeks() -> None:
    assert kpis(read("Mois,Leads\nS1 2026,60\nS2 2026,70\n")) == []


@pytest.mark.parametrize(
    ("one", "two", "quarter", "year"),
    [
        ("Mar 2026", "Apr 2026", "Q1 2026", "2026"),
        ("2026-03", "2026-04", "H1 2026", "YTD"),
        ("März 2026", "April 2026", "1. Quartal", "Kumuliert"),
        ("mars 2026", "avril 2026", "T1 2026", "Cumul"),
        ("2026년 3월", "2026년 4월", "1분기", "상반기"),
        ("2026年3月", "2026年4月", "第1四半期", "上半期"),
        ("2026年3月", "2026年4月", "第一季度", "上半年"),
        ("март 2026", "апрель 2026", "1 кв. 2026", "1 полугодие"),
    ],
)
def test_quarters_among_months_are_their_totals(one: str, two: str, quarter: str, year: str) -> None:
    rows = [(one, 3), (quarter, 99), (two, 4), (year, 99)]
    actuals = read("Month,Leads\n" + "".join(f'"{period}",{leads}\n' for period, leads in rows))
    assert codes(actuals) == []
    assert months(actuals, "leads") == {"2026-03": 3, "2026-04": 4}
    assert left_out(actuals) == {"total": 2}


@pytest.mark.parametrize("title", ["{},,", "{}", "{0},{0},{0}"])
@pytest.mark.parametrize(
    ("one", "two"), [("May 2026", "June 2026"), ("2026-05", "2026-06"), ("2026년 5월", "2026년 6월")]
)
def test_a_table_a_month_under_its_name(title: str, one: str, two: str) -> None:
    text = "{}\nKPI,Target,Actual\nLeads,30,{}\nCustomers,3,{}\n"
    actuals = read("\n".join((text.format(title.format(one), 28, 2), text.format(title.format(two), 31, 4))))
    assert months(actuals, "leads") == {"2026-05": 28, "2026-06": 31}
    assert months(actuals, "customers") == {"2026-05": 2, "2026-06": 4}


CHANNELS = """Month,Channel,Leads,Customers
2026-05,Organic,10,1
2026-05,Paid,20,2
2026-05,{whole},30,3
2026-06,Organic,11,2
2026-06,Paid,22,3
2026-06,{whole},{last},5
"""


@pytest.mark.parametrize("whole", ["All channels", "Company", "전 채널", "Web + Ads"])
@pytest.mark.parametrize("large", [False, True])
def test_rows_that_are_always_the_sum_of_the_others(whole: str, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(sheets, "SMALL_BYTES", 0)
    actuals = read(CHANNELS.format(whole=whole, last=33))
    assert months(actuals, "leads") == {"2026-05": 30, "2026-06": 33}
    assert months(actuals, "customers") == {"2026-05": 3, "2026-06": 5}
    assert left_out(actuals) == {"total": 2}


def test_rows_that_are_not_always_the_sum_are_data() -> None:
    assert months(read(CHANNELS.format(whole="Partners", last=34)), "leads") == {"2026-05": 60, "2026-06": 67}
    few = "Month,Channel,Leads\n2026-05,A,1\n2026-05,B,2\n2026-05,C,3\n2026-06,A,1\n2026-06,B,2\n2026-06,C,3\n"
    assert months(read(few), "leads") == {"2026-05": 6, "2026-06": 6}  # by chance


DEALS = """Deal,Stage,Amount,Created,Closed
A,Won,1000,2026-05-03,2026-05-20
B,Lost,500,2026-05-05,2026-06-02
C,Won,300.5,2026-06-15,2026-07-02
"""


def test_a_summary_that_says_the_same_as_the_list_is_no_question() -> None:
    actuals = read(DEALS + "\n\nSummary\nMonth,Customers,Revenue\n2026-05,1,1000\n2026-06,0,0\n2026-07,1,300.5\n")
    assert codes(actuals, "error") == []
    assert months(actuals, "customers") == {"2026-05": 1, "2026-06": 0, "2026-07": 1}
    assert months(actuals, "revenue") == {"2026-05": 1000, "2026-06": 0, "2026-07": 300.5}
    assert notes(actuals)[0].startswith("1 other tables not used")


def test_a_summary_that_says_otherwise_is_asked_about() -> None:
    actuals = read(DEALS + "\n\nSummary\nMonth,Customers,Revenue\n2026-05,1,1000\n2026-06,0,0\n2026-07,2,300.5\n")
    assert error(actuals).startswith("two-tables: ")


def test_tables_beside_each_other_are_tables_of_their_own() -> None:
    actuals = read(
        "Month,Leads,Customers,,Month,Spend\n2026-05,30,3,,2026-07,500\n2026-06,33,4,,2026-06,600\n,,,,2026-05,700\n"
    )
    assert codes(actuals) == []
    assert months(actuals, "leads") == {"2026-05": 30, "2026-06": 33}
    assert months(actuals, "spend") == {"2026-05": 700, "2026-06": 600, "2026-07": 500}


def test_an_empty_column_alone_makes_no_table() -> None:
    actuals = read("Month,Leads,,Customers,Note\n2026-05,30,,3,a\n2026-06,33,,4,b\n")
    assert months(actuals, "customers") == {"2026-05": 3, "2026-06": 4}


@pytest.mark.parametrize(
    "name",
    ["Leads (cumulative)", "Leads YTD", "Leads last year", "Prior year leads", "Leads (year to date)", "Leads Vorjahr",
     "누적 리드", "前年リード", "累计线索", "Leads acumulados"],
)  # fmt: skip
def test_sums_up_to_a_month_and_other_years_are_no_actuals(name: str) -> None:
    actuals = read(f"Month,Leads,{name}\n2026-05,12,12\n2026-06,13,25\n")
    assert codes(actuals) == []
    assert months(actuals, "leads") == {"2026-05": 12, "2026-06": 13}
    assert notes(actuals) == [f"not read: '{name}', which are no actuals"]
    assert kpis(read(f"Month,{name}\n2026-05,12\n2026-06,25\n")) == []


@pytest.mark.parametrize(
    "name",
    ["Number of leads", "# of leads", "Total leads", "Lead count", "Sum of Leads", "Anzahl der Leads", "Nb de leads",
     "Número de leads", "Quantidade de leads", "Всего лиды", "총 리드", "合計 / リード"],
)  # fmt: skip
def test_names_that_say_that_something_is_counted(name: str) -> None:
    assert months(read(f"Month,{name}\n2026-05,30\n2026-06,33\n"), "leads") == {"2026-05": 30, "2026-06": 33}


def test_amounts_are_added_up_and_not_counted() -> None:
    assert months(read("Month,Sum of Amount\n2026-05,30\n2026-06,33\n"), "revenue") == {"2026-05": 30, "2026-06": 33}
    assert kpis(read("Month,Count of Amount\n2026-05,30\n2026-06,33\n")) == []


@pytest.mark.parametrize(
    "header",
    [
        "Mês;Meta de leads;Leads realizados",
        "Mois;Objectif de leads;Leads réalisés",
        "Mese;Lead previsti;Lead effettivi",
    ],
)
def test_plan_and_actual_in_the_plural(header: str) -> None:
    actuals = read(f"{header}\n2026-05;30;28\n2026-06;30;31\n")
    assert months(actuals, "leads") == {"2026-05": 28, "2026-06": 31}


def test_sums_over_groups_of_columns_are_the_whole() -> None:
    actuals = read(
        ",Inbound,,Outbound,,Total,\nMonth,Leads,Customers,Leads,Customers,Leads,Customers\n"
        "2026-05,10,1,5,1,15,2\n2026-06,20,2,6,0,26,2\n"
    )
    assert months(actuals, "leads") == {"2026-05": 15, "2026-06": 26}
    assert months(actuals, "customers") == {"2026-05": 2, "2026-06": 2}


def test_a_row_across_months_that_is_the_sum_of_the_others() -> None:
    text = "Rep,May-26 Leads,May-26 Won,Jun-26 Leads,Jun-26 Won\nKim,10,1,11,2\nLee,20,2,22,1\n{},30,3,33,{}\n"
    actuals = read(text.format("Team", 3))
    assert months(actuals, "leads") == {"2026-05": 30, "2026-06": 33}
    assert left_out(actuals) == {"total": 1}
    assert months(read(text.format("Ann", 4)), "leads") == {"2026-05": 60, "2026-06": 66}
    kpi = read("KPI,May 2026,Jun 2026,Jul 2026,Aug 2026\nInbound,1,2,3,4\nOutbound,5,5,5,5\nLeads,6,7,8,9\n")
    assert months(kpi, "leads") == {"2026-05": 6, "2026-06": 7, "2026-07": 8, "2026-08": 9}
