"""What a review fails for, as the command line says it. Text -> floors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from kpiplan.analysis.gates import FailOn, Floor
from kpiplan.analysis.goal_chance.results import CHANCE
from kpiplan.analysis.matching import compared_names
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.shares import SHARE
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.plan.model import Plan
from kpiplan.problems import nearest


class GateOptions(NamedTuple):
    """Floors that KPIs must keep, as they are written, and from which status on anything fails."""

    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KPI=85%",
            help="Exit 1 where a KPI is below this part of its target to date; chance=50%: the goal less likely.",
        ),
    ] = None
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            help="Exit 1 where a stage, revenue or KPI is proven behind, or overdue; watch: already where it may be."
        ),
    ] = None


def floors(said: GateOptions, plan: Plan | None, locale: Locale = ENGLISH) -> tuple[Floor, ...]:
    """`leads=90%` as floors, of what can be compared with the plan. Raises WrongUseError, where there is none too."""
    known = [*compared_names(plan), CHANCE] if plan else []
    found = tuple(_floor(option, known, locale) for option in said.fail_under or ())
    if plan is None and (found or said.fail_on):
        raise WrongUseError(locale.say("a gate needs a plan, and none is here: name it with --plan FILE"))
    return found


def _floor(option: str, known: Sequence[str], locale: Locale) -> Floor:
    kpi, equals, text = (part.strip() for part in option.partition("="))
    number = SHARE.fullmatch(text)
    if not (kpi and equals and number):
        raise WrongUseError(locale.say("--fail-under {option} is not of the form KPI=85%", option=repr(option)))
    share = float(number[1]) / (100 if number[2] else 1)
    if not number[2] and share > 2:
        said = "--fail-under {option}: a bare {text} is not a percentage; write {kpi}={text}%"
        raise WrongUseError(locale.say(said, option=repr(option), text=text, kpi=kpi))
    if kpi == CHANCE and share > 1 and known.count(CHANCE) == 1:
        text = "--fail-under {option} is not of the form chance=50%"
        raise WrongUseError(locale.say(text, option=repr(option)))
    if known and kpi not in known:
        raise WrongUseError(_no_kpi(kpi, known, locale))
    return Floor(kpi, share, text if number[2] else f"{share:.4g}")


def _no_kpi(kpi: str, known: Sequence[str], locale: Locale) -> str:
    if near := nearest(kpi, known):
        return locale.say("--fail-under: no KPI {kpi}; did you mean {near}?", kpi=kpi, near=near)
    return locale.say("--fail-under: no KPI {kpi}; there are {names}", kpi=kpi, names=", ".join(known))
