"""The shapes of tables, dates and numbers in whole exports."""

from __future__ import annotations

import pytest

from kpiplan.months import Month
from kpiplan.plan.export_rules import Rule, Split
from kpiplan.problems import Place
from tests.exports.helpers import codes, daily, error, kpis, left_out, months, notes, read, rule


def test_what_target_writes_is_read_back() -> None:
    text = "period,segment,visits,leads,mqls,visits.paid,revenue,cost_per_lead\n"
    text += "2020-01,,6250,93.75,18.75,10,825000,5\n2020-02,,6250,93.75,18.75,,0,5\n"
    actuals = read(text)
    assert months(actuals, "leads") == {"2020-01": 93.75, "2020-02": 93.75}
    assert months(actuals, "revenue") == {"2020-01": 825000, "2020-02": 0}
    assert months(actuals, "visits.paid") == {"2020-01": 10}
    assert "cost_per_lead" not in kpis(actuals)
    assert (actuals.first, actuals.last, actuals.partial) == (Month(2020, 1), Month(2020, 2), None)
    assert codes(actuals) == []


def test_what_target_writes_with_segments() -> None:
    text = "period,segment,visits,revenue\n2020-01,inbound,10,100\n2020-01,outbound,5,200\n2020-01,,15,300\n"
    actuals = read(text, segments=["inbound", "outbound"])
    assert months(actuals, "visits") == {"2020-01": 15}
    assert months(actuals, "visits", "inbound") == {"2020-01": 10}
    assert months(actuals, "revenue", "outbound") == {"2020-01": 200}
    assert error(read(text, segments=["inbound", "export"])).startswith(
        "unknown-segment: the plan has no segment 'outbound' | its segments are 'inbound', 'export'"
    )


def test_segments_add_up_to_the_whole_where_the_export_has_none() -> None:
    text = "period,segment,visits\n2020-01,inbound,10\n2020-01,outbound,5\n2020-02,inbound,1\n"
    assert months(read(text), "visits") == {"2020-01": 15, "2020-02": 1}


@pytest.mark.parametrize("period", ["2020-Q1", "2020", "2025-02/2025-04", "4th quarter 2023", "2023년 4분기"])
def test_periods_longer_than_a_month(period: str) -> None:
    actuals = read(f"period,segment,visits\n{period},,5\n")
    assert error(actuals) == (
        f"period-spans-months: '{period}' in 'period' is longer than a month | export by month (`--by month`)"
    )


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        ("iso", "2024-01-31", "2024-02-01"),
        ("time", "2024-01-31 23:59:59", "2024-02-01T00:00:00Z"),
        ("offset", "2024-01-31T23:59:59+09:00", "2024-02-01 10:00:00.123 +0200"),
        ("compact", "20240131", "20240201"),
        ("hour", "2024013123", "2024020100"),
        ("us", "1/31/2024", "2/1/2024"),
        ("europe", "31/1/2024", "1/2/2024"),
        ("us short", "1/31/24", "2/1/24"),
        ("us time", "1/31/2024 5:30 PM", "2/1/2024 11:02 am"),
        ("dots", "31.01.2024", "01.02.2024"),
        ("dashes", "31-01-2024", "01-02-2024"),
        ("excel", "31-Jan-24", "01-Feb-24"),
        ("month first", "Jan 31, 2024", "Feb 1, 2024"),
        ("long", "January 31, 2024", "February 1, 2024"),
        ("weekday", "Wed, 31 Jan 2024", "Thu, 1 Feb 2024"),
        ("korean", "2024. 1. 31", "2024. 2. 1"),
        ("korean weekday", "2024. 1. 31 (수)", "2024. 2. 1 (목)"),
        ("korean time", "2024. 1. 31 오후 3:10:00", "2024. 2. 1 오전 1:00:00"),
        ("naver", "2024.01.31.", "2024.02.01."),
        ("words", "2024년 1월 31일", "2024년 2월 1일"),
        ("japanese", "2024年1月31日", "2024年2月1日"),
        ("slashes", "2024/1/31", "2024/2/1"),
        ("mixed", "2024-01-31", "Feb 1, 2024"),
        ("range", "2024-01-21 - 2024-01-31", "2024-02-01 ~ 2024-02-11"),
        ("full width", "\uff12\uff10\uff12\uff14-01-31", "2024-02-01"),
    ],
)
def test_dates(form: str, first: str, second: str) -> None:
    text = f"Date\tLeads\n{first}\t3\n{second}\t4\n"
    assert months(read(text), "leads") == {"2024-01": 3, "2024-02": 4}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jan-24", "Feb-24"), ("2024-01", "2024-02"), ("2024.1", "2024.2"), ("Jan 2024", "February 2024"),
        ("2024년 1월", "2024년 2월"), ("24년 1월", "24년 2월"), ("2024年1月", "2024年2月"), ("01/2024",
        "02/2024"),
        ("2024-Jan", "2024-Feb"), ("202401", "202402"),
    ],
)  # fmt: skip
def test_months(first: str, second: str) -> None:
    actuals = read(f"Month,Leads\n{first},3\n{second},4\n")
    assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 4}
    assert (actuals.last, actuals.partial) == (Month(2024, 2), None)


