"""What `kpiplan actuals` prints, and how it ends: what exports have in common with a plan and without."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from kpiplan.analysis.gates import FailOn, Floor
from kpiplan.cli import console, errors, inputs, reporting
from kpiplan.cli.export_options import ShownOptions
from kpiplan.cli.export_rules import with_option
from kpiplan.cli.report_options import CI_FORMATS, ToFile, Written
from kpiplan.exports.results import Exports, Note, Refusal
from kpiplan.formats.text import summary
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.months import Month
from kpiplan.problems import Problem
from kpiplan.reports.actuals.cutoff import note_said, refusal_said
from kpiplan.reports.actuals.sources import note_of, source_lines, whys_said
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.documents.actuals import AccountWords
    from kpiplan.loader import PlanFile

Format = Literal["table", "csv", "json", "markdown", "xlsx", "github", "gitlab", "sarif", "junit"]


class Asked(NamedTuple):
    """What the command line asks for beside the files and the plan."""

    format: str
    output: str | None
    through: Month | None
    floors: Sequence[Floor]
    fail_on: FailOn | None
    locale: Locale = ENGLISH
    breakdowns: Mapping[tuple[str, ...], Exports] = MappingProxyType({})
    under: str = ""  # changes that the plan is looked at under
    reports: Sequence[ToFile] = ()  # formats that go into files beside the result
    source: PlanFile | None = None  # of the plan
    shown: ShownOptions = ShownOptions()

    @property
    def plan_file(self) -> str:
        """What the plan's file is called; nothing where there is no plan."""
        return self.source.file if self.source else ""

    @property
    def formats(self) -> set[str]:
        """All that are asked for."""
        return {self.format, *(report.format for report in self.reports)}

    @property
    def in_detail(self) -> bool:
        """Whether everything is shown: asked for, or to be read at leisure."""
        return self.shown.detail or self.format == "markdown"


def refused(found: Exports, asked: Asked) -> console.Result:
    """Exports that can't be read have no result: their problems, and exit 4."""
    said = reporting.problem_remark(named(found.problems), asked.locale)
    why = asked.locale.say("nothing is compared: {problems}", problems=summary(found.problems, locale=asked.locale))
    return _without_result(found, [said, f"kpiplan: {why}"], asked)


def account_words(found: Exports) -> list[AccountWords]:
    """What data say of how each file was read, in English."""
    from kpiplan.documents.actuals import AccountWords

    return [AccountWords(whys_said(source), note_of(source)) for source in found.sources]


def nothing(found: Exports, why: Refusal, asked: Asked) -> console.Result:
    """Exports that were read, and are not those of the plan or the month: they have nothing that could be shown."""
    said, english = (
        locale.say("nothing to compare: {why}", why=refusal_said(why, locale)) for locale in (asked.locale, ENGLISH)
    )
    remarks = reading_remarks(found, found.problems, (), [f"kpiplan: {said}"], asked)
    return _without_result(found, remarks, asked, why=english)


def _without_result(found: Exports, remarks: Sequence[str], asked: Asked, why: str = "") -> console.Result:
    """Nothing was compared: no number fell short, the exports did. A CI is told, other formats have nothing to say."""
    told = asked._replace(reports=[each for each in asked.reports if each.format in CI_FORMATS])
    texts = written(told, lambda each: problems_text(found, each, why) if each.format in CI_FORMATS else "")
    return with_result(texts, remarks, errors.UNREADABLE, asked)._replace(utf8=True)


def with_result(texts: Written, remarks: Sequence[str], code: int, asked: Asked) -> console.Result:
    """What was written, the remarks beside it, and how it ends."""
    data, commands = asked.format != "table", asked.format == "github"
    text, files = texts
    return console.Result(text, remarks, code, asked.output, utf8=data, commands=commands, files=files)


def written(asked: Asked, text_of: Callable[[Asked], str | bytes]) -> Written:
    """The text in the format that is asked for, and those of the files beside it."""
    files = ((each.file, text_of(asked._replace(format=each.format, output=each.file))) for each in asked.reports)
    return Written(text_of(asked), tuple(files))


def problems_text(found: Exports, asked: Asked, why: str = "") -> str:
    """What a CI is told of exports by themselves; `why`: there is nothing to compare."""
    from kpiplan.cli.actuals_inspection import of_exports
    from kpiplan.cli.inspections import inspection_text

    files = [*([asked.plan_file] if asked.plan_file else []), *files_of(found)]
    return inspection_text(of_exports(files, named(found.problems), why=why), asked.format)


def files_of(found: Exports) -> list[str]:
    """What the exports are called, each once."""
    return list(dict.fromkeys(inputs.shown_name(source.name) for source in found.sources))


def notes_said(notes: Sequence[Note], asked: Asked) -> list[str]:
    """What was left out of the exports, a sentence each."""
    return [note_said(note, asked.locale) for note in notes]


def reading_remarks(
    found: Exports, problems: Sequence[Problem], notes: Sequence[str], last: Sequence[str], asked: Asked
) -> list[str]:
    """How each file was read of which something was left out, or which all are asked for; problems; what was left out;
    what the exit code is about.
    """
    in_full = asked.shown.sources or console.Loudness.verbose
    said = reporting.problem_remark(named(problems), asked.locale)
    read = map(console.Aside, source_lines(found.sources, asked.locale, all_of_them=in_full))
    return [*read, said, *map(console.Aside, notes), *last]


def named(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems with the option that settles each, and the name that messages have for standard input."""
    return tuple(with_option(problem)._replace(file=inputs.shown_name(problem.file)) for problem in problems)
