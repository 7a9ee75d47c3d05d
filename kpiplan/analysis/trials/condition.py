"""What is given: a figure of the plan and what it is to be, read from a text such as `visits=5000 a month`."""

from __future__ import annotations

from typing import Literal

from kpiplan.analysis.solve import CHANCE, Given, known_figures
from kpiplan.figures import Unit
from kpiplan.funnel.targets import PlanTargets
from kpiplan.language.overlay.condition import amount, said
from kpiplan.language.yaml.nodes import shorten
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

Code = Literal["no-given", "near-figure", "no-figure", "no-amount", "no-span", "too-many", "no-unknown"]

_EXAMPLE = '"visits=5000 a month"'
_AMOUNTS: dict[Unit, str] = {"count": "5000", "currency": "40k", "ratio": "80%", "duration": "12", "score": "40"}
_MOST = 20  # names that are told


class Misgiven(NamedTuple):
    """Why something that is given, or asked for, means nothing: its text, and what would be right."""

    code: Code
    text: str
    example: str = ""


class MisgivenError(ValueError):
    """A figure that is given, or an unknown that is asked for, means nothing."""

    def __init__(self, why: Misgiven) -> None:
        self.why = why
        super().__init__(f"{why.code}: {why.text}{f' ({why.example})' if why.example else ''}")


def given_of(text: str, targets: PlanTargets) -> Given:
    """The figure that a text gives. Raises MisgivenError."""
    found = said(text)
    if found is None:
        raise MisgivenError(Misgiven("no-given", shorten(text), _EXAMPLE))
    known, name = known_figures(targets), shorten(found.name)
    if found.name not in known:
        near = nearest(found.name, known)
        names = ", ".join([*known][:_MOST])
        raise MisgivenError(Misgiven("near-figure", name, near) if near else Misgiven("no-figure", name, names))
    figure = known[found.name]
    value = amount(found.amount, figure.unit, targets.plan.currency)
    if value is None or (figure.kpi == CHANCE and value >= 1):
        example = f"{found.name}={_AMOUNTS[figure.unit]}"
        raise MisgivenError(Misgiven("no-amount", shorten(found.amount), example))
    if found.span and not figure.adds_up:
        raise MisgivenError(Misgiven("no-span", name, f"a {found.span}"))
    span = found.span or ("year" if figure.adds_up else None)
    return Given(figure.kpi, figure.segment, figure.unit, value, span)
