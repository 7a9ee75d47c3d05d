"""A comparison as its report shows it: what things are called, and how amounts are written."""

from __future__ import annotations

from typing import NamedTuple

from kpiplan import wording
from kpiplan.comparison.attainment import Compared
from kpiplan.comparison.compare import Comparison
from kpiplan.comparison.walk import CARRY_IN, DEAL_SIZE, Walk
from kpiplan.extent import days
from kpiplan.matching import stage_names
from kpiplan.months import NAMES, Month
from kpiplan.plan import Plan, Stage
from kpiplan.rounding import NOISE


class Facing(NamedTuple):
    """A comparison to be shown: with its plan, and the last month taken, up to its `day`."""

    plan: Plan
    comparison: Comparison
    last: Month
    day: int

    @property
    def incomplete(self) -> bool:
        """Whether the last month is covered in part."""
        return self.comparison.part < 1

    @property
    def end(self) -> str:
        """`March 2020`, `20 June 2020`."""
        return f"{self.day} {self.last.long}" if self.incomplete else self.last.long

    @property
    def covered_days(self) -> str:
        """`20 of 30 days`."""
        return f"{self.day} of {days(self.last)} days"

    @property
    def covered(self) -> str:
        """`3 of 12 months`, `5 months and 20 of 30 days`."""
        if not self.incomplete:
            return f"{self.comparison.through} of 12 months"
        months = wording.plural(self.comparison.through - 1, "month")
        return f"{months} and {self.covered_days}" if self.comparison.through > 1 else self.covered_days

    @property
    def month_label(self) -> str:
        """`March`, `1-20 June`."""
        name = NAMES[self.last.month - 1]
        return f"1-{self.day} {name}" if self.incomplete else name

    @property
    def span_label(self) -> str:
        """`January to March`, `January to 20 June`, `1-12 January`."""
        first = NAMES[self.plan.start.month - 1]
        if self.comparison.through == 1:
            return self.month_label
        return f"{first} to {self.day if self.incomplete else ''} {NAMES[self.last.month - 1]}".replace("  ", " ")

    @property
    def unit(self) -> str:
        """What the last stages are called; customers where they differ."""
        name = self.last_stage(None)
        return self.label(name) if name else "customers"

    @property
    def funnels(self) -> dict[str | None, tuple[Stage, ...]]:
        """The funnel of every segment, of the plan where it has none."""
        return {s.name: s.funnel or self.plan.funnel for s in self.plan.segments} or {None: self.plan.funnel}

    def has(self, stage: str) -> int:
        """How many funnels have a stage."""
        return sum(any(each.name == stage for each in funnel) for funnel in self.funnels.values())

    def label(self, stage: str) -> str:
        """What the plan calls a stage."""
        return stage_names(self.plan).get(stage) or stage

    def mixed(self, segment: str | None, stage: str) -> bool:
        """Whether arrivals at a stage can't be set against those above: they are of other months, or came directly."""
        lagged = [row.lagged for row in self.comparison.conversions if (row.segment, row.stage) == (segment, stage)]
        funnels = [funnel for name, funnel in self.funnels.items() if segment in (None, name)]
        return any(lagged) or any(s.direct is not None for funnel in funnels for s in funnel if s.name == stage)

    def step_label(self, segment: str | None, name: str) -> str:
        """What a step of a walk is called: `visits`, `visits to leads`, `carry-in`."""
        found = [row.above for row in self.comparison.conversions if (row.segment, row.stage) == (segment, name)]
        if found:
            return f"{self.label(found[-1])} to {self.label(name)}"
        own = {funnel[0].name for funnel in self.funnels.values()} | {CARRY_IN, DEAL_SIZE}
        return self.label(name) if name in own else f"to {self.label(name)}"

    def segment_label(self, name: str | None) -> str:
        """What the plan calls a segment."""
        labels = {segment.name: segment.label for segment in self.plan.segments}
        return "whole plan" if name is None else labels.get(name) or name

    def inset(self, label: str) -> str:
        """A row's label, set in below a segment."""
        return f" {label}" if self.plan.segments else label

    def money(self, amount: float) -> str:
        """An amount in the plan's currency."""
        return wording.money(amount, self.plan.currency)

    def change(self, amount: float | None) -> str:
        """-$337k, +$20k; nothing where it is not known."""
        if amount is None:
            return ""
        text = self.money(amount)
        return f"+{text}" if amount > 0 and text != self.money(0.0) else text

    def gaps(self, figure: Compared) -> str:
        """Which of the months compared a figure does not know."""
        known = set(figure.months)
        missing = [month for month in range(1, self.comparison.through + 1) if month not in known]
        if not known:
            return "not of all segments" if self.plan.segments and figure.segment is None else "no actuals"
        if not missing:
            return ""
        names = [self.plan.start.plus(month - 1).short for month in missing]
        said = wording.listed(names) if len(names) <= 3 else f"{len(names)} months"
        return f"{'; ' if figure.to_date.status else ''}without {said}"

    def deals(self, walk: Walk) -> tuple[str, str]:
        """The average deal planned and seen, over the months whose revenue is known."""
        figures = {f.kpi: f for f in self.comparison.figures if f.segment == walk.segment}
        last = self.last_stage(walk.segment)
        revenue, customers = figures.get("revenue"), figures.get(last) if last else None
        if revenue is None or customers is None:
            return "", ""
        months = [month - 1 for month in walk.revenue_months if month in customers.months and month in revenue.months]
        if not months:
            return "", ""
        texts = []
        for amounts, counts in ((revenue.target, customers.target), (revenue.actual, customers.actual)):
            amount, count = (sum(values[at] or 0.0 for at in months) for values in (amounts, counts))
            texts.append(self.money(amount / count) if count > NOISE else "-")
        return texts[0], texts[1]

    def last_stage(self, segment: str | None) -> str | None:
        """The name of the last stage of a segment, or of all."""
        names = {funnel[-1].name for name, funnel in self.funnels.items() if segment in (None, name)}
        return names.pop() if len(names) == 1 else None
