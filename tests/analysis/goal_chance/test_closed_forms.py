"""Closed forms that the chain of integrals must meet, each computed here from its own formula."""

from __future__ import annotations

import math
import subprocess
import sys

import pytest

from kpiplan.analysis.distributions.continuous import Beta, Gamma, gamma_above, log_beta
from kpiplan.analysis.distributions.whole import counts, poisson
from tests.analysis.goal_chance.plans import told


def level(customers: float, rate: str = "5%", more: str = "") -> str:
    """A plan of one conversion without lag."""
    return f"name: P\nyear: 2020\ngoal: {{customers: {customers}}}\nfunnel: [a, {{customers: {rate}}}]\n{more}"


def offers(units: float, rate: str = "50%", more: str = "") -> str:
    """A plan whose year hangs on offers of a known number."""
    months = ", ".join(f"2019-{month:02}: {units if month == 1 else 0}" for month in range(1, 13))
    return (
        "name: P\nyear: 2020\ngoal: {customers: 8, next_year: none}\n"
        f"funnel: [offers, {{customers: {{rate: {rate}, lag: 12 months}}}}]\nbefore: {{offers: {{{months}}}}}\n{more}"
    )


def binomial(n: int, k: int, p: float) -> float:
    ways = math.comb(n, k)
    return float(ways) * p**k * (1 - p) ** (n - k)


def beta_binomial(n: int, k: int, a: float, b: float) -> float:
    ways = -math.log(n + 1) - log_beta(n - k + 1, k + 1)
    return math.exp(ways + log_beta(k + a, n - k + b) - log_beta(a, b))


def negative_binomial(k: int, mean: float, shape: float) -> float:
    p = shape / (shape + mean)
    ways = math.lgamma(k + shape) - math.lgamma(shape) - math.lgamma(k + 1)
    return math.exp(ways + shape * math.log(p) + k * math.log1p(-p))


@pytest.mark.parametrize(("units", "goal"), [(12, 8), (40, 22), (3, 1), (500, 260)])
def test_units_of_a_known_number_are_binomial(units: int, goal: int) -> None:
    exact = math.fsum(binomial(units, k, 0.5) for k in range(goal, units + 1))
    assert abs(told(offers(units), goal=goal).whole.chance.customers - exact) < 1e-10


def test_not_poisson() -> None:
    assert abs(math.fsum(poisson(6.0)[8:]) - 0.256) < 1e-3 < 0.256 - told(offers(12)).whole.chance.customers


def test_a_part_of_a_unit_is_one_that_may_be_there() -> None:
    chances = [told(offers(units)).whole.chance.customers for units in (12, 12.25, 13)]
    assert abs(chances[1] - (0.75 * chances[0] + 0.25 * chances[2])) < 1e-12


@pytest.mark.parametrize(("units", "goal"), [(12, 8), (60, 31), (400, 190), (3000, 1500)])
def test_of_an_uncertain_rate_they_are_beta_binomial(units: int, goal: int) -> None:
    found = told(offers(units, more="risk: {customers: 7 of 15}\n"), goal=goal).whole
    exact = math.fsum(beta_binomial(units, k, 7.5, 8.5) for k in range(goal, units + 1))
    assert abs(found.chance.customers - exact) < 2e-7


@pytest.mark.parametrize(("customers", "low", "high"), [(9, 85, 110), (40, 60, 130), (900, 90, 110), (5, 10, 250)])
def test_an_uncertain_volume_is_negative_binomial(customers: int, low: int, high: int) -> None:
    found = told(level(customers, more=f"risk: {{a: {low}% to {high}%}}\n")).whole
    mean = (low + high) / 200
    shape = (mean / ((high - low) / 100 / 2.5631031310892007)) ** 2
    below = math.fsum(negative_binomial(k, customers * mean, shape) for k in range(customers))
    assert abs(found.chance.customers - (1 - below)) < 1e-8
    assert abs(found.variance - customers * mean * (1 + customers * mean / shape)) < 1e-6


@pytest.mark.parametrize(("customers", "dispersion"), [(9, 1.5), (40, 3), (300, 2)])
def test_dispersion_multiplies_the_variance(customers: int, dispersion: float) -> None:
    found = told(level(customers, more=f"status: {{dispersion: {dispersion}}}\n")).whole
    shape = customers / (dispersion - 1)
    below = math.fsum(negative_binomial(k, customers, shape) for k in range(customers))
    assert abs(found.chance.customers - (1 - below)) < 1e-9
    assert math.isclose(found.variance, customers * dispersion)
    distribution = found.counts.chances
    mean = math.fsum(k * p for k, p in enumerate(distribution))
    variance = math.fsum(k * k * p for k, p in enumerate(distribution)) - mean**2
    assert math.isclose(variance, customers * dispersion, rel_tol=1e-5)


@pytest.mark.parametrize("dispersion", [0.5, 1])
def test_counts_never_vary_by_less_than_chance(dispersion: float) -> None:
    assert abs(told(level(9, more=f"status: {{dispersion: {dispersion}}}\n")).whole.chance.customers - 0.5443474) < 1e-7


@pytest.mark.parametrize("spread", [60, 100, 250])
def test_spread_deals_are_a_compound_gamma(spread: int) -> None:
    text = priced("1", 12) + f"risk: {{deal_spread: {spread}%}}\n"
    shape = (spread / 100) ** -2
    exact = math.fsum(p * gamma_above(k * shape, 12 * shape) for k, p in enumerate(poisson(12.0)) if k)
    assert abs((told(text).whole.chance.revenue or 0) - exact) < 1e-12


