"""`kpiplan init`: a commented plan to start from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan import edge
from kpiplan.starter import starter_plan

if TYPE_CHECKING:
    from kpiplan.problems import Problem


def init(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="The plan file to write; - prints it.")] = "plan.yaml",
    more: Annotated[list[str] | None, typer.Argument(metavar="[EXPORT...]", help="Further exports.")] = None,
    exports: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="EXPORT", help="Exports of last year: files, folders, zips or -."),
    ] = None,
) -> edge.Result:
    """Write a commented plan to start from, with --from from last year's exports; never overwrites."""
    if not exports:
        if more:
            raise edge.WrongUseError(f"one plan file at a time: {more[0]} is one too many (exports follow --from)")
        return _written(file, starter_plan(edge.coming_year()))
    from kpiplan.starter import plan_from

    edge.check_there([*exports, *(more or ())])
    text, problems = plan_from([*exports, *(more or ())], "plan.yaml" if file == edge.STDIN else file)
    remarks = _said(problems)
    return _written(file, text, remarks) if text else edge.Result(remarks=remarks, code=edge.UNREADABLE)


def _said(problems: tuple[Problem, ...]) -> list[str]:
    from kpiplan.commands.pages import problem_remark
    from kpiplan.render.problems import summary

    return [problem_remark(problems), f"exports: {summary(problems)}"] if problems else []


def _written(file: str, text: str, remarks: Sequence[str] = ()) -> edge.Result:
    if file == edge.STDIN:
        return edge.Result(text, remarks, utf8=True)
    edge.create_file(file, text)
    more = "" if edge.is_stream(file) else f" Now: kpiplan target {edge.as_word(file)}"
    return edge.Result(remarks=[*remarks, f"{file} is written.{more}"])
