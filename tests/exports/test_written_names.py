"""Names of columns as people write them in sheets of their own: with words that say that they count, for short."""

from __future__ import annotations

import pytest

from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.plan.export_rules import Exchange
from tests.exports.helpers import columns, error, kpis, months, notes, read


@pytest.mark.parametrize(
    ("name", "kpi"),
    [
        ("Total Leads", "leads"),
        ("Number of leads", "leads"),
        ("leads_generated", "leads"),
        ("new_leads_count", "leads"),
        ("Nombre de prospects", "leads"),
        ("Leads gerados", "leads"),
        ("Anzahl Leads", "leads"),
        ("Aantal leads", "leads"),
        ("Numero di contatti", "leads"),
        ("Cantidad de contactos", "leads"),
        ("Кол-во заявок", "leads"),
        ("Всего лиды", "leads"),
        ("Number of opportunities", "opportunities"),
        ("Total orders", "customers"),
        ("PaidCustomers", "customers"),
        ("sourced_wins", "customers"),
        ("total_impressions", "impressions"),
        ("n_new_customers", "customers"),
        ("new_clients", "customers"),
        ("n_churned_customers", "lost_customers"),
        ("spend_usd", "spend"),
        ("monthly_leads", "leads"),
        ("monthly_spend_eur", "spend"),
        ("spend_amount", "spend"),
        ("Receita_Gerada", "revenue"),
        ("revenue_eur", "revenue"),
        ("Website traffic", "visits"),
        ("orders_value", "revenue"),
        ("Advertising spend", "spend"),
    ],
)
def test_what_counts_is_known_by_what_it_counts(name: str, kpi: str) -> None:
    assert Vocabulary(None).measure(name) == kpi


@pytest.mark.parametrize(
    "name",
    [
        "Order total",
        "Total purchase",
        "Total opportunities",
        "Total clientes",
        "Total",
        "Count",
        "Employee count",
        "Total rows",
        "Average total leads",
    ],
)
def test_what_may_be_all_there_are_or_anything_else_is_not_known(name: str) -> None:
    words = Vocabulary(None)
    assert words.is_ratio(name) or words.measure(name) is None


def test_total_customers_stay_those_at_the_end() -> None:
    assert Vocabulary(None).measure("Total customers") == "customers_end"


def test_of_all_leads_and_the_new_ones_the_new_ones_count() -> None:
    actuals = read("Month,New Leads,Total Leads\n2026-01,5,105\n2026-02,6,111\n")
    assert months(actuals, "leads") == {"2026-01": 5, "2026-02": 6}
    assert notes(actuals) == ["Total Leads not used: New Leads is leads"]


@pytest.mark.parametrize("name", ["ym", "YYYYMM", "year_month", "yearmonth", "dt"])
def test_months_in_digits_are_months_where_the_column_is_called_so(name: str) -> None:
    days = ("20260131", "20260228") if name == "dt" else ("202601", "202602")
    actuals = read(f"{name},product,total_orders,sessions\n{days[0]},A,3,90\n{days[0]},B,4,80\n{days[1]},A,5,70\n")
    assert months(actuals, "customers") == {"2026-01": 7, "2026-02": 5}
    assert columns(actuals)["visits"] == ("sessions", name)
    assert sorted(kpis(actuals)) == ["customers", "visits"]


def test_a_currency_behind_a_name_is_that_of_its_amounts() -> None:
    text = "date,spend_eur,clicks\n2026-01-31,100,5\n2026-02-28,200,6\n"
    assert months(read(text), "spend") == {"2026-01": 100, "2026-02": 200}
    rates = Exchange("USD", {"EUR": 1.25})
    assert months(read(text, exchange=rates), "spend") == {"2026-01": 125, "2026-02": 250}
    assert error(read(text, exchange=Exchange("USD"))).startswith("exchange-missing: 'spend_eur' is in EUR")
    deals = "Opportunity_ID,Stage,Close_Date,Created_Date,Amount_USD\n1,Closed Won,2026-01-31,2026-01-02,70\n"
    assert months(read(deals + "2,Closed Lost,2026-01-31,2026-01-02,9\n"), "revenue") == {"2026-01": 70}


@pytest.mark.parametrize("name", ["Ventas", "Vendas", "Ventes", "Vendite", "Verkäufe", "Verkopen", "Продажи"])
def test_sales_in_money_in_other_languages(name: str) -> None:
    assert months(read(f"date,{name}\n2026-01-31,10.5\n2026-02-28,9\n"), "revenue") == {"2026-01": 10.5, "2026-02": 9}


def test_months_beside_the_days_that_they_are_of() -> None:
    text = "mes,ingresos,fecha de corte\nEnero,5,2026-01-31\nFebrero,6,2026-02-28\n"
    assert months(read(text), "revenue") == {"2026-01": 5, "2026-02": 6}
    assert error(read(text.replace("Febrero", "Marzo"))).startswith("ambiguous-column: 2 columns could date the rows")


def test_sales_beside_revenue_are_how_many_were_sold() -> None:
    actuals = read("Mes,Leads,Vendas,Receita\n2026-01,50,6,900\n2026-02,60,7,950\n")
    assert months(actuals, "customers") == {"2026-01": 6, "2026-02": 7}
    assert months(actuals, "revenue") == {"2026-01": 900, "2026-02": 950}
