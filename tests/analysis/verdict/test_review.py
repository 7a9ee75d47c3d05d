"""The word for a year under way, by hand: on the sample of the documentation and on plans with time between stages."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from kpiplan.analysis.goal_chance.results import Chance, Moment
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.compare import compare
from kpiplan.analysis.verdict.closing_lever import ClosingLever
from kpiplan.analysis.verdict.review import ReviewVerdict, review_verdict
from kpiplan.funnel.targets import plan_targets
from tests.analysis.variance.cases import INBOUND, STABLE, Case, Parts, about, as_planned, cases, months, plan_of, seen

PLAIN = "goal: {customers: 120, average_deal: 1000}\nfunnel: [visits, {leads: 20%}, {customers: 50%}]\n"
LATE = "goal: {customers: 120}\nfunnel: [leads, {customers: {rate: 50%, lag: 2 months}}]\n"


def verdict(text: str, parts: Parts, through: int, now: Moment | None = None) -> ReviewVerdict:
    targets, actuals = plan_targets(plan_of(text)), Actuals(dict(parts.items()), through)
    return review_verdict(targets, actuals, compare(targets, actuals), now)


def likely(chance: float, luck: float) -> Moment:
    """The goal's customers as likely as that with the rates learnt so far, and with those of the plan."""
    return Moment(3, Chance(luck, None), Chance(chance, None))


def went(text: str, through: int, now: Moment | None = None, **arrivals: float) -> ReviewVerdict:
    """So many a month at each stage, in each month compared."""
    counts = {stage: months(*[count] * through) for stage, count in arrivals.items()}
    parts: dict[str | None, Seen] = {None: seen(**counts)}
    return verdict(text, parts, through, now)


def test_a_year_as_planned_is_on_course() -> None:
    found = went(PLAIN, 3, visits=100, leads=20, customers=10)
    assert (found.word, found.over, found.watch, found.closing) == ("on_course", False, None, None)
    assert found.at_plan == found.at_rates == found.goal == about((120, 120_000))


def test_few_customers_of_a_sound_funnel_are_at_risk() -> None:
    """27 of 30 customers: 3 of 120 are missing, which is tolerated."""
    found = went(PLAIN, 3, visits=100, leads=20, customers=9)
    assert (found.word, found.at_plan.customers) == ("at_risk", about(117))


def test_what_the_rest_of_the_plan_can_not_make_up_for_is_off_course_where_something_is_behind() -> None:
    """Half of 600 leads: 60 of 120 customers by June, 90 by the end of a year that goes on as planned."""
    found = went(PLAIN, 6, visits=100, leads=10, customers=5)
    assert (found.word, found.so_far.customers, found.at_plan.customers) == ("off_course", about(30), about(90))
    assert (found.at_rates.customers, found.watch and found.watch.kpi) == (about(60), "leads")


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (likely(0.17, 0.36), "at_risk"),  # a rate learnt from three cases condemns no year
        (likely(0.17, 0.2), "at_risk"),
        (likely(0.17, 0.19), "off_course"),  # unlikely even if every rate is as planned
        (likely(0.2, 0.19), "at_risk"),
        (None, "at_risk"),
    ],
)
def test_what_chance_may_bring_is_at_risk(now: Moment | None, word: str) -> None:
    """7.75 of 9 customers: nothing is proven, so that nobody gives the year up while planned rates may bring it."""
    text = f"{INBOUND}status: {{watch: 1%}}\n"
    found = went(text, 3, now, visits=5400, leads=77, mqls=14, sqls=3, opportunities=1, customers=1 / 3)
    assert (found.word, found.at_plan.customers) == (word, about(7.75))


@pytest.mark.parametrize(("chance", "word"), [(0.19, "off_course"), (0.2, "at_risk")])
def test_a_proven_gap_is_at_risk_while_the_goal_is_likely_enough(chance: float, word: str) -> None:
    found = went(PLAIN, 6, likely(chance, 0.5), visits=100, leads=10, customers=5)
    assert (found.word, found.watch and found.watch.to_date.status) == (word, "behind")


def test_the_rest_of_a_year_must_bring_what_is_missing() -> None:
    """30 customers of 60 are missing by June: 1.5 times the visits, leads or customers of July to December."""
    found = went(PLAIN, 6, visits=100, leads=10, customers=5)
    assert found.closing == ClosingLever("volume", None, "visits", about(100), about(150), 12)


