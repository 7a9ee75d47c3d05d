"""What would close the gap of a year, in one sentence: the lever, what it must become, how long it still counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpiplan.months import YEAR_MONTHS, Month

if TYPE_CHECKING:
    from kpiplan.analysis.verdict.closing_lever import ClosingLever
    from kpiplan.locales.english import Locale


def closing_said(lever: ClosingLever, name: str, start: Month, currency: str | None, locale: Locale) -> str:
    """`7,407 visits a month instead of 6,250, up to December`; `name` is what sentences call the stage."""
    say = locale.say
    if lever.kind == "deal":
        money = {"wanted": locale.money(lever.wanted, currency), "planned": locale.money(lever.planned, currency)}
        return say("deals of {wanted} on average instead of {planned}", **money)
    if lever.kind == "volume":
        counts = {"count": locale.people(lever.wanted), "planned": locale.people(lever.planned)}
        unit = locale.unit(lever.wanted, name)
        change = say("{count} {unit} a month instead of {planned}", unit=unit, **counts)
    else:
        wanted, planned = _rates(lever, locale)
        change = say("{name}: a rate of {wanted} instead of {planned}", name=name, wanted=wanted, planned=planned)
    month = locale.month_name(start.plus(lever.last - 1))
    if lever.last >= YEAR_MONTHS:
        return say("{change}, up to {month}", change=change, month=month)
    return say("{change}, up to {month}: later ones come too late", change=change, month=month)


def _rates(lever: ClosingLever, locale: Locale) -> tuple[str, str]:
    """Two rates with as many digits as tell them apart."""
    for digits in (3, 4, 6):
        several = max(lever.wanted, lever.planned) > 1
        said = locale.significant if several else locale.percent
        wanted, planned = said(lever.wanted, digits), said(lever.planned, digits)
        if wanted != planned:
            break
    return wanted, planned
