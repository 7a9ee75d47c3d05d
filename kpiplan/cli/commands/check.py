"""`kpiplan check`: what is wrong with plans, and what is worth knowing about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple, get_args

import typer

from kpiplan.checks import findings
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.options import Language, command
from kpiplan.cli.report_options import ReportsOption, wanted
from kpiplan.cli.what_if import WhatIf, load_under
from kpiplan.formats.lines import one_line
from kpiplan.formats.text import message_of, problems_text, summary
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import Loaded, scenario_names
from kpiplan.loader import under as under_each
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.problems import Problem, in_order

Format = Literal["text", "json", "markdown", "github", "gitlab", "sarif", "junit"]


class _Checked(NamedTuple):
    """The plans that were read, and those that could not be, by name with why; `strict`: warnings count."""

    files: tuple[Loaded, ...]
    unread: tuple[tuple[str, str], ...]
    strict: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def code(self) -> int:
        failed = any(each.counts if self.strict else each.severity == "error" for each in self.problems)
        return errors.USAGE if self.unread else errors.SHORT if failed else errors.FINE


@command
def check(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help="Plan files; - reads standard input.")],
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for warnings that the plan does not accept.")
    ] = False,
    format: Annotated[Format, typer.Option(help="What to write.")] = "text",
    report: ReportsOption = None,
    lang: Language = None,
    *,
    under: WhatIf,
) -> console.Result:
    """What is wrong with plans, and what is worth knowing about them."""
    locale = console.locale(lang)
    reports = wanted(report, get_args(Format), None, locale)
    found = _all_checked(plans, strict, under, locale)
    unread = [f"kpiplan: {why}" for _, why in found.unread]  # the other files are still worth their report
    files = [(each.file, _text(found, each.format, each.file, locale)) for each in reports]
    text = _text(found, format, None, locale)
    return console.Result(
        text, unread, found.code, utf8=format != "text", commands=format == "github", files=tuple(files)
    )


def _all_checked(plans: Sequence[str], strict: bool, under: WhatIf, locale: Locale) -> _Checked:
    checked, unread = [], []
    for name in plans:
        try:
            checked.append(_checked(name, under, locale))
        except errors.WrongUseError as error:
            unread.append((name, str(error)))
    return _Checked(tuple(checked), tuple(unread), strict)


def _text(found: _Checked, format: str, output: str | None, locale: Locale) -> str:
    """What was found: file by file, or of all files together."""
    if format == "text":
        return "".join(_report(file, output, locale) for file in found.files)
    if format == "json":
        from kpiplan.documents.problems import files_document

        rows = [(file.source.file, file.plan.name if file.plan else None, file.problems) for file in found.files]
        return reporting.document(files_document(rows))
    from kpiplan.cli.inspections import inspected, inspection_text
    from kpiplan.reports.inspection import UNREAD, failed, of_problem

    said = locale if format == "markdown" else ENGLISH
    problems = [of_problem(each, message_of(each, said), strict=found.strict) for each in in_order(found.problems)]
    unread = [failed(UNREAD, why, name) for name, why in found.unread]
    seen = inspected("check", [*unread, *problems], [file.source.file for file in found.files])
    if format != "markdown":
        return inspection_text(seen, format)
    from kpiplan.reports.check import check_report

    return reporting.page(check_report(seen, locale), format, output)


def _report(file: Loaded, output: str | None, locale: Locale) -> str:
    """The problems of a file, then how many they are."""
    width, styled = console.screen(output)
    wraps = output is None and console.prints_to_terminal()
    counts = one_line(f"{file.source.file}: {summary(file.problems, locale) or locale.say('no problems')}")
    said = problems_text(file.problems, color=styled, locale=locale, width=width if wraps else None)
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
