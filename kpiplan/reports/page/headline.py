"""What a reader takes along who reads no further: how it stands in a word, a sentence, a few lines; four numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kpiplan.analysis.variance.attainment import Compared
from kpiplan.reports.actuals.facts import facts as actual_facts
from kpiplan.reports.actuals.headline import headline as actual_headline
from kpiplan.reports.actuals.view import Facing
from kpiplan.reports.cells import people_cells
from kpiplan.reports.goal_chance.words import chance_said, history_said
from kpiplan.reports.labels import money_label
from kpiplan.reports.model import Fact
from kpiplan.reports.page.model import Chip, Headline, ProgressBar, Tile
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.year import by_luck, chance_lines, won_by_month
from kpiplan.reports.target.facts import facts as target_facts
from kpiplan.reports.target.headline import headline as target_headline


def headline(view: PageView) -> Headline:
    """The verdict as the screens say it, then what stands out."""
    happened, facing = view.results.happened, view.facing
    if happened and facing:
        year = view.locale.say("Year")  # which the headline says
        stands_out = [fact for fact in actual_facts(facing) if fact.label != year]
        (word, *do), others = actual_headline(facing), _lines(stands_out)
        others += [(view.locale.say("Missed"), line) for line in happened.missed]
    else:
        (word, *do), others = target_headline(view.view), [*_lines(target_facts(view.view)), *chance_lines(view)]
    asked = [(view.locale.say("What if"), view.results.under)] if view.results.under else []
    lines = (*asked, *_lines(do), *others)
    return Headline(Chip(word.label, word.style), view.locale.say("; ").join(word.lines), lines)


def _lines(found: Sequence[Fact]) -> list[tuple[str, str]]:
    return [(fact.label, line) for fact in found for line in fact.lines]


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
        of = say("of {target} planned", target=locale.people(figure.to_date.target))
        yield Tile(say("{unit} to date", unit=facing.unit), locale.people(won), of, chip, bar)
    revenue = _figure(facing, "revenue")
    if revenue and revenue.to_date.actual is not None:
        title = say("{unit} to date", unit=facing.kpi_label("revenue"))
        to_date = (revenue.to_date.actual, revenue.to_date.target)
        amount, target = people_cells(locale, "currency", to_date, facing.plan.currency)
        expected = _share(revenue.to_date.target, outlook.goal.revenue)
        bar = ProgressBar(_share(revenue.to_date.actual, outlook.goal.revenue) or 0.0, expected)
        yield Tile(title, amount.text, say("of {target} planned", target=target.text), _chip(facing, revenue), bar)
    if outlook.needed is not None:
        of = say("of {goal} {unit}", goal=locale.people(outlook.goal.customers), unit=facing.unit)
        like = say("like {span}: {count}", span=facing.span_label, count=locale.people(outlook.at_rates.year.customers))
        ends = ProgressBar(
            _share(outlook.at_rates.year.customers, outlook.goal.customers) or 0.0,
            _share(outlook.at_plan.year.customers, outlook.goal.customers),
        )
        title = say("the year, with the rest as planned")
        yield Tile(title, locale.people(outlook.at_plan.year.customers), f"{of}; {like}", None, ends)
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
        amount = math.fsum(each or 0.0 for each in money)
        yield Tile(label, locale.people_money(amount, view.view.plan.currency), say("the year"))
    year = math.fsum(outcome.branch.year for outcome in outcomes)
    yield Tile(view.view.unit, locale.people(year), say("the year"))
    first = outcomes[0].targets.arrivals[0].year
    if len(outcomes) == 1:
        label = view.view.label(outcomes[0].branch, 0)
        yield Tile(
            say("{figure} a month", figure=label), locale.people(math.fsum(first) / len(first)), say("on average")
        )
    yield from _chance_tile(view)
