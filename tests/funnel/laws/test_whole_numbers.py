"""Law 7: whole numbers.

"Whole targets sum to the whole year." And of the text above it: "The year is the rounded year, and no running total
is off by more than a half." Over segments: the whole is rounded as if there were none, the segments' whole numbers add
up to it in every month, and each of them is the whole number above or below its running total.
"""

import math
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from kpiplan.api import targets
from kpiplan.funnel.rounding import whole, whole_parts

from ..generated import STABLE, Data, loaded, plans

SLACK = 1e-6


@STABLE
@given(plans())
def test_whole_targets_sum_to_the_whole_year(data: Data) -> None:
    plan = loaded(data)
    exact, in_whole = targets(plan), targets(plan, whole=True)
    for before, after in zip(exact.figures, in_whole.figures, strict=True):
        if after.unit != "count":
            continue
        counts = [value for value in after.values if value is not None]
        assert all(float(count).is_integer() for count in counts)
        assert sum(counts) == after.total
        running = zip(accumulate(counts), accumulate(value or 0.0 for value in before.values), strict=True)
        off = max(abs(one - two) for one, two in running)
        assert off <= 0.5 + SLACK if before.segment is None else off < 1, after.kpi
        assert abs((after.total or 0.0) - (before.total or 0.0)) <= off + SLACK


def parts() -> st.SearchStrategy[list[list[float]]]:
    """Counts a month of up to nine parts: alike, level, rare, far apart, none at all."""
    month = st.one_of(st.sampled_from([0.0, 0.5, 1 / 12, 1 / 7, 1.0, 6250.0]), st.floats(0, 3), st.floats(0, 1e6))
    row = st.one_of(month.map(lambda count: [count] * 12), st.lists(month, min_size=12, max_size=12))
    alike = st.tuples(row, st.integers(1, 9)).map(lambda pair: [pair[0]] * pair[1])
    return st.one_of(alike, st.lists(row, min_size=1, max_size=9))


@STABLE
@given(parts())
def test_parts_and_whole_are_rounded_together(counts: list[list[float]]) -> None:
    rounded = whole_parts(counts)
    assert tuple(map(sum, zip(*rounded, strict=True))) == whole(
        [math.fsum(month) for month in zip(*counts, strict=True)]
    )
    for one, two in zip(counts, rounded, strict=True):
        assert min(two) >= 0
        running = zip(accumulate(one), accumulate(two), strict=True)
        assert all(abs(exact - given) < 1 for exact, given in running)
    assert rounded == whole_parts(counts)


@STABLE
@given(plans())
def test_quarters_of_whole_targets_are_sums_of_their_months(data: Data) -> None:
    plan = loaded(data)
    months, quarters = targets(plan, whole=True), targets(plan, by="quarter", whole=True)
    for one, two in zip(months.figures, quarters.figures, strict=True):
        if one.unit == "count":
            values = [value or 0.0 for value in one.values]
            assert two.values == tuple(sum(values[first : first + 3]) for first in (0, 3, 6, 9))


@STABLE
@given(plans())
def test_whole_totals_are_sums_of_the_segments_whole_numbers(data: Data) -> None:
    results = targets(loaded(data), whole=True)
    for figure in results.figures:
        if figure.unit == "count" and figure.segment is None and data.get("segments"):
            parts = [part for part in results.figures if part.kpi == figure.kpi and part.segment is not None]
            assert figure.values == tuple(math.fsum(part.values[at] or 0.0 for part in parts) for at in range(12))


@STABLE
@given(plans())
def test_a_segment_alone_has_the_whole_numbers_that_it_has_beside_the_others(data: Data) -> None:
    plan = loaded(data)
    together = targets(plan, whole=True)
    for name in data.get("segments", {}):
        alone = targets(plan, segment=name, whole=True)
        assert alone.figures == tuple(figure for figure in together.figures if figure.segment == name)
