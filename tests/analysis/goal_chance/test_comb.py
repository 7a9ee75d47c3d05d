"""Nodes must follow the frequencies: with a fixed number of them, large counts become a comb, and do not look it."""

from __future__ import annotations

import math

import pytest

from kpiplan.analysis.distributions.continuous import Beta
from kpiplan.analysis.distributions.counts import poisson_at_most
from kpiplan.analysis.goal_chance import quadrature
from tests.analysis.goal_chance.plans import told

# one rate known as Beta(22.02, 26.64), 3,421 customers expected at its mean
RATE = 22.02 / (22.02 + 26.64)
PLAN = (
    f"name: P\nyear: 2020\ngoal: {{customers: 3421}}\nfunnel: [a, {{customers: {RATE:.16f}}}]\n"
    "risk: {customers: 21.52 of 47.66}\n"
)
EXACT = 0.49641832


def test_a_few_thousand_customers_and_one_rate() -> None:
    assert abs((told(PLAN).whole.chance.customers) - EXACT) < 1e-7


@pytest.mark.parametrize("number", [8, 16, 24])
def test_a_fixed_number_of_nodes_fails(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quadrature, "node_count", lambda *_: number)
    assert abs(told(PLAN).whole.chance.customers - EXACT) > 1e-3


def test_the_same_by_summing_poisson_tails_over_many_nodes() -> None:
    belief = Beta(22.02, 26.64)
    few, many = (quadrature.nodes(belief, belief.mean, turn) for turn in (0.0, 400.0))
    chances = [
        math.fsum(
            weight * (1 - poisson_at_most(3420, 3421 * value))
            for value, weight in zip(nodes.values.tolist(), nodes.weights.tolist(), strict=True)
        )
        for nodes in (few, many)
    ]
    assert abs(chances[0] - EXACT) > 1e-3
    assert abs(chances[1] - EXACT) < 1e-8


# Gauss's nodes are a comb as well: the numbers that docs/chance.md gives for 16, 24, 32, 40, 64 and 100 of them
@pytest.mark.parametrize(
    ("number", "chance"), [(16, 0.4423), (24, 0.4936), (32, 0.5119), (40, 0.5004), (64, 0.4972), (100, 0.4964)]
)
def test_so_are_the_nodes_of_gauss(number: int, chance: float) -> None:
    values, weights = gauss(number, 22.02, 26.64)
    found = math.fsum(
        weight * (1 - poisson_at_most(3420, 3421 * value / RATE)) for value, weight in zip(values, weights, strict=True)
    )
    assert abs(found - chance) < 5.1e-5


def gauss(number: int, alpha: float, beta: float) -> tuple[list[float], list[float]]:
    """Gauss-Jacobi nodes of a Beta by the eigenvalues of its recurrence (G. H. Golub, J. H. Welsch, 1969)."""
    import numpy as np

    a, b = beta - 1, alpha - 1  # weights (1 - x)^a (1 + x)^b on [-1, 1]
    k = np.arange(number, dtype=float)
    total = 2 * k + a + b
    diagonal = (b * b - a * a) / (total * (total + 2))
    k, total = k[1:], total[1:]
    off = 4 * k * (k + a) * (k + b) * (k + a + b) / (total**2 * (total + 1) * (total - 1))
    matrix = np.diag(diagonal) + np.diag(np.sqrt(off), 1) + np.diag(np.sqrt(off), -1)
    places, vectors = np.linalg.eigh(matrix)
    return ((places + 1) / 2).tolist(), (vectors[0] ** 2).tolist()
