"""Columns of numbers as KPIs: which are known, and how their cells are read."""

from __future__ import annotations

import re
from itertools import islice

from kpiplan.actuals.columns import Column
from kpiplan.actuals.context import Context
from kpiplan.actuals.data import FileData
from kpiplan.actuals.names import is_ratio, is_unique, key
from kpiplan.actuals.numbers import UNKNOWN, Decimal, decide_decimal, read_number, scale_of
from kpiplan.actuals.readings import Dating, Reading, Where
from kpiplan.actuals.refusal import RefusalError, listed, shown

SAMPLED = 50_000
PERCENT_SAMPLE = 200
CURRENCY_NAMES = (
    "currency", "currencycode", "dealcurrencyofvalue", "dealcurrency", "currencyofvalue", "통화", "통화코드", "币种",
    "货币代码", "貨幣代碼", "通貨", "通貨コード",
)  # fmt: skip
CODE = re.compile(r"[A-Z]{3}(?=\s?-?[\d.,]*\d)")
CONVERTED = re.compile(r"\bconverted\b|company currency", re.IGNORECASE)
RESULTS = ("results", "결과")
RESULT_KINDS = ("resultindicator", "resulttype", "결과지표", "결과유형", "결과표시도구")


def measure_columns(context: Context, dating: Dating, *, own_format: bool) -> dict[str, list[Column]]:
    """The columns of each KPI: more than one where the names leave it open. Ratios and dates are none."""
    numbers = [c for c in context.of_kind("number") if c.index not in dating.columns]
    if own_format:
        return {c.name: [c] for c in numbers if not is_ratio(c.name) and key(c.name) != "segment"}
    if any(c.name.casefold() == "primary" for c in numbers) and context.table.title:
        return _titled(context, numbers)
    found: dict[str, list[Column]] = {}
    for column in numbers:
        kpi = context.words.own(column.name) or _of_system(context, column) or context.words.measure(column.name)
        if kpi and not (is_ratio(column.name) and not context.words.own(column.name)):
            found.setdefault(kpi, []).append(column)
    return {kpi: _preferred(context, kpi, columns) for kpi, columns in found.items()}


def _titled(context: Context, numbers: list[Column]) -> dict[str, list[Column]]:
    """Meta Business Suite: the KPI's name stands only in the title."""
    from kpiplan.actuals.names import identifier

    title = context.table.title.strip().strip('"')
    kpi = context.words.measure(title) or identifier(title)
    return {kpi: [c for c in numbers if c.name.casefold() == "primary"]}


def _of_system(context: Context, column: Column) -> str | None:
    for kpi, names in context.system.measures.items() if context.system else ():
        if key(column.name) in map(key, names):
            return context.words.named(kpi)
    return None


def _preferred(context: Context, kpi: str, columns: list[Column]) -> list[Column]:
    """The plan's own name goes first, then what the known system prefers; else all remain."""
    own = [column for column in columns if context.words.own(column.name) == kpi]
    if own:
        return own
    for known, names in context.system.measures.items() if context.system else ():
        if context.words.named(known) == kpi:
            for name in names:
                exact = [column for column in columns if key(column.name) == key(name)]
                if exact:
                    return exact[:1]
    return columns


def summed(
    context: Context,
    kpi: str,
    column: Column,
    dating: Dating,
    *,
    where: tuple[Where, ...] = (),
    certain: bool = True,
    named: str | None = None,
) -> Reading:
    """The sum of a column. Raises RefusalError for ratios and for numbers that can be read in two ways."""
    name = named or column.name
    _refuse_mixture(context, kpi, column, dating, where)
    known = [text for text in islice(column.texts, PERCENT_SAMPLE) if read_number(text).kind == "ratio"]
    if known and named is None:
        raise _ratio(context, name, f": {shown(known[0])}")
    return Reading(
        kpi,
        dating,
        name,
        value=column.index,
        decimal=_decimal(context, column),
        scale=scale_of(name),
        where=where,
        certain=certain,
        unique=is_unique(name),
    )


def _refuse_mixture(context: Context, kpi: str, column: Column, dating: Dating, where: tuple[Where, ...]) -> None:
    """Several currencies, or Meta's results of several kinds, do not add up unless a condition picks one.

    Raises RefusalError.
    """
    if kpi in (context.words.named("revenue"), context.words.named("spend")):
        if CONVERTED.search(column.name):
            return
        codes = list(dict.fromkeys(found[0] for text in column.texts if (found := CODE.match(text))))
        if len(codes) > 1:
            raise RefusalError(
                "no-measure",
                f"{shown(column.name)} is in several currencies, which do not add up: {listed(codes)}",
                "export amounts in one currency",
                context.table.line,
            )
        kinds, what = {*CURRENCY_NAMES, key(column.name) + "currency"}, "is in several currencies"
    elif key(column.name) in RESULTS:
        kinds, what = set(RESULT_KINDS), "counts results of several kinds"
    else:
        return
    for other in context.of_kind("text"):
        texts = [text for text in other.texts if text.casefold() not in UNKNOWN]
        if key(other.name) in kinds and len(texts) > 1 and all(w.column != other.index for w in where):
            raise RefusalError(
                "no-measure",
                f"{shown(column.name)} {what}, which do not add up: {listed(texts)}",
                f"say which under `actuals`, such as {kpi}: {{sum: {column.name}, by: {dating.label}, "
                f'where: {{{other.name}: "{texts[0]}"}}}}',
                context.table.line,
            )


def _ratio(context: Context, name: str, why: str) -> RefusalError:
    return RefusalError(
        "ratio-summed",
        f"{shown(name)} is a ratio, and ratios do not add up{why}",
        "sum the counts that it is made of",
        context.table.line,
    )


def refuse_ratio(context: Context, column: Column) -> None:
    """A rule that sums what its name says is a ratio. Raises RefusalError."""
    if is_ratio(column.name):
        raise _ratio(context, column.name, "")


def _decimal(context: Context, column: Column) -> Decimal:
    if context.rules.decimal:
        return context.rules.decimal
    delimiter = context.sheet.delimiter
    decided = decide_decimal(column.texts, delimiter)
    if decided is None and isinstance(context.data, FileData):
        decided = decide_decimal(_texts(context, column), delimiter)
    if decided is None:
        decided = _of_others(context, column)
    if decided is None:
        raise RefusalError(
            "ambiguous-number",
            f"column {shown(column.name)} can be read with decimal points or commas: "
            f"{shown(next(text for text in column.texts if decide_decimal([text], delimiter) is None))}",
            'say `decimal: "."` or `decimal: ","`',
            context.table.line,
        )
    return decided


def _of_others(context: Context, column: Column) -> Decimal | None:
    """The mark that the file's other columns are written with, where they show one."""
    marks = {
        mark
        for other in context.of_kind("number")
        if other is not column and any(not text.isdecimal() for text in other.texts)
        for mark in [decide_decimal((t for t in other.texts if "." in t or "," in t), context.sheet.delimiter)]
        if mark and any(("," in t or "." in t) for t in other.texts)
    }
    return marks.pop() if len(marks) == 1 else None


def _texts(context: Context, column: Column) -> list[str]:
    """Cells of a column of a large file, as many as decide."""
    texts: list[str] = []
    for chunk in context.data.chunks([column.index]):
        texts.extend(chunk.columns[column.index].texts)
        if len(texts) > SAMPLED:
            break
    return texts
