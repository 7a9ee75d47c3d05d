"""The walk where units take their time, arrive directly, were there before, or were not seen."""

import pytest

from kpiplan.analysis.variance.walk import Walk
from tests.analysis.variance.cases import about, compared, effects, months, seen, step, whole_walk, year_effects

SPREAD = "goal: {customers: 120}\nfunnel: [opportunities, {customers: {rate: 50%, lag: [50%, 30%, 20%]}}]\n"
MONTH = "goal: {customers: 120, average_deal: 1000}\nfunnel: [leads, {customers: {rate: 50%, lag: 1 month}}]\n"
PLAIN = "goal: {customers: 120, average_deal: 1000}\nfunnel: [visits, {leads: 20%}, {customers: 50%}]\n"


def test_carry_in_as_planned_changes_nothing() -> None:
    """10 customers a month, 50%, lag 50/30/20%: 20 opportunities a month, before the plan too."""
    text = f"{SPREAD}before: {{opportunities: {{2019-11: 20, 2019-12: 20}}}}\n"
    comparison = compared(text, seen(opportunities=months(20)), 1)
    assert year_effects(whole_walk(comparison)) == about(
        {"carry-in": 0, "opportunities": 0, "customers": 0, "deal size": 0}
    )
    assert comparison.outlooks[0].at_plan.year.customers == about(120)


def test_carry_in_that_is_missing_comes_first() -> None:
    """None in December: 30% of January's 10 and 20% of February's are missing."""
    text = f"{SPREAD}before: {{opportunities: {{2019-12: 0}}}}\n"
    walk = whole_walk(compared(text, seen(opportunities=months(20), customers=months(7)), 1))
    assert effects(walk) == about({"carry-in": -3, "opportunities": 0, "customers": 0, "deal size": 0})
    assert year_effects(walk) == about({"carry-in": -5, "opportunities": 0, "customers": 0, "deal size": 0})


def test_an_export_tells_of_the_months_before_unless_the_plan_does() -> None:
    export = seen(opportunities={-1: 20, 0: 0, 1: 20}, customers=months(7))
    assert step(whole_walk(compared(SPREAD, export, 1)), "carry-in").year_customers == about(-5)
    text = f"{SPREAD}before: {{opportunities: {{2019-12: 10}}}}\n"
    assert step(whole_walk(compared(text, export, 1)), "carry-in").year_customers == about(-2.5)


def test_a_long_sales_cycle_shows_its_damage_in_the_year_alone() -> None:
    walk = whole_walk(compared(MONTH, seen(leads=months(8), customers=months(10)), 1))
    assert effects(walk) == about({"carry-in": 0, "leads": 0, "customers": 0, "deal size": 0})
    assert year_effects(walk) == about({"carry-in": 0, "leads": -6, "customers": 0, "deal size": 0})
    assert step(walk, "leads").year_revenue == about(-6000)


def test_a_stage_without_actuals_shows_at_the_next_that_has_some() -> None:
    walk = whole_walk(compared(PLAIN, seen(visits=months(100), customers=months(6)), 1))
    assert effects(walk) == about({"carry-in": 0, "visits": 0, "leads": 0, "customers": -4, "deal size": 0})


def test_a_month_without_actuals_is_taken_at_its_expectation() -> None:
    walk = whole_walk(compared(PLAIN, seen(visits=months(50, 50), leads={2: 10}, customers={2: 5}), 2))
    assert walk.months == (2,)  # of January's customers nothing is known
    assert effects(walk) == about({"carry-in": 0, "visits": -5, "leads": 0, "customers": 0, "deal size": 0})
    assert year_effects(walk) == about({"carry-in": 0, "visits": -10, "leads": 0, "customers": 0, "deal size": 0})


def test_a_bottom_without_actuals_is_walked_to_its_expectation() -> None:
    walk = whole_walk(compared(PLAIN, seen(visits=months(50, 100)), 2))
    assert not walk.measured
    assert walk.months == (1, 2)
    assert effects(walk) == about({"carry-in": 0, "visits": -5, "leads": 0, "customers": 0, "deal size": 0})


