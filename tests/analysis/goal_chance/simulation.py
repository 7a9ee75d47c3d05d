"""An independent simulation of every unit of a plan: what the engine computes without drawing anything.

Nothing of the engine is used: the plan, its targets and `p(m | c)` are read from the plan's own arithmetic, factors and
units are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import chance
from kpiplan.funnel.targets import Outcome, plan_targets
from kpiplan.plan.model import Plan
from kpiplan.plan.risk import DEAL, MARKET, Belief, Between, LastYear, Risk, Seen

Floats = NDArray[Any]
Whole = NDArray[Any]


class Years(NamedTuple):
    """Customers and revenue of simulated years, by segment (None: the whole plan)."""

    customers: Mapping[str | None, Whole]
    revenue: Mapping[str | None, Floats]


def simulate(plan: Plan, years: int, seed: int) -> Years:
    """So many years of a plan from its first day."""
    draw = np.random.default_rng(seed)
    risk = plan.risk or Risk()
    drawn: dict[tuple[str | None, str], Floats] = {}

    def factor(owner: str | None, name: str, belief: Belief, planned: float, *, rate: bool, each: bool) -> Floats:
        if (owner, name) not in drawn:
            drawn[owner, name] = _values(draw, belief, rate, each, years) / planned
        return drawn[owner, name]

    market = np.ones(years)
    if MARKET in risk.lines:
        market = factor(None, MARKET, risk.lines[MARKET].belief, 1.0, rate=False, each=False)
    customers: dict[str | None, Whole] = {}
    revenue: dict[str | None, Floats] = {}
    for outcome in plan_targets(plan).outcomes:
        branch, own = outcome.branch, outcome.branch.own.risk or Risk()
        inherits = not branch.own.funnel or branch.segment is None
        factors = []
        for at, stage in enumerate(branch.stages):
            mine = stage.name in own.lines
            line = own.lines.get(stage.name) or risk.lines.get(stage.name)
            if line is None:
                factors.append(np.ones(years))
                continue
            owner = branch.segment if mine or not inherits else None
            belief = line.belief
            if isinstance(belief, LastYear):
                counts = branch.last_year if mine else plan.last_year
                belief = Seen(counts[stage.name], counts[branch.stages[at - 1].name])
            planned = sum(stage.rate) / 12 if at else 1.0
            factors.append(factor(owner, stage.name, belief, planned, rate=at > 0, each=stage.each))
        won = _units(draw, plan, outcome, factors, market, years)
        customers[branch.segment] = won.sum(axis=1)
        if branch.deal is None:
            continue
        spread = own.deal_spread if own.deal_spread is not None else risk.deal_spread or 0.0
        scale = np.ones(years)
        line = own.lines.get(DEAL) or (None if branch.own.goal.average_deal else risk.lines.get(DEAL))
        if line:
            owner = branch.segment if DEAL in own.lines else None
            scale = factor(owner, DEAL, line.belief, sum(branch.deal) / 12, rate=False, each=False)
        revenue[branch.segment] = scale * sum(
            _deals(draw, won[:, month], branch.deal[month], spread) for month in range(12)
        )
    if plan.segments:
        whole = np.sum(list(customers.values()), axis=0)
        total = np.sum(list(revenue.values()), axis=0)
        customers[None] = whole
        revenue[None] = total
    return Years(customers, revenue)


def _values(draw: np.random.Generator, belief: Belief, rate: bool, each: bool, years: int) -> Floats:
    if isinstance(belief, Seen):
        if each:
            return draw.gamma(belief.came + 0.5, 1 / belief.units, years)
        return draw.beta(belief.came + 0.5, belief.units - belief.came + 0.5, years)
    assert isinstance(belief, Between)
    mean, deviation = (belief.low + belief.high) / 2, (belief.high - belief.low) / (2 * 1.2815515655446004)
    if rate and not each:
        trials = mean * (1 - mean) / deviation**2 - 1
        return draw.beta(mean * trials, (1 - mean) * trials, years)
    return draw.gamma((mean / deviation) ** 2, deviation**2 / mean, years)


def _deals(draw: np.random.Generator, count: Whole, mean: float, spread: float) -> Floats:
    if spread == 0:
        return count * mean
    shape = 1 / spread**2
    return np.where(count > 0, draw.gamma(np.maximum(count, 1) * shape, mean / shape), 0.0)


def _units(
    draw: np.random.Generator,
    plan: Plan,
    outcome: Outcome,
    factors: list[Floats],
    market: Floats,
    years: int,
) -> Whole:
    """Customers by plan month of every year: every unit is followed from the month in which it enters."""
    targets, before = outcome.targets, stated_months(plan, outcome.branch)
    dispersion = plan.status.dispersion
    above: dict[int, Whole] = {}
    for at, stage in enumerate(targets.stages):
        here: dict[int, Whole] = {}
        for month in range(1, 13):
            if at == 0:
                mean = targets.arrivals[0].at(month) * factors[0] * market
            else:
                mean = targets.direct[at].at(month) * market
            here[month] = draw.poisson(mean, years)
        if at:
            for cohort, units in above.items():
                rest, used = units.copy(), np.zeros(years)
                for month in range(max(1, cohort), 13):
                    share = chance(targets, at, month, cohort) * factors[at]
                    if np.all(share == 0):
                        continue
                    if stage.each:
                        here[month] += draw.poisson(units * share)
                        continue
                    moved = draw.binomial(rest, np.clip(share / np.maximum(1 - used, 1e-15), 0, 1))
                    here[month] += moved
                    rest -= moved
                    used += share
        if at < len(targets.stages) - 1:
            longest = targets.stages[at + 1].lag.longest
            for month in range(1 - longest, 1):
                if month in before[at]:
                    whole, part = divmod(before[at][month], 1)
                    here[month] = int(whole) + draw.binomial(1, part, years)
                else:
                    here[month] = draw.poisson(targets.arrivals[at].at(month), years)
        above = here
    won = np.stack([above[month] for month in range(1, 13)], axis=1)
    return won if dispersion <= 1 else _clusters(draw, won, dispersion)


def _clusters(draw: np.random.Generator, won: Whole, dispersion: float) -> Whole:
    """Every customer as a cluster of mean 1 whose variance multiplies that of the count: none, or logarithmic."""
    more = dispersion - 1
    several = draw.binomial(won, float(np.log(dispersion)) / more)
    found = np.zeros_like(won)
    flat, sizes = found.ravel(), several.ravel()
    draws = draw.logseries(more / dispersion, int(sizes.sum()))
    np.add.at(flat, np.repeat(np.arange(len(sizes)), sizes), draws)
    return found
