"""The whole screen: the strongest lever first, then the tables."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.levers.levers import Lever, Levers
from kpiplan.funnel.targets import PlanTargets
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.months import plan_months
from kpiplan.reports.cells import change_cell
from kpiplan.reports.levers.tables import gap_table, goal_table, work_table
from kpiplan.reports.levers.words import ShownLevers, label_of, value_cell
from kpiplan.reports.model import Fact, Report


def levers_report(targets: PlanTargets, found: Levers, locale: Locale, under: str = "") -> Report:
    """The levers of a plan; `under` says in words which changes it is looked at under."""
    plan = targets.plan
    shown = ShownLevers(plan, tuple(outcome.branch for outcome in targets.outcomes), found, locale)
    months = plan_months(plan.start)
    title = f"{plan.name} - {locale.span(months[0], months[-1])}"
    facts = [*([Fact(locale.say("What if"), (under,))] if under else []), *_facts(shown)]
    tables = (work_table(shown), goal_table(shown), gap_table(shown))
    return Report(
        f"{title}, {plan.currency}" if plan.currency else title,
        tuple(facts),
        tuple(table for table in tables if table.rows),
        tuple(_remarks(shown)),
    )


def _facts(shown: ShownLevers) -> list[Fact]:
    locale, base = shown.locale, shown.found.base
    expected = locale.say(
        "{count} of {goal} {unit} are expected",
        count=locale.people(base.customers),
        goal=locale.people(base.goal),
        unit=locale.unit(base.goal, shown.unit),
    )
    if base.chance is not None:
        said = locale.say("the chance of the goal is {chance}", chance=locale.in_hundred(base.chance))
        expected = locale.say("; ").join([expected, said])
    best = next((each for each in shown.found.levers if each.gain.customers > NOISE), None)
    first = [] if best is None else [Fact(locale.say("Most"), tuple(_best(shown, best)))]
    return [*first, Fact(locale.say("Plan"), (expected,))]


def _best(shown: ShownLevers, best: Lever) -> list[str]:
    """What the strongest lever brings, and what it saves instead."""
    locale = shown.locale
    more = locale.say(
        "{input} at {to}, not {now}: {count} {unit} more",
        input=label_of(shown, best.old),
        to=value_cell(shown, best.new).text,
        now=value_cell(shown, best.old).text,
        count=locale.people(best.gain.customers),
        unit=locale.unit(best.gain.customers, shown.unit),
    )
    if best.gain.revenue:
        more = locale.say(
            "{text} ({amount})", text=more, amount=change_cell(locale, best.gain.revenue, shown.plan.currency).text
        )
    lines = [more]
    if best.saving is not None:
        saved = [
            locale.say("{count} {unit} less", count=locale.people(-count), unit=locale.unit(count, shown.stage(top)))
            for top, count in best.saving.tops.items()
            if count < 0
        ]
        if best.saving.spend is not None and best.saving.spend < 0:
            amount = locale.people_money(-best.saving.spend, shown.plan.currency)
            saved.append(locale.say("{amount} less spend", amount=amount))
        if saved:
            lines.append(locale.say("or the same goal with {savings}", savings=locale.listed(saved)))
    return lines


def _remarks(shown: ShownLevers) -> Sequence[str]:
    say, base = shown.locale.say, shown.found.base
    found = [
        say("The same work: planned arrivals at the top stay, as does what is under way."),
        say("Together, levers bring more than their sum."),
    ]
    if base.revenue is not None and base.needs.spend is not None:
        found.append(say("A lever pays while it costs less a year than the revenue it brings, or the spend it saves."))
    if not any(each.rests for each in shown.found.levers):
        found.append(say("What the rates rest on is not said: risk and last_year in the plan would."))
    return found
