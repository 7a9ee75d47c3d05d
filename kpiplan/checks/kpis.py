"""The chosen KPIs: not too many, each with its owner, source and action, none against the plan itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales import numbers
from kpiplan.locales.digits import NOISE
from kpiplan.months import Series
from kpiplan.plan.model import Plan
from kpiplan.problems import Path, Problem

if TYPE_CHECKING:  # few plans choose KPIs: what they need is imported when one does
    from kpiplan.plan.kpi_goals import Band, Chosen

ENOUGH = 5  # KPIs that one can follow
_WORTH_HAVING = {"owner": "owner: Sales", "source": "source: CRM", "action": "action: move budget between channels"}


def too_many(targets: PlanTargets) -> Iterator[Problem]:
    """More than five KPIs."""
    plan = targets.plan
    if len(plan.kpis) > ENOUGH:
        message = f"{len(plan.kpis)} KPIs are chosen; three to five are enough"
        yield Problem("too-many-kpis", message, ("kpis",), "keep those that somebody acts on when they are off")


def incomplete(targets: PlanTargets) -> Iterator[Problem]:
    """KPIs that nobody owns, whose numbers come from nowhere, or that lead to no action. Deeds need an owner alone."""
    for chosen in targets.plan.kpis:
        wanted = _WORTH_HAVING if chosen.kpi else ("owner",)
        missing = [name for name in wanted if not getattr(chosen, name)]
        if missing:
            hint = f"add `{', '.join(_WORTH_HAVING[name] for name in missing)}`"
            message = f"{chosen.id} has no {numbers.listed(missing, 'or')}"
            yield Problem("kpi-incomplete", message, ("kpis", chosen.id), hint)


def economics(targets: PlanTargets) -> Iterator[Problem]:
    """KPIs made of what no export knows, and the plan does not state."""
    plan = targets.plan
    from kpiplan.analysis.scorecard.from_plan import own, stated_economics
    from kpiplan.kpis.measures import STATED_ALONE
    from kpiplan.kpis.resolve import needed

    formulas, known = own(plan), stated_economics(plan)
    for chosen in plan.kpis:
        names = needed(chosen.kpi, formulas) if chosen.kpi else ()
        missing = [name for name in STATED_ALONE if name in names and name not in known]
        if missing:
            hint = f"add `economics: {{{', '.join(f'{name}: {STATED_ALONE[name]}' for name in missing)}}}`"
            message = f"{chosen.id} needs {numbers.listed(missing)}, which no export knows"
            yield Problem("missing-economics", message, ("kpis", chosen.id), hint)


def direction(targets: PlanTargets) -> Iterator[Problem]:
    """A floor under what should be low, a ceiling over what should be high."""
    plan = targets.plan
    from kpiplan.plan.kpi_goals import Band
    from kpiplan.plan.kpi_goals import Path as Course

    for chosen in plan.kpis:
        aim = chosen.aim
        if chosen.kpi is None:
            continue
        start, end = (aim.start, aim.end) if isinstance(aim, Course) else (0.0, 0.0)
        if end < start if chosen.kpi.better == "higher" else end > start:
            message = f"the path of {chosen.id} leads away: {chosen.kpi.better} is better"
            yield Problem("kpi-direction", message, ("kpis", chosen.id, "reach"), "swap `from` and `reach`?")
        low, high = (aim.low, aim.high) if isinstance(aim, Band) else (None, None)
        if (low is None) == (high is None):
            continue
        wrong = "at_least" if low is not None and chosen.kpi.better == "lower" else None
        wrong = "at_most" if high is not None and chosen.kpi.better == "higher" else wrong
        if wrong:
            other = "at_most" if wrong == "at_least" else "at_least"
            message = f"{chosen.id} is limited by {wrong}, but {chosen.kpi.better} is better"
            yield Problem("kpi-direction", message, ("kpis", chosen.id, wrong), f"did you mean `{other}`?")


def contradicts_plan(targets: PlanTargets) -> Iterator[Problem]:
    """What a KPI must be against what the plan itself gives: rates of the funnel month by month, others by the year."""
    plan = targets.plan
    from kpiplan.analysis.scorecard.from_plan import given_by_plan
    from kpiplan.plan.kpi_goals import Band

    given = None
    for chosen in plan.kpis:
        if chosen.kpi is None or not isinstance(chosen.aim, Band):
            continue
        stated = list(_stated_rates(targets, chosen))
        if stated:
            yield from _rate_problems(chosen, chosen.aim, stated)
            continue
        given = given_by_plan(targets) if given is None else given
        value = given[chosen.id].value
        if value is not None:
            yield from _year_problems(plan, chosen, value)


def _stated_rates(targets: PlanTargets, chosen: Chosen) -> Iterator[Series]:
    from kpiplan.analysis.scorecard.from_plan import own, rates
    from kpiplan.kpis import formula_of

    if chosen.kpi and chosen.kpi.unit == "ratio":
        yield from rates(own(targets.plan).get(chosen.id) or formula_of(chosen.kpi), targets.outcomes)


def _rate_problems(chosen: Chosen, aim: Band, stated: Sequence[Series]) -> Iterator[Problem]:
    """The funnel states a rate, the KPI another: the plan fails the KPI, or the KPI is content with less than the plan.

    Where segments have rates of their own, the KPI contradicts the plan only beyond all of them.
    """
    least, most = (None if side is None else side.months for side in (aim.low, aim.high))
    lows, highs = ([side(values) for values in zip(*stated, strict=True)] for side in (min, max))
    text = numbers.rate([*lows, *highs])
    both = least is not None and most is not None
    for name, limit, best, worst, sign in (
        ("at_least", least, highs, lows, 1),
        ("at_most", most, lows, highs, -1),
    ):
        if limit is None:
            continue
        said = f"{name.replace('_', ' ')} {numbers.rate(limit)}"
        path = _path(chosen, name)
        if any(sign * (value - rate) > NOISE for value, rate in zip(limit, best, strict=True)):
            message = f"{chosen.id} must be {said}, but the funnel plans {text}"
            yield Problem("kpi-contradicts-plan", message, path, "change the rate of the funnel, or the KPI")
            return
        if not both and any(sign * (rate - value) > NOISE for value, rate in zip(limit, worst, strict=True)):
            message = f"{chosen.id} of {said} is right, but the goal is missed with it: the funnel plans {text}"
            yield Problem("kpi-below-plan", message, path, f"`{name}: {text}` is what the goal needs")
            return


def _year_problems(plan: Plan, chosen: Chosen, value: float) -> Iterator[Problem]:
    """The plan's own year breaks the limit."""
    from kpiplan.analysis.scorecard.from_plan import YEAR
    from kpiplan.analysis.scorecard.limits import sums, wanted
    from kpiplan.analysis.scorecard.standing import side_of
    from kpiplan.kpis.words import english_text

    limits = wanted(chosen, plan.start, YEAR)
    side = side_of(value, limits)
    limit = limits.beyond(side)
    if side is None and chosen.kpi and sums(chosen) and limits.low is not None and limits.high is None:
        low, high = (english_text(chosen.kpi, amount, plan.currency) for amount in (limits.low, value))
        if limits.low < value * (1 - plan.status.tolerance):
            message = f"{chosen.id} of at least {low} is right, but the plan itself needs {high}"
            yield Problem("kpi-below-plan", message, _path(chosen, "at_least"), f"the goal needs {high}")
    if limit is not None and chosen.kpi:
        gives, must = (english_text(chosen.kpi, amount, plan.currency) for amount in (value, limit))
        message = (
            f"{chosen.id} must be {'at least' if side == 'under' else 'at most'} {must}, but the plan gives {gives}"
        )
        name = "at_least" if side == "under" else "at_most"
        yield Problem("kpi-contradicts-plan", message, _path(chosen, name), "change the plan, or the KPI")


def _path(chosen: Chosen, side: str) -> Path:
    """Where the plan states a limit."""
    from kpiplan.plan.kpi_goals import Band

    aim = chosen.aim if isinstance(chosen.aim, Band) else None
    return ("kpis", chosen.id, aim.key(side) if aim else side)