def test_direct_arrivals_belong_to_their_stage() -> None:
    """10 of 20 leads a month are to come of a fair; 4 did, and 12 of visits."""
    text = PLAIN.replace("{leads: 20%}", "{leads: {rate: 20%, direct: 10}}")
    walk = whole_walk(compared(text, seen(visits=months(60), leads=months(16), customers=months(8)), 1))
    assert effects(walk) == about({"carry-in": 0, "visits": 1, "leads": -3, "customers": 0, "deal size": 0})


def test_revenue_is_walked_over_the_months_that_have_it() -> None:
    export = seen(revenue={2: 7000}, visits=months(100, 100), leads=months(20, 20), customers=months(10, 8))
    walk = whole_walk(compared(PLAIN, export, 2))
    assert (walk.months, walk.revenue_months) == ((1, 2), (2,))
    assert {each.name: each.revenue for each in walk.steps} == about(
        {"carry-in": 0, "visits": 0, "leads": 0, "customers": -2000, "deal size": -1000}
    )
    assert walk.gap.revenue == about(7000 - 10_000)


def test_without_a_deal_there_is_no_revenue() -> None:
    walk = whole_walk(compared(SPREAD, seen(opportunities=months(20), customers=months(9)), 1))
    assert {each.revenue for each in walk.steps} == {None}
    assert (walk.gap.revenue, walk.gap.year_revenue, walk.gap.timing_revenue) == (None, None, None)


def test_an_incomplete_month_is_measured_against_its_part() -> None:
    """Half of January: 100 / 20 / 10 a month are 50 / 10 / 5."""
    export = seen(revenue=months(2800), visits=months(40), leads=months(8), customers=months(3))
    comparison = compared(PLAIN, export, 1, 0.5)
    visits = comparison.get("visits")
    assert visits.to_date == (about(50), 40, about(0.8), "within_chance")  # by Poisson 8.6%, with noise of 10% 13%
    assert visits.target == (about(50), *[100] * 11)
    assert visits.status[0] == "within_chance"
    walk = whole_walk(comparison)
    assert effects(walk) == about({"carry-in": 0, "visits": -1, "leads": 0, "customers": -1, "deal size": 0})
    assert year_effects(walk) == about(effects(walk))
    assert walk.gap.revenue == about(2800 - 5000)
    # $2,800 are 2 whole customers of 5: 12.5%
    assert comparison.get("revenue").to_date == (about(5000), 2800, about(0.56), "within_chance")


def test_an_incomplete_month_expects_its_part_of_what_is_under_way() -> None:
    """50% of December's leads were there: of half of January's 10 customers 2.5 are to be expected, and 2.5 later."""
    walk = whole_walk(compared(MONTH, seen(leads={0: 10, 1: 10}, customers=months(2)), 1, 0.5))
    assert effects(walk) == about({"carry-in": -2.5, "leads": 0, "customers": -0.5, "deal size": 0})
    assert year_effects(walk) == about({"carry-in": -5, "leads": 0, "customers": -0.5, "deal size": 0})


SEGMENTS = f"""\
{PLAIN}segments:
  smb: {{share: 75%}}
  enterprise: {{share: 25%, funnel: [accounts, {{leads: 50%}}, {{customers: 25%}}]}}
"""


def test_segments_are_walked_each_and_added() -> None:
    parts = {
        "smb": seen(visits=months(75), leads=months(11), customers=months(6)),
        "enterprise": seen(accounts=months(16), leads=months(10), customers=months(2)),
    }
    comparison = compared(SEGMENTS, parts, 1)
    smb, enterprise, whole = comparison.walks
    assert (smb.segment, enterprise.segment, whole.segment) == ("smb", "enterprise", None)
    assert effects(smb) == about({"carry-in": 0, "visits": 0, "leads": -2, "customers": 0.5, "deal size": 0})
    assert effects(enterprise) == about(
        {"carry-in": 0, "accounts": -0.5, "leads": 0.5, "customers": -0.5, "deal size": 0}
    )
    assert effects(whole) == about(
        {"carry-in": 0, "visits": 0, "leads": -1.5, "customers": 0, "accounts": -0.5, "deal size": 0}
    )
    assert not comparison.allocated
    # leads come of visits here and of accounts there: the whole has no such rate
    rates = [(each.segment, each.stage) for each in comparison.conversions]
    assert rates == [
        ("smb", "leads"),
        ("smb", "customers"),
        ("enterprise", "leads"),
        ("enterprise", "customers"),
        (None, "customers"),
    ]


