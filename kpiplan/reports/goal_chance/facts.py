"""What a reader takes along who reads no further: the chance, how years spread, what would make the goal safe."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kpiplan.analysis.distributions.whole import whole_above
from kpiplan.analysis.goal_chance.results import Remedy, Safe
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.goal_chance.strip import strip
from kpiplan.reports.goal_chance.words import ChanceView, chance_said, history_said, out_of_reach
from kpiplan.reports.model import Fact

LISTED = 4  # of first stages
_STEEP = 2.0  # so many times the work is the wrong lever where rates are not known
_WORTH = 0.005  # of chance: less is no advice


def facts(view: ChanceView) -> tuple[Fact, ...]:
    """Chance, spread, safety, what gains most, how it went so far."""
    say, now = view.locale.say, view.answer.now
    found = [Fact(say("Chance"), tuple(_chance(view)))]
    if now.whole.variance > 0:
        found.append(Fact(say("Years"), (_years(view),)))
    if now.safe:
        found.append(Fact(say("Safe"), tuple(_safe(view, now.safe))))
    if now.remedy and now.remedy.chance - now.whole.chance.customers >= _WORTH:
        found.append(Fact(say("Gains"), (_gains(view, now.remedy),)))
    if view.answer.history:
        found.append(Fact(say("So far"), (history_said(view.answer.history, view.plan.start, view.locale),)))
    return tuple(found)


def _chance(view: ChanceView) -> Iterator[str]:
    """How likely the goal is; by luck alone."""
    locale, whole = view.locale, view.answer.now.whole
    chance, luck = ({"customers": chance_said(one.customers, locale)} for one in (whole.chance, whole.luck))
    if whole.goal.revenue is None or whole.chance.revenue is None or whole.luck.revenue is None:
        yield locale.say("{customers} that the year brings {goal}", **chance, goal=view.wanted(whole.goal))
        with_luck = locale.say("{customers} by luck alone, were every rate and volume as planned", **luck)
    else:
        chance["revenue"], luck["revenue"] = (
            chance_said(one, locale) for one in (whole.chance.revenue, whole.luck.revenue)
        )
        goal = {"goal": view.wanted(whole.goal), "amount": view.money(whole.goal.revenue)}
        yield locale.say("{customers} that the year brings {goal}; {revenue} that it brings {amount}", **chance, **goal)
        with_luck = locale.say("{customers} and {revenue} by luck alone, were every rate and volume as planned", **luck)
    if view.answer.now.rests_on:
        yield with_luck
    else:
        yield locale.say("by luck alone: rates and volumes are taken as certain, which is the best case")


def _years(view: ChanceView) -> str:
    """The distribution of the year's customers."""
    locale, whole = view.locale, view.answer.now.whole
    drawn = strip(whole.counts, whole_above(whole.goal.customers))
    fields = {"low": locale.count(drawn.low), "high": locale.count(drawn.high), "unit": view.unit()}
    return locale.say("{low} {strip} {high} {unit}, | the goal", **fields, strip=drawn.cells)


def _safe(view: ChanceView, safe: Safe) -> Iterator[str]:
    """What the goal takes to be reached with some chance."""
    locale = view.locale
    fields = {"level": locale.percent(safe.level), "factor": locale.significant(safe.factor, 3)}
    if not safe.reached:
        yield out_of_reach(safe, locale)
        if safe.late:
            yield locale.say("what enters there from now on comes too late for this year")
        elif view.answer.now.rests_on:
            yield locale.say("too little is known of the rates: more work can't make up for that")
    elif safe.factor == 0:
        yield locale.say("{level} and more without any further work at the top", **fields)
    else:
        tops = list(_tops(view, safe.factor))
        more = [locale.say("and {number} more", number=len(tops) - LISTED)] if len(tops) > LISTED else []
        text = "{level} takes {factor} times the work at the top: {tops}"
        yield locale.say(text, **fields, tops=locale.say("; ").join([*tops[:LISTED], *more]))
        if safe.factor > _STEEP and view.answer.now.rests_on:
            yield locale.say("more of the same is the wrong lever here: learn the rates first, or better them")


def _tops(view: ChanceView, factor: float) -> Iterator[str]:
    """What each first stage needs a month, over the months that are left."""
    locale, now = view.locale, view.answer.now
    planned: dict[str, float] = {}
    left = dict.fromkeys(range(now.through + 1, YEAR_MONTHS + 1), 1.0)
    if now.part < 1:
        left[now.through] = 1 - now.part
    for outcome in view.targets.outcomes:
        top = outcome.targets.arrivals[0]
        amount = math.fsum(top.at(month) * part for month, part in left.items()) / math.fsum(left.values())
        label = view.stage_label(outcome.branch.stages[0].name)
        planned[label] = planned.get(label, 0.0) + amount
    for label, amount in planned.items():
        raised = locale.say("{count} {unit}", count=locale.people(factor * amount), unit=label)
        yield locale.say("{units} a month instead of {planned}", units=raised, planned=locale.people(amount))


def _gains(view: ChanceView, remedy: Remedy) -> str:
    """What the chance would be, were one line sure."""
    locale, now = view.locale, view.answer.now
    line = next(each for each in now.rests_on if (each.segment, each.input) == (remedy.segment, remedy.input))
    return locale.say(
        "most by {input}: {chance} instead of {now}, were it certain and as planned ({planned})",
        input=view.input_label(remedy.input, remedy.segment),
        chance=chance_said(remedy.chance, locale),
        now=chance_said(now.whole.chance.customers, locale),
        planned=view.amount(line, line.planned).text,
    )
