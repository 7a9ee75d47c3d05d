"""The distribution of what some funnels bring together: customers and revenue, now and by month.

Numpy is loaded here, late, and only where something is uncertain or fixed; else the chances are Poisson's.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from kpiplan.analysis.distributions.whole import Counts, counts, poisson, whole_above
from kpiplan.analysis.goal_chance import deals
from kpiplan.analysis.goal_chance.moments import Part, all_factors, expected
from kpiplan.analysis.goal_chance.results import Fan, Tenths
from kpiplan.analysis.goal_chance.threads import load_numpy
from kpiplan.tuples import NamedTuple

MONTHS = tuple(range(1, 13))
_NOISE = 1e-12
_LEVELS = (0.1, 0.5, 0.9)
_LONG = 700  # counts, told one by one


class Group(NamedTuple):
    """Funnels that are asked about together, and the customers that each plan month is known to have brought."""

    parts: tuple[Part, ...]
    won: tuple[float, ...]
    revenue: tuple[float, ...] | None  # None where some deal is not known


def group(parts: Sequence[Part]) -> Group:
    """Some funnels with what they brought so far."""
    won = tuple(math.fsum(values) for values in zip(*(part.flow.won for part in parts), strict=True))
    if any(part.flow.deal is None for part in parts):
        return Group(tuple(parts), won, None)
    revenue = tuple(math.fsum(values) for values in zip(*(part.flow.revenue for part in parts), strict=True))
    return Group(tuple(parts), won, revenue)


def customers(group: Group, months: Sequence[int] = MONTHS[-1:], goal: float = 0.0) -> list[Counts]:
    """The customers up to the end of some months, at least as far as the year's goal."""
    known = [math.fsum(group.won[:month]) for month in months]
    found = coming(group.parts, months, max(0.0, goal - known[-1]))
    return [counts(chances, won) for chances, won in zip(found, known, strict=True)]


def coming(parts: Sequence[Part], months: Sequence[int] = MONTHS[-1:], goal: float = 0.0) -> list[tuple[float, ...]]:
    """The chances of 0, 1, 2, … customers still to come up to the end of some months."""
    if plain(parts) or not _to_come(parts):
        by_month = [math.fsum(values) for values in zip(*map(expected, parts), strict=True)]
        return [poisson(math.fsum(by_month[:month])) for month in months]
    return [tuple(row.tolist()) for row in numeric("invert").count_chances(parts, months, goal=goal)]


def chance_of(parts: Sequence[Part], won: float, goal: float) -> float:
    """P(customers of the year >= goal), `won` of them there already; less work than their whole distribution."""
    left = whole_above(goal - won)
    if left <= 0 or plain(parts) or not _to_come(parts):
        return counts(coming(parts)[0], won).at_least(goal)
    # few counts are told with all their frequencies where a long tail would need too many
    chances = numeric("invert").count_chances(parts, below=left + 1)[0]
    return counts(chances.tolist(), won).at_least(goal)


def reaches(group: Group, year: Counts, goal: float) -> float:
    """P(customers of the year >= goal) where their distribution is known already; 0 and 1 are certain."""
    won = math.fsum(group.won)
    if not _to_come(group.parts) or whole_above(goal) <= year.first:
        return year.at_least(goal)
    long = len(year.chances) > _LONG and not plain(group.parts)
    return uncertain(chance_of(group.parts, won, goal) if long else year.at_least(goal))


def uncertain(chance: float) -> float:
    """A chance that rounding may have made 0 or 1, which only certain ones are."""
    return min(max(chance, sys.float_info.min), 1 - sys.float_info.epsilon / 2)


def _to_come(parts: Sequence[Part]) -> bool:
    return any(map(sum, map(expected, parts)))


def plain(parts: Sequence[Part]) -> bool:
    """Whether every count is Poisson: nothing uncertain, nothing of a known number, no wider than chance."""
    return not any(
        part.dispersion > 1 or any(entries.cohorts for entries in part.flow.entries) for part in parts
    ) and not all_factors(parts)


def revenue_at_least(group: Group, year: Counts, amount: float) -> float:
    """P(revenue of the year >= amount); `year` are the customers of the year. 0 and 1 are certain."""
    left = amount - math.fsum(group.revenue or ())
    if left <= amount * _NOISE:
        return 1.0
    return uncertain(_still_brings(group, year, left)) if _to_come(group.parts) else 0.0


def _still_brings(group: Group, year: Counts, left: float) -> float:
    """P(revenue still to come >= an amount)."""
    still = Counts(year.chances)
    level, (common, factor) = deals.level_deals(group.parts), deals.common_factor(group.parts)
    if level and common and (level.spread == 0 or factor is None):
        return deals.at_least(still, level, factor, left)
    tails = numeric("tails")
    of_counts = level is not None and common
    tail = tails.of_counts(still, level, exact=True) if of_counts else numeric("revenue").tail_of(group.parts)
    asked = tails.np.array([left])
    found = tails.with_factor(tail, factor, asked) if common and factor else tail.at(asked)
    return float(found[0])


def customers_fan(by_month: Sequence[Counts]) -> Fan:
    """Percentiles of customers, from the counts up to each month (or of the year alone)."""
    found = tuple(Tenths(*(count.quantile(level) for level in _LEVELS)) for count in by_month)
    return Fan(found[-1], found if len(found) > 1 else ())


def revenue_fan(group: Group, by_month: Sequence[Counts]) -> Fan | None:
    """Percentiles of revenue, from the counts of the same months."""
    if group.revenue is None:
        return None
    months = MONTHS if len(by_month) > 1 else MONTHS[-1:]
    known = [math.fsum(group.revenue[:month]) for month in months]
    level, (common, factor) = deals.level_deals(group.parts), deals.common_factor(group.parts)
    if level and common and level.spread == 0 and factor is None:
        rows = [[level.mean * Counts(count.chances).quantile(at) for at in _LEVELS] for count in by_month]
    else:
        still = [Counts(count.chances) for count in by_month]
        tails = numeric("tails")
        if level and common:
            found = [tails.of_counts(count, level, exact=False) for count in still]
        else:
            steps = common and factor is None and not any(part.factors.deal_spread for part in group.parts)
            found = [
                numeric("revenue").tail_of(group.parts, month, exact=steps and month == MONTHS[-1]) for month in months
            ]
        smooth = tails.for_percentiles(found, factor if common else None)
        rows = [[tail.quantile(at) for at in _LEVELS] for tail in smooth]
    fan = tuple(Tenths(*(had + value for value in row)) for had, row in zip(known, rows, strict=True))
    return Fan(fan[-1], fan if len(fan) > 1 else ())


def numeric(name: str) -> ModuleType:
    """A module that computes with numpy."""
    load_numpy()
    return import_module(f"kpiplan.analysis.goal_chance.{name}")
