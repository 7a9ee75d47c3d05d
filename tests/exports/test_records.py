"""Lists of leads and deals that say themselves what a row is, which rows are won, and by which date."""

from __future__ import annotations

import pytest

from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.results import ColumnUse, Exports, RowCondition
from kpiplan.plan.export_rules import FileRules, Rule
from tests.exports.helpers import codes, columns, daily, error, kpis, months, read


def used(actuals: Exports) -> dict[str, ColumnUse]:
    """Of the one source which column became which KPI, of which rows."""
    (source,) = actuals.sources
    return dict(source.columns)


DAYS = daily("2026-01-01", 31) + daily("2026-02-01", 28)


def listed(header: str, row: str) -> str:
    """A list with a row on each day of January and February: `{day}`, and its number `{at}`."""
    return header + "\n" + "".join(row.format(day=day, at=at) + "\n" for at, day in enumerate(DAYS, start=1))


# what a row is


@pytest.mark.parametrize(
    ("header", "row", "kpi"),
    [
        ("mql_id,first_contact_date,landing_page_id,origin", "{at:08x},{day},p{at},social", "mqls"),
        ("LeadId,Company,CreatedDate,LastModifiedDate,ConvertedDate", "00Q{at},C,{day},{day},", "leads"),
        ("Record Id,Lead Name,Email,Created Time,Modified Time", "zcrm_{at},N{at},e{at},{day},{day}", "leads"),
        ("Contact ID,Email,Date added,Last activity date", "{at},e{at},{day},{day}", "leads"),
        ("Opportunity ID,Owner,Created,Expected close date", "6{at},O,{day},2027-01-01", "opportunities"),
        ("Deal,Owner,Created on", "D{at},O,{day}", "opportunities"),
        ("거래명,담당자,등록일,수정일", "D{at},O,{day},{day}", "opportunities"),
        ("Сделка,Бюджет,Дата создания,Дата последнего изменения", "D{at},5,{day},{day}", "opportunities"),
        ("Lead-ID,Name,Erstellt am,Geändert am", "{at},N{at},{day},{day}", "leads"),
        ("LEADID,Company,Created Date,Modified Time", "{at},C,{day},{day}", "leads"),
        ("customerid,plan,signupdate", "{at},Pro,{day}", "customers"),
        ("Customer ID,Sign-up date,Churn date,Plan", "{at},{day},{day},Pro", "customers"),
        ("Company,Marketing Qualified Date,Region", "C{at},{day},EU", "mqls"),
        ("Company,Reached Pipeline Opportunity Date,Region", "C{at},{day},EU", "opportunities"),
    ],
)
def test_a_row_is_what_its_columns_call_it(header: str, row: str, kpi: str) -> None:
    actuals = read(listed(header, row))
    assert {name: months(actuals, name) for name in kpis(actuals)} == {kpi: {"2026-01": 31, "2026-02": 28}}
    assert codes(actuals, "error") == []


@pytest.mark.parametrize(
    ("name", "kpi"),
    [
        ("Leads.csv", "leads"),
        ("crm-exports-all-contacts-2026-02-28.csv", "leads"),
        ("marketing_qualified_leads_dataset.csv", "mqls"),
        ("export/Deals (2).csv", "opportunities"),
    ],
)
def test_a_row_is_what_its_file_is_called_after(name: str, kpi: str) -> None:
    text = listed("Email,Source,Created Date,Lead Quality,Converted", "e{at},Web,{day},High,No")
    assert {name: months(read(text, name), name) for name in kpis(read(text, name))} == {
        kpi: {"2026-01": 31, "2026-02": 28}
    }


def test_a_list_of_leads_may_have_nothing_that_tells_them_apart() -> None:
    text = listed("Created Date,UTM Campaign,Territory,Hand Raiser", "{day},brand,West,0")
    assert months(read(text, "Leads.csv"), "leads") == {"2026-01": 31, "2026-02": 28}
    assert error(read(text, "export.csv")).startswith("no-measure: ")
    counted = listed("Created Date,Source,Count", "{day},Web,3")  # a row a day and source, not a lead
    assert kpis(read(counted, "Leads.csv")) == []


