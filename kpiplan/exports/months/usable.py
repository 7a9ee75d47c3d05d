"""Whether what was counted can be used: refusals of what would be wrong, reasons of what is left out."""

from __future__ import annotations

from kpiplan.exports.cells.dates import read_date
from kpiplan.exports.cells.numbers import read_number, two_readings
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import LONG, KpiReading, TablePlan
from kpiplan.exports.months.tallies import ORIGIN, Tally
from kpiplan.exports.refusal import RefusalError, did_you_mean
from kpiplan.exports.results import Listed, Note, Quoted, Refusal, Why
from kpiplan.months import Month
from kpiplan.problems import nearest

LARGEST = 1e18  # of a month's sum: what stands above it is no amount of any currency


class Reasons(list[Refusal]):
    """Why readings of a table give no figures, in order."""


def usable(context: Context, plan: TablePlan, reading: KpiReading, tally: Tally, reasons: Reasons) -> bool:
    """Whether a reading gives figures at all; refuses what would give wrong ones. Where it gives none, `reasons` gets
    the reason.
    """
    if tally.spanning and plan.spans is None:
        raise _spanning(context, reading, tally)
    needed = reading.kpi in context.rules.kpis or context.words.grave(reading.kpi)
    wanted = needed and not (reading.direct and reading.direct.optional)
    if wanted and (refusal := _refusal(context, reading, tally)):
        raise refusal
    twice = _said_twice(tally) if reading.direct else None
    if reading.direct and twice and not reading.direct.optional and context.words.wants(reading.kpi):
        raise RefusalError(
            "level-twice", context.table.line, column=Quoted(reading.label), month=twice, kpi=reading.kpi
        )
    if wanted and not reading.direct and (month := _said_twice(tally)) and _is_plain(context, plan, reading):
        raise RefusalError("month-twice", context.table.line, column=Quoted(reading.label), month=month)
    if tally.ratios or _unread(tally):
        context.table.left_out[Why("no-numbers", reading.label)] += tally.ratios + tally.unreadable
        reasons.append(_unread_reason(reading, tally))
        return False
    if reading.direct and (tally.beyond_one or twice):
        code = "bare-percentage" if tally.beyond_one else "said-twice"
        context.table.left_out[Why(code, reading.label)] += tally.matched
        return False
    if needed:
        _remark(context, reading, tally)
    if reading.where and not tally.matched and not any(where.rare for where in reading.where):
        reasons.append(_unmatched(context, reading, tally))
        return reading.certain
    if tally.matched and tally.unread == tally.matched:
        reasons.append(
            Refusal("no-date-read", {"column": reading.dating.label, "example": Quoted(tally.unread_example)})
        )
    return True


def _unread_reason(reading: KpiReading, tally: Tally) -> Refusal:
    """That no cell is a number that adds up."""
    label = Quoted(reading.label)
    if tally.ratios:
        return Refusal("percentages", {"column": label})
    example = Quoted(tally.unreadable_example)
    return Refusal("unreadable-values", {"cells": _cells(tally.unreadable), "column": label, "example": example})


def _refusal(context: Context, reading: KpiReading, tally: Tally) -> RefusalError | None:
    """What is wrong with the cells of a KPI that is needed."""
    label, line = Quoted(reading.label), context.table.line
    if tally.ratios and reading.direct:
        return RefusalError("percentages-of-none", line, column=label, kpi=reading.kpi)
    if tally.ratios:
        return RefusalError("percentages", line, column=label)
    if _unread(tally):
        example = tally.unreadable_example
        at = _line(context, reading, example) or line
        if values := two_readings(example, reading.decimal):
            one, other = values
            return RefusalError(
                "two-readings",
                at,
                cells=_cells(tally.unreadable),
                column=label,
                example=Quoted(example),
                one=one,
                other=other,
            )
        beyond = read_number(example, reading.decimal).kind == "beyond"
        why = "too-large-values" if beyond else "unreadable-values"
        return RefusalError(why, at, cells=_cells(tally.unreadable), column=label, example=Quoted(example))
    if (month := _beyond_all(tally)) is not None:
        return RefusalError(
            "too-large-month", _line(context, reading, _largest(context, reading)) or line, column=label, month=month
        )
    if reading.direct and tally.beyond_one:
        example = tally.beyond_one
        return RefusalError(
            "bare-percentage",
            line,
            column=label,
            example=Quoted(example),
            plain=example,
            share=read_number(example, reading.decimal).value / 100,
        )
    return None


