"""A funnel as a picture: how many at each stage, the rate from one to the next, whose they are."""

from __future__ import annotations

from kpiplan.funnel.targets import Outcome
from kpiplan.plan.kpi_goals import owner_key
from kpiplan.reports.cells import rate_cell
from kpiplan.reports.page.model import FunnelBlock, FunnelChart
from kpiplan.reports.page.results import PageView

SIDES = 4  # owners that are told apart by colour; later ones share those of the first


def funnel_chart(view: PageView, outcome: Outcome, title: str) -> FunnelChart:
    """The year's funnel of the plan or of a segment."""
    locale, say = view.locale, view.locale.say
    steps, names = [], []
    owner, side = outcome.branch.own.owner or outcome.branch.stages[0].owner, 0
    for at, (stage, arrivals) in enumerate(zip(outcome.branch.stages, outcome.targets.arrivals, strict=True)):
        if stage.owner and owner_key(stage.owner) != owner_key(owner):
            owner, side = stage.owner, (side + 1) % SIDES
        label, amount = locale.term(stage.name, stage.label), locale.people(sum(arrivals.year))
        rate = rate_cell(locale, stage.rate, each=stage.each).text if at else ""
        steps.append(FunnelBlock(label, amount, rate, side))
        names.append(say("{count} {unit}", count=amount, unit=label))
    said = say("The year's funnel, not to scale: {stages}", stages=locale.listed(names))
    return FunnelChart(title, said, tuple(steps))
