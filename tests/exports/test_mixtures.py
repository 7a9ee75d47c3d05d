"""What stands side by side in one table and must not be added: targets, currencies, kinds of results, ratios."""

from __future__ import annotations

import pytest

from kpiplan.kpis.built_in import EXPORTED
from kpiplan.plan.export_rules import Rule
from tests.exports.helpers import codes, daily, error, kpis, months, notes, read


@pytest.mark.parametrize(
    "text",
    [
        "KPI,Jan-25 Target,Jan-25 Actual,Feb-25 Target,Feb-25 Actual\nLeads,100,90,110,95\nVisits,900,800,950,850\n",
        "지표,2025년 1월 목표,2025년 1월 실적,2025년 2월 목표,2025년 2월 실적\n"
        "리드,100,90,110,95\n방문,900,800,950,850\n",
        "지표,구분,2025년 1월,2025년 2월\n리드,목표,100,110\n리드,실적,90,95\n방문,목표,900,950\n방문,실적,800,850\n",
        "지표,구분,2025년 1월,2025년 2월\n리드,목표,100,110\n,실적,90,95\n방문,목표,900,950\n,실적,800,850\n",
    ],
)
def test_targets_beside_actuals(text: str) -> None:
    actuals = read(text)
    assert months(actuals, "leads") == {"2025-01": 90, "2025-02": 95}
    assert months(actuals, "visits") == {"2025-01": 800, "2025-02": 850}
    assert kpis(actuals) == ["leads", "visits"]


CURRENCIES = "Day,Campaign,Currency code,Cost\n2025-01-01,A,USD,100\n2025-01-31,B,KRW,100000\n"


def test_several_currencies_are_asked_about() -> None:
    assert error(read(CURRENCIES)) == (
        "exchange-missing: 'Cost' is in several currencies, which do not add up: 'USD', 'KRW' | "
        "say what one is worth in USD, such as `exchange: {KRW: …}`; or which rows count: "
        'actuals: {"export.csv": {spend: {sum: Cost, where: {Currency code: USD}}}}'
    )
    chosen = {"spend": Rule(sum="Cost", by="Day", where={"Currency code": ("USD",)})}
    assert months(read(CURRENCIES, kpis=chosen), "spend") == {"2025-01": 100}
    assert months(read(CURRENCIES.replace("KRW", "USD")), "spend") == {"2025-01": 100100}


@pytest.mark.parametrize("kpi", EXPORTED)
def test_no_amount_of_money_adds_up_currencies(kpi: str) -> None:
    text = f"Month,Currency,{kpi}\n2025-01,USD,100\n2025-01,KRW,90000\n"
    assert error(read(text)).startswith(f"exchange-missing: '{kpi}' is in several currencies")


def test_amounts_of_deals_in_several_currencies() -> None:
    text = (
        "Opportunity Name,Stage,Amount,Amount Currency,Created Date,Close Date\n"
        "O,Closed Won,100,GBP,13/01/2025,14/02/2025\nP,Closed Won,200,EUR,14/01/2025,15/02/2025\n"
    )
    assert error(read(text)).startswith("exchange-missing: 'Amount' is in several currencies")


RESULTS = (
    "Campaign name,Day,Results,Result indicator,Amount spent (USD)\n"
    "A,2025-01-01,10,actions:lead,100\nB,2025-01-31,{results},{kind},50\nC,2025-01-31,,,5\n"
)


def test_of_results_of_several_kinds_leads_are_leads() -> None:
    actuals = read(RESULTS.format(results=500, kind="actions:link_click"))
    assert months(actuals, "leads") == {"2025-01": 10}
    assert months(actuals, "spend") == {"2025-01": 155}
    assert notes(actuals) == ["leads: Results where Result indicator is actions:lead"]
    both = read(RESULTS.format(results=7, kind="actions:onsite_conversion.lead_grouped"))
    assert months(both, "leads") == {"2025-01": 17}
    assert notes(both) == [""]


def test_results_that_are_no_leads_are_none() -> None:
    text = RESULTS.replace("actions:lead", "actions:link_click").format(results=500, kind="reach")
    actuals = read(text)
    assert kpis(actuals) == ["spend"]
    assert notes(actuals) == ["Results not read: it counts 'actions:link_click', 'reach'"]
    asked = error(read(text, kpis={"leads": Rule(sum="Results", by="Day")}))
    assert asked.startswith(
        "no-measure: 'Results' counts results of several kinds, which do not add up: 'actions:link_click', 'reach' | "
    )
    chosen = {"leads": Rule(sum="Results", by="Day", where={"Result indicator": ("actions:link_click",)})}
    assert months(read(text, kpis=chosen), "leads") == {"2025-01": 10}


