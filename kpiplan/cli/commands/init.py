"""`kpiplan init`: a commented plan to start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan.cli import console, errors, inputs, outputs
from kpiplan.starter.plans import starter_plan

if TYPE_CHECKING:
    from kpiplan.problems import Problem


def init(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The plan file to write; - prints it.")] = "plan.yaml",
    more: Annotated[list[str] | None, typer.Argument(metavar="[EXPORT...]", help="Further exports.")] = None,
    exports: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="EXPORT", help="Exports of last year: files, folders, zips or -."),
    ] = None,
) -> console.Result:
    """Write a commented plan to start from, with --from from last year's exports; never overwrites."""
    if not exports:
        if more:
            raise errors.WrongUseError(f"one plan file at a time: {more[0]} is one too many (exports follow --from)")
        return _written(file, starter_plan(coming_year()))
    from kpiplan.starter.plans import plan_from

    inputs.check_there([*exports, *(more or ())])
    text, problems = plan_from([*exports, *(more or ())], "plan.yaml" if file == inputs.STDIN else file)
    remarks = _said(problems)
    return _written(file, text, remarks) if text else console.Result(remarks=remarks, code=errors.UNREADABLE)


def _said(problems: tuple[Problem, ...]) -> list[str]:
    from kpiplan.cli.reporting import problem_remark
    from kpiplan.formats.text import summary

    return [problem_remark(problems), f"exports: {summary(problems)}"] if problems else []


def _written(file: str, text: str, remarks: Sequence[str] = ()) -> console.Result:
    if file == inputs.STDIN:
        return console.Result(text, remarks, utf8=True)
    outputs.create_file(file, text)
    more = "" if outputs.is_stream(file) else f" Now: kpiplan target {inputs.as_word(file)}"
    return console.Result(remarks=[*remarks, f"{file} is written.{more}"])


def coming_year() -> int:
    """The calendar year that somebody plans now: this one until June, then the next."""

    today = date.today()
    return today.year + (1 if today.month > 6 else 0)
