"""Law 7: whole numbers.

"Whole targets sum to the whole year." And of the text above it: "The year is the rounded year, and no running total
is off by more than a half. Totals over segments are sums of the segments' whole numbers."
"""

import math
from itertools import accumulate

from hypothesis import given

from kpiplan.api import targets

from ..generated import STABLE, Data, loaded, plans

SLACK = 1e-6


@STABLE
@given(plans())
def test_whole_targets_sum_to_the_whole_year(data: Data) -> None:
    plan = loaded(data)
    exact, whole = targets(plan), targets(plan, whole=True)
    for before, after in zip(exact.figures, whole.figures, strict=True):
        if after.unit != "count":
            continue
        counts = [value for value in after.values if value is not None]
        assert all(float(count).is_integer() for count in counts)
        assert sum(counts) == after.total
        if before.segment is None and data.get("segments"):
            continue  # the total is off by a half of each segment
        assert abs((after.total or 0.0) - (before.total or 0.0)) <= 0.5 + SLACK
        running = zip(accumulate(counts), accumulate(value or 0.0 for value in before.values), strict=True)
        assert all(abs(one - two) <= 0.5 + SLACK for one, two in running), after.kpi


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
