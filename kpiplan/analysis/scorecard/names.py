"""What exports may hold for the KPIs that a plan chooses; of a plan that chooses none no KPI is loaded."""

from __future__ import annotations

from kpiplan.plan.model import Plan


def wanted_names(plan: Plan) -> dict[str, str]:
    """What exports may hold for the plan's KPIs, with labels: the KPIs as they stand, and all that they are made of."""
    if not plan.kpis:
        return {}
    from kpiplan.analysis.scorecard.from_plan import ACQUIRED, own
    from kpiplan.kpis.resolve import needed

    found = {each.id: each.label for each in plan.kpis if each.kpi}
    formulas = own(plan)
    for each in plan.kpis:
        if each.kpi:
            found.update({n: "" for n in needed(each.kpi, formulas) if n not in found and n != ACQUIRED})
    return found


def own_measures(plan: Plan) -> tuple[str, ...]:
    """Measures that formulas of the plan name and only exports know: counts and amounts, which add up over days."""
    if not plan.kpis:
        return ()
    from kpiplan.analysis.scorecard.from_plan import ACQUIRED, own
    from kpiplan.kpis import find
    from kpiplan.kpis.measures import MEASURES

    formulas = own(plan)
    named = dict.fromkeys(name for formula in formulas.values() for name in formula.names)
    known = {*MEASURES, *formulas, ACQUIRED}
    known.update(stage.name for funnel in (plan.funnel, *(s.funnel for s in plan.segments)) for stage in funnel)
    return tuple(name for name in named if name not in known and find(name) is None)
