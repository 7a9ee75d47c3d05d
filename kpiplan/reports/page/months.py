"""Month by month: a small chart a stage, what came beside its target; of rare ones the running total too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.locales.english import phrase
from kpiplan.reports.page.model import Chip, Legend, MonthChart, Multiples, PageSection
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.scale import ticks

RARE = 3.0  # a month on average: of fewer single months say little
_TO_DATE = phrase("{actual} of {target} to date")
_YEAR = phrase("{count} in the year")


def months_section(view: PageView) -> PageSection:
    """The stages of the whole plan."""
    say = view.locale.say
    return PageSection("months", say("Month by month"), (multiples(view, None),))


def multiples(view: PageView, segment: str | None) -> Multiples:
    """The stages of a segment or of the whole plan."""
    return Multiples(tuple(month_charts(view, segment)), _legend(view))


def month_charts(view: PageView, segment: str | None) -> Iterator[MonthChart]:
    """A chart for each stage; of rare ones then the running totals."""
    charts = [month_chart(view, segment, name) for name in stage_names(view, segment)]
    yield from charts
    for name in stage_names(view, segment):
        targets, actual = _series(view, segment, name)
        if 0 < math.fsum(value or 0.0 for value in targets) < RARE * len(targets):
            yield _running(view, segment, name, targets, actual)


def stage_names(view: PageView, segment: str | None) -> list[str]:
    """The stages of a segment, or those of the whole plan that its figures have."""
    stages = {stage.name for outcome in view.results.targets.outcomes for stage in outcome.branch.stages}
    found = [figure.kpi for figure in view.view.figures.figures if figure.segment == segment and figure.kpi in stages]
    if view.plan.segments and segment is None:  # of the whole those that several segments have, and the last ones
        lasts = {outcome.branch.stages[-1].name for outcome in view.results.targets.outcomes}
        each = [stage.name for outcome in view.results.targets.outcomes for stage in outcome.branch.stages]
        return [name for name in found if each.count(name) > 1 or name in lasts]
    return found


def compared_figure(view: PageView, segment: str | None, name: str) -> Compared | None:
    """What came at a stage of a segment or the whole; None where nothing is compared."""
    figures = view.facing.comparison.figures if view.facing else ()
    return next((each for each in figures if (each.segment, each.kpi) == (segment, name)), None)


def _series(
    view: PageView, segment: str | None, name: str
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """The targets of the months, and what came; nothing where nobody knows."""
    targets = view.view.figures.get(name, segment).values
    found = compared_figure(view, segment, name)
    if found:
        covered = found.target
        targets = tuple(one if one is not None else two for one, two in zip(covered, targets, strict=True))
    return targets, found.actual if found else ()


def _legend(view: PageView) -> Legend:
    say = view.locale.say
    return Legend(actual=say("actual"), planned=say("target")) if view.facing else Legend()


def month_chart(view: PageView, segment: str | None, name: str) -> MonthChart:
    """The months of a stage."""
    targets, actual = _series(view, segment, name)
    found, chip = compared_figure(view, segment, name), None
    if view.facing and found:
        status = view.facing.status(found)
        chip = Chip(status.text, status.style) if status.text else None
    title = view.stage_label(name, segment)
    return _drawn(view, title, chip, targets, actual, _summary(view, targets, found))


def _summary(view: PageView, targets: Sequence[float | None], found: Compared | None) -> str:
    locale = view.locale
    if found and found.to_date.actual is not None and found.to_date.target is not None:
        return locale.say(
            _TO_DATE, actual=locale.people(found.to_date.actual), target=locale.people(found.to_date.target)
        )
    return locale.say(_YEAR, count=locale.people(math.fsum(value or 0.0 for value in targets)))


def _running(
    view: PageView,
    segment: str | None,
    name: str,
    targets: Sequence[float | None],
    actual: Sequence[float | None],
) -> MonthChart:
    """The sums up to each month; of what came as far as every month is known."""
    known: list[float] = []
    for value in actual:
        if value is None:
            break
        known.append(value)
    came = (*accumulate(known), *(None for _ in actual[len(known) :]))
    planned = tuple(accumulate(value or 0.0 for value in targets))
    label = view.stage_label(name, segment)
    title = view.locale.say("{unit}, running total", unit=label)
    return _drawn(view, title, None, planned, came, _summary(view, targets, compared_figure(view, segment, name)))


def _drawn(
    view: PageView,
    title: str,
    chip: Chip | None,
    targets: Sequence[float | None],
    actual: Sequence[float | None],
    summary: str,
) -> MonthChart:
    locale, say = view.locale, view.locale.say
    texts = []
    for at, (label, target) in enumerate(zip(view.months, targets, strict=True)):
        came = actual[at] if at < len(actual) else None
        said = say("target {target}", target=locale.people(target or 0.0))
        if came is not None:
            said = say("{actual}, {target}", actual=locale.people(came), target=said)
        texts.append(say("{month}: {values}", month=label, values=said))
    label = say("{title} by month. {summary}.", title=title, summary=summary)
    bars = tuple(actual) if view.facing else tuple(targets)
    return MonthChart(
        title,
        chip,
        summary,
        label,
        view.months,
        tuple(targets) if view.facing else (),
        bars,
        tuple(texts),
        ticks([*targets, *bars], locale),
        _legend(view),
    )
