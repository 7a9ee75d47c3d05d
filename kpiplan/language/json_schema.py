"""The JSON Schema of the plan, made of the same definitions that the loader reads by."""

from __future__ import annotations

from typing import Any

from kpiplan.language.keys.funnel import COST, RATE, STAGE, TOP, DirectShape, FunnelShape
from kpiplan.language.keys.goal import GOAL
from kpiplan.language.keys.plan import PLAN
from kpiplan.language.values.ages import ByAgeShape, LagShape, MonthsBefore
from kpiplan.language.values.limits import ABOVE_ZERO
from kpiplan.language.values.percentages import CHURN, EXPANSION, GROWTH, Percentage
from kpiplan.language.values.quantities import Count, MoneyAmount, Multiplier
from kpiplan.language.values.shape import Schema, Shape

DRAFT = "http://json-schema.org/draft-07/schema#"

# shapes that stand in many places are written once; the larger ones first, for they hold the smaller
_NAMED: dict[str, Shape[Any]] = {
    "goal": GOAL,
    "funnel": FunnelShape(),
    "stage": STAGE,
    "firstStage": TOP,
    "rate": RATE,
    "cost": COST,
    "direct": DirectShape(),
    "lag": LagShape(),
    "byAge": ByAgeShape(),
    "before": MonthsBefore(Count()),
    "percentage": Percentage(),
    "money": MoneyAmount(),
    "price": MoneyAmount(limits=ABOVE_ZERO),
    "count": Count(),
    "factor": Multiplier(limits=ABOVE_ZERO),
    "growth": GROWTH,
    "churn": CHURN,
    "expansion": EXPANSION,
}


def plan_schema() -> Schema:
    """A JSON Schema (draft 7) that takes every plan the loader takes, and refuses what a schema can tell is wrong."""
    named = {name: shape.schema() for name, shape in _NAMED.items()}
    keys = {name: PLAN.keys[name] for name in ("extends", "why", "scenarios")}
    changes = {name: {**key.shape.schema(), "description": key.says} for name, key in keys.items()}
    return {
        "$schema": DRAFT,
        "title": "kpiplan plan",
        "description": "An annual funnel plan, from a goal to what every month must bring.",
        "if": {"type": "object", "required": ["extends"]},
        "then": {"properties": changes},
        "else": _shared(PLAN.schema(), named, ""),
        "definitions": {name: _shared(schema, named, name) for name, schema in named.items()},
    }


def _shared(value: Any, named: dict[str, Schema], inside: str) -> Any:
    """The schema with every part that has a name replaced by a reference to it."""
    if isinstance(value, list):
        return [_shared(item, named, "") for item in value]
    if not isinstance(value, dict):
        return value
    bare = {key: part for key, part in value.items() if key != "description"}
    for name, schema in named.items():
        if name != inside and bare == schema:
            reference = {"$ref": f"#/definitions/{name}"}
            # beside a reference draft 7 reads nothing else
            return {"allOf": [reference], "description": value["description"]} if bare != value else reference
    return {key: _shared(part, named, "") for key, part in value.items()}
