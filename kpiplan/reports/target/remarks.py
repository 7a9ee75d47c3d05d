"""What stands below the table of targets: what must be under way, what comes too late, what to watch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from kpiplan.analysis.empty_months import empty_month
from kpiplan.funnel.targets import Outcome
from kpiplan.months import YEAR_MONTHS
from kpiplan.reports.labels import money_label
from kpiplan.reports.target.view import View

LISTED = 6  # of stages or segments; more are counted


def remarks(view: View) -> tuple[str, ...]:
    """All that is to be said, a line each; those that belong to the one above are set in."""
    say = view.locale.say
    lags = any(outcome.targets.lagged for outcome in view.outcomes)  # what few plans have is loaded for them alone
    stated = any(branch.stated for branch in view.branches)
    found = [
        *(line for part in (_carried, _late, _outrun) if lags for line in part(view)),
        *(_stated(view) if stated else ()),
        *_zero(view),
    ]
    if view.level:
        found.append(say("Every month is the same: --by month lists them, --whole gives whole numbers."))
    elif view.by == "quarter" and len(view.branches) > 1:
        one = view.branches[0].segment
        found.append(say("Months: --by month. Whole numbers: --whole. One segment: --segment {segment}.", segment=one))
    elif view.by == "quarter":
        found.append(say("Months: --by month. Whole numbers: --whole."))
    return tuple(found)


def _carried(view: View) -> Iterator[str]:
    """What hangs on the first day, what of it is stated, what is missing."""
    rows = [row for row in view.figures.carry_in if row.needed > 0]
    if not rows:
        return
    from kpiplan.funnel.carry_in import hanging

    yield _under_way(view, [tuple(map(float.__mul__, hanging(o.targets), o.branch.customers)) for o in view.outcomes])
    lines = [f"  {line}" for outcome in view.outcomes for line in _cover(view, outcome)]
    yield from lines[:LISTED]
    if not lines:
        yield "  " + view.locale.say("Nothing of it is stated (`before`); it is taken as there.")
    elif any(row.stated is None for row in rows):
        yield "  " + view.locale.say("All others: nothing stated, taken as there.")


def _under_way(view: View, hang: Sequence[Sequence[float]]) -> str:
    """What part of the year hangs on the first day: in money where every segment's is known, else in customers."""
    locale = view.locale
    day = locale.day(view.plan.start, 1)
    amounts = [branch.money(count) for branch, count in zip(view.branches, hang, strict=True)]
    years = [branch.money(branch.customers) for branch in view.branches]
    known, whole = [a for a in amounts if a is not None], [y for y in years if y is not None]
    if len(known) == len(amounts):
        fields = {"day": day, "part": view.money(math.fsum(known)), "whole": _worth(view, math.fsum(whole))}
        return locale.say("* Must be under way on {day}; {part} of the {whole} hangs on it.", **fields)
    part, year = math.fsum(map(math.fsum, hang)), math.fsum(branch.year for branch in view.branches)
    fields = {"day": day, "part": view.number(part), "whole": view.counted(year, view.unit)}
    return locale.say("* Must be under way on {day}; {part} of the {whole} hang on it.", **fields)


def _worth(view: View, amount: float) -> str:
    """What customers bring, by its name where it is a fee a month: `$228.2k new recurring revenue`."""
    if not all(branch.churn is not None for branch in view.branches):
        return view.money(amount)
    return view.counted_text(view.money(amount), money_label(view.locale, "revenue", recurring=True))


def _cover(view: View, outcome: Outcome) -> Iterator[str]:
    branch, locale = outcome.branch, view.locale
    unit = view.label(branch, -1)
    from kpiplan.analysis.cover import covers

    for cover in covers(view.plan, outcome):
        missing, worth = math.fsum(cover.missing), branch.money(cover.missing)
        units = view.counted(abs(missing), unit)
        if worth is not None:
            units = locale.say("{units} ({money})", units=units, money=view.money(abs(worth)))
        fields = {
            "stage": view.stage(branch, cover.stage),
            "stated": view.number(cover.stated),
            "needed": view.number(cover.needed),
        }
        if cover.short:
            yield locale.say(
                "{stage}: {stated} stated of {needed}; {units} of the year's goal will be missing",
                **fields,
                units=units,
            )
        elif cover.beyond:
            yield locale.say(
                "{stage}: {stated} stated of {needed}; worth {units} more, targets are not lowered for it",
                **fields,
                units=units,
            )
        else:
            yield locale.say("{stage}: {stated} stated of {needed}", **fields)


