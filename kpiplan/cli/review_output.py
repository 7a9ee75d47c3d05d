"""What `kpiplan actuals` prints of exports against a plan, in whichever format, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpiplan.analysis.gates import CHANCE, Gate, gates, missed
from kpiplan.analysis.matching import Matched, match, template_problems
from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.analysis.variance.compare import Comparison, compare
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.actuals_output import (
    Asked,
    account_words,
    files_of,
    named,
    notes_said,
    nothing,
    reading_remarks,
    with_result,
    written,
)
from kpiplan.cli.report_options import CI_FORMATS
from kpiplan.exports.results import Exports, Refusal
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem, in_order
from kpiplan.reports.actuals.gates import gate_text
from kpiplan.reports.labels import kpi_name
from kpiplan.reports.model import Fact
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.goal_chance.results import Moment
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.verdict.review import ReviewVerdict
    from kpiplan.documents import Rows


class _Review(NamedTuple):
    """Exports against a plan: what is said of them, in whichever format."""

    targets: PlanTargets
    found: Exports
    matched: Matched
    comparison: Comparison
    card: tuple[Score, ...]
    gates: tuple[Gate, ...]
    moments: tuple[Moment, ...]
    verdict: ReviewVerdict | None  # of what people read
    problems: tuple[Problem, ...]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.targets.plan


def against(found: Exports, plan: Plan, asked: Asked) -> console.Result:
    """Exports against a plan, and the gates."""
    targets = _timed(plan_targets(plan))
    matched = match(targets, found, asked.through)
    if isinstance(matched, Refusal):
        return nothing(found, matched, asked)
    comparison = compare(targets, matched.actuals)
    card = _scorecard(targets, matched, asked)
    moments = _chances(targets, matched.actuals, asked)
    now = moments[-1].chance.customers if moments else None
    looked_at = gates(comparison, asked.floors, on=asked.fail_on, scores=card, chance=now)
    split = [problem for each in asked.breakdowns.values() for problem in each.problems]
    template = () if targets.plan.replanned else template_problems(comparison, found.sources[0].name)
    problems = in_order([*found.problems, *split, *template])
    verdict = _verdict(targets, matched.actuals, comparison, moments, asked)
    review = _Review(targets, found, matched, comparison, card, looked_at, moments, verdict, problems)
    return _reviewed(review, asked)


def _timed(targets: PlanTargets) -> PlanTargets:
    """What the plan's KPIs must be, in its own timing."""
    if not targets.plan.kpis:
        return targets
    from kpiplan.analysis.scorecard.timing import timed

    return timed(targets)


def _scorecard(targets: PlanTargets, matched: Matched, asked: Asked) -> tuple[Score, ...]:
    """The plan's KPIs, where it chooses any."""
    if not targets.plan.kpis:
        return ()
    from kpiplan.analysis.scorecard.from_exports import scorecard

    return scorecard(targets, matched.found, matched.actuals.window, asked.breakdowns)


def _chances(targets: PlanTargets, actuals: Actuals, asked: Asked) -> tuple[Moment, ...]:
    """The chances of the goal, where they can be told, and are: by the format, or by a gate.

    The first screen and gates tell of the last one, those of the months before are told in detail.
    """
    if asked.formats <= {"csv", *CI_FORMATS} and all(floor.kpi != CHANCE for floor in asked.floors):
        return ()
    from kpiplan.analysis.goal_chance.engine import countable, history, latest

    if not countable(targets):
        return ()
    told = asked.shown.detail or asked.formats & {"json", "markdown"}
    return history(targets, actuals) if told else (latest(targets, actuals),)


def _verdict(
    targets: PlanTargets, actuals: Actuals, comparison: Comparison, moments: tuple[Moment, ...], asked: Asked
) -> ReviewVerdict | None:
    """The word for the year, where people read it."""
    if not asked.formats & {"table", "markdown"}:
        return None
    from kpiplan.analysis.verdict.review import review_verdict

    return review_verdict(targets, actuals, comparison, moments[-1] if moments else None)


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
    return with_result(texts, remarks, errors.SHORT if short else errors.FINE, asked)


def _review_text(review: _Review, said: tuple[str, ...], asked: Asked) -> str | bytes:
    if asked.format == "xlsx":
        assert asked.source  # the plan's own
        actuals = review.matched.actuals
        return reporting.plan_workbook(review.targets, asked.source.text, asked.output, asked.locale, actuals)
    plan, comparison, problems = review.plan, review.comparison, named(review.problems)
    if asked.format == "csv":
        return reporting.rows(_rows(review, asked))
    short = missed(review.gates)
    english = [gate_text(gate, plan) for gate in short]  # as data have it, whatever language is shown
    if asked.format == "json":
        from kpiplan.documents.actuals import MissedGate, comparison_document

        words, gates = account_words(review.found), [*map(MissedGate, short, english)]
        found = comparison_document(comparison, review.found, words, problems, gates, review.card, review.moments)
        return reporting.document(found)
    if asked.format in CI_FORMATS:
        from kpiplan.cli.actuals_inspection import of_review
        from kpiplan.cli.inspections import inspection_text

        assert asked.source  # the plan's own
        seen = of_review(files_of(review.found), problems, review.gates, english, plan, asked.source)
        return inspection_text(seen, asked.format)
    assert review.verdict  # of what people read
    from kpiplan.reports.actuals.report import actuals_chart, actuals_report
    from kpiplan.reports.actuals.view import Facing

    matched = review.matched
    shown = (matched.last, matched.day, asked.locale, review.card, review.moments)
    facing = Facing(plan, comparison, review.verdict, *shown)
    drawn = actuals_chart(facing) if asked.shown.chart else None
    report = drawn if drawn and asked.format == "table" else actuals_report(facing, detail=asked.in_detail)
    if drawn and asked.format == "markdown":
        report = report._replace(funnels=drawn.funnels)
    if said and asked.format == "markdown":  # a terminal shows them last, on standard error
        report = report._replace(facts=(Fact(asked.locale.say("Missed"), said), *report.facts))
    return reporting.page(report, asked.format, asked.output, None if asked.in_detail else reporting.COLUMNS)


def _rows(review: _Review, asked: Asked) -> Rows:
    if asked.shown.long:
        from kpiplan.documents.long_rows import long_actuals

        return long_actuals(review.comparison, review.card)
    from kpiplan.documents.actuals_rows import comparison_rows

    return comparison_rows(review.comparison, review.card)


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