def test_the_order_of_day_and_month_is_that_of_the_whole_column() -> None:
    text = "Date,Leads\n3/4/2024,1\n4/4/2024,2\n13/5/2024,4\n"
    assert months(read(text), "leads") == {"2024-04": 3, "2024-05": 4}
    undecided = "Date,Leads\n3/4/2024,1\n4/4/2024,2\n"
    assert error(read(undecided)) == (
        "ambiguous-date: column 'Date' can be read day first or month first: '3/4/2024' | "
        "say `day_first: true` or `day_first: false`"
    )
    assert months(read(undecided, day_first=True), "leads") == {"2024-04": 3}
    assert months(read(undecided, day_first=False), "leads") == {"2024-03": 1, "2024-04": 2}
    both = "Date,Leads\n13/4/2024,1\n4/13/2024,2\n"
    assert error(read(both)).startswith("ambiguous-date: column 'Date' is both day first and month first")
    assert months(read("Date,Leads\n4/4/2024,1\n5/5/2024,2\n"), "leads") == {"2024-04": 1, "2024-05": 2}


def test_short_years_with_dots() -> None:
    text = "Date,Leads\n24.03.04,1\n24.03.05,2\n"
    assert error(read(text)).startswith("ambiguous-date: ")
    assert months(read(text, day_first=False), "leads") == {"2024-03": 3}
    assert months(read(text.replace("24.", "31."), day_first=True), "leads") == {"2004-03": 1, "2005-03": 2}


def test_months_without_a_year() -> None:
    text = "Month,Leads\nJanuary,3\nFebruary,4\n"
    assert error(read(text)) == "no-year: months are named without their year | say `year: YYYY`"
    assert months(read(text, year=2023), "leads") == {"2023-01": 3, "2023-02": 4}
    named = read(text, "leads 2022.csv")
    assert months(named, "leads") == {"2022-01": 3, "2022-02": 4}
    assert codes(named) == ["year-taken"]
    assert months(read("Year,Month,Leads\n2021,12,3\n2022,1,4\n"), "leads") == {"2021-12": 3, "2022-01": 4}
    assert months(read("2024년 실적\n\n월,리드수\n1월,3\n2월,4\n"), "leads") == {"2024-01": 3, "2024-02": 4}


def test_a_column_a_month() -> None:
    text = 'KPI,Jan-24,Feb-24,Total\nSessions,"1,000",2000,3000\nLeads,10,,10\nCTR,1%,2%,1.5%\n'
    text += "NPS,41,43,\n합계,1,2,3\n"
    actuals = read(text)
    assert months(actuals, "visits") == {"2024-01": 1000, "2024-02": 2000}
    assert months(actuals, "leads") == {"2024-01": 10}
    assert months(actuals, "net_promoter_score") == {"2024-01": 41, "2024-02": 43}
    assert kpis(actuals) == ["visits", "leads", "net_promoter_score"]
    assert actuals.sources[0].shape == "a column a month"


def test_two_measures_a_month_in_korean() -> None:
    text = "2024년\n\n매장,1월 이용객,1월 순매출액(백만),2월 이용객,2월 순매출액(백만)\n"
    text += "강남,100,1.5,110,1.25\n홍대,50,0.5,60,0.25\n합계,150,2,170,1.5\n"
    actuals = read(text)
    assert months(actuals, "visits") == {"2024-01": 150, "2024-02": 170}
    assert months(actuals, "revenue") == {"2024-01": 2_000_000, "2024-02": 1_500_000}
    assert left_out(actuals) == {"total": 1}


