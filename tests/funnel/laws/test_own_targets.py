"""Law 1: fed its own targets, a plan returns its own goal at every stage.

"Fed its own targets, a plan returns its own goal at every stage, months 1..12, where `before` is empty and direct
arrivals stay within the need."
"""

from typing import Any

from hypothesis import assume, given

from kpiplan.funnel.stages import Targets, down

from ..generated import STABLE, Data, near, outcomes_of, plans, without

MONTHS = range(1, 13)


def within_need(targets: Targets) -> bool:
    """Whether direct arrivals of the plan months stay within what each stage is to bring."""
    return all(
        direct.at(month) <= arrivals.at(month)
        for direct, arrivals in zip(targets.direct, targets.arrivals, strict=True)
        for month in MONTHS
    )


def assert_returns_its_goal(data: Data) -> int:
    """Check every branch whose direct arrivals stay within the need; how many there were."""
    checked = 0
    for outcome in outcomes_of(data):
        targets = outcome.targets
        if within_need(targets):
            checked += 1
            for stage, found in enumerate(down(targets, [{} for _ in targets.stages])):
                for month, count in zip(MONTHS, found, strict=True):
                    assert near(count, targets.arrivals[stage].at(month)), (outcome.branch.segment, stage, month)
    return checked


@STABLE
@given(plans())
def test_a_plan_fed_its_own_targets_returns_its_own_goal(data: Data) -> None:
    assume(assert_returns_its_goal(without(data, "before")))


@STABLE
@given(plans())
def test_so_does_a_plan_without_direct_arrivals_whatever_its_lags(data: Data) -> None:
    plain = without(data, "before", "direct")
    assert assert_returns_its_goal(plain) == max(1, len(plain.get("segments", {})))


def test_so_does_a_plan_with_lags_of_more_than_a_year_and_a_goal_that_jumps_about() -> None:
    ages = {"quarters": ["1%", "0%", "4%"]}
    goal = {"customers": [3, 50, 7, 4, 90, 12, 6, 5, 44, 21, 60, 2]}
    for direct, next_year in (({"mar": 2, "else": 1}, "10%"), (0, "none")):
        stages: list[Any] = [
            "visits",
            {"leads": {"rate": [0.02, 0.04, 0.03, 0.01], "lag": "14 months"}},
            {"meetings": {"rate": "50%", "lag": ["20%", "0%", "80%"], "direct": direct}},
            {"customers": {"by_age": ages}},
        ]
        data = {"name": "x", "year": 2026, "goal": goal | {"next_year": next_year}, "funnel": stages}
        assert assert_returns_its_goal(data) == 1
