"""A KPI's value as a language writes it: $480, 45%, 3.2x, 14 months, $1,200 a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpiplan.kpis.record import Kpi
from kpiplan.locales import numbers
from kpiplan.locales.english import ENGLISH, Locale, phrase

_SCALES = {
    "times": phrase("{number}x"),
    "days": phrase("{number} days"),
    "months": phrase("{number} months"),
    "seconds": phrase("{number} s"),
    "a day": phrase("{number} a day"),
}


def in_cents(kpi: Kpi | None, values: Iterable[float | None]) -> bool:
    """Whether values of a KPI that stand beside each other are amounts of which any has cents."""
    return kpi is not None and kpi.unit == "currency" and numbers.in_cents(values)


def value_text(kpi: Kpi, value: float, currency: str | None, locale: Locale, cents: bool = False) -> str:
    """One value in the unit of its KPI; with `cents` beside amounts that have them."""
    return _scaled(kpi, _number(kpi, value, currency, locale, cents), locale)


def english_text(kpi: Kpi, value: float, currency: str | None) -> str:
    """One value as messages of problems write it, which are English."""
    return value_text(kpi, value, currency, ENGLISH)


def difference_text(kpi: Kpi, value: float, currency: str | None, locale: Locale) -> str:
    """How far two values are apart: as a value, of percentages in points."""
    if kpi.unit == "ratio" and not kpi.scale:
        number = locale.percent(value).removesuffix("%")
        return locale.say("{number} point" if number == "1" else "{number} points", number=number)
    return value_text(kpi, value, currency, locale)


def range_text(kpi: Kpi, values: Sequence[float], currency: str | None, locale: Locale, cents: bool = False) -> str:
    """From the lowest to the highest: 40-45%, $450-$480, 2-4x, -5% to 10%; one value where they are the same."""
    low, high = (_number(kpi, value, currency, locale, cents) for value in (min(values), max(values)))
    if low == high:
        return _scaled(kpi, low, locale)
    if min(values) < 0:  # the sign is no dash between two numbers
        return _scaled(kpi, locale.say("{low} to {high}", low=low, high=high), locale)
    return _scaled(kpi, f"{low.rstrip('%')}-{high}", locale)


def _number(kpi: Kpi, value: float, currency: str | None, locale: Locale, cents: bool) -> str:
    if kpi.unit == "currency":
        return locale.money(value, currency, cents)
    if kpi.unit == "ratio" and kpi.scale not in ("times", "number"):
        return locale.percent(value)
    return locale.count(value)


def _scaled(kpi: Kpi, number: str, locale: Locale) -> str:
    return locale.say(_SCALES[kpi.scale], number=number) if kpi.scale in _SCALES else number


_READ = {
    "number": phrase("as a number"),
    "times": phrase("as a multiple"),
    "days": phrase("in days"),
    "months": phrase("in months"),
    "seconds": phrase("in seconds"),
    "a day": phrase("a day"),
}


def scale_text(kpi: Kpi, locale: Locale) -> str:
    """How the unit is read: in days, as a multiple; empty where the unit says it."""
    return locale.say(_READ[kpi.scale]) if kpi.scale in _READ else ""
