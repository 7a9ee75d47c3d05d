"""Amounts in several currencies: said by a column, by the cells or by the header, converted, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.plan.export_rules import Exchange, Rule
from tests.exports.helpers import codes, error, months, notes, read

RATES = Exchange("USD", {"EUR": 1.25, "GBP": 1.5, "JPY": 0.01})
BESIDE = "Month,Revenue,Currency\n2026-01,100,USD\n2026-01,100,EUR\n2026-02,200,gbp\n"
CELLS = 'Month,Revenue\n2026-01,"$100"\n2026-01,100 €\n2026-02,GBP 200\n'
HEADER = "Month,Revenue (EUR)\n2026-01,180\n2026-02,240\n"


@pytest.mark.parametrize("text", [BESIDE, CELLS, HEADER])
def test_amounts_are_converted_and_it_is_said(text: str) -> None:
    actuals = read(text, exchange=RATES)
    assert months(actuals, "revenue") == {"2026-01": 225, "2026-02": 300}
    assert codes(actuals) == []
    assert "converted: 1 EUR = 1.25 USD" in notes(actuals)[0]


def test_without_a_plan_the_currency_without_a_rate_is_that_of_the_rates() -> None:
    actuals = read(BESIDE.replace("gbp", "EUR"), exchange=Exchange(None, {"EUR": 1.25}))
    assert months(actuals, "revenue") == {"2026-01": 225, "2026-02": 250}
    assert notes(actuals) == ["Revenue converted: 1 EUR = 1.25 USD"]


def test_what_is_missing_is_asked_for() -> None:
    assert error(read(BESIDE, exchange=Exchange("USD", {"EUR": 1.25}))) == (
        "exchange-missing: 'Revenue' is in several currencies, which do not add up: 'USD', 'EUR', 'gbp' | "
        "say what one is worth in USD, such as `exchange: {GBP: …}`; or which rows count: "
        'actuals: {"export.csv": {revenue: {sum: Revenue, where: {Currency: USD}}}}'
    )
    assert error(read(HEADER, exchange=Exchange("USD"))) == (
        "exchange-missing: 'Revenue (EUR)' is in EUR, and the plan in USD | "
        "say what one is worth in USD, such as `exchange: {EUR: …}`"
    )


def test_a_sign_of_several_currencies_is_that_of_the_plan() -> None:
    text = 'Month,Revenue\n2026-01,"$100"\n2026-02,$50\n'
    assert months(read(text, exchange=Exchange("CAD")), "revenue") == {"2026-01": 100, "2026-02": 50}
    yen = text.replace("$", "¥")
    assert months(read(yen, exchange=RATES), "revenue") == {"2026-01": 1, "2026-02": 0.5}


def test_a_condition_may_pick_one_currency() -> None:
    rule = Rule(sum="Revenue", by="Month", where={"Currency": ("EUR",)})
    assert months(read(BESIDE, kpis={"revenue": rule}, exchange=Exchange("EUR")), "revenue") == {"2026-01": 100}
    assert months(read(BESIDE, kpis={"revenue": rule}, exchange=RATES), "revenue") == {"2026-01": 125}


def test_amounts_that_are_converted_already_are_left_alone() -> None:
    text = BESIDE.replace("Revenue", "Revenue (converted)").replace("gbp", "GBP")
    rule = Rule(sum="Revenue (converted)", by="Month")
    assert months(read(text, kpis={"revenue": rule}, exchange=RATES), "revenue") == {"2026-01": 200, "2026-02": 200}


def test_units_are_converted_too() -> None:
    text = "Order,Day,Total,Currency\n1,2026-01-31,100,EUR\n1,2026-01-31,100,EUR\n2,2026-01-31,10,USD\n"
    rule = Rule(sum="Total", by="Day", distinct="Order")
    assert months(read(text, kpis={"revenue": rule}, exchange=RATES), "revenue") == {"2026-01": 135}


ROWS = st.lists(
    st.tuples(st.sampled_from(["2026-01", "2026-02"]), st.integers(0, 10**6), st.sampled_from(["USD", "EUR", "GBP"])),
    min_size=1,
)


@given(ROWS)
def test_a_column_and_the_cells_say_the_same(rows: list[tuple[str, int, str]]) -> None:
    beside = "Month,Revenue,Currency\n" + "".join(f"{m},{n},{c}\n" for m, n, c in rows)
    cells = "Month,Revenue\n" + "".join(f"{m},{c} {n}\n" for m, n, c in rows)
    expected: dict[str, float] = {}
    for month, number, code in rows:
        expected[month] = expected.get(month, 0.0) + number * {"USD": 1.0, **RATES.rates}[code]
    for text in (beside, cells):
        assert months(read(text, exchange=RATES), "revenue") == pytest.approx(expected)
