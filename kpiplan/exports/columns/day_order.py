"""Day first or month first, and one language for the names of months: decided for a whole column of dates, or asked."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kpiplan.exports.cells.dates import (
    Order,
    Spelling,
    day_or_year,
    decide_order,
    month_words,
    possible_orders,
    read_date,
    spellings,
    two_languages,
)
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import DATE_NAME, is_ratio, is_total, words
from kpiplan.exports.cells.spoken import speaks_day_first
from kpiplan.exports.columns.context import Context
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Note, Quoted
from kpiplan.tuples import NamedTuple

_FIRST: Mapping[Order, Note] = {"dmy": Note("dmy"), "mdy": Note("mdy"), "ymd": Note("ymd")}


class Orders(NamedTuple):
    """The order of day and month of every spelling in a column."""

    spelling: Callable[[str], Spelling | None]
    of_spelling: Mapping[Spelling | None, Order | None]

    def of(self, text: str) -> Order | None:
        """The order in which a cell is read."""
        known = self.of_spelling
        return known[None] if len(known) == 1 else known.get(self.spelling(text), known[None])


def column_order(context: Context, column: ExportColumn) -> Orders:
    """Day first or month first, for each spelling of a column. Raises RefusalError where the cells leave it open.

    What one spelling shows decides nothing for another: a spreadsheet turns some of a column's texts into dates of its
    own, and the others stay as they were.
    """
    refuse_two_languages(context, column.name, _named(context, column))
    spelling = spellings(column.texts)
    groups: dict[Spelling | None, list[str]] = {}
    for text in column.texts:
        if (own := spelling(text)) is not None:
            groups.setdefault(own, []).append(text)
    if len(groups) < 2:
        return Orders(spelling, {None: _one_order(context, column)})
    decided = {own: decide_order(texts) for own, texts in groups.items()}
    orders = {own: order for own, (order, remaining) in decided.items() if order and len(remaining) < 2}
    stated = context.rules.day_first
    known: Order | None = context.system.order if context.system else None
    for own in groups:
        if own in orders:
            continue
        if stated is not None:
            orders[own] = _stated_order(groups[own], stated)
        elif known:
            orders[own] = known
        else:
            raise _undecided(context, column, groups[own], orders, spelling)
    return Orders(spelling, {**orders, None: known})


def header_order(context: Context, names: Sequence[str]) -> Order | None:
    """Day first or month first of dates that name columns. Raises RefusalError where they leave it open."""
    order, remaining = decide_order(names, context.system.order if context.system else None)
    if len(remaining) > 1:
        if context.rules.day_first is not None:
            return _stated_order(names, context.rules.day_first)
        example = next(name for name in names if _has_triples([name]))
        raise RefusalError("day-or-month-first", context.table.line, column=Quoted(example), example=Quoted(example))
    return order


def _undecided(
    context: Context,
    column: ExportColumn,
    texts: Sequence[str],
    orders: Mapping[Spelling | None, Order],
    spelling: Callable[[str], Spelling | None],
) -> RefusalError:
    """The question how one of several spellings is to be read, with what the order of the rows says."""
    other = next((text for text in column.texts if spelling(text) in orders), "")
    named, example, line = Quoted(column.name), Quoted(texts[0]), context.table.line
    if not other:
        return RefusalError("day-or-month-first", line, column=named, example=example)
    possible = possible_orders(texts[0]) or frozenset()
    own = spelling(texts[0])
    sorted_by = [order for order in sorted(possible) if _is_sorted(column.texts, {**orders, own: order}, spelling)]
    guess = Note("rows-say", {"what": _FIRST[sorted_by[0]]}) if len(sorted_by) == 1 else ""
    return RefusalError("two-spellings", line, column=named, example=example, other=Quoted(other), guess=guess)


def _is_sorted(
    texts: Sequence[str], orders: Mapping[Spelling | None, Order], spelling: Callable[[str], Spelling | None]
) -> bool:
    """Whether the rows, read like that, are in the order of time, forwards or backwards."""
    spans = [span for text in texts if (span := read_date(text, orders.get(spelling(text))))]
    days = [span.start for span in spans]
    return days in (sorted(days), sorted(days, reverse=True))


def _one_order(context: Context, column: ExportColumn) -> Order | None:
    """Day first or month first of a column that spells all dates alike."""
    stated = context.rules.day_first
    known: Order | None = context.system.order if context.system else None
    if stated is not None:
        return _stated_order(column.texts, stated)
    order, remaining = decide_order(column.texts, known)
    if len(remaining) > 1 and not context.data.whole:
        order, remaining = decide_order(_all_texts(context, column), known)
    if len(remaining) > 1:
        order = _order_of_others(context, column, remaining) or _order_of_language(context, column, remaining)
    if order is None and (remaining or _has_triples(column.texts)):
        example = next(text for text in column.texts if decide_order([text])[1] or _has_triples([text]))
        what = "or-year" if "ymd" in remaining else "or-month" if remaining else "and-month"
        raise RefusalError(f"day-{what}-first", context.table.line, column=Quoted(column.name), example=Quoted(example))
    return order


def _named(context: Context, column: ExportColumn) -> Iterable[str]:
    """The cells of a column that name months: all of a large file's, where the first rows have any."""
    if not context.data.whole and any(map(month_words, column.texts)):
        return _all_texts(context, column, decided=False)
    return column.texts


