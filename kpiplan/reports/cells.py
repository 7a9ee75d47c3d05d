"""Cells made of values: what a table shows of a number, a rate, an amount of money, beside the value itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.locales.numbers import LONGEST_MONEY, in_cents, shown_money
from kpiplan.months import Month
from kpiplan.reports.labels import STATUSES, lag_text
from kpiplan.reports.model import Cell, CellUnit, LowHigh, Row, RowKind, Style

if TYPE_CHECKING:
    from kpiplan.analysis.variance.status import Verdict
    from kpiplan.figures import Unit
    from kpiplan.plan.model import Lag

NOTHING = Cell()  # where a row has nothing to say
UNKNOWN = "-"
STYLES: dict[Verdict, Style] = {
    "on_track": "good",
    "within_chance": "plain",
    "follows": "plain",
    "watch": "watch",
    "behind": "bad",
}


def words(text: str, style: Style = "plain") -> Cell:
    """A name or words, which are their own value; blanks that set them in are not."""
    said = text.strip()
    return Cell(text, said, style=style) if said not in ("", UNKNOWN) else Cell(text)


def row(*texts: str, kind: RowKind = "plain") -> Row:
    """A row of words alone."""
    return Row(tuple(map(words, texts)), kind)


def section(text: str) -> Row:
    """A line across the table, above the rows that belong together."""
    return row(text, kind="section")


def unknown(unit: CellUnit) -> Cell:
    """A number that nobody knows."""
    return Cell(UNKNOWN, None, unit, "dim")


def count_cell(locale: Locale, value: float | None) -> Cell:
    """6,250 of something."""
    return unknown("count") if value is None else Cell(locale.count(value), float(value), "count")


def money_cell(locale: Locale, value: float | None, currency: str | None, cents: bool = False) -> Cell:
    """$9.9M; with `cents` beside amounts that have them."""
    return unknown("currency") if value is None else Cell(locale.money(value, currency, cents), value, "currency")


def amount_cells(
    locale: Locale, unit: Unit, values: Iterable[float | None], currency: str | None = None
) -> tuple[Cell, ...]:
    """Counts or amounts of money that stand beside each other, all of these with cents or none."""
    found = tuple(values)
    if unit == "count":
        return tuple(count_cell(locale, value) for value in found)
    cents = in_cents(found)
    return tuple(money_cell(locale, value, currency, cents) for value in found)


def change_cell(locale: Locale, value: float | None, currency: str | None, cents: bool = False) -> Cell:
    """Money more or less: -$337k, +$20k; nothing where it is not known."""
    if value is None:
        return NOTHING
    more = "+" if value > 0 and (value >= LONGEST_MONEY or shown_money(value, cents)[0]) else ""
    return Cell(more + locale.money(value, currency, cents), value, "currency")


def difference_cell(locale: Locale, value: float, decimals: int) -> Cell:
    """Units more or less: -0.306, +0.020, 0."""
    return Cell(locale.difference(value, decimals), value, "count")


def percent_cell(locale: Locale, value: float | None, digits: int = 3) -> Cell:
    """1.5%."""
    return unknown("ratio") if value is None else Cell(locale.percent(value, digits), value, "ratio")


def rate_cell(locale: Locale, series: Sequence[float], *, each: bool = False) -> Cell:
    """A stage's rate: 20%, 18-22% where it changes; 2.3 where more than one may follow from each."""
    return Cell(locale.rate(series, each=each), spanned(series), "count" if each else "ratio")


def spanned(values: Sequence[float]) -> float | LowHigh:
    """One value where all are the same, else from the lowest to the highest."""
    low, high = min(values), max(values)
    return low if high - low <= NOISE * abs(high) else LowHigh(low, high)


def lag_cell(locale: Locale, lag: Lag, text: str | None = None) -> Cell:
    """The time between stages as the plan states it: 45 d, 0-11 mo; or in other words."""
    said = lag_text(locale, lag) if text is None else text
    return Cell(said, lag.text or said, "duration") if said else NOTHING


def month_cell(locale: Locale, month: Month) -> Cell:
    """March 2020."""
    return Cell(locale.month(month), month)


def verdict_cell(locale: Locale, status: Verdict | None) -> Cell:
    """How something stands, in words that mean good or bad; nothing where it is not judged."""
    return words(locale.say(STATUSES[status]), STYLES[status]) if status else NOTHING
