"""An agreement as JSON: identifiers, whole arrivals, rates and revenue unrounded."""

from __future__ import annotations

import json
from typing import Any

from kpiplan.agreement import Agreement, Duty, Section, Side
from kpiplan.chosen import Aim, Band, Chosen, Deed, Path, Tasks
from kpiplan.months import plan_months
from kpiplan.plan import Plan


def agreement_json(plan: Plan, agreed: Agreement) -> str:
    """The document that docs/output.md describes."""
    document = {
        "kind": "agreement",
        "plan": plan.name,
        "currency": plan.currency,
        "months": [str(month) for month in plan_months(plan.start)],
        "parties": [name or key for key, name in agreed.parties.items()],
        "segments": [_section(agreed, section) for section in agreed.sections],
        "kpis": [_kpi(chosen) for chosen in plan.kpis],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _section(agreed: Agreement, section: Section) -> dict[str, Any]:
    return {
        "segment": section.branch.segment,
        "sides": [_side(agreed, side) for side in section.sides],
        "revenue": list(section.revenue) if section.revenue is not None else None,
    }


def _side(agreed: Agreement, side: Side) -> dict[str, Any]:
    return {
        "owner": agreed.parties[side.key] or side.key,
        "hands_over": side.handed.stage.name,
        "stages": [_duty(duty) for duty in side.duties],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    """A stage; rates are by the month in which the stage above was reached, lag shares by months of age."""
    below = duty.above is not None
    return {
        "stage": duty.stage.name,
        "arrivals": list(duty.arrivals),
        "total": sum(duty.arrivals),
        "direct": duty.direct,
        "rate": list(duty.stage.rate) if below else None,
        "lag": list(duty.stage.lag.shares) if below else None,
    }


def _kpi(chosen: Chosen) -> dict[str, Any]:
    return {
        "kpi": chosen.id,
        "owner": chosen.owner or None,
        "aim": _aim(chosen.aim),
        "review": chosen.cadence,
        "source": chosen.source or None,
        "action": chosen.action or None,
    }


def _aim(aim: Aim) -> dict[str, Any]:
    """What it must be, in the words of the plan language; limits by plan month."""
    match aim:
        case Band(low, high):
            return {"at_least": low and list(low), "at_most": high and list(high)}
        case Path(start, end, by):
            return {"from": start, "reach": end, "by": str(by)}
        case Deed(done, due):
            return {"done": done, "due": due and str(due)}
        case Tasks(tasks, finished, due):
            return {"tasks": list(tasks), "done": list(finished), "due": due and str(due)}
