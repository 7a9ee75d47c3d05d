"""Laws of shown numbers: what is read differs from what is meant by no more than half of the last digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.locales import numbers
from kpiplan.locales.choice import locale_named
from kpiplan.locales.digits import half_up
from kpiplan.locales.digits import value as read

STABLE = settings(derandomize=True, deadline=None, max_examples=400)
NUMBERS = st.one_of(
    st.floats(-1e18, 1e18),
    st.floats(-1e5, 1e5),
    st.floats(-2, 2),
    st.integers(-(10**7), 10**7).map(lambda whole: whole / 1000),
    st.integers(1, 10**6).map(lambda whole: whole * 50 - 1e-9),
)
NOISE = Decimal("1.001")  # what rounding allows for, beyond one half
KO, ZH = locale_named("ko"), locale_named("zh-Hant")


def shown(text: str) -> tuple[Decimal, Decimal]:
    """The number that a text says, and the unit of its last digit: 2475000 and 1000 for $2.475M."""
    sign, bare = (-1, text[1:]) if text.startswith("-") else (1, text)
    digits = bare.lstrip("$").rstrip("%")
    number = Decimal(digits) if "e" in digits else read(digits)
    assert number is not None, text
    mantissa, scale = digits.partition("e")[0].rstrip("TBMk"), number
    decimals = len(mantissa.partition(".")[2])
    unit = abs(scale / Decimal(mantissa.replace(",", ""))) if number else Decimal(1)
    return sign * number, unit.scaleb(-decimals)


def near(value: float, text: str) -> bool:
    number, unit = shown(text)
    return abs(number - Decimal(value)) <= unit / 2 * NOISE + Decimal(abs(value)) * Decimal("1e-14")


@STABLE
@given(NUMBERS)
def test_what_is_shown_is_within_half_of_its_last_digit(value: float) -> None:
    assert near(value, numbers.count(value))
    assert near(value, numbers.money(value, "USD"))
    assert near(value, numbers.significant(value, 4))
    assert near(value * 100, numbers.percent(value))


@STABLE
@given(NUMBERS, NUMBERS)
def test_what_is_shown_alike_is_alike(one: float, other: float) -> None:
    for text in (numbers.count, lambda value: numbers.money(value, "USD")):
        if text(one) == text(other):
            _, unit = shown(text(one))
            assert abs(Decimal(one) - Decimal(other)) <= unit * NOISE + Decimal(abs(one)) * Decimal("2e-14")


@STABLE
@given(st.integers(1, 10**9), st.sampled_from([10.0, 100.0, 1000.0]), st.sampled_from([1 - 2e-15, 1.0, 1 + 2e-15]))
def test_noise_changes_nothing(number: int, parts: float, noise: float) -> None:
    value = number * 5 / parts
    assert numbers.count(value * noise) == numbers.count(value)
    assert numbers.money(value * noise, "USD") == numbers.money(value, "USD")
    assert numbers.percent(value * noise) == numbers.percent(value)


@STABLE
@given(st.integers(0, 10**14).map(lambda whole: whole / 2))
def test_halves_go_up_on_screen_as_in_whole_numbers(value: float) -> None:
    assert numbers.rounded(value, 0) == half_up(value)
    assert numbers.rounded(-value, 0) == -half_up(value)


@STABLE
@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["USD", "KRW", "CHF", None]))
def test_every_finite_number_can_be_written(value: float, currency: str | None) -> None:
    for locale in (numbers, KO, ZH):
        texts = [
            locale.count(value),
            locale.money(value, currency),
            locale.percent(value),
            locale.significant(value, 3),
        ]
        for text in texts:
            assert sum(char.isdigit() for char in text) <= 22, text  # 15, and the zeros of what is small
        assert "inf" not in "".join(texts).casefold()


@STABLE
@given(st.floats(0, 1))
def test_only_the_whole_is_shown_as_the_whole(part: float) -> None:
    assert (numbers.percent(part) == "100%") == (1 - part < 5.1e-7)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((0.6, 0.3, 0.1), "60/30/10%"),
        ((1 / 3, 1 / 3, 1 / 3), "33.3/33.3/33.3%"),
        ((1 - 1e-6 - 1e-12, 1e-6, 1e-12), "100/0/0%"),
        ((0.9999, 0.0001), "100/0.01%"),
        ((1 / 12, 11 / 12), "8.33/91.7%"),
    ],
)
def test_shares(parts: tuple[float, ...], text: str) -> None:
    assert numbers.shares(parts) == KO.shares(parts) == text


@pytest.mark.parametrize(
    ("value", "word", "text"),
    [
        (1, "customers", "1 customer"),
        (1.0000000001, "customers", "1 customer"),
        (1, "opportunities", "1 opportunity"),
        (1, "Website visits", "1 Website visit"),
        (1, "MQLs", "1 MQL"),
        (1, "series", "1 series"),
        (1, "campus", "1 campus"),
        (2, "customers", "2 customers"),
        (0.75, "customers", "0.75 customers"),
    ],
)
def test_what_is_counted_stands_in_its_number(value: float, word: str, text: str) -> None:
    assert numbers.counted(value, word) == text
    assert KO.unit(value, word) == word


def test_amounts_beside_each_other_have_cents_or_have_none() -> None:
    for values, texts in (
        ((100.0, 99.5, 12_000.0, 1234.5, 0.0), ["$100.00", "$99.50", "$12k", "$1,235", "$0"]),
        ((100.0, 99.0, 1234.5), ["$100", "$99", "$1,235"]),
    ):
        cents = numbers.in_cents([*values, None])
        assert [numbers.money(value, "USD", cents) for value in values] == texts
        assert [KO.money(value, "USD", cents)[3:] for value in values[:2]] == [text[1:] for text in texts[:2]]


def test_verbs_follow() -> None:
    assert [numbers.verb(value, "bring") for value in (1, 2, 0.5)] == ["brings", "bring", "bring"]
