"""Targets as pictures: the funnel of every segment, and how the year runs month by month."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.funnel.targets import Outcome
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.cells import length_cells, people_cell, words
from kpiplan.reports.model import Column, FunnelPicture, FunnelStep, Row, Table
from kpiplan.reports.target.view import View


def funnels(view: View) -> tuple[FunnelPicture, ...]:
    """The year of each branch, stage by stage, with the rate from the one above."""
    return tuple(_funnel(view, outcome) for outcome in view.outcomes)


def _funnel(view: View, outcome: Outcome) -> FunnelPicture:
    locale, branch = view.locale, outcome.branch
    steps = []
    for at, (stage, run) in enumerate(zip(branch.stages, outcome.targets.arrivals, strict=True)):
        rate = locale.rate(stage.rate, each=stage.each) if at else ""
        steps.append(FunnelStep(view.label(branch, at), locale.people(math.fsum(run.year)), rate))
    return FunnelPicture(view.named(branch) if branch.segment else "", tuple(steps))


def seasons(view: View) -> tuple[Table, ...]:
    """The months of the year: what enters at the top, where all branches begin alike, and what is won.

    Nothing of a year whose months are all alike.
    """
    runs = [[run.year for run in outcome.targets.arrivals] for outcome in view.outcomes]
    tops = {branch.stages[0].name for branch in view.branches}
    columns, months = [Column("", words=True)], []
    if len(tops) == 1:
        columns += [Column(view.whole_label(tops.pop())), Column("", words=True)]
        months.append(_sums([years[0] for years in runs]))
    columns += [Column(view.unit), Column("", words=True)]
    months.append(_sums([years[-1] for years in runs]))
    if all(max(series) - min(series) <= NOISE * max(series) for series in months):
        return ()
    bars = [length_cells(view.locale, series) for series in months]
    rows = []
    for at in range(YEAR_MONTHS):
        cells = [words(view.locale.month_short(view.plan.start.plus(at)))]
        for series, drawn in zip(months, bars, strict=True):
            cells += [people_cell(view.locale, series[at]), drawn[at]]
        rows.append(Row(tuple(cells)))
    return (Table(tuple(columns), tuple(rows)),)


def _sums(years: Sequence[Sequence[float]]) -> list[float]:
    return [math.fsum(values) for values in zip(*years, strict=True)]
