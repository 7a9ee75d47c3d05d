"""The report of the chance of the goal: how likely, what it hangs on, what that rests on, what to do."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence

from kpiplan.analysis.distributions.whole import whole_above
from kpiplan.analysis.goal_chance.results import Hangs, Rests, Standing
from kpiplan.locales.numbers import in_cents, percent, significant
from kpiplan.months import plan_months
from kpiplan.reports.cells import money_cell, people_cells, section, words
from kpiplan.reports.goal_chance.facts import facts
from kpiplan.reports.goal_chance.words import ChanceView, chance_cell, chance_said
from kpiplan.reports.model import Cell, Column, LowHigh, Report, Row, RowKind, Table

LISTED = 12  # lines; more are counted
_BAR = 40  # characters of a whole


def chance_report(view: ChanceView) -> Report:
    """The screen of `kpiplan chance`."""
    tables = [_years(view)]
    if view.answer.now.rests_on:
        tables += [_hangs_on(view), _rests_on(view)]
    return Report(_title(view), facts(view), tuple(tables), tuple(_remarks(view)))


def _title(view: ChanceView) -> str:
    plan, locale = view.plan, view.locale
    months = plan_months(plan.start)
    now = view.answer.now
    if now.through:
        last = plan.start.plus(now.through - 1)
        end = locale.month(last) if now.part == 1 else locale.day(last, round(now.part * monthrange(*last)[1]))
        title = locale.say("{plan} - the chance of the goal after {end}", plan=plan.name, end=end)
    else:
        span = locale.span(months[0], months[-1])
        title = locale.say("{plan} - the chance of the goal, {span}", plan=plan.name, span=span)
    return locale.say("{title}, {more}", title=title, more=plan.currency) if plan.currency else title


def _years(view: ChanceView) -> Table:
    """Goal, chance and percentiles of customers and revenue, of each segment and the whole."""
    say, now = view.locale.say, view.answer.now
    columns = [Column("", words=True), Column(say("goal")), Column(say("chance"))]
    if now.rests_on:
        columns.append(Column(say("by luck")))
    over = say("of 100 such years")
    columns += [Column(title, group="period", over=over) for title in (say("10th"), say("50th"), say("90th"))]
    rows: list[Row] = []
    for standing in (*now.segments, now.whole):
        if now.segments:
            rows.append(section(view.segment_label(standing.segment)))
        rows += _standing_rows(view, standing, " " if now.segments else "")
    return Table(tuple(columns), tuple(rows))


def _standing_rows(view: ChanceView, standing: Standing, inner: str) -> Iterator[Row]:
    goal, fan = standing.goal, standing.revenue
    counts = people_cells(view.locale, "count", (whole_above(goal.customers), *standing.customers.year))
    chances = standing.chance.customers, standing.luck.customers
    yield _year_row(view, f"{inner}{view.unit(standing.segment)}", chances, counts)
    if goal.revenue is not None and fan is not None:
        chances = standing.chance.revenue or 0.0, standing.luck.revenue or 0.0
        aim, *tenths = (goal.revenue, *fan.year)
        stated = money_cell(view.locale, aim, view.plan.currency, in_cents([aim, *tenths]))
        amounts = (stated, *people_cells(view.locale, "currency", tenths, view.plan.currency))
        kind: RowKind = "total" if standing.segment is None else "plain"
        yield _year_row(view, f"{inner}{view.revenue_label(standing.segment)}", chances, amounts, kind)


def _year_row(
    view: ChanceView, label: str, chances: tuple[float, float], shown: Sequence[Cell], kind: RowKind = "plain"
) -> Row:
    """A goal, its chance (beside that of luck alone where there is more than luck), and the percentiles."""
    goal, *tenths = shown
    said = [chance_cell(view.locale, chance) for chance in chances]
    return Row((words(label), goal, *(said if view.answer.now.rests_on else said[:1]), *tenths), kind)


def _hangs_on(view: ChanceView) -> Table:
    """What the variance of the customers is made of, as bars."""
    say, found = view.locale.say, view.answer.now.hangs_on
    columns = (Column(say("What it hangs on"), words=True), Column(""), Column("", words=True))
    rows = [_hangs_row(view, one) for one in found[:LISTED]]
    if len(found) > LISTED:
        rest = sum(one.share for one in found[LISTED:])
        rows.append(_bar_row(view, say("{number} more", number=len(found) - LISTED), rest))
    return Table(columns, tuple(rows))


def _hangs_row(view: ChanceView, one: Hangs) -> Row:
    return _bar_row(view, view.input_label(one.input, one.segment), one.share)


def _bar_row(view: ChanceView, label: str, share: float) -> Row:
    return Row((words(label), chance_cell(view.locale, share), words("#" * round(share * _BAR))))


def _rests_on(view: ChanceView) -> Table:
    """What each line rests on, beside what is planned."""
    say, now = view.locale.say, view.answer.now
    learnt = any(line.seen for line in now.rests_on)
    columns = [Column(say("What it rests on"), words=True), Column(say("planned")), Column(say("expected"))]
    columns += [Column(say("80 of 100 years"), group="period"), Column(say("stated"), words=True, group="period")]
    if learnt:
        columns.append(Column(say("seen so far"), words=True, group="period"))
    return Table(tuple(columns), tuple(_rests_row(view, line, learnt) for line in _shown(view)))


def _shown(view: ChanceView) -> Sequence[Rests]:
    """The lines that most hangs on, in the order of the funnel."""
    now = view.answer.now
    shares = {(one.segment, one.input): one.share for one in now.hangs_on}
    ranked = sorted(now.rests_on, key=lambda line: -shares.get((line.segment, line.input), 0.0))[:LISTED]
    return [line for line in now.rests_on if line in ranked]


def _rests_row(view: ChanceView, line: Rests, learnt: bool) -> Row:
    locale = view.locale
    planned, mean, low, high = (view.amount(line, value) for value in (line.planned, line.mean, line.p10, line.p90))
    span = locale.say("{first} to {last}", first=low.text, last=high.text)
    label = words(view.input_label(line.input, line.segment))
    cells = [label, planned, mean, Cell(span, LowHigh(line.p10, line.p90), mean.unit), words(line.stated)]
    if learnt and line.seen:
        came, units = map(locale.count, line.seen)
        cells.append(words(locale.say("{number} of {whole}", number=came, whole=units)))
    return Row(tuple(cells))


def _remarks(view: ChanceView) -> Iterator[str]:
    say, now, remembered = view.locale.say, view.answer.now, view.answer.remembered
    if not now.rests_on:
        counts, span = _examples(view)
        yield say(
            "A rate is known only as well as the cases behind it. Say so in the plan, of each stage what you know: "
            "`{counts}` (K of N came through) or `{span}` (in 80 of 100 years).",
            counts=counts,
            span=span,
        )
    if remembered:
        lines = say("; ").join(_lines(segment, names) for segment, names in remembered.lines.items())
        chance = chance_said(remembered.chance.customers, view.locale)
        yield say("With last year's counts it would be {chance}: `{lines}`.", chance=chance, lines=lines)
    silent = [view.input_label(line.input, line.segment) for line in now.rests_on if not line.stated]
    if silent:
        names = view.locale.listed(silent[:LISTED])
        yield say("Nothing is stated of {names}: each began as sure as one conversion, and learnt.", names=names)
    if len(now.rests_on) > LISTED:
        yield say("{number} more lines: --format json has them.", number=len(now.rests_on) - LISTED)
    if now.segments:
        yield say("Percentiles of segments don't add up to those of the whole.")


def _examples(view: ChanceView) -> tuple[str, str]:
    """How the plan may say what its first rate rests on: as counts, as a range."""
    stage = view.targets.outcomes[0].branch.stages[1]
    mean = sum(stage.rate) / len(stage.rate)
    low, high = 0.85 * mean, 1.15 * mean
    if stage.each:
        span = f"{significant(low, 2)} to {significant(high, 2)}"
    else:
        span = f"{percent(low, 2)} to {percent(min(1.0, high), 2)}"
    return f"risk: {{{stage.name}: K of N}}", f"risk: {{{stage.name}: {span}}}"


def _lines(segment: str | None, names: Sequence[str]) -> str:
    """What the plan would have to say: `risk: {leads: last_year}`."""
    risk = f"risk: {{{', '.join(f'{name}: last_year' for name in names)}}}"
    return risk if segment is None else f"{segment}: {{{risk}}}"
