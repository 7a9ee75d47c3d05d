"""The re-plan as a file: an overlay of the plan, whose own file is never touched."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from kpiplan.analysis.replan.replan import RestOfYear
from kpiplan.analysis.replan.way import Rates
from kpiplan.cli import inputs
from kpiplan.cli.errors import WrongUseError
from kpiplan.documents.replan import overlay
from kpiplan.formats.yaml import plan_yaml
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.tuples import NamedTuple

_RATES: dict[Rates, str] = {"plan": "at planned rates", "seen": "at the rates seen so far"}
_SURE: dict[Rates, str] = {"plan": "were rates as planned", "seen": "at the rates seen so far, as sure as they are"}


class Evidence(NamedTuple):
    """The plan that was re-planned, and the exports on which."""

    plan: str
    exports: Sequence[str]


def overlay_text(found: RestOfYear, told: Evidence, output: str | None, locale: Locale) -> str:
    """The file, which is English as plans are. Raises WrongUseError where it could not find the plan from there."""
    extends = _extends(told.plan, output, locale)
    month = found.plan.start.plus(found.window.through - 1).long
    name = f"{found.plan.name}, re-planned after {month}"
    return plan_yaml(list(_comments(found, told, month)), overlay(found, extends, name, _why(found)))


def _extends(plan: str, output: str | None, locale: Locale) -> str:
    """The plan as the file names it: it lies in its folder, or below."""
    if plan == inputs.STDIN:
        raise WrongUseError(locale.say("a plan from standard input has no name that a re-plan could extend"))
    folder = os.path.dirname(output or "") or os.curdir
    name = os.path.relpath(os.path.realpath(plan), os.path.realpath(folder))
    if os.path.isabs(name) or name.split(os.sep)[0] == os.pardir:
        text = "a re-plan stands in the folder of its plan or above it: -o {file}"
        beside = os.path.join(os.path.dirname(plan), os.path.basename(output or "replan.yaml"))
        raise WrongUseError(locale.say(text, file=inputs.as_word(beside)))
    return name.replace(os.sep, "/")


def _why(found: RestOfYear) -> str:
    say = ENGLISH.count
    return f"{say(found.won)} of {say(found.goal)} won; {say(found.chosen.line.base)} with what is under way"


def _comments(found: RestOfYear, told: Evidence, month: str) -> Iterator[str]:
    """What was re-planned, from which exports, on what evidence."""
    chosen, count = found.chosen, ENGLISH.count
    yield f"Re-planned from {told.plan} after {month}, {_RATES[chosen.rates]}; the plan stays the promise."
    yield f"Exports: {', '.join(told.exports)}"
    line = chosen.line
    so_far = f"{count(found.won)} won; {count(line.base)} with what is under way, {count(line.slope)} more of the work"
    times = ENGLISH.significant(chosen.factor or 0.0, 4)
    yield f"Evidence: {so_far} left as planned. To reach {count(found.goal)}: {times} times that work."
    if chosen.before is not None and chosen.after is not None:
        before, after = (ENGLISH.percent(chance, 2) for chance in (chosen.before, chosen.after))
        yield f"Chance {_SURE[chosen.rates]}: {before} as planned, {after} re-planned."
    yield f"Months up to {month} are what happened, as far as exports show it; those after are to be reached."
