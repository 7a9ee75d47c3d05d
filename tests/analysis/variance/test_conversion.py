"""Conversions to date against the plan's rates."""

from kpiplan.analysis.variance.actuals import Seen
from tests.analysis.variance.cases import about, compared, months, seen

RISING = """\
goal: {customers: [10, 30, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]}
funnel: [leads, {customers: {rate: {jan: 20%, else: 50%}}}]
"""


def test_the_planned_rate_is_that_of_the_months_known_weighted_by_their_targets() -> None:
    """50 leads at 20% in January and 60 at 50% in February: 40 of 110. Of January alone 20%."""
    [row] = compared(RISING, seen(leads=months(50, 60), customers=months(12, 18)), 2).conversions
    assert (row.stage, row.above, row.segment) == ("customers", "leads", None)
    assert (row.planned, row.actual) == (about(40 / 110), about(30 / 110))
    assert (row.came, row.expected) == (30, about(40))
    [one] = compared(RISING, seen(leads=months(50, 60), customers={1: 12}), 2).conversions
    assert (one.planned, one.actual, one.came, one.expected) == (about(0.2), about(12 / 50), 12, about(10))
    [none] = compared(RISING, seen(leads=months(50, 60)), 2).conversions
    assert none[3:] == (about(40 / 110), None, None, None, None, False)


def test_without_targets_the_planned_rate_is_the_mean_of_the_months() -> None:
    text = RISING.replace("[10, 30, 10,", "[0, 0, 40,")
    [row] = compared(text, seen(leads=months(0, 10), customers=months(0, 4)), 2).conversions
    assert (row.planned, row.actual, row.expected) == (about(0.35), about(0.4), about(5))


def test_of_nothing_no_part_came_through() -> None:
    [row] = compared(RISING, seen(leads=months(0), customers=months(0)), 1).conversions
    assert (row.actual, row.came, row.expected) == (None, 0, about(0))


def test_of_less_than_one_unit_a_part_came_through() -> None:
    [row] = compared(RISING, seen(leads=months(0.5), customers=months(0.25)), 1).conversions
    assert row.actual == about(0.5)


def test_of_segments_the_months_count_that_all_of_them_know() -> None:
    """February alone: 9 and 3 customers, of 20 leads each. Of south 30% of January's 10 leads were to be expected."""
    text = """\
goal: {customers: 120}
funnel: [leads, {customers: 50%}]
segments:
  north: {share: 75%}
  south: {share: 25%, funnel: [leads, {customers: {rate: 30%, lag: 1 month}}]}
"""
    parts: dict[str | None, Seen] = {
        "north": seen(leads=months(10, 20), customers=months(8, 9)),
        "south": seen(leads={1: 10, 2: 20}, customers={2: 3}),
    }
    north, south, whole = compared(text, parts, 2).conversions
    assert (north.came, south.came, whole.came) == (17, 3, 12)
    assert (north.actual, south.actual, whole.actual) == (about(17 / 30), about(3 / 20), about(12 / 40))
    assert (north.expected, south.expected, whole.expected) == (about(15), about(3), about(13))
    assert [row.lagged for row in (north, south, whole)] == [False, True, True]
    # 15 leads of north and 2.5 / 30% of south are planned a month
    assert whole.planned == about((15 * 0.5 + 2.5) / (15 + 2.5 / 0.3))


def test_segments_whose_leads_come_of_different_stages_have_no_rate_together() -> None:
    text = """\
goal: {customers: 120}
funnel: [visits, {customers: 50%}]
segments: {north: {share: 75%}, south: {share: 25%, funnel: [calls, {customers: 30%}]}}
"""
    assert compared(text, seen(customers=months(9)), 1).conversions == ()


def test_a_small_plan_has_the_rate_of_a_large_one() -> None:
    text = RISING.replace("[10, 30, 10,", "[0.01, 0.03, 0,").replace(" 10", " 0")
    [row] = compared(text, seen(leads=months(50, 60)), 2).conversions
    assert row.planned == about(40 / 110)
