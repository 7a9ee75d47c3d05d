"""The report of a plan's targets: the product's face. Which columns, which rows, in which words."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kpiplan.figures import Figure
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import Outcome, figures
from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.locales.digits import NOISE
from kpiplan.months import YEAR_MONTHS, plan_months
from kpiplan.plan.model import Referral, Stage
from kpiplan.reports.cells import (
    NOTHING,
    count_cell,
    lag_cell,
    money_cell,
    percent_cell,
    rate_cell,
    row,
    section,
    words,
)
from kpiplan.reports.labels import money_label
from kpiplan.reports.model import Cell, Report, Row, Table
from kpiplan.reports.target.facts import facts, goal_facts
from kpiplan.reports.target.headline import headline, takes
from kpiplan.reports.target.layout import Layout, columns_of, figure_cells, layout_of, trend_cells, units_cell
from kpiplan.reports.target.view import View
from kpiplan.tuples import NamedTuple

NONE = "."  # of a stage that nothing has to be under way at


def target_report(view: View) -> Report:
    """The screen of `kpiplan target`: the verdict and what every month must bring; or all that is known of it."""
    table = _table(view, layout_of(view))
    if not view.detail:
        return Report(_title(view), (*headline(view), *goal_facts(view), *takes(view)), (table,), (_rest(view),))
    from kpiplan.reports.target.remarks import remarks

    return Report(_title(view), (*headline(view), *facts(view)), (table, *scorecard_tables(view)), remarks(view))


def target_chart(view: View) -> Report:
    """The verdict and the goal, the funnels, and the months of the year, drawn."""
    from kpiplan.reports.target.chart import funnels, seasons

    said = (*headline(view), *goal_facts(view))
    return Report(_title(view), said, seasons(view), funnels=funnels(view))


def _rest(view: View) -> str:
    """Where the rest is."""
    by = [] if view.by == "month" and not view.level else ["--by month"]
    options = [*by, "--detail", "--chart"]
    if len(view.branches) > 1:
        options.insert(-2, f"--segment {view.branches[0].segment}")
    listed = view.locale.listed(options)
    if view.level:
        return view.locale.say("Every month is the same; {options} show more.", options=listed)
    return view.locale.say("{options} show more.", options=listed)


def scorecard_tables(view: View) -> tuple[Table, ...]:
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
    if view.safe:
        more.append(locale.say("safe at {level}", level=locale.percent(view.safe.safe.level)))
    for part in more:
        title = locale.say("{title}, {more}", title=title, more=part)
    return title


def _table(view: View, layout: Layout) -> Table:
    rows: list[Row] = []
    by_segment: dict[str | None, list[Figure]] = {}
    for figure in view.figures.figures:
        by_segment.setdefault(figure.segment, []).append(figure)
    if layout.trend:
        months = figures(view.targets, by="month", segment=view.segment).figures
        layout = layout._replace(months={(figure.segment, figure.kpi): figure.values for figure in months})
    if layout.carried:
        layout = layout._replace(under_way=_under_way(view))
    for outcome in view.targets.outcomes:
        branch = outcome.branch
        if branch.segment and not view.segment:
            label, owner = view.named(branch), branch.own.owner
            rows.append(section(f"{label} - {owner}" if owner else label))
        rows += _branch_rows(view, layout, outcome, by_segment[branch.segment])
    if len(view.plan.segments) > 0 and view.segment is None:
        rows.append(section(view.locale.say("whole plan")))
        rows += _whole_rows(view, layout, by_segment[None])
    return Table(columns_of(view, layout), tuple(rows))


def _under_way(view: View) -> dict[tuple[str | None, str], float]:
    needed: dict[tuple[str | None, str], list[float]] = {}
    for cohort in view.figures.carry_in:
        needed.setdefault((cohort.segment, cohort.stage), []).append(cohort.needed)
    return {stage: math.fsum(cohorts) for stage, cohorts in needed.items()}


def _branch_rows(view: View, layout: Layout, outcome: Outcome, figures: Sequence[Figure]) -> list[Row]:
    by_kpi = {figure.kpi: figure for figure in figures}
    branch = outcome.branch
    inner = " " if branch.segment and not view.segment else ""
    rows: list[Row] = []
    owner = ""
    several = len({stage.owner for stage in branch.stages if stage.owner}) > 1
    for at, stage in enumerate(branch.stages):
        if stage.owner and stage.owner != owner and (several or at):
            handed = view.locale.say("handed to {owner}", owner=stage.owner) if at else stage.owner
            rows.append(row(f"{inner}-- {handed} --", kind="owner"))
            owner = stage.owner
        rows.append(_stage_row(view, layout, outcome, at, by_kpi[stage.name], inner))
        for source in stage.sources if view.detail else ():
            figure = by_kpi[f"{stage.name}.{source.name}"]
            label = words(f"{inner}  {view.locale.term(source.name, source.label)}")
            cells = figure_cells(view, layout, figure, rate=percent_cell(view.locale, source.share))
            rows.append(Row((label, *cells), "detail"))
        if stage.direct is not None and view.detail:
            rows += _direct_rows(view, layout, outcome, at, inner)
    shown = BUILT_IN if not inner or branch.deal is None else ("revenue",)
    return rows + _money_rows(view, layout, _Money(by_kpi, branch.last_year, branch.churn is not None, inner), shown)


def _stage_row(view: View, layout: Layout, outcome: Outcome, at: int, figure: Figure, inner: str) -> Row:
    branch, stage = outcome.branch, outcome.branch.stages[at]
    under_way = layout.under_way.get((branch.segment, stage.name), 0.0)
    before = units_cell(view, under_way) if under_way > 0 else Cell(NONE, 0.0, "count")
    rate = rate_cell(view.locale, stage.rate, each=stage.each) if at else NOTHING
    cells = figure_cells(view, layout, figure, rate, lag_cell(view.locale, stage.lag) if at else NOTHING, before)
    cells += _comparison(view, layout, branch.last_year.get(stage.name), branch, stage.name, figure)
    return Row((words(f"{inner}{view.locale.term(stage.name, stage.label)}"), *cells))


def _comparison(
    view: View, layout: Layout, last_year: float | None, branch: Branch | None, name: str, figure: Figure
) -> tuple[Cell, ...]:
    locale = view.locale
    cells: tuple[Cell, ...] = trend_cells(layout, figure)
    if layout.last_year:
        cells += (NOTHING if last_year is None else units_cell(view, last_year),)
    number = branch.stated.get(name) if branch else None
    if layout.stated and number is not None:
        target = (figure.total or 0.0) / YEAR_MONTHS
        off = number.value / target - 1 if target > 0 else 0.0
        part = locale.percent(abs(off), 2)
        said = locale.say("{part} short", part=part) if off < 0 else locale.say("{part} over", part=part)
        same = abs(number.value - target) <= number.digit / 2
        cells += (count_cell(locale, number.value), NOTHING if same else Cell(said, off, "ratio"))
    return cells


def _direct_rows(view: View, layout: Layout, outcome: Outcome, at: int, inner: str) -> list[Row]:
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


def _detail(view: View, layout: Layout, label: str, months: Sequence[float]) -> Row:
    values = tuple(math.fsum(months[month] for month in period.months) for period in view.figures.periods)
    figure = Figure(None, "direct", "count", values, math.fsum(months))
    return Row((words(label), *figure_cells(view, layout, figure)), "detail")


def _whole_rows(view: View, layout: Layout, figures: Sequence[Figure]) -> list[Row]:
    by_kpi = {figure.kpi: figure for figure in figures}
    rates = _common_rates(view)
    lasts = {branch.stages[-1].name for branch in view.branches}
    names = Counter(stage.name for branch in view.branches for stage in branch.stages)
    shared = {name for name, times in names.items() if times > 1 or name in lasts}
    rows = []
    for figure in figures:
        if figure.kpi not in shared:
            continue
        cells = figure_cells(view, layout, figure, rates.get(figure.kpi, NOTHING))
        cells += _comparison(view, layout, view.plan.last_year.get(figure.kpi), None, figure.kpi, figure)
        rows.append(Row((words(f" {view.whole_label(figure.kpi)}"), *cells)))
    recurring = all(branch.churn is not None for branch in view.branches)
    return rows + _money_rows(view, layout, _Money(by_kpi, view.plan.last_year, recurring, " "), BUILT_IN)


def _common_rates(view: View) -> dict[str, Cell]:
    """The rate of each stage where every segment that has it agrees, as far as it reads, the stage above included."""
    found: dict[str, dict[tuple[str, str], Cell]] = {}
    for outcome in view.outcomes:
        stages: tuple[Stage, ...] = outcome.branch.stages
        for above, stage in pairwise(stages):
            cell = rate_cell(view.locale, stage.rate, each=stage.each)
            found.setdefault(stage.name, {}).setdefault((above.name, cell.text), cell)
        found.setdefault(stages[0].name, {})["", ""] = NOTHING
    return {name: next(iter(cells.values())) for name, cells in found.items() if len(cells) == 1}


class _Money(NamedTuple):
    """The money of a branch or of the whole: its figures, its own last year, whether it wins fees a month."""

    figures: Mapping[str, Figure]
    last_year: Mapping[str, float]
    recurring: bool
    inner: str


def _money_rows(view: View, layout: Layout, money: _Money, shown: Iterable[str]) -> list[Row]:
    rows = []
    for kpi in shown:
        figure = money.figures.get(kpi)
        if figure and any(figure.values) and (view.detail or BUILT_IN[kpi].prominent):
            cells = figure_cells(view, layout, figure) + trend_cells(layout, figure)
            if layout.last_year and kpi == "revenue" and (last := money.last_year.get("revenue")) is not None:
                cells += (money_cell(view.locale, last, view.plan.currency),)
            label = words(f"{money.inner}{money_label(view.locale, kpi, recurring=money.recurring)}")
            rows.append(Row((label, *cells), "total" if BUILT_IN[kpi].prominent else "plain"))
    return rows
