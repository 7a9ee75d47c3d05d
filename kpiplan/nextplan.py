"""Last year as the text of next year's plan: every number with what it rests on, what is not known as a comment."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import NamedTuple

from kpiplan.lastyear import STANDARD_STAGES, Conversion, Deal, LastYear
from kpiplan.months import ABBREVIATIONS, YEAR_MONTHS, span
from kpiplan.plan import Status
from kpiplan.wording import count, listed, percent, plural, significant, trimmed

_COLUMN = 40  # where comments begin
_FINE_FROM = 1000  # units from which on shares are written in tenths of a percent
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Origin(NamedTuple):
    """Where the measures come from: the files, the currency where a header names it, measures that are no stages."""

    files: tuple[str, ...]
    currency: str | None = None
    others: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def next_plan(measured: LastYear, origin: Origin, file: str) -> str:
    """A valid plan of the twelve months after those measured; `file` is what it will be called."""
    lines = [
        *_head(measured, origin, file),
        "",
        *_goal(measured),
        "",
        *_funnel(measured),
        "",
        *_before(measured),
        *_last_year(measured),
    ]
    return "".join(f"{line}\n" for line in lines)


def _head(measured: LastYear, origin: Origin, file: str) -> list[str]:
    months = measured.year.months
    start = months[-1].plus(1)
    some = ", ".join(_printable(name) for name in origin.files[:5])
    more = f" and {len(origin.files) - 5} more" if len(origin.files) > 5 else ""
    calendar = start.month == 1
    last = f"after {months[-1].long}, the last whole month of the exports"
    return [
        "# yaml-language-server: $schema=plan.schema.json",
        "# (write that file with `kpiplan schema > plan.schema.json`, and your editor completes and checks this plan)",
        "#",
        f"# Last year as the start of the next, measured from {some}{more}.",
        f"# Measured are {span(months[0], months[-1])}{_fewer(len(months))}. Change what is to change, then:",
        f"#   kpiplan target {_printable(file)}     what every month must bring",
        f"#   kpiplan check {_printable(file)}      what is wrong, and what is worth knowing",
        f"name: Plan {start.year}" if calendar else f"name: Plan from {start.long}",
        _noted(f"year: {start.year}" if calendar else f"start: {start}", last),
        _noted(f"currency: {origin.currency}", "named in a header of the exports")
        if origin.currency
        else _noted("# currency: USD", "no header of the exports names one: state yours"),
        *(f"# The exports tell apart {_names(names)}: taken together here." for names in [origin.segments] if names),
        *(f"# Also in the exports, but no stages: {_names(names)}." for names in [origin.others] if names),
    ]


def _goal(measured: LastYear) -> list[str]:
    last, deal = measured.year.stages[-1], measured.deal
    months = measured.spans[last]
    if deal:
        what = "last year's revenue" if measured.whole else "the measured revenue, taken to 12 months"
        lines = [
            _noted(f"  revenue: {_money(deal.yearly)}", f"{what}: change it to what the year is to bring"),
            _noted(f"  average_deal: {_money(deal.revenue / deal.units)}", _deal_words(deal, last)),
        ]
    else:
        total = measured.totals[last] * YEAR_MONTHS / months
        what = "last year's number" if months == YEAR_MONTHS else f"that of {plural(months, 'month')}, taken to 12"
        lines = [
            _noted(f"  {_name(last)}: {_count(total)}", f"{what}: change it to what the year is to bring"),
            f"  # average_deal: 10k                   # the exports have no revenue of {_printable(last)}: "
            "with it, the goal may be revenue",
        ]
    return ["goal:", *lines, *_seasons(measured)]


def _deal_words(deal: Deal, unit: str) -> str:
    return f"{_plain(deal.revenue)} from {count(deal.units)} {_printable(unit)}"


def _seasons(measured: LastYear) -> list[str]:
    last = _printable(measured.year.stages[-1])
    if measured.level is None and measured.spans[measured.year.stages[-1]] == YEAR_MONTHS:
        return [f"  # no by_month: {last} are too few a month to tell seasons from chance"]
    if measured.level is None:
        return [f"  # by_month: {{nov: 2, dec: 2}}          # no 12 whole months of {last}: seasons are not known"]
    if measured.weights is None:
        chance = f"{round(measured.level * 100)} in 100" if measured.level < 0.995 else "nearly certain"
        return [f"  # no by_month: were all months alike, {last} would differ as much by chance ({chance})"]
    words = [
        f"{ABBREVIATIONS[month.month - 1]}: {trimmed(f'{weight:.2f}')}"
        for month, weight in zip(measured.year.months, measured.weights, strict=True)
    ]
    limit = f"{Status().watch * 100:.0f} in 100"
    return [
        f"  # {last} by month, 1 is the average; by chance so uneven in less than {limit} years.",
        "  # One year can't tell seasons from growth: leave by_month out where it was growth.",
        f"  by_month: {{{', '.join(words[:6])},",
        f"             {', '.join(words[6:])}}}",
    ]


def _funnel(measured: LastYear) -> list[str]:
    stages = measured.year.stages
    top = f"{count(measured.totals[stages[0]])} in {plural(measured.spans[stages[0]], 'month')}"
    lines = ["funnel:", _noted(f"  - {_name(stages[0])}", top)]
    for upper, name, found in zip(stages, stages[1:], measured.conversions, strict=False):
        lines += _stage(upper, name, found, len(measured.year.months))
    lines += [f"  # left out: {_printable(name)}, {why}" for name, why in measured.year.left_out]
    named = {*stages, *(name for name, _ in measured.year.left_out)}
    missing = [name for name in STANDARD_STAGES if name not in named]
    if missing and named <= set(STANDARD_STAGES):
        lines.append(f"  # not in the exports: {listed(missing)}")
    if any(found.ages for found in measured.conversions):
        lines += [
            "  # A rate with a lag is measured by months of age, each age from the cohorts old enough for it",
            "  # (Kaplan and Meier's product-limit estimator): the young are not counted as failures.",
        ]
    if not all(found.ages for found in measured.conversions):
        lines.append("  # A rate without a lag is a ratio of sums over the same months: no rows date both stages.")
    return lines


def _stage(upper: str, name: str, found: Conversion, months: int) -> list[str]:
    """A stage's line, and remarks below it."""
    of = f"{count(found.came)} of {count(found.units)}"
    if not found.ages:
        fewer = f", in {plural(found.months, 'month')}" if found.months < months else ""
        if found.rate > 1:
            more = f"{count(found.came)} for {count(found.units)}: more than one for each{fewer}"
            return [_noted(f"  - {_name(name)}: {{each: {significant(found.rate, 3)}}}", more)]
        return [_noted(f"  - {_name(name)}: {_rate(found.rate)}", of + fewer)]
    values = f"rate: {_rate(found.rate)}, lag: [{', '.join(_shares(found))}]"
    if found.direct:
        values += f", direct: {significant(found.direct, 3)}"
    young = f"; of the others {found.too_young:,} are too young to tell" if found.too_young else ""
    remarks = []
    if found.direct:
        remarks.append(f"{count(found.unlinked)} have no date for {_printable(upper)}: planned as direct, a month")
    elif found.unlinked >= 1:
        remarks.append(f"{count(found.unlinked)} have no date for {_printable(upper)}: not in the rate")
    if found.late:
        remarks.append(f"{found.late:,} went on later: too few are as old, so that is not in the rate")
    if found.backwards:
        names = _printable(name), _printable(upper)
        remarks.append(f"{found.backwards:,} are dated {names[0]} before {names[1]}: not taken as gone on")
    return [_noted(f"  - {_name(name)}: {{{values}}}", of + young), *(f"      # {remark}" for remark in remarks)]


