"""The package against an independent reference of its arithmetic: every figure and every row of carry-in."""

from collections import Counter

import pytest

from .generated import Data, near, plan_of, results_of
from .reference import reference

PLANS = 400


@pytest.mark.parametrize("seed", range(PLANS))
def test_figures_and_carry_in_are_those_of_the_reference(seed: int) -> None:
    data = plan_of(seed)
    results, wanted = results_of(data), reference(data)
    found = {(figure.segment, figure.kpi): figure for figure in results.figures}
    assert found.keys() == wanted["figures"].keys()
    for key, expected in wanted["figures"].items():
        figure = found[key]
        assert figure.unit == expected["unit"], key
        for at, (one, two) in enumerate(zip([*figure.values, figure.total], _all(expected), strict=True)):
            assert near(one, two), (key, at, one, two)
    assert len(results.carry_in) == len(wanted["carry_in"])
    for row, expected in zip(results.carry_in, wanted["carry_in"], strict=True):
        assert (row.segment, row.stage, str(row.month)) == (expected["segment"], expected["stage"], expected["month"])
        for name in ("needed", "brings", "stated"):
            assert near(getattr(row, name), expected[name]), (row, expected)


def _all(figure: Data) -> list[float | None]:
    return [*figure["values"], figure["total"]]


def test_the_random_plans_use_what_the_language_has() -> None:
    """Each key of a plan that moves a number, in a dozen of the plans or more."""
    used: Counter[str] = Counter()
    for seed in range(PLANS):
        used.update(set(_keys(plan_of(seed))))
    wanted = [
        "start",
        "year",
        "goal",
        "goal.revenue",
        "goal.customers",
        "goal.orders",
        "goal.recurring",
        "goal.average_deal",
        "goal.round_customers",
        "goal.from_elsewhere",
        "goal.by_month",
        "goal.by_quarter",
        "goal.in_quarter",
        "goal.growth",
        "goal.next_year",
        "stage.rate",
        "stage.each",
        "stage.by_age",
        "stage.lag",
        "stage.direct",
        "stage.owner",
        "stage.cost",
        "stage.sources",
        "before",
        "existing",
        "costs",
        "segments",
        "segment.share",
        "segment.goal",
        "segment.funnel",
        "segment.before",
        "segment.costs",
    ]
    assert {key: used[key] for key in wanted if used[key] < 12} == {}


def _keys(data: Data) -> list[str]:
    found = [*data, *(f"goal.{key}" for key in data["goal"])]
    for segment in data.get("segments", {}).values():
        found += [f"segment.{key}" for key in segment]
    for entry in data["funnel"]:
        spec = next(iter(entry.values())) if isinstance(entry, dict) else {}
        found += [f"stage.{key}" for key in spec] if isinstance(spec, dict) else []
    return found
