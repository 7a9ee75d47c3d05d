"""Law 4: linearity.

"Targets are linear in R' where nothing is rounded and nothing arrives directly."
"""

from hypothesis import assume, given
from hypothesis import strategies as st

from ..generated import STABLE, Data, near, plans, results_of, without

LINEAR = st.lists(st.integers(0, 10**6), min_size=12, max_size=12)


def with_revenue(data: Data, months: list[int]) -> Data:
    """The plan with 12 months of revenue as its goal, nothing rounded, nothing direct, the year after as this one."""
    keys = ("round_customers", "direct", "by_month", "by_quarter", "in_quarter", "growth", "recurring", "revenue")
    plain = without(data, *keys, "customers", "orders", "existing", "segments", "costs")
    plain["goal"] = {"average_deal": 4_000, "next_year": "20%"} | plain["goal"] | {"revenue": months}
    return plain


@STABLE
@given(plans(), LINEAR, LINEAR, st.integers(1, 9))
def test_targets_are_linear_in_the_revenue_that_new_customers_bring(
    data: Data, one: list[int], two: list[int], factor: int
) -> None:
    assume(sum(one) > 0 and sum(two) > 0)
    both = [a * factor + b for a, b in zip(one, two, strict=True)]
    first, second, sum_ = (results_of(with_revenue(data, months)) for months in (one, two, both))
    for a, b, c in zip(first.figures, second.figures, sum_.figures, strict=True):
        if c.unit != "count":
            continue
        for x, y, z in zip([*a.values, a.total], [*b.values, b.total], [*c.values, c.total], strict=True):
            assert near((x or 0.0) * factor + (y or 0.0), z), c.kpi
    for row, other, whole in zip(first.carry_in, second.carry_in, sum_.carry_in, strict=True):
        assert near(row.needed * factor + other.needed, whole.needed)
        assert near(row.brings * factor + other.brings, whole.brings)
