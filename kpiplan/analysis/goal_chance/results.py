"""What the engine tells: values, no words."""

from __future__ import annotations

from kpiplan.analysis.distributions.whole import Counts
from kpiplan.tuples import NamedTuple


class Wanted(NamedTuple):
    """A goal: customers, and what new customers of this funnel are to bring; None where the plan knows no money."""

    customers: float
    revenue: float | None


class Chance(NamedTuple):
    """The chances that the year brings at least the goal: its customers, and its revenue."""

    customers: float
    revenue: float | None


class Tenths(NamedTuple):
    """The 10th, 50th and 90th percentile."""

    p10: float
    p50: float
    p90: float


class Fan(NamedTuple):
    """Percentiles of the year, and of all that came up to the end of each plan month, cumulated; none where not asked.

    Percentiles never add up: not those of months, not those of segments.
    """

    year: Tenths
    by_month: tuple[Tenths, ...] = ()


class Standing(NamedTuple):
    """How a segment or (None) the whole plan stands.

    `luck`: the chances with every rate and volume as planned. `chance`: with what the plan rests on. Counts are the
    distribution of the year's customers; `expected` and `variance` are their mean and variance.
    """

    segment: str | None
    goal: Wanted
    luck: Chance
    chance: Chance
    expected: float
    variance: float
    counts: Counts
    customers: Fan
    revenue: Fan | None


class Hangs(NamedTuple):
    """A part of the variance of the whole plan's customers.

    `input` is a line of a `segment` (None: of the plan), or LUCK, or TOGETHER: what lines do only together.
    """

    input: str
    segment: str | None
    share: float


LUCK, TOGETHER = "luck", "together"


class Rests(NamedTuple):
    """What a line says beside what is planned: as `stated` (empty where only the months so far say it).

    With exports, mean and percentiles are those after the months so far; `seen` are the units that came and those that
    could have. Volumes and the market are parts of what is planned, 1 being the plan.
    """

    segment: str | None
    input: str
    stated: str
    planned: float
    mean: float
    p10: float
    p90: float
    seen: tuple[float, float] | None


class Safe(NamedTuple):
    """So many times the work that is still to be done at the top reaches the goal's customers with a chance of `level`.

    Where even the largest factor tried does not, `reached` is False and `chance` is what it brings; `late` where that
    is because nothing that enters at the top from now on becomes a customer of the year.
    """

    level: float
    factor: float
    chance: float
    reached: bool
    late: bool = False


class Remedy(NamedTuple):
    """What the chance of the goal's customers would be, were the line that gains most by it certain and as planned."""

    segment: str | None
    input: str
    chance: float


class GoalChance(NamedTuple):
    """The chance of the goal, `through` the plan month that is known (0: the plan itself), of it the covered `part`."""

    through: int
    part: float
    whole: Standing
    segments: tuple[Standing, ...]
    hangs_on: tuple[Hangs, ...]
    rests_on: tuple[Rests, ...]
    safe: Safe | None
    remedy: Remedy | None


class Moment(NamedTuple):
    """The chances as they were known at the end of a plan month; 0: at the start."""

    through: int
    luck: Chance
    chance: Chance
