"""What of a plan a report of targets shows: which segment, how the year is cut, in which language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.figures import By, Figures
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import Outcome, PlanTargets, figures
from kpiplan.kpis.built_in import built_in
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.plan.model import Plan, whole_labels
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:  # few plans are asked to be safe
    from kpiplan.analysis.goal_chance.safe_targets import SafeTargets


class View(NamedTuple):
    """Results to be shown. `level`: every month is the same and one is shown for all; figures are then by month.

    `outcomes` are those of the goal, which is what sentences speak of, also where `safe` ones are shown. In `detail`
    numbers are exact and everything is shown; else units are as people count them, and only what decides is. `rounded`:
    as people count them in detail, too.
    """

    plan: Plan
    outcomes: tuple[Outcome, ...]
    figures: Figures
    by: By
    level: bool
    segment: str | None
    whole: bool
    locale: Locale = ENGLISH
    safe: "SafeTargets | None" = None
    under: str = ""  # changes that the plan is looked at under
    detail: bool = True
    rounded: bool = False

    @property
    def exact(self) -> bool:
        """Whether numbers are shown with the digits that they have."""
        return self.detail and not self.rounded

    @property
    def targets(self) -> PlanTargets:
        """The plan with the targets shown: those of the goal, or raised so that it is safe."""
        if self.safe is None:
            return PlanTargets(self.plan, self.outcomes)
        raised = self.safe.targets.outcomes
        return PlanTargets(self.plan, tuple(o for o in raised if self.segment in (None, o.branch.segment)))

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The branches shown."""
        return tuple(outcome.branch for outcome in self.outcomes)

    @property
    def unit(self) -> str:
        """What the last stages are called; customers where they differ."""
        names = {branch.stages[-1].name for branch in self.branches}
        return self.whole_label(names.pop()) if len(names) == 1 else self.locale.term("customers")

    def money(self, amount: float, cents: bool = False) -> str:
        """An amount in the plan's currency."""
        return self.locale.money(amount, self.plan.currency, cents)

    def counted(self, number: float, unit: str) -> str:
        """`6,250 visits`; the unit is said already."""
        return self.counted_text(self.number(number), self.locale.unit(number, unit, exact=self.exact))

    def number(self, number: float) -> str:
        """A number of units: exact, or as people count."""
        return self.locale.count(number) if self.exact else self.locale.people(number)

    def counted_text(self, number: str, unit: str) -> str:
        """`$228.2k new recurring revenue`; the number is written already."""
        return self.locale.say("{count} {unit}", count=number, unit=unit)

    def stage(self, branch: Branch, at: int) -> str:
        """What sentences call a stage of a branch, by position: `inbound leads`."""
        return self.of(branch, self.label(branch, at))

    def label(self, branch: Branch, at: int) -> str:
        """What tables call a stage of a branch, by position."""
        return self.locale.term(branch.stages[at].name, branch.stages[at].label)

    def whole_label(self, stage: str) -> str:
        """What tables call a stage of all branches shown together."""
        return self.locale.term(stage, whole_labels([branch.stages for branch in self.branches]).get(stage, ""))

    def of(self, branch: Branch, what: str) -> str:
        """What belongs to a branch: behind its segment's name, where it is one."""
        if not branch.segment:
            return what
        return self.locale.say("{segment} {stage}", segment=self.named(branch), stage=what)

    def named(self, branch: Branch) -> str:
        """What tables call a segment."""
        return self.locale.term(branch.own.name, branch.own.label)


def view_of(
    targets: PlanTargets,
    by: By | None,
    segment: str | None = None,
    whole: bool = False,
    locale: Locale = ENGLISH,
    safe: "SafeTargets | None" = None,
) -> View:
    """The view that was asked for; where `by` is None, a level year as one month, any other by quarter.

    Raises KeyError where no segment has the name.
    """
    shown = tuple(outcome for outcome in targets.outcomes if segment in (None, outcome.branch.segment))
    wanted = safe.targets if safe else targets
    found = figures(wanted, by=by or "month", segment=segment, whole_numbers=whole)
    level = by is None and is_level(found)
    if by is None and not level:
        found = figures(wanted, by="quarter", segment=segment, whole_numbers=whole)
    cut_by = by or ("month" if level else "quarter")
    return View(targets.plan, shown, found, cut_by, level, segment, whole, locale, safe)


def is_level(results: Figures) -> bool:
    """Whether every month of every figure is the same; recurring revenue, a level that grows, aside."""
    return all(_is_flat(figure.values) for figure in results.figures if built_in(figure.kpi).adds_up != "last")


def _is_flat(values: Sequence[float | None]) -> bool:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return not known
    return max(known) - min(known) <= NOISE * max(1.0, *map(abs, known))
