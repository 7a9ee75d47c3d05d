"""Tables of one file that say the same of the same months: a list of deals, and a summary of it on another sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

from kpiplan.exports.months.figures import Found
from kpiplan.exports.months.together import without
from kpiplan.exports.results import Remark
from kpiplan.locales.digits import NOISE
from kpiplan.months import Month

FEWEST_MONTHS = 2  # that have to agree
_MonthValues = dict[Month, float]


def said_once(found: Sequence[Found]) -> list[Found]:
    """The tables without what another one, of more rows, says of the same months to the last digit. What rules name
    stays, and what differs in any month is for others to ask about.
    """
    unwanted: dict[int, dict[str, Remark]] = {}
    for (one, first), (other, second) in combinations(enumerate(found), 2):
        at = other if second.source.rows_used <= first.source.rows_used else one
        for kpi, use in found[at].source.columns.items():
            ruled = kpi in first.asked | second.asked or first.add or second.add
            if use.date is not None and not ruled and _are_alike(_whole(first, kpi), _whole(second, kpi)):
                unwanted.setdefault(at, {})[kpi] = Remark("known-better-here", {"kpi": kpi})
    return [without(item, unwanted.get(at, {})) for at, item in enumerate(found)]


def _whole(item: Found, kpi: str) -> _MonthValues:
    """The months of a KPI, of the whole; none where segments have them, too."""
    segments = [segment for name, segment in item.values if name == kpi]
    return dict(item.values[kpi, None]) if segments == [None] else {}


def _are_alike(one: _MonthValues, other: _MonthValues) -> bool:
    """Whether the months that both have are the same, and one has no other months than those."""
    both = one.keys() & other.keys()
    if len(both) < FEWEST_MONTHS or both not in (one.keys(), other.keys()) or not any(one[month] for month in both):
        return False
    return all(math.isclose(one[month], other[month], rel_tol=NOISE, abs_tol=NOISE) for month in both)
