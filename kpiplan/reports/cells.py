"""Cells made of values: what a table shows of a number, a rate, an amount of money, beside the value itself."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from kpiplan.locales.digits import NOISE, half_up
from kpiplan.locales.english import Locale
from kpiplan.locales.numbers import LONGEST_MONEY, in_cents, shown_money
from kpiplan.months import Month
from kpiplan.reports.labels import STATUSES, lag_text
from kpiplan.reports.model import BarLength, Cell, CellUnit, LowHigh, Row, RowKind, Style, Trend

if TYPE_CHECKING:
    from kpiplan.analysis.variance.status import Verdict
    from kpiplan.figures import Unit
    from kpiplan.plan.model import Lag

NOTHING = Cell()  # where a row has nothing to say
UNKNOWN = "-"
BAR = 16  # characters of a whole
FALL = 18  # characters of the largest step
_TELLING = 10  # so much money tells something without its cents
LENGTH = 20  # characters of the largest month
_DOTS = ((0, 0x40, 0x44, 0x46, 0x47), (0, 0x80, 0xA0, 0xB0, 0xB8))  # of a Braille cell: left and right, by height
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


def people_cell(locale: Locale, value: float | None) -> Cell:
    """94 of something: as many digits as help a reader, the cell's value is exact."""
    return unknown("count") if value is None else Cell(locale.people(value), float(value), "count")


def money_cell(locale: Locale, value: float | None, currency: str | None, cents: bool = False) -> Cell:
    """$9.9M; with `cents` beside amounts that have them."""
    return unknown("currency") if value is None else Cell(locale.money(value, currency, cents), value, "currency")


def people_money_cell(locale: Locale, value: float | None, currency: str | None, cents: bool = False) -> Cell:
    """$2.48M: as many digits as help a reader, the cell's value is exact."""
    if value is None:
        return unknown("currency")
    return Cell(locale.people_money(value, currency, cents), value, "currency")


def people_cells(
    locale: Locale, unit: Unit, values: Iterable[float | None], currency: str | None = None
) -> tuple[Cell, ...]:
    """Counts or amounts of money that stand beside each other, as people read them."""
    found = tuple(values)
    if unit == "count":
        return tuple(people_cell(locale, value) for value in found)
    cents = in_cents(found)
    return tuple(people_money_cell(locale, value, currency, cents) for value in found)


def amount_cells(
    locale: Locale, unit: Unit, values: Iterable[float | None], currency: str | None = None
) -> tuple[Cell, ...]:
    """Counts or amounts of money that stand beside each other, all of these with cents or none."""
    found = tuple(values)
    if unit == "count":
        return tuple(count_cell(locale, value) for value in found)
    cents = in_cents(found)
    return tuple(money_cell(locale, value, currency, cents) for value in found)


def change_cell(
    locale: Locale, value: float | None, currency: str | None, cents: bool = False, *, exact: bool = False
) -> Cell:
    """Money more or less: -$337k, +$20k; nothing where it is not known."""
    if value is None:
        return NOTHING
    more = "+" if value > 0 and (value >= LONGEST_MONEY or shown_money(value, cents)[0]) else ""
    written = locale.money if exact else locale.people_money
    return Cell(more + written(value, currency, cents), value, "currency")


def change_of_cell(locale: Locale, value: float, currency: str | None, among: Iterable[float | None]) -> Cell:
    """Money more or less than amounts beside it, in whole units where these are: -$899 of $5,880, -$2.64 of $66.45."""
    whole = abs(value) >= _TELLING and not in_cents(among)
    said = change_cell(locale, math.copysign(half_up(abs(value)), value) if whole else value, currency)
    return said._replace(value=value)


def change_of_people_cell(locale: Locale, value: float) -> Cell:
    """Units more or less, as people count: +21, -0.34, 0."""
    said = locale.people(abs(value)) if abs(value) > NOISE else "0"
    sign = "" if said == "0" else "-" if value < 0 else "+"
    return Cell(sign + said, value, "count")


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


def _mark(locale: Locale) -> str:
    """What bars are made of: three quarters of a block, so that those above each other stay apart; else #."""
    return "#" if locale.wide else "\u2586"


def bar_cell(locale: Locale, part: float | None, style: Style = "plain") -> Cell:
    """A bar up to one and a half times the whole, `|` where the whole is: ################|####."""
    if part is None:
        return NOTHING
    most = BAR + BAR // 2
    full = most if part >= most / BAR else round(max(0.0, part) * BAR)
    mark, rest = _mark(locale), "." if locale.wide else "\u00b7"
    within, beyond = min(full, BAR), max(0, full - BAR)
    text = f"{mark * within}{rest * (BAR - within)}|{mark * beyond}{'>' if part > most / BAR + NOISE else ''}"
    return Cell(text, BarLength(part), "ratio", style)


def fall_cells(locale: Locale, sizes: Sequence[float]) -> tuple[Cell, ...]:
    """Bars to the left and to the right of a line, for what takes and what adds, all to one scale."""
    largest = max((abs(size) for size in sizes), default=0.0)
    mark = _mark(locale)
    lengths = [math.copysign(max(1, round(abs(size) / largest * FALL)), size) if largest else 0 for size in sizes]
    left = int(max(0, -min(lengths, default=0)))
    return tuple(
        Cell(
            f"{mark * int(max(0, -length)):>{left}}|{mark * int(max(0, length))}",
            BarLength(size / largest if largest else 0.0),
            "ratio",
            "bad" if size < 0 else "good",
        )
        for size, length in zip(sizes, lengths, strict=True)
    )


def length_cells(locale: Locale, values: Sequence[float]) -> tuple[Cell, ...]:
    """Bars from nothing on, all to one scale."""
    largest, mark = max(values, default=0.0), _mark(locale)
    parts = [value / largest if largest > 0 else 0.0 for value in values]
    return tuple(Cell(mark * round(part * LENGTH), BarLength(part), "ratio") for part in parts)


def trend_cell(values: Sequence[float | None], unit: CellUnit) -> Cell:
    """The months as one picture; nothing where fewer than two are known."""
    text = spark(values)
    return Cell(text, Trend(tuple(values)), unit) if text else NOTHING


def spark(values: Sequence[float | None]) -> str:
    """The trend over the months, two a character: four heights from the lowest to the highest, a gap where unknown.

    So a whole year takes six characters, and stands beside the rest at 80 columns.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    last = max(at for at, value in enumerate(values) if value is not None)
    low, high = min(known), max(known)
    level = high - low <= NOISE * max(abs(low), abs(high))
    heights = [0 if v is None else 2 if level else 1 + round((v - low) / (high - low) * 3) for v in values[: last + 1]]
    pairs = zip_longest(heights[::2], heights[1::2], fillvalue=0)
    return "".join(chr(0x2800 + _DOTS[0][left] + _DOTS[1][right]) for left, right in pairs)


def month_cell(locale: Locale, month: Month) -> Cell:
    """March 2020."""
    return Cell(locale.month(month), month)


def verdict_cell(locale: Locale, status: Verdict | None) -> Cell:
    """How something stands, in words that mean good or bad; nothing where it is not judged."""
    return words(locale.say(STATUSES[status]), STYLES[status]) if status else NOTHING
