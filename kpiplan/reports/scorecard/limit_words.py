"""What a KPI must be, in words: at most $480; 30 to 45 by 2020-12; done by 2020-02."""

from __future__ import annotations

import math

from kpiplan.analysis.scorecard.limits import sums
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.words import range_text, value_text
from kpiplan.locales.english import Locale
from kpiplan.months import Series
from kpiplan.plan.kpi_goals import Band, Chosen, Deed, Path, Tasks
from kpiplan.plan.model import Plan


def wanted_text(chosen: Chosen, low: float | None, high: float | None, currency: str | None, locale: Locale) -> str:
    """What the KPI must be at one time: `at most $480`, `40% to 60%`; empty where nothing is wanted."""
    if chosen.kpi is None:
        return ""
    least, most = ("" if v is None else value_text(chosen.kpi, v, currency, locale) for v in (low, high))
    return _limits(least, most, locale)


def aim_text(chosen: Chosen, plan: Plan, locale: Locale) -> str:
    """What the plan wants of the KPI, in the plan's own terms."""
    aim, say = chosen.aim, locale.say
    if isinstance(aim, Band) and chosen.kpi:
        least, most = (
            "" if side is None else _side(chosen, chosen.kpi, side.months, plan, locale) for side in (aim.low, aim.high)
        )
        text = _limits(least, most, locale)
        return say("{amount} a year", amount=text) if sums(chosen) else text
    if isinstance(aim, Path) and chosen.kpi:
        start, end = (value_text(chosen.kpi, value, plan.currency, locale) for value in (aim.start, aim.end))
        return say("{start} to {end} by {month}", start=start, end=end, month=aim.by)
    return _due(aim, locale) if isinstance(aim, Deed | Tasks) else ""


def _side(chosen: Chosen, kpi: Kpi, side: Series, plan: Plan, locale: Locale) -> str:
    if sums(chosen):
        return value_text(kpi, math.fsum(side), plan.currency, locale)
    return range_text(kpi, side, plan.currency, locale)


def _limits(least: str, most: str, locale: Locale) -> str:
    if least and most:
        return locale.say("{low} to {high}", low=least, high=most)
    if least:
        return locale.say("at least {amount}", amount=least)
    return locale.say("at most {amount}", amount=most) if most else ""


def _due(aim: Deed | Tasks, locale: Locale) -> str:
    say = locale.say
    what = locale.plural(len(aim.tasks), "task") if isinstance(aim, Tasks) else say("done")
    return what if aim.due is None else say("{what} by {month}", what=what, month=aim.due)
