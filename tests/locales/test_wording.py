"""Numbers as people read them: the exact texts."""

import pytest

from kpiplan.locales import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (0.75, "0.75"), (0.042, "0.042"), (0.0421, "0.042"), (0.1, "0.1"), (0.0999, "0.1"),
        (0.00999, "0.01"), (0.001, "0.001"), (1e-5, "0.00001"), (1.5e-7, "0.00000015"), (1e-13, "0"), (5e-324, "0"),
        (-1e-20, "0"), (1, "1"), (1.005, "1.01"), (3.75, "3.75"), (9.999, "10"), (0.9999, "1"), (93.75, "93.75"),
        (18.754, "18.75"), (99.99, "99.99"), (99.994, "99.99"), (99.996, "100"), (100.004, "100"), (281.25, "281.25"),
        (281.2500000001, "281.25"), (242.4242, "242.4"), (999.99, "999.99"), (999.94444, "999.9"),
        (999.995, "1,000"), (999.996, "1,000"), (1000, "1,000"), (1000.4, "1,000"), (6250, "6,250"),
        (6313.1313, "6,313"), (6944.5, "6,945"), (6944.4999999999995, "6,945"), (2.5e15, "2.5e15"),
        (83_333_333_333_333_327_872, "8.333e19"),
        (1e300, "1e300"), (123_456_789_012_345.4, "123,456,789,012,345"), (1_234_567.8, "1,234,568"),
        (1e9, "1,000,000,000"),
        (-0.75, "-0.75"), (-0.042, "-0.042"), (-999.996, "-1,000"), (-6250, "-6,250"),
    ],
)  # fmt: skip
def test_counts(value: float, text: str) -> None:
    assert numbers.count(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0"), (-0.0, "$0"), (0.005, "$0.005"), (0.002, "$0.002"), (0.00042, "$0.00042"), (1e-9, "$0"),
        (672.7, "$672.70"), (99.998, "$100"),
        (754.52, "$754.52"), (38.25, "$38.25"), (100, "$100"), (999.99, "$999.99"),
        (999.994, "$999.99"), (999.995, "$1,000"), (999.996, "$1,000"), (1000, "$1,000"), (1234, "$1,234"),
        (9_999.4, "$9,999"), (9_999.5, "$10k"), (9_999.7, "$10k"), (10_000, "$10k"), (12_355, "$12.36k"),
        (99_949, "$99.95k"), (99_999, "$100k"), (100_000, "$100k"), (640_000, "$640k"), (999_949, "$999.9k"),
        (999_950, "$1M"), (999_949.9999999999, "$1M"), (299_850, "$299.9k"), (299_849.9999999999, "$299.9k"),
        (999_999, "$1M"), (1_000_000, "$1M"), (2_475_000, "$2.475M"), (9_504_000, "$9.504M"),
        (10_000_000, "$10M"), (999_950_000, "$1B"), (999_999_999, "$1B"), (1e12, "$1T"), (1.5e12, "$1.5T"),
        (2e18, "$2e18"),
        (-5, "-$5"), (-38.25, "-$38.25"), (-100_000, "-$100k"), (-999_950, "-$1M"),
    ],
)  # fmt: skip
def test_money(value: float, text: str) -> None:
    assert numbers.money(value, "USD") == text


@pytest.mark.parametrize(
    ("currency", "text"),
    [(None, "640k"), ("EUR", "€640k"), ("GBP", "£640k"), ("JPY", "¥640k"), ("KRW", "₩640k"), ("INR", "₹640k"),
     ("CHF", "CHF 640k"), ("BRL", "BRL 640k")],
)  # fmt: skip
def test_money_of_other_currencies(currency: str | None, text: str) -> None:
    assert numbers.money(640_000, currency) == text
    assert numbers.money(-640_000, currency) == f"-{text}"


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "0%"), (0.015, "1.5%"), (0.2, "20%"), (1 / 3, "33.3%"), (0.07, "7%"), (0.1 + 0.2, "30%"), (0.005, "0.5%"),
     (0.00012, "0.012%"), (0.12345, "12.3%"), (0.99949, "99.9%"), (0.9999, "99.99%"), (0.9996, "99.96%"),
     (0.999999, "99.9999%"), (1 - 1e-12, "100%"), (1.0004, "100%"), (-0.9996, "-99.96%"), (1, "100%"),
     (1.234567, "123%"),
     (1e-9, "0.0000001%"), (-0.05, "-5%"), (-1 / 3, "-33.3%")],
)  # fmt: skip
def test_percentages(fraction: float, text: str) -> None:
    assert numbers.percent(fraction) == text


def test_percentages_of_fewer_digits() -> None:
    assert [numbers.percent(value, 2) for value in (1 / 3, 0.0156, 0.999)] == ["33%", "1.6%", "99.9%"]


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0, 3, "0"), (99.949, 3, "99.9"), (99.96, 3, "100"), (0.999999, 3, "1"), (-2.3456, 3, "-2.35"),
     (1234.5, 6, "1234.5"), (1e-7, 3, "0.0000001"), (1e20, 4, "1e20"), (2.0, 4, "2")],
)  # fmt: skip
def test_significant_digits(value: float, digits: int, text: str) -> None:
    assert numbers.significant(value, digits) == text


@pytest.mark.parametrize(
    ("text", "short"),
    [("1.50", "1.5"), ("100", "100"), ("100.00", "100"), ("-0.00", "0"), ("0.10", "0.1")],
)
def test_trailing_zeros(text: str, short: str) -> None:
    assert numbers.trimmed(text) == short


def test_rates() -> None:
    assert numbers.rate((0.2,) * 12) == "20%"
    assert numbers.rate((0.22, 0.18, 0.2)) == "18-22%"
    assert numbers.rate((1 / 3, 2 / 3)) == "33.3-66.7%"
    assert numbers.rate((0.015, 0.02)) == "1.5-2%"
    assert numbers.rate((2.3,) * 12, each=True).startswith("2.3")
    assert numbers.rate((1.5, 2.25), each=True).startswith("1.5-2.25")


@pytest.mark.parametrize(
    ("chance", "text"),
    [(0.4724, "47 in 100"), (0.5, "50 in 100"), (0.1, "10 in 100"), (0.095, "10 in 100"), (0.0949, "95 in 1,000"),
     (0.03, "30 in 1,000"), (0.003, "3 in 1,000"), (0.0012, "1 in 1,000"), (0.0005, "1 in 1,000"),
     (0.00049, "less than 1 in 1,000"), (0, "less than 1 in 1,000"), (1, "100 in 100")],
)  # fmt: skip
def test_chances(chance: float, text: str) -> None:
    assert numbers.in_hundred(chance) == text


def test_lists_of_words() -> None:
    assert [numbers.listed(list("abc")[:size]) for size in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert numbers.listed(["up", "down"], "or") == "up or down"


def test_plurals() -> None:
    words = [numbers.plural(number, "warning") for number in (0, 1, 2, 1234)]
    assert words == ["0 warnings", "1 warning", "2 warnings", "1,234 warnings"]