def test_japanese_fiscal_year_with_the_total_first() -> None:
    head = "項目,累計," + ",".join(f"{m}月" for m in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3))
    text = f"2024年度 実績\n\n{head}\n受注,78,1,2,3,4,5,6,7,8,9,10,11,12\n"
    actuals = read(text)
    assert months(actuals, "customers") == {
        **{f"2024-{m:02}": m - 3 for m in range(4, 13)}, "2025-01": 10, "2025-02": 11, "2025-03": 12
    }  # fmt: skip


def test_long_table_of_hand_kept_figures() -> None:
    text = "month,kpi,value\n2024-01,NPS,41\n2024-02,NPS,43\n2024-01,leads,10\n2024-01,followers,900\n"
    actuals = read(text)
    assert months(actuals, "net_promoter_score") == {"2024-01": 41, "2024-02": 43}
    assert months(actuals, "leads") == {"2024-01": 10}
    assert months(actuals, "followers") == {"2024-01": 900}
    only = read(text, kpis={"promoters": Rule(sum="NPS")})
    assert kpis(only) == ["promoters", "leads", "followers"]


def test_weeks_span_months() -> None:
    text = "Week,Sessions\n2024-01-22,70\n2024-01-29,140\n2024-02-05,7\n"
    assert error(read(text)) == (
        "period-spans-months: 1 row stands for a period in two months, such as '2024-01-29' | "
        "export by day or month; or say `spans: start` (it counts where it starts) or `spans: spread` "
        "(over its days)"
    )
    assert months(read(text, spans="start"), "visits") == {"2024-01": 210, "2024-02": 7}
    assert months(read(text, spans="spread"), "visits") == {"2024-01": 130, "2024-02": 87}
    assert error(read(text.replace("Week", "Date") + "2024-02-12,7\n")).startswith("period-spans-months: ")
    iso = "Year week,Sessions\n202402,70\n202403,7\n"
    assert months(read(iso), "visits") == {"2024-01": 77}


def test_totals_repeated_headers_and_descriptions_are_left_out() -> None:
    text = """Date,Channel,Leads,Cost
day,channel of the lead,number of leads,money spent
2024-01-30,Paid,1,$-
2024-01-31,Organic,2,10
Date,Channel,Leads,Cost
2024-02-01,Paid,4,20
Subtotal,,7,30
,소계,7,30
,,7,30
"""
    actuals = read(text)
    assert months(actuals, "leads") == {"2024-01": 3, "2024-02": 4}
    assert months(actuals, "spend") == {"2024-01": 10, "2024-02": 20}
    assert left_out(actuals) == {
        "description of the columns": 1, "header repeated": 1, "total": 2, "total without a label": 1
    }  # fmt: skip


@pytest.mark.parametrize("whole", [0, 2])
def test_in_a_table_of_kpiplan_a_row_without_a_segment_is_the_whole(whole: int) -> None:
    """The first or last row, alone among rows of segments: no total without a label."""
    rows = ["2026-01,inbound,10", "2026-01,outbound,20"]
    rows.insert(whole, "2026-01,,35")
    actuals = read("period,segment,leads\n" + "".join(f"{row}\n" for row in rows))
    assert left_out(actuals) == {}
    assert {each.segment: dict(each.values) for each in actuals.measures} == {
        segment: {Month(2026, 1): count} for segment, count in ((None, 35), ("inbound", 10), ("outbound", 20))
    }


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (['"12,345"', "1"], 12346), (["US$50.00", '"$64,000.00"'], 64050), ([".22", "0.97"], 1.19),
        ([" $-   ", "5"], 5), ([" --", "5"], 5), (["NULL", "5"], 5), (["< 10", "5"], 5), (["(5)", "-2"], -7),
        (["1 234", "1"], 1235), (['"\u20a91,000"', "1000\uc6d0"], 2000), (["1.2E+03", "1"], 1201),
        (['"R$ 100.000"', '"R$ 50,50"'], 100050.5), (["+5", "-$1"], 4), (['"2,345.50 USD"', "1"], 2346.5),
        (['"1,23,456"', "1"], 123457),
    ],
)  # fmt: skip
def test_numbers(cells: list[str], total: float) -> None:
    rows = "".join(f"2024-01-{30 + k},{cell}\n" for k, cell in enumerate(cells))
    assert months(read("Date,Cost\n" + rows), "spend")["2024-01"] == pytest.approx(total)


