"""What happened in each funnel of the plan: its own actuals, its part of those of the whole, what was before it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from kpiplan.analysis.variance.actuals import UNKNOWN, Actuals, Counts, Seen
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import Run
from kpiplan.funnel.targets import Outcome, PlanTargets
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

_Weight = Callable[[int, int], float]  # branch, plan month -> planned amount


class Happened(NamedTuple):
    """What is known of one funnel: arrivals by stage from the top, before the plan and in the months compared.

    `own`: the segment has actuals of its own. `allocated`: some are its part of the actuals of the whole plan.
    """

    before: tuple[Counts, ...]
    arrivals: tuple[Counts, ...]
    revenue: Counts = UNKNOWN
    own: bool = True
    allocated: bool = False

    def nothing(self) -> Happened:
        """The same funnel, and nothing known of it."""
        return Happened((UNKNOWN,) * len(self.before), (UNKNOWN,) * len(self.arrivals))


def happened(targets: PlanTargets, actuals: Actuals) -> tuple[Happened, ...]:
    """What happened, a branch each.

    What segments say themselves comes first. What the whole plan has beyond that, in a month, goes to the segments
    that say nothing of it, in proportion to their targets of the month (of the year where those are 0).
    Before the plan: what `before` states, else what was seen. Raises KeyError where no branch has a segment's name.
    """
    segments = [outcome.branch.segment for outcome in targets.outcomes]
    whole = actuals.seen.get(None, Seen()) if None not in segments else Seen()
    for name in actuals.seen:
        if name is not None and name not in segments:
            raise KeyError(name)
    owns = [actuals.seen.get(segment, Seen()) for segment in segments]
    allocated: set[int] = set()
    stages = _by_stage(targets.outcomes, owns, whole, allocated)
    known = actuals.window.known
    planned = _planned_revenue(targets.outcomes)
    revenue = _spread([known(own.revenue) for own in owns], known(whole.revenue), planned, allocated)
    return tuple(
        _branch(targets.plan, outcome, actuals, stages[at], revenue[at], at in allocated)
        for at, outcome in enumerate(targets.outcomes)
    )


def _branch(
    plan: Plan, outcome: Outcome, actuals: Actuals, stages: Mapping[str, Counts], revenue: Counts, allocated: bool
) -> Happened:
    known = actuals.window.known
    counts = [stages.get(stage.name, UNKNOWN) for stage in outcome.branch.stages]
    stated = stated_months(plan, outcome.branch)
    before = tuple(
        {**{month: count for month, count in months.items() if month < 1}, **told}
        for months, told in zip(counts, stated, strict=True)
    )
    arrivals = tuple(known(months) for months in counts)
    return Happened(before, arrivals, revenue, outcome.branch.segment in actuals.seen, allocated)


def _by_stage(
    results: Sequence[Outcome], owns: Sequence[Seen], whole: Seen, allocated: set[int]
) -> list[dict[str, Counts]]:
    """Arrivals of every branch by the names of its stages."""
    found: list[dict[str, Counts]] = [{} for _ in results]
    for name in dict.fromkeys(stage.name for outcome in results for stage in outcome.branch.stages):
        runs = {}
        for at, outcome in enumerate(results):
            names = [stage.name for stage in outcome.branch.stages]
            if name in names:
                runs[at] = outcome.targets.arrivals[names.index(name)]
        having = list(runs)
        places: set[int] = set()
        parts = _spread(
            [owns[at].arrivals.get(name, UNKNOWN) for at in having],
            whole.arrivals.get(name, UNKNOWN),
            _planned([runs[at] for at in having]),
            places,
        )
        allocated.update(having[place] for place in places)
        for at, counts in zip(having, parts, strict=True):
            found[at][name] = counts
    return found


def _planned(runs: Sequence[Run]) -> _Weight:
    return lambda place, month: runs[place].at(month)


def _planned_revenue(results: Sequence[Outcome]) -> _Weight:
    found = [outcome.branch.revenue() for outcome in results]
    known = [revenue for revenue in found if revenue is not None]
    weights = known if len(known) == len(found) else [outcome.branch.customers for outcome in results]
    return lambda at, month: weights[at][month - 1]


def _spread(own: Sequence[Counts], whole: Counts, weight: _Weight, allocated: set[int]) -> list[Counts]:
    """What each branch has: its own months, and its part of the whole's in the others. Notes who was given a part.

    What the whole has beyond branches that all have their own (rows of no segment) is shared among them.
    """
    found = [dict(counts) for counts in own]
    for month, amount in whole.items():
        silent = [at for at, counts in enumerate(own) if month not in counts]
        told = [counts[month] for counts in own if month in counts]
        left = max(0.0, amount - math.fsum(told)) if told else amount
        if not silent and left <= NOISE * max(1.0, abs(amount)):
            continue
        given = silent or list(range(len(own)))
        for at, share in zip(given, _shares(given, month, weight), strict=True):
            found[at][month] = found[at].get(month, 0.0) + left * share
            allocated.add(at)
    return [dict(sorted(counts.items())) for counts in found]


def _shares(branches: Sequence[int], month: int, weight: _Weight) -> list[float]:
    weights = [weight(at, month) for at in branches]
    if math.fsum(weights) <= 0:
        weights = [math.fsum(weight(at, each) for each in range(1, YEAR_MONTHS + 1)) for at in branches]
    total = math.fsum(weights)
    return [each / total if total > 0 else 1 / len(branches) for each in weights]
