"""From the lines of `risk` to factors: what each is believed to be, over what is planned."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kpiplan.analysis.distributions.continuous import Beta, Gamma
from kpiplan.funnel.branches import Branch
from kpiplan.months import Series
from kpiplan.plan.model import EMPTY, Plan, Stage
from kpiplan.plan.risk import DEAL, MARKET, Between, LastYear, Line, Risk, Seen
from kpiplan.tuples import NamedTuple

TENTHS = 2.5631031310892007  # between the 10th and the 90th percentile of a normal distribution, in standard deviations

_HIGH = 0.999  # a belief is taken up to this percentile
_NOISE = 1e-9

Distribution = Beta | Gamma


class Factor(NamedTuple):
    """One draw for the whole year: what an input is believed to be, over what is planned of it.

    Factors of the same `owner` (a segment, None: the plan) and `name` are one and the same. `stated` is how the line
    was written, empty where nobody stated it. `seen` are the counts that it learnt from.
    """

    owner: str | None
    name: str
    belief: Distribution
    planned: float
    stated: str = ""
    seen: tuple[float, float] | None = None

    @property
    def mean(self) -> float:
        """The expected factor."""
        return self.belief.mean / self.planned

    @property
    def variance(self) -> float:
        """The variance of the factor."""
        return self.belief.variance / self.planned**2

    @property
    def key(self) -> tuple[str | None, str]:
        """What tells it from other factors."""
        return self.owner, self.name


class Factors(NamedTuple):
    """The factors of one funnel: by stage from the top (the first: on its volume), of the market, of the mean deal."""

    stages: tuple[Factor | None, ...]
    market: Factor | None = None
    deal: Factor | None = None
    deal_spread: float = 0.0


def certain(stages: int, deal_spread: float = 0.0) -> Factors:
    """No factor at all: everything as planned. How much deals differ is no matter of belief."""
    return Factors((None,) * stages, deal_spread=deal_spread)


def factors(plan: Plan, branch: Branch) -> Factors:
    """What the plan, and the segment itself, state of a funnel under `risk`."""
    of_plan, own = plan.risk or Risk(), branch.own.risk or Risk()
    inherits = branch.segment is None or not branch.own.funnel
    own_deal = branch.own.goal.average_deal is not None
    stages = tuple(_of_stage(plan, branch, at, of_plan.lines, own.lines, inherits) for at in range(len(branch.stages)))
    market = of_plan.lines.get(MARKET)
    deal_line = own.lines.get(DEAL) or (None if own_deal else of_plan.lines.get(DEAL))
    deal = None
    if deal_line and branch.deal:
        owner = branch.segment if DEAL in own.lines else None
        deal = _factor(owner, DEAL, deal_line, _mean(branch.deal))
    spread = own.deal_spread if own.deal_spread is not None else of_plan.deal_spread
    return Factors(stages, _factor(None, MARKET, market, 1.0) if market else None, deal, spread or 0.0)


def _of_stage(
    plan: Plan, branch: Branch, at: int, of_plan: Mapping[str, Line], own: Mapping[str, Line], inherits: bool
) -> Factor | None:
    stage = branch.stages[at]
    if stage.name in own:
        return _stage_factor(branch.segment, branch, at, own[stage.name], branch.last_year)
    if stage.name not in of_plan:
        return None
    line = of_plan[stage.name]
    if inherits:
        return _stage_factor(None, branch, at, line, plan.last_year)
    return _stage_factor(branch.segment, branch, at, line, branch.last_year)


def _stage_factor(
    owner: str | None, branch: Branch, at: int, line: Line, last_year: Mapping[str, float]
) -> Factor | None:
    stage = branch.stages[at]
    if at == 0:
        return _factor(owner, stage.name, line, 1.0)
    belief = line.belief
    if isinstance(belief, LastYear):
        counts = last_year_counts(branch.stages, at, last_year)
        if counts is None:
            return None
        belief = counts
    return Factor(owner, stage.name, rate_belief(belief, stage.each), _mean(stage.rate), line.text)


def last_year_counts(stages: tuple[Stage, ...], at: int, last_year: Mapping[str, float] = EMPTY) -> Seen | None:
    """What came through to a stage last year, of the stage above it; None where either is not known."""
    came, units = last_year.get(stages[at].name), last_year.get(stages[at - 1].name) if at else None
    return None if came is None or not units else Seen(came, units)


def _factor(owner: str | None, name: str, line: Line, planned: float) -> Factor:
    assert isinstance(line.belief, Between)  # what else it may not be is refused when the plan is read
    return Factor(owner, name, amount_belief(line.belief), planned, line.text)


def rate_belief(belief: Seen | Between, each: bool) -> Distribution:
    """What a rate is believed to be; `each`: it may be above 1. Raises ValueError where no rate can be so wide."""
    if isinstance(belief, Seen):
        if each:
            return Gamma(belief.came + 0.5, (belief.came + 0.5) / belief.units)
        return Beta(belief.came + 0.5, belief.units - belief.came + 0.5)
    return amount_belief(belief) if each else between(belief)


def between(belief: Between) -> Beta:
    """The Beta whose mean and deviation are those of the range. Raises ValueError where no rate can be so wide."""
    mean, deviation = (belief.low + belief.high) / 2, (belief.high - belief.low) / TENTHS
    trials = mean * (1 - mean) / deviation**2 - 1
    if trials <= 0 or not 0 < mean < 1:
        raise ValueError("wider than a rate can be")
    return Beta(mean * trials, (1 - mean) * trials)


def amount_belief(belief: Between) -> Gamma:
    """The Gamma whose mean and deviation are those of the range."""
    mean, deviation = (belief.low + belief.high) / 2, (belief.high - belief.low) / TENTHS
    return Gamma((mean / deviation) ** 2, mean)


def above_one(rate: Beta, planned: Series) -> float | None:
    """The rate above 100% to which a belief carries a plan in its best month (by its 99.9% point); None below that."""
    most = max(planned) / _mean(planned)
    highest = rate.quantile(_HIGH) * most if most > 1 + _NOISE else 0.0
    return highest if highest > 1 + _NOISE else None


def _mean(series: Series) -> float:
    """The mean, which of equal values is that value to the last digit."""
    return series[0] if min(series) == max(series) else math.fsum(series) / len(series)