# the same deals, in the eyes of the engine different ones: by transforms
@pytest.mark.parametrize("spread", [60, 100])
def test_a_series_of_waves_meets_the_closed_form(spread: int) -> None:
    text = priced("[1, 1, 1, 1.0000001]", 11.9999) + f"risk: {{deal_spread: {spread}%}}\n"
    shape = (spread / 100) ** -2
    exact = math.fsum(p * gamma_above(k * shape, 11.9999 * shape) for k, p in enumerate(poisson(11.9999)) if k)
    assert abs((told(text).whole.chance.revenue or 0) - exact) < 1e-6


def test_a_lattice_meets_the_closed_form() -> None:
    found = told(priced("[1, 1, 1, 3]", 11.9999)).whole.chance.revenue
    assert abs((found or 0) - _compound(_means(11.9999), 12)) < 1e-9


def test_deals_without_a_common_divisor_lie_on_a_fine_lattice() -> None:
    found = told(priced(f"[1, 1, 1, {math.pi}]", 60.3)).whole.chance.revenue
    parts = [(60.3 * 0.75, 1.0), (60.3 * 0.25 / math.pi, math.pi)]
    assert abs((found or 0) - _compound(parts, 60.3)) < 2e-3  # next to the goal lie heavy sums, blurred by a step


def test_deals_in_cents_have_a_common_divisor() -> None:
    found = told(priced("[1000, 1000, 1000, 1234.56]", 12000)).whole.chance.revenue
    parts = [(12 * 0.75, 1000.0), (12 * 0.25 / 1.23456, 1234.56)]
    assert abs((found or 0) - _compound(parts, 12000)) < 1e-9


def priced(deal: str, revenue: float) -> str:
    """A plan of one conversion whose goal is money."""
    return f"name: P\nyear: 2020\ngoal: {{revenue: {revenue}, average_deal: {deal}}}\nfunnel: [a, {{customers: 5%}}]\n"


def _means(revenue: float) -> list[tuple[float, float]]:
    """Customers expected at deals of 1 and of 3, where a quarter of the revenue comes at deals of 3."""
    return [(revenue * 0.75, 1), (revenue * 0.25 / 3, 3)]


def _compound(parts: list[tuple[float, float]], least: float) -> float:
    """P(sum of deals >= least) by adding up both counts."""
    below = 0.0
    for small, p in enumerate(poisson(parts[0][0])):
        for large, q in enumerate(poisson(parts[1][0])):
            if small * parts[0][1] + large * parts[1][1] < least:
                below += p * q
    return 1 - below


def test_an_uncertain_mean_deal_multiplies_all_of_them() -> None:
    text = priced("10", 120) + "risk: {average_deal: 8 to 11}\n"
    belief = Gamma((9.5 / (3 / 2.5631031310892007)) ** 2, 9.5)
    exact = math.fsum(p * belief.above(120 / k) for k, p in enumerate(poisson(12.0)) if k)
    assert abs((told(text).whole.chance.revenue or 0) - exact) < 1e-10
    spread = told(text.replace("8 to 11", "8 to 11, deal_spread: 70%")).whole.chance.revenue
    steps, shape = 2000, 0.7**-2
    summed = 0.0
    for step in range(steps):  # the midpoints of as many equal parts of the belief
        mean = belief.quantile((step + 0.5) / steps)
        summed += _spread_tail(120 / mean, shape) / steps
    assert abs((spread or 0) - summed) < 2e-5


def _spread_tail(amount: float, shape: float) -> float:
    return math.fsum(p * gamma_above(k * shape, amount * shape) for k, p in enumerate(poisson(12.0)) if k and p > 1e-9)


def test_beta_and_gamma_have_their_moments_and_percentiles() -> None:
    for belief in (Beta(1.5, 2.5), Beta(231.5, 15969.5), Gamma(99.9, 0.975), Gamma(0.4, 3.0)):
        places = [belief.quantile((step + 0.5) / 4000) for step in range(4000)]
        mean = math.fsum(places) / 4000
        assert abs(mean / belief.mean - 1) < 1e-3
        assert abs(math.fsum((x - mean) ** 2 for x in places) / 4000 / belief.variance - 1) < 2e-2
        for chance in (1e-6, 0.1, 0.5, 0.9, 1 - 1e-6):
            assert abs(belief.at_most(belief.quantile(chance)) - chance) < 1e-12


def test_whole_counts_beside_known_ones() -> None:
    both = counts([0.25, 0.5, 0.25], 3.5)
    assert (both.first, both.part) == (3, 0.5)
    assert [both.at_least(k) for k in (3, 4, 4.5, 5, 6, 7)] == [1.0, 0.875, 0.5, 0.5, 0.125, 0.0]
    assert [both.quantile(p) for p in (0.1, 0.5, 0.9)] == [3, 4, 6]


def test_where_nothing_is_uncertain_and_nothing_fixed_numpy_is_not_loaded() -> None:
    script = (
        "import sys\n"
        "from tests.analysis.goal_chance.plans import inbound\n"
        "found = inbound(safe=0.8).whole\n"
        "assert round(found.chance.customers, 8) == 0.5443474\n"
        "print('numpy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
