"""The chapters of an agreement on who owes whom what: arrivals by month, conversion rates, time, customers, revenue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from kpiplan.analysis.agreement import Agreement, Duty, Section, Side
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import plan_months
from kpiplan.plan.model import Lag, Plan
from kpiplan.reports.agreement.chapters import Chapter, Items
from kpiplan.reports.cells import NOTHING, count_cell, lag_cell, money_cell, month_cell, rate_cell, words
from kpiplan.reports.labels import money_label
from kpiplan.reports.model import Cell, Column, Row, Table
from kpiplan.tuples import NamedTuple

_SHARES = 4  # of a spread lag are written out; more would not be read
_LAGS = {
    "d": (phrase("1 day"), phrase("{number} days")),
    "w": (phrase("1 week"), phrase("{number} weeks")),
    "mo": (phrase("1 month"), phrase("{number} months")),
    "q": (phrase("1 quarter"), phrase("{number} quarters")),
    "y": (phrase("1 year"), phrase("{number} years")),
}


class Writer(NamedTuple):
    """What every chapter is written from."""

    plan: Plan
    agreed: Agreement
    locale: Locale

    def party(self, side: Side) -> str:
        """What the owner of a side is called."""
        return self.named(side.key)

    def named(self, key: str) -> str:
        """What an owner is called, wherever else it is written otherwise."""
        return self.agreed.parties[key] or self.locale.say("Marketing")

    def stage(self, duty: Duty) -> str:
        """What a stage is called."""
        return self.locale.term(duty.stage.name, duty.stage.label)


def section_chapters(writer: Writer, section: Section) -> Iterator[Chapter]:
    """What each side of a funnel owes the next and, of what it is handed, the one before; what all owe the company."""
    say, branch, sides = writer.locale.say, section.branch, section.sides
    level = 2 if branch.segment else 1
    if branch.segment:
        owner = branch.own.owner
        name = writer.locale.term(branch.segment, branch.own.label)
        title = say("{segment}, owned by {owner}", segment=name, owner=owner) if owner else name
        alone = say("{owner} has this funnel alone: nothing is handed over.", owner=writer.party(sides[0]))
        yield Chapter(title, () if len(sides) > 1 else (alone,))
    for giver, taker in pairwise(sides):
        yield _handed(writer, giver, taker, level)
        yield _made(writer, taker, giver, level)
    yield _brought(writer, section, level)


def _handed(writer: Writer, giver: Side, taker: Side, level: int) -> Chapter:
    """The stages of a side in whole numbers, month by month."""
    say = writer.locale.say
    title = say("{giver} owes {taker}", giver=writer.party(giver), taker=writer.party(taker))
    stage = writer.stage(giver.handed)
    text = say("Handed over: {stage}. Every month, in whole numbers that add up to the year's:", stage=stage)
    return Chapter(title, (text, _by_month(writer, _arrivals(writer, giver.duties)), *_direct(writer, giver)), level)


def _arrivals(writer: Writer, duties: Sequence[Duty]) -> list[_MonthColumn]:
    """Stages in whole numbers, a column each."""
    count = partial(count_cell, writer.locale)
    return [
        _MonthColumn(writer.stage(duty), [count(n) for n in duty.arrivals], count(sum(duty.arrivals)))
        for duty in duties
    ]


def _made(writer: Writer, side: Side, above: Side, level: int) -> Chapter:
    """The conversion rates that a side owes of what it is handed, the time that it has, and what that is each month."""
    say = writer.locale.say
    title = say("{giver} owes {taker}", giver=writer.party(side), taker=writer.party(above))
    heads = (
        Column(say("stage"), words=True),
        Column(say("made of"), words=True),
        Column(say("rate")),
        Column(say("time")),
    )
    rows = tuple(Row((words(writer.stage(duty)), _above(writer, duty), *_pace(writer, duty))) for duty in side.duties)
    parts: list[str | Items | Table] = [
        say("What becomes of the {stage} handed over:", stage=writer.stage(above.handed)),
        Table(heads, rows),
        say("Every month, in whole numbers that add up to the year's:"),
        _by_month(writer, _arrivals(writer, (above.handed, *side.duties))),
    ]
    changing = [duty for duty in side.duties if min(duty.stage.rate) < max(duty.stage.rate)]
    if changing:
        columns = [
            _MonthColumn(
                writer.stage(duty),
                [rate_cell(writer.locale, (value,), each=duty.stage.each) for value in duty.stage.rate],
            )
            for duty in changing
        ]
        parts += [say("The rates by the month in which the stage before was reached:"), _by_month(writer, columns)]
    parts += _direct(writer, side)
    if any(duty.stage.lag.longest for duty in side.duties):
        day = writer.locale.day(writer.plan.start, 1)
        parts.append(say("What is under way on {day} counts for the first months.", day=day))
    return Chapter(title, tuple(parts), level)


def _brought(writer: Writer, section: Section, level: int) -> Chapter:
    """The customers of a funnel and what they bring, which its last side owes."""
    say = writer.locale.say
    last = section.sides[-1]
    won, branch = last.handed, section.branch
    columns = _arrivals(writer, [won])
    if section.revenue is not None:
        money = [money_cell(writer.locale, amount, writer.plan.currency) for amount in section.revenue]
        year = money_cell(writer.locale, math.fsum(section.revenue), writer.plan.currency)
        label = money_label(writer.locale, "revenue", recurring=branch.churn is not None)
        columns.append(_MonthColumn(label, money, year))
    text = say("Every month, in whole numbers that add up to the year's; revenue as planned:")
    if section.revenue is None:
        text = say("Every month, in whole numbers that add up to the year's:")
    return Chapter(say("{giver} owes the company", giver=writer.party(last)), (text, _by_month(writer, columns)), level)


class _MonthColumn(NamedTuple):
    """A column of a table by month: a cell a plan month, and the year's if there is one."""

    title: str
    months: Sequence[Cell]
    year: Cell | None = None


