"""The numbers of docs/chance.md, to the digits given there."""

from __future__ import annotations

import math

import pytest

from kpiplan.analysis.distributions.continuous import Beta, Gamma
from kpiplan.analysis.goal_chance.factors import amount_belief, between, rate_belief
from kpiplan.plan.risk import Between, Seen
from tests.analysis.goal_chance.plans import ALL_RATES, SAAS, SAAS_TO_MAY, inbound, seen, told
from tests.conftest import INBOUND

LEADS = "risk: {leads: 231 of 16_200}\n"


def within(value: float | None, published: float, digits: int) -> None:
    assert value is not None
    assert abs(value - published) <= 0.5000001 * 10**-digits, value


def test_by_luck_alone_it_is_a_poisson_tail() -> None:
    found = inbound().whole
    within(found.chance.customers, 0.54434740, 8)
    within(found.chance.revenue, 0.41259176, 8)  # $10M takes ten deals of $1.1M
    within(inbound(goal=10).whole.chance.customers, 0.41259176, 8)
    assert found.customers.year == (5, 9, 13)
    assert found.luck == found.chance


@pytest.mark.parametrize(
    ("goal", "chance"), [(1, 0.632), (3, 0.577), (9, 0.544), (30, 0.524), (100, 0.513), (300, 0.508)]
)
def test_a_plan_that_meets_its_goal_on_average_has_about_an_even_chance(goal: int, chance: float) -> None:
    within(
        told(f"name: P\nyear: 2020\ngoal: {{customers: {goal}}}\nfunnel: [a, {{customers: 5%}}]\n").whole[3][0],
        chance,
        3,
    )


def test_one_rate_known_as_well_as_a_quarter_of_counts() -> None:
    found = inbound(LEADS, safe=0.8)
    within(found.whole.luck.customers, 0.54434740, 8)
    within(found.whole.chance.customers, 0.48557666, 8)
    assert found.safe is not None
    within(found.safe.factor, 1.33684409, 8)
    assert found.safe.reached
    [leads] = found.rests_on
    assert (leads.input, leads.stated, leads.segment, leads.seen) == ("leads", "231 of 16_200", None, None)
    within(leads.planned, 0.015, 12)
    within(leads.mean, 0.01429, 5)
    within(leads.p10, 0.0131, 4)
    within(leads.p90, 0.0155, 4)
    assert [(part.input, round(part.share, 2)) for part in found.hangs_on] == [("luck", 0.96), ("leads", 0.04)]


def test_an_uncertain_volume_is_a_negative_binomial_count() -> None:
    belief = amount_belief(Between(0.85, 1.1))
    within(belief.shape, 99.922059, 6)
    within(belief.mean, 0.975, 12)
    within(inbound("risk: {visits: 85% to 110%}\n").whole.chance.customers, 0.50996871, 8)
    within(inbound("risk: {market: 85% to 110%}\n").whole.chance.customers, 0.50996871, 8)


def test_a_range_of_a_rate_is_a_beta() -> None:
    belief = between(Between(0.18, 0.23))
    within(belief.alpha, 87.589438, 6)
    within(belief.beta, 339.676114, 6)
    assert abs(belief.quantile(0.1) - 0.18) < 0.03 * 0.05
    assert abs(belief.quantile(0.9) - 0.23) < 0.03 * 0.05


def test_all_rates_known_as_well_as_three_months_of_counts() -> None:
    found = inbound(ALL_RATES, safe=0.8)
    within(found.whole.expected, 5.66246691, 8)
    within(found.whole.variance, 28.89892343, 8)
    within(found.whole.chance.customers, 0.226334, 6)
    assert found.safe is not None
    within(found.safe.factor, 4.973, 3)
    shares = {part.input: part.share for part in found.hangs_on}
    assert math.isclose(sum(shares.values()), 1.0)
    assert math.isclose(shares["luck"], 5.66246691 / 28.89892343, rel_tol=1e-8)
    assert list(shares)[-1] == "together"


