"""The plan as its author wrote it, in the author's words: frozen values, no arithmetic beyond the reading of lags."""

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from kpiplan.months import YEAR_MONTHS, Month, Series
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.plan.export_rules import FileRules
    from kpiplan.plan.kpi_goals import Chosen
    from kpiplan.plan.risk import Risk

EMPTY: Mapping[str, Any] = MappingProxyType({})
Rounding = Literal["nearest", "up", "down"]  # how a year's customers become a whole number
TOP_NOISE = 0.10  # how much the volume at the top varies from month to month, unless stated


class Lag(NamedTuple):
    """The share of a month's arrivals that had reached the stage above k months before, k = 0, 1, …; sums to 1."""

    shares: tuple[float, ...] = (1.0,)
    text: str = ""

    @property
    def longest(self) -> int:
        """The largest age with a share above 0, in months."""
        return max(age for age, share in enumerate(self.shares) if share > 0)

    @property
    def shortest(self) -> int:
        """The smallest age with a share above 0, in months."""
        return min(age for age, share in enumerate(self.shares) if share > 0)


def spread_lag(months: float) -> tuple[float, ...]:
    """A lag of a number of months as shares: it splits between the two whole months around it (1.5: 0, 1/2, 1/2)."""
    whole = math.floor(months)
    part = months - whole
    shares = (0.0,) * whole + (1 - part,)
    return (*shares, part) if part > 0 else shares


def lag_words(shares: Sequence[float]) -> str:
    """A spread lag in short: the months of age from the first to the last share above 0, `1-3 mo`."""
    ages = [age for age, share in enumerate(shares) if share > 0]
    return f"{ages[0]} mo" if len(ages) == 1 else f"{ages[0]}-{ages[-1]} mo"


class Referral(NamedTuple):
    """Direct arrivals that earlier customers bring: `per_customer` a month for each of `opening` and of those won."""

    per_customer: float
    opening: float = 0.0


class Source(NamedTuple):
    """Where a share of a stage's arrivals comes from, and what one of them costs."""

    name: str
    share: float
    label: str = ""
    cost: Series | None = None


class Stage(NamedTuple):
    """A step of the funnel. `rate` converts from the stage above, a fraction by cohort month (1 at the top)."""

    name: str
    rate: Series = (1.0,) * YEAR_MONTHS
    lag: Lag = Lag()
    each: bool = False  # the rate may be above 1
    lag_stated: bool = False
    direct: Series | Referral | None = None
    label: str = ""
    owner: str = ""
    cost: Series | None = None
    sources: tuple[Source, ...] = ()


class Recurring(NamedTuple):
    """A goal of monthly recurring revenue, from now to the year's end; churn and expansion are fractions a month."""

    start: float
    end: float
    churn: float = 0.0
    expansion: float = 0.0


class Timing(NamedTuple):
    """How a goal spreads over the plan year: weights that sum to 1, and what they imply for the year after."""

    weights: Series
    next_year: float = 0.0

    @property
    def level(self) -> bool:
        """Whether every month has the same part."""
        return max(self.weights) - min(self.weights) <= 1e-12


class NextYear(NamedTuple):
    """The goal of the year after the plan over this year's, as a fraction; None: nothing is wanted after the plan."""

    growth: float | None


class Goal(NamedTuple):
    """What the year is to bring. None is what its author left out; segments take that from the plan."""

    revenue: float | None = None
    units: float | None = None
    recurring: Recurring | None = None
    average_deal: Series | None = None
    rounding: Rounding | None = None
    from_elsewhere: float | None = None
    timing: Timing | None = None
    next_year: NextYear | None = None

    @property
    def stated(self) -> bool:
        """Whether the goal has an amount of its own."""
        return not (self.revenue is None and self.units is None and self.recurring is None)


class Existing(NamedTuple):
    """Revenue of customers already won, at the year's start; churn and expansion are fractions a year."""

    revenue: float
    churn: float = 0.0
    expansion: float = 0.0

    @property
    def kept(self) -> float:
        """What of it the plan year keeps (docs/arithmetic.md)."""
        return self.revenue * (1 - self.churn + self.expansion)


class Costs(NamedTuple):
    """Fixed costs a month."""

    marketing: Series | None = None
    sales: Series | None = None


