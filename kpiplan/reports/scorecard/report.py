"""The scorecard of actuals on the screen: what each KPI is, how far it came, how it stands, where it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpiplan.analysis.scorecard.score import Score
from kpiplan.analysis.scorecard.standing import Standing
from kpiplan.kpis import formula_of
from kpiplan.kpis.texts import texts_of
from kpiplan.kpis.words import difference_text, in_cents, range_text, value_text
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale, phrase
from kpiplan.plan.kpi_goals import Tasks, due_month, to_do
from kpiplan.plan.model import Plan
from kpiplan.reports.cells import NOTHING, STYLES, row, trend_cell, unknown, words
from kpiplan.reports.labels import STATUSES, kpi_name
from kpiplan.reports.model import Cell, Column, LowHigh, Row, Style, Table
from kpiplan.reports.scorecard.kpi_cells import kpi_cell

SAID = {
    "on_track": STATUSES["on_track"],
    "within_chance": STATUSES["within_chance"],
    "watch": STATUSES["watch"],
    "done": phrase("done"),
    "open": phrase("open"),
    "overdue": phrase("overdue"),
    "under": phrase("under"),
    "over": phrase("over"),
}
_STYLES: dict[Standing, Style] = {
    "on_track": STYLES["on_track"],
    "within_chance": STYLES["within_chance"],
    "watch": STYLES["watch"],
    "behind": STYLES["behind"],
    "done": "good",
    "open": "plain",
    "overdue": "bad",
}
_UNDER, _OVER = phrase("{kpi}: {value}, {off} under {limit}"), phrase("{kpi}: {value}, {off} over {limit}")
BAR = 10  # characters
LISTED = 5  # parts of a break-down; more are counted


def actual_table(plan: Plan, found: Sequence[Score], locale: Locale) -> Table:
    """What each KPI is against what it must be: value, a bar from start to goal, status, trend."""
    say = locale.say
    columns = (
        Column(say("KPI"), words=True),
        Column(say("must be"), words=True, group="period"),
        Column(say("is"), group="period"),
        Column(say("progress"), words=True, group="period"),
        Column("", words=True, group="period"),
        Column(say("trend"), words=True, group="tail"),
    )
    rows: list[Row] = []
    latest = max((each.covers[-1] for each in found if each.covers), default=0)
    for broken_down, group in groupby(found, key=lambda each: (each.chosen.id, each.part is not None)):
        each_part = [*group]
        shown = each_part[:LISTED] if broken_down[1] else each_part
        rows += [_actual_row(plan, each, latest, locale) for each in shown]
        if more := len(each_part) - len(shown):
            rows.append(row(f"  {say('{number} more', number=more)}", kind="detail"))
    return Table(columns, tuple(rows))


def _actual_row(plan: Plan, found: Score, latest: int, locale: Locale) -> Row:
    """A KPI, its value with the month that it is of where others know a later one."""
    value = _value(plan, found, locale)
    if found.covers and found.covers[-1] < latest:
        month = locale.month_short(plan.start.plus(found.covers[-1] - 1))
        value = value._replace(text=f"{value.text} {month}")
    status, trend = words(status_text(found, locale), _style(found)), _trend(found)
    if found.segment is not None or found.part is not None:
        name = found.part or segment_label(plan, found.segment or "")
        return Row((words(f"  {name}"), NOTHING, value, NOTHING, status, trend), "detail")
    progress = NOTHING
    if found.progress is not None:
        progress = Cell(bar(found.progress, found.expected), found.progress, "ratio")
    return Row(
        (words(kpi_name(locale, found.chosen)), limits_cell(plan, found, locale), value, progress, status, trend)
    )


def segment_label(plan: Plan, name: str) -> str:
    """What the plan calls a segment."""
    return next((segment.label for segment in plan.segments if segment.name == name and segment.label), name)


def limits_cell(plan: Plan, found: Score, locale: Locale) -> Cell:
    """What the KPI must be to date, as short as can be: <= $480, >= 20%, 2-4x; of deeds and tasks by when."""
    kpi, due = found.chosen.kpi, due_month(found.chosen.aim)
    if kpi is None:
        return Cell(locale.say("by {month}", month=due), due) if due else NOTHING
    limits = found.limits.limits
    if not limits:
        return NOTHING
    text = range_text(kpi, limits, plan.currency, locale, _cents(found))
    if len(limits) == 1:
        text = f"<= {text}" if found.limits.low is None else f">= {text}"
    return Cell(text, LowHigh(found.limits.low, found.limits.high), kpi.unit)


def _value(plan: Plan, found: Score, locale: Locale) -> Cell:
    aim, kpi = found.chosen.aim, found.chosen.kpi
    if isinstance(aim, Tasks):
        done, whole = len(aim.done), len(aim.tasks)
        return Cell(locale.say("{part} of {whole}", part=done, whole=whole), float(done), "count")
    if kpi is None:
        return NOTHING
    if found.value is None:
        return unknown(kpi.unit)
    return kpi_cell(kpi, found.value, plan.currency, locale, _cents(found))


def _cents(found: Score) -> bool:
    """Whether its value and limits, which stand beside each other, have cents."""
    return in_cents(found.chosen.kpi, (*found.limits.limits, found.value))


def status_text(found: Score, locale: Locale) -> str:
    """on track, within chance; under or over where it is off; done, open, overdue."""
    if found.standing is None:
        return locale.say("not known") if found.value is None else ""
    return locale.say(SAID[found.side or "under"] if found.standing == "behind" else SAID[found.standing])


def _style(found: Score) -> Style:
    """What its standing means."""
    return "dim" if found.standing is None else _STYLES[found.standing]


def _trend(found: Score) -> Cell:
    return trend_cell(found.months, found.chosen.kpi.unit if found.chosen.kpi else "none")


def bar(progress: float | None, expected: float | None) -> str:
    """A bar from start to goal, `|` where it should be by now: [####|---..]."""
    if progress is None:
        return ""
    full = BAR if progress >= 1 - NOISE else min(BAR - 1, round(max(0.0, progress) * BAR))  # full: all the way
    cells = ["#"] * full + ["."] * (BAR - full)
    if expected is not None and 0 < expected < 1:
        cells[min(BAR - 1, round(expected * BAR))] = "|"
    return f"[{''.join(cells)}]"


def alerts(plan: Plan, found: Sequence[Score], locale: Locale) -> Iterator[str]:
    """What is off, in words: by how much, whose it is, what is to be done; then what is not known, and why."""
    yield from (_alert(plan, each, locale) for each in found if each.is_off or each.is_watched)
    unknown = [each for each in found if each.segment is None and each.part is None and _unknown(each)]
    yield from (_why_unknown(each, locale) for each in unknown[:LISTED])
    if len(unknown) > LISTED:
        yield locale.say("{number} more are not known", number=len(unknown) - LISTED)


def _unknown(found: Score) -> bool:
    return found.chosen.kpi is not None and found.value is None


def _why_unknown(found: Score, locale: Locale) -> str:
    """Which measures are missing, of which there is nothing to divide by, or what is above all that there are."""
    kpi = kpi_name(locale, found.chosen)
    if found.beyond is not None:
        return locale.say(
            "{kpi}: {value} is no share; what it is a part of is counted too low",
            kpi=kpi,
            value=locale.percent(found.beyond),
        )
    if found.missing:
        return locale.say("{kpi}: not known without {measures}", kpi=kpi, measures=_terms(found.missing, locale))
    parts = formula_of(found.chosen.kpi).fraction if found.chosen.kpi else None
    names = parts[1].names if parts else ()
    return locale.say("{kpi}: no value, for there are no {measures}", kpi=kpi, measures=_terms(names, locale))


def _terms(names: Sequence[str], locale: Locale) -> str:
    return locale.listed([locale.term(name).replace("_", " ") for name in names], "or")


def _alert(plan: Plan, found: Score, locale: Locale) -> str:
    """What is off, then what the plan does about it, else what the catalogue advises, and whose it is."""
    say, chosen = locale.say, found.chosen
    text = off_text(plan, found, locale)
    advice = texts_of(chosen.kpi, locale).action if chosen.kpi else ""
    if action := chosen.action or advice.rstrip(locale.full_stop):
        text = say("{alert}: {action}", alert=text, action=action)
    return say("{alert} ({owner})", alert=text, owner=chosen.owner) if chosen.owner else text


def off_text(plan: Plan, found: Score, locale: Locale) -> str:
    """By how much a KPI is off, or since when something is overdue."""
    say, chosen = locale.say, found.chosen
    name = kpi_name(locale, chosen)
    if found.segment is not None:
        name = say("{segment}, {kpi}", segment=segment_label(plan, found.segment), kpi=name)
    if found.standing == "overdue":
        due = due_month(chosen.aim)
        text = say("{kpi}: overdue since {month}", kpi=name, month=locale.month(due)) if due else name
        if left := to_do(chosen.aim):
            text = say("{alert}, missing: {tasks}", alert=text, tasks=locale.listed(left))
    else:
        limit = found.limits.beyond(found.side or "over")
        said = {"kpi": name, "value": _value(plan, found, locale).text, "off": "", "limit": ""}
        if chosen.kpi and limit is not None:
            said["off"] = difference_text(chosen.kpi, abs(found.off or 0.0), plan.currency, locale)
            said["limit"] = value_text(chosen.kpi, limit, plan.currency, locale)
        text = say(_UNDER if found.side == "under" else _OVER, **said)
    return text
