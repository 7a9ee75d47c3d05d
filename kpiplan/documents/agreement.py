"""An agreement as data: identifiers, whole arrivals, rates and revenue unrounded."""

from __future__ import annotations

from kpiplan.analysis.agreement import Agreement, Duty, Section, Side
from kpiplan.documents import Document
from kpiplan.documents.scorecard import chosen_document
from kpiplan.months import plan_months
from kpiplan.plan.kpi_goals import Band, Chosen
from kpiplan.plan.model import Plan


def agreement_document(plan: Plan, agreed: Agreement) -> Document:
    """The document that docs/output.md describes."""
    return {
        "kind": "agreement",
        "plan": plan.name,
        "currency": plan.currency,
        "months": [str(month) for month in plan_months(plan.start)],
        "parties": [name or key for key, name in agreed.parties.items()],
        "segments": [_section(agreed, section) for section in agreed.sections],
        "kpis": [_kpi(chosen) for chosen in plan.kpis],
    }


def _section(agreed: Agreement, section: Section) -> Document:
    return {
        "segment": section.branch.segment,
        "sides": [_side(agreed, side) for side in section.sides],
        "revenue": list(section.revenue) if section.revenue is not None else None,
    }


def _side(agreed: Agreement, side: Side) -> Document:
    return {
        "owner": agreed.parties[side.key] or side.key,
        "hands_over": side.handed.stage.name,
        "stages": [_duty(duty) for duty in side.duties],
    }


def _duty(duty: Duty) -> Document:
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


def _kpi(chosen: Chosen) -> Document:
    """What the plan says of a KPI; limits by plan month."""
    low, high = (chosen.aim.low, chosen.aim.high) if isinstance(chosen.aim, Band) else (None, None)
    return {
        **chosen_document(chosen),
        "at_least": None if low is None else list(low.months),
        "at_most": None if high is None else list(high.months),
    }
