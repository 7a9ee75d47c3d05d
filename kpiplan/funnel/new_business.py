"""From the goal down to customers (docs/arithmetic.md)."""

import math
from collections.abc import Sequence

from kpiplan.funnel.rounding import round_year
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Existing, Goal, Recurring, Rounding, Timing
from kpiplan.tuples import NamedTuple

LEVEL = Timing((1 / YEAR_MONTHS,) * YEAR_MONTHS)


class Amount(NamedTuple):
    """Customers, and the revenue they bring (None where no average deal is planned)."""

    customers: float
    revenue: float | None


class Business(NamedTuple):
    """New business wanted, one amount a plan month, before `from_elsewhere`; money, or units of the last stage.

    `implied_next_year` is what the goal's own growth makes of the year after, `recurring` M[1..12] of a recurring goal.
    """

    months: Series
    in_units: bool
    implied_next_year: float
    recurring: Series | None = None

    @property
    def year(self) -> float:
        """The year's amount."""
        return math.fsum(self.months)

    def timing(self) -> Timing:
        """How this business spreads over the year."""
        year = self.year
        weights = tuple(amount / year for amount in self.months) if year > 0 else LEVEL.weights
        return Timing(weights, self.implied_next_year)


def recurring_path(goal: Recurring) -> Series:
    """M[0..12]: monthly recurring revenue from now to the year's end, growing by the same factor every month."""
    return tuple(goal.start * (goal.end / goal.start) ** (month / YEAR_MONTHS) for month in range(YEAR_MONTHS + 1))


def recurring_business(goal: Recurring) -> Business:
    """new[m] = M[m] - M[m-1] * (1 - churn + expansion), nothing where that is below 0; money a month."""
    path = recurring_path(goal)
    keeps = 1 - goal.churn + goal.expansion
    new = tuple(max(0.0, path[month] - path[month - 1] * keeps) for month in range(1, YEAR_MONTHS + 1))
    return Business(new, False, goal.end / goal.start - 1, recurring=path[1:])


def business_of(goal: Goal, timing: Timing, existing: Existing | None = None) -> Business:
    """The new business that a goal with an amount wants, timed by `timing` (a recurring goal times itself)."""
    if goal.recurring:
        return recurring_business(goal.recurring)
    amount = goal.units if goal.units is not None else goal.revenue or 0.0
    kept = existing.kept / YEAR_MONTHS if existing and goal.units is None else 0.0
    months = tuple(max(0.0, amount * weight - kept) for weight in timing.weights)
    return Business(months, goal.units is not None, timing.next_year)


def customers_of(business: Business, deal: Series | None, from_elsewhere: float) -> Series:
    """C[m] before rounding: units as they are, money over the average deal; less what comes from elsewhere."""
    here = 1 - from_elsewhere
    if business.in_units or deal is None:
        return tuple(amount * here for amount in business.months)
    return tuple(amount * here / size for amount, size in zip(business.months, deal, strict=True))


def revenue_of(customers: Sequence[float], deal: Series) -> tuple[float, ...]:
    """What the customers of the plan months bring, each month's at that month's average deal; of so many as are given.

    Where customers pay a fee a month, it is new monthly recurring revenue.
    """
    return tuple(count * size for count, size in zip(customers, deal[: len(customers)], strict=True))


def rounded(customers: Series, how: Rounding | None) -> Series:
    """C[m] scaled so that the year is a whole number; as it is where nothing is rounded."""
    year = math.fsum(customers)
    if how is None or year <= 0:
        return customers
    factor = round_year(year, how) / year
    return tuple(count * factor for count in customers)
