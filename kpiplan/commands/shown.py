"""What `kpiplan actuals` prints, and how it ends: exports against a plan, exports alone, exports that can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from kpiplan import edge
from kpiplan.actuals.results import Actuals as Exports
from kpiplan.actuals.results import Note, Refusal
from kpiplan.commands.pages import page, problem_remark
from kpiplan.commands.told import with_option
from kpiplan.comparison.compare import Comparison, compare
from kpiplan.gates import FailOn, Floor, Gate, missed
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.matching import Matched, match, template_problems
from kpiplan.measured import Linked, Measured, measure
from kpiplan.months import Month
from kpiplan.observed import scorecard
from kpiplan.outcomes import outcomes
from kpiplan.plan import Plan
from kpiplan.problems import Problem, in_order
from kpiplan.render.problems import gate_annotations, summary, workflow_annotations
from kpiplan.reports.extent import note_said, refusal_said
from kpiplan.reports.gates import gate_text
from kpiplan.reports.labels import kpi_name
from kpiplan.reports.model import Fact
from kpiplan.reports.sources import source_lines
from kpiplan.scorecard.score import Score

Format = Literal["table", "csv", "json", "markdown", "github"]


class Asked(NamedTuple):
    """What the command line asks for beside the files and the plan."""

    format: str
    output: str | None
    through: Month | None
    floors: Sequence[Floor]
    fail_on: FailOn | None
    locale: Locale = ENGLISH
    breakdowns: Mapping[tuple[str, ...], Exports] = MappingProxyType({})


class _Review(NamedTuple):
    """Exports against a plan: what is said of them, in whichever format."""

    plan: Plan
    file: str
    found: Exports
    matched: Matched
    comparison: Comparison
    card: tuple[Score, ...]
    gates: tuple[Gate, ...]
    problems: tuple[Problem, ...]


def refused(found: Exports, asked: Asked) -> edge.Result:
    """Exports that can't be read have no result: their problems, and exit 4."""
    said = problem_remark(_named(found.problems), asked.locale)
    why = asked.locale.say("nothing is compared: {problems}", problems=summary(found.problems, locale=asked.locale))
    return _without_result(found, [said, f"kpiplan: {why}"], asked)


def against(found: Exports, plan: Plan, file: str, asked: Asked) -> edge.Result:
    """Exports against a plan, and the gates."""
    results = outcomes(plan)
    matched = match(plan, results, found, asked.through)
    if isinstance(matched, Refusal):
        return _nothing(found, matched, asked)
    comparison = compare(plan, results, matched.actuals)
    card = scorecard(plan, results, matched.found, matched.actuals.window, asked.breakdowns) if plan.kpis else ()
    gates = missed(comparison, asked.floors, on=asked.fail_on, scores=card)
    split = [problem for each in asked.breakdowns.values() for problem in each.problems]
    problems = in_order([*found.problems, *split, *template_problems(comparison, found.sources[0].name)])
    return _reviewed(_Review(plan, file, found, matched, comparison, card, gates, tuple(problems)), asked)


def _reviewed(review: _Review, asked: Asked) -> edge.Result:
    """The review in the format that is asked for; exit 1 where a gate is missed."""
    say, plan = asked.locale.say, review.plan
    said = tuple(gate_text(gate, plan, asked.locale) for gate in review.gates)
    text = _review_text(review, said, asked)
    notes = [
        *_said(review.matched.notes, asked),
        *_unbroken(plan, asked),
        say("compared with {file}", file=review.file),
    ]
    missing = [f"kpiplan: {say('gate missed: {gate}', gate=message)}" for message in said]
    remarks = _remarks(review.found, review.problems, notes, missing, asked)
    return _with_result(text, remarks, edge.SHORT if review.gates else edge.FINE, asked)


def _review_text(review: _Review, said: tuple[str, ...], asked: Asked) -> str:
    plan, comparison, problems = review.plan, review.comparison, _named(review.problems)
    if asked.format == "csv":
        from kpiplan.render.actuals_csv import comparison_csv

        return comparison_csv(comparison, review.card)
    if asked.format == "json":
        from kpiplan.render.actuals_document import comparison_json

        return comparison_json(plan, comparison, review.gates, review.found, problems, review.card)
    if asked.format == "github":
        english = [gate_text(gate, plan) for gate in review.gates]  # as data have it
        return workflow_annotations(problems) + gate_annotations(english, review.file)
    from kpiplan.reports.actuals import actuals_report
    from kpiplan.reports.facing import Facing

    facing = Facing(plan, comparison, review.matched.last, review.matched.day, asked.locale, review.card)
    report = actuals_report(facing)
    if said and asked.format == "markdown":  # a terminal shows them last, on standard error
        report = report._replace(facts=(Fact(asked.locale.say("Missed"), said), *report.facts))
    return page(report, asked.format, asked.output)


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


def alone(found: Exports, names: Sequence[str], asked: Asked, followed: Linked) -> edge.Result:
    """The funnel that exports show, without a plan."""
    measured = measure(found, asked.through, followed)
    if isinstance(measured, Refusal):
        return _nothing(found, measured, asked)
    text = _measured_text(measured, found, ", ".join(names), asked)
    return _with_result(
        text, _remarks(found, found.problems, _said(measured.notes, asked), (), asked), edge.FINE, asked
    )


def _measured_text(measured: Measured, found: Exports, names: str, asked: Asked) -> str:
    if asked.format == "csv":
        from kpiplan.render.actuals_csv import measured_csv

        return measured_csv(measured)
    if asked.format == "json":
        from kpiplan.render.actuals_document import measured_json

        return measured_json(measured, found, _named(found.problems))
    if asked.format == "github":
        return workflow_annotations(_named(found.problems))
    from kpiplan.reports.measured import measured_report

    return page(measured_report(measured, names, asked.locale), asked.format, asked.output)


def _nothing(found: Exports, why: Refusal, asked: Asked) -> edge.Result:
    """Exports that were read, and are not those of the plan or the month: they have nothing that could be shown."""
    said = asked.locale.say("nothing to compare: {why}", why=refusal_said(why, asked.locale))
    return _without_result(found, _remarks(found, found.problems, (), [f"kpiplan: {said}"], asked), asked)


def _without_result(found: Exports, remarks: Sequence[str], asked: Asked) -> edge.Result:
    """Nothing was compared: no number fell short, the exports did."""
    github = asked.format == "github"
    text = workflow_annotations(_named(found.problems)) if github else ""
    return edge.Result(text, remarks, edge.UNREADABLE, asked.output, utf8=True, commands=github)


def _with_result(text: str, remarks: Sequence[str], code: int, asked: Asked) -> edge.Result:
    data, commands = asked.format != "table", asked.format == "github"
    return edge.Result(text, remarks, code, asked.output, utf8=data, commands=commands)


def _said(notes: Sequence[Note], asked: Asked) -> list[str]:
    return [note_said(note, asked.locale) for note in notes]


def _remarks(
    found: Exports, problems: Sequence[Problem], notes: Sequence[str], last: Sequence[str], asked: Asked
) -> list[str]:
    """How each file was read, what is to be said of it, what was left out, what the exit code is about."""
    said = problem_remark(_named(problems), asked.locale)
    return [*source_lines(found.sources, asked.locale), said, *notes, *last]


def _named(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems with the option that settles each, and the name that messages have for standard input."""
    return tuple(with_option(problem)._replace(file=edge.shown_name(problem.file)) for problem in problems)
