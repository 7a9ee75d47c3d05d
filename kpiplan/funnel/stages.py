"""Up the funnel from customers to targets, and down the funnel from arrivals to what to expect (docs/arithmetic.md).

Months are plan months: 1..12 the plan, below 1 before it, above 12 after it.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Referral, Stage
from kpiplan.tuples import NamedTuple


class Run(NamedTuple):
    """One value a month from month `first` on; 0 in every other month."""

    first: int
    values: tuple[float, ...]

    def at(self, month: int) -> float:
        """The value of a month."""
        index = month - self.first
        return self.values[index] if 0 <= index < len(self.values) else 0.0

    @property
    def last(self) -> int:
        """The last month that has a value."""
        return self.first + len(self.values) - 1

    @property
    def year(self) -> Series:
        """The twelve plan months."""
        return tuple(self.at(month) for month in range(1, YEAR_MONTHS + 1))


EMPTY = Run(1, ())


class Targets(NamedTuple):
    """Targets of a funnel, a run a stage from top to bottom: arrivals, those that arrive directly, and the need.

    `needs[i]` is what must come from the stage above (empty at the top).
    """

    stages: tuple[Stage, ...]
    arrivals: tuple[Run, ...]
    direct: tuple[Run, ...]
    needs: tuple[Run, ...]
    under: "PlanUnder | None" = None

    @property
    def lagged(self) -> bool:
        """Whether units take time from one stage to the next: else nothing is under way on the first day."""
        return any(stage.lag.longest for stage in self.stages)


class PlanUnder(NamedTuple):
    """The plan under a re-plan, whose months are arrivals of their own: units pass from stage to stage as it has them.

    Of its rates so many `times` hold, by stage from the top. The months 1..`known` had happened when it was made.
    """

    targets: Targets
    times: tuple[float, ...]
    known: int


def at(series: Series, month: int) -> float:
    """A series in any month: outside the plan it stays at its first or last value."""
    return series[min(max(month, 1), YEAR_MONTHS) - 1]


def up(stages: Sequence[Stage], customers: Series, next_year: float | None) -> Targets:
    """Targets of every stage from the customers wanted in the plan months.

    `next_year` is the growth of the year after over this one; None: nothing is wanted after the plan.
    """
    horizon = YEAR_MONTHS
    if next_year is not None:
        horizon += sum(stage.lag.longest for stage in stages[1:])
    wanted = [customers[m % YEAR_MONTHS] * (1 + (next_year or 0.0)) ** (m // YEAR_MONTHS) for m in range(horizon)]
    arrivals = [Run(1, tuple(wanted))]
    needs: list[Run] = []
    direct: list[Run] = []
    for stage in reversed(stages[1:]):
        below = arrivals[-1]
        arrives = _direct(stage, below, wanted)
        need = Run(below.first, tuple(max(0.0, a - arrives.at(m)) for m, a in enumerate(below.values, below.first)))
        direct.append(arrives)
        needs.append(need)
        arrivals.append(_above(stage, need, ends=next_year is None))
    return Targets(tuple(stages), tuple(reversed(arrivals)), (EMPTY, *reversed(direct)), (EMPTY, *reversed(needs)))


def _direct(stage: Stage, covered: Run, wanted: Sequence[float]) -> Run:
    """d_i[m] for the months that a stage covers, and for all plan months.

    `wanted` are the customers of the goal from month 1 on, those after the plan too: they refer others like any.
    """
    months = range(min(1, covered.first), max(YEAR_MONTHS, covered.last) + 1)
    if stage.direct is None:
        return Run(months.start, (0.0,) * len(months))
    if not isinstance(stage.direct, Referral):
        return Run(months.start, tuple(at(stage.direct, month) for month in months))
    won = [0.0, *accumulate(wanted)]  # won[k]: in the months 1 to k
    referral = stage.direct
    earlier = (won[max(month - 1, 0)] for month in months)
    return Run(months.start, tuple(referral.per_customer * (referral.opening + count) for count in earlier))


def _above(stage: Stage, need: Run, *, ends: bool) -> Run:
    """a_{i-1}[c]: the cohorts above that the need of a stage asks for."""
    lag = stage.lag
    shares = [(age, share) for age, share in enumerate(lag.shares) if share > 0]
    # where the goal goes on, months are known only as far as every age of them is
    first, last = need.first - lag.longest, need.last - (lag.shortest if ends else lag.longest)
    values = []
    for month in range(first, last + 1):
        hits = [(share, need.at(month + age)) for age, share in shares if need.first <= month + age <= need.last]
        covered = sum(share for share, _ in hits)
        wanted = sum(share * count for share, count in hits)
        values.append(wanted / (at(stage.rate, month) * covered) if covered > 0 else 0.0)
    return Run(first, tuple(values))


def flow(targets: Targets, stage: int, cohort: int, month: int) -> float:
    """Planned arrivals at `stage` in `month` that had reached the stage above in month `cohort`."""
    if targets.under:
        return chance(targets, stage, month, cohort) * targets.arrivals[stage - 1].at(cohort)
    shares = targets.stages[stage].lag.shares
    age = month - cohort
    return shares[age] * targets.needs[stage].at(month) if 0 <= age < len(shares) else 0.0


def chance(targets: Targets, stage: int, month: int, cohort: int) -> float:
    """p_i(m | c): the part of the cohort above that reaches `stage` in `month`, by the plan."""
    if targets.under:
        return targets.under.times[stage] * chance(targets.under.targets, stage, month, cohort)
    above = targets.arrivals[stage - 1].at(cohort)
    if above > 0:
        return flow(targets, stage, cohort, month) / above
    lag, age = targets.stages[stage].lag, month - cohort
    return at(targets.stages[stage].rate, cohort) * lag.shares[age] if 0 <= age < len(lag.shares) else 0.0


def expected(targets: Targets, stage: int, above: Callable[[int], float]) -> Series:
    """e_i[1..12]: what to expect at a stage, given the arrivals above by month (those before the plan too)."""
    months = range(1, YEAR_MONTHS + 1)
    found = tuple(_expected(targets, stage, month, above) for month in months)
    if not (targets.under and targets.under.known):
        return found
    return tuple(count * as_it_went(targets, stage, month, above) for month, count in zip(months, found, strict=True))


def _expected(targets: Targets, stage: int, month: int, above: Callable[[int], float]) -> float:
    ages = range(len(targets.stages[stage].lag.shares))
    came = sum(chance(targets, stage, month, month - age) * above(month - age) for age in ages)
    return targets.direct[stage].at(month) + came


def as_it_went(targets: Targets, stage: int, month: int, above: Callable[[int], float]) -> float:
    """How many times as many as planned came through to a stage in a month that a re-plan knew; 1 in all others.

    Its months are what happened, so that who held to the re-plan is expected where it is; of the month after them it
    may have known a part. What had reached the stage above before the plan is taken as it is known (`above`).
    """
    if not targets.under or month > targets.under.known + 1:
        return 1.0
    run = targets.arrivals[stage - 1]
    planned = _expected(targets, stage, month, lambda cohort: run.at(cohort) if cohort >= 1 else above(cohort))
    return targets.arrivals[stage].at(month) / planned if planned > 0 else 1.0


def at_planned_rates(targets: Targets) -> Targets:
    """The same targets; of a re-plan also months that it knew bring what planned rates give, not what they brought."""
    return targets._replace(under=targets.under._replace(known=0)) if targets.under else targets


def down(targets: Targets, known: Sequence[Mapping[int, float]], top: Series | None = None) -> tuple[Series, ...]:
    """Arrivals to expect at every stage in the plan months, the plan's own targets fed in at the top, or others.

    `known` holds, a stage, the months whose arrivals are known: stated before the plan, or actual. Months before the
    plan that are not known are taken at their target; a known month moves its own stage only.
    """
    found: list[Series] = []
    for stage, months in enumerate(known):
        own = (
            top or targets.arrivals[0].year
            if stage == 0
            else expected(targets, stage, _looks_up(targets, stage - 1, known, found))
        )
        found.append(tuple(months.get(month, value) for month, value in enumerate(own, start=1)))
    return tuple(found)


def _looks_up(
    targets: Targets, stage: int, known: Sequence[Mapping[int, float]], found: Sequence[Series]
) -> Callable[[int], float]:
    def arrivals(month: int) -> float:
        if month >= 1:
            return found[stage][month - 1]
        return known[stage].get(month, targets.arrivals[stage].at(month))

    return arrivals


def kernel_reach(targets: Targets) -> Series:
    """What the targets bring at the bottom by the plain conversion-by-age kernel r*w, month by month.

    For level goals and whole-month lags that is the goal; elsewhere it tells how far a spread lag smooths it away.
    """
    above = targets.arrivals[0]
    for number, stage in enumerate(targets.stages[1:], start=1):
        run = targets.arrivals[number]
        values = tuple(
            min(targets.direct[number].at(month), run.at(month))
            + sum(
                at(stage.rate, month - age) * share * above.at(month - age)
                for age, share in enumerate(stage.lag.shares)
            )
            for month in range(run.first, YEAR_MONTHS + 1)
        )
        above = Run(run.first, values)
    return above.year
