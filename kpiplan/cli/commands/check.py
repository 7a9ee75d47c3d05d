"""`kpiplan check`: what is wrong with plans, and what is worth knowing about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import typer

from kpiplan.checks import findings
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.options import Language, command
from kpiplan.cli.what_if import WhatIf, load_under
from kpiplan.formats.github import workflow_annotations
from kpiplan.formats.lines import one_line
from kpiplan.formats.text import problems_text, summary
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import Loaded, scenario_names
from kpiplan.loader import under as under_each
from kpiplan.locales.english import Locale
from kpiplan.problems import Problem, in_order

Format = Literal["text", "json", "github"]


@command
def check(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help="Plan files; - reads standard input.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for warnings that the plan does not accept.")
    ] = False,
    format: Annotated[Format, typer.Option(help="What to write.")] = "text",
    lang: Language = None,
    *,
    under: WhatIf,
) -> console.Result:
    """What is wrong with plans, and what is worth knowing about them."""
    locale = console.locale(lang)
    checked, unread = [], []
    for name in plans:
        try:
            checked.append(_checked(name, under, locale))
        except errors.WrongUseError as error:  # the other files are still worth their report
            unread.append(f"kpiplan: {error}")
    problems = [problem for file in checked for problem in file.problems]
    text = _text(checked, problems, format, locale)
    failed = any(problem.counts if strict else problem.severity == "error" for problem in problems)
    code = errors.USAGE if unread else errors.SHORT if failed else errors.FINE
    return console.Result(text, unread, code, utf8=format != "text", commands=format == "github")


def _text(checked: Sequence[Loaded], problems: Sequence[Problem], format: Format, locale: Locale) -> str:
    """What was found: file by file, or of all files together."""
    if format == "json":
        from kpiplan.documents.problems import files_document

        found = [(file.source.file, file.plan.name if file.plan else None, file.problems) for file in checked]
        return reporting.document(files_document(found))
    if format == "github":
        return workflow_annotations(in_order(problems))
    return "".join(_report(file, locale) for file in checked)


def _report(file: Loaded, locale: Locale) -> str:
    """The problems of a file, then how many they are."""
    width, styled = console.screen(None)
    counts = one_line(f"{file.source.file}: {summary(file.problems, locale) or locale.say('no problems')}")
    said = problems_text(
        file.problems, color=styled, locale=locale, width=width if console.prints_to_terminal() else None
    )
    return f"{said}{counts}\n"


def _checked(name: str, under: WhatIf, locale: Locale) -> Loaded:
    """The plan of a file with all that is found in it, and what its scenarios bring of their own."""
    loaded = load_under(name, under, locale)
    if loaded.plan is None:
        return loaded
    found = Loaded(loaded.plan, findings(plan_targets(loaded.plan), loaded.problems), loaded.source)
    if not loaded.plan.scenarios or under.asked:
        return found
    from kpiplan.cli.variants import found_under  # few plans have scenarios

    cases = under_each(found.source, scenario_names(found.source))
    of_cases = [problem for case in cases for problem in found_under(case.loaded, case.name, found.problems)]
    return Loaded(loaded.plan, [*found.problems, *of_cases], found.source)
