"""The laws of docs/chance.md, on plans at random."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.analysis.goal_chance.engine import goal_chance, history, latest
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.model import Plan
from tests.analysis.goal_chance.plans import SAAS, SAAS_TO_MAY, inbound, plan_of, seen, told
from tests.analysis.goal_chance.random_plans import random_plan
from tests.conftest import INBOUND

QUICK = settings(derandomize=True, deadline=None, database=None, max_examples=4)
SEEDS = st.integers(0, 10_000)
NAMES = ("leads", "mqls", "sqls", "opportunities", "customers")
RATES = (0.015, 0.2, 0.2, 0.4, 0.5)


def of_lines(lines: dict[str, str]) -> str:
    return f"risk: {{{', '.join(f'{name}: {line}' for name, line in lines.items())}}}\n" if lines else ""


def belief(rate: float, units: int) -> str:
    return f"{rate * units:.10g} of {units}"


LINES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from((8, 40, 300)), max_size=3).map(
    lambda units: {name: belief(RATES[NAMES.index(name)], units[name]) for name in NAMES if name in units}
)


@QUICK
@given(st.floats(0.3, 400), st.integers(0, 30))
def test_with_nothing_uncertain_and_nothing_fixed_it_is_the_poisson_tail(customers: float, more: int) -> None:
    text = f"name: P\nyear: 2020\ngoal: {{customers: {customers!r}}}\nfunnel: [a, {{customers: 5%}}]\n"
    goal = math.ceil(customers) + more
    term = below = math.exp(-customers)
    for k in range(1, goal):
        term *= customers / k
        below += term
    assert abs(told(text, goal=goal).whole.chance.customers - (1 - below)) < 1e-12


@QUICK
@given(SEEDS)
def test_the_mean_is_the_expectation_at_the_mean_factors(seed: int) -> None:
    found = told(random_plan(seed)).whole
    chances = found.counts.chances
    if abs(sum(chances) - 1) < 1e-8:  # else a long tail is not told one by one
        mean = math.fsum(k * chance for k, chance in enumerate(chances))
        square = math.fsum(k * k * chance for k, chance in enumerate(chances))
        assert mean == pytest.approx(found.expected, rel=1e-4)
        assert square - mean**2 == pytest.approx(found.variance, rel=1e-3)
    assert found.customers.year.p10 <= found.expected * 1.01


@QUICK
@given(SEEDS)
def test_a_higher_goal_is_never_likelier(seed: int) -> None:
    text = random_plan(seed)
    middle = told(text).whole.customers.year.p50
    chances = [told(text, goal=middle + more).whole.chance.customers for more in (-3, -1, 0, 1, 4)]
    assert all(one >= two - 1e-9 for one, two in pairwise(chances))


@QUICK
@given(LINES, st.sampled_from(NAMES))
def test_a_lower_line_is_never_likelier(lines: dict[str, str], name: str) -> None:
    rate = RATES[NAMES.index(name)]
    chances = [
        inbound(of_lines({**lines, name: belief(rate * part, 60)})).whole.chance.customers for part in (0.7, 1, 1.2)
    ]
    assert chances[0] <= chances[1] + 1e-9 <= chances[2] + 2e-9


@QUICK
@given(LINES)
def test_a_surer_year_takes_more_work(lines: dict[str, str]) -> None:
    factors = []
    for level in (0.3, 0.6, 0.75):
        safe = inbound(of_lines(lines), safe=level).safe
        assert safe is not None
        factors.append(safe.factor if safe.reached else math.inf)
        if safe.reached and safe.factor:
            assert safe.chance == pytest.approx(level, abs=1e-8)
    assert factors == sorted(factors)


@pytest.mark.parametrize("lines", ["", "  leads: 231 of 16_200\n  customers: 3 of 8\n  market: 85% to 115%\n"])
@pytest.mark.parametrize("share", [10, 35])
def test_a_segment_split_in_two_has_the_chance_of_the_whole(lines: str, share: int) -> None:
    text = INBOUND.replace("  round_customers: nearest\n", "").replace(
        "- customers: 50%", "- customers: {rate: 50%, lag: 2 months}"
    )
    text += f"risk:\n  average_deal: 0.9M to 1.2M\n{lines}"
    split = text + f"segments: {{a: {{share: {share}%}}, b: {{share: {100 - share}%}}}}\n"
    one, two = told(text).whole, told(split).whole
    assert two.chance.customers == pytest.approx(one.chance.customers, abs=1e-9)
    assert two.chance.revenue == pytest.approx(one.chance.revenue, abs=1e-9)
    assert two.variance == pytest.approx(one.variance)
    assert two.customers == one.customers


def test_a_line_of_its_own_is_a_draw_of_its_own() -> None:
    text = "name: P\nyear: 2020\ngoal: {customers: 40}\nfunnel: [a, {b: 20%}, {customers: 30%}]\n"
    text += "risk: {b: 12 of 60, customers: 9 of 30}\nsegments:\n  x: {share: 50%}\n"
    shared = told(text + "  y: {share: 50%}\n").whole
    apart = told(text + "  y: {share: 50%, risk: {customers: 9 of 30}}\n").whole
    funnel = told(text + "  y: {share: 50%, funnel: [a, {b: 20%}, {customers: 30%}]}\n").whole
    assert shared.variance > apart.variance > funnel.variance
    assert shared.expected == pytest.approx(apart.expected) == pytest.approx(funnel.expected)


@pytest.mark.parametrize(("won", "chance"), [(8, 0.0), (9, 1.0), (10, 1.0)])
def test_with_every_month_known_it_is_certain(won: int, chance: float) -> None:
    known = dict.fromkeys(("visits", *NAMES[:-1]), (3,) * 12) | {"customers": (won - 4, 4, *(0,) * 10)}
    found = told(INBOUND + "risk: {leads: 231 of 16_200, market: 85% to 115%}\n", actuals=seen(known)).whole
    assert found.chance.customers == found.luck.customers == chance
    assert (found.variance, found.expected) == (0.0, won)


def test_calibration() -> None:
    """Of years drawn from the model, those with a stated chance of about p reach the goal in p of the cases."""
    import numpy as np

    from tests.analysis.goal_chance.simulation import simulate

    reached: list[float] = []
    stated: list[float] = []
    for seed in range(40):
        text = (
            f"name: P\nyear: 2020\ngoal: {{customers: {9 + seed % 5}}}\nfunnel: [a, {{b: 20%}}, {{customers: 30%}}]\n"
        )
        text += f"risk: {{b: {8 + seed % 9} of 60, customers: 9 of {22 + seed % 11}}}\n"
        plan = plan_of(text)
        drawn = simulate(plan, 50, seed).customers[None]
        stated += [told(text).whole.chance.customers] * 50
        reached += [float(count >= 9 + seed % 5) for count in drawn]
    chances, hits = np.array(stated), np.array(reached)
    for low, high in ((0, 0.35), (0.35, 0.6), (0.6, 1)):
        some = (chances >= low) & (chances < high)
        error = math.sqrt(float(np.sum(chances[some] * (1 - chances[some]))))
        assert some.sum() > 100
        assert abs(float(np.sum(hits[some] - chances[some]))) < 4 * error


def test_a_thousandfold_of_both_tends_to_the_certain_rate() -> None:
    luck = inbound().whole.chance.customers
    chances = [
        inbound(f"risk: {{leads: {243 * n} of {16_200 * n}}}\n").whole.chance.customers for n in (1, 1000, 10**6)
    ]
    assert abs(chances[0] - luck) > abs(chances[1] - luck) > abs(chances[2] - luck)
    assert abs(chances[2] - luck) < 1e-6


@pytest.mark.parametrize("through", [1, 2, 4])
def test_history_ends_with_what_is_known_now(through: int) -> None:
    plan = plan_of(SAAS)
    actuals = seen({stage: months[:through] for stage, months in SAAS_TO_MAY.items()})
    moments = history(plan_targets(plan), actuals)
    now = goal_chance(plan_targets(plan), actuals, by_month=False)
    assert [moment.through for moment in moments] == list(range(through + 1))
    assert moments[0].chance == pytest.approx(told(SAAS).whole.chance, abs=1e-9)
    assert moments[-1].chance == pytest.approx(now.whole.chance, abs=1e-9)
    assert latest(plan_targets(plan), actuals) == moments[-1]


def test_half_a_month_lies_between() -> None:
    plan = plan_of(SAAS)
    whole = {stage: {1: float(months[0])} for stage, months in SAAS_TO_MAY.items()}
    half = {stage: {1: count[1] / 2} for stage, count in whole.items()}
    spreads = []
    for counts, part in ((half, 0.5), (whole, 1.0)):
        found = goal_chance(plan_targets(plan), Actuals({None: Seen(counts)}, 1, part), by_month=False).whole
        spreads.append(found)
    assert abs(spreads[0].luck.customers - spreads[1].luck.customers) < 0.05
    assert spreads[0].counts.first == 10


def test_the_fan_is_of_running_totals() -> None:
    found = told(SAAS, by_month=True).whole
    assert len(found.customers.by_month) == 12
    assert found.customers.by_month[-1] == found.customers.year
    for one, two in pairwise(found.customers.by_month):
        assert all(a <= b for a, b in zip(one, two, strict=True))
    assert found.revenue is not None
    assert found.revenue.by_month[-1] == found.revenue.year


def test_no_answer_is_an_answer() -> None:
    text = re.sub("round_customers: nearest", "next_year: none", INBOUND)
    late = dict.fromkeys(("visits", *NAMES), (0.0,) * 11)
    found = told(text.replace("customers: 50%", "customers: {rate: 50%, lag: 2 months}"), actuals=seen(late), safe=0.8)
    assert found.safe is not None
    assert (found.safe.reached, found.safe.factor, found.safe.chance) == (False, 64.0, 0.0)


def test_a_plan_value_without_risk_is_taken_as_certain() -> None:
    plan: Plan = plan_of(INBOUND)
    assert plan.risk is None
    found = goal_chance(plan_targets(plan))
    assert found.rests_on == ()
    assert [part.input for part in found.hangs_on] == ["luck"]
