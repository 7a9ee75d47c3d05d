"""The same figures by the values of a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from kpiplan.exports.columns.interpretation import Request
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.file_tables import FileTables
from kpiplan.exports.files.gather import gather
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.parquet import Named, apart, rules_of
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.months.daily import DayLookup
from kpiplan.exports.months.figures import Found
from kpiplan.exports.months.join import join
from kpiplan.exports.pipeline import USELESS, asked, read_tables
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Exports
from kpiplan.months import Month
from kpiplan.plan.export_rules import FileRules, rules_for
from kpiplan.problems import Problem


def broken_down(
    inputs: Iterable[Named],
    columns: Sequence[str],
    rules: Iterable[FileRules],
    words: Vocabulary,
    through: Month | None,
) -> Exports:
    """See `kpiplan.exports.read_breakdown`."""
    rules, found = tuple(rules), []
    problems: list[Problem] = []
    files, sources = apart(inputs, rules)
    for source in sources:
        request = Request(rules_of(source, rules), words, tuple(columns))
        with suppress(RefusalError):  # read_exports says why
            found.extend(asked(source, request, problems))
    for item in gather(files)[0]:
        own = rules_for(item.called or item.name, rules)
        try:
            some, remarks = read_tables(_readable(item, own), Request(own, words, tuple(columns)))
            found.extend(some)
            problems.extend(remarks)
        except RefusalError as refusal:
            if refusal.code not in USELESS:
                problems.append(refusal.problem(item.name))
    actuals = join(_one_spelling(found), problems, through, words)
    return actuals._replace(measures=tuple(m for m in actuals.measures if m.segment is not None))


def _readable(item: Input, rules: FileRules) -> Iterator[ExportTable]:
    """The tables of a file; read_exports says why there are none."""
    try:
        yield from FileTables(item, rules)
    except RefusalError:
        return


def _one_spelling(found: Sequence[Found]) -> list[Found]:
    """The tables with every part in one spelling, capitals first: systems write `Brand search` and `brand search`."""
    spelled: dict[str, str] = {}
    for name in sorted(name for table in found for _, name in table.values if name is not None):
        spelled.setdefault(_plain(name), name)

    def part(name: str | None) -> str | None:
        return None if name is None else spelled[_plain(name)]

    result = []
    for table in found:
        values: dict[tuple[str, str | None], dict[Month, float]] = {}
        stated: dict[tuple[str, str | None], frozenset[Month]] = {}
        for (kpi, written), months in table.values.items():
            own = values.setdefault((kpi, part(written)), {})
            for month, value in months.items():
                own[month] = own.get(month, 0.0) + value
        for (kpi, written), rows in table.stated.items():
            stated[kpi, part(written)] = stated.get((kpi, part(written)), frozenset()) | rows
        days: dict[tuple[str, str | None], tuple[DayLookup, ...]] = {}
        for (kpi, written), lookups in table.days.items():
            days[kpi, part(written)] = (*days.get((kpi, part(written)), ()), *lookups)
        result.append(table._replace(values=values, stated=stated, days=days))
    return result


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
