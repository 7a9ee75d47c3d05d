"""The word for a plan, by hand: what the year brings if every target is met, and what would close the gap."""

from __future__ import annotations

import pytest

from kpiplan.analysis.verdict.closing_lever import ClosingLever
from kpiplan.analysis.verdict.plan import PlanVerdict, WeakMonth, plan_verdict
from kpiplan.funnel.new_business import Amount
from kpiplan.funnel.targets import plan_targets
from tests.analysis.variance.cases import INBOUND, about, plan_of

# 10 customers a month, each two months after one of 20 opportunities: 20 of the 120 hang on what was open on 1 January
LATE = "goal: {customers: 120, average_deal: 1000}\nfunnel: [opportunities, {customers: {rate: 50%, lag: 2 months}}]\n"


def verdict(text: str) -> PlanVerdict:
    return plan_verdict(plan_targets(plan_of(text)))


def before(*counts: float) -> str:
    """November and December."""
    return f"before: {{opportunities: {{2019-11: {counts[0]}, 2019-12: {counts[1]}}}}}\n"


def test_a_plan_that_brings_its_goal_is_on_course() -> None:
    found = verdict(INBOUND)
    assert (found.word, found.goal, found.year) == ("on_course", about((9, 9.9e6)), about((9, 9.9e6)))
    assert (found.open, found.unstated) == (Amount(0, 0), Amount(0, 0))
    assert (found.weak, found.published, found.closing) == (None, False, None)


def test_a_goal_that_hangs_on_what_nobody_states_is_at_risk() -> None:
    """20 of 120 are more than the tolerated 5%."""
    found = verdict(LATE)
    assert (found.word, found.year) == ("at_risk", about((120, 120_000)))
    assert found.open == found.unstated == about((20, 20_000))
    assert found.closing is None


def test_what_is_tolerated_may_hang_on_what_nobody_states() -> None:
    assert verdict(f"{LATE}status: {{tolerance: 20%}}\n").word == "on_course"


def test_what_is_stated_as_needed_is_on_course() -> None:
    found = verdict(LATE + before(20, 20))
    assert (found.word, found.open.customers, found.unstated.customers) == ("on_course", about(20), 0)


@pytest.mark.parametrize(
    ("november", "word"),
    [(18, "on_course"), (16, "at_risk"), (8, "at_risk"), (7, "off_course"), (0, "off_course")],
)
def test_what_is_missing_on_the_first_day_is_missing_in_the_year(november: float, word: str) -> None:
    """Up to 1% of 120 is no gap: 18 of 20 bring one customer less. Up to 5% is tolerated: 8 of 20 bring six less."""
    found = verdict(LATE + before(november, 20))
    assert found.word == word
    assert found.year.customers == about(120 - (20 - november) / 2)


def test_the_gap_is_closed_by_the_number_that_must_change_least() -> None:
    """Ten customers are missing: a tenth of what enters in the year, or an eleventh of all 110 that a rate brings."""
    closing = verdict(LATE + before(0, 20)).closing
    assert closing == ClosingLever("rate", None, "customers", about(0.5), about(0.5 * 120 / 110), 12)
    assert closing.change == about(1 / 11)


def test_what_can_not_be_more_than_all_is_no_lever() -> None:
    """Of 95 in 100 no eleventh more come through: a tenth more opportunities, which count up to October."""
    text = LATE.replace("50%", "95%").replace("120", "114") + before(0, 10)
    closing = verdict(text).closing
    assert closing == ClosingLever("volume", None, "opportunities", about(10), about(11), 10)


def test_the_segment_that_misses_most_makes_up_for_it() -> None:
    text = (
        "goal: {customers: 120}\n"
        "segments:\n"
        "  a: {share: 50%, funnel: [visits, {customers: 50%}]}\n"
        "  b: {share: 50%, funnel: [calls, {deals: {rate: 50%, lag: 1 month}}], before: {calls: {2019-12: 0}}}\n"
    )
    closing = verdict(text).closing
    assert closing is not None
    assert (closing.segment, closing.stage, closing.kind) == ("b", "calls", "volume")
    assert (closing.planned, closing.wanted, closing.last) == (about(10), about(10 * 60 / 55), 11)


def test_published_numbers_bring_what_they_bring() -> None:
    """6,000 visits where 6,250 are needed end in 8.64 of 9 customers."""
    found = verdict(f"{INBOUND}stated: {{visits: 6_000}}\n")
    assert (found.word, found.published, found.year) == ("at_risk", True, about((8.64, 9.504e6)))
    closing = found.closing
    assert closing is not None
    assert (closing.kind, closing.stage, closing.planned, closing.wanted) == ("volume", "visits", 6000, about(6250))


def test_the_weakest_month_of_a_goal_that_jumps() -> None:
    """The goal of 10 a month jumps to 20 in July: half of that comes of the 15 opportunities of June."""
    text = "goal: {customers: [30, 30, 60, 60]}\nfunnel: [opportunities, {customers: {rate: 50%, lag: [50%, 50%]}}]\n"
    found = verdict(text)
    assert found.weak == WeakMonth(None, 7, about(0.875))


def test_a_gap_that_no_number_can_close_has_no_lever() -> None:
    """Of what enters in the year nothing arrives in it, and of all that was there all came."""
    text = LATE.replace("50%", "100%").replace("2 months", "12 months") + (
        "before: {opportunities: {2019-01: 0, 2019-12: 10}}\n"
    )
    found = verdict(text)
    assert (found.word, found.year.customers, found.closing) == ("off_course", about(110), None)