def test_a_row_that_nothing_names_is_asked_about() -> None:
    actuals = read(listed("Call ID,Date,Caller,Status", "{at},{day},+49 {at},answered"), "calls.csv")
    assert error(actuals) == (
        "no-measure: no column is known as a stage, revenue or spend | "
        'if it is so, say actuals: {"calls.csv": {leads: {count: Date}}}. '
        "The columns are 'Call ID', 'Caller', 'Status'"
    )
    assert actuals.problems[0].option == (
        "if it is so, say --read 'leads: count Date'. The columns are 'Call ID', 'Caller', 'Status'"
    )


def test_a_number_that_comes_twice_does_not_say_what_a_row_is() -> None:
    rows = "".join(f"7,{day},x\n" for day in DAYS)
    assert codes(read(f"Lead ID,Created,Note\n{rows}"), "error") == ["no-measure"]


def test_campaigns_of_a_file_that_is_called_leads_are_no_leads() -> None:
    text = listed("Campaign,Date,Clicks,Cost", "C{at},{day},5,2")
    assert kpis(read(text, "leads.csv")) == ["clicks", "spend"]


def test_a_column_that_counts_is_summed() -> None:
    assert months(read(listed("Lead source,Created,Leads", "s{at},{day},2")), "leads") == {"2026-01": 62, "2026-02": 56}


def test_customers_and_contacts_of_a_bill_are_no_rows() -> None:
    actuals = read(listed("Date,Customer ID,Contact,Amount", "{day},{at},A{at},10"))
    assert {name: months(actuals, name) for name in kpis(actuals)} == {"revenue": {"2026-01": 310, "2026-02": 280}}


def test_the_stages_of_the_plan_are_found_by_one_of_them() -> None:
    text = listed("account_id,name,signup_date,plan_tier", "A-{at},N{at},{day},Pro")
    assert months(read(text, stages=["signups"]), "signups") == {"2026-01": 31, "2026-02": 28}


# won and lost


@pytest.mark.parametrize(
    ("header", "won", "lost"),
    [
        ("Deal,Stage,Close Date,Created Date,Amount", "Closed Won", "Closed Lost"),
        ("opportunity_id,deal_stage,close_date,engage_date,close_value", "Won", "Lost"),
        ("거래명,단계,마감일,생성일,금액", "성사", "실패"),
        ("交易,阶段,结束日期,创建日期,成交额", "赢单", "输单"),
        ("取引,フェーズ,契約日,作成日,受注金額", "受注", "失注"),
        ("Negocio,Etapa,Fecha de cierre,Fecha de creación,Importe", "Ganado", "Perdido"),
        ("Negócio,Etapa,Data de fechamento,Data de criação,Valor", "Ganho", "Perdido"),
        ("Affaire,Étape,Date de clôture,Date de création,Montant", "Gagné", "Perdu"),
        ("Deal-Name,Phase,Abschlussdatum,Erstellt am,Betrag", "Gewonnen", "Verloren"),
        ("Trattativa,Fase,Data di chiusura,Data di creazione,Importo", "Vinto", "Perso"),
        ("Deal,Fase,Sluitingsdatum,Aangemaakt op,Bedrag", "Gewonnen", "Verloren"),
        ("Сделка,Этап,Дата закрытия,Дата создания,Сумма", "Успешно реализовано", "Закрыто и не реализовано"),
    ],
)
def test_won_in_every_language(header: str, won: str, lost: str) -> None:
    rows = [
        f"A,{won},2026-02-10,2026-01-01,100",
        f"B,{lost},2026-02-11,2026-01-31,50",
        "C,?,2026-12-01,2026-02-28,70",
        f"D,{won},2026-02-28,2026-02-01,7",
    ]
    actuals = read("\n".join([header, *rows]))
    names = header.split(",")
    assert months(actuals, "opportunities") == {"2026-01": 2, "2026-02": 2}
    assert months(actuals, "customers") == {"2026-01": 0, "2026-02": 2}
    assert used(actuals)["customers"] == ColumnUse(names[2], names[2], "sum", (RowCondition(names[1], (won,)),))
    if "revenue" in kpis(actuals):
        assert months(actuals, "revenue") == {"2026-01": 0, "2026-02": 107}


def test_won_as_a_box_that_is_ticked() -> None:
    text = "Opportunity ID,IsWon,CloseDate,CreatedDate,Amount\n1,TRUE,2026-01-31,2026-01-01,5\n"
    text += "2,FALSE,2026-01-31,2026-01-31,9\n"
    actuals = read(text)
    assert {kpi: months(actuals, kpi)["2026-01"] for kpi in kpis(actuals)} == {
        "opportunities": 2, "customers": 1, "revenue": 5
    }  # fmt: skip


