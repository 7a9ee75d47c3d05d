"""Columns of numbers as KPIs: which are known, and which of several is taken."""

from __future__ import annotations

from kpiplan.exports.cells.code_names import numbers_among
from kpiplan.exports.cells.counted_names import without_stocks
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import (
    identifier,
    is_called,
    is_earlier,
    is_unique,
    key,
)
from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.columns.amounts import is_count_sold, is_money_sold
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.dating import once_a_month
from kpiplan.exports.columns.readings import Dating
from kpiplan.exports.columns.result_kinds import are_results, have_leads
from kpiplan.exports.columns.row_numbers import tells_apart
from kpiplan.exports.columns.vocabulary import MONEY
from kpiplan.kpis.built_in import NO_MEASURES

_OF_MAILS = ("email_clicks", "emails_sent", "delivered", "opens")
_OF_ADS = ("impressions", "spend")
_CLICKED = "clicked"
FEWEST_READ = 3  # one cell in so many is a number in a column that has a name of a stage


def measure_columns(context: Context, dating: Dating, *, beside: int | None = None) -> dict[str, list[ExportColumn]]:
    """The columns of each KPI: more than one where the names leave it open. Dates are none, and ratios only where the
    plan wants them and each month (of each text in column `beside`) has one row.
    """
    numbers = numbers_of(context, dating)
    if any(c.name.casefold() == "primary" for c in numbers) and context.table.title:
        return _titled(context, numbers)
    monthly: bool | None = None  # asked of all rows, and so only where a column depends on it
    found: dict[str, list[ExportColumn]] = {}
    for column in numbers:
        kpi = _own_name(context, column) if context.own_format else _kpi(context, column)
        if kpi is None:
            continue
        given = context.words.as_it_stands(kpi)
        if given and monthly is None:
            monthly = once_a_month(context, dating, beside)
        if _adds_up(context, kpi, column) or (monthly and given):
            found.setdefault(kpi, []).append(column)
        elif given:
            context.remark("ratio-of-rows", column=column.name)
    found = _beside(context, _on_ads(context, found))
    return {kpi: _preferred(context, kpi, columns) for kpi, columns in found.items()}


def numbers_of(context: Context, dating: Dating) -> list[ExportColumn]:
    """The columns of numbers, dates left out."""
    columns = (column for column in context.of_kind("number", "text") if not dating.holds(column.index))
    return [column for column in columns if _has_numbers(context, column) and not tells_apart(context, column)]


def _has_numbers(context: Context, column: ExportColumn) -> bool:
    """Whether a column is one of numbers, though some or many of its cells can't be read as such.

    One that is called as a stage or money is has some numbers in it, or one text everywhere (an error of a
    spreadsheet); names of customers are texts, whatever their column is called.
    """
    if column.kind == "number":
        return True
    kpi = context.words.measure(column.name)
    if kpi is None or context.words.stage(kpi) is None or is_unique(column.name):
        return False
    known = [text for text in column.texts if text.casefold() not in UNKNOWN]
    read = len(numbers_among(column.name, known))
    if kpi in MONEY and known:  # nobody is called a revenue: what can't be read there is an error
        return True
    if context.words.closest(kpi, [column.name, ""]) == [column.name]:
        return read > 0 or len(known) == 1
    return read * FEWEST_READ >= len(known)


def _kpi(context: Context, column: ExportColumn) -> str | None:
    """What a column holds, by its name; in a system whose columns have a meaning of their own nothing else counts."""
    own = context.words.own(column.name) or _of_system(context, column)
    if is_earlier(column.name) and not context.words.own(column.name):
        return None
    if context.system and any(is_called(column.name, name) for name in context.system.unlike):
        return own
    if are_results(context, column) and not have_leads(context, column):
        return None
    if own or (context.system and context.system.sole and not context.words.given(column.name)):
        return own
    if kpi := context.words.measure(column.name):
        return kpi
    if is_money_sold(context, column):
        return "revenue"
    return context.words.named("customers") if is_count_sold(context, column) else None


def _own_name(context: Context, column: ExportColumn) -> str | None:
    """kpiplan's own tables name their columns by identifier."""
    if key(column.name) in NO_MEASURES or context.words.planned_for(column.name):
        return None
    given = context.words.measure(column.name) if context.words.given(column.name) else None
    return given or column.name


def _adds_up(context: Context, kpi: str, column: ExportColumn) -> bool:
    if context.words.own(column.name):
        return True
    return context.words.direct(kpi) is None and not context.words.is_ratio(column.name)


def _on_ads(context: Context, found: dict[str, list[ExportColumn]]) -> dict[str, list[ExportColumn]]:
    """With clicks on ads, beside what those cost or how often they were seen, that are called as those in mails are:
    `clicked`, `Unique clicks`. They are clicks where nothing else is.
    """
    mails = [context.words.named(kpi) for kpi in _OF_MAILS]
    if not found.keys() & {context.words.named(kpi) for kpi in _OF_ADS} or any(kpi in found for kpi in mails[1:]):
        return found
    generic = [c for c in found.get(mails[0], ()) if is_unique(c.name) or key(c.name) == _CLICKED]
    if not generic or any(context.words.own(column.name) for column in generic):
        return found
    clicks = context.words.named("clicks")
    named = [column for column in found[mails[0]] if column not in generic]
    rest = {kpi: columns for kpi, columns in found.items() if kpi != mails[0]} | ({mails[0]: named} if named else {})
    return rest if clicks in found else {**rest, clicks: generic}


def _beside(context: Context, found: dict[str, list[ExportColumn]]) -> dict[str, list[ExportColumn]]:
    """With columns that a stage does not take for the base measure that they are too, where the plan wants it."""
    more: dict[str, list[ExportColumn]] = {}
    for kpi, columns in found.items():
        taken = _preferred(context, kpi, columns)
        for column in columns if len(columns) > len(taken) == 1 else ():
            base = context.words.beside(column.name)
            if column is taken[0]:
                continue
            if base and base not in found and context.words.chosen(base):
                more.setdefault(base, []).append(column)
            elif column.name != taken[0].name:
                context.remark("synonym", column=column.name, kpi=kpi, taken=taken[0].name)
    return found | more


def _titled(context: Context, numbers: list[ExportColumn]) -> dict[str, list[ExportColumn]]:
    """Meta Business Suite: the KPI's name stands only in the title."""
    title = context.table.title.strip().strip('"')
    kpi = context.words.measure(title) or identifier(title)
    return {kpi: [c for c in numbers if c.name.casefold() == "primary"]}


def _of_system(context: Context, column: ExportColumn) -> str | None:
    for kpi, names in context.system.measures.items() if context.system else ():
        if any(is_called(column.name, name) for name in names):
            return context.words.named(kpi)
    return None


def _preferred(context: Context, kpi: str, columns: list[ExportColumn]) -> list[ExportColumn]:
    """The plan's own name goes first, then what the known system prefers, then the KPI's own; else all remain. Of all
    and the new ones the new ones.
    """
    flows = without_stocks([column.name for column in columns])
    columns = [column for column in columns if column.name in flows]
    own = [column for column in columns if context.words.own(column.name) == kpi]
    if own:
        return own
    closest = context.words.closest(kpi, [column.name for column in columns])
    for known, names in context.system.measures.items() if context.system else ():
        if context.words.named(known) == kpi:
            for name in names:
                exact = [column for column in columns if is_called(column.name, name)]
                if exact:
                    return exact[:1]
    return [column for column in columns if column.name in closest]
