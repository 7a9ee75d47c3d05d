"""Files that belong together: parts of one table, exports of one vendor that know the same of the same people, and what
the months of one say of another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from kpiplan.exports.cells.spans import first_day
from kpiplan.exports.months.coverage import Coverage
from kpiplan.exports.months.figures import Found
from kpiplan.exports.results import Remark
from kpiplan.problems import Problem

FEWEST_PARTS = 2  # of a table


def without(item: Found, unwanted: Mapping[str, Remark]) -> Found:
    """A table without some KPIs; its account remarks why."""
    if not unwanted:
        return item
    source = item.source._replace(
        columns={kpi: use for kpi, use in item.source.columns.items() if kpi not in unwanted},
        remarks=(*item.source.remarks, *unwanted.values()),
    )
    values = {key: months for key, months in item.values.items() if key[0] not in unwanted}
    stated = {key: months for key, months in item.stated.items() if key[0] not in unwanted}
    targets = {key: told for key, told in item.targets.items() if key[0] not in unwanted}
    return item._replace(source=source, values=values, stated=stated, targets=targets)


def best_known(found: Sequence[Found]) -> list[Found]:
    """Each KPI from the export that knows it best, where several of one vendor count the same, or analytics counts what
    a list of deals or orders has: what rules name stays.
    """
    return [without(item, _better_elsewhere(item, found)) for item in found]


def _better_elsewhere(item: Found, found: Sequence[Found]) -> dict[str, Remark]:
    unwanted: dict[str, Remark] = {}
    kpis = dict.fromkeys(kpi for kpi, _ in item.values)
    for other in found:
        for kpi in kpis if other is not item else ():
            if any(name == kpi for name, _ in other.values) and _gives_way(kpi, item, other):
                unwanted.setdefault(kpi, Remark("known-better", {"kpi": kpi, "file": other.source.name}))
    return unwanted


def _gives_way(kpi: str, item: Found, other: Found) -> bool:
    """Whether one table leaves a KPI to another: to what a rule names, else to what knows it best."""
    if item.add or other.add or kpi in item.asked:
        return False
    system, name = item.system, item.as_known.get(kpi, kpi)
    if system is None:
        return False
    if name in system.yields:
        return other.system is None or name not in other.system.yields
    if _is_broken_down(item, other) and kpi not in item.asked:
        return True
    asked = kpi in other.asked and other.system is not None and other.system.name in system.others
    better = other.system is not None and other.system.knows_better(name, system)
    return (asked or better) and _same_months(kpi, item, other)


def _is_broken_down(item: Found, other: Found) -> bool:
    """Whether a table has several rows a day where another one of the same system, zip or folder has one."""
    beside = item.file.rpartition("/")[0]
    if not beside or other.file.rpartition("/")[0] != beside or item.system is not other.system:
        return False
    rows = item.source.rows_used, other.source.rows_used
    return rows[0] > len(item.dated) and rows[1] == len(other.dated) and item.dated <= other.dated


def _same_months(kpi: str, first: Found, second: Found) -> bool:
    """Whether both have rows of the KPI in some month."""
    months = [
        {month for (name, _), own in item.stated.items() if name == kpi for month in own} for item in (first, second)
    ]
    return bool(months[0] & months[1])


def one_table(found: Sequence[Found]) -> tuple[list[Found], dict[int, int]]:
    """The tables with the `part` that those of one layout have in common whose days do not overlap.

    And of each that has a day in common with an earlier one of its layout the first such: which is the same thing said
    twice, or something else in the same shape. What a rule says adds is no part.
    """
    owners: dict[tuple[object, ...], dict[int, int]] = {}
    clashes: dict[int, int] = {}
    for at, item in enumerate(found):
        days = owners.setdefault(item.layout, {})
        for day in () if item.add else sorted(item.dated):
            owner = days.setdefault(day, at)
            if owner != at:
                clashes[at] = min(clashes.get(at, owner), owner)
    numbers = {layout: number for number, layout in enumerate(owners)}
    parts = [item if item.add else item._replace(part=numbers[item.layout]) for item in found]
    begins = {number: min(owners[layout], default=0) for layout, number in numbers.items()}
    sizes = Counter(item.part for item in parts)
    return _levels_once([_told(_cut_once(item, begins), sizes[item.part]) for item in parts]), clashes


def _told(item: Found, size: int) -> Found:
    """A part whose account says of how many others."""
    if item.part < 0 or size < FEWEST_PARTS:
        return item
    remark = Remark("one-table", {"number": size - 1})
    return item._replace(source=item.source._replace(remarks=(*item.source.remarks, remark)))


def _cut_once(item: Found, begins: Mapping[int, int]) -> Found:
    """Later parts begin where earlier ones end: that days are missing before them is nothing to say."""
    if item.part < 0 or item.source.cut is None or begins[item.part] in item.dated:
        return item
    return item._replace(source=item.source._replace(cut=None))


def notes_once(problems: Iterable[Problem], found: Sequence[Found]) -> list[Problem]:
    """Without the note that a month has no first days, for parts of a table that are not its first."""
    cut = {item.file for item in found if item.source.cut}
    files = {item.file for item in found}
    return [
        each for each in problems if each.code != "first-month-partial" or each.file in cut or each.file not in files
    ]


def _levels_once(found: Sequence[Found]) -> list[Found]:
    """Of a level that several parts of a table tell of a month the one that counts: the last or the first."""
    ranks: dict[tuple[object, ...], int] = {}
    for item in found:
        for place, rank in _ranked(item):
            ranks[place] = max(ranks.get(place, rank), rank)
    return [_with_levels(item, {place for place, rank in _ranked(item) if ranks[place] > rank}) for item in found]


def _ranked(item: Found) -> Iterator[tuple[tuple[object, ...], int]]:
    """Of each level, segment and month of a part how late (of a first one: how early) the part is."""
    for (kpi, segment), months in item.values.items() if item.part >= 0 else ():
        if kpi in item.levels - item.direct:
            over = item.source.columns[kpi].over
            rank = -item.covered.first if over == "first" else item.covered.last
            yield from (((item.part, kpi, segment, month), rank) for month in months)


def _with_levels(item: Found, others: Set[tuple[object, ...]]) -> Found:
    """A part without the levels that another part tells."""
    if not others:
        return item
    values = {
        (kpi, segment): {m: value for m, value in months.items() if (item.part, kpi, segment, m) not in others}
        for (kpi, segment), months in item.values.items()
    }
    return item._replace(values=values)


def as_far_as_others(found: Sequence[Found]) -> list[Found]:
    """The tables whose rows count under a condition, as far as their other rows go and others cover: there was nothing.

    Further than others they go by what counts alone: the others of their rows may be dated ahead.
    """
    return [_as_far(item, [other for other in found if other is not item]) for item in found]


def _as_far(item: Found, others: Sequence[Found]) -> Found:
    days = [
        (other.begins.get(kpi, other.covered.first), other.reach.get(kpi, other.covered.last))
        for other in others
        for kpi, _ in other.values
    ]
    own, around = item.covered, item.around
    if around is None or not days:
        return item
    first = min(own.first, max(around.first, min(begin for begin, _ in days)))
    last = max(own.last, min(around.last, max(end for _, end in days)))
    covered = Coverage(first, last)
    if covered == own:
        return item
    none = dict.fromkeys((month for month in covered.months if month not in own.months), 0.0)
    values = {key: months if key[0] in item.levels else {**none, **months} for key, months in item.values.items()}
    begins = {kpi: first if day == own.first else day for kpi, day in item.begins.items()}
    reach = {kpi: last if day == own.last else day for kpi, day in item.reach.items()}
    cut = item.source.cut if first > first_day(covered.months[0]) else None
    source = item.source._replace(cut=cut)
    return item._replace(source=source, covered=covered, values=values, begins=begins, reach=reach)
