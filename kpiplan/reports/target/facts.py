"""What stands above the table of targets: why, the goal and what rounding does to it, what was assumed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kpiplan.analysis.rounding_choice import RoundingChoice, rounding_choice
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.reports.model import Fact
from kpiplan.reports.target.view import View

if TYPE_CHECKING:
    from kpiplan.analysis.goal_chance.results import Safe

LISTED = 6  # of segments; more are counted


def facts(view: View) -> tuple[Fact, ...]:
    """Why, goal, assumptions."""
    say = view.locale.say
    found = [Fact(say("Why"), (view.plan.why,))] if view.plan.why else []
    if view.under:
        found.append(Fact(say("What if"), (view.under,)))
    found.append(Fact(say("Goal"), tuple(_goal(view))))
    if view.plan.replanned:
        year = math.fsum(branch.year for branch in view.branches)
        found.append(
            Fact(say("Re-plan"), (say("{count} in the year, month by month", count=view.counted(year, view.unit)),))
        )
    if view.safe:
        found.append(Fact(say("Safe"), (_safe(view, view.safe.safe),)))
    assumed = say("; ").join(_assumed(view))
    return (*found, Fact(say("Assumed"), (assumed,))) if assumed else tuple(found)


def goal_facts(view: View) -> Iterator[Fact]:
    """What is wanted, where nothing is said of how it came to that."""
    say = view.locale.say
    if view.under:
        yield Fact(say("What if"), (view.under,))
    exact = math.fsum(math.fsum(branch.exact) for branch in view.branches)
    yield Fact(say("Goal"), (_wanted(view, exact), *_not_won(view)))
    if view.safe:
        yield Fact(say("Safe"), (_safe(view, view.safe.safe),))


def _safe(view: View, safe: Safe) -> str:
    """How targets were raised, and for what."""
    locale = view.locale
    return locale.say(
        "in {level} of all years: {factor} times the work at the top, and what is to be expected of it below",
        level=locale.percent(safe.level),
        factor=locale.significant(safe.factor, 3),
    )


def _goal(view: View) -> Iterator[str]:
    say = view.locale.say
    exact = math.fsum(math.fsum(branch.exact) for branch in view.branches)
    year = math.fsum(branch.year for branch in view.branches)
    text = _wanted(view, exact)
    rounded = any(branch.rounding for branch in view.branches) and view.number(exact) != view.number(year)
    yield say("{goal}, rounded to {count}", goal=text, count=view.number(year)) if rounded else text
    if len(view.branches) == 1 and (choice := rounding_choice(view.branches[0])):
        yield _rounding(view, choice, view.label(view.branches[0], 0))
    yield from _not_won(view)
    if len(view.branches) > 1:
        yield say("; ").join(_segments(view))


def _not_won(view: View) -> Iterator[str]:
    """What of the goal no stage has to win."""
    locale, say = view.locale, view.locale.say
    if view.plan.existing and not view.segment:
        kept, new = view.plan.existing.kept, math.fsum(branch.business.year for branch in view.branches)
        amounts = {"kept": view.money(kept), "new": view.money(new)}
        yield say("{kept} of it from existing customers, {new} new business", **amounts)
    if any(branch.from_elsewhere for branch in view.branches):
        parts = {locale.percent(branch.from_elsewhere) for branch in view.branches}
        yield say("{parts} of the new business comes from elsewhere", parts=locale.listed(sorted(parts), "or"))


def _wanted(view: View, exact: float) -> str:
    """The goal in money or units; how many customers that means, where it does not say so; what each brings."""
    say = view.locale.say
    text = _amount(view)
    if not all(branch.business.in_units and not branch.from_elsewhere for branch in view.branches):
        text = say("{amount}: {customers}", amount=text, customers=view.counted(exact, view.unit))
    deals = {branch.deal for branch in view.branches}
    deal = deals.pop() if len(deals) == 1 else None
    if deal is None:
        return text
    if all(branch.churn is not None for branch in view.branches):
        return say("{goal} at {deal} a month each", goal=text, deal=_span(view, deal))
    return say("{goal} at {deal} each", goal=text, deal=_span(view, deal))


def _amount(view: View) -> str:
    goal = view.plan.goal
    if view.segment or not goal.stated:
        return _branches_amount(view)
    if goal.recurring:
        ends = {"first": view.money(goal.recurring.start), "last": view.money(goal.recurring.end)}
        return view.locale.say("Recurring revenue from {first} to {last} a month", **ends)
    amount = view.money(goal.revenue) if goal.revenue is not None else view.counted(goal.units or 0, view.unit)
    return _timed(view, amount, goal.timing.weights) if goal.timing and not goal.timing.level else amount


def _branches_amount(view: View) -> str:
    year = math.fsum(branch.business.year for branch in view.branches)
    units = all(branch.business.in_units for branch in view.branches)
    amount = view.counted(year, view.unit) if units else view.money(year)
    months = [math.fsum(values) for values in zip(*(b.business.months for b in view.branches), strict=True)]
    level = max(months) - min(months) <= NOISE * year
    return amount if level else _timed(view, amount, [month / year for month in months])


def _timed(view: View, amount: str, weights: Sequence[float]) -> str:
    quarters = [math.fsum(weights[at : at + 3]) for at in range(0, YEAR_MONTHS, 3)]
    parts = view.locale.shares(quarters).removesuffix("%")
    return view.locale.say("{amount}, {parts}% by quarter", amount=amount, parts=parts)


def _span(view: View, series: Series) -> str:
    low, high = view.money(min(series)), view.money(max(series))
    if min(series) == max(series):
        return low
    return view.locale.say("{first} to {last}", first=low, last=high)


def _rounding(view: View, choice: RoundingChoice, top: str) -> str:
    """What the rounded year brings, and what the other whole number would; `top` is what the first stage is called."""
    locale = view.locale
    needs = {"count": view.number(choice.other), "top": view.counted(choice.top, top)}
    if choice.money is None:
        return locale.say("{count} need {top} a month", **needs)
    year, short, other = choice.money
    amounts = {"money": view.money(year), "worth": view.money(other)}
    if view.branches[0].churn is not None:
        amounts = {name: locale.say("{money} a month", money=amount) for name, amount in amounts.items()}
    fields = {**needs, **amounts, "off": view.money(abs(short)), "year": view.number(choice.year)}
    if choice.short > 0:
        return locale.say("{year} bring {money}, {off} short; {count} bring {worth} and need {top} a month", **fields)
    return locale.say("{year} bring {money}, {off} over; {count} bring {worth} and need {top} a month", **fields)


def _segments(view: View) -> Iterator[str]:
    locale, say = view.locale, view.locale.say
    for branch in view.branches[:LISTED]:
        customers = view.counted(branch.year, view.label(branch, -1))
        fields = {"segment": view.named(branch), "part": locale.percent(branch.part), "customers": customers}
        if branch.deal:
            deal = _span(view, branch.deal)
            fee = say("{money} a month", money=deal) if branch.churn is not None else deal
            yield say("{segment} {part}: {customers} at {deal}", **fields, deal=fee)
        else:
            yield say("{segment} {part}: {customers}", **fields)
    if len(view.branches) > LISTED:
        yield say("and {more}", more=locale.plural(len(view.branches) - LISTED, "more segment"))


def _assumed(view: View) -> Iterator[str]:
    say = view.locale.say
    stages = [stage for branch in view.branches for stage in branch.stages]
    lagged = any(stage.lag.longest > 0 for stage in stages)
    if view.level:
        yield say("every month alike")
    if not lagged:
        yield say("no time between stages")
    if all(min(stage.rate) == max(stage.rate) for stage in stages):
        yield say("rates hold all year")
    if lagged:
        growths = {branch.next_year for branch in view.branches}
        yield say("the year after by segment") if len(growths) > 1 else _year_after(view, growths.pop())


def _year_after(view: View, growth: float | None) -> str:
    if growth is None:
        return view.locale.say("nothing is wanted after the year")
    if growth == 0:
        return view.locale.say("the year after at the same level")
    signed = ("+" if growth > 0 else "") + view.locale.percent(growth)
    return view.locale.say("the year after: {growth}", growth=signed)
