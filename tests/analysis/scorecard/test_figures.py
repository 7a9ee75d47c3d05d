"""One figure, one value: what a result says and what the scorecard says of the KPI of the same name."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given

import kpiplan
from kpiplan.analysis.scorecard.from_plan import YEAR, planned
from kpiplan.analysis.scorecard.measures import value
from kpiplan.funnel.targets import figures, plan_targets
from kpiplan.kpis import find
from kpiplan.loader import Loaded
from tests.conftest import SAMPLES
from tests.funnel.generated import STABLE, Data, near, plans

BOTH = ("cost_per_lead", "customer_acquisition_cost", "marketing_roi", "cac_payback", "ltv_to_cac")


def same(loaded: Loaded) -> set[str]:
    """The KPIs that are figures too, all of them equal in every month and over the year."""
    assert loaded.plan is not None, [problem.message for problem in loaded.errors]
    targets = plan_targets(loaded.plan)
    known = planned(targets)
    found = set()
    for figure in figures(targets).figures:
        kpi = find(figure.kpi)
        if kpi is None or figure.segment is not None:
            continue
        assert kpi.unit == figure.unit
        found.add(kpi.id)
        wanted = zip([(month,) for month in YEAR] + [YEAR], [*figure.values, figure.total], strict=True)
        for months, amount in wanted:
            assert near(value(kpi, known, months).value, amount), (kpi.id, months)
    return found


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.name)
def test_of_sample_plans(file: Path) -> None:
    found = same(kpiplan.load_plan(file))
    assert ("customer_acquisition_cost" in found) == ("cost" in file.read_text(encoding="utf-8"))


@STABLE
@given(plans())
def test_of_generated_plans(data: Data) -> None:
    same(kpiplan.read_plan(yaml.safe_dump(data, sort_keys=False)))


@pytest.mark.parametrize(
    ("plan", "kpis"),
    {
        "goal: {orders: 240, average_deal: 10}\nfunnel: [leads, {customers: 10%}, {orders: {each: 2}}]": BOTH[:3],
        "goal: {members: 240, average_deal: 10}\nfunnel: [leads, {new_customers: 10%}, {members: 50%}]": BOTH[:3],
        "goal: {customers: 240}\nfunnel: [leads, {customers: 10%}]\nsegments:\n  one: {share: 100%}\n"
        "  two: {goal: {deals: 120}, funnel: [leads, {customers: 20%}, {deals: 50%}]}": BOTH[:2],
        "goal: {recurring: {from: 10k, to: 20k, churn: 3%}, average_deal: 79}\nfunnel: [leads, {orders: 10%}]": (
            *BOTH[:2],
            *BOTH[3:],
        ),
        "goal: {recurring: {from: 10k, to: 20k}, average_deal: 79}\nfunnel: [leads, {orders: 10%}, {customers: 10%}]\n"
        "economics: {years_kept: 3, gross_margin: 80%, purchases_per_year: 11}": (*BOTH[:2], *BOTH[3:]),
    }.items(),
    ids=["customers above the last stage", "new customers above it", "in some segments", "orders", "stated economics"],
)
def test_of_plans_whose_last_stage_is_not_called_customers(plan: str, kpis: tuple[str, ...]) -> None:
    head = "name: n\nyear: 2026\ncosts: {marketing: 1k, sales: 500}\n"
    assert same(kpiplan.read_plan(head + plan)) >= set(kpis)


def test_the_acquisition_cost_is_that_of_the_last_stage() -> None:
    """$24,000 a year for 240 orders are $100 each, though 120 customers place them."""
    results = kpiplan.targets(
        kpiplan.read_plan(
            "name: n\nyear: 2026\ncosts: {marketing: 2k}\ngoal: {orders: 240}\n"
            "funnel: [leads, {customers: 10%}, {orders: {each: 2}}]\n"
        )
    )
    assert results.get("customer_acquisition_cost").total == pytest.approx(100)
