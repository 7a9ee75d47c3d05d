"""A language that is files in a folder (`languages`); numbers and money as the library babel writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.util import find_spec

from kpiplan.locales import numbers
from kpiplan.locales.english import Locale
from kpiplan.locales.languages import KpiTexts, catalogue, kpi_texts, language
from kpiplan.months import Month

_DIGITS = 4  # of money in ten thousands and more


class Translated(Locale):
    """A language other than English. Where babel is not installed, numbers stay as English writes them."""

    def __init__(self, name: str, texts: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.language = language(name)
        self.full_stop = self.language.full_stop
        self.wide = self.language.wide
        self.texts = catalogue(name) if texts is None else texts
        self.numbers = find_spec("babel") is not None
        self._code = self.language.babel

    def say(self, text: str, /, **values: object) -> str:
        said = self.texts.get(text, text)
        return said.format(**values) if values else said

    def count(self, value: float) -> str:
        return self._decimal(numbers.count(value))

    def people(self, value: float) -> str:
        return self._decimal(numbers.people(value))

    def money(self, value: float, currency: str | None, cents: bool = False) -> str:
        return self._money(value, currency, cents) if self.numbers else numbers.money(value, currency, cents)

    def people_money(self, value: float, currency: str | None, cents: bool = False) -> str:
        if not self.numbers:
            return numbers.people_money(value, currency, cents)
        return self._money(value, currency, cents, people=True)

    def _money(self, value: float, currency: str | None, cents: bool, *, people: bool = False) -> str:
        from babel.numbers import get_currency_symbol

        if abs(value) >= numbers.LONGEST_MONEY:
            symbol = "" if currency is None else get_currency_symbol(currency, locale=self._code)
            return ("-" if value < 0 else "") + _apart(symbol + numbers.money(abs(value), None))
        amount, short = numbers.shown_money(value, cents, people=people)
        if short:
            return self._shortened(amount, currency)
        if currency is None:
            return self._decimal(numbers.money(value, None, cents))
        return self._written_out(amount, currency)

    def _written_out(self, amount: Decimal, currency: str) -> str:
        from babel.numbers import format_currency

        pattern = self.language.money.replace("0", "0" + _places(amount))
        return _apart(format_currency(amount, currency, pattern, locale=self._code, currency_digits=False))

    def _shortened(self, amount: Decimal, currency: str | None) -> str:
        """Money in ten thousands and more, with the fewest decimals that show what its significant digits leave."""
        from babel.numbers import format_compact_currency, format_compact_decimal

        def written(digits: int) -> str:
            if currency is None:
                return format_compact_decimal(amount, locale=self._code, fraction_digits=digits)
            return _apart(format_compact_currency(amount, currency, locale=self._code, fraction_digits=digits))

        exact = _number(written(_DIGITS + 4))
        if currency is not None and exact == _number(f"{abs(amount):f}"):  # German has no word for thousands
            return self._written_out(amount, currency)
        return next(said for digits in range(_DIGITS + 5) if _number(said := written(digits)) == exact)

    def difference(self, value: float, decimals: int) -> str:
        english = numbers.difference(value, decimals)
        sign = english[0] if english[0] in "+-" else ""
        return sign + self._decimal(english.removeprefix(sign))

    def percent(self, fraction: float, digits: int = 3) -> str:
        return self._decimal(numbers.percent(fraction, digits).removesuffix("%")) + "%"

    def shares(self, parts: Sequence[float]) -> str:
        return "/".join(self._decimal(numbers.share(part)) for part in parts) + "%"

    def significant(self, value: float, digits: int) -> str:
        return self._decimal(numbers.significant(value, digits))

    def rate(self, series: Sequence[float], *, each: bool = False) -> str:
        low, high = min(series), max(series)
        return numbers.span(*(self.significant(v, 3) if each else self.percent(v) for v in (low, high)))

    def in_hundred(self, chance: float) -> str:
        less, part, whole = numbers.chance_of(chance)
        text = "less than {part} in {whole}" if less else "{part} in {whole}"
        return self.say(text, part=part, whole=f"{whole:,}")

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        if len(words) < 2:
            return "".join(words)
        first = self.say(", ").join(words[:-1])
        template = "{first} and {last}" if last == "and" else "{first} or {last}"
        return self.say(template, first=first, last=words[-1])

    def plural(self, number: int, word: str) -> str:
        one, more = f"{{number}} {word}", f"{{number}} {word}s"  # a language may say the same of one and more
        text = more if number != 1 and more in self.texts else one
        return self.say(text, number=self.count(number))

    def unit(self, value: float, word: str, *, exact: bool = False) -> str:
        return word

    def term(self, name: str, label: str = "") -> str:
        return label or self.texts.get(name) or self.texts.get(name.lower(), name)

    def kpi_texts(self, kpi: str) -> KpiTexts:
        return kpi_texts(self.name).get(kpi, KpiTexts())

    def month(self, month: Month) -> str:
        return self.say("{month} {year}", month=self.month_name(month), year=month.year)

    def month_name(self, month: Month) -> str:
        return self.say(super().month_name(month))

    def month_short(self, month: Month) -> str:
        short = self.language.months_short
        return short[month.month - 1] if short else self.month_name(month)

    def day(self, month: Month, day: int) -> str:
        return self.say("{day} {month}", day=day, month=self.month(month))

    def span(self, first: Month, last: Month) -> str:
        if first == last:
            return self.month(first)
        begin = self.month(first)
        end = self.month_name(last) if first.year == last.year else self.month(last)
        return self.say("{first} to {last}", first=begin, last=end)

    def _decimal(self, english: str) -> str:
        """A number as English writes it, with this language's signs."""
        if not self.numbers or "e" in english:
            return english
        from babel.numbers import format_decimal

        number = Decimal(english.replace(",", ""))
        grouped = "#,##0" if "," in english or abs(number) < 1000 else "0"
        return format_decimal(number, format=grouped + _places(number), locale=self._code)


def _places(number: Decimal) -> str:
    """The decimals of a number's pattern."""
    places = -int(number.as_tuple().exponent)
    return "." + "0" * places if places > 0 else ""


def _apart(money: str) -> str:
    """A code such as CHF does not touch its number; a symbol does."""
    return re.sub(r"^([^0-9]*[A-Za-z])(?=[0-9])", r"\1 ", money)


def _number(text: str) -> str:
    """The digits of a number without trailing zeros of its decimals."""
    digits = "".join(char for char in text if char.isdigit() or char == ".")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
