"""Axes: round values from 0 up to what is drawn, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kpiplan.locales.english import Locale
from kpiplan.locales.numbers import COMPACT_FROM
from kpiplan.reports.page.model import Tick

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LEAST = 1e-300  # what is less has no tenth
_MOST = 4  # lines above 0; more are not read


def ticks(values: Iterable[float | None], locale: Locale) -> tuple[Tick, ...]:
    """Round values in equal steps from 0 to one that is no less than the largest; two where nothing is above 0."""
    largest = max((value for value in values if value is not None), default=0.0)
    if not _LEAST < largest < math.inf:
        return (_tick(0.0, locale), _tick(1.0, locale))
    power = 10.0 ** math.floor(math.log10(largest / _MOST))
    step = next(size * power for size in _STEPS if size * power * _MOST >= largest * (1 - 1e-9))
    number = math.ceil(largest / step - 1e-9)
    return tuple(_tick(at * step, locale) for at in range(number + 1))


def _tick(value: float, locale: Locale) -> Tick:
    """6,000; 60k, as money is shortened, where there would be no room."""
    return Tick(value, locale.count(value) if value < COMPACT_FROM else locale.money(value, None))
