"""The one reader of numbers: every numeral reads back, both its users agree, and the schema's pattern is its own."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.exports.cells.numbers import is_number, read_number, two_readings
from kpiplan.language import numerals
from kpiplan.locales import digits
from kpiplan.locales.digits import Mark

STABLE = settings(derandomize=True, deadline=None, max_examples=300)
KOREAN = ("십", "백", "천", "만", "억", "조")
CHINESE = ("十", "百", "千", "萬", "億", "兆")
JAPANESE = ("十", "百", "千", "万", "億", "兆")
SIMPLIFIED = ("十", "百", "千", "万", "亿", "万亿")
HANGUL, HAN = "영일이삼사오육칠팔구", "〇一二三四五六七八九"
WRITINGS = st.sampled_from([KOREAN, CHINESE, JAPANESE, SIMPLIFIED])


def by_units(number: int, words: tuple[str, ...], spelled: str, space: str) -> str:
    """Every digit with its unit: 1억 3천5백만. `spelled` are the words of the digits."""
    groups = []
    for power, big in ((12, words[5]), (8, words[4]), (4, words[3]), (0, "")):
        group = number // 10**power % 10**4
        text = "".join(
            f"{spelled[digit]}{unit}"
            for digit, unit in zip((int(d) for d in f"{group:04}"), (words[2], words[1], words[0], ""), strict=True)
            if digit
        )
        groups += [text + big] if text else []
    return space.join(groups)


def by_groups(number: int, words: tuple[str, ...], space: str) -> str:
    """Digits in groups of ten thousand: 1억 3500만."""
    groups = [(number // 10**power % 10**4, big) for power, big in ((12, words[5]), (8, words[4]), (4, words[3]))]
    return space.join(f"{group}{big}" for group, big in groups if group)


@STABLE
@given(st.integers(10, 10**16 - 1), WRITINGS, st.sampled_from(["0123456789", HANGUL, HAN]), st.sampled_from(["", " "]))
def test_numbers_in_words_read_back(number: int, words: tuple[str, ...], spelled: str, space: str) -> None:
    text = by_units(number, words, spelled, space)
    after_large = number >= 10**8 and not number % 10**8 // 10**4
    groups = [number // 10**power % 10**4 for power in (12, 8, 4, 0)]
    if any(g > 100 and g % 10 and not g % 100 // 10 for g in groups) or (number > 10**4 and 0 < groups[3] < 10):
        # 3백6, 3만6
        found = digits.readings(text)
        assert digits.value(text) is None
        assert found is None or found[0] == number
    elif after_large and number % 10**4:  # 12억 5천 means 12억 5000만, and nobody knows what 12억 5백 means
        thousands = number % 10**4 >= 1000
        assert digits.value(text) == (number + number % 10**4 * 9999 if thousands else None)
    else:
        assert digits.value(text) == number


@STABLE
@given(st.integers(1, 10**12 - 1).map(lambda number: number * 10**4), WRITINGS, st.sampled_from(["", " "]))
def test_groups_of_ten_thousand_read_back(number: int, words: tuple[str, ...], space: str) -> None:
    text = by_groups(number, words, space)
    assert digits.value(text) == number
    assert read_number(text).value == number


@STABLE
@given(st.integers(0, 10**15), st.integers(0, 999), st.sampled_from([".", ","]))
def test_grouped_digits_read_back(number: int, fraction: int, mark: Mark) -> None:
    text = f"{number:,}.{fraction:03}"
    if mark == ",":
        text = text.translate(str.maketrans(",.", ".,"))
    assert digits.value(text, mark) == Decimal(f"{number}.{fraction:03}")
    assert read_number(text, mark).value == float(f"{number}.{fraction:03}")


UNITS = ["십", "백", "천", "만", "억", "조", "千", "百", "萬", "億", "万亿", "k", "M", "bn", "%", " ", ",", ".", "_"]
PIECES = st.one_of(st.sampled_from([*UNITS, "$", "원", "EUR", "一", "오"]), st.integers(0, 20000).map(str))
TEXTS = st.lists(PIECES, min_size=1, max_size=7).map("".join)


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(TEXTS)
def test_plans_and_exports_agree_wherever_both_read(text: str) -> None:
    read, money, count, share = read_number(text), numerals.money(text), numerals.count(text), numerals.percentage(text)
    if read.kind == "number":
        assert money is None or money.amount == read.value
        assert count is None or count == read.value
    if read.kind == "ratio":
        assert share is None or share == read.value
    unclear, doubt = numerals.unclear(text, grouped=False), two_readings(text)
    if unclear and doubt:
        assert tuple(map(float, unclear)) == doubt
    assert not (unclear and money)
    assert not (doubt and read.kind == "number")


@settings(derandomize=True, deadline=None, max_examples=1000)
@given(TEXTS)
def test_the_schema_takes_what_the_reader_takes(text: str) -> None:
    plain, count, money = (
        re.fullmatch(pattern.removeprefix("^").removesuffix("$"), text) is not None
        for pattern in (numerals.PLAIN_PATTERN, numerals.COUNT_PATTERN, numerals.MONEY_PATTERN)
    )
    doubt = numerals.unclear(text, grouped=True) is not None
    assert plain == (numerals.count(text) is not None)
    assert count == (numerals.count(text) is not None and not digits.grouping(text))
    assert money == (numerals.money(text) is not None and not doubt)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("3억6", 300_000_006, 360_000_000),
        ("3만6", 30_006, 36_000),
        ("三万六", 30_006, 36_000),
        ("3천6", 3_006, 3_600),
        ("1억 2000", 100_002_000, 120_000_000),
        ("12억 5백", 1_200_000_500, 1_205_000_000),
        ("2조 3", 2_000_000_000_003, 2_300_000_000_000),
        ("3천6만", 30_060_000, 36_000_000),
        ("12억 3천 6만", 1_230_060_000, 1_236_000_000),
        ("千五萬", 10_050_000, 15_000_000),
    ],
)
def test_numerals_with_two_readings_are_none(text: str, one: int, other: int) -> None:
    assert digits.value(text) is None
    assert digits.readings(text) == (Decimal(one), Decimal(other))
    assert is_number(text) == text[0].isascii()
    assert read_number(text).kind == "unreadable"


@pytest.mark.parametrize(
    "text", ["3만 2억", "1억 20000만", "1.5억 3000만", "3천16백", "만", "三", "12억 5천3", "만억", "3만 2천5억"]
)
def test_what_is_no_numeral(text: str) -> None:
    assert digits.value(text) is None
    assert digits.readings(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("20.000", (20, 20_000)), ("1.125", (Decimal("1.125"), 1125)), ("0.125", None), ("1.25", None), ("1,000", None)],
)
def test_three_digits_behind_a_point(text: str, found: tuple[object, object] | None) -> None:
    assert digits.grouping(text) == found


@pytest.mark.parametrize("text", ["이천", "사천", "구조", "千", "1_000", "三千"])
def test_names_in_exports_are_no_numbers(text: str) -> None:
    assert not is_number(text)


@pytest.mark.parametrize("text", ["9" * 19, "9" * 400, "1e19", "1e999", "-9e18", "$" + "9" * 30, "99999조"])
def test_a_number_is_of_a_size_to_count_with(text: str) -> None:
    assert read_number(text).kind == ("beyond" if text != "99999조" else "number")


def test_long_texts_take_no_time() -> None:
    for text in ("1" * 9000 + "천x", "1,111" * 2000 + "천x", "1천" * 4000 + "9", "천" * 9000, "1억 " * 3000 + "1"):
        assert digits.value(text) is None
