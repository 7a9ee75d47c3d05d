"""What a reader takes along who reads no further: how it stands in a word, a sentence, a few lines; four numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.analysis.variance.status import Verdict
from kpiplan.reports.actuals.facts import facts as actual_facts
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.cells import STYLES
from kpiplan.reports.goal_chance.words import chance_said, history_said
from kpiplan.reports.labels import STATUSES, money_label
from kpiplan.reports.model import Fact
from kpiplan.reports.page.model import Chip, Headline, ProgressBar, Tile
from kpiplan.reports.page.results import PageView, ReviewedYear
from kpiplan.reports.page.year import by_luck, chance_lines, won_by_month
from kpiplan.reports.target.facts import facts as target_facts

_WORST_FIRST: tuple[Verdict, ...] = ("behind", "watch", "follows", "within_chance", "on_track")


def headline(view: PageView) -> Headline:
    """The verdict with the sentence of the year, then the lines that the screens begin with."""
    happened = view.results.happened
    found = _after(view, happened) if happened else _before(view)
    (_, sentence), *others = found
    return Headline(_verdict(happened.facing) if happened else None, sentence, tuple(others))


def _after(view: PageView, happened: ReviewedYear) -> list[tuple[str, str]]:
    """The lines of actuals: where the year goes first, then what was missed."""
    say = view.locale.say
    said = _lines(actual_facts(happened.facing))
    year = [line for line in said if line[0] == say("Year")] or said[:1]
    missed = [(say("Missed"), line) for line in happened.missed]
    return [*year, *(line for line in said if line not in year), *missed]


def _before(view: PageView) -> list[tuple[str, str]]:
    """The lines of targets, the goal first, then how likely it is."""
    said = _lines(target_facts(view.view))
    goal = [line for line in said if line[0] == view.locale.say("Goal")] or said[:1]
    return [*goal, *(line for line in said if line not in goal), *chance_lines(view)]


def _lines(found: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(fact.label, line) for fact in found for line in fact.lines]


def _verdict(facing: Facing) -> Chip | None:
    """The worst that is said of any stage or revenue to date."""
    said = {figure.to_date.status for figure in facing.comparison.figures}
    worst = next((status for status in _WORST_FIRST if status in said), None)
    return Chip(facing.locale.say(STATUSES[worst]), STYLES[worst]) if worst else None


def tiles(view: PageView) -> tuple[Tile, ...]:
    """Four numbers: of what happened and where it goes, or of the plan."""
    return tuple(_tiles_after(view, view.facing) if view.facing else _tiles_before(view))


def _tiles_after(view: PageView, facing: Facing) -> Iterator[Tile]:
    say, locale = view.locale.say, view.locale
    outlook = facing.comparison.outlooks[-1]
    name = facing.last_stage(None)
    won = math.fsum(won_by_month(view))
    figure = _figure(facing, name) if name else None
    if figure and figure.to_date.target is not None:
        expected = _share(figure.to_date.target, outlook.goal.customers)
        bar = ProgressBar(_share(won, outlook.goal.customers) or 0.0, expected)
        chip = _chip(facing, figure)
        of = say("of {target} planned", target=locale.count(figure.to_date.target))
        yield Tile(say("{unit} to date", unit=facing.unit), locale.count(won), of, chip, bar)
    revenue = _figure(facing, "revenue")
    if revenue and revenue.to_date.actual is not None:
        title = say("{unit} to date", unit=facing.kpi_label("revenue"))
        amount, target = facing.amounts(revenue, (revenue.to_date.actual, revenue.to_date.target))
        expected = _share(revenue.to_date.target, outlook.goal.revenue)
        bar = ProgressBar(_share(revenue.to_date.actual, outlook.goal.revenue) or 0.0, expected)
        yield Tile(title, amount.text, say("of {target} planned", target=target.text), _chip(facing, revenue), bar)
    if outlook.needed is not None:
        of = say("of {goal} {unit}", goal=locale.count(outlook.goal.customers), unit=facing.unit)
        like = say("like {span}: {count}", span=facing.span_label, count=locale.count(outlook.at_rates.year.customers))
        ends = ProgressBar(
            _share(outlook.at_rates.year.customers, outlook.goal.customers) or 0.0,
            _share(outlook.at_plan.year.customers, outlook.goal.customers),
        )
        title = say("the year, with the rest as planned")
        yield Tile(title, locale.count(outlook.at_plan.year.customers), f"{of}; {like}", None, ends)
    yield from _chance_tile(view)


def _share(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _figure(facing: Facing, kpi: str) -> Compared | None:
    return next((f for f in facing.comparison.figures if (f.kpi, f.segment) == (kpi, None)), None)


def _chip(facing: Facing, figure: Compared) -> Chip | None:
    said = facing.status(figure)
    return Chip(said.text, said.style) if said.text else None


def _chance_tile(view: PageView) -> Iterator[Tile]:
    moments, locale, say = view.results.moments, view.locale, view.locale.say
    if moments:
        chance = moments[-1].chance.customers
        of = history_said(moments[:-1], view.plan.start, locale) if len(moments) > 1 else ""
        if not view.facing and by_luck(view):
            of = say("by luck alone")
        yield Tile(say("chance of the goal"), chance_said(chance, locale), of, None, ProgressBar(chance))


def _tiles_before(view: PageView) -> Iterator[Tile]:
    """The goal, the customers that it means, what a month takes at the top, how likely it is."""
    say, locale, outcomes = view.locale.say, view.locale, view.results.targets.outcomes
    money = [outcome.branch.money(outcome.branch.customers) for outcome in outcomes]
    if all(amount is not None for amount in money):
        recurring = all(outcome.branch.churn is not None for outcome in outcomes)
        label = money_label(locale, "revenue", recurring=recurring)
        yield Tile(label, view.view.money(math.fsum(amount or 0.0 for amount in money)), say("the year"))
    year = math.fsum(outcome.branch.year for outcome in outcomes)
    yield Tile(view.view.unit, locale.count(year), say("the year"))
    first = outcomes[0].targets.arrivals[0].year
    if len(outcomes) == 1:
        label = view.view.label(outcomes[0].branch, 0)
        yield Tile(
            say("{figure} a month", figure=label), locale.count(math.fsum(first) / len(first)), say("on average")
        )
    yield from _chance_tile(view)
