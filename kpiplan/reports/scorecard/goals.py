"""The scorecard of a plan on the screen: what each chosen KPI must be, whose it is, when it is reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.analysis.scorecard.limits import sums, wanted
from kpiplan.analysis.scorecard.measures import KpiValue
from kpiplan.figures import Period
from kpiplan.kpis.words import in_cents, range_text, value_text
from kpiplan.locales.english import Locale
from kpiplan.plan.kpi_goals import Band, Chosen, Path
from kpiplan.plan.model import Plan
from kpiplan.reports.labels import kpi_name, period_label
from kpiplan.reports.model import Column, Row, Table
from kpiplan.reports.scorecard.limit_words import aim_text


def planned_table(plan: Plan, given: Mapping[str, KpiValue], periods: Sequence[Period], locale: Locale) -> Table:
    """What each chosen KPI must be, beside what the plan itself gives for the year, whose it is, when it is reviewed.

    With a column for each of the `periods` where any of them must be something else in one period than in another.
    """
    say = locale.say
    shown = tuple(periods) if any(_changes(chosen) for chosen in plan.kpis) else ()
    columns = (
        Column(say("KPI"), words=True),
        Column(say("must be"), words=True, group="lead"),
        *(Column(period_label(locale, period), group="period") for period in shown),
        Column(say("planned"), group="period"),
        Column(say("owner"), words=True, group="tail"),
        Column(say("review"), words=True, group="tail"),
    )
    return Table(columns, tuple(_row(plan, chosen, given.get(chosen.id), shown, locale) for chosen in plan.kpis))


def _changes(chosen: Chosen) -> bool:
    """Whether a KPI must be something else at one time of the year than at another, or a part of the year's amount."""
    if isinstance(chosen.aim, Band):
        return sums(chosen) or any(len(set(side.months)) > 1 for side in (chosen.aim.low, chosen.aim.high) if side)
    return isinstance(chosen.aim, Path)


def _row(plan: Plan, chosen: Chosen, gives: KpiValue | None, periods: Sequence[Period], locale: Locale) -> Row:
    amount, given = "", gives.value if gives else None
    limits = [wanted(chosen, plan.start, [at + 1 for at in period.months]).limits for period in periods]
    cents = in_cents(chosen.kpi, (given, *(limit for each in limits for limit in each)))
    if chosen.kpi and given is not None:
        amount = value_text(chosen.kpi, given, plan.currency, locale, cents)
    cells = [
        range_text(chosen.kpi, each, plan.currency, locale, cents) if chosen.kpi and each else "" for each in limits
    ]
    review = locale.term(chosen.cadence) if chosen.cadence else ""
    return Row((kpi_name(locale, chosen), aim_text(chosen, plan, locale), *cells, amount, chosen.owner, review))
