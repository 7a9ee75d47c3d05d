"""The page: which sections it has, in which order."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.months import plan_months
from kpiplan.reports.page.basis import basis_section
from kpiplan.reports.page.duties import owners_section, reviews_section
from kpiplan.reports.page.gap import gap_section
from kpiplan.reports.page.headline import headline, tiles
from kpiplan.reports.page.model import Page, PageSection
from kpiplan.reports.page.months import months_section
from kpiplan.reports.page.numbers import numbers_section
from kpiplan.reports.page.remedies import remedy_sections
from kpiplan.reports.page.results import PageResults, PageView
from kpiplan.reports.page.scenarios import scenarios_section
from kpiplan.reports.page.scorecard import kpi_section
from kpiplan.reports.page.segments import segment_sections
from kpiplan.reports.page.stages import stages_section
from kpiplan.reports.page.year import year_section
from kpiplan.reports.target.view import view_of


def report_page(results: PageResults) -> Page:
    """The whole page."""
    view = page_view(results)
    say = view.locale.say
    sections = tuple(_sections(view))
    links = tuple((each.id, each.title) for each in sections) if view.plan.segments else ()
    foot = say("Made by kpiplan of {file}", file=results.file)
    return Page(
        view.locale.name,
        view.plan.name,
        _about(view),
        headline(view),
        tiles(view),
        links,
        say("On this page"),
        sections,
        (foot,),
    )


def page_view(results: PageResults) -> PageView:
    """The results with their targets by month."""
    return PageView(results, view_of(results.targets, "month", locale=results.locale)._replace(rounded=True))


def _about(view: PageView) -> str:
    """What it is of: the months that are known, else the year; the currency."""
    say, facing = view.locale.say, view.facing
    months = plan_months(view.plan.start)
    said = view.locale.span(months[0], months[-1])
    if facing:
        said = say("Actuals to {end} ({covered})", end=facing.end, covered=facing.covered)
    return say("{title}, {more}", title=said, more=view.plan.currency) if view.plan.currency else said


def _sections(view: PageView) -> Iterator[PageSection]:
    results = view.results
    yield year_section(view)
    yield stages_section(view)
    yield months_section(view)
    if view.facing:
        yield gap_section(view.facing)
    yield from remedy_sections(view)
    if view.plan.kpis:
        yield kpi_section(view)
    if len(results.scenery) > 1:
        yield scenarios_section(view)
    if results.agreed and results.agreed.hands_over:
        yield owners_section(view, results.agreed)
    if results.due:
        yield reviews_section(view)
    yield from segment_sections(view)
    yield basis_section(view)
    yield numbers_section(view)
