"""Whether what was counted can be used: refusals of what would be wrong, reasons of what is left out."""

from __future__ import annotations

import numpy as np

from kpiplan.actuals.context import Context
from kpiplan.actuals.dates import read_date
from kpiplan.actuals.numbers import is_number, read_number, two_readings
from kpiplan.actuals.readings import LONG, Plan, Reading
from kpiplan.actuals.refusal import RefusalError, clause, listed, shown
from kpiplan.actuals.results import Why
from kpiplan.actuals.tallies import ORIGIN, Tally
from kpiplan.months import Month
from kpiplan.problems import nearest

CORRECT = "correct them, or leave the cells empty where the number is not known"
LARGEST = 1e18  # of a month's sum: what stands above it is no amount of any currency


def usable(context: Context, plan: Plan, reading: Reading, tally: Tally) -> bool:
    """Whether a reading gives figures at all; refuses what would give wrong ones."""
    if tally.spanning and plan.spans is None:
        raise _spanning(context, reading, tally)
    needed = reading.kpi in context.rules.kpis or context.words.grave(reading.kpi)
    wanted = needed and not (reading.direct and reading.direct.optional)
    if wanted and (refusal := _refusal(context, reading, tally)):
        raise refusal
    twice = _said_twice(tally) if reading.direct else None
    if reading.direct and twice and not reading.direct.optional and context.words.wants(reading.kpi):
        raise RefusalError(
            "ratio-summed",
            f"{shown(reading.label)} of {twice} stands there more than once, and {reading.kpi} does not add up",
            "keep one row a month, or say `split`",
            context.table.line,
        )
    if wanted and not reading.direct and (month := _said_twice(tally)) and _is_plain(context, plan, reading):
        raise RefusalError(
            "same-month-twice",
            f"{shown(reading.label)} of {month} stands there more than once",
            "keep one row a month, or say `add: true` where they add up",
            context.table.line,
        )
    if tally.ratios or _unread(tally):
        context.table.left_out[Why("no-numbers", reading.label)] += tally.ratios + tally.unreadable
        return False
    if reading.direct and (tally.beyond_one or twice):
        code = "bare-percentage" if tally.beyond_one else "said-twice"
        context.table.left_out[Why(code, reading.label)] += tally.matched
        return False
    if needed:
        _remark(context, reading, tally)
    if reading.where and not tally.matched and not any(where.rare for where in reading.where):
        _unmatched(context, reading, tally)
        return reading.certain
    return True


def _refusal(context: Context, reading: Reading, tally: Tally) -> RefusalError | None:
    """What is wrong with the cells of a KPI that is needed."""
    label, line = shown(reading.label), context.table.line
    if tally.ratios and reading.direct:
        return RefusalError(
            "ratio-summed",
            f"{label} holds percentages, and {reading.kpi} is none",
            "write the number without a per cent sign",
            line,
        )
    if tally.ratios:
        return RefusalError("ratio-summed", f"{label} holds percentages, and ratios do not add up", "", line)
    if _unread(tally):
        example = tally.unreadable_example
        at = _line(context, reading, example) or line
        if values := two_readings(example, reading.decimal):
            one, other = (f"{value:,.0f}" for value in values)
            return RefusalError(
                "unreadable-values",
                f"{_cells(tally.unreadable)} of {label}: {shown(example)} can be read as {one} or as {other}",
                "write the number out",
                at,
            )
        why = "too large a number" if is_number(example) else "no number"
        return RefusalError(
            "unreadable-values", f"{_cells(tally.unreadable)} of {label}: {why}, such as {shown(example)}", CORRECT, at
        )
    if (month := _beyond_all(tally)) is not None:
        return RefusalError(
            "unreadable-values",
            f"{label} of {month} adds up to more than any count or amount can be",
            CORRECT,
            _line(context, reading, _largest(context, reading)) or line,
        )
    if reading.direct and tally.beyond_one:
        example = tally.beyond_one
        return RefusalError(
            "bare-percentage",
            f"{label} can be meant in per cent or not: {shown(example)}",
            f"write {example}% or {read_number(example, reading.decimal).value / 100:g}",
            line,
        )
    return None


