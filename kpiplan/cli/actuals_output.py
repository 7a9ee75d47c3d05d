"""What `kpiplan actuals` prints, and how it ends: exports against a plan, exports alone, exports that can't be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from kpiplan.analysis.baseline.measured_funnel import Linked, Measured, measure
from kpiplan.analysis.gates import FailOn, Floor, Gate, gates, missed
from kpiplan.analysis.goal_chance.engine import countable, history
from kpiplan.analysis.goal_chance.results import CHANCE, Moment
from kpiplan.analysis.matching import Matched, match, template_problems
from kpiplan.analysis.scorecard.from_exports import scorecard
from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.scorecard.timing import timed
from kpiplan.analysis.variance.compare import Comparison, compare
from kpiplan.cli import console, errors, inputs, reporting
from kpiplan.cli.export_rules import with_option
from kpiplan.cli.report_options import CI_FORMATS, ToFile, Written
from kpiplan.exports.results import Exports, Note, Refusal
from kpiplan.formats.text import summary
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.loader import PlanFile
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.months import Month
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem, in_order
from kpiplan.reports.actuals.cutoff import note_said, refusal_said
from kpiplan.reports.actuals.gates import gate_text
from kpiplan.reports.actuals.sources import note_of, source_lines, whys_said
from kpiplan.reports.labels import kpi_name
from kpiplan.reports.model import Fact

if TYPE_CHECKING:
    from kpiplan.documents.actuals import AccountWords

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

    @property
    def plan_file(self) -> str:
        """What the plan's file is called; nothing where there is no plan."""
        return self.source.file if self.source else ""

    @property
    def formats(self) -> set[str]:
        """All that are asked for."""
        return {self.format, *(report.format for report in self.reports)}


class _Review(NamedTuple):
    """Exports against a plan: what is said of them, in whichever format."""

    targets: PlanTargets
    found: Exports
    matched: Matched
    comparison: Comparison
    card: tuple[Score, ...]
    gates: tuple[Gate, ...]
    moments: tuple[Moment, ...]
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.targets.plan


def refused(found: Exports, asked: Asked) -> console.Result:
    """Exports that can't be read have no result: their problems, and exit 4."""
    said = reporting.problem_remark(_named(found.problems), asked.locale)
    why = asked.locale.say("nothing is compared: {problems}", problems=summary(found.problems, locale=asked.locale))
    return _without_result(found, [said, f"kpiplan: {why}"], asked)


def against(found: Exports, plan: Plan, asked: Asked) -> console.Result:
    """Exports against a plan, and the gates."""
    targets = timed(plan_targets(plan))
    matched = match(targets, found, asked.through)
    if isinstance(matched, Refusal):
        return nothing(found, matched, asked)
    comparison = compare(targets, matched.actuals)
    card = scorecard(targets, matched.found, matched.actuals.window, asked.breakdowns) if plan.kpis else ()
    moments = history(targets, matched.actuals) if _wants_chance(targets, asked) else ()
    now = moments[-1].chance.customers if moments else None
    looked_at = gates(comparison, asked.floors, on=asked.fail_on, scores=card, chance=now)
    split = [problem for each in asked.breakdowns.values() for problem in each.problems]
    template = () if targets.plan.replanned else template_problems(comparison, found.sources[0].name)
    problems = in_order([*found.problems, *split, *template])
    review = _Review(targets, found, matched, comparison, card, looked_at, moments, problems)
    return _reviewed(review, asked)


def _wants_chance(targets: PlanTargets, asked: Asked) -> bool:
    """Whether the chance of the goal can be told, and is: by the format, or by a gate."""
    told = not asked.formats <= {"csv", *CI_FORMATS} or any(floor.kpi == CHANCE for floor in asked.floors)
    return told and countable(targets)


def _reviewed(review: _Review, asked: Asked) -> console.Result:
    """The review in the format that is asked for; exit 1 where a gate is missed."""
    say, plan = asked.locale.say, review.plan
    short = missed(review.gates)
    said = tuple(gate_text(gate, plan, asked.locale) for gate in short)
    texts = written(asked, lambda each: _review_text(review, said, each))
    file = say("{file} under {changes}", file=asked.plan_file, changes=asked.under) if asked.under else asked.plan_file
    notes = [
        *notes_said(review.matched.notes, asked),
        *_unbroken(plan, asked),
        say("compared with {file}", file=file),
    ]
    missing = [f"kpiplan: {say('gate missed: {gate}', gate=message)}" for message in said]
    remarks = reading_remarks(review.found, review.problems, notes, missing, asked)
    return _with_result(texts, remarks, errors.SHORT if short else errors.FINE, asked)


