"""Every formula with numbers worked by hand, with a zero below the line, with each measure missing."""

from __future__ import annotations

import pytest

from kpiplan.kpis import find, formula_of, ids
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import Evaluation, evaluate
from tests.kpis.worked import WORKED, Worked

MISSING = [(each, name) for each in WORKED for name in each.measures]
ZERO = [(each, name) for each in WORKED for name in each.zero]


def kpi(name: str) -> Kpi:
    found = find(name)
    assert found is not None
    return found


def test_every_kpi_is_worked_once() -> None:
    assert [each.id for each in WORKED] == list(ids())


@pytest.mark.parametrize("worked", WORKED, ids=[each.id for each in WORKED])
def test_value(worked: Worked) -> None:
    found = evaluate(formula_of(kpi(worked.id)), worked.measures)
    assert found.value == pytest.approx(worked.value, rel=1e-12)
    assert found.missing == ()
    assert sorted(found.used) == sorted(worked.measures)


@pytest.mark.parametrize(("worked", "name"), ZERO, ids=[f"{each.id}-{name}" for each, name in ZERO])
def test_nothing_to_divide_by(worked: Worked, name: str) -> None:
    found = evaluate(formula_of(kpi(worked.id)), {**worked.measures, name: 0.0})
    assert (found.value, found.missing) == (None, ())


def test_a_cost_of_nothing_leaves_nothing_to_divide_by() -> None:
    worked = next(each for each in WORKED if each.id == "ltv_to_cac")
    found = evaluate(formula_of(kpi(worked.id)), {**worked.measures, "marketing_spend": 0, "sales_spend": 0})
    assert (found.value, found.missing) == (None, ())


def test_whatever_divides_can_have_nothing_to_divide_by() -> None:
    """Of measures: 12 months and 100 points are never 0."""
    dividing = {each.id for each in WORKED if "/" in kpi(each.id).formula}
    assert dividing == {each.id for each in WORKED if each.zero}


@pytest.mark.parametrize(("worked", "name"), MISSING, ids=[f"{each.id}-{name}" for each, name in MISSING])
def test_a_measure_that_is_missing_is_named(worked: Worked, name: str) -> None:
    rest = {other: value for other, value in worked.measures.items() if other != name}
    found = evaluate(formula_of(kpi(worked.id)), rest)
    assert found.value is None
    assert name in found.missing
    assert not set(found.missing) & set(rest)


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("cost_per_lead", ("marketing_spend", "leads")),
        ("bounce_rate", ("single_page_sessions", "sessions")),
        ("sales_velocity", ("opportunities", "revenue", "customers", "won", "sales_cycle")),
        ("customer_profit", ("average_purchase", "purchases_per_year", "years_kept", "gross_margin")),
        (
            "cac_payback",
            (
                "marketing_spend",
                "sales_spend",
                "new_customers",
                "average_purchase",
                "purchases_per_year",
                "gross_margin",
            ),
        ),
    ],
)
def test_where_nothing_is_known_the_measures_of_the_formula_are_named(name: str, missing: tuple[str, ...]) -> None:
    assert evaluate(formula_of(kpi(name)), {}) == Evaluation(None, missing, ())
