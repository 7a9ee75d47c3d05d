"""All that a page is made of: a plan and its targets, what happened so far, and what follows from both."""

from __future__ import annotations

from kpiplan.analysis.agreement import Agreement
from kpiplan.analysis.goal_chance.results import Moment
from kpiplan.analysis.levers.levers import Levers
from kpiplan.analysis.replan.replan import RestOfYear
from kpiplan.analysis.reviews import Due
from kpiplan.analysis.scenarios import Scenery
from kpiplan.exports.results import Account, Note
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales.english import Locale
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.target.view import View
from kpiplan.tuples import NamedTuple

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)  # of the fan: half of the years lie in the inner band, 80 of 100 in the outer

MOST_CHARTS = 6  # segments that have charts and tables of their own; of more there is a line each


class ReviewedYear(NamedTuple):
    """What exports show against the plan: how they were read, what was left out, what gates were missed, in words.

    `rest` is the rest of the year planned anew; None where nothing is left of it.
    """

    facing: Facing
    sources: tuple[Account, ...]
    notes: tuple[Note, ...]
    missed: tuple[str, ...]
    rest: RestOfYear | None


class PageResults(NamedTuple):
    """The results. `fan` has the percentiles LEVELS of each plan month's running total, none where they can't be told.

    `moments` are the chances of the goal, the last as it is now. `due` is what is reviewed or due in the month that
    comes next. `under` are changes that the plan is looked at under, in words.
    """

    targets: PlanTargets
    file: str
    locale: Locale
    problems: tuple[Problem, ...]
    under: str = ""
    happened: ReviewedYear | None = None
    fan: tuple[tuple[int, ...], ...] = ()
    moments: tuple[Moment, ...] = ()
    levers: Levers | None = None
    scenery: tuple[Scenery, ...] = ()
    agreed: Agreement | None = None
    due: tuple[Due, ...] = ()


class PageView(NamedTuple):
    """Results as a page shows them: with a view of the targets by month."""

    results: PageResults
    view: View

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.results.targets.plan

    @property
    def locale(self) -> Locale:
        """The language."""
        return self.results.locale

    @property
    def facing(self) -> Facing | None:
        """The comparison with what happened, its numbers as people count; None of a plan alone."""
        return self.results.happened.facing._replace(exact=False) if self.results.happened else None

    @property
    def months(self) -> tuple[str, ...]:
        """What the plan months are called in short."""
        return tuple(self.locale.month_short(period.first) for period in self.view.figures.periods)

    def segment_label(self, name: str | None) -> str:
        """What the plan calls a segment."""
        labels = {segment.name: segment.label for segment in self.plan.segments}
        return self.locale.say("whole plan") if name is None else self.locale.term(name, labels.get(name, ""))

    def stage_label(self, name: str, segment: str | None = None) -> str:
        """What a segment calls a stage; of the whole, what all segments that have it agree on."""
        if segment is None:
            return self.view.whole_label(name)
        stages = next(o.branch.stages for o in self.results.targets.outcomes if o.branch.segment == segment)
        return self.locale.term(name, next(stage.label for stage in stages if stage.name == name))
