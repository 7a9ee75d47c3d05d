"""The charts of a page that slides ask for, by name: funnel, year, walk, months:STAGE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from kpiplan.reports.page.funnel import funnel_chart
from kpiplan.reports.page.gap import walk_chart
from kpiplan.reports.page.model import Chart
from kpiplan.reports.page.months import month_chart, stage_names
from kpiplan.reports.page.page import page_view
from kpiplan.reports.page.results import PageResults, PageView
from kpiplan.reports.page.year import fan_chart

MONTHS = "months"


def charts(results: PageResults) -> Mapping[str, Callable[[], Chart]]:
    """Every chart that there is, by its name; a chart of one segment has its name between: funnel:inbound."""
    view = page_view(results)
    found: dict[str, Callable[[], Chart]] = {}
    for outcome in results.targets.outcomes:
        segment = outcome.branch.segment
        name = f"funnel:{segment}" if segment else "funnel"
        title = view.plan.name if segment is None else view.segment_label(segment)
        found[name] = partial(funnel_chart, view, outcome, title)
    found["year"] = partial(fan_chart, view)
    if view.facing:
        found["walk"] = partial(walk_chart, view.facing)
    for segment in (None, *(each.name for each in view.plan.segments)):
        found |= _months(view, segment)
    return found


def _months(view: PageView, segment: str | None) -> dict[str, Callable[[], Chart]]:
    """The charts of a segment's stages, those of the whole plan without its name."""
    found: dict[str, Callable[[], Chart]] = {}
    for stage in stage_names(view, segment):
        name = f"{MONTHS}:{stage}" if segment is None else f"{MONTHS}:{segment}:{stage}"
        found[name] = partial(month_chart, view, segment, stage)
    return found