def test_decimal_commas() -> None:
    text = "Date;Cost;Leads\n2024-01-31;1.234,56 €;12\n2024-02-01;0,5;1.000\n"
    assert months(read(text), "spend") == {"2024-01": 1234.56, "2024-02": 0.5}
    assert months(read(text), "leads") == {"2024-01": 12, "2024-02": 1000}
    text = "Date,Leads\n2024-01-31,1.234\n2024-02-01,5\n"
    assert error(read(text)) == (
        "ambiguous-number: column 'Leads' can be read with decimal points or commas: '1.234' | "
        'say `decimal: "."` or `decimal: ","`'
    )
    assert months(read(text, decimal=","), "leads") == {"2024-01": 1234, "2024-02": 5}


def test_unknown_is_not_zero() -> None:
    actuals = read("Date,Leads,Cost\n2024-01-31,--,1\n2024-02-29,5,\n")
    assert months(actuals, "leads") == {"2024-02": 5}
    assert months(actuals, "spend") == {"2024-01": 1}
    assert left_out(actuals) == {"Leads: unknown value": 1, "Cost: unknown value": 1}


def test_cells_that_are_no_numbers() -> None:
    """What is known of a month with such a cell is not all of it; other months stay, and the line is said."""
    text = "Date,Visits,Leads\n2024-01-30,9,5\n2024-01-31,9,6\n2024-02-01,9,7\n2024-02-28,9,about 7\n2024-03-31,9,8\n"
    for bad in ("about 7", "#DIV/0!", "inf", "1e400", '"1,2,3"'):
        actuals = read(text.replace("about 7", bad))
        assert months(actuals, "visits") == {"2024-01": 18, "2024-02": 18, "2024-03": 9}
        assert months(actuals, "leads") == {"2024-01": 11, "2024-03": 8}
        (problem,) = [found for found in actuals.problems if found.severity != "note"]
        assert (problem.code, problem.severity) == ("unread-values", "warning")
        cell = bad.strip('"')
        assert problem.message == f"1 cell of 'Leads': no number, such as '{cell}'; its month is unknown"
        assert problem.place == Place(5, 1)
        assert left_out(actuals) == {"Leads: unknown value": 1}


def test_cells_that_are_no_numbers_in_other_shapes() -> None:
    long = read("month,kpi,value\n2024-01,leads,abc\n2024-02,leads,7\n2024-01,visits,abc\n2024-02,visits,71\n")
    assert (months(long, "leads"), months(long, "visits")) == ({"2024-02": 7}, {"2024-02": 71})
    assert [found.place for found in long.problems if found.code == "unread-values"] == [Place(2, 1), Place(4, 1)]
    wide = read("kpi,2024-01,2024-02\nleads,abc,7\nvisits,100,120\n")
    assert (months(wide, "leads"), months(wide, "visits")) == ({"2024-02": 7}, {"2024-01": 100, "2024-02": 120})
    rules = {"revenue": rule(sum="Amount", by="Closed"), "customers": rule(count="Closed")}
    deals = read("Deal,Amount,Closed\n1,5,2024-01-30\n2,?,2024-02-28\n3,6,2024-03-31\n", kpis=rules)
    assert months(deals, "revenue") == {"2024-01": 5, "2024-03": 6}
    assert months(deals, "customers") == {"2024-01": 1, "2024-02": 1, "2024-03": 1}


@pytest.mark.parametrize("share", [0, 1, 2, 3, 4, 5])
def test_a_known_column_never_goes_without_a_word(share: int) -> None:
    """However many of six cells can't be read (F22); an error once none can."""
    rows = [f"2026-{m:02},1,{'n.n.' if m > share else 3600}" for m in range(1, 7)]
    actuals = read("\n".join(["Month,customers,revenue", *rows, ""]))
    assert months(actuals, "revenue") == {f"2026-{m:02}": 3600 for m in range(1, share + 1)}
    assert codes(actuals) == (["unread-values"] if share else ["unreadable-values"])


def test_texts_are_no_numbers_whatever_their_column_is_called() -> None:
    actuals = read("Date,Customer,Lead,Amount\n2024-01-30,ACME,Ann,5\n2024-01-31,Initech,Bob,6\n")
    assert (kpis(actuals), codes(actuals, "warning")) == (["revenue"], [])