def _review_text(review: _Review, said: tuple[str, ...], asked: Asked) -> str | bytes:
    if asked.format == "xlsx":
        assert asked.source  # the plan's own
        actuals = review.matched.actuals
        return reporting.plan_workbook(review.targets, asked.source.text, asked.output, asked.locale, actuals)
    plan, comparison, problems = review.plan, review.comparison, _named(review.problems)
    if asked.format == "csv":
        from kpiplan.documents.actuals_rows import comparison_rows

        return reporting.rows(comparison_rows(comparison, review.card))
    short = missed(review.gates)
    english = [gate_text(gate, plan) for gate in short]  # as data have it, whatever language is shown
    if asked.format == "json":
        from kpiplan.documents.actuals import MissedGate, comparison_document

        words, gates = _account_words(review.found), [*map(MissedGate, short, english)]
        found = comparison_document(comparison, review.found, words, problems, gates, review.card, review.moments)
        return reporting.document(found)
    if asked.format in CI_FORMATS:
        from kpiplan.cli.actuals_inspection import of_review
        from kpiplan.cli.inspections import inspection_text

        assert asked.source  # the plan's own
        seen = of_review(_files(review.found), problems, review.gates, english, plan, asked.source)
        return inspection_text(seen, asked.format)
    from kpiplan.reports.actuals.report import actuals_report
    from kpiplan.reports.actuals.view import Facing

    matched = review.matched
    facing = Facing(plan, comparison, matched.last, matched.day, asked.locale, review.card, review.moments)
    report = actuals_report(facing)
    if said and asked.format == "markdown":  # a terminal shows them last, on standard error
        report = report._replace(facts=(Fact(asked.locale.say("Missed"), said), *report.facts))
    return reporting.page(report, asked.format, asked.output)


def _unbroken(plan: Plan, asked: Asked) -> Iterator[str]:
    """KPIs that no export lets break down."""
    for each in plan.kpis:
        found = asked.breakdowns.get(each.per)
        if found and not found.measures:
            columns = asked.locale.listed(each.per, "or")
            yield asked.locale.say(
                "{kpi} is not broken down: no export has a column {columns}",
                kpi=kpi_name(asked.locale, each),
                columns=columns,
            )


def alone(found: Exports, names: Sequence[str], asked: Asked, followed: Linked) -> console.Result:
    """The funnel that exports show, without a plan."""
    measured = measure(found, asked.through, followed)
    if isinstance(measured, Refusal):
        return nothing(found, measured, asked)
    texts = written(asked, lambda each: _measured_text(measured, found, ", ".join(names), each))
    return _with_result(
        texts, reading_remarks(found, found.problems, notes_said(measured.notes, asked), (), asked), errors.FINE, asked
    )


def _measured_text(measured: Measured, found: Exports, names: str, asked: Asked) -> str:
    if asked.format == "csv":
        from kpiplan.documents.actuals_rows import measured_rows

        return reporting.rows(measured_rows(measured))
    if asked.format == "json":
        from kpiplan.documents.actuals import measured_document

        return reporting.document(measured_document(measured, found, _account_words(found), _named(found.problems)))
    if asked.format in CI_FORMATS:
        return _problems_text(found, asked)
    from kpiplan.reports.actuals.measured_funnel import measured_report

    return reporting.page(measured_report(measured, names, asked.locale), asked.format, asked.output)


def _account_words(found: Exports) -> list[AccountWords]:
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
    texts = written(told, lambda each: _problems_text(found, each, why) if each.format in CI_FORMATS else "")
    return _with_result(texts, remarks, errors.UNREADABLE, asked)._replace(utf8=True)


def _with_result(texts: Written, remarks: Sequence[str], code: int, asked: Asked) -> console.Result:
    data, commands = asked.format != "table", asked.format == "github"
    text, files = texts
    return console.Result(text, remarks, code, asked.output, utf8=data, commands=commands, files=files)


def written(asked: Asked, text_of: Callable[[Asked], str | bytes]) -> Written:
    """The text in the format that is asked for, and those of the files beside it."""
    files = ((each.file, text_of(asked._replace(format=each.format, output=each.file))) for each in asked.reports)
    return Written(text_of(asked), tuple(files))


def _problems_text(found: Exports, asked: Asked, why: str = "") -> str:
    """What a CI is told of exports by themselves; `why`: there is nothing to compare."""
    from kpiplan.cli.actuals_inspection import of_exports
    from kpiplan.cli.inspections import inspection_text

    files = [*([asked.plan_file] if asked.plan_file else []), *_files(found)]
    return inspection_text(of_exports(files, _named(found.problems), why=why), asked.format)


def _files(found: Exports) -> list[str]:
    return list(dict.fromkeys(inputs.shown_name(source.name) for source in found.sources))


def notes_said(notes: Sequence[Note], asked: Asked) -> list[str]:
    """What was left out of the exports, a sentence each."""
    return [note_said(note, asked.locale) for note in notes]


def reading_remarks(
    found: Exports, problems: Sequence[Problem], notes: Sequence[str], last: Sequence[str], asked: Asked
) -> list[str]:
    """How each file was read, what is to be said of it, what was left out, what the exit code is about."""
    said = reporting.problem_remark(_named(problems), asked.locale)
    return [*source_lines(found.sources, asked.locale), said, *notes, *last]


def _named(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems with the option that settles each, and the name that messages have for standard input."""
    return tuple(with_option(problem)._replace(file=inputs.shown_name(problem.file)) for problem in problems)
