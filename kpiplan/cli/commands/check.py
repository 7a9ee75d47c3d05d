"""`kpiplan check`: what is wrong with plans, and what is worth knowing about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, get_args

import typer

from kpiplan.checks import findings
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.console import Aside
from kpiplan.cli.inputs import STDIN
from kpiplan.cli.options import FORMAT_HELP, PLAN_HERE, OutputOptions, command
from kpiplan.cli.plan_files import PlanFiles, plan_files
from kpiplan.cli.report_options import Destination, ReportsOption, destination
from kpiplan.cli.what_if import WhatIf, load_under
from kpiplan.formats.lines import one_line
from kpiplan.formats.text import message_of, problems_text, summary
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import Loaded, scenario_names
from kpiplan.loader import under as under_each
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.problems import Problem, in_order
from kpiplan.tuples import NamedTuple

Format = Literal["text", "json", "markdown", "github", "gitlab", "sarif", "junit"]


class _Checked(NamedTuple):
    """The plans that were read, and those that could not be, by name with why; `strict`: warnings count.

    `others` are files of folders that are no plans.
    """

    files: tuple[Loaded, ...]
    unread: tuple[tuple[str, str], ...]
    strict: bool
    others: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def code(self) -> int:
        failed = any(each.counts if self.strict else each.severity == "error" for each in self.problems)
        return errors.USAGE if self.unread else errors.SHORT if failed else errors.FINE


@command
def check(
    plans: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PLAN...]", help=f"Plan files, or folders of them; {PLAN_HERE}"),
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 for warnings that the plan does not accept.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again each time a file is saved.")] = False,
    under: WhatIf,
    report: ReportsOption = None,
    format: Annotated[Format | None, typer.Option(help=f"{FORMAT_HELP}text.")] = None,
    out: OutputOptions,
) -> console.Result | Iterator[console.Result]:
    """What is wrong with plans, and what is worth knowing about them."""
    locale = console.locale(out.lang)
    if watch:
        return _watched(plans, strict, under, destination(format, out, report, get_args(Format), locale), locale)
    found = _all_checked(plan_files(plans, locale), strict, under, locale)
    return _result(found, destination(format, out, report, get_args(Format), locale), locale)


def _watched(
    plans: Sequence[str] | None, strict: bool, under: WhatIf, to: Destination, locale: Locale
) -> Iterator[console.Result]:
    from kpiplan.cli import watch

    _refuse_watch(plans, to, locale)

    def brief() -> console.Result:
        return _brief(_all_checked(plan_files(plans, locale), strict, under, locale), locale)

    return watch.again(brief, lambda: plan_files(plans, locale).files, watch.ticks())


def _result(found: _Checked, to: Destination, locale: Locale) -> console.Result:
    files = [(each.file, _text(found, each.format, each.file, locale)) for each in to.reports]
    text = _text(found, to.format, to.output, locale)
    return to.result(text, files, _remarks(found, locale), found.code)


def _remarks(found: _Checked, locale: Locale) -> list[str]:
    """What could not be read, for the other files are still worth their report, and what is no plan."""
    text = "{file} has no goal, funnel or extends: no plan, passed over"
    others = [Aside(f"kpiplan: {locale.say(text, file=name)}") for name in found.others]
    return [*others, *(f"kpiplan: {why}" for _, why in found.unread)]


def _refuse_watch(plans: Sequence[str] | None, to: Destination, locale: Locale) -> None:
    """Raises WrongUseError for what can't be done again and again."""
    if to.format != "text" or to.output or to.reports:
        raise errors.WrongUseError(locale.say("--watch prints text; it writes no other format and no file"))
    if STDIN in (plans or ()):
        raise errors.WrongUseError(locale.say("--watch looks at files; standard input is read once"))


def _brief(found: _Checked, locale: Locale) -> console.Result:
    """The problems of files that have some; a line for each that is sound."""
    said = (_report(file, None, locale) if _unsound(file) else _counts(file, locale) for file in found.files)
    return console.Result("".join(said), _remarks(found, locale), found.code)


def _unsound(file: Loaded) -> bool:
    return any(each.counts or each.severity == "error" for each in file.problems)


def _all_checked(plans: PlanFiles, strict: bool, under: WhatIf, locale: Locale) -> _Checked:
    checked, unread = [], []
    for name in plans.files:
        try:
            checked.append(_checked(name, under, locale))
        except errors.WrongUseError as error:
            unread.append((name, str(error)))
    return _Checked(tuple(checked), tuple(unread), strict, plans.others)


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
    said = problems_text(file.problems, color=styled, locale=locale, width=width if wraps else None)
    return f"{said}{_counts(file, locale)}"


def _counts(file: Loaded, locale: Locale) -> str:
    return one_line(f"{file.source.file}: {summary(file.problems, locale) or locale.say('no problems')}") + "\n"


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