TWO = "Deal Name,Deal Status,Close Date,Deal Stage,Created Date\nA,Won,2026-01-05,G. Project Won,2026-01-01\n"


def test_two_columns_that_say_the_same_are_one() -> None:
    actuals = read(TWO + "B,Lost,2026-01-31,H. Project Lost,2026-01-31\n")
    assert months(actuals, "customers") == {"2026-01": 1}
    assert used(actuals)["customers"].where == (RowCondition("Deal Status", ("Won",)),)


def test_two_columns_that_do_not_agree_are_asked_about() -> None:
    actuals = read("Deal,Status,Stage,Close Date,Created\nA,Won,Lost,2026-01-31,2026-01-01\nB,Lost,Won,,2026-01-31\n")
    assert kpis(actuals) == ["opportunities"]
    (note,) = [each for each in actuals.problems if each.code == "unused-date"]
    assert note.option == "if it is the date of winning, say --read 'customers: count Close Date where Status = Won'"


def test_words_in_names_are_no_outcome() -> None:
    """A customer called Won beside others, and `Not Won` beside `Won`."""
    actuals = read("Customer,Close Date,AQL date\nWon,2026-01-31,2026-01-01\nKim,2026-01-31,2026-01-31\n")
    assert kpis(actuals) == ["leads"]
    text = "Deal,Stage,Close Date,Created\nA,Not Won,2026-01-31,2026-01-01\nB,Won,2026-01-31,2026-01-31\n"
    assert months(read(text), "customers") == {"2026-01": 1}


def test_a_day_that_is_expected_is_no_day_of_winning() -> None:
    text = "Deal,Stage,Expected Close Date,Created\nA,Won,2026-01-31,2026-01-01\nB,Lost,2026-01-31,2026-01-31\n"
    assert kpis(read(text)) == ["opportunities"]
    assert columns(read(text.replace("Created", "Won time"))) == {"customers": ("Won time", "Won time")}


def test_several_amounts_are_none() -> None:
    text = "Deal,Stage,Close Date,Amount,Deal value\nA,Won,2026-01-31,5,6\nB,Lost,2026-01-31,7,8\n"
    actuals = read(text)
    assert kpis(actuals) == ["customers"]
    (source,) = actuals.sources
    assert [remark.code for remark in source.remarks] == ["kpi-left-out"]


def test_only_a_date_of_closing_is_needed() -> None:
    """Rows that are won say so, whatever else the list has."""
    text = "Deal,Status,Closed on\nA,Won,2026-01-05\nB,Lost,2026-01-31\n"
    assert columns(read(text)) == {"customers": ("Closed on", "Closed on")}


def test_lost_rows_that_a_rule_counts_are_told() -> None:
    text = "Deal,Stage,Close Date\nA,Won,2026-01-05\nB,Lost,2026-01-31\n"
    actuals = read(text, kpis={"customers": Rule(count="Close Date")})
    assert months(actuals, "customers") == {"2026-01": 2}
    (warning,) = actuals.problems
    assert (warning.code, warning.message, warning.option) == (
        "lost-counted",
        "customers: 1 of 2 rows are not won: Stage is 'Lost'",
        "to count the 1 that are won, say --read 'customers: count Close Date where Stage = Won'",
    )
    revenue = Rule(sum="Amount", by="Close Date")
    paid = read(text.replace("Close Date", "Close Date,Amount"), kpis={"revenue": revenue})
    assert codes(paid, "warning") == []  # no row has an amount
    chosen = Rule(count="Close Date", where={"Stage": ("Won",)})
    assert codes(read(text, kpis={"customers": chosen}), "warning") == []


@pytest.mark.parametrize("wanted", ["Wonn", "Zzz"])
def test_nothing_is_left_for_the_reason_that_there_is(wanted: str) -> None:
    text = "Deal,Stage,Close Date\nA,Won,2026-01-05\nB,Lost,2026-01-31\n"
    rule = Rule(count="Close Date", where={"Stage": (wanted,)})
    near = "did you mean 'Won'? " if wanted == "Wonn" else ""
    found = error(read(text, kpis={"customers": rule}))
    assert found.startswith(f"no-rows: no row counts: customers: no row where Stage is {wanted} | ")
    assert found.endswith("The values there are 'Lost', 'Won'")
    assert near in found or not near


