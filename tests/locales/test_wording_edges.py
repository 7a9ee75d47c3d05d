"""Numbers as people read them: edges where rounding moves a number into the next form."""

import pytest

from kpiplan.locales import numbers


@pytest.mark.parametrize("value", [999.951, 999.97, 999.994])
def test_a_count_that_rounds_to_a_thousand_has_its_comma(value: float) -> None:
    assert numbers.count(value) in ("1,000", f"{value:.2f}")


def test_money_that_rounds_to_nothing_has_no_sign() -> None:
    assert numbers.money(-0.00001, "USD") == "$0"


def test_rates_that_read_the_same_are_no_range() -> None:
    assert numbers.rate((0.2, 0.20001)) == "20%"
    assert numbers.rate((2.3, 2.3001), each=True) == numbers.rate((2.3,), each=True)