def _late(view: View) -> Iterator[str]:
    """Stages whose last months serve the next year: those that end in the same month in one breath."""
    from kpiplan.funnel.carry_in import too_late

    locale, said = view.locale, []
    for outcome in view.outcomes:
        for last, group in groupby(too_late(outcome.targets), key=lambda late: late.last):
            stages = list(group)
            names = locale.listed([view.label(outcome.branch, late.stage) for late in stages])
            low, high = (locale.percent(end(late.part for late in stages), 2) for end in (min, max))
            part = low if low == high else f"{low.removesuffix('%')}-{high}"
            fields = {"stages": view.of(outcome.branch, names), "part": part}
            if last:
                month = locale.month_name(view.plan.start.plus(last - 1))
                said.append(locale.say("{stages} after {month} ({part} of the year's)", **fields, month=month))
            else:
                said.append(locale.say("{stages} all year ({part} of the year's)", **fields))
    if len(said) > LISTED:
        said[LISTED:] = [locale.say("and {number} more", number=len(said) - LISTED)]
    if said:
        stages_said = locale.say("; ").join(said)
        yield locale.say("Too late for this year, at work for the next: {stages}.", stages=stages_said)


def _outrun(view: View) -> Iterator[str]:
    """Goals that jump faster than a spread lag lets arrivals follow: what the targets then bring."""
    from kpiplan.funnel.carry_in import smoothed

    locale = view.locale
    for outcome in view.outcomes[:LISTED]:
        branch, found = outcome.branch, smoothed(outcome.targets)
        if found is None or branch.replan:
            continue
        parts = found.parts
        ends = {"low": min(parts), "high": max(parts)}
        months = {name: locale.month(view.plan.start.plus(parts.index(part))) for name, part in ends.items()}
        yield locale.say(
            "The goal changes faster than the time between stages lets it: even if every target is met they bring "
            "{reach} of {goal}, {low_month} {low} and {high_month} {high} of their own.",
            reach=view.number(math.fsum(found.reach)),
            goal=view.counted(branch.year, view.stage(branch, -1)),
            low_month=months["low"],
            low=locale.percent(ends["low"], 2),
            high_month=months["high"],
            high=locale.percent(ends["high"], 2),
        )


def _stated(view: View) -> Iterator[str]:
    from kpiplan.funnel.stated_numbers import chain

    locale = view.locale
    for outcome in view.outcomes[:LISTED]:
        branch, found = outcome.branch, chain(outcome)
        if not found or found.short <= 0:
            continue
        fields = {
            "top": view.counted(found.stated, view.stage(branch, found.top)),
            "year": view.counted(found.customers * YEAR_MONTHS, view.label(branch, -1)),
            "part": locale.percent(found.short, 2),
            "goal": view.number(branch.year),
        }
        if found.revenue is None:
            yield locale.say("The stated {top} end in {year}, {part} short of {goal}.", **fields)
        else:
            worth = view.money(found.revenue)
            yield locale.say("The stated {top} end in {year}: {worth}, {part} short of {goal}.", **fields, worth=worth)


def _zero(view: View) -> Iterator[str]:
    """Of the rarest last stage, how many months are without a unit."""
    found = [
        (empty, outcome.branch)
        for outcome in view.targets.outcomes
        if (empty := empty_month(outcome.targets, len(outcome.branch.stages) - 1, view.plan.status.dispersion))
    ]
    if found:
        empty, branch = min(found, key=lambda pair: pair[0].mean)
        unit, chance = view.stage(branch, -1), view.locale.in_hundred(empty.chance)
        yield view.locale.say("A month without any {unit} is normal: {chance}.", unit=unit, chance=chance)
