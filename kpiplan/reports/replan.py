"""The screen of `kpiplan replan`: what each month left must bring, what that changes, where it is too late."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from kpiplan.analysis.replan.replan import Replanned, RestOfYear, Way
from kpiplan.analysis.replan.way import Rates
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import Month, Series
from kpiplan.plan.model import whole_labels
from kpiplan.reports.cells import people_cell, section, unknown, words
from kpiplan.reports.differences import Values, more_cell
from kpiplan.reports.labels import short_span
from kpiplan.reports.model import Cell, Column, Fact, Report, Row, Table
from kpiplan.tuples import NamedTuple

_RATES: dict[Rates, str] = {"plan": phrase("at planned rates"), "seen": phrase("at the rates seen so far")}


class _View(NamedTuple):
    found: RestOfYear
    locale: Locale

    def month(self, number: int) -> Month:
        """A plan month."""
        return self.found.plan.start.plus(number - 1)

    def label(self, kpi: str) -> str:
        """What a stage is called."""
        plan = self.found.plan
        labels = whole_labels([plan.funnel, *(segment.funnel for segment in plan.segments)])
        return self.locale.term(kpi, labels.get(kpi, ""))

    @property
    def whole(self) -> list[Replanned]:
        """The stages of the whole plan."""
        return [row for row in self.found.stages if row.segment is None]

    def left(self, series: Series) -> float:
        """What a month left brings on average."""
        return math.fsum(series[month - 1] for month in self.found.months) / len(self.found.months)

    def unit(self, value: float) -> str:
        """So many of the last stage."""
        last = self.whole[-1].kpi
        return f"{self.locale.people(value)} {self.locale.unit(value, self.label(last))}"


def replan_report(found: RestOfYear, locale: Locale) -> Report:
    """What it takes in the first lines, then every stage, every month."""
    view = _View(found, locale)
    last = view.month(found.window.through)
    title = locale.say("{plan} - re-planned after {month}", plan=found.plan.name, month=locale.month(last))
    tables = [_stages(view), _months(view), *([_lower(view)] if found.lower else [])]
    return Report(title, tuple(_facts(view)), tuple(tables), tuple(_remarks(view)))


def _facts(view: _View) -> Iterator[Fact]:
    found, locale, say = view.found, view.locale, view.locale.say
    yield Fact(say("Now"), tuple(_verdict(view)))
    fields = {
        "won": locale.people(found.won),
        "goal": view.unit(found.goal),
        "base": locale.people(found.chosen.line.base),
        "reachable": locale.people(found.reachable),
    }
    text = "{won} of {goal} won; {base} with what is under way, {reachable} with the work left as planned"
    yield Fact(say("Year"), (say(text, **fields),))
    if found.chosen.before is not None:
        yield Fact(say("Chance"), tuple(_chance(way, locale) for way in (found.chosen, found.other)))


def _verdict(view: _View) -> Iterator[str]:
    found, locale, say = view.found, view.locale, view.locale.say
    factor, rows = found.chosen.factor, view.whole
    tops = {"stage": view.label(rows[0].kpi), "first": locale.month(view.month(found.months[0]))}
    if factor is None:
        yield say("out of reach: nothing more at {stage} brings the goal within the year", **tops)
    elif factor <= NOISE:
        yield say("secured: what is under way brings the goal without any more {stage}", **tops)
    else:
        counts = {
            "now": locale.people(view.left(rows[0].replanned)),
            "planned": locale.people(view.left(rows[0].planned)),
            "factor": locale.significant(factor, 3),
        }
        text = "{now} {stage} a month from {first}, not {planned}: {factor} times as many"
        if abs(factor - 1) <= 1e-6:
            text = "{planned} {stage} a month from {first}, as planned"
        elif factor < 1:
            text = "{now} {stage} a month from {first} will do, not {planned}: {factor} times as many"
        yield say(text, **tops, **counts)
        if found.too_late:
            yield say("too late at the top: start lower, or lower the goal")
    if found.lower and all(row.factor is None for row in found.lower):
        part = locale.percent(found.reachable / found.goal)
        yield say("at most {count}, {part} of the goal", count=view.unit(found.reachable), part=part)
    if found.other.factor is not None and found.other.factor > NOISE:
        factor_text = locale.significant(found.other.factor, 3)
        yield say("{rates}: {factor} times", rates=say(_RATES[found.other.rates]), factor=factor_text)


def _chance(way: Way, locale: Locale) -> str:
    rates, before = locale.say(_RATES[way.rates]), locale.percent(way.before or 0.0, 2)
    if way.after is None:
        return locale.say("{rates}: {before}", rates=rates, before=before)
    text = "{rates}: {before} as planned, {after} re-planned"
    return locale.say(text, rates=rates, before=before, after=locale.percent(way.after, 2))


def _stages(view: _View) -> Table:
    """An average month left, and the year."""
    say, months = view.locale.say, view.found.months
    span = short_span(view.locale, view.month(months[0]), view.month(months[-1]))
    columns = (
        Column(say("a month, {months}", months=span), words=True),
        Column(say("planned")),
        Column(say("re-planned")),
        Column(say("difference")),
        Column(say(_OTHER[view.found.other.rates])),
        Column(say("planned"), group="tail", over=say("the year")),
        Column(say("re-planned"), group="tail", over=say("the year")),
    )
    return Table(columns, tuple(_by_segment(view, _stage)))


_OTHER: dict[Rates, str] = {"plan": phrase("planned rates"), "seen": phrase("rates seen")}


def _stage(row: Replanned, view: _View) -> Iterator[Row]:
    planned, now, other = (view.left(series) for series in (row.planned, row.replanned, row.other))
    more = more_cell(now, planned, Values((planned, now), "count"), None, view.locale)
    years = (math.fsum(row.planned), math.fsum(row.replanned))
    counts = [people_cell(view.locale, value) for value in (planned, now, other, *years)]
    yield Row((words(view.label(row.kpi)), *counts[:2], more, *counts[2:]))


def _by_segment(view: _View, rows: Callable[[Replanned, _View], Iterator[Row]]) -> Iterator[Row]:
    several = bool(view.found.plan.segments)
    before: object = ""
    for row in view.found.stages:
        if several and row.segment != before:
            yield section(view.locale.say("whole plan") if row.segment is None else _segment(view, row.segment))
        before = row.segment
        yield from rows(row, view)


def _segment(view: _View, name: str) -> str:
    labels = [each.label for each in view.found.plan.segments if each.name == name]
    return view.locale.term(name, labels[0] if labels else "")


def _months(view: _View) -> Table:
    """Every month left: re-planned, and what was planned of it."""
    say = view.locale.say
    columns = (
        Column(say("month by month"), words=True),
        *(Column(view.locale.month_short(view.month(month)), group="period") for month in view.found.months),
    )
    return Table(columns, tuple(_by_segment(view, _month_rows)))


def _month_rows(row: Replanned, view: _View) -> Iterator[Row]:
    yield Row((words(view.label(row.kpi)), *_counts(row.replanned, view)))
    yield Row((words("  " + view.locale.say("planned")), *_counts(row.planned, view)), "detail")


def _counts(series: Series, view: _View) -> list[Cell]:
    return [people_cell(view.locale, series[month - 1]) for month in view.found.months]


def _lower(view: _View) -> Table:
    """What each stage by itself would have to be times over, and until when it still counts."""
    say = view.locale.say
    columns = (
        Column(say("start lower"), words=True),
        Column(say("times the work left")),
        Column(say("counts until"), words=True),
    )
    return Table(columns, tuple(_lower_row(view, row.kpi, row.factor, row.last) for row in view.found.lower))


def _lower_row(view: _View, kpi: str, factor: float | None, last: int) -> Row:
    locale = view.locale
    times = unknown("ratio") if factor is None else Cell(locale.significant(factor, 3), factor, "ratio")
    until = locale.month(view.month(last)) if last >= 1 else "-"
    return Row((words(view.label(kpi)), times, words(until)))


def _remarks(view: _View) -> Iterator[str]:
    say, found = view.locale.say, view.found
    yield say("With what happened the re-planned months make the goal; no month is asked for what a lag forbids.")
    if found.safe is not None:
        yield say("The goal is reached in {level} of such years.", level=view.locale.percent(found.safe))
    if found.chosen.factor is not None and found.chosen.factor < 1 - NOISE:
        yield say("Less is enough for this year; the year after may need what was planned.")
    if found.too_late:
        yield say("What can still be reached, as a goal: --goal reachable")
    else:
        yield say("As a plan to go on with: -o FILE.yaml")
