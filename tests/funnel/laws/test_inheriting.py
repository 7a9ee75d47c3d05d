"""Law 8: segments that inherit everything.

"Segments that inherit everything, with shares that sum to 100%, unrounded, give the whole."
"""

import math

from hypothesis import given
from hypothesis import strategies as st

from ..generated import STABLE, Data, near, plans, results_of, without


@STABLE
@given(plans(), st.lists(st.integers(1, 33), min_size=1, max_size=3))
def test_segments_that_inherit_everything_give_the_whole(data: Data, percentages: list[int]) -> None:
    whole = without(data, "segments", "round_customers")
    shares = [*percentages, 100 - sum(percentages)]
    parted = whole | {"segments": {f"part {at}": {"share": f"{share}%"} for at, share in enumerate(shares)}}
    one, many = results_of(whole), results_of(parted)
    totals = [figure for figure in many.figures if figure.segment is None]
    assert [(figure.kpi, figure.unit) for figure in totals] == [(figure.kpi, figure.unit) for figure in one.figures]
    for figure, total in zip(one.figures, totals, strict=True):
        for x, y in zip([*figure.values, figure.total], [*total.values, total.total], strict=True):
            assert near(x, y, 1e-8), figure.kpi
    for row in one.carry_in:
        parts = [part for part in many.carry_in if (part.stage, part.month) == (row.stage, row.month)]
        assert len(parts) == len(shares)
        assert near(math.fsum(part.needed for part in parts), row.needed, 1e-8)
        assert near(math.fsum(part.brings for part in parts), row.brings, 1e-8)
        stated = [part.stated for part in parts if part.stated is not None]
        assert len(stated) == (0 if row.stated is None else len(parts))
        assert row.stated is None or near(math.fsum(stated), row.stated, 1e-8)