def _rate(rate: float) -> str:
    return percent(min(1.0, rate))


def _shares(found: Conversion) -> list[str]:
    """Shares by age that sum to 100% as written: rounded down, what is missing to the largest remainders."""
    steps = 1000 if found.came >= _FINE_FROM else 100
    exact = [part / math.fsum(found.ages) * steps for part in found.ages]
    whole = [math.floor(part) for part in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_rest[: steps - sum(whole)]:
        whole[at] += 1
    while not whole[-1]:
        whole.pop()
    return [f"{trimmed(f'{part * 100 / steps:.1f}')}%" for part in whole]


def _before(measured: LastYear) -> list[str]:
    if not measured.before:
        return []
    lines = [_noted("before:", "what is under way on the first day, as far back as the lags reach")]
    for stage in measured.year.stages:
        if known := measured.before.get(stage):
            reached = ", ".join(f"{month}: {_count(value)}" for month, value in known.items())
            lines.append(f"  {_name(stage)}: {{{reached}}}")
    return [*lines, ""]


def _last_year(measured: LastYear) -> list[str]:
    months = len(measured.year.months)
    whole = [stage for stage in measured.year.stages if measured.spans[stage] == months]
    lines = []
    if whole:
        totals = ", ".join(f"{_name(stage)}: {_count(measured.totals[stage])}" for stage in whole)
        lines.append(f"last_year: {{{totals}}}")
    if not measured.whole:
        lines.insert(0, f"# of {plural(months, 'month')}, {span(measured.year.months[0], measured.year.months[-1])}")
    lines += [
        f"# not here: {_printable(stage)}, {count(measured.totals[stage])} in {part} of the {plural(months, 'month')}"
        for stage, part in measured.spans.items()
        if part != months
    ]
    return lines


def _fewer(months: int) -> str:
    return "" if months == YEAR_MONTHS else f", {plural(months, 'month')}: there are no more"


def _noted(text: str, comment: str) -> str:
    return f"{f'{text}  ':<{_COLUMN}}# {comment}"


def _name(name: str) -> str:
    """A stage's name as a YAML key."""
    plain = name.isidentifier() and name.isascii() and name.lower() not in _YAML_WORDS
    return name if plain else json.dumps(name, ensure_ascii=False)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)


def _names(names: Sequence[str]) -> str:
    shown = [_printable(name) for name in names[:8]]
    return listed(shown) if len(names) <= 8 else f"{', '.join(shown)} and {len(names) - 8} more"


def _count(value: float) -> str:
    return count(round(value, 6)).replace(",", "_")


def _money(amount: float) -> str:
    """1.234M, 12.34k, 640: four digits where it is shortened."""
    rounded = float(f"{amount:.3e}")
    for scale, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if rounded >= 10 * scale or (rounded >= scale and letter != "k"):
            return significant(rounded / scale, 4) + letter
    return significant(amount, 4) if amount < 1 else trimmed(f"{amount:.2f}")


def _plain(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 100 else trimmed(f"{amount:.2f}")
