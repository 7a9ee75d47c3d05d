"""What the first lines of actuals say: one word, where the year goes, what to do, what to watch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpiplan.reports.closing import closing_said
from kpiplan.reports.goal_chance.words import chance_said
from kpiplan.reports.labels import VERDICTS, of_goal
from kpiplan.reports.model import Fact

if TYPE_CHECKING:
    from kpiplan.analysis.verdict.review import ReviewVerdict
    from kpiplan.funnel.new_business import Amount
    from kpiplan.locales.english import Locale
    from kpiplan.reports.actuals.view import Facing


def headline(facing: Facing) -> tuple[Fact, ...]:
    """The word and what the year brings; then what to do about it."""
    say, verdict = facing.locale.say, facing.verdict
    label, style = VERDICTS[verdict.word]
    found = [Fact(say(label), tuple(_year(facing, verdict)), style)]
    if verdict.word != "on_course" and not verdict.over:
        found.append(Fact(say("Do"), (_closing(facing, verdict),)))
    return tuple(found)


def _year(facing: Facing, verdict: ReviewVerdict) -> Iterator[str]:
    say = facing.locale.say
    if verdict.over:
        yield say("{amount} in the year, which is over", amount=_of_goal(facing, verdict.so_far))
        return
    if verdict.so_far.customers >= verdict.goal.customers and verdict.word == "on_course":
        yield say("{amount}: the goal is reached", amount=_of_goal(facing, verdict.so_far))
    else:
        yield say("{amount} if the rest goes to plan", amount=_of_goal(facing, verdict.at_plan))
    like = say("{amount} if it goes on like this", amount=_amount(facing, verdict.at_rates))
    if verdict.chance is None:
        yield like
        return
    chance = chance_said(verdict.chance, facing.locale)
    yield say("{year}; the goal: {chance} likely", year=like, chance=chance)


def _of_goal(facing: Facing, amount: Amount) -> str:
    goal = facing.verdict.goal
    unit = facing.locale.unit(goal.customers, facing.unit)
    return of_goal(facing.locale, unit, facing.plan.currency, amount, goal)


def _amount(facing: Facing, amount: Amount) -> str:
    locale = facing.locale
    unit = locale.unit(amount.customers, facing.unit)
    text = locale.say("{count} {unit}", count=locale.people(amount.customers), unit=unit)
    if amount.revenue is None:
        return text
    return locale.say("{count} ({money})", count=text, money=locale.people_money(amount.revenue, facing.plan.currency))


def _closing(facing: Facing, verdict: ReviewVerdict) -> str:
    locale, lever = facing.locale, verdict.closing
    if lever is not None:
        stage = facing.label(lever.stage, lever.segment) if lever.stage else ""
        name = _of(facing, lever.segment, stage, locale)
        return closing_said(lever, name, facing.plan.start, facing.plan.currency, locale)
    if verdict.watch is not None and verdict.word == "at_risk":
        label = facing.kpi_label(verdict.watch.kpi, verdict.watch.segment)
        return locale.say("bring {name} back to plan", name=_of(facing, verdict.watch.segment, label, locale))
    return locale.say("no one number of the plan closes the gap any more: kpiplan replan has the rest of the year")


def _of(facing: Facing, segment: str | None, stage: str, locale: Locale) -> str:
    if segment is None or not facing.plan.segments:
        return stage
    return locale.say("{segment} {stage}", segment=facing.segment_label(segment), stage=stage)
