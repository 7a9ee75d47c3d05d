"""A comparison as its report shows it: what things are called, and how amounts are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.analysis.variance.walk import BEYOND_NEED, CARRY_IN, DEAL_SIZE, STATED, Walk
from kpiplan.exports.cutoff import days
from kpiplan.funnel.branches import recurs
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import ENGLISH, Locale, phrase
from kpiplan.plan.model import Plan, Stage, whole_labels
from kpiplan.reports.cells import NOTHING, amount_cells, people_cells, verdict_cell, words
from kpiplan.reports.labels import money_label
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.goal_chance.results import Moment
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.analysis.verdict.review import ReviewVerdict
    from kpiplan.months import Month
    from kpiplan.reports.model import Cell

_STEPS = {
    BEYOND_NEED: phrase("direct beyond need"),
    STATED: phrase("months as stated"),
    CARRY_IN: phrase("open on the first day"),
    DEAL_SIZE: phrase("deal size"),
}


class Facing(NamedTuple):
    """A comparison to be shown in a language: its plan, the verdict on it, the last month taken, up to its `day`.

    Numbers are `exact`, or as people count them.
    """

    plan: Plan
    comparison: Comparison
    verdict: ReviewVerdict
    last: Month
    day: int
    locale: Locale = ENGLISH
    scorecard: tuple[Score, ...] = ()
    moments: tuple[Moment, ...] = ()  # the chances of the goal, the last now; in detail those before it too
    exact: bool = True

    @property
    def incomplete(self) -> bool:
        """Whether the last month is covered up to a day only."""
        return self.comparison.part < 1

    @property
    def begin(self) -> Month | None:
        """The first month compared, where its first days are in no export; None where they are."""
        at = self.comparison.window.begin
        return self.plan.start.plus(at - 1) if at else None

    @property
    def since(self) -> int:
        """The day from which the month `begin` is covered."""
        return round(self.comparison.window.missed * days(self.begin)) + 1 if self.begin else 1

    @property
    def end(self) -> str:
        """`March 2020`, `20 June 2020`."""
        return self.locale.day(self.last, self.day) if self.incomplete else self.locale.month(self.last)

    @property
    def covered_days(self) -> str:
        """Of the last month: `20 of 30 days`."""
        number = self.day - (self.since - 1 if self.begin == self.last else 0)
        return self.locale.say("{number} of {days} days", number=number, days=days(self.last))

    @property
    def begin_days(self) -> str:
        """Of the month `begin`: `17 of 31 days`."""
        whole = days(self.begin) if self.begin else 0
        return self.locale.say("{number} of {days} days", number=whole - self.since + 1, days=whole)

    @property
    def covered(self) -> str:
        """`3 of 12 months`, `5 months and 20 of 30 days`."""
        if not self.incomplete and self.begin is None:
            return self.locale.say("{number} of 12 months", number=self.comparison.through)
        window, parts = self.comparison.window, []
        if self.begin and self.begin != self.last:
            parts.append(self.begin_days)
        if whole := len([month for month in window.whole if month > window.begin]):
            parts.append(self.locale.plural(whole, "month"))
        if self.incomplete or self.begin == self.last:
            parts.append(self.covered_days)
        *first, last = parts
        if not first:
            return last
        return self.locale.say("{months} and {days}", months=self.locale.say(", ").join(first), days=last)

    @property
    def month_label(self) -> str:
        """`March`, `1-20 June`."""
        return self._part_of(self.last, self.since if self.begin == self.last else 1, self.day)

    @property
    def span_label(self) -> str:
        """`January to March`, `January to 20 June`, `1-12 January`, `15 January to March`."""
        if self.comparison.through == 1 or self.begin == self.last:
            return self.month_label
        first, last = self.locale.month_name(self.begin or self.plan.start), self.locale.month_name(self.last)
        if self.begin:
            first = self.locale.say("{day} {month}", day=self.since, month=first)
        if self.incomplete:
            last = self.locale.say("{day} {month}", day=self.day, month=last)
        return self.locale.say("{first} to {last}", first=first, last=last)

    def _part_of(self, month: Month, since: int, day: int) -> str:
        name = self.locale.month_name(month)
        if since == 1 and day == days(month):
            return name
        if since == day:
            return self.locale.say("{day} {month}", day=day, month=name)
        return self.locale.say("{since}-{day} {month}", since=since, day=day, month=name)

    @property
    def unit(self) -> str:
        """What the last stages are called; customers where they differ."""
        name = self.last_stage(None)
        return self.label(name) if name else self.locale.term("customers")

    @property
    def funnels(self) -> dict[str | None, tuple[Stage, ...]]:
        """The funnel of every segment, of the plan where it has none."""
        return {s.name: s.funnel or self.plan.funnel for s in self.plan.segments} or {None: self.plan.funnel}

    def has(self, stage: str) -> int:
        """How many funnels have a stage."""
        return sum(any(each.name == stage for each in funnel) for funnel in self.funnels.values())

    def label(self, stage: str, segment: str | None = None) -> str:
        """What a segment calls a stage; of the whole, what all segments that have it agree on."""
        named = [funnel for name, funnel in self.funnels.items() if segment in (None, name)]
        return self.locale.term(stage, whole_labels(named).get(stage, ""))

    def kpi_label(self, kpi: str, segment: str | None = None) -> str:
        """What a stage is called, or a measure of money."""
        if kpi in BUILT_IN:
            return money_label(self.locale, kpi, recurring=recurs(self.plan, segment))
        return self.label(kpi, segment)

    def mixed(self, segment: str | None, stage: str) -> bool:
        """Whether arrivals at a stage can't be set against those above: they are of other months, or came directly."""
        lagged = [row.lagged for row in self.comparison.conversions if (row.segment, row.stage) == (segment, stage)]
        funnels = [funnel for name, funnel in self.funnels.items() if segment in (None, name)]
        return any(lagged) or any(s.direct is not None for funnel in funnels for s in funnel if s.name == stage)

    def step_label(self, segment: str | None, name: str, *, in_sentence: bool = False) -> str:
        """What a step of a walk is called: `visits`, `visits to leads`, `to leads` or `the step to leads`."""
        if name == CARRY_IN and in_sentence:
            return self.locale.say("what was open on the first day")
        if name in _STEPS:
            return self.locale.say(_STEPS[name])
        found = [row.above for row in self.comparison.conversions if (row.segment, row.stage) == (segment, name)]
        label = self.label(name, segment)
        if found:
            return self.locale.say("{above} to {stage}", above=self.label(found[-1], segment), stage=label)
        if name in {funnel[0].name for funnel in self.funnels.values()}:
            return label
        if in_sentence:
            return self.locale.say("the step to {stage}", stage=label)
        return self.locale.say("to {stage}", stage=label)

    def segment_label(self, name: str | None) -> str:
        """What the plan calls a segment."""
        labels = {segment.name: segment.label for segment in self.plan.segments}
        return self.locale.say("whole plan") if name is None else self.locale.term(name, labels.get(name, ""))

    def inset(self, label: str) -> str:
        """A row's label, set in below a segment."""
        return f" {label}" if self.plan.segments else label

    def amounts(self, figure: Compared, values: Sequence[float | None]) -> tuple[Cell, ...]:
        """Counts or amounts of money that stand beside each other; - where one is not known."""
        cells = amount_cells if self.exact else people_cells
        return cells(self.locale, figure.unit, values, self.plan.currency)

    def number(self, value: float) -> str:
        """A number of units."""
        return self.locale.count(value) if self.exact else self.locale.people(value)

    def counted(self, value: float, unit: str) -> str:
        """What a number counts, as it stands behind it."""
        return self.locale.unit(value, unit, exact=self.exact)

    @property
    def revenue_heading(self) -> tuple[str, str]:
        """What heads a column of what customers bring, in two lines: a fee a month where the whole plan's goal is."""
        if recurs(self.plan):
            return self.locale.say("new recurring"), self.locale.say("revenue")
        return self.locale.say("revenue"), ""

    def is_seen(self, figure: Compared) -> bool:
        """Whether exports say anything of a figure; of one of the whole plan, also of any segment alone."""
        parts = (f for f in self.comparison.figures if f.kpi == figure.kpi and figure.segment in (None, f.segment))
        return any(f.months for f in parts)

    def status(self, figure: Compared) -> Cell:
        """The status of a figure to date, and which of the months compared it does not know."""
        say, status = self.locale.say, verdict_cell(self.locale, figure.to_date.status)
        missing = [month for month in range(1, self.comparison.through + 1) if month not in figure.months]
        if not figure.months:
            return words(say("not of all segments") if self.is_seen(figure) else say("no actuals"), "dim")
        if not missing:
            return status
        names = [self.locale.month_short(self.plan.start.plus(month - 1)) for month in missing]
        months = self.locale.listed(names) if len(names) <= 3 else self.locale.plural(len(names), "month")
        if not status.text:
            return words(say("without {months}", months=months))
        return words(say("{status}; without {months}", status=status.text, months=months), status.style)

    def deals(self, walk: Walk) -> tuple[Cell, Cell]:
        """The average deal planned and seen, over the months whose revenue is known."""
        figures = {f.kpi: f for f in self.comparison.figures if f.segment == walk.segment}
        last = self.last_stage(walk.segment)
        revenue, customers = figures.get("revenue"), figures.get(last) if last else None
        if revenue is None or customers is None:
            return NOTHING, NOTHING
        months = [month - 1 for month in walk.revenue_months if month in customers.months and month in revenue.months]
        if not months:
            return NOTHING, NOTHING
        deals = []
        for amounts, counts in ((revenue.target, customers.target), (revenue.actual, customers.actual)):
            amount, count = (sum(values[at] or 0.0 for at in months) for values in (amounts, counts))
            deals.append(amount / count if count > NOISE else None)
        planned, actual = self.amounts(revenue, deals)
        return planned, actual

    def last_stage(self, segment: str | None) -> str | None:
        """The name of the last stage of a segment, or of all."""
        names = {funnel[-1].name for name, funnel in self.funnels.items() if segment in (None, name)}
        return names.pop() if len(names) == 1 else None
