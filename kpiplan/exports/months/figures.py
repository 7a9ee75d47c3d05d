"""What the tallies of a table mean: figures by month, rows left out and why, problems."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.everybody import is_of_everybody
from kpiplan.exports.columns.readings import LONG, WIDE, KpiReading, TablePlan
from kpiplan.exports.months.accounts import Told, account_of
from kpiplan.exports.months.counting import TableCounts
from kpiplan.exports.months.coverage import Coverage, coverage
from kpiplan.exports.months.daily import DayLookup
from kpiplan.exports.months.layout import dated_days, layout_of
from kpiplan.exports.months.tallies import DAY_ZERO, ORIGIN, Tally, by_month
from kpiplan.exports.months.usable import Reasons, usable
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Account, Joined, Listed, Quoted
from kpiplan.exports.systems.system import System
from kpiplan.months import Month
from kpiplan.tuples import NamedTuple

Key = tuple[str, str | None]  # KPI and segment


class Found(NamedTuple):
    """The figures of one table. `stated` are months with rows of their own, the others of `values` are zeros
    between. `begins` and `reach` are the first and last day that each KPI is covered, `direct` and `levels` are those
    that stand as they are and those that are no sum of days, `asked` what rules name here (`ruled`: the file has
    rules), `uniques` those that count people once a period. `days` knows what each day brought. `records`: a row a
    lead, deal or payment. `unsplit`: the table lacks the column of the split.
    `around` is what rows cover that do not count, as far as they go beyond those that do.
    `targets` are what was planned beside it, by month and by day. `everybody`: it says that it is of all visitors.
    `system` wrote it, which knows some KPIs by other names (`as_known`). Tables of one `layout` can be parts of one,
    which is then their `part`, by the days that they are `dated`: of leads and deals those of the first stage.
    """

    source: Account
    file: str
    add: bool
    covered: Coverage
    values: Mapping[Key, Mapping[Month, float]]
    stated: Mapping[Key, frozenset[Month]]
    begins: Mapping[str, int]
    reach: Mapping[str, int]
    days: Mapping[Key, tuple[DayLookup, ...]]
    direct: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    ruled: bool = False
    unsplit: bool = False
    uniques: frozenset[str] = frozenset()
    records: bool = False
    system: System | None = None
    as_known: Mapping[str, str] = MappingProxyType({})
    layout: tuple[object, ...] = ()
    dated: frozenset[int] = frozenset()
    part: int = -1
    around: Coverage | None = None
    targets: Mapping[Key, tuple[Mapping[Month, float], DayLookup]] = MappingProxyType({})
    everybody: bool = False


def findings(context: Context, plan: TablePlan, counted: TableCounts, targets: TableCounts | None = None) -> Found:
    """Turns tallies into figures; adds warnings to the context. Raises RefusalError for what must not be counted."""
    reasons = Reasons()
    kept: list[tuple[KpiReading, Tally]] = []
    days: dict[Key, tuple[DayLookup, ...]] = {}
    for reading, tally, daily in zip(plan.readings, counted.tallies, counted.days, strict=True):
        if usable(context, plan, reading, tally, reasons):
            kept.append((reading, tally))
            days |= {(reading.kpi, name): (partial(daily.of, name),) for name in tally.segments}
    kept = _measuring(context, plan, kept)
    covered = _covered(context, plan, counted)
    if covered is None or not kept:
        raise _nothing_left(context, reasons)
    if all(_stands_for_months(reading, tally) for reading, tally in kept):
        covered = Coverage(first_day(covered.months[0]), last_day(covered.months[-1]))
    values, stated = _by_segment(kept, covered if plan.records else None)
    if not values:
        raise _nothing_left(context, reasons)
    _remark(context, plan, counted, covered, kept)
    source = account_of(context, plan, counted, kept, Told(_cut(covered), _planned_rows(plan, targets)))
    ends = {reading.kpi: _ends(reading, tally, covered) for reading, tally in kept}
    direct = frozenset(reading.kpi for reading, _ in kept if reading.direct)
    return Found(
        source,
        context.file,
        context.rules.add,
        covered,
        values,
        stated,
        {kpi: begin for kpi, (begin, _) in ends.items()},
        {kpi: end for kpi, (_, end) in ends.items()},
        {key: days[key] for key in values},
        direct,
        direct | {reading.kpi for reading, _ in kept if reading.over != "sum"},
        plan.ruled,
        bool(context.rules.kpis),
        context.rules.split is not None and plan.split is None,
        frozenset(reading.kpi for reading, _ in kept if reading.unique),
        plan.records,
        context.system,
        {reading.kpi: context.words.known_as(reading.kpi) for reading, _ in kept},
        layout_of(context, plan),
        dated_days(plan, [tally for _, tally in kept]),
        around=_covered(context, plan, counted, beside=True),
        targets=_targets(plan, targets) if targets else {},
        everybody=is_of_everybody(context.table.preamble),
    )


def _targets(plan: TablePlan, counted: TableCounts) -> dict[Key, tuple[Mapping[Month, float], DayLookup]]:
    """What was planned, by KPI and segment."""
    return {
        (reading.kpi, segment): (figures, partial(daily.of, segment))
        for reading, tally, daily in zip(plan.targets, counted.tallies, counted.days, strict=True)
        for segment in tally.segments
        if (figures := _figures(tally, segment, None)[0])
    }


def _planned_rows(plan: TablePlan, targets: TableCounts | None) -> int:
    """How many rows hold targets and nothing else."""
    return targets.used if targets and plan.shape in (LONG, WIDE) else 0


def _by_segment(
    kept: list[tuple[KpiReading, Tally]], covered: Coverage | None
) -> tuple[dict[Key, Mapping[Month, float]], dict[Key, frozenset[Month]]]:
    """The figures of each KPI and segment, and the months that have rows of their own."""
    values: dict[Key, Mapping[Month, float]] = {}
    stated: dict[Key, frozenset[Month]] = {}
    for reading, tally in kept:
        for segment in tally.segments:
            figures, own = _figures(tally, segment, covered)
            if figures:
                values[reading.kpi, segment], stated[reading.kpi, segment] = figures, own
    return values, stated


def _nothing_left(context: Context, reasons: Reasons) -> RefusalError:
    """No figures are left: the first reason that there was, if any."""
    if reasons:
        return RefusalError("nothing-left", context.table.line, problem=reasons[0])
    return RefusalError("no-month-and-value", context.table.line)


def _measuring(
    context: Context, plan: TablePlan, kept: list[tuple[KpiReading, Tally]]
) -> list[tuple[KpiReading, Tally]]:
    """Without revenue that is nothing but zeros beside other numbers: nobody measures it there; the account says so.

    No revenue is true where there are no customers either; what a rule names counts as it stands.
    """
    if plan.records or context.own_format:
        return kept
    silent = {reading.kpi for reading, tally in kept if not any(any(sums.values()) for sums in tally.sums.values())}
    won = context.words.named("customers")
    if won in silent or silent >= {reading.kpi for reading, _ in kept}:
        return kept
    idle = [
        reading for reading, _ in kept if reading.kpi == "revenue" and "revenue" in silent - set(context.rules.kpis)
    ]
    for reading in idle:
        context.remark("nothing-but-zeros", column=reading.label, kpi=reading.kpi)
    return [(reading, tally) for reading, tally in kept if reading not in idle]


def _stands_for_months(reading: KpiReading, tally: Tally) -> bool:
    """Whether a value, whatever its day, is that of a whole month: given as it stands, or a level said once a month."""
    return reading.direct is not None or (reading.over != "sum" and not _is_daily(tally))


def _ends(reading: KpiReading, tally: Tally, covered: Coverage) -> tuple[int, int]:
    """The first and the last day that a KPI is covered."""
    months = {month for segment in tally.segments for month in tally.months_known(segment)}
    if not months or not _stands_for_months(reading, tally):
        return covered.first, covered.last
    return first_day(ORIGIN.plus(min(months))), last_day(ORIGIN.plus(max(months)))


def _is_daily(tally: Tally) -> bool:
    """Whether any month has rows of several days."""
    return len({month_of(day + DAY_ZERO) for day in tally.seen}) < len(tally.seen)


def _figures(
    tally: Tally, segment: str | None, covered: Coverage | None
) -> tuple[dict[Month, float], frozenset[Month]]:
    if segment not in tally.sums:
        return {}, frozenset()
    own = by_month(tally.sums[segment], (m for m in tally.months_known(segment) if m not in tally.unread_months))
    if covered is None:
        return own, frozenset(own)
    zeros = {month: 0.0 for month in covered.months if month.since(ORIGIN) not in tally.unread_months}
    return dict(sorted((zeros | own).items())), frozenset(own)


def _covered(context: Context, plan: TablePlan, counted: TableCounts, *, beside: bool = False) -> Coverage | None:
    """What the rows that count cover; with those `beside` them, None where there are none."""
    seen = {day for tally in counted.tallies for day in tally.seen}
    if beside:
        around = {day for tally in counted.tallies for day in tally.beside} - seen
        seen = seen | around if around else set()
    start, end = context.table.start, context.table.end
    return coverage(seen, start, end, records=plan.records, stamps=not plan.records)


def _remark(
    context: Context, plan: TablePlan, counted: TableCounts, covered: Coverage, kept: list[tuple[KpiReading, Tally]]
) -> None:
    """Warnings and notes on rows that do not count, and on sums that are not exact."""
    for reading, tally in kept:
        if tally.undated and reading.where:
            context.problem(
                "undated-rows", rows=tally.undated, matched=tally.matched, kpi=reading.kpi, column=reading.dating.label
            )
        if differing := _differing(plan, counted, reading):
            unit = context.columns[reading.distinct or 0].name
            context.problem("units-differ", kpi=reading.kpi, units=differing, unit=unit, column=reading.label)
        if tally.unread:
            context.problem(
                "unread-dates",
                rows=tally.unread,
                kpi=reading.kpi,
                column=reading.dating.label,
                example=Quoted(tally.unread_example),
            )
        if reading.unique and tally.matched > sum(len(tally.months_known(segment)) for segment in tally.segments):
            if reading.dating.stated:
                context.problem("unique-parts", kpi=reading.kpi, column=Quoted(reading.label))
            else:
                context.problem("unique-summed", kpi=reading.kpi, column=Quoted(reading.label))
    if counted.unsplit and plan.split:
        context.problem(
            "unsplit-rows",
            rows=counted.unsplit,
            column=plan.split.label,
            texts=Listed(tuple(sorted(counted.unsplit_examples))),
        )
    away = sorted({m for _, t in kept for name in t.segments for m in _figures(t, name, None)[1]} - set(covered.months))
    if away:
        context.problem("far-dates", months=Joined(tuple(map(str, away[:6]))))
    if start := _cut(covered):
        day = covered.first - first_day(start) + 1
        context.problem("first-month-partial", month=start, day=day)


def _differing(plan: TablePlan, counted: TableCounts, reading: KpiReading) -> int:
    """How many units have several amounts, of which one is taken."""
    units = counted.units.get(next(at for at, each in enumerate(plan.readings) if each is reading))
    return units.differing if units and reading.value is not None else 0


def _cut(covered: Coverage) -> Month | None:
    """The first month, where its first days are not covered."""
    start = covered.months[0]
    return start if covered.first > first_day(start) else None
