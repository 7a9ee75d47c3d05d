"""How each export was read, a line a source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from kpiplan.actuals.results import Source
from kpiplan.locales.english import ENGLISH, Locale, phrase

UNKNOWN = ": unknown value"  # of a cell; its row counts where others are known

# what the reading of exports says of rows, files and delimiters, in English: as data have it
_LEFT_OUT = (
    phrase("total"),
    phrase("total without a label"),
    phrase("target"),
    phrase("footer"),
    phrase("header repeated"),
    phrase("description of the columns"),
    phrase("empty report"),
    phrase("more cells than columns"),
    phrase("no date"),
    phrase("counts towards nothing"),
    phrase("belongs to no segment"),
    phrase("ratio ({column})"),
    phrase("{kpi}: no {date} in {rows} of {matched} rows where {condition}"),
    phrase("{column}: no numbers that add up"),
    phrase("{column}: per cent or parts of one"),
    phrase("{column}: more than one a month, which do not add up"),
    phrase("{date} can't be read"),
)
_NOTES = (
    phrase("not used: {problem}"),
    phrase("{kpi} left out: {file} says the same months"),
    phrase("{column} left out: it does not add up, and months have several rows"),
    phrase("{column} is left out: ratios of days or weeks do not add up"),
    phrase("{number} other tables not used (no months, or nothing known in them): {tables}"),
)
_DELIMITERS = (phrase("comma"), phrase("tab"), phrase("semicolon"), phrase("bar"))


def source_lines(sources: Sequence[Source], locale: Locale = ENGLISH) -> tuple[str, ...]:
    """`deals.csv: leads = AQL date; customers = Closing Date; 900 rows; UTF-8, comma`; the names in a column."""
    labels = [_label(source, sources) for source in sources]
    width = max((len(label) for label in labels), default=0)
    return tuple(f"{label:{width}}  {_account(source, locale)}" for label, source in zip(labels, sources, strict=True))


def _label(source: Source, sources: Sequence[Source]) -> str:
    """The file, and its table where several of the file were read."""
    name = "<stdin>" if source.name == "-" else source.name
    tables = [other for other in sources if other.name == source.name]
    return f"{name} ({source.table})" if len(tables) > 1 and source.table else name


def _account(source: Source, locale: Locale) -> str:
    parts = [_columns(source, locale), *_rows(source, locale)]
    delimiter = _translated(source.delimiter, _DELIMITERS, locale)
    parts.append(locale.say(", ").join(part for part in (source.system, source.encoding, delimiter) if part))
    parts += [_translated(note, _NOTES, locale) for note in source.note.split("; ")]
    return locale.say("; ").join(part for part in parts if part)


def _rows(source: Source, locale: Locale) -> Iterator[str]:
    """How many rows count, and why others do not."""
    say = locale.say
    if source.rows_used or source.left_out:
        yield locale.plural(source.rows_used, "row")
    unknown = []
    for why, rows in source.left_out:
        if why.endswith(UNKNOWN):
            unknown.append(say("{number} of {column}", number=locale.count(rows), column=why.removesuffix(UNKNOWN)))
        else:
            yield say("{number} left out: {why}", number=locale.count(rows), why=_translated(why, _LEFT_OUT, locale))
    if unknown:
        yield say("values unknown: {values}", values=say(", ").join(unknown))


def _columns(source: Source, locale: Locale) -> str:
    """Which column became which KPI; those dated by the same column together."""
    pairs = [(kpi, *_halves(column)) for kpi, column in (source.columns or {}).items()]
    said = []
    for date, group in groupby(pairs, key=lambda pair: pair[2]):
        names = [_kpi(kpi, column, locale) for kpi, column, _ in group]
        columns = locale.say(", ").join(names)
        said.append(locale.say("{columns} by {date}", columns=columns, date=_level(date, locale)) if date else columns)
    return locale.say("; ").join(said)


def _level(date: str, locale: Locale) -> str:
    """A date column, and which day of a month counts where days are not added up."""
    for taken in (phrase("{date}, the last of each month"), phrase("{date}, the first of each month")):
        if (found := _fields(date, taken)) is not None:
            return locale.say(taken, **found)
    return date


def _kpi(kpi: str, column: str, locale: Locale) -> str:
    return locale.term(kpi) if column.casefold() == kpi else f"{locale.term(kpi)} = {column}"


def _halves(column: str) -> tuple[str, str]:
    name, by, date = column.rpartition(" by ")
    return (name, date) if by else (column, "")


def _translated(text: str, templates: Sequence[str], locale: Locale) -> str:
    """A text that was made of one of the templates, made of its translation; any other as it is."""
    for template in templates:
        fields = _fields(text, template)
        if fields is not None:
            values = {name: locale.term(value) if name == "kpi" else value for name, value in fields.items()}
            return locale.say(template, **values)
    return text


def _fields(text: str, template: str) -> dict[str, str] | None:
    """What the fields of a template hold in a text that was made of it, the first as much as can be; else None.

    From the right, in one go: names of columns are as long as who made the export wants, and as misleading.
    """
    parts = re.split(r"\{(\w+)\}", template)
    literals, names = parts[::2], parts[1::2]
    if not names:
        return {} if text == template else None
    begin, end = len(literals[0]), len(text) - len(literals[-1])
    if not (text.startswith(literals[0]) and text.endswith(literals[-1])):
        return None
    found: dict[str, str] = {}
    for name, before in zip(reversed(names[1:]), reversed(literals[1:-1]), strict=True):
        at = text.rfind(before, begin, end - 1) if end > begin else -1
        if at < 0:
            return None
        found[name] = text[at + len(before) : end]
        end = at
    found[names[0]] = text[begin:end]
    return found if begin < end else None
