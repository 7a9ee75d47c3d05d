"""Several tables into one set of actuals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kpiplan.exports.cells.spans import first_day, last_day, month_of
from kpiplan.exports.columns.readings import NO_SEGMENT
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.months.daily import DayLookup, DayValues, added
from kpiplan.exports.months.figures import Found
from kpiplan.exports.months.together import as_far_as_others, best_known, notes_once, one_table, without
from kpiplan.exports.results import Exports, Joined, MonthlyFigures, Note, Partial, Refusal, Remark
from kpiplan.exports.sentences import problem
from kpiplan.months import Month
from kpiplan.problems import Problem, in_order

Key = tuple[str, str | None]

_WATCHED = ("visits", "clicks", "impressions")


def join(found: Sequence[Found], problems: Iterable[Problem], through: Month | None, words: Vocabulary) -> Exports:
    """All figures together; what two tables say of the same KPI and month is an error unless one adds.

    Of KPIs that the plan does not want it is none: they are left out of both.
    """
    found, clashes = one_table(best_known(found))
    found, conflicts = _settled(found, clashes, words)
    found = as_far_as_others(found)
    collected = [*notes_once(problems, found), *conflicts]
    months = _add_up(found)
    if through is not None:
        months = {key: {m: v for m, v in values.items() if m <= through} for key, values in months.items()}
    edges = _edges(found)
    measures = tuple(
        MonthlyFigures(segment, kpi, dict(sorted(values.items())), _days(found, kpi, segment, edges & values.keys()))
        for (kpi, segment), values in months.items()
        if values
    )
    first = min((month_of(item.covered.first) for item in found if item.values), default=None)
    begins, reach = _ends(found)
    bounds = frozenset(kpi for kpi in reach if words.bounds(kpi)) or frozenset(reach)
    last, partial = _covered(reach, bounds)
    if first is not None and last is not None and last < first:
        last = None
    if through is not None and first is not None:
        partial = partial if partial and partial.month <= through else None
        last = through
    sources = tuple(item.source for item in found)
    levels = frozenset(kpi for item in found for kpi in item.levels)
    return Exports(
        measures,
        first,
        last,
        partial,
        sources,
        in_order(collected),
        _dated(begins),
        _dated(reach),
        levels,
        bounds,
        tuple(_targets(found, edges)),
    )


def _targets(found: Sequence[Found], edges: set[Month]) -> Iterator[MonthlyFigures]:
    """What was planned, of all tables together; what each day of some months was to bring, where all tell it."""
    months: dict[Key, dict[Month, float]] = {}
    days: dict[Key, list[DayLookup]] = {}
    for item in found:
        for key, (values, lookup) in item.targets.items():
            together = months.setdefault(key, {})
            days.setdefault(key, []).append(lookup)
            for month, value in values.items():
                together[month] = together.get(month, 0.0) + value
    wholes = {kpi for kpi, segment in months if segment is None}
    for (kpi, segment), values in list(months.items()):
        if kpi not in wholes and segment != NO_SEGMENT:  # the whole is the sum of its segments
            whole = months.setdefault((kpi, None), {})
            for month, value in values.items():
                whole[month] = whole.get(month, 0.0) + value
            days.setdefault((kpi, None), []).extend(days[kpi, segment])
    for (kpi, segment), values in months.items():
        if segment == NO_SEGMENT:
            continue
        told = {month: added(lookup(month) for lookup in days[kpi, segment]) for month in sorted(edges & values.keys())}
        by_day = {month: amounts for month, amounts in told.items() if amounts is not None}
        yield MonthlyFigures(segment, kpi, dict(sorted(values.items())), by_day)


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
    told = ((key, values) for key, values in months.items() if key[1] != NO_SEGMENT)
    return dict(sorted(told, key=lambda item: (item[0][1] is not None, item[0][1] or "")))


def _settled(
    found: Sequence[Found], clashes: Mapping[int, int], words: Vocabulary
) -> tuple[list[Found], list[Problem]]:
    """The tables without what several say of the same month and nobody wants; what is wrong with the rest."""
    problems: list[Problem] = []
    unwanted: dict[int, dict[str, Remark]] = {}  # of each table by KPI: that the other has it
    for (at, second), before_it in zip(enumerate(found), _colliding(found), strict=True):
        clash = clashes.get(at)
        for before in sorted({*before_it, *([] if clash is None else [clash])}):
            first = found[before] if before != clash else found[before]._replace(part=-1)
            shared = [(kpi, month) for kpi, month in _shared(first, second) if _collide(kpi, first, second)]
            kpis = list(dict.fromkeys(kpi for kpi, _ in shared))
            for kpi in list(kpis):
                yielding = _yielding(kpi, {before: first, at: second})
                for mine, other in ((at, first), (before, second)):
                    if mine in yielding:
                        code = "known-better" if _gives_up(kpi, found[mine], other) else "said-elsewhere"
                        remark = Remark(code, {"kpi": kpi, "file": other.source.name})
                        unwanted.setdefault(mine, {}).setdefault(kpi, remark)
                if yielding:
                    kpis.remove(kpi)
            needed = [kpi for kpi in kpis if words.wants(kpi) or kpi in first.asked | second.asked]
            direct = first.direct | second.direct
            for kind in ([kpi for kpi in needed if kpi not in direct], [kpi for kpi in needed if kpi in direct]):
                if kind:
                    problems.append(_conflict(first, second, [pair for pair in shared if pair[0] in kind]))
            for kpi in kpis:
                if kpi not in needed:
                    for own, other in ((at, first), (before, second)):
                        remark = Remark("said-elsewhere", {"kpi": kpi, "file": other.source.name})
                        unwanted.setdefault(own, {}).setdefault(kpi, remark)
    return [without(item, unwanted.get(at, {})) for at, item in enumerate(found)], problems


def _yielding(kpi: str, tables: Mapping[int, Found]) -> list[int]:
    """Of two tables that say the same those that give way: to a rule, and, where rules say what the file is read for
    and not this, to any other; both where that is so of both. Revenue of analytics to that of deals.
    """
    if any(kpi in table.asked for table in tables.values()):
        return [at for at, table in tables.items() if kpi not in table.asked]
    one, other = tables
    given_up = [mine for mine, its in ((one, other), (other, one)) if _gives_up(kpi, tables[mine], tables[its])]
    return given_up or [at for at, table in tables.items() if table.ruled]


def _gives_up(kpi: str, mine: Found, other: Found) -> bool:
    """Whether a table that counts visits, or what ads bring, knows revenue less well than a list of deals, orders or
    payments; and a system of ads knows customers less well.
    """
    watches = not {name for name, _ in mine.values}.isdisjoint(_WATCHED)
    better = other.records and not mine.records and kpi not in mine.asked
    return better and watches and (kpi == "revenue" or (kpi == "customers" and mine.system is not None))


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
    """Whether two tables must not both say it: unless one adds, or both are parts of one; what stands as it is never
    adds.
    """
    if first.part == second.part >= 0 and kpi not in first.direct | second.direct:
        return False
    return not (first.add or second.add) or kpi in first.direct | second.direct


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
    kind = "-of-records" if first.records and second.records and not levels else levels
    return problem(Refusal(f"two-files{kind}", {**fields, "file": first.file}), second.file)


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


def _edges(found: Sequence[Found]) -> set[Month]:
    """The months that some table covers in part."""
    begins = (first for item in found for first in item.begins.values())
    reach = (last for item in found for last in item.reach.values())
    cut = {month_of(day) for day in begins if day > first_day(month_of(day))}
    return cut | {month_of(day) for day in reach if day < last_day(month_of(day))}


def _days(found: Sequence[Found], kpi: str, segment: str | None, months: Collection[Month]) -> dict[Month, DayValues]:
    """What each day of some months brought, of those that all tables tell by the day."""
    summed = segment is None and not any((kpi, None) in item.values for item in found)
    days: dict[Month, DayValues] = {}
    for month in sorted(months):
        lookups = [
            lookup
            for item in found
            for (name, part), values in item.values.items()
            if name == kpi and (summed or part == segment) and month in values
            for lookup in item.days[name, part]
        ]
        total = added(lookup(month) for lookup in lookups)
        if lookups and total is not None:
            days[month] = total
    return days


def _ends(found: Sequence[Found]) -> tuple[dict[str, int], dict[str, int]]:
    """The first and the last day that each KPI is covered. Tables of the same KPI follow each other."""
    begins: dict[str, int] = {}
    reach: dict[str, int] = {}
    for item in found:
        for kpi in dict.fromkeys(kpi for kpi, _ in item.values):
            begin, end = item.begins.get(kpi, item.covered.first), item.reach.get(kpi, item.covered.last)
            begins[kpi] = min(begins.get(kpi, begin), begin)
            reach[kpi] = max(reach.get(kpi, end), end)
    return begins, reach


def _dated(days: Mapping[str, int]) -> dict[str, tuple[Month, int]]:
    return {kpi: (month_of(day), day - first_day(month_of(day)) + 1) for kpi, day in days.items()}


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
