"""Large numbers are rounded like small ones."""

import pytest

from kpiplan.funnel.rounding import round_year, whole
from kpiplan.locales.digits import half_up
from kpiplan.plan.model import Rounding


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(1_234_567.4995, 1_234_567), (1e8 + 0.4, 100_000_000), (1e9, 1_000_000_000), (5e8, 500_000_000), (1e12, 10**12),
     (1e15, 10**15)],
)  # fmt: skip
def test_a_large_number_is_rounded_to_the_nearest(value: float, wanted: int) -> None:
    assert half_up(value) == wanted
    assert whole([value]) == (wanted,)


@pytest.mark.parametrize("how", ["nearest", "up", "down"])
@pytest.mark.parametrize("total", [1e9, 2e9, 1e12])
def test_a_large_whole_year_stays_as_it_is(total: float, how: Rounding) -> None:
    assert round_year(total, how) == total
