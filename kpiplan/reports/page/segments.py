"""Segments: a funnel and small charts each, or a line each where there are many."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kpiplan.funnel.targets import Outcome
from kpiplan.reports.cells import NOTHING, people_cell, percent_cell, words
from kpiplan.reports.model import Column
from kpiplan.reports.page.funnel import funnel_chart
from kpiplan.reports.page.model import Chip, PageCell, PageRow, PageSection, PageTable, SideBySide, Sparkline
from kpiplan.reports.page.months import compared_figure, multiples
from kpiplan.reports.page.results import MOST_CHARTS, PageView


def segment_sections(view: PageView) -> Iterator[PageSection]:
    """Nothing of a plan without segments."""
    say, outcomes = view.locale.say, view.results.targets.outcomes
    if not view.plan.segments:
        return
    if len(outcomes) > MOST_CHARTS:
        yield PageSection("segments", say("Segments"), (_table(view),))
        return
    for number, outcome in enumerate(outcomes, start=1):
        segment = outcome.branch.segment
        name, owner = view.segment_label(segment), outcome.branch.own.owner
        title = say("{segment}, owned by {owner}", segment=name, owner=owner) if owner else name
        funnel = funnel_chart(view, outcome, say("The funnel of the year"))
        yield PageSection(f"segment-{number}", title, (SideBySide(funnel, (multiples(view, segment),)),))


def _table(view: PageView) -> PageTable:
    """The customers of each segment: the year's, by month, to date."""
    say = view.locale.say
    columns = [
        Column(say("segment"), words=True),
        Column(say("part")),
        Column(view.view.unit, over=say("the year")),
        Column(say("by month"), words=True, over=say("the year")),
    ]
    if view.facing:
        columns += [Column(say("actual"), over=say("to date")), Column(say("target"), over=say("to date"))]
        columns.append(Column(say("status"), words=True))
    rows = tuple(PageRow(tuple(_cells(view, outcome))) for outcome in view.results.targets.outcomes)
    return PageTable(say("Segments side by side"), tuple(columns), rows)


def _cells(view: PageView, outcome: Outcome) -> Iterator[PageCell]:
    branch, months = outcome.branch, outcome.targets.arrivals[-1].year
    yield words(view.segment_label(branch.segment))
    yield percent_cell(view.locale, branch.part)
    yield people_cell(view.locale, math.fsum(months))
    yield Sparkline(months)
    if view.facing is None:
        return
    found = compared_figure(view, branch.segment, branch.stages[-1].name)
    if found is None:
        yield from (NOTHING, NOTHING, NOTHING)
        return
    status = view.facing.status(found)
    yield from view.facing.amounts(found, (found.to_date.actual, found.to_date.target))
    yield Chip(status.text, status.style) if status.text else NOTHING
