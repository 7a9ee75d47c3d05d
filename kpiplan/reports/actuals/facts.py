"""The words above the tables of actuals: where things stand in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpiplan.locales import numbers
from kpiplan.locales.english import Locale, phrase
from kpiplan.reports.actuals.walk import cause_label, parts_of
from kpiplan.reports.goal_chance.words import chance_said, counted, history_said
from kpiplan.reports.model import Fact

if TYPE_CHECKING:
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.analysis.variance.outlook import Outlook
    from kpiplan.analysis.variance.status import Verdict
    from kpiplan.reports.actuals.view import Facing

LEAST = 0.005  # customers; less of a gap is none
LISTED = 6  # stages named in one line; more are counted
_WORST_FIRST: dict[Verdict, str] = {
    "behind": phrase("behind: {names}"),
    "watch": phrase("probably not just bad luck: {names}"),
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
    off = _alerts(facing)
    return (*found, Fact(say("KPIs"), off)) if off else tuple(found)


def warnings(facing: Facing) -> Iterator[Fact]:
    """What chance hardly explains: stages, and KPIs that somebody answers for."""
    say = facing.locale.say
    alarming = tuple(line for status, line in _statuses(facing) if status in ("behind", "watch"))
    nothing = () if any(True for _ in judged(facing)) else tuple(_now(facing))
    if alarming or nothing:
        yield Fact(say("Watch"), alarming or nothing)
    off = _alerts(facing)
    if off:
        yield Fact(say("KPIs"), off)


def _alerts(facing: Facing) -> tuple[str, ...]:
    """The chosen KPIs that are off."""
    if not facing.scorecard:
        return ()
    from kpiplan.reports.scorecard.report import alerts  # few plans choose KPIs

    return tuple(alerts(facing.plan, facing.scorecard, facing.locale))


def _now(facing: Facing) -> Iterator[str]:
    """Every status to date, the worst first."""
    say = facing.locale.say
    lines = list(_statuses(facing))
    if not lines:
        yield say("the exports have no stage of the plan: there is nothing to judge")
    elif [status for status, _ in lines] == ["on_track"]:
        yield say("on track at every stage")
    else:
        yield from (line for _, line in lines)


def _statuses(facing: Facing) -> Iterator[tuple[Verdict, str]]:
    """What has each status to date, in a line each."""
    by_status: dict[Verdict | None, list[str]] = {}
    for figure in judged(facing):
        words, (_, _, attainment, status) = [figure_name(facing, figure)], figure.to_date
        if status in ("behind", "watch") and attainment is not None:
            words.append(off(attainment - 1))
        by_status.setdefault(status, []).append(" ".join(words))
    for verdict, said in _WORST_FIRST.items():
        if verdict in by_status:
            yield verdict, facing.locale.say(said, names=listed_names(facing.locale, by_status[verdict]))


def judged(facing: Facing) -> Iterator[Compared]:
    """What has a status to date; of the whole what no segment has."""
    judged = [figure for figure in facing.comparison.figures if figure.to_date.status is not None]
    by_segment = {figure.kpi for figure in judged if figure.segment is not None}
    return (figure for figure in judged if figure.segment is not None or figure.kpi not in by_segment)


def figure_name(facing: Facing, figure: Compared) -> str:
    """What a figure is called, behind its segment where it has one."""
    label = facing.kpi_label(figure.kpi)
    return label if figure.segment is None else f"{facing.segment_label(figure.segment)} {label}"


def listed_names(locale: Locale, names: list[str]) -> str:
    """Some names; of many the first, and how many more there are."""
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
        number, by = facing.number(abs(gap)), locale.listed(most)
        yield locale.say(said[sign], unit=facing.unit, number=number, causes=by)


def _year(facing: Facing, outlook: Outlook) -> str:
    shown = facing.number
    return facing.locale.say(
        "{plan} of {goal} {unit} if the rest goes to plan, {rates} if it goes on like {span}",
        plan=shown(outlook.at_plan.year.customers),
        goal=shown(outlook.goal.customers),
        unit=facing.counted(outlook.goal.customers, facing.unit),
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
