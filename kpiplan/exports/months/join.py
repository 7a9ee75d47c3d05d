"""Several tables into one set of actuals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.months.figures import Found
from kpiplan.exports.results import Exports, Joined, MonthlyFigures, Note, Partial, Refusal, Remark
from kpiplan.exports.sentences import problem
from kpiplan.months import Month
from kpiplan.problems import Problem, in_order

Key = tuple[str, str | None]


def join(found: Sequence[Found], problems: Iterable[Problem], through: Month | None, words: Vocabulary) -> Exports:
    """All figures together; what two tables say of the same KPI and month is an error unless one adds.

    Of KPIs that the plan does not want it is none: they are left out of both.
    """
    found, conflicts = _settled(found, words)
    collected = [*problems, *conflicts]
    months = _add_up(found)
    if through is not None:
        months = {key: {m: v for m, v in values.items() if m <= through} for key, values in months.items()}
    measures = tuple(
        MonthlyFigures(segment, kpi, dict(sorted(values.items())))
        for (kpi, segment), values in months.items()
        if values
    )
    first = min((month_of(item.covered.first) for item in found if item.values), default=None)
    reach = _reach(found)
    bounds = frozenset(kpi for kpi in reach if words.bounds(kpi)) or frozenset(reach)
    last, partial = _covered(reach, bounds)
    if first is not None and last is not None and last < first:
        last = None
    if through is not None and first is not None:
        partial = partial if partial and partial.month <= through else None
        last = through
    sources = tuple(item.source for item in found)
    days = {kpi: (month_of(end), end - first_day(month_of(end)) + 1) for kpi, end in reach.items()}
    levels = frozenset(kpi for item in found for kpi in item.levels)
    return Exports(measures, first, last, partial, sources, in_order(collected), days, levels, bounds)


def _add_up(found: Sequence[Found]) -> dict[Key, dict[Month, float]]:
    """Sums over tables. Zeros between the rows of one table say nothing where another has rows."""
    months: dict[Key, dict[Month, float]] = {}
    for item in found:
        for key, values in item.values.items():
            target = months.setdefault(key, {})
            for month, value in values.items():
                target[month] = target.get(month, 0.0) + value
    direct = {kpi for item in found for kpi in item.direct}
    for kpi in dict.fromkeys(kpi for kpi, segment in months if segment is not None):
        if (kpi, None) not in months and kpi not in direct:  # the whole is the sum of its segments
            whole: dict[Month, float] = {}
            for (other, _), values in list(months.items()):
                for month, value in values.items() if other == kpi else ():
                    whole[month] = whole.get(month, 0.0) + value
            months[kpi, None] = whole
    return dict(sorted(months.items(), key=lambda item: (item[0][1] is not None, item[0][1] or "")))


def _settled(found: Sequence[Found], words: Vocabulary) -> tuple[list[Found], list[Problem]]:
    """The tables without what several say of the same month and nobody wants; what is wrong with the rest."""
    problems: list[Problem] = []
    unwanted: dict[int, dict[str, str]] = {}  # of each table: KPI to the other's file
    for (at, second), before_it in zip(enumerate(found), _colliding(found), strict=True):
        for before in before_it:
            first = found[before]
            shared = [(kpi, month) for kpi, month in _shared(first, second) if _collide(kpi, first, second)]
            kpis = list(dict.fromkeys(kpi for kpi, _ in shared))
            for kpi in list(kpis):
                yielding = _yielding(kpi, first, second)
                for mine, other in ((at, first), (before, second)):
                    if found[mine] in yielding:
                        unwanted.setdefault(mine, {}).setdefault(kpi, other.source.name)
                if yielding:
                    kpis.remove(kpi)
            needed = [kpi for kpi in kpis if words.wants(kpi) or kpi in first.asked | second.asked]
            direct = first.direct | second.direct
            for kind in ([kpi for kpi in needed if kpi not in direct], [kpi for kpi in needed if kpi in direct]):
                if kind:
                    problems.append(_conflict(first, second, [pair for pair in shared if pair[0] in kind]))
            for kpi in kpis:
                if kpi not in needed:
                    unwanted.setdefault(at, {}).setdefault(kpi, first.source.name)
                    unwanted.setdefault(before, {}).setdefault(kpi, second.source.name)
    return [_without(item, unwanted.get(at, {})) for at, item in enumerate(found)], problems


def _yielding(kpi: str, first: Found, second: Found) -> list[Found]:
    """Of two tables that say the same those that give way: to a rule, and, where rules say what the file is read for
    and not this, to any other; both where that is so of both.
    """
    if kpi in first.asked or kpi in second.asked:
        return [table for table in (first, second) if kpi not in table.asked]
    return [table for table in (first, second) if table.ruled]


def _colliding(found: Sequence[Found]) -> Iterator[list[int]]:
    """Of each table the earlier ones that say the same: of each KPI, month and segment the first, not all of them."""
    said: dict[tuple[str, Month], dict[str | None, dict[bool, int]]] = {}  # by segment; by whether it may add
    for at, second in enumerate(found):
        firsts: set[int] = set()
        for (kpi, segment), months in second.stated.items():
            adds = second.add and kpi not in second.direct
            for month in months:
                held = said.setdefault((kpi, month), {})
                for part in held if segment is None else (segment, None):
                    others = held.get(part, {})
                    firsts.update(other for other in others.values() if _collide(kpi, found[other], second))
                held.setdefault(segment, {}).setdefault(adds, at)
        firsts.discard(at)
        yield sorted(firsts)


def _collide(kpi: str, first: Found, second: Found) -> bool:
    """Whether two tables must not both say it: unless one adds; what stands as it is never adds."""
    return not (first.add or second.add) or kpi in first.direct | second.direct


def _without(item: Found, unwanted: Mapping[str, str]) -> Found:
    """A table without KPIs that another file says too; its account names both."""
    if not unwanted:
        return item
    remarks = [Remark("said-elsewhere", {"kpi": kpi, "file": file}) for kpi, file in unwanted.items()]
    source = replace(
        item.source,
        columns={kpi: use for kpi, use in item.source.columns.items() if kpi not in unwanted},
        remarks=(*item.source.remarks, *remarks),
    )
    values = {key: months for key, months in item.values.items() if key[0] not in unwanted}
    return replace(item, source=source, values=values)


def _conflict(first: Found, second: Found, shared: Sequence[tuple[str, Month]]) -> Problem:
    months = sorted({month for _, month in shared})
    fields: dict[str, object] = {
        "kpis": Joined(tuple(dict.fromkeys(kpi for kpi, _ in shared))),
        "months": Note(
            "month" if len(months) == 1 else "two-months" if len(months) == 2 else "months",
            {"month": months[0], "number": len(months) - 1},
        ),
    }
    levels = "-of-levels" if any(kpi in first.direct | second.direct for kpi, _ in shared) else ""
    if first.file == second.file:
        fields |= {"first": first.source.table, "second": second.source.table}
        return problem(Refusal(f"two-tables{levels}", fields), second.file)
    return problem(Refusal(f"two-files{levels}", {**fields, "file": first.file}), second.file)


def _shared(first: Found, second: Found) -> list[tuple[str, Month]]:
    """KPIs and months that both have rows for: of the same segment, or of the whole and a segment."""
    parts: dict[str, list[str | None]] = {}
    for kpi, segment in second.stated:
        parts.setdefault(kpi, []).append(segment)
    return [
        (kpi, month)
        for (kpi, segment), months in first.stated.items()
        for part in (parts.get(kpi, []) if segment is None else (segment, None))
        for month in months & second.stated.get((kpi, part), frozenset())
    ]


def _reach(found: Sequence[Found]) -> dict[str, int]:
    """The last day that each KPI is covered. Tables of the same KPI follow each other."""
    reach: dict[str, int] = {}
    for item in found:
        for kpi in dict.fromkeys(kpi for kpi, _ in item.values):
            reach[kpi] = max(reach.get(kpi, 0), item.reach.get(kpi, item.covered.last))
    return reach


def _covered(reach: Mapping[str, int], bounds: Collection[str]) -> tuple[Month | None, Partial | None]:
    """The last month that all KPIs of `bounds` cover whole, and the incomplete one after it."""
    if not reach:
        return None, None
    end = min(reach[kpi] for kpi in bounds)
    month = month_of(end)
    if end == last_day(month):
        return month, None
    begin = first_day(month)
    days = {kpi: min(last, last_day(month)) - begin + 1 for kpi, last in reach.items() if last >= begin}
    return month.plus(-1), Partial(month, end - begin + 1, days)
