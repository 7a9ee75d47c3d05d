"""The report of exports without a plan: the funnel as it was measured."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.analysis.baseline.measured_funnel import Converted, Counted, Measured, Rate
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.locales.numbers import in_cents
from kpiplan.reports.model import Column, Report, Row, Table


def measured_report(measured: Measured, names: str, locale: Locale = ENGLISH) -> Report:
    """The screen of `kpiplan actuals` without a plan; `names` are the files read."""
    say, months = locale.say, measured.months
    columns = [Column("", words=True)]
    for at, month in enumerate(months):
        title = locale.month_short(month)
        if measured.part < 1 and at == len(months) - 1:
            title = say("1-{day} {month}", day=measured.day, month=title)
        columns.append(Column(title, str(month.year) if at == 0 or month.month == 1 else "", group="period"))
    columns.append(Column(say("together"), group="period"))
    rows: list[Row] = []
    several = len(measured.segments) > 1
    for segment in measured.segments:
        if several:
            rows.append(Row((locale.term(segment) if segment else say("whole"),), "section"))
        rows += _rows(measured, segment, " " if several else "", locale)
    title = say("{names} - measured {span}, no plan", names=names, span=locale.span(months[0], months[-1]))
    return Report(title, (), (Table(tuple(columns), tuple(rows)),), tuple(_remarks(measured, locale)))


def _rows(measured: Measured, segment: str | None, inner: str, locale: Locale) -> Iterator[Row]:
    rates = {row.kpi: row for row in measured.rates if row.segment == segment}
    for counted in measured.counts:
        if counted.segment != segment:
            continue
        yield Row((f"{inner}{locale.term(counted.kpi).replace('_', ' ')}", *_cells(counted, locale)))
        if counted.kpi in rates:
            yield from _rate_rows(rates[counted.kpi], inner, locale)


def _cells(counted: Counted, locale: Locale) -> tuple[str, ...]:
    values = (*counted.months, counted.total)
    cents = in_cents(values)
    shown = (lambda value: locale.money(value, None, cents)) if counted.unit == "currency" else locale.count
    return tuple("-" if value is None else shown(value) for value in values)


def _rate_rows(row: Converted, inner: str, locale: Locale) -> Iterator[Row]:
    rates = (*row.months, row.total)
    above = locale.say("of {stage}", stage=locale.term(row.above))
    cells = [_rate(rate, locale) for rate in rates]
    if row.rising is not None:
        cells[-1] = f">= {cells[-1]}"
    yield Row((f"{inner}  {above}", *cells), "detail")
    if any(rate and rate.low is not None for rate in rates):
        yield Row((f"{inner}    {locale.say('95 in 100')}", *(_interval(rate, locale) for rate in rates)), "detail")


def _rate(rate: Rate | None, locale: Locale) -> str:
    return "-" if rate is None else locale.percent(rate.rate)


def _interval(rate: Rate | None, locale: Locale) -> str:
    if rate is None or rate.low is None:
        return "-"
    if rate.high is None:
        return f">= {locale.percent(rate.low, 2)}"
    return f"{locale.percent(rate.low, 2).rstrip('%')}-{locale.percent(rate.high, 2)}"


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
    if any(rate and rate.low is not None for row in measured.rates for rate in (*row.months, row.total)):
        yield say("In 95 of 100 samples like this one the true rate lies between the two numbers below it.")
    if measured.part < 1:
        month = locale.month(measured.months[-1])
        yield say("{month} is covered up to its day {day} only.", month=month, day=measured.day)
    yield say("What should have been says a plan: --plan FILE.")
