"""Names of columns as people write them in sheets of their own: with words that say that they count, for short."""

from __future__ import annotations

import pytest

from kpiplan.exports.columns.vocabulary import Vocabulary
from tests.exports.helpers import columns, kpis, months, notes, read


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
        "Total clients",
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
