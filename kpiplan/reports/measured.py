"""The report of exports without a plan: the funnel as it was measured."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan import wording
from kpiplan.measured import Converted, Counted, Measured, Rate
from kpiplan.months import span
from kpiplan.reports.model import Column, Report, Row, Table


def measured_report(measured: Measured, names: str) -> Report:
    """The screen of `kpiplan actuals` without a plan; `names` are the files read."""
    months = measured.months
    columns = [Column("", words=True)]
    for at, month in enumerate(months):
        title = f"1-{measured.day} {month.short}" if measured.part < 1 and at == len(months) - 1 else month.short
        columns.append(Column(title, str(month.year) if at == 0 or month.month == 1 else "", group="period"))
    columns.append(Column("together", group="period"))
    rows: list[Row] = []
    several = len(measured.segments) > 1
    for segment in measured.segments:
        if several:
            rows.append(Row((segment or "whole",), "section"))
        rows += _rows(measured, segment, " " if several else "")
    title = f"{names} - measured {span(months[0], months[-1])}, no plan"
    return Report(title, (), (Table(tuple(columns), tuple(rows)),), tuple(_remarks(measured)))


def _rows(measured: Measured, segment: str | None, inner: str) -> Iterator[Row]:
    rates = {row.kpi: row for row in measured.rates if row.segment == segment}
    for counted in measured.counts:
        if counted.segment != segment:
            continue
        yield Row((f"{inner}{counted.kpi.replace('_', ' ')}", *_cells(counted)))
        if counted.kpi in rates:
            yield from _rate_rows(rates[counted.kpi], inner)


def _cells(counted: Counted) -> tuple[str, ...]:
    shown = (lambda value: wording.money(value, None)) if counted.unit == "currency" else wording.count
    return tuple("-" if value is None else shown(value) for value in (*counted.months, counted.total))


def _rate_rows(row: Converted, inner: str) -> Iterator[Row]:
    rates = (*row.months, row.total)
    yield Row((f"{inner}  of {row.above}", *(_rate(rate) for rate in rates)), "detail")
    yield Row((f"{inner}    95 in 100", *(_interval(rate) for rate in rates)), "detail")


def _rate(rate: Rate | None) -> str:
    return "-" if rate is None else wording.percent(rate.rate)


def _interval(rate: Rate | None) -> str:
    if rate is None or rate.low is None or rate.high is None:
        return "-"
    return f"{wording.percent(rate.low, 2).rstrip('%')}-{wording.percent(rate.high, 2)}"


def _remarks(measured: Measured) -> Iterator[str]:
    if measured.rates:
        yield (
            "A rate is arrivals over those of the stage above in the same months: where time passes between them, of "
            "other units. In 95 of 100 samples like this one the true rate lies between the two numbers below it."
        )
    if measured.part < 1:
        yield f"{measured.months[-1].long} is covered up to its day {measured.day} only."
    yield "What should have been says a plan: --plan FILE."
