"""By how much a change of the plan may move its figures, as the command line says it: `--fail-over visits=10%`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from kpiplan.analysis.plan_diff.diff import Moved, PlanDiff
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.shares import share
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.problems import nearest

LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KPI=10%", help="Exit 1 where a figure of the whole year moves by more than this; repeatable."
    ),
]


class MostMoved(NamedTuple):
    """The part by which a figure may move, and how it was written."""

    figure: Moved
    most: float
    text: str


def limits(options: Sequence[str], found: PlanDiff, locale: Locale) -> tuple[MostMoved, ...]:
    """`visits=10%` as limits. Raises WrongUseError."""
    return tuple(_limit(option, found, locale) for option in options)


def _limit(option: str, found: PlanDiff, locale: Locale) -> MostMoved:
    kpi, _, text = (part.strip() for part in option.partition("="))
    most, figure = share(text), found.figure(kpi)
    if not kpi or most is None:
        raise WrongUseError(locale.say("--fail-over {option} is not of the form visits=10%", option=repr(option)))
    if figure is None:
        known = [each.kpi for each in found.figures if each.segment is None]
        if near := nearest(kpi, known):
            raise WrongUseError(locale.say("--fail-over: no figure {kpi}; did you mean {near}?", kpi=kpi, near=near))
        names = ", ".join(known[:20])
        raise WrongUseError(locale.say("--fail-over: no figure {kpi}; there are {names}", kpi=kpi, names=names))
    return MostMoved(figure, most, text)


def missed(wanted: Sequence[MostMoved], locale: Locale) -> list[str]:
    """A sentence for each figure that moves by more; one that comes or goes moves by more than any part."""
    return [f"kpiplan: {_said(limit, locale)}" for limit in wanted if _is_over(limit)]


def _is_over(limit: MostMoved) -> bool:
    old, new = limit.figure.old, limit.figure.new
    if old is None or new is None:
        return old is not new
    return abs(new - old) > limit.most * abs(old) + NOISE * max(abs(old), abs(new))


def _said(limit: MostMoved, locale: Locale) -> str:
    say, figure = locale.say, limit.figure
    if figure.old and figure.new is not None:
        part = (figure.new - figure.old) / abs(figure.old)
        moved = f"{'+' if part > 0 else '-'}{locale.percent(abs(part))}"
        text = "gate missed: {kpi} moves by {part}, more than {most}"
        return say(text, kpi=figure.kpi, part=moved, most=limit.text)
    return say("gate missed: {kpi} comes or goes, more than {most}", kpi=figure.kpi, most=limit.text)
