"""The rate of a stage, whatever form it has: a rate, how many follow from each, conversion by age."""

from __future__ import annotations

import math

from kpiplan.language.keys.funnel import STAGE
from kpiplan.language.overlay.copies import Pair, listing, mapping, scalar, with_pairs
from kpiplan.language.values.ages import ByAgeShape
from kpiplan.language.values.shape import Reading
from kpiplan.language.yaml.nodes import Node

FORMS = ("rate", "each", "by_age")


def form_of(held: Node | None) -> str:
    """The form that the rate of a stage has in its settings."""
    return next((form for form in FORMS if held is not None and held.get(form) is not None), "rate")


def as_settings(held: Node | None, value: Node) -> Node:
    """What stands behind the name of a stage when its rate becomes a value.

    A rate alone is replaced. Conversion by age keeps its shape: the rate is the value, the ages are its lag.
    """
    if held is None:
        return value
    form = form_of(held)
    if form == "each" and in_percent(value):
        form = "rate"
    kept = [(key, old) for key, old in held.pairs if key.text not in FORMS]
    ages = held.get("by_age")
    if form == "by_age" and ages is not None:
        kept += [(key, lag) for key, lag in rated(ages) if key.text == "lag"]
        form = "rate"
    key = next((key for key, _ in held.pairs if key.text == form), scalar(form, value.place))
    return with_pairs(held, [(key, value), *kept])


def rated(ages: Node) -> list[Pair]:
    """Conversion by age as a rate and a lag; nothing where it can't be read."""
    found = None if ages.broken else ByAgeShape().read(ages, (), Reading(None))
    if found is None:
        return []
    total = math.fsum(found)
    shares = listing(ages.place, [_part(age / total, ages) for age in found])
    rate = (scalar("rate", ages.place), _part(min(1.0, total), ages))
    return [rate, (scalar("lag", ages.place), shares)]


def _part(value: float, at: Node) -> Node:
    return scalar("100%" if value == 1 else repr(value), at.place)


def in_percent(value: Node) -> bool:
    """Whether a value, or any part of it, is a percentage."""
    parts = [*value.items, *(part for _, part in value.pairs)]
    return any(map(in_percent, parts)) if parts else value.kind == "scalar" and value.text.rstrip().endswith("%")


def comparable(held: Node | None, place_of: Node) -> Node:
    """What stands behind the name of a stage, always as settings."""
    if held is None or held.empty:
        return mapping(place_of.place, [])
    if held.kind == "mapping" and held.pairs and any(key.text in STAGE.keys for key, _ in held.pairs):
        return held
    return mapping(held.place, [(scalar("rate", held.place), held)])
