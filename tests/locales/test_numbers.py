"""Numbers, money, months and lists as each language writes them, with the library and without it."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.locales import numbers, translation
from kpiplan.locales.choice import locale_named
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.months import Month

STABLE = settings(derandomize=True, deadline=None, max_examples=200)
KO, ZH = locale_named("ko"), locale_named("zh-Hant")
MARCH = Month(2020, 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [(6250, "6,250"), (281.25, "281.25"), (242.444, "242.4"), (0.75, "0.75"), (0.0421, "0.042"), (0, "0"), (-3, "-3")],
)
def test_counts(value: float, text: str) -> None:
    assert [locale.count(value) for locale in (ENGLISH, KO, ZH)] == [text] * 3


@pytest.mark.parametrize(
    ("value", "currency", "en", "ko", "zh"),
    [
        (38.25, "USD", "$38.25", "US$38.25", "US$38.25"),
        (86.2, "USD", "$86.20", "US$86.20", "US$86.20"),
        (0, "USD", "$0", "US$0", "US$0"),
        (-0.00001, "EUR", "€0", "€0", "€0"),
        (-0.001, "EUR", "-€0.001", "-€0.001", "-€0.001"),
        (999_950, "USD", "$1M", "US$100만", "US$100萬"),
        (-1e36, "USD", "-$1e36", "-US$1e36", "-US$1e36"),
        (1e36, "CHF", "CHF 1e36", "CHF 1e36", "CHF 1e36"),
        (999.996, "EUR", "€1,000", "€1,000", "€1,000"),
        (9_999.4, "USD", "$9,999", "US$9,999", "US$9,999"),
        (9_999.5, "USD", "$10k", "US$1만", "US$1萬"),
        (58_674, "USD", "$58.67k", "US$5.867만", "US$5.867萬"),
        (9.9e6, "USD", "$9.9M", "US$990만", "US$990萬"),
        (-2.475e6, "USD", "-$2.475M", "-US$247.5만", "-US$247.5萬"),
        (99_999_999, "KRW", "₩100M", "₩1억", "￦1億"),
        (123_456_789, "KRW", "₩123.5M", "₩1.235억", "￦1.235億"),
        (5.5e7, "TWD", "TWD 55M", "NT$5500만", "$5500萬"),
        (2.5e12, "JPY", "¥2.5T", "JP¥2.5조", "¥2.5兆"),
        (640e3, "CHF", "CHF 640k", "CHF 64만", "CHF 64萬"),
        (640, "CHF", "CHF 640", "CHF 640", "CHF 640"),
        (640e3, None, "640k", "64만", "64萬"),
        (86.2, None, "86.20", "86.20", "86.20"),
    ],
)
def test_money(value: float, currency: str | None, en: str, ko: str, zh: str) -> None:
    assert [locale.money(value, currency) for locale in (ENGLISH, KO, ZH)] == [en, ko, zh]


def test_rates() -> None:
    for locale in (ENGLISH, KO, ZH):
        assert [locale.percent(0.015), locale.percent(10.1678), locale.percent(-0.136)] == ["1.5%", "1017%", "-13.6%"]
        assert locale.rate([0.18, 0.22]) == "18-22%"
        assert locale.rate([0.2, 0.2]) == "20%"
        assert locale.rate([2.25, 3], each=True) == "2.25-3"
        assert locale.significant(7.3456, 3) == "7.35"


def test_months() -> None:
    ends = {
        ENGLISH: ("March 2020", "March", "Mar", "20 March 2020"),
        KO: ("2020년 3월", "3월", "3월", "2020년 3월 20일"),
        ZH: ("2020年3月", "3月", "3月", "2020年3月20日"),
    }
    for locale, (long, name, short, day) in ends.items():
        assert locale.month(MARCH) == long
        assert locale.month_name(MARCH) == name
        assert locale.month_short(MARCH) == short
        assert locale.day(MARCH, 20) == day


@pytest.mark.parametrize(
    ("last", "en", "ko", "zh"),
    [
        (MARCH, "March 2020", "2020년 3월", "2020年3月"),
        (Month(2020, 12), "March to December 2020", "2020년 3월~12월", "2020年3月至12月"),
        (Month(2021, 2), "March 2020 to February 2021", "2020년 3월~2021년 2월", "2020年3月至2021年2月"),
    ],
)
def test_spans(last: Month, en: str, ko: str, zh: str) -> None:
    assert [locale.span(MARCH, last) for locale in (ENGLISH, KO, ZH)] == [en, ko, zh]


def test_lists() -> None:
    words = ["a", "b", "c"]
    assert [locale.listed(words) for locale in (ENGLISH, KO, ZH)] == ["a, b and c", "a, b 및 c", "a、b和c"]
    assert [locale.listed(words[:2], "or") for locale in (ENGLISH, KO, ZH)] == ["a or b", "a 또는 b", "a或b"]
    assert [locale.listed(words[:1]) + locale.listed([]) for locale in (ENGLISH, KO, ZH)] == ["a"] * 3


def test_chances() -> None:
    assert [ENGLISH.in_hundred(0.47), KO.in_hundred(0.47), ZH.in_hundred(0.47)] == [
        "47 in 100",
        "100번 중 47번",
        "100 次中有 47 次",
    ]
    assert [ENGLISH.in_hundred(1e-6), KO.in_hundred(1e-6), ZH.in_hundred(1e-6)] == [
        "less than 1 in 1,000",
        "1,000번 중 1번 미만",
        "1,000 次中不到 1 次",
    ]


def test_plurals() -> None:
    assert [ENGLISH.plural(1, "warning"), KO.plural(1, "warning"), ZH.plural(1, "warning")] == [
        "1 warning",
        "경고 1개",
        "1 個警告",
    ]
    assert [ENGLISH.plural(1200, "note"), KO.plural(1200, "note")] == ["1,200 notes", "참고 1,200개"]


def test_terms() -> None:
    assert [locale.term("leads") for locale in (ENGLISH, KO, ZH)] == ["leads", "리드", "潛在客戶"]
    assert [locale.term("Leads") for locale in (ENGLISH, KO, ZH)] == ["Leads", "리드", "潛在客戶"]
    assert [locale.term("leads", "Hot leads") for locale in (ENGLISH, KO, ZH)] == ["Hot leads"] * 3
    assert [locale.term("my own stage") for locale in (ENGLISH, KO, ZH)] == ["my own stage"] * 3


def test_values_are_never_templates() -> None:
    for locale in (ENGLISH, KO, ZH):
        assert locale.say("{count} {unit}", count="{unit}", unit="{0}") in ("{unit} {0}", "{0} {unit}")
        assert locale.term("{name}") == "{name}"
        assert locale.say("a text that {nobody} translated") == "a text that {nobody} translated"


@pytest.fixture
def without_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "find_spec", lambda name: None)


@pytest.mark.usefixtures("without_babel")
@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_without_the_library_numbers_are_english_and_words_are_not(lang: str) -> None:
    locale = locale_named(lang)
    assert not locale.numbers
    assert locale.money(9.9e6, "USD") == "$9.9M"
    assert (locale.count(6250), locale.percent(0.015), locale.rate([0.18, 0.22])) == ("6,250", "1.5%", "18-22%")
    assert locale.month(MARCH) == locale_named(lang).month(MARCH) != "March 2020"
    assert locale.term("leads") != "leads"


NUMBERS = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-6)


def digits(text: str) -> str:
    """The digits of a number and its sign."""
    return re.sub("[^-0-9.]", "", text)


@STABLE
@given(NUMBERS)
def test_english_is_what_wording_writes(value: float) -> None:
    assert ENGLISH.count(value) == numbers.count(value)
    assert ENGLISH.percent(value) == numbers.percent(value)
    assert ENGLISH.significant(value, 3) == numbers.significant(value, 3)
    assert ENGLISH.money(value, "USD") == numbers.money(value, "USD")
    assert ENGLISH.rate([value, value + 1]) == numbers.rate([value, value + 1])
    assert ENGLISH.plural(round(value), "day") == numbers.plural(round(value), "day")


@STABLE
@given(st.floats(0, 1), st.lists(st.text(), max_size=4))
def test_english_says_what_wording_says(chance: float, words: list[str]) -> None:
    assert ENGLISH.in_hundred(chance) == numbers.in_hundred(chance)
    assert ENGLISH.listed(words) == numbers.listed(words)
    assert ENGLISH.listed(words, "or") == numbers.listed(words, "or")


@STABLE
@given(NUMBERS, st.sampled_from([KO, ZH]))
def test_other_languages_have_the_same_digits(value: float, locale: Locale) -> None:
    assert digits(locale.count(value)) == digits(numbers.count(value))
    assert digits(locale.percent(value)) == digits(numbers.percent(value))
    assert digits(locale.percent(value, 2)) == digits(numbers.percent(value, 2))


SCALES = {"만": 1e4, "억": 1e8, "조": 1e12, "萬": 1e4, "億": 1e8, "兆": 1e12}


def test_a_half_goes_up_whatever_a_sum_is_off_by() -> None:
    """20.625 as three sums of floating point numbers may have it."""
    sums = (20.625 - 4e-15, 20.625, 20.625 + 4e-15)
    for locale in (ENGLISH, KO):
        assert {locale.difference(value, 2) for value in sums} == {"+20.63"}
        assert {locale.difference(-value, 2) for value in sums} == {"-20.63"}
        assert {locale.people(value - 0.125) for value in sums} == {"21"}


@pytest.mark.parametrize(("number", "exact", "rounded"), [(1, "visit", "visit"), (1.04, "visits", "visit")])
def test_a_unit_goes_with_the_number_as_it_is_written(number: float, exact: str, rounded: str) -> None:
    assert ENGLISH.unit(number, "visits", exact=True) == exact
    assert ENGLISH.unit(number, "visits") == rounded


@pytest.mark.parametrize(
    ("value", "en", "ko"),
    [
        (2_475_000, "$2.48M", "US$248만"),
        (1_205_000_000, "$1.21B", "US$12.1억"),
        (9_504_000, "$9.5M", "US$950만"),
        (11_880_000, "$11.9M", "US$1190만"),
        (716_300, "$716k", "US$71.6만"),
        (-52_370, "-$52.4k", "-US$5.24만"),
        (999_600, "$1M", "US$100만"),
        (99_960_000, "$100M", "US$1억"),
        (9_677, "$9,677", "US$9,677"),
        (38.25, "$38.25", "US$38.25"),
        (0, "$0", "US$0"),
    ],
)
def test_money_as_people_read_it(value: float, en: str, ko: str) -> None:
    assert [locale.people_money(value, "USD") for locale in (ENGLISH, KO)] == [en, ko]


@STABLE
@given(NUMBERS, st.sampled_from([KO, ZH]), st.sampled_from(["USD", "KRW", "CHF", None]))
def test_money_keeps_four_digits(value: float, locale: Locale, currency: str | None) -> None:
    text = locale.money(value, currency)
    scale = next((scale for letter, scale in SCALES.items() if text.endswith(letter)), 1.0)
    near = 0.0051 if abs(value) < 999.9 else 0.51 if abs(value) < 9999 else abs(value) * 5.1e-4
    assert math.isclose(float(digits(text)) * scale, value, rel_tol=0, abs_tol=near)
