"""The report of exports without a plan: the funnel as it was measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpiplan.exports.cutoff import days
from kpiplan.locales.english import ENGLISH, Locale, phrase
from kpiplan.reports.actuals.rates import more_than_above
from kpiplan.reports.cells import amount_cells, percent_cell, section, unknown, words
from kpiplan.reports.model import Cell, Column, LowHigh, Report, Row, Table

if TYPE_CHECKING:
    from kpiplan.analysis.baseline.measured_funnel import Converted, Counted, Measured, Rate


def measured_report(measured: Measured, names: str, locale: Locale = ENGLISH) -> Report:
    """The screen of `kpiplan actuals` without a plan; `names` are the files read."""
    say, months = locale.say, measured.months
    columns = [Column("", words=True)]
    for at, month in enumerate(months):
        title = locale.month_short(month)
        since, day = _days(measured, at)
        if (since, day) != (1, days(month)):
            one = phrase("{day} {month}") if since == day else phrase("{since}-{day} {month}")
            title = say(one, since=since, day=day, month=title)
        columns.append(Column(title, str(month.year) if at == 0 or month.month == 1 else "", group="period"))
    columns.append(Column(say("together"), group="period"))
    rows: list[Row] = []
    several = len(measured.segments) > 1
    for segment in measured.segments:
        if several:
            rows.append(section(locale.term(segment) if segment else say("whole")))
        rows += _rows(measured, segment, " " if several else "", locale)
    title = say("{names} - measured {span}, no plan", names=names, span=locale.span(months[0], months[-1]))
    return Report(title, (), (Table(tuple(columns), tuple(rows)),), tuple(_remarks(measured, locale)))


def _days(measured: Measured, at: int) -> tuple[int, int]:
    """From and up to which day a month is covered."""
    last = len(measured.months) - 1
    return measured.since if at == 0 else 1, measured.day if at == last else days(measured.months[at])


def _rows(measured: Measured, segment: str | None, inner: str, locale: Locale) -> Iterator[Row]:
    rates = {row.kpi: row for row in measured.rates if row.segment == segment}
    for counted in measured.counts:
        if counted.segment != segment:
            continue
        label = words(f"{inner}{locale.term(counted.kpi).replace('_', ' ')}")
        yield Row((label, *amount_cells(locale, counted.unit, (*counted.months, counted.total))))
        if counted.targets:
            yield from _target_rows(counted, inner, locale)
        if counted.kpi in rates:
            yield from _rate_rows(rates[counted.kpi], inner, locale)


def _target_rows(counted: Counted, inner: str, locale: Locale) -> Iterator[Row]:
    pairs = counted.pairs
    targets = (*counted.targets, pairs[-1] and pairs[-1][1])
    yield Row(
        (words(f"{inner}  {locale.say('target')}"), *amount_cells(locale, counted.unit, targets)),
        "detail",
    )
    off = [pair[0] / pair[1] - 1 if pair and pair[1] else None for pair in pairs]
    yield Row((words(f"{inner}  {locale.say('off')}"), *(percent_cell(locale, each) for each in off)), "detail")


def _rate_rows(row: Converted, inner: str, locale: Locale) -> Iterator[Row]:
    rates = (*row.months, row.total)
    above = locale.say("of {stage}", stage=locale.term(row.above))
    cells = [percent_cell(locale, rate and rate.rate) for rate in rates]
    if row.rising is not None:
        least = row.total.rate if row.total else None
        cells[-1] = Cell(f">= {cells[-1].text}", None if least is None else LowHigh(least, None), "ratio")
    yield Row((words(f"{inner}  {above}"), *cells), "detail")
    if any(rate and rate.low is not None for rate in rates):
        label = words(f"{inner}    {locale.say('95 in 100')}")
        yield Row((label, *(_interval(rate, locale) for rate in rates)), "detail")


def _interval(rate: Rate | None, locale: Locale) -> Cell:
    if rate is None or rate.low is None:
        return unknown("ratio")
    text = f">= {locale.percent(rate.low, 2)}"
    if rate.high is not None:
        text = f"{locale.percent(rate.low, 2).rstrip('%')}-{locale.percent(rate.high, 2)}"
    return Cell(text, LowHigh(rate.low, rate.high), "ratio")


def _remarks(measured: Measured, locale: Locale) -> Iterator[str]:
    say = locale.say
    if measured.rates:
        yield say(
            "A rate is arrivals over those of the stage above in the same months: where time passes between them, of "
            "other units."
        )
    if any(row.by_age for row in measured.rates):
        yield say(
            "Where rows date both stages, the rate together is that of the units followed from one to the other; those "
            "too young to have gone on are no failures."
        )
    for row in measured.rates:
        if row.rising is not None and row.total:
            yield say(
                "{stage} of {above}: at least {rate}, still rising at {months} months.",
                stage=locale.term(row.kpi),
                above=locale.term(row.above),
                rate=locale.percent(row.total.rate),
                months=row.rising,
            )
    for row in measured.rates:
        if row.total and row.total.rate > 1:
            yield more_than_above(locale, locale.term(row.kpi), locale.term(row.above), row.total.rate)
    if any(row.targets for row in measured.counts):
        yield say("Targets are those that the exports have beside what happened.")
    if any(rate and rate.low is not None for row in measured.rates for rate in (*row.months, row.total)):
        yield say("In 95 of 100 samples like this one the true rate lies between the two numbers below it.")
    for at in sorted({0, len(measured.months) - 1}):
        since, day = _days(measured, at)
        said = {"month": locale.month(measured.months[at]), "since": since, "day": day}
        if since > 1:
            yield say("{month} is covered from its day {since} to its day {day} only.", **said)
        elif day < days(measured.months[at]):
            yield say("{month} is covered up to its day {day} only.", **said)
    yield say("What should have been says a plan: --plan FILE.")