def test_a_rate_needs_less_than_a_volume_that_comes_too_late_for_most_of_it() -> None:
    """
    Half of January's and February's 20 leads: 10 customers less. Of the 200 leads from March on 160 still count, of
    those that are under way 20: 10 more come of 9 in 8.
    """
    found = went(LATE, 2, leads=10, customers=10)
    closing = found.closing
    assert closing is not None
    assert (closing.kind, closing.stage, closing.planned, closing.last) == ("rate", "customers", about(0.5), 12)
    assert closing.wanted == about(0.5 * 100 / 90)


def test_the_segment_that_falls_shortest_is_asked_first() -> None:
    text = (
        "goal: {customers: 240}\nfunnel: [leads, {customers: 50%}]\n"
        "segments: {small: {share: 50%}, large: {share: 50%}}\n"
    )
    parts = {
        "small": seen(leads=months(20, 20), customers=months(10, 10)),
        "large": seen(leads=months(8, 8), customers=months(4, 4)),
    }
    found = verdict(text, parts, 2)
    assert found.closing == ClosingLever("volume", "large", "leads", about(20), about(20 * 112 / 100), 12)
    assert found.watch is not None
    assert (found.watch.segment, found.watch.kpi) == ("large", "leads")


def test_deals_that_are_too_small_want_larger_ones() -> None:
    """30 customers brought 24,000 of 30,000: the other 90 must bring 96,000."""
    three = {"visits": months(*[100] * 3), "leads": months(*[20] * 3), "customers": months(*[10] * 3)}
    parts: dict[str | None, Seen] = {None: seen({1: 8000, 2: 8000, 3: 8000}, **three)}
    found = verdict(PLAIN, parts, 3)
    assert (found.word, found.at_plan) == ("at_risk", about((120, 114_000)))
    assert found.closing == ClosingLever("deal", None, "", about(1000), about(96_000 / 90), 12)


def test_deals_are_asked_for_where_hardly_a_customer_is_missing() -> None:
    """119.7 of 120 customers: what is missing is revenue, 8,300 of it, which 90 customers are to bring as well."""
    three = {"visits": months(*[100] * 3), "leads": months(*[20] * 3), "customers": months(10, 10, 9.7)}
    parts: dict[str | None, Seen] = {None: seen({1: 7000, 2: 7000, 3: 7700}, **three)}
    found = verdict(PLAIN, parts, 3)
    assert found.at_plan == about((119.7, 111_700))
    assert found.closing == ClosingLever("deal", None, "", about(1000), about(98_300 / 90), 12)


@pytest.mark.parametrize(("customers", "word"), [(10, "on_course"), (9.6, "at_risk"), (9, "off_course")])
def test_a_year_that_is_over_is_what_it_brought(customers: float, word: str) -> None:
    found = went(PLAIN, 12, visits=100, leads=20, customers=customers)
    assert (found.word, found.over, found.closing) == (word, True, None)
    assert found.at_plan == found.at_rates == found.so_far


def test_a_goal_that_the_rest_of_the_plan_brings_is_at_risk_where_visits_are_behind() -> None:
    """Fewer visits, and more leads of those before: what is there is balanced by what will be missing from April on."""
    text = "goal: {customers: 120}\nfunnel: [visits, {leads: {rate: 20%, lag: 3 months}}, {customers: 50%}]\n"
    low = went(text, 3, visits=95, leads=20, customers=10)
    assert (low.word, low.at_plan.customers, low.watch) == ("at_risk", about(118.5), None)
    more = went(text, 3, visits=60, leads=28, customers=14)
    assert (more.word, more.at_plan.customers) == ("on_course", about(120))
    less = went(text, 3, visits=40, leads=32, customers=16)
    assert (less.at_plan.customers, less.at_rates.customers) == (about(120), about(48 + 9 * 0.4 * 16))
    assert less.word == "at_risk"


@STABLE
@given(cases())
def test_a_year_fed_its_own_targets_is_on_course(case: Case) -> None:
    """Unless the plan itself says that less was there before it than it needs."""
    assume(not any(outcome.branch.before for outcome in case.targets.outcomes))
    actuals = as_planned(case)
    found = review_verdict(case.targets, actuals, compare(case.targets, actuals))
    assert found.word == "on_course"
    assert found.closing is None


@STABLE
@given(cases())
def test_what_closes_the_gap_is_more_than_planned_and_a_rate_is_no_more_than_all(case: Case) -> None:
    closing = review_verdict(case.targets, case.actuals, case.compare()).closing
    if closing is not None:
        assert closing.change > 0
        assert 1 <= closing.last <= 12 or closing.kind == "deal"
        stages = [s for o in case.targets.outcomes for s in o.branch.stages if s.name == closing.stage]
        assert closing.kind != "rate" or closing.wanted <= 1 + 1e-9 or any(stage.each for stage in stages)