def _unread(tally: Tally) -> bool:
    """Whether cells can't be read and no month is left that all are known of."""
    known = {month for segment in tally.segments for month in tally.months_known(segment)}
    return tally.unreadable > 0 and known <= tally.unread_months


def _beyond_all(tally: Tally) -> Month | None:
    """The first month whose sum is no number that anybody counts to, or none at all any more."""
    beyond = [month for sums in tally.sums.values() for month, total in sums.items() if not abs(total) <= LARGEST]
    return ORIGIN.plus(min(beyond)) if beyond else None


def _largest(context: Context, reading: KpiReading) -> str:
    """The cell that most of a sum comes from."""
    texts = context.columns[reading.value].texts if reading.value is not None else ()
    return max(texts, key=lambda text: abs(read_number(text, reading.decimal).value), default="")


def _line(context: Context, reading: KpiReading, text: str) -> int | None:
    """The first line whose cell of a reading is this; None where it is beyond what is kept of a large file."""
    where = [(each.column, each.accepts) for each in reading.where]
    for line, cells in context.table.rows:
        there = reading.value is not None and reading.value < len(cells) and cells[reading.value].strip() == text
        if there and all(at < len(cells) and accepts(cells[at].strip()) for at, accepts in where):
            return line
    return None


def _remark(context: Context, reading: KpiReading, tally: Tally) -> None:
    """Warnings about cells: those that can't be read, and counts below zero."""
    if tally.unreadable:
        context.problem(
            "unread-value" if tally.unreadable == 1 else "unread-values",
            _line(context, reading, tally.unreadable_example),
            cells=_cells(tally.unreadable),
            column=Quoted(reading.label),
            example=Quoted(tally.unreadable_example),
        )
    if tally.negative and not reading.direct and context.words.counts(reading.kpi):
        context.problem(
            "negative-count",
            _line(context, reading, tally.negative_example),
            cells=_cells(tally.negative),
            column=Quoted(reading.label),
            example=Quoted(tally.negative_example),
        )


def _cells(number: int) -> Note:
    return Note("cell") if number == 1 else Note("cells", {"number": number})


def _said_twice(tally: Tally) -> Month | None:
    """The first month that has more than one value of the same segment."""
    twice = [month for known in tally.known.values() for month, values in known.items() if values > 1]
    return ORIGIN.plus(min(twice)) if twice else None


def _is_plain(context: Context, plan: TablePlan, reading: KpiReading) -> bool:
    """Whether a table has nothing but months, names and values, so that a row said again can be no other part."""
    if plan.shape != LONG or len(context.columns) > 3 or context.rules.add:
        return False
    spans = [reading.dating.read((text,)) for text in context.columns[reading.dating.columns[0]].texts if text]
    return all(span is not None and span.grain == "month" for span in spans)


def _spanning(context: Context, reading: KpiReading, tally: Tally) -> RefusalError:
    span = read_date(tally.spanning_example)
    if span and span.end - span.start > 31:
        return RefusalError(
            "longer-than-month",
            context.table.line,
            example=Quoted(tally.spanning_example),
            column=Quoted(reading.dating.label),
        )
    rows = Note("row-stands") if tally.spanning == 1 else Note("rows-stand", {"number": tally.spanning})
    return RefusalError("in-two-months", context.table.line, rows=rows, example=Quoted(tally.spanning_example))


def _unmatched(context: Context, reading: KpiReading, tally: Tally) -> Refusal:
    """Warns that no row meets a condition; the same as a reason why nothing is left."""
    condition = reading.where[0].says
    near = nearest(condition.values[-1], tally.offered) if condition.values else None
    values = Listed(tuple(sorted(tally.offered))) if tally.offered else Note("none")
    reason = Refusal(
        "no-row-meets",
        {"kpi": reading.kpi, "condition": condition, "near": did_you_mean(near), "values": values},
    )
    context.problem("no-such-value", problem=reason)
    return reason
