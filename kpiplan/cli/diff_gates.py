"""By how much a change of the plan may move its figures, as the command line says it: `--fail-over visits=10%`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from kpiplan.analysis.plan_diff.diff import Moved, PlanDiff
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.shares import share
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

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

    @property
    def part(self) -> float | None:
        """The part by which it moves, below 0 where it falls; None where it comes or goes."""
        old, new = self.figure.old, self.figure.new
        return (new - old) / abs(old) if old and new is not None else None


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


class Gates(NamedTuple):
    """The limits that are missed and those that are kept. A figure that comes or goes moves by more than any part."""

    missed: tuple[MostMoved, ...]
    held: tuple[MostMoved, ...]


def gates(wanted: Sequence[MostMoved]) -> Gates:
    """Which limits are kept."""
    over = [_is_over(limit) for limit in wanted]
    missed = [limit for limit, is_over in zip(wanted, over, strict=True) if is_over]
    return Gates(tuple(missed), tuple(limit for limit, is_over in zip(wanted, over, strict=True) if not is_over))


def _is_over(limit: MostMoved) -> bool:
    old, new = limit.figure.old, limit.figure.new
    if old is None or new is None:
        return old is not new
    return abs(new - old) > limit.most * abs(old) + NOISE * max(abs(old), abs(new))


def gate_said(limit: MostMoved, locale: Locale = ENGLISH) -> str:
    """That a figure moves by more than it may."""
    say, kpi, part = locale.say, limit.figure.kpi, limit.part
    if part is None:
        return say("{kpi} comes or goes, more than {most}", kpi=kpi, most=limit.text)
    moved = f"{'+' if part > 0 else '-'}{locale.percent(abs(part))}"
    return say("{kpi} moves by {part}, more than {most}", kpi=kpi, part=moved, most=limit.text)
