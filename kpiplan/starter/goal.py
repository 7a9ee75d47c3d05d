"""The goal in the text of a plan that starts from last year: how much, and when."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.baseline.conversions import Ramp
from kpiplan.analysis.baseline.last_year import Deal, MeasuredYear
from kpiplan.locales.numbers import count, plural, trimmed
from kpiplan.months import ABBREVIATIONS, YEAR_MONTHS, span
from kpiplan.plan.model import Status
from kpiplan.starter.plan_text import amount, key, noted, number, plain, printable


def grows_by_revenue(measured: MeasuredYear) -> bool:
    """Whether a goal over last year's is one of revenue that the plan knows of the whole year."""
    return measured.deal is not None and measured.whole and measured.ramp is None


def _grown(measured: MeasuredYear, growth: float) -> list[str] | None:
    """The goal as what it is over last year's; None where last year's is not known whole."""
    last, deal = measured.year.stages[-1], measured.deal
    if not measured.whole or measured.ramp or measured.spans[last] != YEAR_MONTHS:
        return None
    said = f"{'+' if growth >= 0 else '-'}{trimmed(f'{abs(growth) * 100:.4f}')}%"
    if deal:
        revenue = noted(f"  revenue: {said}", f"over last_year.revenue: {amount(deal.yearly * (1 + growth))}")
        return [revenue, noted(f"  average_deal: {amount(deal.revenue / deal.units)}", _deal_words(deal, last))]
    total = number(measured.totals[last] * (1 + growth))
    return [noted(f"  {key(last)}: {said}", f"over last_year.{printable(last)}: {total}")]


def goal_lines(measured: MeasuredYear, growth: float | None = None) -> list[str]:
    """What the year is to bring, and when; `growth` is over last year's."""
    if growth is not None and (grown := _grown(measured, growth)):
        return ["goal:", *grown, *_seasons(measured)]
    more, by = 1 + (growth or 0), "" if growth is None else f", {growth:+.0%}"
    last, deal = measured.year.stages[-1], measured.deal
    months = measured.spans[last]
    expected = float(f"{measured.expected:.4g}") if measured.ramp else None
    above = f"from as many {printable(measured.year.stages[0])} as last year"
    if deal:
        what = "last year's revenue" if measured.whole else "the measured revenue, taken to 12 months"
        what = f"{count(expected)} {printable(last)}, {above}" if expected else what
        revenue = deal.yearly if expected is None else deal.revenue / deal.units * expected
        lines = [
            noted(f"  revenue: {amount(revenue * more)}", f"{what}{by}: change it to what the year is to bring"),
            noted(f"  average_deal: {amount(deal.revenue / deal.units)}", _deal_words(deal, last)),
        ]
    else:
        total = measured.totals[last] * YEAR_MONTHS / months if expected is None else expected
        what = "last year's number" if months == YEAR_MONTHS else f"that of {plural(months, 'month')}, taken to 12"
        what = above if expected else what
        lines = [
            noted(f"  {key(last)}: {number(total * more)}", f"{what}{by}: change it to what the year is to bring"),
            f"  # average_deal: 10k                   # the exports have no revenue of {printable(last)}: "
            "with it, the goal may be revenue",
        ]
    return ["goal:", *lines, *_seasons(measured)]


def _deal_words(deal: Deal, unit: str) -> str:
    return f"{plain(deal.revenue)} from {count(deal.units)} {printable(unit)}"


def _seasons(measured: MeasuredYear) -> list[str]:
    last = printable(measured.year.stages[-1])
    if measured.ramp:
        return _incomplete(measured, measured.ramp)
    if measured.level is None and not measured.proven_by and measured.spans[measured.year.stages[-1]] == YEAR_MONTHS:
        return [f"  # no by_month: {last} are too few a month to tell seasons from chance"]
    if measured.level is None and not measured.proven_by:
        return [f"  # by_month: {{nov: 2, dec: 2}}          # no 12 whole months of {last}: seasons are not known"]
    if measured.weights is None and measured.level is not None:
        chance = f"{round(measured.level * 100)} in 100" if measured.level < 0.995 else "nearly certain"
        return [f"  # no by_month: were all months alike, {last} would differ as much by chance ({chance})"]
    words = [
        f"{ABBREVIATIONS[month.month - 1]}: {trimmed(f'{weight:.2f}')}"
        for month, weight in zip(measured.year.months, measured.weights or (), strict=True)
    ]
    if stage := printable(measured.proven_by):
        proof = f"  # {last} are too few a month to show seasons: these are those of {stage}, after the lags between"
        return [proof, *_by_month(words, taken=not measured.smoothed)]
    limit = f"{Status().watch * 100:.0f} in 100"
    if measured.smoothed:
        return [
            f"  # {last} by month, 1 is the average; by chance so uneven in less than {limit} years.",
            "  # Not taken: they jump about more than the time between the stages lets targets follow.",
            *_by_month(words, taken=False),
        ]
    return [
        f"  # {last} by month, 1 is the average; by chance so uneven in less than {limit} years.",
        "  # One year can't tell seasons from growth: leave by_month out where it was growth.",
        *_by_month(words, taken=True),
    ]


def _by_month(words: Sequence[str], *, taken: bool) -> list[str]:
    """The weights, as a comment where they are not taken."""
    mark = "" if taken else "# "
    return [
        f"  {mark}by_month: {{{', '.join(words[:6])},",
        f"  {mark}           {', '.join(words[6:])}}}",
    ]


def _incomplete(measured: MeasuredYear, ramp: Ramp) -> list[str]:
    """Why the year's own numbers of the last stages are no goal."""
    last = measured.year.stages[-1]
    return [
        f"  # {span(ramp.months[0], ramp.months[-1])}: incomplete. No {printable(ramp.upper)} are older than "
        f"{ramp.begin.long},",
        f"  # so the {printable(ramp.lower)} of earlier ones are missing: {count(measured.totals[last])} "
        f"{printable(last)} are too few for a goal,",
        "  # and seasons (by_month) are not known. Best is an export that reaches further back.",
    ]
