"""The currencies of an amount, and what they are worth in the plan's: said by a column, by the cells, by the header."""

import re
from collections.abc import Iterable, Mapping, Sequence

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import CURRENCY_NAME, key, with_currency
from kpiplan.exports.cells.numbers import UNKNOWN, currency_sign
from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.units import split_unit
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.readings import Rates, Where
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Joined, Listed, Note, Quoted, Suggested
from kpiplan.locales.currencies import CURRENCIES, SYMBOLS
from kpiplan.plan.export_rules import CellTest, Exchange, Rule
from kpiplan.tuples import NamedTuple

CONVERTED = Pattern(r"\bconverted\b|company currency")
_BRACKETED = Pattern(r"[(\uff08\[]([^)\uff09\]]+)[)\uff09\]]")


class _Stated(NamedTuple):
    """What says the currency: the column of codes (None: the cells themselves), and the texts that stand there."""

    column: ExportColumn | None
    texts: tuple[str, ...]


def rates_of(context: Context, kpi: str, column: ExportColumn, where: Sequence[Where]) -> Rates | None:
    """What turns the amounts of a column into the plan's currency; None where they are in it, or in one that nobody
    names. Raises RefusalError where a rate is missing.
    """
    if CONVERTED.search(column.name):
        return None
    stated = _stated(context, column, where)
    if stated is None:
        return None
    exchange = context.rules.exchange
    codes = {text: code_of(text, exchange) for text in stated.texts}
    known = list(dict.fromkeys(code for code in codes.values() if code))
    base = _base(exchange, known)
    missing = [code for code in known if code != base and code not in exchange.rates]
    if missing and (len(known) > 1 or exchange.currency):
        raise _missing(context, kpi, column, stated, missing, base)
    used = {code: exchange.rates[code] for code in known if code in exchange.rates and code != base}
    if not used:
        return None
    context.remark("converted", column=column.name, rates=Joined(tuple(_said(used, base))))
    if stated.column is None:
        return Rates(None, lambda text: _worth(text, exchange, used, base))
    header = stated.texts[0] if stated.column.index < 0 else None
    return Rates(stated.column.index, lambda text: _worth(header or text, exchange, used, base))


def _said(rates: Mapping[str, float], base: str) -> Iterable[str]:
    return (f"1 {code} = {rate:.10g} {base}".strip() for code, rate in rates.items())


def _worth(text: str, exchange: Exchange, rates: Mapping[str, float], base: str) -> float | None:
    """What one unit of the currency of a cell is worth; of none it is one of the plan's, of an unknown one None."""
    code = code_of(text, exchange)
    return rates.get(code, 1.0 if code in ("", base) else None)


def _base(exchange: Exchange, codes: Sequence[str]) -> str:
    """The currency that rates are of: the plan's, else the only one without a rate."""
    if exchange.currency:
        return exchange.currency
    rest = [code for code in codes if code not in exchange.rates]
    return rest[0] if exchange.rates and len(rest) == 1 else ""


def code_of(text: str, exchange: Exchange) -> str:
    """The code of a currency, of a code or sign, alone or with an amount; empty where there is none.

    A sign of several ($, ¥) is that of the plan's, else of one that has a rate, else of the first.
    """
    if text.upper() in CURRENCIES:
        return text.upper()
    sign = text if text in SYMBOLS else currency_sign(text)
    if sign in CURRENCIES:
        return sign
    codes = SYMBOLS.get(sign, ())
    rated = [code for code in codes if code in exchange.rates]
    return exchange.currency if exchange.currency in codes else (*rated, *codes, "")[0]


def _stated(context: Context, column: ExportColumn, where: Sequence[Where]) -> _Stated | None:
    """What says the currency of a column; None where nothing does."""
    kinds = {*CURRENCY_NAME, key(column.name) + "currency"}
    for other in context.of_kind("text"):
        texts = [text for text in other.texts if text.casefold() not in UNKNOWN]
        texts = [text for text in texts if all(w.accepts(text) for w in where if w.column == other.index)]
        if key(other.name) in kinds and texts and all(code_of(text, context.rules.exchange) for text in texts):
            return _Stated(other, tuple(texts))
    if any(currency_sign(text) for text in column.texts):
        return _Stated(None, column.texts)
    for unit in (*(found[1] for found in _BRACKETED.finditer(column.name)), split_unit(column.name)[1]):
        for part in (*re.split(r"[,\s]+", unit), unit.strip("kKtTmM ")):
            if part in CURRENCIES or len(SYMBOLS.get(part, ())) == 1:
                code = part if part in CURRENCIES else SYMBOLS[part][0]
                return _of_header(code)
    code = with_currency(column.name)[1]
    return _of_header(code) if code else None


def _of_header(code: str) -> _Stated:
    return _Stated(ExportColumn(-1, code, "text", ()), (code,))


def _missing(
    context: Context, kpi: str, column: ExportColumn, stated: _Stated, missing: Sequence[str], base: str
) -> RefusalError:
    """What to say of currencies without a rate; where no plan names its own, it is the first."""
    asked = missing if base else missing[1:]
    rates = f"exchange: {{{', '.join(f'{code}: …' for code in asked)}}}"
    options = " ".join(f"--exchange {code}=…" for code in asked)
    texts = dict.fromkeys(text if stated.column else currency_sign(text) for text in stated.texts)
    said, line, base = tuple(filter(None, texts)), context.table.line, base or missing[0]
    if len(said) == 1:
        return RefusalError(
            "other-currency",
            line,
            column=Quoted(column.name),
            currency=said[0],
            base=base,
            rates=rates,
            options=options,
        )
    rows: Note | str = ""
    if stated.column:
        rule = Rule(sum=column.name, where={stated.column.name: CellTest(said[:1])})
        rows = Note("or-rows", {"rules": Suggested(((kpi, rule),), context.file)})
    return RefusalError(
        "several-currencies",
        line,
        column=Quoted(column.name),
        currencies=Listed(said),
        base=base,
        rates=rates,
        options=options,
        rows=rows,
    )