def _unread(tally: Tally) -> bool:
    """Whether cells can't be read and no month is left that all are known of."""
    return tally.unreadable > 0 and not any((known > 0)[~tally.unread_months].any() for known in tally.known.values())


def _beyond_all(tally: Tally) -> Month | None:
    """The first month whose sum is no number that anybody counts to, or none at all any more."""
    beyond = [
        int(month) for sums in tally.sums.values() for month in np.flatnonzero(~(np.abs(sums) <= LARGEST))[:1].tolist()
    ]
    return ORIGIN.plus(min(beyond)) if beyond else None


def _largest(context: Context, reading: Reading) -> str:
    """The cell that most of a sum comes from."""
    texts = context.columns[reading.value].texts if reading.value is not None else ()
    return max(texts, key=lambda text: abs(read_number(text, reading.decimal).value), default="")


def _line(context: Context, reading: Reading, text: str) -> int | None:
    """The first line whose cell of a reading is this; None where it is beyond what is kept of a large file."""
    where = [(each.column, each.accepts) for each in reading.where]
    for line, cells in context.table.rows:
        there = reading.value is not None and reading.value < len(cells) and cells[reading.value].strip() == text
        if there and all(at < len(cells) and accepts(cells[at].strip()) for at, accepts in where):
            return line
    return None


def _remark(context: Context, reading: Reading, tally: Tally) -> None:
    """Warnings about cells: those that can't be read, and counts below zero."""
    if tally.unreadable:
        months = "its month is" if tally.unreadable == 1 else "their months are"
        context.note(
            "unread-values",
            f"{_cells(tally.unreadable)} of {shown(reading.label)}: no number, such as "
            f"{shown(tally.unreadable_example)}; {months} unknown",
            CORRECT,
            _line(context, reading, tally.unreadable_example),
        )
    if tally.negative and not reading.direct and context.words.counts(reading.kpi):
        context.note(
            "negative-count",
            f"{_cells(tally.negative)} of {shown(reading.label)}: below zero, as {shown(tally.negative_example)} is",
            "a count is never below zero: correct it",
            _line(context, reading, tally.negative_example),
        )


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number:,} cells"


def _said_twice(tally: Tally) -> Month | None:
    """The first month that has more than one value of the same segment."""
    twice = [month for known in tally.known.values() for month in np.flatnonzero(known > 1)[:1].tolist()]
    return ORIGIN.plus(min(twice)) if twice else None


def _is_plain(context: Context, plan: Plan, reading: Reading) -> bool:
    """Whether a table has nothing but months, names and values, so that a row said again can be no other part."""
    if plan.shape != LONG or len(context.columns) > 3 or context.rules.add:
        return False
    spans = [reading.dating.read((text,)) for text in context.columns[reading.dating.columns[0]].texts if text]
    return all(span is not None and span.grain == "month" for span in spans)


def _spanning(context: Context, reading: Reading, tally: Tally) -> RefusalError:
    span = read_date(tally.spanning_example)
    if span and span.end - span.start > 31:
        return RefusalError(
            "period-spans-months",
            f"{shown(tally.spanning_example)} in {shown(reading.dating.label)} is longer than a month",
            "export by month (`--by month`)",
            context.table.line,
        )
    rows = "1 row stands" if tally.spanning == 1 else f"{tally.spanning:,} rows stand"
    return RefusalError(
        "period-spans-months",
        f"{rows} for a period in two months, such as {shown(tally.spanning_example)}",
        "export by day or month; or say `spans: start` (it counts where it starts) or `spans: spread` (over its days)",
        context.table.line,
    )


def _unmatched(context: Context, reading: Reading, tally: Tally) -> None:
    condition = reading.where[0].says
    near = nearest(condition.values[-1], tally.offered) if condition.values else None
    hint = f"did you mean {shown(near)}? " if near else ""
    there = listed(sorted(tally.offered)) if tally.offered else "none"
    context.note(
        "no-such-value",
        f"{reading.kpi}: no row where {clause(condition)}",
        f"{hint}The values there are {there}",
    )