def test_the_same_plan_in_april() -> None:
    won = seen(
        {"visits": (5400,) * 3, "leads": (77,) * 3, "mqls": (44, 0, 0), "sqls": (8, 0, 0)}
        | {"opportunities": (3, 0, 0), "customers": (1, 0, 0)}
    )
    found = told(INBOUND, actuals=won)
    within(found.whole.luck.customers, 0.364092, 6)
    within(found.whole.chance.customers, 0.168813, 6)
    leads, *_, customers = found.rests_on
    assert leads.seen == (231, 16_200)
    within(leads.mean, 232 / (232 + 16034.0 + 2 / 3), 12)
    within(customers.mean, Beta(2, 3).mean, 12)
    within(customers.p10, Beta(2, 3).quantile(0.1), 9)


def test_a_plan_with_lags_carry_in_and_direct_arrivals() -> None:
    found = told(SAAS, safe=0.8)
    within(found.whole.expected, 298.590333, 6)
    within(found.whole.chance.customers, 0.474830, 6)
    assert found.whole.customers.year == (277, 298, 320)
    assert found.safe is not None
    within(found.safe.factor, 1.074291, 6)


def test_the_deviation_counts_the_unit_that_may_or_may_not_be() -> None:
    # 290 over three months are 96 units each and one more with the chance 2/3, in two of the months that still reach
    # the plan: with the number itself, 96.67, in the variance of a binomial count it would be 16.793194
    found = told(SAAS).whole
    within(found.variance, 16.793194**2 + 2 * (2 / 3 - 4 / 9) * 0.22**2, 4)


def test_from_here_by_luck() -> None:
    found = told(SAAS, actuals=seen(SAAS_TO_MAY)).whole
    within(found.luck.customers, 0.385956, 6)


def test_known_units_are_thinned_one_by_one() -> None:
    months = ", ".join(f"2019-{month:02}: {12 if month == 1 else 0}" for month in range(1, 13))
    funnel = "funnel: [offers, {customers: {rate: 50%, lag: 12 months}}]\n"
    text = f"name: P\nyear: 2020\ngoal: {{customers: 8, next_year: none}}\n{funnel}before: {{offers: {{{months}}}}}\n"
    within(told(text).whole.chance.customers, 0.19384766, 8)
    poisson = 1 - sum(math.exp(-6) * 6**k / math.factorial(k) for k in range(8))
    within(poisson, 0.256, 3)  # which it is not


def test_twelve_deals_of_uncertain_size() -> None:
    text = "name: P\nyear: 2020\ngoal: {revenue: 12, average_deal: 1}\nfunnel: [a, {customers: 5%}]\n"
    within(told(text + "risk: {deal_spread: 60%}\n").whole.chance.revenue, 0.47162736, 8)


FIVE = (
    "funnel: [visits, {a: A}, {b: 25%}, {c: 40%}, {d: 50%}, {customers: 22%}]\n"
    "risk: {a: 59.5 of 199, b: 49.5 of 199, c: 79.5 of 199, d: 99.5 of 199, customers: 43.5 of 199}\n"
)


def test_entries_of_a_known_number_beside_planned_ones() -> None:
    rates = "name: P\nyear: 2020\ngoal: {customers: 158.4, next_year: none}\n" + FIVE
    planned = told(rates.replace("{a: A}", "{a: 30%}"), goal=150).whole
    within(planned.chance.customers, 0.5512073, 7)
    months = ", ".join(f"2019-{month:02}: 4000" for month in range(1, 13))
    before = f"before: {{visits: {{{months}}}}}\n"
    fixed = told(rates.replace("{a: A}", "{a: {rate: 30%, lag: 12 months}}") + before, goal=150).whole
    within(fixed.chance.customers, 0.5512334, 7)


def test_evidence_of_a_rate() -> None:
    belief = rate_belief(Seen(150, 400), False)
    assert belief == Beta(150.5, 250.5)
    within(belief.mean, 0.375, 3)
    within(math.sqrt(belief.variance), 0.024, 3)
    assert rate_belief(Seen(46, 20), True) == Gamma(46.5, 46.5 / 20)