def _by_month(writer: Writer, columns: Sequence[_MonthColumn]) -> Table:
    """Months down, stages across."""
    months = plan_months(writer.plan.start)
    rows = [
        Row((month_cell(writer.locale, month), *(column.months[at] for column in columns)))
        for at, month in enumerate(months)
    ]
    years = [column.year for column in columns if column.year is not None]
    if years:
        rows.append(Row((words(writer.locale.say("the year")), *years), "total"))
    heads = (Column(writer.locale.say("month"), words=True), *(Column(column.title) for column in columns))
    return Table(heads, tuple(rows))


def _above(writer: Writer, duty: Duty) -> Cell:
    return words(writer.locale.term(duty.above.name, duty.above.label)) if duty.above else NOTHING


def _pace(writer: Writer, duty: Duty) -> tuple[Cell, Cell]:
    locale, stage = writer.locale, duty.stage
    return rate_cell(locale, stage.rate, each=stage.each), lag_cell(locale, stage.lag, lag_in_words(stage.lag, locale))


def _direct(writer: Writer, side: Side) -> Iterator[str]:
    for duty in side.duties:
        if duty.direct:
            number = writer.locale.count(duty.direct)
            yield writer.locale.say(
                "{number} {stage} of the year arrive directly.", number=number, stage=writer.stage(duty)
            )
        if duty.beyond:
            yield writer.locale.say("{number} of them are more than needed.", number=writer.locale.count(duty.beyond))


def lag_in_words(lag: Lag, locale: Locale) -> str:
    """A lag in words: `2 weeks`, `50/30/20% in 0-2 months`, `0-11 months`, `same month`."""
    if not lag.longest:
        return locale.say("same month")
    number, _, unit = lag.text.partition(" ")
    if unit not in _LAGS:
        number, unit = f"{lag.shortest}-{lag.longest}", "mo"
    shares = lag.shares[lag.shortest : lag.longest + 1]
    if "-" in number and len(shares) <= _SHARES:
        parts = locale.shares(shares).removesuffix("%")
        return locale.say("{parts}% in {number} months", parts=parts, number=number)
    one, many = _LAGS[unit]
    return locale.say(one) if number == "1" else locale.say(many, number=number)