# which date


def test_dates_that_are_each_other_rounded_down() -> None:
    text = "Month,Week of,Sold on,Leads\n2026-01-01,2025-12-29,2026-01-02,1\n2026-01-01,2026-01-26,2026-01-31,2\n"
    actuals = read(text + "2026-02-01,2026-01-26,2026-02-01,4\n2026-02-01,2026-02-23,2026-02-28,8\n")
    assert months(actuals, "leads") == {"2026-01": 3, "2026-02": 12}
    (source,) = actuals.sources
    assert source.columns["leads"].date == "Sold on"
    assert [remark.code for remark in source.remarks] == ["rounded"]
    shifted = text + "2026-02-01,2026-01-26,2026-02-01,4\n2026-02-01,2026-02-27,2026-02-28,8\n"
    assert codes(read(shifted), "error") == ["ambiguous-column"]


def test_the_column_that_dates_rows_can_be_said() -> None:
    text = "Opened,Published,Leads\n2026-01-30,2026-02-03,4\n2026-01-31,2026-02-28,5\n"
    actuals = read(text)
    assert error(actuals) == (
        "ambiguous-column: 2 columns could date the rows: 'Opened', 'Published' | say which with `date: Opened`, "
        'or say actuals: {"export.csv": {leads: {sum: Leads, by: Opened}}}'
    )
    assert actuals.problems[0].option == ("say which with --date 'Opened', or say --read 'leads: sum Leads by Opened'")
    assert months(read(text, date="published"), "leads") == {"2026-02": 9}
    assert error(read(text, date="Leads")).startswith("no-date: column 'Leads' holds no dates: '4'")
    assert error(read(text, date="Publish")).startswith("unknown-column: there is no column 'Publish'")
    listed_leads = "Lead ID,Booked,Attended\n1,2026-01-30,2026-02-03\n2,2026-01-31,2026-02-28\n"
    assert months(read(listed_leads, date="Attended"), "leads") == {"2026-02": 2}


def test_a_kpi_by_its_own_name_before_its_synonyms() -> None:
    actuals = read(listed("Date,Users,Sessions,Prospects,Leads,Cost", "{day},10,12,3,2,5"))
    assert {kpi: use.column for kpi, use in used(actuals).items()} == {
        "visits": "Sessions", "leads": "Leads", "spend": "Cost"
    }  # fmt: skip
    (source,) = actuals.sources
    assert [remark.code for remark in source.remarks] == ["synonym", "synonym"]
    assert used(read("일자,잠재 고객,리드\n2026-01-31,5,4\n"))["leads"].column == "리드"


# systems that know the same


CONTACTS = """Record ID,Create Date,Became a Lead Date,Became an Opportunity Date,Became a Customer Date
1,2026-01-01,2026-01-01,2026-01-20,2026-02-02
2,2026-01-31,2026-01-31,2026-02-20,
3,2026-02-28,2026-02-28,,
"""
DEALS = """Record ID,Deal Name,Deal Stage,Close Date,Amount,Create Date
9,A,Closed won,2026-02-10,100,2026-01-21
8,B,Closed lost,2026-02-28,50,2026-02-01
7,C,Closed won,2026-02-28,70,2026-02-28
"""
GA4 = "# Start date: 20260101\n# End date: 20260228\nDate,Sessions,Total revenue\n20260101,10,0\n20260228,20,3\n"


def test_contacts_deals_and_analytics_of_one_house_need_no_word() -> None:
    files = [from_bytes("contacts.csv", CONTACTS.encode()), from_bytes("deals.csv", DEALS.encode())]
    for given in (files, files[::-1]):
        actuals = read_exports([*given, from_bytes("ga4.csv", GA4.encode())])
        assert codes(actuals, "error") == []
        assert months(actuals, "leads") == {"2026-01": 2, "2026-02": 1}
        assert months(actuals, "opportunities") == {"2026-01": 1, "2026-02": 2}
        assert months(actuals, "customers") == {"2026-01": 0, "2026-02": 2}
        assert months(actuals, "revenue") == {"2026-01": 0, "2026-02": 170}
        assert months(actuals, "visits") == {"2026-01": 10, "2026-02": 20}
        told = {source.name: [remark.fields for remark in source.remarks] for source in actuals.sources}
        assert told["contacts.csv"] == [
            {"kpi": "opportunities", "file": "deals.csv"}, {"kpi": "customers", "file": "deals.csv"}
        ]  # fmt: skip
        assert told["ga4.csv"] == [{"kpi": "revenue", "file": "deals.csv"}]