def test_ratios_of_days_in_a_long_table() -> None:
    text = "date,kpi,value\n2025-01-01,CTR,0.2\n2025-01-31,CTR,0.3\n2025-01-01,leads,2\n2025-01-31,leads,1\n"
    actuals = read(text)
    assert kpis(actuals) == ["leads"]
    assert codes(actuals) == []
    assert kpis(read("date,kpi,value\n2025-01,conversion rate,0.2\n2025-01,leads,2\n")) == ["conversion_rate", "leads"]


def test_short_years_after_an_apostrophe() -> None:
    assert months(read("Month,Leads\nJan '25,1\nFeb '25,2\n"), "leads") == {"2025-01": 1, "2025-02": 2}


def test_dates_of_creation_date_the_stage_before_them() -> None:
    text = "案件名,リード作成日,受注日\nA,2025/01/05,2025/02/10\nB,2025/01/31,2025/02/28\n"
    assert months(read(text), "leads") == {"2025-01": 2, "2025-02": 0}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.2K", 1200), ("$1.1M", 1100000), ("150만원", 1500000), ("1.5万", 15000), ("1억 2,000만원", 120000000),
        ("-3億", -300000000), ("3억5천만", 350000000), ("2bn", 2000000000),
    ],
)  # fmt: skip
def test_units_behind_a_number(cell: str, value: float) -> None:
    assert months(read(f'Month,Leads,Revenue\n2025-01,1,"{cell}"\n2025-02,1,1\n'), "revenue")["2025-01"] == value
    assert months(read(f'Month,Leads,Revenue\n2025-01,1,"{cell}"\n'), "revenue") == {"2025-01": value}


def test_short_years_with_dots_are_told_apart_by_what_varies() -> None:
    german = "Date,Leads\n" + "".join(f"{day},1\n" for day in daily("2025-01-01", 59, "%d.%m.%y"))
    assert months(read(german), "leads") == {"2025-01": 31, "2025-02": 28}
    korean = "Date,Leads\n" + "".join(f"{day},1\n" for day in daily("2025-01-01", 59, "%y.%m.%d."))
    assert months(read(korean), "leads") == {"2025-01": 31, "2025-02": 28}
    assert "can be read day first or year first: '24.03.04'" in error(read("Date,Leads\n24.03.04,1\n24.03.05,2\n"))


def test_targets_beside_actuals_in_a_long_table() -> None:
    text = "month,kpi,type,value\n2025-01,leads,target,10\n2025-01,leads,actual,8\n"
    assert months(read(text), "leads") == {"2025-01": 8}


def test_other_labels_beside_the_kpi_of_a_row() -> None:
    actuals = read("KPI,Owner,Jan-25,Feb-25\nLeads,Bob,10,20\nVisits,Bob,100,200\n")
    assert months(actuals, "leads") == {"2025-01": 10, "2025-02": 20}
    assert kpis(actuals) == ["leads", "visits"]


@pytest.mark.parametrize(
    "text",
    [
        "KPI,Unit,Jan-25,Feb-25\nLeads,#,10,20\nRevenue,$k,5000,6000\nCTR,%,1,2\n",
        "지표,단위,2025년 1월,2025년 2월\n리드,건,10,20\n매출,백만원,5,6\n",
    ],
)
def test_units_in_a_column_of_their_own(text: str) -> None:
    actuals = read(text)
    assert months(actuals, "leads") == {"2025-01": 10, "2025-02": 20}
    assert months(actuals, "revenue") == {"2025-01": 5e6, "2025-02": 6e6}
    assert kpis(actuals) == ["leads", "revenue"]


def test_currencies_in_the_cells() -> None:
    text = 'Month,Leads,Revenue\n2025-01,1,"USD 1,000.00"\n2025-02,1,"EUR 1,000.00"\n'
    assert error(read(text)) == (
        "exchange-missing: 'Revenue' is in several currencies, which do not add up: 'USD', 'EUR' | "
        "say what one is worth in USD, such as `exchange: {EUR: …}`"
    )
    assert months(read(text.replace("EUR", "USD")), "revenue") == {"2025-01": 1000, "2025-02": 1000}