def test_numbers_that_nobody_counts_to() -> None:
    for cells in (("9e17", "9e17"), ("9" * 18, "1" + "0" * 17), ("1", "-1e18", "-1e18")):
        text = "Date,Leads,Revenue\n" + "".join(f"2024-01-31,3,{cell}\n" for cell in cells)
        assert error(read(text)).startswith("unreadable-values: 'Revenue' of 2024-01 adds up to more than any count")


def test_counts_below_zero_are_told_and_corrections_of_money_are_not() -> None:
    text = "month,visits,leads,revenue\n2024-01,100,7,5\n2024-02,100,-500,-5\n"
    for shape in (text, "kpi,2024-01,2024-02\nvisits,100,100\nleads,7,-500\nrevenue,5,-5\n"):
        (problem,) = read(shape).problems
        assert problem.code == "negative-count"
        assert problem.message == "1 cell of 'leads': below zero, as '-500' is"
        assert problem.place == Place(3, 1)


def test_a_list_of_kpis_by_period_is_none_that_kpiplan_wrote() -> None:
    actuals = read(
        "period,category,segment,metric_name,value,unit\n"
        "2024-01,Growth,All,Leads,30,count\n2024-01,Growth,All,MRR,900.5,USD\n"
        "2024-02,Growth,All,Leads,40,count\n2024-02,Growth,All,MRR,950.5,USD\n"
    )
    assert {kpi: months(actuals, kpi) for kpi in kpis(actuals)} == {
        "leads": {"2024-01": 30, "2024-02": 40},
        "mrr": {"2024-01": 900.5, "2024-02": 950.5},
    }


@pytest.mark.parametrize("header", ["Period,Revenue,New Customers", "period,revenue,new_customers"])
def test_a_sheet_that_calls_its_months_periods_is_none_that_kpiplan_wrote(header: str) -> None:
    actuals = read(f"{header}\n2024-01,900.5,7\n2024-02,950,8\n")
    assert {kpi: months(actuals, kpi) for kpi in kpis(actuals)} == {
        "revenue": {"2024-01": 900.5, "2024-02": 950},
        "customers": {"2024-01": 7, "2024-02": 8},
    }


@pytest.mark.parametrize(
    ("stock", "flow"),
    [
        ("Customers", "New Customers"),
        ("customers", "new_customers"),
        ("고객수", "신규 고객수"),
        ("客户数", "新客户数"),
        ("Kunden", "Neukunden"),
        ("Clientes", "Clientes nuevos"),
        ("Clients", "Nouveaux clients"),
    ],
)
@pytest.mark.parametrize("stages", [(), ("leads", "customers")])
def test_of_all_customers_and_the_new_ones_the_new_ones_are_won(stock: str, flow: str, stages: tuple[str, ...]) -> None:
    wide = f"Month,Leads,{stock},{flow}\n2024-01,30,100,7\n2024-02,40,105,8\n"
    long = (
        f"Month,KPI,Value\n2024-01,Leads,30\n2024-01,{stock},100\n2024-01,{flow},7\n"
        f"2024-02,Leads,40\n2024-02,{stock},105\n2024-02,{flow},8\n"
    )
    for text in (wide, long):
        actuals = read(text, stages=stages)
        assert months(actuals, "customers") == {"2024-01": 7, "2024-02": 8}
        assert notes(actuals) == [f"{stock} not used: {flow} is customers"]


def test_the_own_name_of_a_kpi_goes_before_its_synonyms() -> None:
    columns = "month,visitors,visits,prospects,leads\n2024-01,7,100,1,2\n2024-02,8,110,3,4\n"
    rows = "".join(
        f"2024-0{month},{name},{value}\n"
        for month, values in ((1, (7, 100, 1, 2)), (2, (8, 110, 3, 4)))
        for name, value in zip(("visitors", "visits", "prospects", "leads"), values, strict=True)
    )
    for text in (columns, "month,kpi,value\n" + rows):
        actuals = read(text)
        assert kpis(actuals) == ["visits", "leads"]
        assert months(actuals, "visits") == {"2024-01": 100, "2024-02": 110}
        assert months(actuals, "leads") == {"2024-01": 2, "2024-02": 4}
        assert notes(actuals) == ["visitors not used: visits is visits; prospects not used: leads is leads"]
        both = read(text, wanted=["visitors"])
        assert months(both, "visitors") == {"2024-01": 7, "2024-02": 8}


