"""Which keys of a mapping say the same in another way: a change that brings one pushes the others out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from kpiplan.language.keys.funnel import STAGE
from kpiplan.language.keys.goal import GOAL
from kpiplan.language.keys.plan import PLAN

_OF_STAGES = {
    "rate": ("each", "by_age"),
    "each": ("rate", "by_age"),
    "by_age": ("rate", "each", "lag"),
    "lag": ("by_age",),
}
_OF_PLANS = {"year": ("start",), "start": ("year",)}
_OF_GOALS = {
    "by_month": ("by_quarter", "in_quarter", "growth"),
    "by_quarter": ("by_month", "growth"),
    "in_quarter": ("by_month", "growth"),
    "growth": ("by_month", "by_quarter", "in_quarter"),
}
_AMOUNTS = ("revenue", "recurring")


def pushed_out(structure: Any, key: str, there: Collection[str]) -> Iterator[str]:
    """Of the keys that are there those that a coming one takes the place of."""
    if structure is STAGE:
        yield from (name for name in _OF_STAGES.get(key, ()) if name in there)
    elif structure is PLAN:
        yield from (name for name in _OF_PLANS.get(key, ()) if name in there)
    elif structure is GOAL:
        yield from (name for name in _OF_GOALS.get(key, ()) if name in there)
        if _is_amount(key):
            yield from [name for name in there if name != key and _is_amount(name)]


def _is_amount(key: str) -> bool:
    return key in _AMOUNTS or not (key in GOAL.keys or key in GOAL.misplaced)
