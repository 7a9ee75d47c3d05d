"""The planned rates against last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpiplan import wording
from kpiplan.chance import binomial_at_most, poisson_at_most
from kpiplan.checks.stated import carried
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan import Plan
from kpiplan.problems import Problem
from kpiplan.targets import Outcome


def rate_above_last_year(plan: Plan, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    """Had the planned rate held last year, would so few as came be improbable? (funnel-math, chance)

    Binomial in the units above where the rate is a share of them, else Poisson.
    """
    for outcome in outcomes:
        branch = outcome.branch
        above: int | None = None
        for at, stage in enumerate(branch.stages):
            if stage.name not in branch.last_year:
                continue
            if above is not None and branch.last_year[branch.stages[above].name] > 0:
                yield from _compared(plan, outcome, above, at, branch.last_year)
            above = at


def _compared(plan: Plan, outcome: Outcome, above: int, at: int, last_year: Mapping[str, float]) -> Iterator[Problem]:
    stages = outcome.branch.stages
    upper, came = last_year[stages[above].name], last_year[stages[at].name]
    wanted = carried(outcome, upper / YEAR_MONTHS, above, at) * YEAR_MONTHS
    shares = all(not stage.each and stage.direct is None for stage in stages[above + 1 : at + 1])
    dispersion = plan.status.dispersion
    if shares and dispersion == 1:
        chance = binomial_at_most(came, upper, wanted / upper)
    else:
        chance = poisson_at_most(came / dispersion, wanted / dispersion)
    if came >= wanted or chance >= plan.status.chance:
        return
    planned, found = wording.percent(wanted / upper), wording.percent(came / upper)
    names = f"{stages[above].name} to {stages[at].name}"
    counts = [wording.count(number) for number in (came, upper, wanted)]
    message = f"{names}: {planned} planned, {found} last year ({counts[0]} of {counts[1]})"
    hint = (
        f"{planned} would have brought {counts[2]} last year; so few as {counts[0]} happen by chance "
        f"{wording.in_hundred(chance)} times: say what will change, or plan {found}"
    )
    yield Problem("rate-above-last-year", message, outcome.branch.stage_path(at), hint)
