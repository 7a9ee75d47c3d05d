"""How each export was read, a line a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpiplan.exports.results import Account, ColumnUse, Remark, RowCondition, Why
from kpiplan.exports.sentences import text
from kpiplan.locales.english import ENGLISH, Locale, phrase

UNKNOWN = "unknown-value"  # of a cell; its row counts where others are known

# What is said of rows that do not count, by code.
_WHYS = {
    "total": phrase("total"),
    "unlabelled-total": phrase("total without a label"),
    "target": phrase("target"),
    "footer": phrase("footer"),
    "section": phrase("title {column} above more rows"),
    "repeated-header": phrase("header repeated"),
    "description": phrase("description of the columns"),
    "empty-report": phrase("empty report"),
    "too-wide": phrase("more cells than columns"),
    "no-date": phrase("no date"),
    "no-day": phrase("{kpi}: no {date}"),
    "unmet": phrase("{kpi}: not {condition}"),
    "uncounted": phrase("counts towards nothing"),
    "no-unit": phrase("no {column}"),
    "same-unit": phrase("{kpi}: another row of the same {column} counts"),
    "ratio": phrase("ratio ({column})"),
    "undated": phrase("{kpi}: no {date} in {rows} of {matched} rows where {condition}"),
    "no-numbers": phrase("{column}: no numbers that add up"),
    "bare-percentage": phrase("{column}: per cent or parts of one"),
    "said-twice": phrase("{column}: more than one a month, which do not add up"),
    "unread-date": phrase("{date} can't be read"),
    UNKNOWN: phrase("{column}: unknown value"),
}
# What is said of a file beside its columns and rows, by code.
_REMARKS = {
    "not-used": phrase("not used: {problem}"),
    "beside-rules": phrase("beside the rules nothing is read: {problem}"),
    "unsplit": phrase("not split: it has no column {column}"),
    "units": phrase("{kpi}: each of {number} {unit} once"),
    "converted": phrase("{column} converted: {rates}"),
    "kpi-left-out": phrase("{kpi} left out: {problem}"),
    "said-elsewhere": phrase("{kpi} left out: {file} says the same months"),
    "ratio-of-rows": phrase("{column} left out: it does not add up, and months have several rows"),
    "ratio-of-days": phrase("{column} is left out: ratios of days or weeks do not add up"),
    "rounded": phrase("{columns}: {taken} rounded down"),
    "only-date": phrase("{column} is the only date: it dates {kpi}, too"),
    "unit-above": phrase("{column} times {times}: the lines above say {unit}"),
    "filled-down": phrase("empty cells of {column} mean the one above"),
    "one-table": phrase("added to {number} more of the same columns"),
    "rows-of": phrase("rows where {condition}"),
    "results-of": phrase("{kpi}: {column} where {condition}"),
    "other-results": phrase("{column} not read: it counts {kinds}"),
    "known-better": phrase("{kpi} left out: {file} knows them better"),
    "synonym": phrase("{column} not used: {taken} is {kpi}"),
    "known-better-here": phrase("{kpi} left out: another table of the file knows it better"),
    "nothing-but-zeros": phrase("{kpi} left out: {column} is nothing but zeros"),
    "not-read": phrase("not read: {columns}"),
    "nameless": phrase("columns of numbers that have no name are not read: {columns}"),
    "twice": phrase("stands there twice, and counts once: {columns}"),
    "no-segment": phrase("rows of no segment, which count in the whole alone: {rows}"),
    "planned": phrase("not read: {columns}, which are no actuals"),
    "targets": phrase("targets: {columns}"),
    "day-first-language": phrase("{column} is read day first, as the language of the columns does"),
    "serial-days": phrase("{column} holds days as a spreadsheet stores them: {example} is {day}"),
    "seconds-since-1970": phrase("{column} holds seconds since 1970: {example} is {day} in UTC"),
    "zone-days": phrase("times of {column} count on the days of {zone}"),
    "days-as-written": phrase(
        "times of {column} count on the days as written, {first} like {last}: "
        "`timezone` in the plan puts them in one place"
    ),
    "hidden-sheets": phrase("hidden sheets not read: {sheets}"),
    "bare-sheets": phrase("sheets without a table: {sheets}"),
    "asked": phrase("{engine}, {table}: {rows} rows"),
    "latest": phrase("the latest day {day}"),
    "seconds": phrase("{seconds} s"),
    "other-tables": phrase("{number} other tables not used (no months, or nothing known in them): {tables}"),
}
# What the command line has for it, by code.
_HINTS = {"nothing-but-zeros": phrase("`--read` takes it all the same")}
_CONTAINERS = {"workbook": phrase("workbook"), "json": phrase("JSON"), "json-lines": phrase("JSON, a record a line")}
_DELIMITERS = {text: text for text in (phrase("comma"), phrase("tab"), phrase("semicolon"), phrase("bar"))}


# Remarks that tell how a file was read, and of nothing that was left out.
_PLAIN = {
    "units",
    "converted",
    "only-date",
    "one-table",
    "serial-days",
    "seconds-since-1970",
    "zone-days",
    "rounded",
    "not-read",
}


def source_lines(sources: Sequence[Account], locale: Locale = ENGLISH, *, all_of_them: bool = True) -> tuple[str, ...]:
    """`deals.csv: leads = AQL date; customers = Closing Date; 900 rows; UTF-8, comma`; the names in a column.

    Those of which something was left out; `all_of_them`: the others, too.
    """
    labels = [source_label(source, sources) for source in sources]
    told = [pair for pair in zip(labels, sources, strict=True) if all_of_them or _lacks(pair[1])]
    width = max((len(label) for label, _ in told), default=0)
    return tuple(f"{label:{width}}  {source_account(source, locale)}" for label, source in told)


def _lacks(source: Account) -> bool:
    """Whether anything of a file was left out, or is not sure."""
    return bool(source.left_out) or any(remark.code not in _PLAIN for remark in source.remarks)


def why_said(why: Why, rows: int, locale: Locale = ENGLISH) -> str:
    """Why rows do not count, in words."""
    return locale.say(
        _WHYS[why.code],
        column=why.column,
        date=why.column,
        kpi=locale.term(why.kpi),
        rows=locale.count(rows),
        matched=locale.count(why.matched),
        condition=locale.say(" and ").join(_condition(each, locale) for each in why.conditions),
    )


def whys_said(source: Account) -> tuple[str, ...]:
    """Why rows of a table do not count, in English, a sentence for each of `left_out`."""
    return tuple(why_said(why, rows) for why, rows in source.left_out)


def note_of(source: Account) -> str:
    """All that is remarked of a table, in English."""
    return "; ".join(map(remark_said, source.remarks))


def remark_said(remark: Remark, locale: Locale = ENGLISH, *, hints: bool = True) -> str:
    """What is remarked of a file, in words; `hints`: with what the command line has for it."""
    fields = {name: _field(name, each, locale) for name, each in remark.fields.items()}
    hint = [locale.say(_HINTS[remark.code])] if hints and remark.code in _HINTS else []
    return locale.say("; ").join([locale.say(_REMARKS[remark.code], **fields), *hint])


def _field(name: str, value: object, locale: Locale) -> object:
    if name == "kpi":
        return locale.term(str(value))
    if isinstance(value, RowCondition):
        return _condition(value, locale)
    return locale.count(value) if name in ("rows", "times") and isinstance(value, int) else text(value)


def _condition(condition: RowCondition, locale: Locale) -> str:
    return locale.say(" and ").join(_conditions(condition, locale))


def _conditions(condition: RowCondition, locale: Locale) -> Iterator[str]:
    say, column = locale.say, condition.column
    if condition.values == ("",):
        yield say("{column} is empty", column=column)
    elif condition.values:
        yield say("{column} is {value}", column=column, value=_either(condition.values, locale))
    if condition.denied == ("",) or condition == RowCondition(column):
        yield say("{column} is filled in", column=column)
    elif condition.denied:
        yield say("{column} is not {value}", column=column, value=_either(condition.denied, locale))
    for sign, number in condition.bounds:
        yield f"{column} {sign} {number}"


def _either(values: Sequence[str], locale: Locale) -> str:
    return locale.say(" or ").join(value or locale.say("empty") for value in values)


def source_label(source: Account, sources: Sequence[Account]) -> str:
    """The file, and its table where several of the file were read."""
    name = "<stdin>" if source.name == "-" else source.name
    tables = [other for other in sources if other.name == source.name]
    return f"{name} ({source.table})" if len(tables) > 1 and source.table else name


def source_account(source: Account, locale: Locale, *, hints: bool = True) -> str:
    """How a table was read, in a line: which columns are what, how many rows count, its form, what is to be known.

    `hints`: with what the command line has for it.
    """
    parts = [_columns(source, locale), *_rows(source, locale), form_said(source, locale)]
    parts += [remark_said(remark, locale, hints=hints) for remark in source.remarks]
    return locale.say("; ").join(part for part in parts if part)


def form_said(source: Account, locale: Locale) -> str:
    """The system that wrote a file, and the form that it is in: `HubSpot deals, UTF-8, comma`."""
    delimiter = locale.say(_DELIMITERS[source.delimiter]) if source.delimiter in _DELIMITERS else source.delimiter
    container = locale.say(_CONTAINERS[source.container]) if source.container else ""
    form = (source.system, container, source.encoding, delimiter)
    return locale.say(", ").join(part for part in form if part)


def _rows(source: Account, locale: Locale) -> Iterator[str]:
    """How many rows count, and why others do not."""
    say = locale.say
    if source.rows_used or source.left_out:
        yield locale.plural(source.rows_used, "row")
    unknown = []
    for why, rows in source.left_out:
        if why.code == UNKNOWN:
            unknown.append(say("{number} of {column}", number=locale.count(rows), column=why.column))
        else:
            yield say("{number} left out: {why}", number=locale.count(rows), why=why_said(why, rows, locale))
    if unknown:
        yield say("values unknown: {values}", values=say(", ").join(unknown))


def _columns(source: Account, locale: Locale) -> str:
    """Which column became which KPI; those dated by the same column together."""
    said = []
    uses = groupby(source.columns.items(), key=lambda pair: (_date(pair[1], locale), pair[1].where))
    for (date, where), group in uses:
        columns = locale.say(", ").join(_kpi(kpi, use.column, locale) for kpi, use in group)
        columns = locale.say("{columns} by {date}", columns=columns, date=date) if date else columns
        condition = locale.say(" and ").join(_condition(each, locale) for each in where)
        if where:
            columns = locale.say("{columns} where {condition}", columns=columns, condition=condition)
        said.append(columns)
    return locale.say("; ").join(said)


def _date(use: ColumnUse, locale: Locale) -> str:
    """What dates a column, and which day of a month counts where days are not added up; empty where it is itself."""
    if use.date == use.column and use.over == "sum":
        return ""
    date = locale.say("the period above the header") if use.date is None else use.date
    if use.over == "last":
        return locale.say("{date}, the last of each month", date=date)
    return locale.say("{date}, the first of each month", date=date) if use.over == "first" else date


def _kpi(kpi: str, column: str, locale: Locale) -> str:
    return locale.term(kpi) if column.casefold() == kpi else f"{locale.term(kpi)} = {column}"
