"""Several tables into one set of actuals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpiplan.actuals.dates import first_day, last_day, month_of
from kpiplan.actuals.findings import Found
from kpiplan.actuals.results import Actuals, Measure, Partial
from kpiplan.months import Month
from kpiplan.problems import Problem, in_order

Key = tuple[str, str | None]


def join(found: Sequence[Found], problems: Iterable[Problem], through: Month | None) -> Actuals:
    """All figures together; what two tables say of the same KPI and month is an error unless one adds."""
    collected = [*problems, *_conflicts(found)]
    months = _add_up(found)
    if through is not None:
        months = {key: {m: v for m, v in values.items() if m <= through} for key, values in months.items()}
    measures = tuple(
        Measure(segment, kpi, dict(sorted(values.items()))) for (kpi, segment), values in months.items() if values
    )
    first = min((month_of(item.covered.first) for item in found), default=None)
    last, partial = _covered(found)
    if first is not None and last is not None and last < first:
        last = None
    if through is not None and first is not None:
        partial = partial if partial and partial.month <= through else None
        last = through
    sources = tuple(item.source for item in found)
    days = {kpi: (month_of(end), end - first_day(month_of(end)) + 1) for kpi, end in _reach(found).items()}
    return Actuals(measures, first, last, partial, sources, in_order(collected), days)


def _add_up(found: Sequence[Found]) -> dict[Key, dict[Month, float]]:
    """Sums over tables. Zeros between the rows of one table say nothing where another has rows."""
    months: dict[Key, dict[Month, float]] = {}
    for item in found:
        for key, values in item.values.items():
            target = months.setdefault(key, {})
            for month, value in values.items():
                target[month] = target.get(month, 0.0) + value
    for kpi in dict.fromkeys(kpi for kpi, segment in months if segment is not None):
        if (kpi, None) not in months:  # the whole is the sum of its segments
            whole: dict[Month, float] = {}
            for (other, _), values in list(months.items()):
                for month, value in values.items() if other == kpi else ():
                    whole[month] = whole.get(month, 0.0) + value
            months[kpi, None] = whole
    return dict(sorted(months.items(), key=lambda item: (item[0][1] is not None, item[0][1] or "")))


def _conflicts(found: Sequence[Found]) -> Iterable[Problem]:
    for position, second in enumerate(found):
        for first in found[:position]:
            if first.add or second.add:
                continue
            shared = _shared(first, second)
            if not shared:
                continue
            kpis = ", ".join(dict.fromkeys(kpi for kpi, _ in shared))
            months = sorted({month for _, month in shared})
            which = str(months[0]) if len(months) == 1 else f"{months[0]} and {len(months) - 1} more months"
            if first.file == second.file:
                yield Problem(
                    "two-tables",
                    f"two tables say {kpis} of {which}: {first.source.table} and {second.source.table}",
                    hint="say which with `table`, a number or a part of its title, or `add: true`",
                    file=second.file,
                )
            else:
                yield Problem(
                    "same-month-twice",
                    f"{kpis} of {which} stands in {first.file} too",
                    hint="leave one out, or say `add: true` for the one that adds to the other",
                    file=second.file,
                )


def _shared(first: Found, second: Found) -> list[tuple[str, Month]]:
    """KPIs and months that both have rows for: of the same segment, or of the whole and a segment."""
    shared: list[tuple[str, Month]] = []
    for (kpi, segment), months in first.stated.items():
        for (other, part), others in second.stated.items():
            if kpi == other and (segment == part or None in (segment, part)):
                shared.extend((kpi, month) for month in months & others)
    return shared


def _reach(found: Sequence[Found]) -> dict[str, int]:
    """The last day that each KPI is covered. Tables of the same KPI follow each other."""
    reach: dict[str, int] = {}
    for item in found:
        for kpi, _ in item.values:
            reach[kpi] = max(reach.get(kpi, 0), item.covered.last)
    return reach


def _covered(found: Sequence[Found]) -> tuple[Month | None, Partial | None]:
    """The last month that all cover whole, and the incomplete one after it."""
    reach = _reach(found)
    if not reach:
        return None, None
    end = min(reach.values())
    month = month_of(end)
    if end == last_day(month):
        return month, None
    begin = first_day(month)
    days = {kpi: min(last, last_day(month)) - begin + 1 for kpi, last in reach.items()}
    return month.plus(-1), Partial(month, end - begin + 1, days)
