"""What is read as a file means it, or said: days in headers, spellings of dates, wide rows, columns left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.exports import read_exports
from kpiplan.exports.cells.dates import read_date, spellings
from kpiplan.exports.cells.names import is_unique
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import codes, columns, daily, error, kpis, left_out, months, notes, read, rule


@pytest.mark.parametrize(
    ("header", "january"),
    [
        ("name,2026-01-01,2026-01-31,2026-02-01,2026-02-28", 3),
        ("name,01.01.2026,31.01.2026,01.02.2026,28.02.2026", 3),
        ('name,"Jan 1, 2026","Jan 31, 2026","Feb 1, 2026","Feb 28, 2026"', 3),
        ("name,1/1/2026,1/31/2026,2/1/2026,2/28/2026", 3),
        ("name,2026-01-05 ~ 2026-01-11,2026-01-12 ~ 2026-01-18,2026-02-02 ~ 2026-02-08,2026-02-09 ~ 2026-02-15", 3),
    ],
)
def test_a_date_in_a_header_is_a_day(header: str, january: int) -> None:
    for rows in ("Leads,1,2,3,4\nVisits,10,20,30,40\n", "Leads,1,2,3,4\n"):
        actuals = read(f"{header}\n{rows}")
        assert months(actuals, "leads") == {"2026-01": january, "2026-02": 7}
        assert set(kpis(actuals)) <= {"leads", "visits"}


def test_days_of_one_month_in_a_header() -> None:
    actuals = read("kpi," + ",".join(daily("2026-01-01", 31)) + "\nLeads" + ",2" * 31 + "\n")
    assert months(actuals, "leads") == {"2026-01": 62}


@pytest.mark.parametrize("day", [1, 31])
def test_the_first_or_last_day_of_months_in_a_header_stands_for_them(day: int) -> None:
    ends = {1: ("2026-01-01", "2026-02-01", "2026-03-01"), 31: ("2026-01-31", "2026-02-28", "2026-03-31")}[day]
    actuals = read(f"kpi,{','.join(ends)}\nLeads,5,6,7\n")
    assert months(actuals, "leads") == {"2026-01": 5, "2026-02": 6, "2026-03": 7}
    assert codes(actuals) == []


def test_days_and_measures_in_a_header() -> None:
    actuals = read(
        "team,2026-01-30 Leads,2026-01-30 Visits,2026-01-31 Leads,2026-01-31 Visits\nA,1,10,2,20\nB,3,30,4,40\n"
    )
    assert (months(actuals, "leads"), months(actuals, "visits")) == ({"2026-01": 10}, {"2026-01": 100})


def test_days_in_a_header_whose_order_is_open_are_asked_for() -> None:
    text = "kpi,3/4/2026,4/4/2026,5/4/2026\nLeads,1,2,3\n"
    assert error(read(text)).startswith("ambiguous-date: ")
    assert months(read(text, day_first=True), "leads") == {"2026-04": 6}


MIXED = "Date,Leads\n03/30/2021,5\n03/31/2021,5\n1/4/2021,5\n2/4/2021,5\n"


def test_what_one_spelling_shows_decides_nothing_for_another() -> None:
    assert error(read(MIXED)) == (
        "ambiguous-date: column 'Date' is spelled in two ways, and '03/30/2021' does not tell how '1/4/2021' is read: "
        "day or month first | in the order of the rows it is the day first; say `day_first: true` or "
        "`day_first: false`, which holds for that spelling"
    )
    assert months(read(MIXED, day_first=True), "leads") == {"2021-03": 10, "2021-04": 10}
    assert months(read(MIXED, day_first=False), "leads") == {"2021-01": 5, "2021-02": 5, "2021-03": 10}


@pytest.mark.parametrize("other", ["1-4-2021", "1/4/21"])
def test_another_mark_or_a_short_year_is_another_spelling(other: str) -> None:
    assert error(read(f"Date,Leads\n30/03/2021,5\n31/03/2021,5\n{other},5\n")).startswith("ambiguous-date: ")


def test_two_spellings_that_both_tell_are_read_each_in_its_own_order() -> None:
    actuals = read("Date,Leads\n03/30/2021,5\n3/31/2021,5\n31-3-2021,7\n")
    assert months(actuals, "leads") == {"2021-03": 17}


@given(
    st.lists(st.dates(min_value=date(1970, 1, 1), max_value=date(2099, 1, 1)), min_size=1),
    st.sampled_from(["{0.month}/{0.day}/{0.year}", "{0:%m}/{0:%d}/{0.year}"]),
)
def test_a_column_of_one_format_is_one_spelling(days: list[date], form: str) -> None:
    texts = [form.format(day) for day in days]
    texts = [text for text in texts if read_date(text, "mdy")]
    spelling = spellings(texts)
    assert len({spelling(text) for text in texts}) <= 1


def test_a_row_has_a_cell_for_every_cell_of_the_header() -> None:
    rows = "2026-01-01,1,\n" * 200 + "2026-01-31,1,\n" + "2026-01-31,1,x\n" * 90
    actuals = read(f"Date,Leads,\n{rows}")
    assert (months(actuals, "leads"), codes(actuals)) == ({"2026-01": 291}, [])


def test_rows_left_out_for_their_width_are_warned_of() -> None:
    actuals = read("Date,Leads\n2026-01-30,4\n2026-01-31,1,204\n2026-02-01,6\n")
    (warning,) = [problem for problem in actuals.problems if problem.severity == "warning"]
    assert (warning.code, warning.place and warning.place.line) == ("wide-rows", 3)
    assert warning.message == "1 of 3 rows have more cells than the 2 columns, and are left out"


def test_columns_that_are_empty_everywhere_are_none() -> None:
    assert error(read("Channel,Spend,,,\nSocial,100,,,\n")).startswith("no-date: ")
    assert months(read("Date,Leads,,,,\n2026-01-31,4,,,,\n"), "leads") == {"2026-01": 4}


def test_a_repeated_header_with_some_names_changed() -> None:
    actuals = read("Date,Leads,Visits\n2026-01-01,1,2\nDate,Leads,Sessions\n2026-01-31,1,2\n")
    assert (months(actuals, "visits"), left_out(actuals), codes(actuals)) == (
        {"2026-01": 4},
        {"header repeated": 1},
        [],
    )


@pytest.mark.parametrize(
    "name",
    [
        "Total unique visitors (total)",
        "Facebook reach",
        "Monthly active users",
        "순 방문자수",
        "新增用户",
        "Utenti unici",
    ],
)
def test_uniques_are_uniques_under_any_name(name: str) -> None:
    assert is_unique(name)


def test_uniques_in_a_title() -> None:
    actuals = read('"Facebook reach"\n"Date","Primary"\n2026-01-30,10\n2026-01-31,12\n')
    assert "unique-summed" in codes(actuals, "note")
    assert "unique-summed" in codes(read("Date,Total unique visitors (total)\n2026-01-30,10\n2026-01-31,12\n"), "note")


def test_columns_of_numbers_that_became_nothing_are_said() -> None:
    text = "Day,Campaign ID,Spend in account currency,Conv. value,Sparkles,CTR\n2026-01-31,17,5,100,9,0.4\n"
    actuals = read(text)
    assert columns(actuals) == {
        "spend": ("Spend in account currency", "Day"),
        "revenue": ("Conv. value", "Day"),
    }
    assert notes(actuals) == ["not read: 'Sparkles'"]


def test_a_rule_leaves_out_nothing_but_other_columns_of_what_it_names() -> None:
    text = "Date,Users,Sessions,Leads,Cost\n2026-01-01,5,6,1,10\n2026-01-31,5,7,2,20\n"
    actuals = read(text, kpis={"visits": rule(sum="Sessions")})
    assert (kpis(actuals), notes(actuals)) == (["visits", "leads", "spend"], ["Users not used: Sessions is visits"])


@pytest.mark.parametrize("cells", [["x"], ["x", "y"], ["x", "y", "z", "n.n.", "?"]])
def test_an_amount_that_cannot_be_read_is_an_error_however_many_cells(cells: list[str]) -> None:
    rows = "".join(f"2026-0{at},1,{cell}\n" for at, cell in enumerate(cells, start=1))
    assert error(read(f"Month,customers,revenue\n{rows}")).startswith("unreadable-values: ")


def test_a_text_in_a_column_called_as_a_stage_is_said() -> None:
    actuals = read("Month,Leads,Customers\n2026-01,4,Miller\n2026-02,5,Smith\n2026-03,5,Jones\n")
    assert (kpis(actuals), notes(actuals)) == (["leads"], ["not read: 'Customers'"])


def test_a_file_without_the_column_of_a_split_stays_unsplit() -> None:
    deals = from_bytes("deals.csv", b"Lead date,Source\n2026-01-05,Web\n2026-01-31,SDR\n")
    web = from_bytes("web.csv", b"Date,Sessions\n2026-01-01,5\n2026-01-31,6\n")
    split = Split("Source", {"inbound": ("Web",), "outbound": ("SDR",)})
    actuals = read_exports([deals, web], rules=[FileRules(split=split)])
    assert codes(actuals, "error") == []
    assert (months(actuals, "visits"), months(actuals, "leads", "inbound")) == ({"2026-01": 11}, {"2026-01": 1})
    wrong = read_exports([deals, web], rules=[FileRules(split=split._replace(column="Origin"))])
    assert codes(wrong, "error") == ["unknown-column"]


def test_a_rule_for_one_file_is_no_error_for_the_others() -> None:
    deals = from_bytes("deals.csv", b"Closing,State\n2026-01-05,Won\n2026-01-31,Lost\n")
    web = from_bytes("web.csv", b"Date,Sessions\n2026-01-01,5\n2026-01-31,6\n")
    rules = [FileRules(kpis={"customers": Rule(count="Closing", where={"State": ("Won",)})})]
    actuals = read_exports([deals, web], rules=rules)
    assert (codes(actuals, "error"), months(actuals, "visits")) == ([], {"2026-01": 11})
    assert months(actuals, "customers") == {"2026-01": 1}


@pytest.mark.parametrize(
    ("text", "month"),
    [("115年1月", "2026-01"), ("民國115年1月5日", "2026-01"), ("115/01/05", "2026-01"), ("令和8年1月", "2026-01"),
     ("平成31年4月1日", "2019-04"), ("令和元年5月", "2019-05")],
)  # fmt: skip
def test_years_of_an_era(text: str, month: str) -> None:
    span = read_date(text)
    assert span is not None
    assert str(span.month) == month


def test_korean_and_chinese_names_and_numbers() -> None:
    amounts = ["3천6백만", "1억 3천5백만", "1조 2천억", "12억 5천", "3千6百萬"]
    rows = "".join(f"2026-0{at},{amount}\n" for at, amount in enumerate(amounts, start=1))
    assert list(months(read(f"월,계약금액\n{rows}"), "revenue").values()) == [36e6, 135e6, 1.2e12, 1.25e9, 36e6]
    actuals = read("月份,名單數,成交數,營收\n115年1月,10,2,100\n115年2月,11,3,100\n")
    assert months(actuals, "leads") == {"2026-01": 10, "2026-02": 11}
    assert months(actuals, "customers") == {"2026-01": 2, "2026-02": 3}
    actuals = read("월,방문수,방문자수,신규 고객수\n2026-01,100,80,3\n")
    assert (months(actuals, "visits"), months(actuals, "customers")) == ({"2026-01": 100}, {"2026-01": 3})
    assert months(read("등록일\n2026-01-03\n2026-01-30\n"), "leads") == {"2026-01": 2}


@pytest.mark.parametrize("word", ["All", "전체", "全部", "Alle", "Tous"])
def test_a_row_of_all_beside_its_parts_is_a_total(word: str) -> None:
    rows = "".join(f"{day},{word},30\n{day},Organic,20\n{day},Paid,10\n" for day in daily("2026-01-01", 31))
    assert months(read(f"Date,Channel,Sessions\n{rows}"), "visits") == {"2026-01": 930}
    alone = "".join(f"{day},{word},30\n" for day in daily("2026-01-01", 31))
    assert months(read(f"Date,Channel,Sessions\n{alone}"), "visits") == {"2026-01": 930}