def test_actuals_of_the_whole_are_allocated_by_target() -> None:
    """Leads are 15 of smb and 10 of enterprise: 20 are 12 and 8."""
    comparison = compared(SEGMENTS, seen(leads=months(20), customers=months(8)), 1)
    assert [walk.segment for walk in comparison.walks] == [None]
    assert {figure.segment for figure in comparison.figures} == {None}
    walk = whole_walk(comparison)
    # 3 leads at 50% and 2 at 25% are missing
    assert effects(walk) == about(
        {"carry-in": 0, "visits": 0, "leads": -2, "customers": 0, "accounts": 0, "deal size": 0}
    )
    assert walk.allocated
    assert comparison.allocated
    assert comparison.get("leads").to_date.actual == about(20)


def test_revenue_of_the_whole_is_allocated_by_plan() -> None:
    """$7,500 of smb and $2,500 of enterprise are planned: $8,000 are $6,000 and $2,000 of 6 and 2 customers."""
    comparison = compared(SEGMENTS, seen(revenue={0: 1.0, 1: 8000}, customers=months(8)), 1)
    walk = whole_walk(comparison)
    assert walk.gap.revenue == about(-2000)
    assert step(walk, "deal size").revenue == about(0)
    assert comparison.get("revenue").to_date[:2] == (about(10_000), about(8000))


def test_a_month_without_targets_is_allocated_by_the_year() -> None:
    text = SEGMENTS.replace("customers: 120,", "customers: [0, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10],")
    walk = whole_walk(compared(text, seen(customers=months(8), leads=months(20)), 1))
    # 20 leads are 12 and 8 again: 6 and 2 customers follow
    assert effects(walk)["leads"] == about(8)
    assert effects(walk)["customers"] == about(0)


def test_what_segments_say_comes_before_the_whole() -> None:
    parts = {"smb": seen(leads=months(16)), None: seen(leads=months(20))}
    comparison = compared(SEGMENTS, parts, 1)
    assert comparison.get("leads", "smb").to_date.actual == 16
    assert comparison.get("leads").to_date.actual == 20
    assert [walk.segment for walk in comparison.walks] == ["smb", None]
    assert not comparison.walks[0].allocated
    assert comparison.walks[1].allocated
    assert effects(comparison.walks[1])["leads"] == about(0.5 - 1.5)


def test_a_segment_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError, match="export"):
        compared(SEGMENTS, {"export": seen(leads=months(1))}, 1)
    with pytest.raises(ValueError, match="through month 13"):
        compared(PLAIN, seen(), 13)


LATE = """\
goal: {customers: 96, average_deal: 1000}
funnel: [leads, {offers: 50%}, {customers: {rate: 40%, lag: 1 month}}]
"""


def timings(walk: Walk) -> dict[str, float]:
    """The timing part of customers to date, by step."""
    return {step.name: step.timing_customers for step in walk.steps if step.timing_customers}


