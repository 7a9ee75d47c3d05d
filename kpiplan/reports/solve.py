"""The screen of `kpiplan solve`: what an unknown has to be, or why no value is enough."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kpiplan.analysis.solve import CHANCE, SolvedFor, year_figure
from kpiplan.figures import Unit
from kpiplan.funnel.spend import fixed_costs
from kpiplan.funnel.targets import PlanTargets, figures
from kpiplan.kpis.built_in import BUILT_IN, built_in
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale, phrase
from kpiplan.months import YEAR_MONTHS, plan_months
from kpiplan.plan.model import whole_labels
from kpiplan.reports.cells import people_cells, percent_cell, section, unknown, words
from kpiplan.reports.labels import money_label
from kpiplan.reports.model import Cell, Column, Fact, Report, Row, Table
from kpiplan.tuples import NamedTuple

_SPANS = {
    "month": phrase("{amount} a month"),
    "quarter": phrase("{amount} a quarter"),
    "year": phrase("{amount} a year"),
}
_SLIGHT = 0.005  # of the customers
_PARTS = {"month": YEAR_MONTHS, "quarter": 4, "year": 1}


class _Told(NamedTuple):
    """The answer, and in which language it is told."""

    found: SolvedFor
    locale: Locale

    @property
    def currency(self) -> str | None:
        return self.found.before.plan.currency

    def unknown(self, value: float) -> str:
        """A value of the unknown."""
        asked, locale = self.found.asked, self.locale
        if asked is None:
            return locale.say(_SPANS["month"], amount=locale.count(value))
        if asked.percent:
            return locale.percent(value, 4)
        if asked.lag:
            return locale.say("{number} mo", number=locale.significant(value, 3))
        amount = locale.money(value, self.currency) if asked.money else locale.count(value)
        return locale.say(_SPANS["year"], amount=amount) if asked.goal else amount

    @property
    def is_work(self) -> bool:
        """Whether the unknown is the work at the top, and not a number of the plan."""
        return self.found.asked is None

    def figure(self, year: float) -> str:
        """The given figure when it comes to so much in the year, said of the span that it was given of."""
        given, locale = self.found.given, self.locale
        value = year / (_PARTS[given.span] if given.span else 1)
        if given.kpi == CHANCE:
            return locale.say("a chance of {chance}", chance=locale.percent(value, 2))
        if built_in(given.kpi).group == "stages":
            label = self.label(given.kpi)
            amount = locale.say("{count} {unit}", count=locale.people(value), unit=locale.unit(value, label))
        else:
            said = _cell(locale, given.unit, given.kpi, value, self.currency).text
            amount = locale.say("{figure} {amount}", figure=self.label(given.kpi), amount=said)
        return locale.say(_SPANS[given.span], amount=amount) if given.span else amount

    def amount(self, value: float) -> str:
        """An amount of the given figure, without its name."""
        return _cell(self.locale, self.found.given.unit, self.found.given.kpi, value, self.currency).text

    def label(self, kpi: str) -> str:
        """What a figure is called."""
        branches = [outcome.branch for outcome in self.found.before.outcomes]
        if kpi in BUILT_IN:
            return money_label(self.locale, kpi, recurring=all(branch.churn is not None for branch in branches))
        stage, _, source = kpi.partition(".")
        said = self.locale.term(stage, whole_labels([branch.stages for branch in branches]).get(stage, ""))
        return self.locale.say("{figure}: {source}", figure=said, source=source) if source else said


def _cell(locale: Locale, unit: Unit, kpi: str, value: float | None, currency: str | None) -> Cell:
    if value is None:
        return unknown(unit)
    if built_in(kpi).multiple:
        return Cell(locale.say("{number}x", number=locale.count(value)), value, unit)
    if unit == "duration":
        return Cell(locale.say("{number} mo", number=locale.count(value)), value, unit)
    if unit == "ratio":
        return percent_cell(locale, value)
    return people_cells(locale, unit, (value,), currency)[0]


def solve_report(found: SolvedFor, locale: Locale, *, show: bool = False, under: str = "") -> Report:
    """The answer, what it was asked for, the line for the plan; with `show` the targets under it."""
    told, plan = _Told(found, locale), found.before.plan
    months = plan_months(plan.start)
    title = f"{plan.name} - {locale.span(months[0], months[-1])}"
    facts = [Fact(locale.say("Answer"), tuple(_answer(told))), Fact(locale.say("Given"), (_given(told),))]
    if under:
        facts.append(Fact(locale.say("What if"), (under,)))
    if found.value is not None and found.after is not None:
        facts += _rounded(told, found.after)
    tables = (_targets(told, found.after),) if show and found.after is not None else ()
    return Report(
        f"{title}, {plan.currency}" if plan.currency else title,
        tuple(facts),
        tables,
        tuple(_remarks(told)),
        found.line,
    )


def _answer(told: _Told) -> list[str]:
    found, locale = told.found, told.locale
    if found.value is None:
        return _none(told)
    said = told.unknown(found.value)
    if found.planned is None:
        answer = locale.say("{unknown}: {value}", unknown=found.name, value=said)
    elif abs(found.value - found.planned) <= NOISE * abs(found.planned):
        answer = locale.say("{unknown}: {value}, as planned", unknown=found.name, value=said)
    else:
        planned = told.unknown(found.planned)
        answer = locale.say("{unknown}: {value}, not {planned}", unknown=found.name, value=said, planned=planned)
    if found.last_year is not None:
        last = locale.say("last year: {value}", value=told.unknown(found.last_year))
        answer = locale.say("; ").join([answer, last])
    return [answer]


def _none(told: _Told) -> list[str]:
    """Why there is no answer, and what the figure is at both ends."""
    found, locale = told.found, told.locale
    if found.why == "still":
        lasts = {outcome.branch.stages[-1].name for outcome in found.before.outcomes}
        fixed = found.given.kpi in lasts or found.given.kpi.endswith("revenue")
        text = phrase("changing {unknown} does not move {figure}")
        if fixed:
            text = phrase("changing {unknown} does not move {figure}: the goal fixes it")
        return [locale.say(text, unknown=found.name, figure=told.label(found.given.kpi))]
    if not found.ends:
        return [locale.say("no {unknown} is enough", unknown=found.name)]
    (low, at_low), (high, at_high) = found.ends
    rate = found.asked is not None and found.asked.percent
    first = locale.say("no {unknown} is enough", unknown=found.name)
    if rate:
        first = locale.say("no {unknown} up to {limit} is enough", unknown=found.name, limit=told.unknown(high))
    lines = [first]
    if found.most is not None:
        lasts = {outcome.branch.stages[-1].name for outcome in found.before.outcomes}
        unit = told.label(lasts.pop()) if len(lasts) == 1 else locale.say("customers")
        most = locale.say(
            "{given} can bring at most {count} {unit}",
            given=told.figure(found.given.year),
            count=locale.people(found.most),
            unit=locale.unit(found.most, unit),
        )
        lines[0] = locale.say("{reason}: {text}", reason=first, text=most)
    for value, figure in ((low, at_low), (high, at_high)):
        lines.append(locale.say("at {value}: {figure}", value=told.unknown(value), figure=told.figure(figure)))
    return lines


def _given(told: _Told) -> str:
    found, locale = told.found, told.locale
    given = told.figure(found.given.year)
    if found.given.span == "year" and found.given.unit in ("count", "currency"):
        month = told.amount(found.given.year / YEAR_MONTHS)
        given = locale.say("{given} ({month} a month)", given=given, month=month)
    if found.now is None:
        return given
    return locale.say("{given}; planned: {now}", given=given, now=told.figure(found.now))


def _rounded(told: _Told, after: PlanTargets) -> list[Fact]:
    """What whole customers make of the answer."""
    found, locale = told.found, told.locale
    exact = math.fsum(math.fsum(outcome.branch.exact) for outcome in after.outcomes)
    whole = math.fsum(outcome.branch.year for outcome in after.outcomes)
    now = year_figure(after, found.given.kpi, found.given.segment)
    if now is None or abs(exact - whole) <= 1e-6 * max(1.0, exact) or abs(now / found.given.year - 1) <= 1e-4:
        return []
    said = locale.say(
        "{exact} customers, rounded to {whole}: {figure}",
        exact=locale.count(exact),
        whole=locale.count(whole),
        figure=told.figure(now),
    )
    return [Fact(locale.say("Rounded"), (said,))]


def _remarks(told: _Told) -> Sequence[str]:
    found, locale = told.found, told.locale
    remarks = []
    if found.same_work and found.value is not None:
        level = locale.percent(found.given.stated, 2)
        text = phrase("The work stays as it is planned: with it, the chance is {level}.")
        if told.is_work:
            text = phrase("That is the work for a chance of {level}; written into the plan as a goal it is another.")
        remarks.append(locale.say(text, level=level))
    fixed = fixed_costs(outcome.branch.costs for outcome in found.before.outcomes)
    if found.value is None and found.given.kpi in fixed and fixed[found.given.kpi] >= found.given.year:
        amount = locale.money(fixed[found.given.kpi], told.currency)
        remarks.append(locale.say("Fixed costs alone are {amount} a year.", amount=amount))
    if found.line:
        remarks += _under_way(told)
        if found.same_work:
            remarks.append(
                locale.say("Written into the plan, it lets `kpiplan target` ask for less work, not for that chance.")
            )
        remarks.append(locale.say("In the plan, under `{key}`:", key=found.under))
    return remarks


def _targets(told: _Told, after: PlanTargets) -> Table:
    """The figures of the year, as planned and with the answer."""
    locale, currency = told.locale, told.currency
    before = {(each.segment, each.kpi): each for each in figures(told.found.before, by="year").figures}
    then = {(each.segment, each.kpi): each for each in figures(after, by="year").figures}
    labels = {outcome.branch.segment: outcome.branch.label for outcome in after.outcomes}
    rows: list[Row] = []
    shown: str | None = ""
    for segment, kpi in dict.fromkeys([*before, *then]):
        if segment != shown and after.plan.segments:
            rows.append(section(labels.get(segment) or segment if segment else locale.say("whole plan")))
        shown = segment
        pair = [each.get((segment, kpi)) for each in (before, then)]
        unit = next(each.unit for each in pair if each)
        cells = (_cell(locale, unit, kpi, each.total if each else None, currency) for each in pair)
        rows.append(Row((words(told.label(kpi)), *cells), "total" if built_in(kpi).prominent else "plain"))
    columns = (Column(locale.say("the year"), words=True), Column(locale.say("as planned")), Column(locale.say("then")))
    return Table(columns, tuple(rows))


def _under_way(told: _Told) -> Iterator[str]:
    """What the given work brings with what is under way, where that is not what the answer promises."""
    found, locale = told.found, told.locale
    if found.brought is None or found.after is None:
        return
    promised = math.fsum(math.fsum(outcome.branch.exact) for outcome in found.after.outcomes)
    brought, revenue = found.brought
    if abs(brought - promised) <= _SLIGHT * max(promised, brought):
        return
    lasts = {outcome.branch.stages[-1].name for outcome in found.before.outcomes}
    unit = told.label(lasts.pop()) if len(lasts) == 1 else locale.say("customers")
    amount = locale.say("{count} {unit}", count=locale.people(brought), unit=locale.unit(brought, unit))
    if revenue is not None:
        worth = locale.people_money(revenue, told.currency)
        amount = locale.say("{customers} ({revenue})", customers=amount, revenue=worth)
    text = phrase(
        "That is a plan which begins with as much under way as it needs. With what is under way in this one, "
        "{given} bring {amount} this year."
    )
    yield locale.say(text, given=told.figure(found.given.year), amount=amount)
