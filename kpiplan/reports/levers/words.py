"""What inputs are called, and how their values are written."""

from __future__ import annotations

from kpiplan.analysis.levers.inputs import PlanInput
from kpiplan.analysis.levers.levers import Levers
from kpiplan.funnel.branches import Branch
from kpiplan.locales.english import Locale
from kpiplan.plan.model import Plan, whole_labels
from kpiplan.reports.cells import people_cell, people_money_cell, percent_cell, rate_cell
from kpiplan.reports.model import Cell
from kpiplan.tuples import NamedTuple


class ShownLevers(NamedTuple):
    """What is said of levers: the plan, the labels of its stages, and in which language."""

    plan: Plan
    branches: tuple[Branch, ...]
    found: Levers
    locale: Locale

    @property
    def unit(self) -> str:
        """What the last stage is called, where all segments call it the same."""
        names = {branch.stages[-1].name: branch.stages[-1].label for branch in self.branches}
        if len(names) > 1:
            return self.locale.say("customers")
        [(name, label)] = names.items()
        return self.locale.term(name, label)

    def stage(self, name: str) -> str:
        """What a stage is called."""
        labels = whole_labels([branch.stages for branch in self.branches])
        return self.locale.term(name, labels.get(name, ""))


def label_of(shown: ShownLevers, found: PlanInput) -> str:
    """What an input is called: leads; smb: leads; leads, direct; opportunities sooner; average deal."""
    say, stage = shown.locale.say, shown.stage(found.stage) if found.stage else ""
    label = stage
    if found.kind == "direct":
        label = say("{stage}, direct", stage=stage)
    elif found.kind == "lag":
        label = say("{stage} sooner", stage=stage)
    elif found.kind == "deal":
        label = say("average deal")
    elif found.kind == "churn":
        label = say("churn")
    elif found.kind == "expansion":
        label = say("expansion")
    elif found.kind == "cost" and found.stage:
        of = say("{figure}: {source}", figure=stage, source=found.source) if found.source else stage
        label = say("cost of {stage}", stage=of)
    elif found.kind == "cost":
        label = say("marketing, fixed") if found.path.endswith("marketing") else say("sales, fixed")
    if found.segment is None:
        return label
    names = {branch.segment: branch.label for branch in shown.branches}
    return say("{segment}: {input}", segment=names.get(found.segment) or found.segment, input=label)


def value_cell(shown: ShownLevers, found: PlanInput) -> Cell:
    """The value of an input, on average over the year."""
    locale = shown.locale
    if found.kind == "lag":
        return Cell(locale.say("{number} mo", number=locale.significant(found.mean, 2)), found.mean, "duration")
    if found.kind in ("deal", "cost"):
        return people_money_cell(locale, found.mean, shown.plan.currency)
    if found.kind in ("volume", "direct"):
        return people_cell(locale, found.mean)
    if found.each:
        return rate_cell(locale, (found.mean,), each=True)
    return percent_cell(locale, found.mean)
