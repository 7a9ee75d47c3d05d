"""What `--fail-on behind` promises, over years drawn with a seed; `python -m tests.benchmarks.promise` draws many."""

from tests.analysis.variance.cases import INBOUND, plan_of
from tests.analysis.variance.simulated import PLANS, World, false_alarms, proven

YEARS = 40


def test_a_business_on_plan_is_rarely_called_behind() -> None:
    """In at most 10 of 100 years; of 40 more than 9 in one of 100 such samples. With counts against targets: 25."""
    plan = plan_of(PLANS["3 rows"])
    assert false_alarms(plan, World(noise=0.1), 1, YEARS) <= 9
    assert false_alarms(plan, World(noise=0.1, blind=True), 1, YEARS) <= 9


def test_a_fall_is_proven_by_june() -> None:
    """15% fewer leads of as many visits, at 94 a month: in 80 of 100 years."""
    by_month = proven(plan_of(INBOUND), World(noise=0.1, falls={"leads": 0.85}), "leads", 1, YEARS)
    assert by_month[5] >= 0.7 * YEARS
    assert by_month[11] >= 0.95 * YEARS