@pytest.mark.parametrize(
    "text",
    [
        "month,segment,leads,customers\n2024-01,a,100,10\n2024-01,b,7,1\n",
        "month,segment,kpi,value\n2024-01,a,leads,100\n2024-01,b,leads,7\n2024-01,a,customers,10\n2024-01,b,customers,1\n",
        "kpi,segment,2024-01,2024-02\nleads,a,100,\nleads,b,7,\ncustomers,a,10,\ncustomers,b,1,\n",
    ],
)
def test_the_segments_of_the_plan_in_every_shape(text: str) -> None:
    actuals = read(text, segments=["A", "b"])
    for kpi, first, second in (("leads", 100, 7), ("customers", 10, 1)):
        assert months(actuals, kpi, "A") == {"2024-01": first}
        assert months(actuals, kpi, "b") == {"2024-01": second}
        assert months(actuals, kpi) == {"2024-01": first + second}
    assert months(read(text), "leads") == {"2024-01": 107}


@pytest.mark.parametrize("number", ["46023", "99999", "47000"])
@pytest.mark.parametrize("unit", ["day", "week", "month"])
def test_every_day_lies_in_the_calendar(number: str, unit: str) -> None:
    text = f"# Start date: 20240101\nNth {unit},Leads,Source\n0000,1,a\n{number},7,b\n"
    actuals = read(text, split=Split("Source", {"a": ("a",), "b": ("b",)}), segments=["a", "b"], spans="start")
    assert months(actuals, "leads", "a") == {"2024-01": 1}
    assert months(actuals, "leads", "b") == {}
    assert "unread-dates" in codes(actuals)


def test_no_date_and_no_measure() -> None:
    assert error(read("Campaign,Leads\nA,5\nB,6\n")) == (
        "no-date: nothing says to which month the rows belong: there is no column of dates | "
        "export by day or month. The columns are 'Campaign', 'Leads'"
    )
    assert error(read("Date,Height\n2024-01-31,5\n")).startswith("no-measure: no column is known as a stage")
    assert error(read("Date,Stage,Amount\n2024-01-31,Won,5\n")).startswith(
        "no-measure: which rows are won is not known"
    )


def test_two_candidates() -> None:
    assert error(read("Date,Amount,Deal value\n2024-01-31,5,4\n")) == (
        "ambiguous-column: 2 columns could be revenue: 'Amount', 'Deal value' | "
        'say which, such as actuals: {"export.csv": {revenue: {sum: Amount}}}'
    )
    assert months(read("Date,Visits,Users\n2024-01-31,5,4\n", stages=["visits"]), "visits") == {"2024-01": 5}
    assert error(read("Opened,Published,Leads\n2024-01-30,2024-01-31,4\n")).startswith(
        "ambiguous-column: 2 columns could date the rows: 'Opened', 'Published'"
    )
    assert error(read("Lead date,Lead created date\n2024-01-31,2024-01-31\n")).startswith("ambiguous-column: ")


def test_the_plans_own_stages_and_labels() -> None:
    text = "Date,Demos,Signed\n2024-01-31,5,4\n"
    actuals = read(text, stages={"visits": "", "demos": "", "contracts": "Signed"})
    assert months(actuals, "demos") == {"2024-01": 5}
    assert months(actuals, "contracts") == {"2024-01": 4}
    assert kpis(read("Date,Closed Won\n2024-01-31,5\n", stages=["visits", "won"])) == ["won"]


def test_ratios_are_left_alone() -> None:
    actuals = read("Date,Sessions,Bounce rate,CTR,Avg. position,전환율,리드당 비용\n2024-01-31,5,4,3%,2,1,9\n")
    assert kpis(actuals) == ["visits"]
    assert error(read("Date,Sessions\n2024-01-30,5%\n2024-01-31,10%\n")).startswith(
        "ratio-summed: 'Sessions' is a ratio"
    )


def test_unique_users_are_noted() -> None:
    text = "Date,Users\n2024-01-30,5\n2024-01-31,4\n"
    (note,) = [p for p in read(text).problems if p.code == "unique-summed"]
    assert note.message.startswith("visits: 'Users' are unique users; added up")
    assert codes(read("Month,Users\n2024-01,5\n2024-02,4\n")) == []


