"""How each export was read, a line a source."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kpiplan import wording
from kpiplan.actuals.results import Source

UNKNOWN = ": unknown value"  # of a cell; its row counts where others are known


def source_lines(sources: Sequence[Source]) -> tuple[str, ...]:
    """`deals.csv: leads = AQL date; customers = Closing Date; 900 rows; UTF-8, comma`; the names in a column."""
    labels = [_label(source, sources) for source in sources]
    width = max((len(label) for label in labels), default=0)
    return tuple(f"{label:{width}}  {_account(source)}" for label, source in zip(labels, sources, strict=True))


def _label(source: Source, sources: Sequence[Source]) -> str:
    """The file, and its table where several of the file were read."""
    name = "<stdin>" if source.name == "-" else source.name
    tables = [other for other in sources if other.name == source.name]
    return f"{name} ({source.table})" if len(tables) > 1 and source.table else name


def _account(source: Source) -> str:
    parts = [_columns(source)] if source.columns else []
    if source.rows_used or source.left_out:
        parts.append(_rows(source))
    unknown = [f"{rows:,} of {why.removesuffix(UNKNOWN)}" for why, rows in source.left_out if why.endswith(UNKNOWN)]
    parts += [f"{rows:,} left out: {why}" for why, rows in source.left_out if not why.endswith(UNKNOWN)]
    if unknown:
        parts.append(f"values unknown: {', '.join(unknown)}")
    read = ", ".join(part for part in (source.system, source.encoding, source.delimiter) if part)
    return "; ".join(part for part in (*parts, read, source.note) if part)


def _columns(source: Source) -> str:
    """Which column became which KPI; those dated by the same column together."""
    pairs = [(kpi, *_halves(column)) for kpi, column in (source.columns or {}).items()]
    said = []
    for date, group in groupby(pairs, key=lambda pair: pair[2]):
        names = [kpi if column.casefold() == kpi else f"{kpi} = {column}" for kpi, column, _ in group]
        said.append(", ".join(names) + (f" by {date}" if date else ""))
    return "; ".join(said)


def _halves(column: str) -> tuple[str, str]:
    name, by, date = column.rpartition(" by ")
    return (name, date) if by else (column, "")


def _rows(source: Source) -> str:
    return wording.plural(source.rows_used, "row")
