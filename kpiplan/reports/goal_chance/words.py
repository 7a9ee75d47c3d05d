"""How chances are said, and what the inputs that they hang on are called and measured in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.analysis.distributions.whole import whole_above
from kpiplan.analysis.goal_chance.results import LUCK, TOGETHER, Moment, Rests, Safe, Wanted
from kpiplan.funnel.branches import Branch, recurs
from kpiplan.locales.digits import half_up
from kpiplan.locales.english import ENGLISH, Locale, phrase
from kpiplan.plan.model import Plan, Stage, whole_labels
from kpiplan.plan.risk import DEAL, MARKET
from kpiplan.reports.cells import money_cell, people_money_cell, percent_cell
from kpiplan.reports.labels import money_label
from kpiplan.reports.model import Cell
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.goal_chance.answer import Answer
    from kpiplan.funnel.targets import PlanTargets
    from kpiplan.months import Month

_SPECIAL = {
    LUCK: phrase("luck"),
    TOGETHER: phrase("several together"),
    MARKET: phrase("the market"),
    DEAL: phrase("average deal"),
}


class ChanceView(NamedTuple):
    """An answer to be shown: with its plan and targets, in a language."""

    targets: PlanTargets
    answer: Answer
    locale: Locale = ENGLISH

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.targets.plan

    @property
    def branches(self) -> list[Branch]:
        """The funnels."""
        return [outcome.branch for outcome in self.targets.outcomes]

    def funnel(self, segment: str | None) -> tuple[Stage, ...]:
        """The funnel of a segment; of the plan, where a line is the plan's own."""
        found = [branch.stages for branch in self.branches if segment == branch.segment]
        return found[0] if found else self.plan.funnel

    def stage_label(self, name: str, segment: str | None = None) -> str:
        """What a segment calls a stage; what all of them that have it agree on, where a line is the plan's own."""
        funnels = [branch.stages for branch in self.branches if segment in (None, branch.segment)]
        return self.locale.term(name, whole_labels(funnels).get(name, ""))

    def unit(self, segment: str | None = None) -> str:
        """What the customers of a segment, or of the whole plan, are called; customers where segments differ."""
        names = {branch.stages[-1].name for branch in self.branches if segment in (None, branch.segment)}
        return self.stage_label(names.pop(), segment) if len(names) == 1 else self.locale.term("customers")

    def revenue_label(self, segment: str | None = None) -> str:
        """What heads that which new customers bring."""
        return money_label(self.locale, "revenue", recurring=recurs(self.plan, segment))

    def segment_label(self, name: str | None) -> str:
        """What the plan calls a segment."""
        labels = {segment.name: segment.label for segment in self.plan.segments}
        return self.locale.say("whole plan") if name is None else self.locale.term(name, labels.get(name, ""))

    def input_label(self, name: str, segment: str | None) -> str:
        """What a line is called, or luck: `outbound meetings`."""
        label = self.locale.say(_SPECIAL[name]) if name in _SPECIAL else self.stage_label(name, segment)
        if segment is None:
            return label
        return self.locale.say("{segment} {stage}", segment=self.segment_label(segment), stage=label)

    def money(self, amount: float, cents: bool = False) -> str:
        """An amount in the plan's currency."""
        return self.locale.money(amount, self.plan.currency, cents)

    def wanted(self, goal: Wanted, segment: str | None = None) -> str:
        """`9 customers`: the whole number that reaches the goal."""
        return counted(goal.customers, self.unit(segment), self.locale)

    def amount(self, line: Rests, value: float) -> Cell:
        """A value of a line: a rate or a part of what is planned in percent, a deal in money, several of each bare."""
        if line.input == DEAL:
            money = money_cell if value == line.planned else people_money_cell
            return money(self.locale, value, self.plan.currency)
        funnel = self.funnel(line.segment)
        if any(stage.each and stage.name == line.input for stage in funnel[1:]):
            return Cell(self.locale.significant(value, 3), value, "count")
        return percent_cell(self.locale, value)


def counted(goal: float, unit: str, locale: Locale) -> str:
    """`9 customers`: the whole number that reaches a goal."""
    number = whole_above(goal)
    return locale.say("{count} {unit}", count=locale.people(number), unit=locale.unit(number, unit))


def chance_said(chance: float, locale: Locale) -> str:
    """49%, under 1%, over 99%: 0% and 100% are said of what is certain alone."""
    if 0 < chance < 0.01:
        return locale.say("under {share}", share=locale.percent(0.01))
    if 0.99 < chance < 1:
        return locale.say("over {share}", share=locale.percent(0.99))
    return locale.percent(half_up(100 * chance) / 100)


def history_said(moments: Sequence[Moment], start: Month, locale: Locale) -> str:
    """The chance as it was known at the start of the plan and at the end of each month."""
    parts = []
    for moment in moments:
        chance = chance_said(moment.chance.customers, locale)
        if moment.through == 0:
            parts.append(locale.say("{chance} at the start", chance=chance))
        else:
            month = locale.month_short(start.plus(moment.through - 1))
            parts.append(locale.say("{month} {chance}", month=month, chance=chance))
    return locale.say(", ").join(parts)


def chance_cell(locale: Locale, chance: float) -> Cell:
    """A chance, or a part of a variance."""
    return Cell(chance_said(chance, locale), chance, "ratio")


def out_of_reach(safe: Safe, locale: Locale) -> str:
    """What is said where no work at the top makes the goal as safe as that."""
    text = "{level} is out of reach: {factor} times the work at the top still makes {chance}"
    fields = {"level": locale.percent(safe.level), "factor": locale.significant(safe.factor, 3)}
    return locale.say(text, **fields, chance=chance_said(safe.chance, locale))


def floor_missed(chance: float | None, floor: str, locale: Locale) -> str:
    """What is said where the goal is less likely than it must be, or nobody can tell."""
    if chance is None:
        return locale.say("the chance of so large a goal is not told, so it can't reach {floor}", floor=floor)
    share = locale.percent(chance, 3 if chance < 0.9949 else 5)
    return locale.say("the chance of the goal is {chance}, under {floor}", chance=share, floor=floor)
