"""What rounding the year to whole customers does to the goal, and what the other whole number would bring and need."""

import math

from kpiplan.funnel.branches import Branch
from kpiplan.funnel.stages import up
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple


class ChoiceMoney(NamedTuple):
    """Money of the year: what it brings as rounded, what is short of the goal, what the other whole number brings."""

    year: float
    short: float
    other: float


class RoundingChoice(NamedTuple):
    """The year's customers as rounded, and the other whole number beside the goal: the next where they are short of it.

    `short` are the customers that rounding leaves of the goal, below 0 where it goes beyond; `top` the arrivals a month
    at the funnel's top that the `other` needs. `money` is None where an average deal is not stated.
    """

    year: int
    short: float
    other: int
    top: float
    money: ChoiceMoney | None


def left_short(branch: Branch) -> float:
    """The customers that rounding leaves of a goal: below 0 where it goes beyond, 0 where it changes nothing."""
    exact = math.fsum(branch.exact)
    short = exact - branch.year
    return short if branch.rounding and abs(short) > NOISE * exact else 0.0


def rounding_choice(branch: Branch) -> RoundingChoice | None:
    """The choice that rounding made for a branch, timed as its goal is; None where it changes nothing."""
    short = left_short(branch)
    if not short:
        return None
    year = round(branch.year)
    other = year + 1 if short > 0 else year - 1
    customers = tuple(count * other / branch.year for count in branch.customers)
    top = math.fsum(up(branch.stages, customers, branch.next_year).arrivals[0].year) / YEAR_MONTHS
    rest = tuple(exact - count for exact, count in zip(branch.exact, branch.customers, strict=True))
    amounts = [branch.money(counts) for counts in (branch.customers, rest, customers)]
    known = [amount for amount in amounts if amount is not None]
    return RoundingChoice(year, short, other, top, ChoiceMoney(*known) if len(known) == len(amounts) else None)