def refuse_two_languages(context: Context, name: str, texts: Iterable[str]) -> None:
    """Raises RefusalError where the months of a column are named in no one language: one of them would be lost, or
    taken for another; and where `Jan 26` may be a day."""
    cells = [text for text in texts if not any(map(_is_label, month_words(text)))]
    if found := two_languages(cells):
        raise RefusalError(
            "two-languages", context.table.line, column=Quoted(name), first=Quoted(found[0]), other=Quoted(found[1])
        )
    if example := day_or_year(cells):
        raise RefusalError("day-or-short-year", context.table.line, column=Quoted(name), example=Quoted(example))


def _is_label(word: str) -> bool:
    return is_total(word) or is_ratio(word) or DATE_NAME.search(words(word)) is not None


def _stated_order(texts: Iterable[str], day_first: bool) -> Order:
    if day_first:
        return "dmy"
    dotted = any(re.fullmatch(r"\d\d\.\s?\d\d?\.\s?\d\d\.?", text) for text in texts)
    return "ymd" if dotted else "mdy"


def _has_triples(texts: Iterable[str]) -> bool:
    return any(possible_orders(text) for text in texts)


def _all_texts(context: Context, column: ExportColumn, *, decided: bool = True) -> Iterator[str]:
    """Every distinct text of a column of a large file, chunk by chunk; ends once the order is decided, unless told
    not to."""
    seen: set[str] = set()
    for chunk in context.data.chunks([column.index]):
        new = [text for (text,) in chunk.texts((column.index,)) if text not in seen]
        yield from new
        seen.update(new)
        if len(seen) > 200_000 or (decided and len(decide_order(new)[1]) == 1):
            return


def _order_of_others(context: Context, column: ExportColumn, remaining: frozenset[Order]) -> Order | None:
    """The order that the file's other date columns are decided in."""
    others = {
        next(iter(found))
        for other in context.of_kind("date")
        if other is not column and len(found := decide_order(other.texts)[1]) == 1
    }
    return next(iter(others)) if len(others) == 1 and others <= remaining else None


def _order_of_language(context: Context, column: ExportColumn, remaining: frozenset[Order]) -> Order | None:
    """Day first, where the names of the columns are of a language in which nobody writes the month first; its account
    says so.
    """
    if "dmy" not in remaining or "ymd" in remaining or not speaks_day_first(column.name, context.table.header):
        return None
    context.remark("day-first-language", column=column.name)
    return "dmy"
