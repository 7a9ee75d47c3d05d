"""`kpiplan init`: a commented plan to start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan.cli import console, errors, inputs, outputs
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.cli.options import command
from kpiplan.starter.plans import starter_plan
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named
    from kpiplan.problems import Problem
    from kpiplan.starter.plans import Instructions


class MeasureOptions(NamedTuple):
    """What a plan is made from: exports, an existing plan that says how they are read, and growth over last year."""

    exports: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="EXPORT", help="Exports of last year: files, folders, zips or -."),
    ] = None
    like: Annotated[
        str | None, typer.Option(metavar="PLAN", help="A plan whose `actuals:` say how the exports are read.")
    ] = None
    goal: Annotated[str | None, typer.Option(metavar="GROWTH", help="The goal over last year's, such as +25%.")] = None


@command
def init(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The plan file to write; - prints it.")] = "plan.yaml",
    more: Annotated[list[str] | None, typer.Argument(metavar="[EXPORT...]", help="Further exports.")] = None,
    *,
    measure: MeasureOptions,
    reading: ReadingOptions,
) -> console.Result:
    """Write a commented plan to start from, with --from from last year's exports; never overwrites."""
    if not measure.exports and not measure.like:
        _refuse(more, measure, reading)
        return _written(file, starter_plan(coming_year()))
    from kpiplan.starter.plans import plan_from

    exports = [*(measure.exports or ()), *(more or ())]
    inputs.check_there(exports)
    told, named = _told(measure, reading, exports)
    text, problems = plan_from(named, "plan.yaml" if file == inputs.STDIN else file, told)
    remarks = _said(problems)
    return _written(file, text, remarks) if text else console.Result(remarks=remarks, code=errors.UNREADABLE)


def _refuse(more: list[str] | None, measure: MeasureOptions, reading: ReadingOptions) -> None:
    """What is said of exports, without exports. Raises WrongUseError."""
    if more:
        raise errors.WrongUseError(f"one plan file at a time: {more[0]} is one too many (exports follow --from)")
    if measure != MeasureOptions() or reading != ReadingOptions():
        raise errors.WrongUseError("these options speak of exports: name them, as in --from crm.csv")


def _told(
    measure: MeasureOptions, reading: ReadingOptions, exports: Sequence[str]
) -> tuple[Instructions, Sequence[Named]]:
    """The options as values, and what is read. Raises WrongUseError."""
    from kpiplan.analysis.matching import stage_names
    from kpiplan.cli.export_rules import rules_over
    from kpiplan.cli.sources import given
    from kpiplan.language.numerals import over_last_year
    from kpiplan.loader import load
    from kpiplan.locales.english import ENGLISH
    from kpiplan.starter.plans import Instructions

    growth = over_last_year(measure.goal) if measure.goal is not None else None
    if measure.goal is not None and (growth is None or growth <= -1):
        raise errors.WrongUseError(f"--goal {measure.goal!r} is no growth over last year's; write it as +25%")
    like = load(inputs.read_input(measure.like), measure.like).plan if measure.like else None
    if measure.like and like is None:
        raise errors.WrongUseError(f"--like {measure.like}: the plan has errors (`kpiplan check {measure.like}`)")
    rules = rules_over(like, reading, known=()) if like or reading != ReadingOptions() else ()
    zone = like.timezone if like else None  # which the new plan has not
    rules = tuple(each._replace(timezone=each.timezone or zone) if each.connection else each for each in rules)
    named = given(exports, (like, measure.like or ""), rules, reading.timeout, ENGLISH)
    return Instructions(rules, stage_names(like) if like else {}, growth), named


def _said(problems: tuple[Problem, ...]) -> list[str]:
    from kpiplan.cli.reporting import problem_remark
    from kpiplan.formats.text import summary

    return [problem_remark(problems), console.Aside(f"exports: {summary(problems)}")] if problems else []


def _written(file: str, text: str, remarks: Sequence[str] = ()) -> console.Result:
    if file == inputs.STDIN:
        return console.Result(text, remarks, utf8=True)
    outputs.create_file(file, text)
    more = "" if outputs.is_stream(file) else f" Now: kpiplan target {inputs.as_word(file)}"
    return console.Result(remarks=[*remarks, console.Aside(f"{file} is written.{more}")])


def coming_year() -> int:
    """The calendar year that somebody plans now: this one until June, then the next."""

    today = date.today()
    return today.year + (1 if today.month > 6 else 0)
