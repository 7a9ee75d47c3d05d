"""The scorecard as data, unrounded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kpiplan.analysis.scorecard.from_plan import YEAR
from kpiplan.analysis.scorecard.limits import Wanted, wanted
from kpiplan.plan.kpi_goals import Band, Chosen, Deed, Path, Tasks

if TYPE_CHECKING:
    from kpiplan.analysis.scorecard.measures import KpiValue
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.documents import Document
    from kpiplan.plan.model import Plan


def planned_documents(plan: Plan, given: Mapping[str, KpiValue], periods: Sequence[Sequence[int]]) -> list[Document]:
    """What each KPI must be in each of the periods (plan months 1..12), and what the plan gives for the year."""
    return [
        {
            **chosen_document(chosen),
            **_bounds(chosen, [wanted(chosen, plan.start, months) for months in periods]),
            "total": _limits(wanted(chosen, plan.start, YEAR)),
            "planned": given[chosen.id].value if chosen.id in given else None,
        }
        for chosen in plan.kpis
    ]


def score_documents(found: Sequence[Score]) -> list[Document]:
    """How each KPI stands: by month and to date, of the whole plan, of segments and of the parts of a break-down."""
    return [_score(each) for each in found]


def _score(found: Score) -> Document:
    return {
        **chosen_document(found.chosen),
        "segment": found.segment,
        "part": found.part,
        "actual": list(found.months),
        "to_date": {**_limits(found.limits), "actual": found.value, "status": found.standing, "off": found.off},
        "goal": _limits(found.goal),
        "progress": found.progress,
        "expected_progress": found.expected,
        "missing": list(found.missing),
        **({} if found.beyond is None else {"beyond": found.beyond}),
    }


def _limits(limits: Wanted) -> dict[str, float | None]:
    return {"at_least": limits.low, "at_most": limits.high}


def _bounds(chosen: Chosen, limits: Sequence[Wanted]) -> Document:
    if chosen.kpi is None:
        return {}
    return {"at_least": [limit.low for limit in limits], "at_most": [limit.high for limit in limits]}


def chosen_document(chosen: Chosen) -> Document:
    """What the plan says of a KPI: its kind of target, whose it is, where it comes from."""
    kpi = chosen.kpi
    return {
        "kpi": chosen.id,
        "unit": kpi.unit if kpi else None,
        "target": _target(chosen),
        "owner": chosen.owner or None,
        "source": chosen.source or None,
        "action": chosen.action or None,
        "review": chosen.cadence,
    }


def _target(chosen: Chosen) -> Document:
    aim = chosen.aim
    if isinstance(aim, Path):
        return {"kind": "path", "from": aim.start, "reach": aim.end, "by": str(aim.by)}
    if isinstance(aim, Deed):
        return {"kind": "done", "done": aim.done, "due": str(aim.due) if aim.due else None}
    if isinstance(aim, Tasks):
        due = str(aim.due) if aim.due else None
        return {"kind": "tasks", "tasks": list(aim.tasks), "done": list(aim.done), "due": due}
    return {"kind": _band(aim)}


def _band(aim: Band) -> str:
    if aim.low is not None and aim.high is not None:
        return "between"
    return "at_least" if aim.low is not None else "at_most"
