"""Of several tables of one file that say the same KPI, the one that knows it best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.exports.cells.names import is_unique
from kpiplan.exports.months.figures import Found
from kpiplan.exports.results import Remark
from kpiplan.locales.digits import NOISE
from kpiplan.months import Month

FEWEST_NUMBERS = 4  # that are the same in two tables before one of them repeats the other


def best_tables(found: Sequence[Found]) -> list[Found]:
    """The tables without what others of the file know better; one that is left with nothing has no `values`.

    A table with a row a day tells sums as well as one for the whole period, and more; people who are counted once a
    day add up to more than came: there the whole period knows better, and of those without a date the one that is not
    broken down. Where several parts of the whole differ (the ten largest pages), none of them is the whole; with no
    table of days it is left open which.
    """
    repeats = _repeats(found)
    dropped = {at: list(dict.fromkeys(kpi for kpi, _ in found[at].values)) for at in repeats}
    kept = [one for at, one in enumerate(found) if at not in repeats]
    dated = all(_is_dated(one) for one in kept)
    for kpi in dict.fromkeys(kpi for one in kept for kpi, _ in one.values) if not dated else ():
        saying = [at for at, one in enumerate(found) if at not in repeats and _says(kpi, one)]
        best = _best(kpi, found, saying)
        for at in saying:
            if at not in best:
                dropped.setdefault(at, []).append(kpi)
    return [_without(one, dropped.get(at, ())) for at, one in enumerate(found)]


def _says(kpi: str, one: Found) -> bool:
    return any(name == kpi for name, _ in one.values)


def _repeats(found: Sequence[Found]) -> set[int]:
    """The tables that say what another one says, to the last digit, or of some visitors what another says of all."""
    repeats: set[int] = set()
    for at, one in enumerate(found):
        for before, other in enumerate(found):
            if before in repeats or before == at or one.asked or other.asked:
                continue
            if (before < at and _is_same(one, other)) or _is_part(one, other):
                repeats.add(at)
    return repeats


def _is_same(one: Found, other: Found) -> bool:
    """Whether two tables have the same figures, too many of them for chance."""
    numbers = {value for months in one.values.values() for value in months.values() if value}
    return one.values == other.values and len(numbers) >= FEWEST_NUMBERS


def _is_part(one: Found, other: Found) -> bool:
    """Whether a table with the columns and the days of another one is of some of its visitors."""
    same = one.layout[1:] == other.layout[1:] and bool(one.dated & other.dated)
    return same and other.everybody and not one.everybody


def _is_dated(one: Found) -> bool:
    return all(use.date is not None for use in one.source.columns.values())


def _best(kpi: str, found: Sequence[Found], saying: Sequence[int]) -> Sequence[int]:
    unique = is_unique(kpi)
    if not unique:  # sessions are visits before users are
        saying = [at for at in saying if kpi not in found[at].uniques] or saying
    dated = [at for at in saying if _is_dated(found[at])]
    whole = [at for at in saying if at not in dated]
    single = [at for at in whole if found[at].source.rows_used == 1]
    if dated and (not unique or not single or len(_months(kpi, found, dated)) > len(_months(kpi, found, single))):
        return dated
    open_ones = not any(map(_is_dated, found))
    best: set[int] = set()
    for month in _months(kpi, found, whole):  # a report may be compared with that of an earlier period
        saying = [at for at in whole if month in _months(kpi, found, (at,))]
        chosen = _whole(kpi, found, saying, unique=unique)
        best.update(chosen or (saying if open_ones else ()))
    return sorted(best)


def _whole(kpi: str, found: Sequence[Found], saying: Sequence[int], *, unique: bool) -> Sequence[int]:
    """Of tables of one period the one that knows it; none where they differ."""
    single = [at for at in saying if found[at].source.rows_used == 1]
    if single or len(saying) < 2:
        return (single or saying)[:1]
    totals = [
        sum(sum(months.values()) for (name, _), months in found[at].values.items() if name == kpi) for at in saying
    ]
    alike = max(totals) - min(totals) <= NOISE * max(map(abs, totals))
    return saying[:1] if alike and not unique else ()


def _months(kpi: str, found: Sequence[Found], tables: Sequence[int]) -> set[Month]:
    return {month for at in tables for (name, _), months in found[at].values.items() if name == kpi for month in months}


def _without(one: Found, kpis: Sequence[str]) -> Found:
    """A table without KPIs that others of the file know better; its account says so."""
    if not kpis:
        return one
    columns = {kpi: use for kpi, use in one.source.columns.items() if kpi not in kpis}
    source = one.source._replace(columns=columns, remarks=(*one.source.remarks, *_said(kpis)))
    values = {key: months for key, months in one.values.items() if key[0] not in kpis}
    stated = {key: months for key, months in one.stated.items() if key[0] not in kpis}
    return one._replace(source=source, values=values, stated=stated)


def _said(kpis: Sequence[str]) -> Iterator[Remark]:
    return (Remark("known-better-here", {"kpi": kpi}) for kpi in kpis)
