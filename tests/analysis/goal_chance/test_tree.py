"""Segments that share some factors and have others of their own: one tree; what can't stand in it is summed over."""

import math

import numpy as np
import pytest

from kpiplan.analysis.distributions.continuous import Beta, Gamma
from kpiplan.analysis.goal_chance.factors import Factor
from kpiplan.analysis.goal_chance.outer_sums import gauss
from tests.analysis.goal_chance.plans import told

PLAN = """\
name: Ways
year: 2026
goal: {customers: 120, average_deal: 10k, next_year: 0%}
funnel:
  - visits
  - leads: {rate: 10%}
  - mqls: {rate: 40%}
  - sqls: {rate: 40%}
  - opportunities: {rate: 50%, lag: 1 month}
  - customers: {rate: 30%, lag: 1 month}
risk: {leads: 20 of 200, mqls: 20 of 50, sqls: 20 of 50, opportunities: 25 of 50, customers: 15 of 50}
segments:
"""


# simulated unit by unit, 100,000 years: standard error 0.0016
@pytest.mark.parametrize(
    ("lines", "simulated"),
    [
        (("leads: 10 of 100", "sqls: 10 of 25", "customers: 6 of 20"), 0.50867),
        (("leads: 10 of 100", "leads: 12 of 100", "leads: 15 of 140"), 0.56986),
    ],
)
def test_lines_of_segments_on_any_stage(lines: tuple[str, ...], simulated: float) -> None:
    shares = zip("abc", (40, 30, 30), lines, strict=True)
    text = PLAN + "".join(f"  {name}: {{share: {share}%, risk: {{{line}}}}}\n" for name, share, line in shares)
    assert told(text).whole.chance.customers == pytest.approx(simulated, abs=4 * 0.0016)


@pytest.mark.parametrize("belief", [Beta(22.02, 26.64), Beta(1.5, 2.5), Gamma(99.9, 0.975), Gamma(1.5, 2.0)])
@pytest.mark.parametrize("count", [2, 5, 20])
def test_nodes_of_gauss_have_the_moments(belief: Beta | Gamma, count: int) -> None:
    taken = gauss(Factor(None, "x", belief, 0.5), count)
    mean = float(taken.values @ taken.weights)
    assert math.isclose(mean, belief.mean / 0.5, rel_tol=1e-10)
    assert math.isclose(float((taken.values - mean) ** 2 @ taken.weights), belief.variance / 0.25, rel_tol=1e-9)
    assert np.all(taken.weights >= 0)
