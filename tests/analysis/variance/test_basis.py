"""What counts are held against: means by hand, and how volumes that are not known vary."""

from __future__ import annotations

import pytest

from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.allocation import happened
from kpiplan.analysis.variance.basis import customers_planned, given_above, own_target, places
from kpiplan.analysis.variance.expectation import Course, course
from kpiplan.analysis.variance.status import Basis
from kpiplan.funnel.targets import plan_targets
from kpiplan.plan.model import Status
from tests.analysis.variance.cases import about, compared, months, plan_of, seen

PLAIN = "goal: {customers: 120}\nfunnel: [visits, {leads: 20%}, {customers: 50%}]\n"
LAGGED = "goal: {customers: 120}\nfunnel: [visits, {leads: {rate: 20%, lag: [60%, 40%]}}, {customers: 50%}]\n"
HALVES = "segments: {north: {share: 60%}, south: {share: 40%}}\n"
NOISY = Status(noise={"visits": 0.1, "leads": 0.3})


def courses(text: str, parts: Seen | dict[str | None, Seen], through: int, part: float = 1.0) -> list[Course]:
    """The funnels of a plan and how they went."""
    plan = plan_of(text)
    targets = plan_targets(plan)
    actuals = Actuals({None: parts} if isinstance(parts, Seen) else parts, through, part)
    went = happened(targets, actuals)
    return [course(outcome, each, actuals.window) for outcome, each in zip(targets.outcomes, went, strict=True)]


def given(found: list[Course], stage: str, over: tuple[int, ...], settings: Status = NOISY) -> Basis:
    return given_above(places(found, stage), over, settings)


def test_what_is_known_above_varies_no_more() -> None:
    """80 visits bring 16 leads, which vary by 30%: 4.8. Of 100 visits that nobody counted, each way 20 leads and 10%
    of them beside: 2 and 6. 16 leads known are 8 customers and no more to it."""
    known, blind = courses(PLAIN, seen(visits=months(80)), 1), courses(PLAIN, seen(), 1)
    assert given(known, "leads", (1,)) == Basis(about(16), about(4.8**2), 80)
    falling = courses(PLAIN, seen(visits=months(80, 50)), 2)
    assert given(falling, "leads", (2,)) == Basis(about(10), about(3**2), 50)
    assert given(blind, "leads", (1,)) == Basis(about(20), about(2**2 + 6**2), None)
    assert given(blind, "customers", (1,)) == Basis(about(10), about(1 + 9), None)
    told = courses(PLAIN, seen(leads=months(16)), 1)
    assert given(told, "customers", (1,)) == Basis(about(8), 0, 16)
    assert given(told, "visits", (1,)) == Basis(about(100), about(10**2), None)


def test_months_vary_each_by_itself_and_all_that_a_month_brings_together() -> None:
    """Over January and February: 12 of a month's 20 leads come at once, 8 the month after. December's visits bring 8
    of these leads, January's 20, February's 12; each varies by 10% of that."""
    found = courses(LAGGED, seen(), 2)
    calm = Status(noise={"visits": 0.1})
    assert given(found, "leads", (1, 2), calm) == Basis(about(40), about(0.8**2 + 2**2 + 1.2**2), None)
    assert given(found, "leads", (2,), calm) == Basis(about(20), about(0.8**2 + 1.2**2), None)
    # what December saw is known, what was seen of January too
    partly = courses(f"{LAGGED}before: {{visits: {{2019-12: 100}}}}\n", seen(visits=months(100)), 2)
    assert given(partly, "leads", (1, 2), calm) == Basis(about(40), about(1.2**2), None)


def test_a_target_varies_by_the_noise_of_its_own_stage_alone() -> None:
    found = courses(PLAIN, seen(visits=months(1, 2)), 2, 0.5)
    for stage, wanted in (("visits", (150, 10**2 + 5**2)), ("leads", (30, 6**2 + 3**2)), ("customers", (15, 0))):
        assert own_target(places(found, stage), (1, 2), NOISY) == Basis(about(wanted[0]), about(wanted[1]))
    assert own_target(places(found, "visits"), (2,), NOISY) == Basis(about(50), about(5**2))


def test_customers_that_the_goal_wants_vary_as_if_nothing_were_known() -> None:
    found = courses(PLAIN, seen(visits=months(1), leads=months(2), customers=months(3)), 1)
    assert customers_planned(found, (1,), NOISY) == Basis(about(10), about(1 + 9))


@pytest.mark.parametrize("text", [PLAIN, LAGGED])
@pytest.mark.parametrize("parts", [seen(), seen(visits=months(80, 90)), seen(visits={1: 70}, leads=months(15, 22))])
def test_segments_of_the_same_funnel_vary_together(text: str, parts: Seen) -> None:
    """The whole stands as it does without segments: a bad month is bad for all of them."""
    one, two = courses(text, parts, 2, 0.5), courses(text + HALVES, parts, 2, 0.5)
    for stage in ("visits", "leads", "customers"):
        for over in ((1,), (1, 2)):
            assert given(two, stage, over)[:2] == about(given(one, stage, over)[:2])
            wanted = own_target(places(one, stage), over, NOISY)
            assert own_target(places(two, stage), over, NOISY)[:2] == about(wanted[:2])
    assert customers_planned(two, (1, 2), NOISY)[:2] == about(customers_planned(one, (1, 2), NOISY)[:2])


def test_trials_are_counted_where_each_is_known_and_comes_through_or_never() -> None:
    full = seen(visits=months(80, 90), leads=months(15, 20))
    assert given(courses(PLAIN, full, 2), "leads", (1, 2)).trials == 170
    assert given(courses(PLAIN, full, 2), "leads", (2,)).trials == 90
    assert given(courses(PLAIN, full, 2), "visits", (1, 2)).trials is None
    assert given(courses(LAGGED, full, 2), "leads", (1, 2)).trials is None
    assert given(courses(PLAIN, seen(visits={1: 80}), 2), "leads", (1, 2)).trials is None
    # parts of the whole's actuals are no counts of their own
    assert given(courses(PLAIN + HALVES, full, 2), "leads", (1, 2)).trials is None
    own: dict[str | None, Seen] = {"north": seen(visits=months(50)), "south": seen(visits=months(30))}
    assert given(courses(PLAIN + HALVES, own, 1), "leads", (1,)).trials == 80


def test_deals_are_judged_by_the_customers_of_all_segments() -> None:
    """50 each were won, twice as many as planned; that together they bring what 46 should is no chance, as it would be
    of 50."""
    text = (
        f"{PLAIN.replace('120', '600, average_deal: 1000')}segments: {{north: {{share: 50%}}, south: {{share: 50%}}}}\n"
    )
    each = Seen({"customers": months(50)}, months(23_000.0))
    assert compared(text, {"north": each, "south": each}, 1).get("revenue").to_date == (
        about(50_000), 46_000, about(0.92), "behind",
    )  # fmt: skip
    unknown = Seen({"leads": months(50)}, months(23_000.0))
    revenue = compared(text, {"north": each, "south": unknown}, 1).get("revenue")
    assert (revenue.unit, revenue.to_date.status) == ("currency", "within_chance")  # how many were won is not known
