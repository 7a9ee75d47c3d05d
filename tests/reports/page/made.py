"""Pages without files: of random plans with something that was seen of them, and of plans alone."""

from __future__ import annotations

from calendar import monthrange

from kpiplan.analysis.agreement import agreement
from kpiplan.analysis.goal_chance.ahead import customers_ahead
from kpiplan.analysis.goal_chance.engine import chance_now
from kpiplan.analysis.levers.levers import levers
from kpiplan.analysis.replan.replan import replan
from kpiplan.analysis.verdict.review import review_verdict
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.page.results import LEVELS, PageResults, ReviewedYear
from tests.analysis.variance.cases import Case
from tests.plans import plan_of


def facing_of(case: Case, locale: Locale = ENGLISH) -> Facing:
    """A random plan beside what was seen of it."""
    last = case.plan.start.plus(case.actuals.through - 1)
    day = round(case.actuals.part * monthrange(last.year, last.month)[1])
    comparison = case.compare()
    verdict = review_verdict(case.targets, case.actuals, comparison)
    return Facing(case.plan, comparison, verdict, last, day, locale)


def results_of(case: Case, locale: Locale = ENGLISH) -> PageResults:
    """All that a page of it is made of."""
    targets, actuals = case.targets, case.actuals
    over = actuals.through == 12 and actuals.part == 1
    happened = ReviewedYear(facing_of(case, locale), (), (), (), None if over else replan(targets, actuals))
    return PageResults(
        targets,
        "plan.yaml",
        locale,
        (),
        happened=happened,
        fan=customers_ahead(targets, actuals, LEVELS),
        moments=(chance_now(targets), chance_now(targets, actuals)),
        agreed=agreement(targets.outcomes),
    )


def planned_results(text: str, locale: Locale = ENGLISH) -> PageResults:
    """What a page of a plan alone is made of."""
    targets: PlanTargets = plan_targets(plan_of(text))
    return PageResults(
        targets,
        "plan.yaml",
        locale,
        (),
        fan=customers_ahead(targets, None, LEVELS),
        moments=(chance_now(targets),),
        levers=levers(targets),
        agreed=agreement(targets.outcomes),
    )
