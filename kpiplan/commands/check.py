"""`kpiplan check`: what is wrong with plans, and what is worth knowing about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from kpiplan import edge
from kpiplan.checks import findings
from kpiplan.commands.options import Language, command
from kpiplan.lines import one_line
from kpiplan.loader import Loaded, load
from kpiplan.locales.english import Locale
from kpiplan.outcomes import outcomes
from kpiplan.problems import Problem, in_order
from kpiplan.render.problems import problems_text, summary, workflow_annotations

Format = Literal["text", "json", "github"]


@command
def check(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help="Plan files; - reads standard input.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for warnings that the plan does not accept.")
    ] = False,
    format: Annotated[Format, typer.Option(help="What to write.")] = "text",
    lang: Language = None,
) -> edge.Result:
    """What is wrong with plans, and what is worth knowing about them."""
    locale = edge.locale(lang)
    checked, unread = [], []
    for name in plans:
        try:
            checked.append(_checked(name))
        except edge.WrongUseError as error:  # the other files are still worth their report
            unread.append(f"kpiplan: {error}")
    problems = [problem for file in checked for problem in file.problems]
    text = _text(checked, problems, format, locale)
    failed = any(problem.counts if strict else problem.severity == "error" for problem in problems)
    code = edge.USAGE if unread else edge.SHORT if failed else edge.FINE
    return edge.Result(text, unread, code, utf8=format != "text", commands=format == "github")


def _text(checked: Sequence[Loaded], problems: Sequence[Problem], format: Format, locale: Locale) -> str:
    """What was found: file by file, or of all files together."""
    if format == "json":
        from kpiplan.render.document import files_json

        return files_json(
            [(file.source.file, file.plan.name if file.plan else None, file.problems) for file in checked]
        )
    if format == "github":
        return workflow_annotations(in_order(problems))
    return "".join(_report(file, locale) for file in checked)


def _report(file: Loaded, locale: Locale) -> str:
    """The problems of a file, then how many they are."""
    width, styled = edge.screen(None)
    counts = one_line(f"{file.source.file}: {summary(file.problems, locale) or locale.say('no problems')}")
    said = problems_text(file.problems, color=styled, locale=locale, width=width if edge.prints_to_terminal() else None)
    return f"{said}{counts}\n"


def _checked(name: str) -> Loaded:
    loaded = load(edge.read_input(name), edge.shown_name(name))
    if loaded.plan is None:
        return loaded
    return Loaded(loaded.plan, findings(loaded.plan, outcomes(loaded.plan), loaded.problems), loaded.source)