def test_a_rule_says_who_knows_it() -> None:
    files = [from_bytes("contacts.csv", CONTACTS.encode()), from_bytes("deals.csv", DEALS.encode())]
    rules = [FileRules("contacts.csv", kpis={"customers": Rule(count="Became a Customer Date")})]
    actuals = read_exports(files, rules=rules)
    assert months(actuals, "customers") == {"2026-01": 0, "2026-02": 1}
    assert codes(actuals, "error") == []


def test_analytics_alone_has_its_own_revenue() -> None:
    assert months(read(GA4), "revenue") == {"2026-01": 0, "2026-02": 3}


def test_what_is_won_on_no_day_is_asked_about() -> None:
    actuals = read("created_at\tstatus\tvalue\n2026-01-03\twon\t100\n2026-01-31\twon\t200\n2026-02-03\topen\t300\n")
    assert months(actuals, "opportunities") == {"2026-01": 2, "2026-02": 1}
    (note,) = [each for each in actuals.problems if each.code == "unused-date"]
    assert (note.message, note.option) == (
        "nothing says when rows were won, of which status is 'won'",
        "if it was on 'created_at', say --read 'customers: count created_at where status = won' "
        "--read 'revenue: sum value by created_at where status = won'",
    )


def test_the_only_date_of_deals_that_all_ended_dates_those_that_are_won() -> None:
    text = "created_at,status,value\n2026-01-03,won,100\n2026-01-31,won,200\n2026-02-28,lost,300\n"
    actuals = read(text)
    assert months(actuals, "customers") == {"2026-01": 2, "2026-02": 0}
    assert months(actuals, "revenue") == {"2026-01": 300, "2026-02": 0}
    assert months(actuals, "opportunities") == {"2026-01": 2, "2026-02": 1}
    (source,) = actuals.sources
    assert [remark.code for remark in source.remarks] == ["only-date"]
    still_open = read(text + "2026-02-28,open,400\n")
    assert months(still_open, "customers") == {}
    assert [problem.code for problem in still_open.problems] == ["unused-date"]


def test_lines_of_an_order_are_one_order() -> None:
    text = (
        "Row ID,Order ID,Order Date,Customer ID,Product\n1,CA-1,2026-01-05,C1,Chair\n2,CA-1,2026-01-05,C1,Desk\n"
        "3,CA-2,2026-01-31,C2,Pen\n4,CA-3,2026-02-10,C1,Lamp\n5,CA-3,2026-02-28,C1,Lamp\n"
    )
    actuals = read(text)
    assert months(actuals, "customers") == {"2026-01": 2, "2026-02": 1}
    (source,) = actuals.sources
    assert [(remark.code, remark.fields["number"], remark.fields["unit"]) for remark in source.remarks] == [
        ("units", 3, "Order ID")
    ]
    each = read(text.replace("2,CA-1", "2,CA-4").replace("5,CA-3", "5,CA-5"))
    assert months(each, "customers") == {"2026-01": 3, "2026-02": 2}


def test_lines_of_sales_in_money_add_up() -> None:
    header = "Order ID,Order Date,Product,Sales,Quantity\n"
    actuals = read(f"{header}1,2026-01-05,Chair,80,1\n1,2026-01-05,Pen,2.5,5\n2,2026-02-28,Pen,5,10\n")
    assert months(actuals, "customers") == {"2026-01": 1, "2026-02": 1}
    assert months(actuals, "revenue") == {"2026-01": 82.5, "2026-02": 5}


@pytest.mark.parametrize(
    ("name", "read_as"),
    [
        ("deal_size", True),
        ("Closed Won Bookings Amount", True),
        ("ACV", True),
        ("EstimatedValue", False),
        ("company_size", False),
        ("Discount Amount", False),
        ("declared_monthly_revenue", False),
        ("Lifetime value", False),
    ],
)
def test_the_one_amount_of_deals_is_their_revenue_whatever_it_is_called(name: str, read_as: bool) -> None:
    actuals = read(f"Deal ID,Stage,Close Date,{name}\n1,Closed Won,2026-01-05,70\n2,Closed Lost,2026-01-31,9\n")
    assert months(actuals, "customers") == {"2026-01": 1}
    assert ("revenue" in kpis(actuals)) is read_as
    if read_as:
        assert months(actuals, "revenue") == {"2026-01": 70}