def test_generic_stage_dates() -> None:
    text = "Name,AQL date,SQL date,受注日,受注金額\n"
    text += 'A,2024-01-02,2024-01-20,2024-02-01,"1,000"\nB,2024-01-03,2024-02-02,,\n'
    text += "".join(f"C,{day},,,\n" for day in daily("2024-02-03", 27))
    actuals = read(text)
    assert months(actuals, "leads") == {"2024-01": 2, "2024-02": 27}
    assert months(actuals, "sqls") == {"2024-01": 1, "2024-02": 1}
    assert months(actuals, "customers") == {"2024-01": 0, "2024-02": 1}
    assert months(actuals, "revenue") == {"2024-01": 0, "2024-02": 1000}


def test_a_closing_date_alone_does_not_tell_who_was_won() -> None:
    actuals = read("AQL date,Stage,Closing Date\n2024-01-02,Open,2024-01-30\n2024-01-31,Signed,2024-01-31\n")
    assert kpis(actuals) == ["leads"]
    (note,) = [problem for problem in actuals.problems if problem.severity == "note"]
    assert (note.code, note.message, note.hint) == (
        "unused-date",
        "'Closing Date' is not used: nothing says which rows are won",
        "if it is the date of winning, say "
        'actuals: {"export.csv": {customers: {count: Closing Date, where: {Stage: Open}}}}',
    )
    assert note.option == (
        "if it is the date of winning, say --read 'customers: count Closing Date where Stage = Open'"
    )


@pytest.mark.parametrize(
    ("days", "last", "partial"),
    [
        (60, Month(2024, 2), None),
        (59, Month(2024, 1), 28),
        (31, Month(2024, 1), None),
        (61, Month(2024, 2), 1),
    ],
)
def test_an_incomplete_last_month(days: int, last: Month, partial: int | None) -> None:
    actuals = read("Date,Leads\n" + "".join(f"{day},1\n" for day in daily("2024-01-01", days)))
    assert actuals.last == last
    assert (actuals.partial.day if actuals.partial else None) == partial


def test_a_deal_every_other_week_does_not_make_a_month_incomplete() -> None:
    days = ["2024-01-03", "2024-01-17", "2024-02-02", "2024-02-20"]
    actuals = read("Name,Won date\n" + "".join(f"x,{day}\n" for day in days))
    assert (actuals.last, actuals.partial) == (Month(2024, 2), None)


def test_a_first_month_that_begins_late_is_noted() -> None:
    actuals = read("Date,Leads\n" + "".join(f"{day},1\n" for day in daily("2024-01-18", 20)))
    (note,) = actuals.problems
    assert (note.code, note.message) == ("first-month-partial", "January 2024 is covered from its day 18 on")


def test_months_without_rows_are_zero_for_records_and_missing_for_tables() -> None:
    assert months(read("Name,Lead date\nA,2024-01-02\nB,2024-03-04\n"), "leads") == {
        "2024-01": 1,
        "2024-02": 0,
        "2024-03": 1,
    }
    assert months(read("Month,Leads\n2024-01,2\n2024-03,4\n"), "leads") == {"2024-01": 2, "2024-03": 4}


def test_blank_lines_inside_a_table() -> None:
    assert months(read("Date,Leads\n2024-01-30,1\n\n2024-01-31,2\n"), "leads") == {"2024-01": 3}


def test_a_single_column_of_dates() -> None:
    assert months(read("Lead date\n2024-01-30\n2024-01-31\n"), "leads") == {"2024-01": 2}


def test_months_as_columns_with_years_in_a_column() -> None:
    text = "Year,KPI,January,February\n2023,Leads,1,2\n2024,Leads,3,4\n"
    assert months(read(text), "leads") == {"2023-01": 1, "2023-02": 2, "2024-01": 3, "2024-02": 4}


def test_numbered_months_as_columns() -> None:
    text = "KPI," + ",".join(map(str, range(1, 13))) + "\nLeads," + ",".join(map(str, range(101, 113))) + "\n"
    assert months(read(text, year=2024), "leads") == {f"2024-{m:02}": 100 + m for m in range(1, 13)}


