"""Years of a business drawn at random: exactly on plan but for chance, or with one stage that falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kpiplan.analysis.variance.actuals import Actuals, Counts, Seen
from kpiplan.analysis.variance.compare import compare
from kpiplan.analysis.variance.status import Verdict
from kpiplan.funnel.stages import chance
from kpiplan.funnel.targets import Outcome, plan_targets
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan
from tests.analysis.variance.cases import INBOUND

DEALS_VARY = 0.6  # the standard deviation of a deal over its mean


_LAGS = """\
goal: {revenue: 9M, average_deal: 20k, by_quarter: [20%, 25%, 25%, 30%], next_year: 10%}
funnel:
  - visits
  - leads: {rate: 2%, direct: 20}
  - mqls: {rate: 40%, lag: 2 weeks}
  - opportunities: {rate: 30%, lag: 1 month}
  - customers: {rate: 25%, lag: [20%, 30%, 30%, 20%]}
"""
_SEGMENTS = "".join(f"  s{number}: {{share: 20%}}\n" for number in range(5))
PLANS = {
    "3 rows": "goal: {customers: 480, average_deal: 20k}\nfunnel: [visits, {leads: 2%}, {customers: 20%}]\n",
    "6 rows, few customers": INBOUND,
    "5 rows, lags, seasons": _LAGS,
    "30 rows, lags, seasons": f"{_LAGS}segments:\n{_SEGMENTS}",
}


class World(NamedTuple):
    """What is true of a business beside its plan.

    `noise` is how much volumes at the top vary (relative standard deviation by month), `falls` what part of its rate
    (of its volume at the top) a stage keeps. `blind`: exports do not have the top, nor the months before the plan.
    """

    noise: float = 0.0
    falls: Mapping[str, float] = {}
    blind: bool = False


def year(results: Sequence[Outcome], world: World, dice: np.random.Generator) -> dict[str | None, Seen]:
    """Every unit of a year, drawn: what exports would show at its end, by segment."""
    return {outcome.branch.segment: _seen(outcome, world, dice) for outcome in results}


def _seen(outcome: Outcome, world: World, dice: np.random.Generator) -> Seen:
    targets, stages = outcome.targets, outcome.branch.stages
    drawn: list[dict[int, int]] = []
    for at, stage in enumerate(stages):
        run, kept = targets.arrivals[at], world.falls.get(stage.name, 1.0)
        months = range(min(1, run.first), YEAR_MONTHS + 1)
        if at == 0:
            noise = dice.normal(1, world.noise, len(months)).clip(0)
            means = [kept * run.at(month) * each for month, each in zip(months, noise, strict=True)]
            drawn.append(dict(zip(months, map(int, dice.poisson(means)), strict=True)))
            continue
        found = {month: int(dice.poisson(targets.direct[at].at(month))) for month in months}
        ages = range(len(stage.lag.shares))
        for cohort, units in drawn[-1].items():
            parts = [kept * chance(targets, at, cohort + age, cohort) for age in ages]
            came = dice.multinomial(units, [*parts, max(0.0, 1 - sum(parts))])
            for age in ages:
                if cohort + age in found:
                    found[cohort + age] += int(came[age])
        drawn.append(found)
    arrivals: dict[str, Counts] = {
        stage.name: {month: float(count) for month, count in found.items() if month >= 1 or not world.blind}
        for at, (stage, found) in enumerate(zip(stages, drawn, strict=True))
        if at > 0 or not world.blind
    }
    return Seen(arrivals, _revenue(outcome, drawn[-1], dice))


def _revenue(outcome: Outcome, customers: Mapping[int, int], dice: np.random.Generator) -> Counts:
    deal, shape = outcome.branch.deal, DEALS_VARY**-2
    if deal is None:
        return {}
    return {
        month: float(dice.gamma(shape, deal[month - 1] / shape, count).sum())
        for month, count in customers.items()
        if month >= 1
    }


def called(
    plan: Plan, world: World, dice: np.random.Generator, status: Verdict = "behind", months: int = YEAR_MONTHS
) -> list[set[tuple[str | None, str]]]:
    """What is called so to date, month after month, in a year of this world."""
    targets = plan_targets(plan)
    seen = year(targets.outcomes, world, dice)
    found = []
    for through in range(1, months + 1):
        figures = compare(targets, Actuals(seen, through)).figures
        found.append({(figure.segment, figure.kpi) for figure in figures if figure.to_date.status == status})
    return found


def false_alarms(plan: Plan, world: World, seed: int, years: int) -> int:
    """In how many years anything is called behind in any month."""
    dice = np.random.default_rng(seed)
    return sum(any(called(plan, world, dice)) for _ in range(years))


def proven(plan: Plan, world: World, kpi: str, seed: int, years: int) -> list[int]:
    """In how many years a stage has been called behind by the end of each month."""
    dice = np.random.default_rng(seed)
    by_month = [0] * YEAR_MONTHS
    for _ in range(years):
        told = False
        for month, names in enumerate(called(plan, world, dice)):
            told = told or (None, kpi) in names
            by_month[month] += told
    return by_month
