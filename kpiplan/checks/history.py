"""The planned rates against last year's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from kpiplan.analysis.distributions.counts import binomial_at_most, poisson_at_most
from kpiplan.funnel.stated_numbers import month_rate
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.locales import numbers
from kpiplan.problems import Problem


def rate_above_last_year(targets: PlanTargets) -> Iterator[Problem]:
    """Had the planned rate held last year, would so few as came be improbable? (docs/arithmetic.md, chance)

    Last year's numbers of the plan are held against the plan's funnel, those of a segment against the segment's. Not
    where time passes between two stages: there a year's counts are of other units, and a ratio of them is no rate.
    """
    plan = targets.plan
    for outcome in targets.outcomes:
        if outcome.branch.last_year:
            yield from _pairs(targets._replace(outcomes=(outcome,)), outcome.branch.last_year)
    shared = not any(outcome.branch.own.funnel for outcome in targets.outcomes)  # else nobody knows whose they are
    if plan.segments and plan.last_year and shared:
        yield from _pairs(targets, plan.last_year)


def _pairs(targets: PlanTargets, last_year: Mapping[str, float]) -> Iterator[Problem]:
    """Every stage with a number of last year against the next one above it that has one."""
    above: int | None = None
    stages = targets.outcomes[0].branch.stages
    for at, stage in enumerate(stages):
        if stage.name in last_year:
            steps = stages[at if above is None else above + 1 : at + 1]
            at_once = all(step.lag.longest == 0 for step in steps)
            if above is not None and at_once and last_year[stages[above].name] > 0:
                yield from _compared(targets, above, at, last_year)
            above = at


def _compared(targets: PlanTargets, above: int, at: int, last_year: Mapping[str, float]) -> Iterator[Problem]:
    """Binomial in the units above where the rate is a share of them, else Poisson."""
    branch, status = targets.outcomes[0].branch, targets.plan.status
    stages = branch.stages
    upper, came = last_year[stages[above].name], last_year[stages[at].name]
    wanted = _wanted(targets.outcomes, upper, above, at)
    if came >= wanted:
        return
    plain = all(not stage.each and stage.direct is None for stage in stages[above + 1 : at + 1])
    dispersion = status.dispersion
    if plain and dispersion == 1:
        chance = binomial_at_most(came, upper, wanted / upper)
    else:
        chance = poisson_at_most(came / dispersion, wanted / dispersion)
    if chance >= status.watch:
        return
    steps = stages[above + 1 : at + 1]
    each = any(stage.each for stage in steps)
    planned, found = (numbers.significant(r, 3) if each else numbers.percent(r) for r in (wanted / upper, came / upper))
    said = f"{planned} (direct arrivals included)" if any(stage.direct for stage in steps) else planned
    counts = [numbers.count(number) for number in (came, upper, wanted)]
    names = f"{stages[above].name} to {stages[at].name}"
    message = f"{names}: {said} planned, {found} last year ({counts[0]} of {counts[1]})"
    hint = (
        f"{planned} would have brought {counts[2]} last year; the chance of {counts[0]} or fewer was "
        f"{numbers.in_hundred(chance)}: say what will change, or plan {found}"
    )
    yield Problem("rate-above-last-year", message, branch.stage_path(at), hint)


def _wanted(outcomes: Sequence[Outcome], count: float, above: int, at: int) -> float:
    """What a year's count at one stage comes to at a stage below, at the year's mean rates and direct arrivals."""
    for stage in range(above + 1, at + 1):
        direct = math.fsum(math.fsum(outcome.targets.direct[stage].year) for outcome in outcomes)
        count = count * month_rate(outcomes[0], stage) + direct
    return count
