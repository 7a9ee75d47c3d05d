"""What the plan leaves to assumption, said aloud: notes, one of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpiplan.analysis.empty_months import empty_month
from kpiplan.codes import CODES
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem


def zero_likely(targets: PlanTargets) -> Iterator[Problem]:
    """Stages of few units: of the rarest, how many of the months that have a target are without one."""
    rare = []
    for outcome in targets.outcomes:
        branch = outcome.branch
        for at, stage in enumerate(branch.stages):
            if found := empty_month(outcome.targets, at, targets.plan.status.dispersion):
                name = f"{branch.segment} {stage.name}" if branch.segment else stage.name
                rare.append((found.mean, name, branch.stage_path(at), found.chance))
    if rare:
        month, name, path, none = min(rare)
        chance = numbers.in_hundred(none)
        others = f"; below 3 a month too: {', '.join(other for _, other, *_ in rare if other != name)}"
        message = f"a month without any {name} is normal: {chance} at {numbers.count(month)} a month"
        hint = "judge it by the quarter or to date"
        yield Problem("zero-likely", message + (others if 1 < len(rare) <= 8 else ""), path, hint)


def no_lag(targets: PlanTargets) -> Iterator[Problem]:
    """No time between the stages anywhere."""
    if not any(stage.lag_stated for outcome in targets.outcomes for stage in outcome.branch.stages):
        hint = "state the time from stage to stage: `customers: {rate: 50%, lag: 2 months}`"
        yield Problem(
            "assumed-no-lag", "no lag is stated: a visit is taken to buy in the same month", ("funnel",), hint
        )


def level_rates(targets: PlanTargets) -> Iterator[Problem]:
    """Every rate the same all year."""
    rates = [stage.rate for outcome in targets.outcomes for stage in outcome.branch.stages]
    if all(min(rate) == max(rate) for rate in rates):
        hint = "a rate may change: `leads: {rate: {from: 1.5%, to: 2%}}`"
        yield Problem("assumed-level-rates", "rates are taken to hold all year", ("funnel",), hint)


def year_after(targets: PlanTargets) -> Iterator[Problem]:
    """Lags reach into the year after, and the plan says nothing of its goal."""
    for outcome in targets.outcomes:
        stated = targets.plan.goal.next_year or outcome.branch.own.goal.next_year
        lagged = any(stage.lag.longest > 0 for stage in outcome.branch.stages)
        if stated is None and lagged and outcome.branch.next_year == 0:
            message = "the year after is taken at the level of this one"
            hint = "state it: `next_year: 10%`, or `next_year: none` where nothing is wanted then"
            yield Problem("assumed-year-after", message, ("goal",), hint)
            return


def accept_unused(plan: Plan, found: Iterable[Problem]) -> Iterator[Problem]:
    """Accepted warnings that the plan does not have; those of exports show when exports are read."""
    codes = {problem.code for problem in found}
    for code in plan.accepted:
        if code not in codes and CODES[code].of == "plan":
            yield Problem("accept-unused", f"the plan has no warning {code}", ("accept", code), "remove it")
