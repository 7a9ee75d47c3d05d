"""Every report of every sample plan, in a language: what tests of cells and of formats go through."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from kpiplan import diff, exports, load_plan
from kpiplan.analysis.agreement import agreement
from kpiplan.analysis.baseline.measured_funnel import Measured, measure
from kpiplan.analysis.matching import Matched, breakdowns, match, read_for
from kpiplan.analysis.replan.replan import replan
from kpiplan.analysis.reviews import due
from kpiplan.analysis.scorecard.from_exports import scorecard
from kpiplan.analysis.scorecard.timing import timed
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.analysis.variance.compare import compare
from kpiplan.analysis.verdict.review import review_verdict
from kpiplan.figures import By
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.kpis import GROUPS
from kpiplan.locales.choice import locale_named
from kpiplan.locales.english import Locale
from kpiplan.months import Month
from kpiplan.reports.actuals.measured_funnel import measured_report
from kpiplan.reports.actuals.report import actuals_chart, actuals_report
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.agreement.report import agreement_page
from kpiplan.reports.catalogue import list_report
from kpiplan.reports.model import Report, Table
from kpiplan.reports.plan_diff import diff_report
from kpiplan.reports.replan import replan_report
from kpiplan.reports.reviews import Shown, reviews_report
from kpiplan.reports.target.report import target_report
from kpiplan.reports.target.view import view_of
from tests.conftest import SAMPLES
from tests.plans import AGREED, REVIEWED, plan_of

PLANS = sorted(SAMPLES.glob("*.yaml"))
CUTS: tuple[By | None, ...] = (None, "month", "quarter", "year")
SEEN = (0.83, 1.1, 0.4, 1.0, 0.9)  # of the targets, a month each


@cache
def tables(lang: str = "en") -> dict[str, tuple[Table, ...]]:
    """The tables of every report, by what they show."""
    return dict(_tables(locale_named(lang)))


def _tables(locale: Locale) -> Iterator[tuple[str, tuple[Table, ...]]]:
    texts = {file.stem: file.read_text(encoding="utf-8") for file in PLANS}
    for name, text in {**texts, "reviewed": REVIEWED, "agreed": AGREED}.items():
        targets = timed(plan_targets(plan_of(text)))
        for what, report in _reports(targets, locale):
            yield f"{name}, {what}", report.tables
        agreed = agreement(targets.outcomes)
        if agreed.hands_over:
            page = agreement_page(targets.plan, agreed, locale)
            parts = (part for chapter in page.chapters for part in chapter.parts)
            yield f"{name}, agreement", tuple(part for part in parts if isinstance(part, Table))
    for what, report in (*_of_exports(locale), *_of_pairs(locale)):
        yield what, report.tables
    yield "catalogue", list_report("KPIs", GROUPS, locale).tables


def _reports(targets: PlanTargets, locale: Locale) -> Iterator[tuple[str, Report]]:
    plan = targets.plan
    for by in CUTS:
        yield f"targets by {by}", target_report(view_of(targets, by, locale=locale))
    yield "whole targets", target_report(view_of(targets, "month", whole=True, locale=locale))
    for segment in plan.segments:
        yield f"targets of {segment.name}", target_report(view_of(targets, None, segment.name, locale=locale))
    month = plan.start.plus(2)
    yield "reviews", reviews_report(Shown(plan, due(plan), None, "", locale))
    yield "reviews of a month", reviews_report(Shown(plan, due(plan, month), month, "", locale))
    for part in (1.0, 0.5):
        seen = _seen(targets, part)
        comparison = compare(targets, seen)
        verdict = review_verdict(targets, seen, comparison)
        facing = Facing(plan, comparison, verdict, plan.start.plus(4), 15, locale)
        yield f"actuals, {part} of a month", actuals_report(facing)
        yield f"actuals in detail, {part} of a month", actuals_report(facing, detail=True)
        yield f"actuals drawn, {part} of a month", actuals_chart(facing)
        yield f"re-planned, {part} of a month", replan_report(replan(targets, _seen(targets, part)), locale)


def _of_pairs(locale: Locale) -> Iterator[tuple[str, Report]]:
    """Each sample plan against the next."""
    loaded = [load_plan(file) for file in PLANS]
    for old, new in pairwise(loaded):
        names = old.source.file, new.source.file
        yield f"{names[0]} to {names[1]}", diff_report(*names, diff(old, new), locale)


def _seen(targets: PlanTargets, part: float) -> Actuals:
    """Five months of every stage, off in each."""
    shares = dict(enumerate(SEEN, start=1))
    found: dict[str | None, Seen] = {}
    for outcome in targets.outcomes:
        runs = zip(outcome.branch.stages, outcome.targets.arrivals, strict=True)
        arrivals = {stage.name: {at: run.at(at) * share for at, share in shares.items()} for stage, run in runs}
        found[outcome.branch.segment] = Seen(arrivals, {at: 1000.0 * at for at in shares})
    return Actuals(found, len(SEEN), part)


def _of_exports(locale: Locale) -> Iterator[tuple[str, Report]]:
    """The sample exports, against the sample plan that has a scorecard, and by themselves."""
    files = [SAMPLES / "actuals"]
    targets = timed(plan_targets(plan_of((SAMPLES / "scorecard.yaml").read_text(encoding="utf-8"))))
    plan = targets.plan
    found = read_for(plan, files, plan.actuals, None)
    matched = match(targets, found, None)
    assert isinstance(matched, Matched)
    card = scorecard(
        targets, matched.found, matched.actuals.window, breakdowns(plan, files, plan.actuals, matched.last)
    )
    comparison = compare(targets, matched.actuals)
    assert matched.last == Month(2020, 3)
    verdict = review_verdict(targets, matched.actuals, comparison)
    facing = Facing(plan, comparison, verdict, matched.last, matched.day, locale, card)
    yield "scorecard", actuals_report(facing, detail=True)
    measured = measure(exports.read_exports(files), None)
    assert isinstance(measured, Measured)
    yield "measured", measured_report(measured, "actuals", locale)
