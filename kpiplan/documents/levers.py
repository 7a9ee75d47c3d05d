"""The levers of a plan as data: differences of the year, unrounded, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.analysis.levers.closing import SAFE, Close
from kpiplan.analysis.levers.inputs import LeverStep
from kpiplan.analysis.levers.levers import Expected, Lever, Levers
from kpiplan.documents import Datum, Document, Rows
from kpiplan.documents.problems import problem_document
from kpiplan.plan.model import EMPTY, Plan
from kpiplan.problems import Problem

_SIGNS = {True: "-", False: "+"}
_COLUMNS = ("input", "segment", "kind", "change", "from", "to")
_GAINS = ("customers", "revenue", "chance")
_REST = ("on_average", "reliable", "last_year", "rests_on", "as_much")


def levers_document(
    plan: Plan, found: Levers, problems: Sequence[Problem], changes: Mapping[str, object] = EMPTY
) -> Document:
    """The document that docs/what-if.md describes."""
    return {
        "kind": "levers",
        "plan": plan.name,
        "currency": plan.currency,
        **({"set": dict(changes)} if changes else {}),
        "expected": _base(found.base),
        "levers": [_lever(each) for each in found.levers],
        "problems": [problem_document(problem) for problem in problems],
    }


def _base(base: Expected) -> Document:
    return {
        "customers": base.customers,
        "revenue": base.revenue,
        "chance": base.chance,
        "chance_of_revenue": base.chance_of_revenue,
        "goal": {"customers": base.goal, "revenue": base.goal_revenue},
        **base.needs.tops,
        "spend": base.needs.spend,
    }


def _lever(each: Lever) -> Document:
    gain, saving, rests = each.gain, each.saving, each.rests
    return {
        "input": each.old.path,
        "segment": each.old.segment,
        "kind": each.old.kind,
        "change": change_text(each.step),
        "from": each.old.mean,
        "to": each.new.mean,
        "same_work": {
            "customers": gain.customers,
            "revenue": gain.revenue,
            "chance": gain.chance,
            "chance_of_revenue": gain.chance_of_revenue,
        },
        "same_goal": None
        if saving is None
        else {
            "spend": saving.spend,
            "hanging": saving.hanging,
            "carry_in": [
                {"segment": segment, "stage": stage, "needed": needed}
                for (segment, stage), needed in saving.under_way.items()
            ],
            **saving.tops,
        },
        "may_cost": {
            "same_work": gain.revenue,
            "same_goal": None if saving is None or saving.spend is None else -saving.spend,
        },
        "closes": {"on_average": _close(each.average), "reliably": _close(each.reliable), "level": SAFE},
        "rests_on": None if rests is None else rests._asdict(),
    }


def _close(close: Close | None) -> Document | None:
    return None if close is None else {"value": close.value, "why": close.why}


def change_text(step: LeverStep) -> str:
    """A change as programs read it: +10%, +1 point, -1 month."""
    sign, size = _SIGNS[step.size < 0], abs(step.size)
    if step.unit == "month":
        return f"{sign}{size:g} month"
    return f"{sign}{size * 100:.6g}%" if step.unit == "part" else f"{sign}{size * 100:.6g} point"


def levers_rows(found: Levers) -> Rows:
    """One row a lever, the strongest first: differences of the year at the same work, then at the same goal."""
    tops = tuple(found.base.needs.tops)
    rows: Rows = [(*_COLUMNS, *_GAINS, *tops, "spend", "hanging", *_REST)]
    return [*rows, *(_row(each, tops) for each in found.levers)]


def _row(each: Lever, tops: Sequence[str]) -> Sequence[Datum]:
    gain, saving, rests = each.gain, each.saving, each.rests
    goal: list[Datum] = [None] * (len(tops) + 2)
    if saving is not None:
        goal = [*(saving.tops.get(top, 0.0) for top in tops), saving.spend, saving.hanging]
    return (
        each.old.path,
        each.old.segment,
        each.old.kind,
        change_text(each.step),
        each.old.mean,
        each.new.mean,
        gain.customers,
        gain.revenue,
        gain.chance,
        *goal,
        each.average.value if each.average else None,
        each.reliable.value if each.reliable else None,
        rests.last_year if rests else None,
        rests.stated if rests else None,
        rests.as_much if rests else None,
    )
