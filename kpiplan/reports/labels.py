"""Short labels of what plans and their figures name: money, periods, lags, KPIs, how they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpiplan.kpis.built_in import BUILT_IN
from kpiplan.locales.english import Locale, phrase

if TYPE_CHECKING:  # few plans choose KPIs
    from kpiplan.analysis.variance.status import Verdict
    from kpiplan.analysis.verdict.plan import Word
    from kpiplan.figures import Period
    from kpiplan.funnel.new_business import Amount
    from kpiplan.months import Month
    from kpiplan.plan.kpi_goals import Chosen
    from kpiplan.plan.model import Lag
    from kpiplan.reports.model import Style

STATUSES: dict[Verdict, str] = {
    "on_track": phrase("on track"),
    "within_chance": phrase("within chance"),
    "follows": phrase("follows"),
    "watch": phrase("watch"),
    "behind": phrase("behind"),
}
VERDICTS: dict[Word, tuple[str, Style]] = {
    "on_course": (phrase("On course"), "good"),
    "at_risk": (phrase("At risk"), "watch"),
    "off_course": (phrase("Off course"), "bad"),
}
_LAGS = {
    "d": phrase("{number} d"),
    "w": phrase("{number} w"),
    "mo": phrase("{number} mo"),
    "q": phrase("{number} q"),
    "y": phrase("{number} y"),
}


def of_goal(locale: Locale, unit: str, currency: str | None, year: Amount, goal: Amount) -> str:
    """`8.6 of 9 customers, $9.5M of $9.9M`, as people read numbers; exact where rounding hides that the year is less.

    `unit` is what the goal's customers are called. Where money is less as well, the money says so.
    """
    people = locale.people
    told = goal.revenue is not None and year.revenue is not None and year.revenue < goal.revenue
    if not told and year.customers < goal.customers and people(year.customers) == people(goal.customers):
        people = locale.count
    counts = {"count": people(year.customers), "goal": people(goal.customers)}
    text = locale.say("{count} of {goal} {unit}", unit=unit, **counts)
    if goal.revenue is None or year.revenue is None:
        return text
    part, whole = (locale.people_money(amount, currency) for amount in (year.revenue, goal.revenue))
    if part == whole and year.revenue < goal.revenue:
        part, whole = (locale.money(amount, currency) for amount in (year.revenue, goal.revenue))
    return locale.say("{customers}, {part} of {whole}", customers=text, part=part, whole=whole)


def money_label(locale: Locale, kpi: str, *, recurring: bool) -> str:
    """What a built-in figure is called; what new customers bring is a fee a month where the goal is `recurring`."""
    figure = BUILT_IN[kpi]
    return locale.say(figure.fees_label if recurring and figure.fees_label else figure.label)


def period_label(locale: Locale, period: Period) -> str:
    """Jan, Q1, the year."""
    if len(period.months) == 1:
        return locale.month_short(period.first)
    if len(period.months) == 3:
        return locale.say("Q{number}", number=period.months[-1] // 3 + 1)
    return locale.say("the year")


def months_of(locale: Locale, period: Period, start: Month) -> str:
    """What stands in small below a period's label: Jan-Mar; of a single month its year, where that begins."""
    if len(period.months) == 1:
        return str(period.first.year) if period.first.month == 1 or period.first == start else ""
    return short_span(locale, period.first, period.first.plus(len(period.months) - 1))


def short_span(locale: Locale, first: Month, last: Month) -> str:
    """Jan-Mar."""
    return locale.say("{first}-{last}", first=locale.month_short(first), last=locale.month_short(last))


def first_day(locale: Locale, start: Month) -> str:
    """1 Jan."""
    return locale.say("{day} {month}", day=1, month=locale.month_short(start))


def lag_text(locale: Locale, lag: Lag) -> str:
    """A lag as the plan wrote it, in short, its unit in the language: 45 d, 0-11 mo."""
    number, _, unit = lag.text.rpartition(" ")
    return locale.say(_LAGS[unit], number=number) if unit in _LAGS else lag.text


def kpi_name(locale: Locale, chosen: Chosen) -> str:
    """What a chosen KPI is called: the plan's own label, else the catalogue's name, else its identifier in words."""
    from kpiplan.kpis.texts import texts_of
    from kpiplan.plan.kpi_goals import in_words

    if chosen.label:
        return chosen.label
    of_catalogue = chosen.kpi if chosen.kpi and chosen.kpi.tells else None
    return texts_of(of_catalogue, locale).name if of_catalogue else in_words(locale.term(chosen.id))
