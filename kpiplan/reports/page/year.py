"""The year from here: running totals of customers as planned, as they came, and the ways the rest may go."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import accumulate

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.locales.digits import NOISE
from kpiplan.reports.actuals.remarks import needed_lines
from kpiplan.reports.actuals.report import outlook_table
from kpiplan.reports.goal_chance.words import chance_said, counted
from kpiplan.reports.page.funnel import funnel_chart
from kpiplan.reports.page.model import FanChart, Legend, PageSection, Part, SideBySide, Tick
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.rows import page_table
from kpiplan.reports.page.scale import ticks


def year_section(view: PageView) -> PageSection:
    """The fan, and beside it where the year ends."""
    say = view.locale.say
    title = say("The year from here") if view.facing else say("The year as planned")
    beside = tuple(_beside(view))
    chart = fan_chart(view)
    notes = () if view.facing or not view.results.fan else (_between(view),)
    return PageSection("year", title, (SideBySide(chart, beside) if beside else chart, *notes))


def fan_chart(view: PageView) -> FanChart:
    """Running totals of the whole plan's customers."""
    say, locale = view.locale.say, view.locale
    planned = tuple(accumulate(_planned(view)))
    actual = tuple(accumulate(won_by_month(view)))
    fan = view.results.fan
    begun = len(actual) if view.facing else 0
    drawn = fan if begun < len(planned) else ()
    goal = math.fsum(outcome.branch.year for outcome in view.results.targets.outcomes)
    reach = [*planned, *actual, goal, *(levels[-1] for levels in drawn)]
    unit = view.view.unit
    return FanChart(
        say("{unit}, running total", unit=unit),
        " ".join(_said(view, planned, actual, goal)),
        view.months,
        planned,
        actual,
        tuple(float(levels[2]) for levels in drawn),
        tuple((float(levels[1]), float(levels[3])) for levels in drawn),
        tuple((float(levels[0]), float(levels[4])) for levels in drawn),
        ticks(reach, locale),
        Tick(goal, say("goal {count}", count=locale.people(goal))),
        Legend(
            say("actual") if actual else "",
            say("planned"),
            say("half of the years lie below") if drawn else "",
            say("50 of 100 years") if drawn else "",
            say("80 of 100 years") if drawn else "",
        ),
    )


def _planned(view: PageView) -> tuple[float, ...]:
    runs = [outcome.targets.arrivals[-1].year for outcome in view.results.targets.outcomes]
    return tuple(math.fsum(values) for values in zip(*runs, strict=True))


def won_by_month(view: PageView) -> tuple[float, ...]:
    """The customers that each month brought, from the first on as far as they are known of every funnel."""
    if view.facing is None:
        return ()
    figures = {(figure.segment, figure.kpi): figure for figure in view.facing.comparison.figures}
    lasts = [(outcome.branch.segment, outcome.branch.stages[-1].name) for outcome in view.results.targets.outcomes]
    name = view.facing.last_stage(None)
    whole = figures.get((None, name)) if name else None
    parts = [whole] if whole and whole.months else [figures.get(last) for last in lasts]
    found = []
    for month in range(1, view.facing.comparison.through + 1):
        came = [_known(figure, month) for figure in parts]
        if any(value is None for value in came):
            break
        found.append(math.fsum(value for value in came if value is not None))
    return tuple(found)


def _known(figure: Compared | None, month: int) -> float | None:
    return figure.actual[month - 1] if figure and month in figure.months else None


def _said(view: PageView, planned: tuple[float, ...], actual: tuple[float, ...], goal: float) -> list[str]:
    """What the picture shows, in sentences."""
    locale, say, unit = view.locale, view.locale.say, view.view.unit
    fields = {"unit": unit, "year": locale.people(planned[-1]), "goal": locale.people(goal)}
    said = [say("Running total of {unit}: {year} planned by the end of the year, the goal is {goal}.", **fields)]
    if actual:
        known = {"actual": locale.people(actual[-1]), "planned": locale.people(planned[len(actual) - 1])}
        said.append(say("{actual} came up to now, {planned} were planned.", **known))
    if view.results.fan and len(actual) < len(planned):
        said.append(_between(view))
    return said


def _between(view: PageView) -> str:
    low, high = (view.locale.people(view.results.fan[-1][at]) for at in (0, -1))
    text = "In 80 of 100 years the year ends between {low} and {high} {unit}."
    return view.locale.say(text, low=low, high=high, unit=view.view.unit)


def _beside(view: PageView) -> Iterator[Part]:
    """Where the year ends and what it takes to reach the goal; of a plan alone its funnel."""
    if view.facing:
        table = outlook_table(view.facing)
        yield page_table(table, table.columns[0].title)
        yield from needed_lines(view.facing)
    elif len(view.results.targets.outcomes) == 1:
        yield funnel_chart(view, view.results.targets.outcomes[0], view.locale.say("The funnel of the year"))


def chance_lines(view: PageView) -> list[tuple[str, str]]:
    """How likely the goal is now, and how that went."""
    moments, locale, say = view.results.moments, view.locale, view.locale.say
    if not moments:
        return []
    goal = math.fsum(outcome.branch.year for outcome in view.results.targets.outcomes)
    now = moments[-1].chance
    wanted = counted(goal, view.view.unit, locale)
    said = say("{chance} that the year brings {goal}", chance=chance_said(now.customers, locale), goal=wanted)
    if now.revenue is not None and abs(now.revenue - now.customers) > NOISE:
        said = say(
            "{chances}; {share} that it brings its revenue", chances=said, share=chance_said(now.revenue, locale)
        )
    found = [(say("Chance"), said)]
    if not view.facing and by_luck(view):
        luck = say("by luck alone: rates and volumes are taken as certain, which is the best case")
        found.append((say("Chance"), luck))
    return found


def by_luck(view: PageView) -> bool:
    """Whether the plan says nothing of what its rates and volumes rest on."""
    return view.plan.risk is None and all(segment.risk is None for segment in view.plan.segments)
