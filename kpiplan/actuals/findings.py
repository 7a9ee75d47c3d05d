"""What the tallies of a table mean: figures by month, rows left out and why, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpiplan.actuals.context import Context
from kpiplan.actuals.counting import Counted, Tally, by_month
from kpiplan.actuals.coverage import Coverage, coverage
from kpiplan.actuals.dates import first_day, read_date
from kpiplan.actuals.readings import Plan, Reading
from kpiplan.actuals.refusal import RefusalError, listed, shown
from kpiplan.actuals.results import Source
from kpiplan.months import Month
from kpiplan.problems import nearest

DELIMITER_NAMES = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}


@dataclass(frozen=True, slots=True)
class Found:
    """The figures of one table. `stated` are months with rows of their own, the others of `values` are zeros
    between.
    """

    source: Source
    file: str
    add: bool
    covered: Coverage
    values: Mapping[tuple[str, str | None], Mapping[Month, float]]
    stated: Mapping[tuple[str, str | None], frozenset[Month]]


def findings(context: Context, plan: Plan, counted: Counted) -> Found:
    """Turns tallies into figures; adds warnings to the context. Raises RefusalError for what must not be
    counted.
    """
    kept = [
        (reading, tally)
        for reading, tally in zip(plan.readings, counted.tallies, strict=True)
        if _usable(context, plan, reading, tally)
    ]
    covered = _covered(context, plan, counted)
    if covered is None or not kept:
        raise RefusalError("no-rows", "no row has both a month and a value", "", context.table.line)
    values: dict[tuple[str, str | None], Mapping[Month, float]] = {}
    stated: dict[tuple[str, str | None], frozenset[Month]] = {}
    for reading, tally in kept:
        for segment in tally.segments:
            figures, own = _figures(tally, segment, covered if plan.records else None)
            if figures:
                values[reading.kpi, segment], stated[reading.kpi, segment] = figures, own
    _remark(context, plan, counted, covered, kept)
    source = _source(context, plan, counted, kept)
    return Found(source, context.file, context.rules.add, covered, values, stated)


def _figures(
    tally: Tally, segment: str | None, covered: Coverage | None
) -> tuple[dict[Month, float], frozenset[Month]]:
    if segment not in tally.sums:
        return {}, frozenset()
    known, sums = tally.known[segment], tally.sums[segment]
    own = by_month(sums, lambda month: bool(known[month] > 0))
    if covered is None:
        return own, frozenset(own)
    zeros = dict.fromkeys(covered.months, 0.0)
    return dict(sorted((zeros | own).items())), frozenset(own)


def _covered(context: Context, plan: Plan, counted: Counted) -> Coverage | None:
    seen = counted.tallies[0].seen.copy()
    for tally in counted.tallies[1:]:
        seen |= tally.seen
    return coverage(seen, context.table.start, context.table.end, isolated=plan.records)


def _usable(context: Context, plan: Plan, reading: Reading, tally: Tally) -> bool:
    """Whether a reading gives figures at all; refuses what would give wrong ones."""
    if tally.spanning and plan.spans is None:
        raise _spanning(context, reading, tally)
    wanted = reading.kpi in context.rules.kpis or context.words.stage(reading.kpi) is not None
    if tally.ratios and wanted:
        raise RefusalError(
            "ratio-summed",
            f"{shown(reading.label)} holds percentages, and ratios do not add up",
            "",
            context.table.line,
        )
    if tally.unreadable and wanted:
        raise RefusalError(
            "unreadable-values",
            f"{tally.unreadable:,} cells of {shown(reading.label)} are no numbers, such as "
            f"{shown(tally.unreadable_example)}",
            "correct them, or leave the cells empty where the number is not known",
            context.table.line,
        )
    if tally.ratios or tally.unreadable:
        context.table.left_out[f"{reading.label}: no numbers that add up"] += tally.ratios + tally.unreadable
        return False
    if reading.where and not tally.matched:
        _unmatched(context, reading, tally)
        return reading.certain
    return True


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
    label = reading.where[0].label
    near = nearest(label.rsplit(" is ", 1)[-1], tally.offered)
    hint = f"did you mean {shown(near)}? " if near else ""
    there = listed(sorted(tally.offered)) if tally.offered else "none"
    context.note(
        "no-such-value",
        f"{reading.kpi}: no row where {label}",
        f"{hint}The values there are {there}",
    )


def _remark(
    context: Context, plan: Plan, counted: Counted, covered: Coverage, kept: list[tuple[Reading, Tally]]
) -> None:
    """Warnings and notes on rows that do not count, and on sums that are not exact."""
    for reading, tally in kept:
        if tally.undated and reading.where:
            context.note(
                "undated-rows",
                f"{tally.undated:,} of {tally.matched:,} rows for {reading.kpi} have no {reading.dating.label}",
                "they count in no month: fill in the date, or count by another",
            )
        if tally.unread:
            context.note(
                "unread-dates",
                f"{tally.unread:,} rows for {reading.kpi} have a {reading.dating.label} that can't be read, "
                f"such as {shown(tally.unread_example)}",
            )
        if reading.unique and tally.matched > sum(int((known > 0).sum()) for known in tally.known.values()):
            context.note(
                "unique-summed",
                f"{reading.kpi}: {shown(reading.label)} are unique users; added up, who came on several days "
                "counts several times",
                "sessions add up exactly",
            )
    if counted.unsplit and plan.split:
        context.note(
            "unsplit-rows",
            f"{counted.unsplit:,} rows belong to no segment: {plan.split.label} is "
            f"{listed(sorted(counted.unsplit_examples))}",
            "name these values under `split`",
        )
    away = (
        sorted({m for r, t in kept for m in _figures(t, None, None)[1]} - set(covered.months)) if plan.records else []
    )
    if away:
        context.note(
            "far-dates",
            f"rows dated {', '.join(map(str, away[:6]))} lie more than a year away from all others",
            "correct the dates if they are slips; they do not count as months that the export covers",
        )
    start = covered.months[0]
    if covered.first > first_day(start):
        day = covered.first - first_day(start) + 1
        context.note("first-month-partial", f"{start.long} is covered from its day {day} on")


def _source(context: Context, plan: Plan, counted: Counted, kept: list[tuple[Reading, Tally]]) -> Source:
    left = dict(context.table.left_out) | dict(plan.left_out)
    explained = 0
    for reading, tally in kept:
        if tally.undated and reading.where:
            condition = " and ".join(where.label for where in reading.where)
            rows = f"{tally.undated:,} of {tally.matched:,} rows where {condition}"
            left[f"{reading.kpi}: no {reading.dating.label} in {rows}"] = tally.undated
        if tally.unread:
            left[f"{reading.dating.label} can't be read"] = tally.unread
            explained = max(explained, tally.unread)
    rest = counted.rows - counted.used - explained
    if rest > 0:
        whole = all(not reading.where for reading, _ in kept)
        left["no date" if whole else "counts towards nothing"] = rest
    if counted.unsplit:
        left["belongs to no segment"] = counted.unsplit
    unknown = {f"{reading.label}: unknown value": tally.unknown for reading, tally in kept if tally.unknown}
    return Source(
        name=context.file,
        encoding=context.sheet.encoding.label,
        delimiter=DELIMITER_NAMES.get(context.sheet.delimiter, context.sheet.delimiter),
        table=context.table.name,
        system=context.system.name if context.system else None,
        shape=plan.shape,
        rows_used=counted.used,
        left_out=tuple((left | unknown).items()),
        columns={reading.kpi: f"{reading.label} by {reading.dating.label}"
                 if reading.value is not None else reading.dating.label for reading, _ in kept},
        note="; ".join([*context.notes, *plan.notes]),
    )  # fmt: skip