def test_slips_of_the_year_cover_nothing() -> None:
    actuals = read("Name,Won date\na,2024-01-05\nb,2024-01-20\nc,2024-02-29\nd,2042-02-01\n")
    assert months(actuals, "customers") == {"2024-01": 2, "2024-02": 1, "2042-02": 1}
    assert (actuals.first, actuals.last) == (Month(2024, 1), Month(2024, 2))
    (warning,) = actuals.problems
    assert warning.message == "rows dated 2042-02 lie far away from all others"


def test_no_month_is_whole() -> None:
    actuals = read("Date,Leads\n2024-01-01,1\n2024-01-02,1\n")
    assert (actuals.first, actuals.last) == (Month(2024, 1), None)
    assert actuals.partial is not None
    assert (actuals.partial.month, actuals.partial.day) == (Month(2024, 1), 2)


@pytest.mark.parametrize(
    ("unit", "rows", "expected"),
    [
        ("Nth week", "0000,10\n0001,20\n", {"2024-01": 30}),
        ("Nth month", "0000,10\n0001,20\n", {"2024-01": 10, "2024-02": 20}),
        ("N\ubc88\uc9f8 \uc77c", "0000,10\n0031,20\n", {"2024-01": 10, "2024-02": 20}),
    ],
)
def test_weeks_and_months_counted_from_the_start(unit: str, rows: str, expected: dict[str, float]) -> None:
    head = "# Start date: 20240101\n# End date: 20240229\n"
    actuals = read(f"{head}{unit},Sessions\n{rows}")
    assert months(actuals, "visits") == expected
    assert actuals.last == Month(2024, 2)
    assert error(read(f"{unit},Sessions\n{rows}")).startswith("no-date: ")


def test_a_month_column_below_a_stated_period() -> None:
    text = 'Campaign report\n"December 27, 2025 - January 23, 2026"\nMonth,Campaign,Cost,Clicks\n'
    actuals = read(text + "December,a,5,1\nJanuary,a,6,1\n")
    assert months(actuals, "spend") == {"2025-12": 5, "2026-01": 6}
    assert actuals.partial is not None
    assert (actuals.last, actuals.partial.day) == (Month(2025, 12), 23)


def test_periods_by_two_columns() -> None:
    text = "Start date,End date,Leads\n2024-01-01,2024-01-15,5\n2024-01-16,2024-01-31,6\n2024-02-01,,7\n"
    assert months(read(text), "leads") == {"2024-01": 11, "2024-02": 7}


def test_another_date_column_settles_the_order() -> None:
    text = "Lead date,SQL date\n3/4/2024,3/4/2024\n13/4/2024,\n"
    assert months(read(text), "sqls") == {"2024-04": 1}


def test_a_column_of_years_is_no_month() -> None:
    assert error(read("Date,Leads\n2023,5\n2024,6\n")).startswith(("no-date", "period-spans-months"))


def test_ambiguous_rows_of_a_column_a_month() -> None:
    text = "KPI,2024-01,2024-02\nAmount,5,6\nDeal value,4,5\n"
    assert error(read(text)).startswith("ambiguous-column: 2 columns could be revenue: 'Amount', 'Deal value'")
    users = read("KPI,2024-01,2024-02\nSessions,5,6\nUsers,4,5\n")  # sessions add up, users do not
    assert (months(users, "visits"), notes(users)) == (
        {"2024-01": 5, "2024-02": 6},
        ["Users not used: Sessions is visits"],
    )


def test_percentages_in_hand_kept_figures_are_left_out() -> None:
    text = "month,kpi,value\n2024-01,leads,5\n2024-01,close,10%\n"
    actuals = read(text)
    assert kpis(actuals) == ["leads"]
    assert left_out(actuals)["close: no numbers that add up"] == 1


def test_months_and_values_that_never_meet_in_a_row() -> None:
    text = "Date,Campaign,Leads\n2024-01-30,a,\n2024-01-31,b,\n,c,5\n"
    assert error(read(text)) == "no-rows: no row has both a month and a value | "


def test_cells_that_were_kept_from_being_formulas_are_read_back() -> None:
    segments = ["=a", "+b", "-c", "@d"]
    text = "period,segment,'+leads,customers\n" + "".join(f"2024-01,'{name},10,1\n" for name in segments)
    actuals = read(text, stages=["+leads", "customers"], segments=segments)
    assert codes(actuals) == []
    assert [months(actuals, "+leads", name) for name in segments] == [{"2024-01": 10}] * 4
    assert months(actuals, "customers", "@d") == {"2024-01": 1}
