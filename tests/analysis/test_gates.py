"""Gates on chosen KPIs, as values and as sentences."""

from __future__ import annotations

import math

import pytest

from kpiplan.analysis.gates import gates, missed
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.compare import Comparison, compare
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.model import Plan
from kpiplan.reports.actuals.gates import gate_text
from tests.analysis.scorecard.cases import Months, measured, plan_of, run

CALLS = "calls: {unit: count, at_least: 10 a month}"


def reached(plan: Plan) -> Comparison:
    """The plan's own stages: as many customers as planned, and one more."""
    return compare(plan_targets(plan), Actuals({None: Seen({"customers": run(2)})}, 1))


@pytest.mark.parametrize(("calls", "kind"), [(5, "watch"), (1, "behind")])
def test_a_chosen_kpi_has_its_limit_its_value_and_its_chance(calls: int, kind: str) -> None:
    """Ten calls are wanted: so few or fewer come with what Poisson's distribution says of them."""
    months: dict[str, Months] = {"calls": run(calls)}
    plan, found = plan_of(f"{{{CALLS}}}"), measured(CALLS, 1, months)
    (gate,) = missed(gates(reached(plan), on="watch", scores=[found]))
    by_hand = math.fsum(math.exp(-10) * 10**k / math.factorial(k) for k in range(calls + 1))
    assert (gate.kind, gate.status, gate.kpi, gate.unit) == (kind, kind, "calls", "count")
    assert (gate.target, gate.actual, gate.score) == (10, calls, found)
    assert gate.chance == pytest.approx(by_hand, rel=1e-9)
    assert gate_text(gate, plan) == f"Calls: {calls}, {10 - calls} under 10"
    assert len(missed(gates(reached(plan), on="behind", scores=[found]))) == (kind == "behind")


def test_what_is_overdue_fails_and_has_no_number() -> None:
    text = "signed: {done: false, due: 2020-01}"
    plan, found = plan_of(f"{{{text}}}"), measured(text, 1, {})
    (gate,) = missed(gates(reached(plan), on="behind", scores=[found]))
    assert gate[:8] == ("behind", None, "signed", "overdue", None, None, None, None)
    assert gate_text(gate, plan) == "Signed: overdue since January 2020"


def test_parts_of_a_break_down_are_no_gates() -> None:
    found = measured(CALLS, 1, {"calls": run(0)})._replace(part="Brand")
    assert missed(gates(reached(plan_of(f"{{{CALLS}}}")), on="watch", scores=[found])) == ()
