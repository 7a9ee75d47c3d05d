"""The words below the tables of actuals: what it takes, what is covered, what is not known, where the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kpiplan.locales.digits import NOISE
from kpiplan.reports.actuals.facts import figure_name, judged, listed_names
from kpiplan.reports.actuals.rates import more_than_above
from kpiplan.reports.actuals.walk import has_marks

if TYPE_CHECKING:
    from kpiplan.analysis.variance.outlook import Needed
    from kpiplan.reports.actuals.view import Facing


def below(facing: Facing) -> tuple[str, ...]:
    """What stands below the table of bars: what is not known or not sure of it, and where the rest is."""
    say = facing.locale.say
    found = [*_covered(facing), *_beyond_all(facing), *_unknown(facing)]
    found.append(say("{options} show more.", options=facing.locale.listed(["--detail", "--sources", "--chart"])))
    return tuple(found)


def remarks(facing: Facing) -> tuple[str, ...]:
    """What stands below the tables."""
    say = facing.locale.say
    found = [*needed_lines(facing), *_would_show(facing)]
    if has_marks(facing):
        found.append(
            say(
                "* Time passes between these stages, or some arrive directly: how many were to be expected of the "
                "actual units above, and how many came."
            )
        )
    if not any(row.lagged for row in facing.comparison.conversions):
        found.append(say("By the end of the year the gap is the same: no time is planned between stages."))
    found += [*_covered(facing), *_beyond_all(facing)]
    found += _unknown(facing)
    if facing.comparison.allocated:
        found.append(say("Actuals of the whole plan are shared out to segments by their targets to explain the gap."))
    return tuple(found)


def _beyond_all(facing: Facing) -> Iterator[str]:
    """Stages at which more arrived than there was above, though nothing arrives directly and no time passes."""
    locale = facing.locale
    several = {stage.name for funnel in facing.funnels.values() for stage in funnel if stage.each}
    for row in facing.comparison.conversions:
        sure = row.stage not in several and not facing.mixed(row.segment, row.stage)
        if sure and row.actual is not None and row.actual > 1:
            yield more_than_above(locale, facing.label(row.stage), facing.label(row.above), row.actual)


def _covered(facing: Facing) -> Iterator[str]:
    """Which months are covered in part."""
    if facing.begin:
        yield _begun(facing)
    if facing.incomplete and facing.begin != facing.last:
        said = {"month": facing.locale.month(facing.last), "day": facing.day, "days": facing.covered_days}
        yield facing.locale.say("{month} is covered up to its day {day}: its target counts for {days}.", **said)


def _begun(facing: Facing) -> str:
    """From which day on the first month is covered, and up to which where it is the last as well."""
    say, month = facing.locale.say, facing.locale.month(facing.last)
    if facing.begin != facing.last:
        month = facing.locale.month(facing.begin) if facing.begin else month
        said = {"month": month, "day": facing.since, "days": facing.begin_days}
        return say("{month} is covered from its day {day} on: its target counts for {days}.", **said)
    return say(
        "{month} is covered from its day {since} to its day {day}: its target counts for {days}.",
        month=month,
        since=facing.since,
        day=facing.day,
        days=facing.covered_days,
    )


def needed_lines(facing: Facing) -> Iterator[str]:
    """What each month left must bring to still reach the goal."""
    outlook = facing.comparison.outlooks[-1]
    say, needed = facing.locale.say, outlook.needed
    unit = facing.counted(outlook.goal.customers, facing.unit)
    if needed is None:
        return
    goal = facing.number(outlook.goal.customers)
    if needed.customers <= NOISE:
        yield say("The goal of {goal} {unit} is reached.", goal=goal, unit=unit)
        return
    amount = facing.number(needed.customers)
    if outlook.at_plan.year.customers < outlook.goal.customers * (1 - NOISE):
        first = say("To reach {goal} {unit} after all: {amount} a month", goal=goal, unit=unit, amount=amount)
    else:
        first = say("To reach {goal} {unit}: {amount} a month", goal=goal, unit=unit, amount=amount)
    yield say("{clauses}.", clauses=say("; ").join([first, *_tops(facing, needed)]))


def _tops(facing: Facing, needed: Needed) -> Iterator[str]:
    """What it takes at the top of the funnel."""
    say = facing.locale.say
    if needed.at_plan is None and needed.at_rates is None:
        yield say("nothing that still enters at the top can get there within the year")
        return
    if needed.at_plan is not None and not any(needed.at_plan.values()):
        yield say("what is under way suffices at planned rates")
        return
    if needed.at_plan is not None:
        units = _units(facing, needed.at_plan)
        if any(needed.planned.values()):
            planned = _units(facing, needed.planned, bare=len(needed.planned) == 1)
            yield say("{units} a month at planned rates (planned: {planned})", units=units, planned=planned)
        else:
            yield say("{units} a month at planned rates", units=units)
    if needed.at_rates is None:
        yield say("at the rates to date no number is enough")
        return
    bare = needed.at_plan is not None and len(needed.at_rates) == 1
    yield say("{units} at the rates to date", units=_units(facing, needed.at_rates, bare=bare))


def _units(facing: Facing, units: Mapping[str, float], bare: bool = False) -> str:
    locale = facing.locale
    if bare:
        return facing.number(next(iter(units.values())))
    return locale.listed(
        [
            locale.say("{count} {unit}", count=facing.number(amount), unit=facing.counted(amount, facing.label(stage)))
            for stage, amount in units.items()
        ]
    )


def _would_show(facing: Facing) -> Iterator[str]:
    """Of stages that are short and not proven behind, how far each had to drop for that to be proven."""
    say, locale = facing.locale.say, facing.locale
    needs: list[str] = []
    never: list[str] = []
    for figure in judged(facing):
        if figure.unit != "count" or figure.to_date.status not in ("watch", "within_chance"):
            continue
        name = figure_name(facing, figure)
        if figure.shows is None:
            never.append(name)
        else:
            needs.append(say("{name} {share}", name=name, share=locale.percent(figure.shows, 2)))
    if needs:
        yield say("To show by now a drop has to be: {names}.", names=listed_names(locale, needs))
    if never:
        yield say("Too few by now to prove any drop: {names}.", names=listed_names(locale, never))


def _unknown(facing: Facing) -> Iterator[str]:
    """What the exports do not say of the plan."""
    say, listed = facing.locale.say, facing.locale.listed
    figures = facing.comparison.figures
    whole = [figure for figure in figures if figure.segment is None]
    said = {figure.segment for figure in figures}
    split = not facing.comparison.allocated
    silent = [facing.segment_label(s.name) for s in facing.plan.segments if split and s.name not in said]
    missing = [facing.label(f.kpi) for f in whole if f.unit == "count" and not facing.is_seen(f)]
    if silent:
        yield say("No actuals of {names}: taken at what was to be expected.", names=listed(silent))
    elif missing:
        yield say(
            "No actuals of {names}: taken at what was to be expected; it shows at the next stage.",
            names=listed(missing),
        )
    revenue = [figure for figure in whole if figure.kpi == "revenue"]
    if revenue and not facing.is_seen(revenue[0]) and not silent:
        yield say("No actual revenue: what the gap costs is reckoned at planned deals.")