def test_what_came_late_is_told_from_what_did_not_come() -> None:
    """20 offers a month, and customers a month after them: 10, 14 and 40 are 4 more than planned, and yet cost 6.4."""
    export = seen(
        leads={0: 40, **months(40, 40, 40)}, offers={0: 20, **months(10, 14, 40)}, customers=months(8, 4, 5.6)
    )
    walk = whole_walk(compared(LATE, export, 3))
    assert effects(walk) == about({"carry-in": 0, "leads": 0, "offers": -6.4, "customers": 0, "deal size": 0})
    # 64 offers as planned, 21.3 a month, were 1.33 more of which two months' reach their customers in time
    offers = step(walk, "offers")
    assert (offers.timing_customers, offers.timing_revenue) == about((-6.4 - 2 * 4 / 3 * 0.4, -1000 * (6.4 + 3.2 / 3)))
    assert offers.year_customers == about(4 * 0.4)
    assert offers.timing_year_customers == about(0)
    assert timings(walk) == about({"offers": -6.4 - 3.2 / 3})
    assert walk.gap.timing_customers == about(-6.4 - 3.2 / 3)


def test_visits_can_come_late_too() -> None:
    export = seen(leads=months(20, 60), offers=months(10, 30), customers=months(8, 4))
    walk = whole_walk(compared(LATE, export, 2))
    assert effects(walk) == about({"carry-in": 0, "leads": -4, "offers": 0, "customers": 0, "deal size": 0})
    assert timings(walk) == about({"leads": -4})


def test_late_customers_cost_what_the_months_deals_differ_by() -> None:
    """As many customers as planned, in the month of the small deal."""
    text = PLAIN.replace("1000", "[2000, 1000, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]")
    walk = whole_walk(compared(text, seen(leads=months(20, 20), customers=months(5, 15)), 2))
    customers = step(walk, "customers")
    assert customers[1:] == about((0, -5000, 0, -5000, 0, -5000, 0, -5000))


def test_what_arrives_directly_beyond_the_need_is_no_carry_in() -> None:
    """A fair brings 60 leads where 50 are needed, no lag at all: 10 more, 5 customers."""
    text = "goal: {customers: 300}\nfunnel: [visits, {leads: {rate: 20%, direct: 60}}, {customers: 50%}]\n"
    walk = whole_walk(compared(text, seen(visits=months(0), leads=months(60), customers=months(30)), 1))
    assert [each.name for each in walk.steps] == [
        "direct beyond need", "carry-in", "visits", "leads", "customers", "deal size",
    ]  # fmt: skip
    assert effects(walk) == about(
        {"direct beyond need": 5, "carry-in": 0, "visits": 0, "leads": 0, "customers": 0, "deal size": 0}
    )
    assert year_effects(walk)["direct beyond need"] == about(60)
    assert walk.gap.customers == about(30 - 25)


def test_what_was_not_expected_at_all_came_neither_late_nor_early() -> None:
    """No visits, of which no leads were to be expected; 5 came, and 1 customer of 2.5."""
    text = PLAIN.replace("120,", "[0, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 10],")
    walk = whole_walk(compared(text, seen(visits=months(0), leads=months(5), customers=months(1)), 1))
    assert effects(walk) == about({"carry-in": 0, "visits": 0, "leads": 2.5, "customers": -1.5, "deal size": 0})
    assert timings(walk) == {}


def test_what_comes_too_late_for_the_year_is_added_over_segments() -> None:
    """240 offers as planned, but 130 of them in December, whose customers are next year's: of 11 months 10 offers each
    are missing, at 40%: 44 customers, of north 60%. All of that is timing."""
    text = f"{LATE}segments: {{north: {{share: 60%}}, south: {{share: 40%}}}}\n"
    parts = {
        name: seen(leads={0: 40 * part, **months(*[40 * part] * 12)}, offers={
            0: 20 * part, **months(*[10 * part] * 11, 130 * part)
        })
        for name, part in (("north", 0.6), ("south", 0.4))
    }  # fmt: skip
    walks = compared(text, parts, 12).walks
    for walk, part in zip(walks, (0.6, 0.4, 1.0), strict=True):
        offers = step(walk, "offers")
        assert offers[1:] == about(tuple(part * effect for effect in (-44, -44_000) * 4))
        assert walk.gap.timing == about(offers.timing)
    for name in ("carry-in", "leads", "customers"):
        assert step(walks[-1], name)[1:] == about((0,) * 8)
