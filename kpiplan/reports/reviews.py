"""The report of what is due when: month by month, whose it is, what it must be then, and where its numbers are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kpiplan.analysis.reviews import Due
from kpiplan.analysis.scorecard.limits import sums
from kpiplan.kpis.words import value_text
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import Month, plan_months
from kpiplan.plan.kpi_goals import Chosen, Deed, Tasks, to_do
from kpiplan.plan.model import Plan
from kpiplan.reports.cells import NOTHING, UNKNOWN, section, words
from kpiplan.reports.labels import kpi_name, short_span
from kpiplan.reports.model import Cell, Column, Fact, Report, Row, Table
from kpiplan.reports.scorecard.limit_words import wanted_text
from kpiplan.tuples import NamedTuple

NOTHING_CHOSEN = phrase(
    "Nothing is to be reviewed: the plan chooses no KPIs. Name them under `kpis:`; `kpiplan kpis` lists all."
)
_WEEKDAYS = (phrase("Mon"), phrase("Tue"), phrase("Wed"), phrase("Thu"), phrase("Fri"))


class Shown(NamedTuple):
    """What is listed: entries of a plan, of one month or of the year, of one owner or of all (empty)."""

    plan: Plan
    due: Sequence[Due]
    month: Month | None
    owner: str
    locale: Locale

    @property
    def periods(self) -> bool:
        """Whether anything looks at more than a month."""
        return any(entry.first < entry.last for entry in self.due)


class _Line(NamedTuple):
    """A row before it is one: what it stands for, when, and what must be reached then."""

    entry: Due
    when: Cell

    def row(self, shown: Shown, indent: str) -> Row:
        chosen = self.entry.chosen
        period = (_period(self.entry, shown.locale),) if shown.periods else ()
        goal = words(goal_text(self.entry, shown.plan, shown.locale))
        name = words(indent + kpi_name(shown.locale, chosen))
        return Row((name, self.when, *period, goal, words(chosen.owner or UNKNOWN)))


def reviews_report(shown: Shown) -> Report:
    """The screen of `kpiplan reviews`: a month's entries one by one, a year's by month, what comes weekly in one."""
    say = shown.locale.say
    if not shown.due:
        return Report(_title(shown), remarks=(say("Nothing is due.") if shown.plan.kpis else say(NOTHING_CHOSEN),))
    heads = ["", say("due"), *([say("period")] if shown.periods else []), say("must be"), say("whose")]
    columns = (*(Column(head, words=True) for head in heads[:-1]), Column(heads[-1], words=True, group="tail"))
    rows = _year(shown) if shown.month is None else (_single(entry, shown).row(shown, "") for entry in shown.due)
    return Report(_title(shown), _facts(shown), (Table(columns, tuple(rows)),), tuple(_remarks(shown)))


def _title(shown: Shown) -> str:
    months = [shown.month] if shown.month else plan_months(shown.plan.start)
    span = shown.locale.span(months[0], months[-1])
    if shown.owner:
        return shown.locale.say(
            "{plan} - reviews of {owner}, {span}", plan=shown.plan.name, owner=shown.owner, span=span
        )
    return shown.locale.say("{plan} - reviews, {span}", plan=shown.plan.name, span=span)


def _facts(shown: Shown) -> tuple[Fact, ...]:
    """Of every KPI that is due: where its numbers are, what to do when it is off, what is still to be done."""
    due = {entry.chosen.id for entry in shown.due}
    facts = [(chosen, tuple(background(chosen, shown.locale))) for chosen in shown.plan.kpis if chosen.id in due]
    return tuple(Fact(kpi_name(shown.locale, chosen), lines) for chosen, lines in facts if lines)


def background(chosen: Chosen, locale: Locale) -> Iterator[str]:
    """What a reviewer needs beside the number, a line each."""
    if chosen.source:
        yield locale.say("from {source}", source=chosen.source)
    if chosen.action:
        yield locale.say("when it is off: {action}", action=chosen.action)
    if open_tasks := to_do(chosen.aim):
        yield locale.say("to do: {tasks}", tasks=locale.listed(open_tasks))


def _remarks(shown: Shown) -> Iterator[str]:
    """What a week's review of an amount looks at, which the table has no room for."""
    names = [kpi_name(shown.locale, entry.chosen) for entry in shown.due if is_part_of_month(entry)]
    if names:
        kpis = shown.locale.listed(list(dict.fromkeys(names)))
        yield shown.locale.say("{kpis}: what must be is the whole month's.", kpis=kpis)


def _year(shown: Shown) -> Iterator[Row]:
    """Month by month. Weekly reviews are one line of the year, or one a month where what they want changes."""
    weekly: dict[str, list[Due]] = {}
    lines = []
    for entry in shown.due:
        if _weekly(entry):
            weekly.setdefault(entry.chosen.id, []).append(entry)
        else:
            lines.append(_single(entry, shown))
    every = words(shown.locale.say("every Friday"))
    alike = []
    for reviews in weekly.values():
        if len({entry.wanted for entry in reviews}) == 1:
            alike.append(_Line(reviews[0], every))
        else:
            lines += [_Line(next(month), every) for _, month in groupby(reviews, key=lambda entry: entry.last)]
    if alike:
        months = plan_months(shown.plan.start)
        yield section(shown.locale.span(months[0], months[-1]))
        yield from (line.row(shown, " ") for line in alike)
    lines.sort(key=lambda line: line.entry.day)
    for (year, month), group in groupby(lines, key=lambda line: (line.entry.day.year, line.entry.day.month)):
        yield section(shown.locale.month(Month(year, month)))
        yield from (line.row(shown, " ") for line in group)


def _weekly(entry: Due) -> bool:
    return entry.what == "review" and entry.chosen.cadence == "weekly"


def is_part_of_month(entry: Due) -> bool:
    """Whether a week's review looks at an amount, of which what must be is the whole month's."""
    return _weekly(entry) and sums(entry.chosen)


def _period(entry: Due, locale: Locale) -> Cell:
    """Jan-Mar; nothing for a single month."""
    return NOTHING if entry.first == entry.last else words(short_span(locale, entry.first, entry.last))


def _single(entry: Due, shown: Shown) -> _Line:
    weekday = shown.locale.say(_WEEKDAYS[entry.day.weekday()])
    return _Line(entry, Cell(shown.locale.say("{weekday} {day}", weekday=weekday, day=entry.day.day), entry.day))


def goal_text(entry: Due, plan: Plan, locale: Locale) -> str:
    """What a KPI must be on a day: `at most $480`, `reach 45`, `done by February 2020`, `all 3 done`."""
    aim = entry.chosen.aim
    if isinstance(aim, Deed):
        return _done(entry, locale, aim.due)
    if isinstance(aim, Tasks):
        if entry.what == "task":
            return locale.say("all {total} done", total=len(aim.tasks))
        return locale.say("{left} to go of {total}", left=len(to_do(aim)), total=len(aim.tasks))
    if entry.what == "deadline" and entry.chosen.kpi:
        end = next(limit for limit in entry.wanted if limit is not None)
        return locale.say("reach {amount}", amount=value_text(entry.chosen.kpi, end, plan.currency, locale))
    return wanted_text(entry.chosen, *entry.wanted, plan.currency, locale)


def _done(entry: Due, locale: Locale, until: Month | None) -> str:
    if entry.what == "deed" or until is None:
        return locale.say("done")
    return locale.say("done by {month}", month=locale.month(until))