@pytest.mark.parametrize(
    ("header", "values", "kpi"),
    [
        ("Date,Leads,Sales", "5,1250.50", "revenue"),
        ("Date,Leads,Sales,Units", "5,1250,3", "revenue"),
        ("Date,Leads,Sales", "5,$1250", "revenue"),
        ("Date,Leads,Sales", "5,3", None),  # money, or how many
    ],
)
def test_sales_are_money_where_something_shows_it(header: str, values: str, kpi: str | None) -> None:
    actuals = read(f"{header}\n2026-01-31,{values}\n2026-02-28,{values}\n")
    assert kpis(actuals) == ["leads", *([kpi] if kpi else [])]


def test_names_of_people_are_no_outcome() -> None:
    names = ["Gagne", "Perdue", *(f"Kim{number}" for number in range(70))]
    rows = "".join(f"{at},{name},2026-01-05,2026-01-31\n" for at, name in enumerate(names))
    actuals = read(f"Lead ID,Last Name,Created,Close Date\n{rows}")
    assert kpis(actuals) == ["leads"]
    assert all("Gagne" not in f"{problem.message}{problem.hint}" for problem in actuals.problems)


def test_payments_that_were_taken_back_are_told() -> None:
    actuals = read("Date,Type,Amount\n2026-01-05,sale,10\n2026-01-31,refund,20\n2026-02-28,sale,30\n")
    assert months(actuals, "revenue") == {"2026-01": 30, "2026-02": 30}
    (problem,) = actuals.problems
    assert (problem.code, problem.message, problem.option) == (
        "lost-counted",
        "revenue: 1 of 3 rows were taken back: Type is 'refund'",
        "to leave them out, say --read 'revenue: sum Amount by Date where Type != refund'",
    )


@pytest.mark.parametrize("status", ["취소", "已退款", "キャンセル", "Storniert", "Annulé", "cancelado", "refund"])
def test_payments_that_were_taken_back_are_told_in_any_language(status: str) -> None:
    text = f"Date,Type,Amount\n2026-01-05,x,10\n2026-01-31,{status},20\n"
    assert codes(read(text)) == ["lost-counted"]
    assert codes(read(text.replace(",20", ",-20"))) == []  # takes itself out


def test_rows_that_were_all_taken_back_are_what_is_counted() -> None:
    assert codes(read("Date,Type,Amount\n2026-01-05,refund,10\n2026-01-31,refund,20\n")) == []


def test_beside_the_day_a_lead_was_created_that_of_its_deal_is_one_of_deals() -> None:
    actuals = read(
        "lead_id,created_date,mql_date,opp_created_date,closed_date,outcome\n1,2026-01-05,2026-01-06,2026-01-30,2026-02-20,Won\n"
        "2,2026-01-07,,,,\n3,2026-02-03,2026-02-04,2026-02-10,2026-02-28,Lost\n"
    )
    assert {kpi: months(actuals, kpi) for kpi in kpis(actuals)} == {
        "leads": {"2026-01": 2, "2026-02": 1},
        "mqls": {"2026-01": 1, "2026-02": 1},
        "opportunities": {"2026-01": 1, "2026-02": 1},
        "customers": {"2026-01": 0, "2026-02": 1},
    }


@pytest.mark.parametrize("name", ["customer_transactions.csv", "lead_activities.csv", "deal_stages.csv"])
def test_a_file_of_what_leads_and_customers_have_lists_none_of_them(name: str) -> None:
    text = listed("Ref,Item,Created", "R{at},I{at},{day}")
    assert error(read(text, name)).startswith("no-measure: ")
    assert codes(read(text, f"{name.split('_')[0]}s_export.csv"), "error") == []


def test_a_column_that_ends_in_status_says_which_are_won() -> None:
    text = "Opportunity ID,Opp Status,Close Date\n1,Won,2026-01-31\n2,Estimating,2026-02-28\n"
    assert columns(read(text)) == {"customers": ("Close Date", "Close Date")}
