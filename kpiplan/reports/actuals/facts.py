"""The words around the tables of actuals: where things stand in a few lines, what it takes, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.analysis.variance.outlook import Needed, Outlook
from kpiplan.analysis.variance.status import Verdict
from kpiplan.locales import numbers
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale, phrase
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.actuals.walk import cause_label, has_marks, parts_of
from kpiplan.reports.goal_chance.words import chance_said, counted, history_said
from kpiplan.reports.model import Fact
from kpiplan.reports.scorecard.report import alerts

LEAST = 0.005  # customers; less of a gap is none
LISTED = 6  # stages named in one line; more are counted
_WORST_FIRST: dict[Verdict, str] = {
    "behind": phrase("behind: {names}"),
    "watch": phrase("to be watched: {names}"),
    "follows": phrase("short as the stage above: {names}"),
    "within_chance": phrase("short, but within chance: {names}"),
    "on_track": phrase("on track: {names}"),
}
_GAP_TO_DATE = {
    "short": phrase("{unit}: {number} short to date, most of it by {causes}"),
    "ahead": phrase("{unit}: {number} ahead to date, most of it by {causes}"),
}
_GAP_OF_YEAR = {
    "short": phrase("{unit}: {number} short by the end of the year, most of it by {causes}"),
    "ahead": phrase("{unit}: {number} ahead by the end of the year, most of it by {causes}"),
}


def more_than_above(locale: Locale, stage: str, above: str, rate: float) -> str:
    """The warning that a stage has more than the one above it."""
    return locale.say(
        "more {stage} than {above} ({rate}): something is counted twice, or {above} are missing.",
        stage=stage,
        above=above,
        rate=locale.percent(rate),
    )


def off(share: float) -> str:
    """-13.6%, +2%, 0%."""
    text = f"{share:+.1%}" if abs(share) < 10 else f"{share:+,.0%}"
    number = numbers.trimmed(text[:-1])
    return "0%" if number in ("+0", "0") else f"{number}%"


def facts(facing: Facing) -> tuple[Fact, ...]:
    """What a reader takes along who reads no further."""
    say = facing.locale.say
    found = [Fact(say("Now"), tuple(_now(facing)))]
    gap = tuple(_gap(facing))
    if gap:
        found.append(Fact(say("Gap"), gap))
    outlook = facing.comparison.outlooks[-1]
    if outlook.needed is not None:
        found.append(Fact(say("Year"), (_year(facing, outlook), *_chance(facing, outlook))))
    off = tuple(alerts(facing.plan, facing.scorecard, facing.locale))
    return (*found, Fact(say("KPIs"), off)) if off else tuple(found)


def _now(facing: Facing) -> Iterator[str]:
    """Every status to date, the worst first."""
    say = facing.locale.say
    by_status: dict[Verdict | None, list[str]] = {}
    for figure in _judged(facing):
        words, (_, _, attainment, status) = [_name(facing, figure)], figure.to_date
        if status in ("behind", "watch") and attainment is not None:
            words.append(off(attainment - 1))
        by_status.setdefault(status, []).append(" ".join(words))
    if not by_status:
        yield say("the exports have no stage of the plan: there is nothing to judge")
        return
    if list(by_status) == ["on_track"]:
        yield say("on track at every stage")
        return
    for status in _WORST_FIRST:
        if status in by_status:
            yield say(_WORST_FIRST[status], names=_names(facing.locale, by_status[status]))


def _judged(facing: Facing) -> Iterator[Compared]:
    """What has a status to date; of the whole what no segment has."""
    judged = [figure for figure in facing.comparison.figures if figure.to_date.status is not None]
    by_segment = {figure.kpi for figure in judged if figure.segment is not None}
    return (figure for figure in judged if figure.segment is not None or figure.kpi not in by_segment)


def _name(facing: Facing, figure: Compared) -> str:
    label = facing.kpi_label(figure.kpi)
    return label if figure.segment is None else f"{facing.segment_label(figure.segment)} {label}"


def _names(locale: Locale, names: list[str]) -> str:
    shown = locale.say(", ").join(names[:LISTED])
    if len(names) <= LISTED:
        return shown
    return locale.say("{names} and {number} more", names=shown, number=len(names) - LISTED)


def _gap(facing: Facing) -> Iterator[str]:
    """How much is missing, and where most of it arose."""
    walk, locale = facing.comparison.walks[-1], facing.locale
    parts = parts_of(facing, walk)
    to_date, year = walk.gap.customers, walk.gap.year_customers
    gaps = [(to_date, [part.effect.customers for part in parts], _GAP_TO_DATE)]
    if abs(year - to_date) >= LEAST:
        gaps.append((year, [part.effect.year_customers for part in parts], _GAP_OF_YEAR))
    for gap, effects, said in gaps:
        if abs(gap) < LEAST:
            continue
        causes = [(abs(size), part) for size, part in zip(effects, parts, strict=True) if size * gap > 0]
        causes.sort(key=lambda cause: -cause[0])
        most = [cause_label(facing, walk.segment, part) for _, part in causes[:2]]
        sign = "short" if gap < 0 else "ahead"
        number, by = locale.count(abs(gap)), locale.listed(most)
        yield locale.say(said[sign], unit=facing.unit, number=number, causes=by)


def _year(facing: Facing, outlook: Outlook) -> str:
    shown = facing.locale.count
    return facing.locale.say(
        "{plan} of {goal} {unit} if the rest goes to plan, {rates} if it goes on like {span}",
        plan=shown(outlook.at_plan.year.customers),
        goal=shown(outlook.goal.customers),
        unit=facing.locale.unit(outlook.goal.customers, facing.unit),
        rates=shown(outlook.at_rates.year.customers),
        span=facing.span_label,
    )


def _chance(facing: Facing, outlook: Outlook) -> Iterator[str]:
    """How likely the goal is now, and was at the end of each month before."""
    if facing.moments:
        locale = facing.locale
        yield locale.say(
            "{chance} that the year brings {goal} ({history})",
            chance=chance_said(facing.moments[-1].chance.customers, locale),
            goal=counted(outlook.goal.customers, facing.unit, locale),
            history=history_said(facing.moments, facing.plan.start, locale),
        )


def remarks(facing: Facing) -> tuple[str, ...]:
    """What stands below the tables."""
    say = facing.locale.say
    found = [*_needed(facing), *_would_show(facing)]
    if has_marks(facing):
        found.append(
            say(
                "* Time passes between these stages, or some arrive directly: how many were to be expected of the "
                "actual units above, and how many came."
            )
        )
    if not any(row.lagged for row in facing.comparison.conversions):
        found.append(say("By the end of the year the gap is the same: no time is planned between stages."))
    if facing.begin:
        found.append(_begun(facing))
    if facing.incomplete and facing.begin != facing.last:
        said = {"month": facing.locale.month(facing.last), "day": facing.day, "days": facing.covered_days}
        found.append(say("{month} is covered up to its day {day}: its target counts for {days}.", **said))
    found += _beyond_all(facing)
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


def _needed(facing: Facing) -> Iterator[str]:
    outlook, locale = facing.comparison.outlooks[-1], facing.locale
    say, needed = locale.say, outlook.needed
    unit = locale.unit(outlook.goal.customers, facing.unit)
    if needed is None:
        return
    goal = locale.count(outlook.goal.customers)
    if needed.customers <= NOISE:
        yield say("The goal of {goal} {unit} is reached.", goal=goal, unit=unit)
        return
    amount = locale.count(needed.customers)
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
        return locale.count(next(iter(units.values())))
    return locale.listed(
        [
            locale.say("{count} {unit}", count=locale.count(amount), unit=locale.unit(amount, facing.label(stage)))
            for stage, amount in units.items()
        ]
    )


def _would_show(facing: Facing) -> Iterator[str]:
    """Of stages that are short and not proven behind, how far each had to drop for that to be proven."""
    say, locale = facing.locale.say, facing.locale
    needs: list[str] = []
    never: list[str] = []
    for figure in _judged(facing):
        if figure.unit != "count" or figure.to_date.status not in ("watch", "within_chance"):
            continue
        name = _name(facing, figure)
        if figure.shows is None:
            never.append(name)
        else:
            needs.append(say("{name} {share}", name=name, share=locale.percent(figure.shows, 2)))
    if needs:
        yield say("To show by now a drop has to be: {names}.", names=_names(locale, needs))
    if never:
        yield say("Too few by now to prove any drop: {names}.", names=_names(locale, never))


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
