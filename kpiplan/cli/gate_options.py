"""What a review fails for, as the command line says it. Text -> floors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan.analysis.gates import CHANCE, FailOn, Floor
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.shares import number_of
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.plan.model import Plan


class GateOptions(NamedTuple):
    """Floors that KPIs must keep, as they are written, and from which status on anything fails."""

    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KPI=85%",
            help="Exit 1 where a KPI is below this part of its target to date; inbound.sqls=90%: of a segment; "
            "chance=50%: the goal less likely.",
        ),
    ] = None
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            help="Exit 1 where a stage, revenue or KPI is proven behind, or overdue; watch: already where it may be."
        ),
    ] = None


class Floored(NamedTuple):
    """What a floor is of: a KPI of a segment or the whole plan (None), or the chance `of_goal`."""

    segment: str | None
    kpi: str
    of_goal: bool = False


def floors(said: GateOptions, plan: Plan | None, locale: Locale = ENGLISH) -> tuple[Floor, ...]:
    """`leads=90%`, `inbound.sqls=90%` as floors, of what can be compared with the plan.

    Raises WrongUseError, where there is none too.
    """
    known = _known(plan) if plan else {}
    found = tuple(_floor(option, known, locale) for option in said.fail_under or ())
    if plan is None and (found or said.fail_on):
        raise WrongUseError(locale.say("a gate needs a plan, and none is here: name it with --plan FILE"))
    return found


def _known(plan: Plan) -> dict[str, Floored]:
    """What can have a floor, by its names: those of the whole plan stand over those of segments."""
    from kpiplan.analysis.matching import compared_names, compared_of_segments

    kpis = compared_names(plan)
    whole = {kpi: Floored(None, kpi) for kpi in kpis}
    goal = {} if CHANCE in kpis else {CHANCE: Floored(None, CHANCE, of_goal=True)}
    return {**whole, **goal, **{name: Floored(*of) for name, of in compared_of_segments(plan).items()}, **whole}


def _floor(option: str, known: Mapping[str, Floored], locale: Locale) -> Floor:
    kpi, equals, text = (part.strip() for part in option.partition("="))
    number = number_of(text)
    if not (kpi and equals and number):
        raise WrongUseError(locale.say("--fail-under {option} is not of the form KPI=85%", option=repr(option)))
    share = float(number[1]) / (100 if number[2] else 1)
    if not number[2] and share > 2:
        said = "--fail-under {option}: a bare {text} is not a percentage; write {kpi}={text}%"
        raise WrongUseError(locale.say(said, option=repr(option), text=text, kpi=kpi))
    found = known.get(kpi)
    if found and found.of_goal and share > 1:
        text = "--fail-under {option} is not of the form chance=50%"
        raise WrongUseError(locale.say(text, option=repr(option)))
    if known and not found:
        raise WrongUseError(_no_kpi(kpi, known, locale))
    of = found or Floored(None, kpi)
    return Floor(of.kpi, share, text if number[2] else f"{share:.4g}", of.segment)


def _no_kpi(kpi: str, known: Mapping[str, Floored], locale: Locale) -> str:
    """What is nearest, else what there is: of the segment that was named, or of the whole plan."""
    segment, _, name = kpi.rpartition(".")
    of_segment = {of.kpi: full for full, of in known.items() if segment and of.segment == segment}
    near = of_segment.get(nearest(name, of_segment) or "") if of_segment else nearest(kpi, known)
    if near:
        return locale.say("--fail-under: no KPI {kpi}; did you mean {near}?", kpi=kpi, near=near)
    names = of_segment.values() or [full for full, of in known.items() if of.segment is None]
    return locale.say("--fail-under: no KPI {kpi}; there are {names}", kpi=kpi, names=", ".join(names))
