"""The report of a plan's targets: the product's face. Which columns, which rows, in which words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from kpiplan.figures import Figure, Period
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import Outcome
from kpiplan.kpis.built_in import BUILT_IN, built_in
from kpiplan.locales.digits import NOISE
from kpiplan.locales.numbers import in_cents
from kpiplan.months import YEAR_MONTHS, plan_months
from kpiplan.plan.model import Referral, Stage
from kpiplan.reports.labels import first_day, lag_text, money_label, months_of, period_label
from kpiplan.reports.model import Column, Report, Row, Table
from kpiplan.reports.target.facts import facts
from kpiplan.reports.target.remarks import remarks
from kpiplan.reports.target.view import View


def target_report(view: View) -> Report:
    """The screen of `kpiplan target`."""
    return Report(_title(view), facts(view), (_table(view, _layout(view)), *_scorecard(view)), remarks(view))


def _scorecard(view: View) -> tuple[Table, ...]:
    """What the chosen KPIs must be, below the whole plan; few plans choose any, and only they load what that needs."""
    if not view.plan.kpis or view.segment:
        return ()
    from kpiplan.analysis.scorecard.from_plan import given_by_plan
    from kpiplan.reports.scorecard.goals import planned_table

    given = given_by_plan(view.targets)
    cut = () if view.level or view.by == "year" else view.figures.periods
    return (planned_table(view.plan, given, cut, view.locale),)


def _title(view: View) -> str:
    plan, locale = view.plan, view.locale
    months = plan_months(plan.start)
    title = f"{plan.name} - {locale.span(months[0], months[-1])}"
    more = [plan.currency] if plan.currency else []
    if view.segment:
        more.append(locale.say("segment {segment}", segment=locale.term(view.segment)))
    elif plan.segments:
        more.append(locale.plural(len(plan.segments), "segment"))
    for part in more:
        title = locale.say("{title}, {more}", title=title, more=part)
    return title


class _Layout(NamedTuple):
    """Which optional columns a table has, and which periods."""

    timed: bool
    carried: bool
    stated: bool
    last_year: bool
    level: bool
    periods: tuple[Period, ...]


def _layout(view: View) -> _Layout:
    branches = view.branches
    return _Layout(
        timed=any(stage.lag_stated for branch in branches for stage in branch.stages),
        carried=any(row.needed > 0 for row in view.figures.carry_in),
        stated=any(branch.stated for branch in branches),
        last_year=bool(view.plan.last_year) or any(branch.last_year for branch in branches),
        level=view.level,
        periods=() if view.by == "year" else view.figures.periods,
    )


def _columns(view: View, layout: _Layout) -> tuple[Column, ...]:
    locale, say, start = view.locale, view.locale.say, view.plan.start
    columns = [Column("", words=True), Column(say("rate"))]
    if layout.timed:
        columns.append(Column(say("time")))
    if layout.carried:
        columns.append(Column(say("before*"), first_day(locale, start)))
    if layout.level:
        columns += [Column(say("a month"), group="period"), Column(say("a quarter"), group="period")]
    else:
        columns += [
            Column(period_label(locale, period), months_of(locale, period, start), group="period")
            for period in layout.periods
        ]
    columns.append(Column(say("the year"), group="period"))
    if layout.last_year:
        columns.append(Column(say("last year"), group="tail"))
    if layout.stated:
        columns.append(Column(say("stated"), "" if layout.level else say("a month"), group="tail"))
        columns.append(Column("", words=True, group="tail"))
    return tuple(columns)


def _table(view: View, layout: _Layout) -> Table:
    rows: list[Row] = []
    by_segment: dict[str | None, list[Figure]] = {}
    for figure in view.figures.figures:
        by_segment.setdefault(figure.segment, []).append(figure)
    for outcome in view.outcomes:
        branch = outcome.branch
        if branch.segment and not view.segment:
            label, owner = view.named(branch), branch.own.owner
            rows.append(Row((f"{label} - {owner}" if owner else label,), "section"))
        rows += _branch_rows(view, layout, outcome, by_segment[branch.segment])
    if len(view.plan.segments) > 0 and view.segment is None:
        rows.append(Row((view.locale.say("whole plan"),), "section"))
        rows += _whole_rows(view, layout, by_segment[None])
    return Table(_columns(view, layout), tuple(rows))


def _branch_rows(view: View, layout: _Layout, outcome: Outcome, figures: Sequence[Figure]) -> list[Row]:
    by_kpi = {figure.kpi: figure for figure in figures}
    branch = outcome.branch
    inner = " " if branch.segment and not view.segment else ""
    rows: list[Row] = []
    owner = ""
    several = len({stage.owner for stage in branch.stages if stage.owner}) > 1
    for at, stage in enumerate(branch.stages):
        if stage.owner and stage.owner != owner and (several or at):
            handed = view.locale.say("handed to {owner}", owner=stage.owner) if at else stage.owner
            rows.append(Row((f"{inner}-- {handed} --",), "owner"))
            owner = stage.owner
        rows.append(_stage_row(view, layout, outcome, at, by_kpi[stage.name], inner))
        for source in stage.sources:
            figure = by_kpi[f"{stage.name}.{source.name}"]
            cells = _cells(view, layout, figure, rate=view.locale.percent(source.share))
            rows.append(Row((f"{inner}  {view.locale.term(source.name, source.label)}", *cells), "detail"))
        if stage.direct is not None:
            rows += _direct_rows(view, layout, outcome, at, inner)
    shown = BUILT_IN if not inner or branch.deal is None else ("revenue",)
    return rows + _money_rows(view, layout, _Money(by_kpi, branch.last_year, branch.churn is not None, inner), shown)


def _stage_row(view: View, layout: _Layout, outcome: Outcome, at: int, figure: Figure, inner: str) -> Row:
    branch, stage = outcome.branch, outcome.branch.stages[at]
    rate = view.locale.rate(stage.rate, each=stage.each) if at else ""
    needed = [row.needed for row in view.figures.carry_in if (row.segment, row.stage) == (branch.segment, stage.name)]
    before = view.locale.count(math.fsum(needed)) if math.fsum(needed) > 0 else "."
    cells = _cells(view, layout, figure, rate, lag_text(view.locale, stage.lag) if at else "", before)
    cells += _comparison(view, layout, branch.last_year.get(stage.name), branch, stage.name, figure)
    return Row((f"{inner}{view.locale.term(stage.name, stage.label)}", *cells))


def _comparison(
    view: View, layout: _Layout, last_year: float | None, branch: Branch | None, name: str, figure: Figure
) -> tuple[str, ...]:
    locale = view.locale
    cells: tuple[str, ...] = ()
    if layout.last_year:
        cells += ("" if last_year is None else locale.count(last_year),)
    number = branch.stated.get(name) if branch else None
    if layout.stated and number is not None:
        target = (figure.total or 0.0) / YEAR_MONTHS
        off = number.value / target - 1 if target > 0 else 0.0
        part = locale.percent(abs(off), 2)
        said = locale.say("{part} short", part=part) if off < 0 else locale.say("{part} over", part=part)
        cells += (locale.count(number.value), "" if abs(number.value - target) <= number.digit / 2 else said)
    return cells


def _direct_rows(view: View, layout: _Layout, outcome: Outcome, at: int, inner: str) -> list[Row]:
    """What of a target arrives directly; in a row of its own what does so beyond it, for no part is above its whole."""
    direct, arrivals = outcome.targets.direct[at].year, outcome.targets.arrivals[at].year
    within = tuple(map(min, direct, arrivals))
    beyond = tuple(come - needed for come, needed in zip(direct, within, strict=True))
    referred = isinstance(outcome.branch.stages[at].direct, Referral)
    word = view.locale.say("referred") if referred else view.locale.say("of them direct")
    rows = [_detail(view, layout, f"{inner}  {word}", within)]
    if math.fsum(beyond) > NOISE * math.fsum(direct):
        rows.append(_detail(view, layout, f"{inner}  {view.locale.say('direct beyond need')}", beyond))
    return rows


def _detail(view: View, layout: _Layout, label: str, months: Sequence[float]) -> Row:
    values = tuple(math.fsum(months[month] for month in period.months) for period in view.figures.periods)
    figure = Figure(None, "direct", "count", values, math.fsum(months))
    return Row((label, *_cells(view, layout, figure)), "detail")


def _whole_rows(view: View, layout: _Layout, figures: Sequence[Figure]) -> list[Row]:
    by_kpi = {figure.kpi: figure for figure in figures}
    rates = _common_rates(view)
    lasts = {branch.stages[-1].name for branch in view.branches}
    names = Counter(stage.name for branch in view.branches for stage in branch.stages)
    shared = {name for name, times in names.items() if times > 1 or name in lasts}
    rows = []
    for figure in figures:
        if figure.kpi not in shared:
            continue
        cells = _cells(view, layout, figure, rates.get(figure.kpi, ""), "", "")
        cells += _comparison(view, layout, view.plan.last_year.get(figure.kpi), None, figure.kpi, figure)
        rows.append(Row((f" {view.whole_label(figure.kpi)}", *cells)))
    recurring = all(branch.churn is not None for branch in view.branches)
    return rows + _money_rows(view, layout, _Money(by_kpi, view.plan.last_year, recurring, " "), BUILT_IN)


def _common_rates(view: View) -> dict[str, str]:
    """The rate of each stage where every segment that has it agrees, the stage above included."""
    found: dict[str, set[tuple[str, str]]] = {}
    for outcome in view.outcomes:
        stages: tuple[Stage, ...] = outcome.branch.stages
        for above, stage in pairwise(stages):
            found.setdefault(stage.name, set()).add((above.name, view.locale.rate(stage.rate, each=stage.each)))
        found.setdefault(stages[0].name, set()).add(("", ""))
    return {name: next(iter(pairs))[1] for name, pairs in found.items() if len(pairs) == 1}


class _Money(NamedTuple):
    """The money of a branch or of the whole: its figures, its own last year, whether it wins fees a month."""

    figures: Mapping[str, Figure]
    last_year: Mapping[str, float]
    recurring: bool
    inner: str


def _money_rows(view: View, layout: _Layout, money: _Money, shown: Iterable[str]) -> list[Row]:
    rows = []
    for kpi in shown:
        figure = money.figures.get(kpi)
        if figure and any(figure.values):
            cells = _cells(view, layout, figure)
            if layout.last_year and kpi == "revenue" and (last := money.last_year.get("revenue")) is not None:
                cells += (view.money(last),)
            label = money_label(view.locale, kpi, recurring=money.recurring)
            rows.append(Row((f"{money.inner}{label}", *cells), "total" if BUILT_IN[kpi].prominent else "plain"))
    return rows


def _cells(
    view: View, layout: _Layout, figure: Figure, rate: str = "", time: str = "", before: str = ""
) -> tuple[str, ...]:
    """The cells from the rate to the year."""
    cells = [rate]
    if layout.timed:
        cells.append(time)
    if layout.carried:
        cells.append(before)
    if layout.level:
        added = built_in(figure.kpi).adds_up
        if added == "last":  # which grows, in a level plan too
            return (*cells, "", "", _shown(view, figure.total, figure))
        month = figure.values[0]
        quarter = math.fsum(v or 0.0 for v in figure.values[:3]) if added == "sum" and month is not None else month
        values = [month, quarter, figure.total]
    else:
        values = [*figure.values, figure.total] if layout.periods else [figure.total]
    cents = figure.unit == "currency" and in_cents(values)
    return (*cells, *(_shown(view, value, figure, cents) for value in values))


def _shown(view: View, value: float | None, figure: Figure, cents: bool = False) -> str:
    if value is None:
        return "-"
    if figure.unit == "currency":
        return view.money(value, cents)
    if figure.unit == "duration":
        return view.locale.say("{number} mo", number=view.locale.count(value))
    if built_in(figure.kpi).multiple:
        return view.locale.say("{number}x", number=view.locale.count(value))
    return view.locale.percent(value) if figure.unit == "ratio" else view.locale.count(value)
