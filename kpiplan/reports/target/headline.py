"""What the first lines of targets say: one word, what the year brings, what to do, what it takes and hangs on."""

import math
from collections.abc import Iterator

from kpiplan.analysis.verdict import SLIGHT
from kpiplan.analysis.verdict.plan import PlanVerdict, plan_verdict, shortfall
from kpiplan.funnel.new_business import Amount
from kpiplan.funnel.targets import PlanTargets
from kpiplan.reports.labels import VERDICTS, of_goal
from kpiplan.reports.model import Fact
from kpiplan.reports.target.view import View


def headline(view: View) -> tuple[Fact, ...]:
    """The word and what the year brings, what to do about it, what hangs on the first day, what to watch."""
    say = view.locale.say
    verdict = plan_verdict(PlanTargets(view.plan, view.outcomes))
    label, style = VERDICTS[verdict.word]
    found = [Fact(say(label), (_year(view, verdict),), style)]
    if verdict.closing is not None:
        found.append(Fact(say("Do"), (_closing(view, verdict),)))
    watch = tuple(_watch(view, verdict))
    return (*found, Fact(say("Watch"), watch)) if watch else tuple(found)


def takes(view: View) -> Iterator[Fact]:
    """What the year takes at every stage above the last; nothing where segments have other stages."""
    names = {tuple(stage.name for stage in branch.stages) for branch in view.branches}
    if len(names) > 1:
        return
    outcomes = view.targets.outcomes
    first = outcomes[0]
    counts = [
        math.fsum(math.fsum(outcome.targets.arrivals[at].year) for outcome in outcomes)
        for at in range(len(first.branch.stages) - 1)
    ]
    labels = [view.whole_label(stage.name) for stage in first.branch.stages]
    said = [view.counted(count, label) for count, label in zip(counts, labels, strict=False)]
    if said:
        yield Fact(view.locale.say("Takes"), (" > ".join(said),))


def _year(view: View, verdict: PlanVerdict) -> str:
    say = view.locale.say
    goal, found, people = verdict.goal, verdict.year, view.locale.people
    less = found.customers < goal.customers and people(found.customers) != people(goal.customers)
    if less or shortfall(goal, found) > SLIGHT:
        unit = view.locale.unit(goal.customers, view.unit)
        year = of_goal(view.locale, unit, view.plan.currency, found, goal)
    else:
        year = _amount(view, found)
    if verdict.published:
        return say("{year} by the numbers that it states", year=year)
    return say("{year} if every target is met", year=year)


def _amount(view: View, amount: Amount) -> str:
    text = view.counted_text(view.locale.people(amount.customers), view.locale.unit(amount.customers, view.unit))
    if amount.revenue is None:
        return text
    return view.locale.say("{customers}, {money}", customers=text, money=_money(view, amount.revenue))


def _money(view: View, amount: float) -> str:
    return view.locale.people_money(amount, view.plan.currency)


def _watch(view: View, verdict: PlanVerdict) -> Iterator[str]:
    if verdict.open.customers > SLIGHT * verdict.goal.customers:
        yield _open(view, verdict)
    if verdict.weak is not None:
        locale, weak = view.locale, verdict.weak
        month = locale.month(view.plan.start.plus(weak.month - 1))
        branch = next(each for each in view.branches if each.segment == weak.segment)
        fields = {"month": view.of(branch, month), "part": locale.percent(weak.part, 2)}
        yield locale.say("{month}: {part} of its goal even if every target is met", **fields)


def _open(view: View, verdict: PlanVerdict) -> str:
    """What part of the year hangs on what is open on the first day, and how much of that nobody states."""
    say, day = view.locale.say, view.locale.day(view.plan.start, 1)
    part = _worth(view, verdict.open)
    fields = {"part": part, "whole": _worth(view, verdict.goal), "day": day}
    left = verdict.unstated.customers / verdict.open.customers
    if left <= SLIGHT:
        return say("{part} of {whole} hangs on what is open on {day}, as stated", **fields)
    if left >= 1 - SLIGHT:
        return say("{part} of {whole} hangs on what is open on {day}: none is stated", **fields)
    unstated = _worth(view, verdict.unstated)
    return say("{part} of {whole} hangs on what is open on {day}: {left} is not stated", left=unstated, **fields)


def _worth(view: View, amount: Amount) -> str:
    if amount.revenue is None:
        return view.counted_text(view.locale.people(amount.customers), view.locale.unit(amount.customers, view.unit))
    return _money(view, amount.revenue)


def _closing(view: View, verdict: PlanVerdict) -> str:
    from kpiplan.reports.closing import closing_said

    lever = verdict.closing
    assert lever is not None
    branch = next((each for each in view.branches if each.segment == lever.segment), None)
    named = next((each for each in view.branches for stage in each.stages if stage.name == lever.stage), None)
    at = [stage.name for stage in named.stages].index(lever.stage) if named else 0
    name = view.stage(branch, at) if branch else view.whole_label(lever.stage)
    return closing_said(lever, name, view.plan.start, view.plan.currency, view.locale)