class Stated(NamedTuple):
    """A number as published, and the unit of the last digit that it was written with."""

    value: float
    digit: float


class Status(NamedTuple):
    """Settings of the comparison with actuals: fractions, and the factor on the variance of counts.

    `chance` is the part of years as planned in which anything is called behind, `watch` the chance below which a
    shortfall is worth watching. `noise` is how much volumes vary from month to month beyond chance, relative standard
    deviations: of the top, or by stage.
    """

    tolerance: float = 0.05
    chance: float = 0.10
    watch: float = 0.10
    dispersion: float = 1.0
    noise: float | Mapping[str, float] = EMPTY

    def noise_of(self, stage: str, *, top: bool) -> float:
        """The noise of a stage: what is stated, else 10% at the top and none below."""
        if isinstance(self.noise, Mapping):
            return self.noise.get(stage, TOP_NOISE if top else 0.0)
        return self.noise if top else 0.0


class Elapsed(NamedTuple):
    """What a re-plan knew: the last month that had happened, the stages counted up to it, so many times which rates.

    `rates` multiply those of the plan, by stage: a re-plan that was made at the rates seen plans on with them.
    """

    after: Month | None = None
    seen: tuple[str, ...] = ()
    rates: Mapping[str, float] = EMPTY


class Segment(NamedTuple):
    """A part of the plan with a share of the goal or a goal of its own. What it leaves out it takes from the plan."""

    name: str
    share: float | None = None
    goal: Goal = Goal()
    funnel: tuple[Stage, ...] = ()
    label: str = ""
    owner: str = ""
    before: Mapping[str, Mapping[Month, float]] = EMPTY
    costs: Costs = Costs()
    budget: float | None = None
    last_year: Mapping[str, float] = EMPTY
    stated: Mapping[str, Stated] = EMPTY
    risk: "Risk | None" = None
    replan: Mapping[str, Series] = EMPTY
    elapsed: Elapsed = Elapsed()


def whole_labels(funnels: Iterable[Sequence[Stage]]) -> dict[str, str]:
    """The stages of several funnels, in order, with what the whole calls them: a label that all agree on, else none."""
    labels: dict[str, set[str]] = {}
    for stage in (stage for funnel in funnels for stage in funnel):
        labels.setdefault(stage.name, set()).add(stage.label)
    return {name: found.pop() if len(found) == 1 else "" for name, found in labels.items()}


class Scenario(NamedTuple):
    """Changes of the plan that it has a name for, and why they are worth a look; they are no part of the plan."""

    name: str
    why: str = ""


class Plan(NamedTuple):
    """An annual funnel plan."""

    name: str
    start: Month
    goal: Goal
    funnel: tuple[Stage, ...]
    currency: str | None = None
    timezone: str | None = None  # where instants in exports have their day; None: as they are written
    why: str = ""
    existing: Existing | None = None
    before: Mapping[str, Mapping[Month, float]] = EMPTY
    costs: Costs = Costs()
    budget: float | None = None
    last_year: Mapping[str, float] = EMPTY
    stated: Mapping[str, Stated] = EMPTY
    accepted: Mapping[str, str] = EMPTY
    status: Status = Status()
    segments: tuple[Segment, ...] = ()
    actuals: tuple["FileRules", ...] = ()  # in file order: the first that fits a file holds
    economics: Mapping[str, float] = EMPTY  # base measures that no export knows, such as years_kept
    kpis: tuple["Chosen", ...] = ()
    risk: "Risk | None" = None  # what rates and volumes rest on; none: they are taken as certain
    scenarios: tuple[Scenario, ...] = ()
    exchange: Mapping[str, float] = EMPTY  # what one unit of other currencies is worth in the plan's

    @property
    def reading_rules(self) -> "tuple[FileRules, ...]":
        """The rules for every file, with the plan's currency."""
        from kpiplan.plan.export_rules import Exchange, FileRules

        exchange = Exchange(self.currency, self.exchange)
        return tuple(rule._replace(exchange=exchange) for rule in (*self.actuals, FileRules()))

    replan: Mapping[str, Series] = EMPTY  # arrivals by stage that take the place of what follows from the goal
    elapsed: Elapsed = Elapsed()

    @property
    def replanned(self) -> bool:
        """Whether months of any stage are stated in the place of what follows from the goal."""
        return bool(self.replan) or any(segment.replan for segment in self.segments)
