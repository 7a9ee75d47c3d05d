"""How people write times: 30 days, 2 Wochen, 3개월. Text -> months."""

import re
from functools import cache

from kpiplan.locales.calendar_words import CALENDARS, units
from kpiplan.locales.digits import NUMBER, number

_MONTHS = {"day": 12 / 365.25, "week": 7 * 12 / 365.25, "month": 1.0, "quarter": 3.0, "year": 12.0}


@cache
def _lag_words() -> str:
    """Units of time in all languages, many with a capital letter, as in German; English keeps to small ones."""
    english = {word for said in CALENDARS["en"].units.values() for word in said}
    capitals = {word.capitalize() for word in units() if word not in english}
    return "|".join(sorted({*units(), *capitals}, key=lambda word: (-len(word), word)))


@cache
def _lag() -> re.Pattern[str]:
    return re.compile(rf"({NUMBER}) ?({_lag_words()})")


def lag_pattern() -> str:
    """Times such as `30 days`, for the JSON Schema."""
    return rf"^(?:{NUMBER}) ?(?:{_lag_words()})$"


def lag_months(text: str) -> tuple[float, str] | None:
    """`30 days` as months (12/365.25 a day, 7 days a week, 3 months a quarter), and a short text such as `30 d`."""
    found = _lag().fullmatch(text)
    if not found:
        return None
    unit = units()[found[2].lower()]
    return float(number(found[1])) * _MONTHS[unit], f"{found[1]} {'mo' if unit == 'month' else unit[0]}"
