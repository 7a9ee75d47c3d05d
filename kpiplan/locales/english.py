"""What a language can say and how it writes numbers; this one, the base of all others, is English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan import months
from kpiplan.locales import numbers

if TYPE_CHECKING:
    from kpiplan.locales.languages import KpiTexts
    from kpiplan.months import Month


def phrase(text: str) -> str:
    """Marks a text that is said later, so that catalogues can be checked for it: `say(LABELS[kpi])`."""
    return text


class Locale:
    """English: says every text as it is written in the code. Other languages look it up (`translation`)."""

    name = "en"
    full_stop = "."  # what ends a sentence
    numbers = True  # whether numbers are written as the language does
    wide = False  # whether its terminals show block characters two columns wide

    def say(self, text: str, /, **values: object) -> str:
        """A text with its `{fields}` filled in; the fields are said or written already."""
        return text.format(**values) if values else text

    def count(self, value: float) -> str:
        """6,250; 93.75; 0.75 (`numbers.count`)."""
        return numbers.count(value)

    def people(self, value: float) -> str:
        """6,250; 94; 5.6: whole where they are many enough (`numbers.people`)."""
        return numbers.people(value)

    def money(self, value: float, currency: str | None, cents: bool = False) -> str:
        """$9.9M; $38.25 (`numbers.money`)."""
        return numbers.money(value, currency, cents)

    def people_money(self, value: float, currency: str | None, cents: bool = False) -> str:
        """$2.48M; $716k (`numbers.people_money`)."""
        return numbers.people_money(value, currency, cents)

    def difference(self, value: float, decimals: int) -> str:
        """-0.306, +0.020, 0 (`numbers.difference`)."""
        return numbers.difference(value, decimals)

    def percent(self, fraction: float, digits: int = 3) -> str:
        """0.015 as 1.5%."""
        return numbers.percent(fraction, digits)

    def shares(self, parts: Sequence[float]) -> str:
        """Parts of one whole: 60/30/10%."""
        return numbers.shares(parts)

    def significant(self, value: float, digits: int) -> str:
        """A number with some significant digits."""
        return numbers.significant(value, digits)

    def rate(self, series: Sequence[float], *, each: bool = False) -> str:
        """A stage's rate: 20%, 18-22%."""
        return numbers.rate(series, each=each)

    def in_hundred(self, chance: float) -> str:
        """`47 in 100`."""
        return numbers.in_hundred(chance)

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """`a, b and c`; `last` is and or or."""
        return numbers.listed(words, last)

    def plural(self, number: int, word: str) -> str:
        """`1 warning`, `2 warnings`."""
        return numbers.plural(number, word)

    def unit(self, value: float, word: str, *, exact: bool = False) -> str:
        """What a number counts, as it stands behind it: 1 customer, 2 customers (`numbers.unit`)."""
        return numbers.unit(value, word, exact=exact)

    def term(self, name: str, label: str = "") -> str:
        """What a stage or other name of the plan is called: its label, else its name, translated where it is known."""
        return label or name

    def kpi_texts(self, kpi: str) -> KpiTexts:
        """What the language says of a KPI of the catalogue beside its record, which is English."""
        from kpiplan.locales.languages import KpiTexts

        return KpiTexts()

    def month(self, month: Month) -> str:
        """March 2020."""
        return month.long

    def month_name(self, month: Month) -> str:
        """March."""
        return months.NAMES[month.month - 1]

    def month_short(self, month: Month) -> str:
        """Mar."""
        return month.short

    def day(self, month: Month, day: int) -> str:
        """20 June 2020."""
        return f"{day} {month.long}"

    def span(self, first: Month, last: Month) -> str:
        """`January to December 2020`, `March 2020`."""
        return months.span(first, last)


ENGLISH = Locale()
