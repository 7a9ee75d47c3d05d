"""What a page is made of, for the command line: the plan, what exports show, and what follows; or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from kpiplan import exports
from kpiplan.analysis.agreement import agreement
from kpiplan.analysis.gates import gates, missed
from kpiplan.analysis.goal_chance.ahead import MANY, customers_ahead, milestones
from kpiplan.analysis.goal_chance.engine import chance_now, countable
from kpiplan.analysis.goal_chance.results import Moment
from kpiplan.analysis.goal_chance.threads import one_thread
from kpiplan.analysis.levers.levers import Levers, levers
from kpiplan.analysis.matching import Matched, breakdowns, match
from kpiplan.analysis.replan.replan import replan
from kpiplan.analysis.reviews import Due, due
from kpiplan.analysis.scenarios import Scenery, Variant, scenery
from kpiplan.analysis.scorecard.from_exports import scorecard
from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.analysis.variance.compare import compare
from kpiplan.analysis.verdict.review import review_verdict
from kpiplan.cli import console, errors
from kpiplan.cli.actuals_output import Asked, notes_said, nothing, reading_remarks, refused
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.cli.export_reading import last_month, read, within_year
from kpiplan.cli.export_rules import rules_over
from kpiplan.cli.gate_options import GateOptions, floors
from kpiplan.cli.inputs import check_there, plan_and_exports, refuse_both
from kpiplan.cli.planning import Planned, planned
from kpiplan.cli.sources import given
from kpiplan.cli.variants import variants_of
from kpiplan.cli.what_if import WhatIf
from kpiplan.exports.results import Exports, Refusal
from kpiplan.funnel.targets import PlanTargets
from kpiplan.loader import scenario_names, under
from kpiplan.locales.english import Locale
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.actuals.gates import gate_text
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.page.results import LEVELS, PageResults, ReviewedYear
from kpiplan.tuples import NamedTuple


class PageOptions(NamedTuple):
    """Which plan the page is of (None: the first file, unless it is an export, else what is at hand), up to when."""

    plan: Annotated[
        str | None,
        typer.Option(
            metavar="PLAN",
            help="The plan, where no file names it; left out, plan.yaml beside the first export, or here.",
        ),
    ] = None
    through: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="The last month, such as 2020-06; left out, the last one covered whole."),
    ] = None


class PageInputs(NamedTuple):
    """What the command line says of a page."""

    files: Sequence[str]
    asked: PageOptions
    under: WhatIf
    gates: GateOptions
    reading: ReadingOptions
    locale: Locale

    def plan_and_exports(self) -> tuple[str, list[str]]:
        """The plan's file, and all others. Raises WrongUseError where there is no plan."""
        if self.asked.plan is not None:
            return self.asked.plan, list(self.files)
        return plan_and_exports(self.files[0] if self.files else None, self.files[1:], self.locale)


class PageFound(NamedTuple):
    """The results, what is to be said beside them, how the command ends."""

    results: PageResults
    remarks: tuple[str, ...]
    code: int = errors.FINE


def page_results(inputs: PageInputs) -> PageFound | console.Result:
    """All that the page is made of; the result where the plan has errors, or the exports can't be compared with it.

    Raises WrongUseError.
    """
    locale = inputs.locale
    plan, files = inputs.plan_and_exports()
    last = last_month(inputs.asked.through, locale)
    check_there(files)
    refuse_both(plan, files, locale)
    found = planned(plan, locale, inputs.under)
    if isinstance(found, console.Result):
        return found
    within_year(last, found.plan, locale)
    if not files:
        return PageFound(_results(found, locale, None, None), found.remarks)
    wanted = floors(inputs.gates, found.plan, locale)
    asked = Asked("html", None, last, wanted, inputs.gates.fail_on, locale)
    rules = rules_over(found.plan, inputs.reading, locale)
    kept = exports.kept(given(files, (found.plan, found.file), rules, inputs.reading.timeout, locale))
    seen = read(found.plan, kept, rules, last)
    if any(problem.severity == "error" for problem in seen.problems):
        return refused(seen, asked)
    matched = match(found.targets, seen, last)
    if isinstance(matched, Refusal):
        return nothing(seen, matched, asked)
    split = breakdowns(found.plan, kept, rules, last)
    return _compared(found, seen, matched, asked._replace(breakdowns=split))


def _compared(found: Planned, seen: Exports, matched: Matched, asked: Asked) -> PageFound:
    locale, targets, actuals = asked.locale, found.targets, matched.actuals
    comparison = compare(targets, actuals)
    card = scorecard(targets, matched.found, actuals.window, asked.breakdowns) if found.plan.kpis else ()
    with one_thread():
        moments = milestones(targets, actuals) if countable(targets) else ()
    now = moments[-1].chance.customers if moments else None
    short = missed(gates(comparison, asked.floors, on=asked.fail_on, scores=card, chance=now))
    said = tuple(gate_text(gate, found.plan, locale) for gate in short)
    verdict = review_verdict(targets, actuals, comparison, moments[-1] if moments else None)
    facing = Facing(found.plan, comparison, verdict, matched.last, matched.day, locale, card, moments)
    rest = None if comparison.through == YEAR_MONTHS and comparison.part == 1 else replan(targets, actuals)
    happened = ReviewedYear(facing, seen.sources, matched.notes, said, rest)
    lines = [f"kpiplan: {locale.say('gate missed: {gate}', gate=message)}" for message in said]
    remarks = reading_remarks(seen, seen.problems, notes_said(matched.notes, asked), lines, asked)
    results = _results(found, locale, happened, actuals)._replace(moments=moments)
    return PageFound(results, (*remarks, *found.remarks), errors.SHORT if said else errors.FINE)


def _results(found: Planned, locale: Locale, happened: ReviewedYear | None, actuals: Actuals | None) -> PageResults:
    """What follows of the plan, and of what happened."""
    targets = found.targets
    told = countable(targets)
    with one_thread():
        return PageResults(
            targets,
            found.file,
            locale,
            found.problems,
            found.under,
            happened,
            customers_ahead(targets, actuals, LEVELS) if told else (),
            _moments(targets, actuals) if told else (),
            None if happened or found.plan.replanned else _levers(targets),
            _scenery(found),
            agreement(targets.outcomes),
            _due(found, happened),
        )


def _moments(targets: PlanTargets, actuals: Actuals | None) -> tuple[Moment, ...]:
    return () if actuals else (chance_now(targets),)


def _levers(targets: PlanTargets) -> Levers:
    stages = sum(len(outcome.branch.stages) for outcome in targets.outcomes)
    return levers(targets, chance=stages <= MANY)


def _scenery(found: Planned) -> tuple[Scenery, ...]:
    """The plan beside its scenarios; nothing where it is looked at under changes already."""
    names = scenario_names(found.source)
    if not names or found.under:
        return ()
    cases = variants_of(under(found.source, names))
    return scenery([Variant(None, found.targets), *cases], "year", chance=countable(found.targets))


def _due(found: Planned, happened: ReviewedYear | None) -> tuple[Due, ...]:
    """What is reviewed or due in the month that comes next."""
    start = found.plan.start
    if happened is None:
        return due(found.plan, start)
    window = happened.facing.comparison.window
    at = window.through if window.part == 1 else window.through - 1
    return due(found.plan, start.plus(at)) if at < YEAR_MONTHS else ()
