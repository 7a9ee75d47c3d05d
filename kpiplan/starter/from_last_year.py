"""Last year as the text of next year's plan: every number with what it rests on, what is not known as a comment."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kpiplan.analysis.baseline.conversions import Passage
from kpiplan.analysis.baseline.last_year import STANDARD_STAGES, MeasuredYear
from kpiplan.locales.numbers import count, listed, percent, plural, significant, trimmed
from kpiplan.months import YEAR_MONTHS, span
from kpiplan.plan.export_rules import FileRules
from kpiplan.starter.export_lines import exchange_line, export_lines
from kpiplan.starter.goal import goal_lines, grows_by_revenue
from kpiplan.starter.plan_text import amount, key, names_of, noted, number, printable
from kpiplan.tuples import NamedTuple

_FINE_FROM = 1000  # units from which on shares are written in tenths of a percent
_UNLIKE = 0.2  # of a year's units: what the same again needs differs by more

_ABSENT = {  # why a stage is left out
    "no-month": "no whole month",
    "below-zero": "a month below zero",
    "zero": "zero all year",
    "no-number": "no number to plan with",
    "no-common-month": "no month with both it and {stage}",
    "out-of-proportion": "out of all proportion to {stage}",
}


class Origin(NamedTuple):
    """Where the measures come from: the files, the currency where a header names it (`stated`: a plan does), measures
    that are no stages, segments, the rules by which they were read; and by how much the goal grows.
    """

    files: tuple[str, ...]
    currency: str | None = None
    others: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    rules: tuple[FileRules, ...] = ()
    growth: float | None = None
    stated: bool = False


def next_plan(measured: MeasuredYear, origin: Origin, file: str) -> str:
    """A valid plan of the twelve months after those measured; `file` is what it will be called."""
    lines = [
        *_head(measured, origin, file),
        "",
        *_body(measured, origin, file),
        *_reading(measured, origin, split=False),
    ]
    return "".join(f"{line}\n" for line in lines)


def next_plan_of_segments(measured: Mapping[str, MeasuredYear], origin: Origin, file: str) -> str:
    """The same with a funnel and a goal of its own for each segment."""
    longest = max(measured.values(), key=lambda each: len(each.year.months))
    lines = [*_head(longest, origin, file), "", "segments:"]
    for name, each in measured.items():
        lines += [f"  {key(name)}:", *(f"    {line}" if line else "" for line in _body(each, origin, file))]
    return "".join(f"{line}\n" for line in [*lines, *_reading(longest, origin, split=True)])


def _body(measured: MeasuredYear, origin: Origin, file: str) -> list[str]:
    """Goal, funnel, what is under way, last year, and what the rates rest on."""
    return [
        *goal_lines(measured, origin.growth),
        "",
        *_funnel(measured),
        "",
        *_before(measured),
        *_last_year(measured, revenue=origin.growth is not None),
        *_risk(measured, file),
    ]


def _reading(measured: MeasuredYear, origin: Origin, *, split: bool) -> list[str]:
    """How the exports were read, so that those of next year need no options."""
    lines = export_lines(origin.rules, measured.year.months[-1].plus(YEAR_MONTHS).year, split=split)
    return ["", *lines] if lines else []


def _head(measured: MeasuredYear, origin: Origin, file: str) -> list[str]:
    months = measured.year.months
    start = months[-1].plus(1)
    some = ", ".join(printable(name) for name in origin.files[:5])
    more = f" and {len(origin.files) - 5} more" if len(origin.files) > 5 else ""
    calendar = start.month == 1
    last = f"after {months[-1].long}, the last whole month of the exports"
    return [
        "# yaml-language-server: $schema=plan.schema.json",
        "# (write that file with `kpiplan schema > plan.schema.json`, and your editor completes and checks this plan)",
        "#",
        f"# Last year as the start of the next, measured from {some}{more}.",
        f"# Measured are {span(months[0], months[-1])}{_fewer(len(months))}. Change what is to change, then:",
        f"#   kpiplan target {printable(file)}     what every month must bring",
        f"#   kpiplan check {printable(file)}      what is wrong, and what is worth knowing",
        f"name: Plan {start.year}" if calendar else f"name: Plan from {start.long}",
        noted(f"year: {start.year}" if calendar else f"start: {start}", last),
        noted(
            f"currency: {origin.currency}",
            "that of the plan it is like" if origin.stated else "named in a header of the exports",
        )
        if origin.currency
        else noted("# currency: USD", "no header of the exports names one: state yours"),
        *(exchange_line(origin.rules[0].exchange) if origin.rules else []),
        *(f"# The exports tell apart {names_of(names)}: taken together here." for names in [origin.segments] if names),
        *(f"# Also in the exports, but no stages: {names_of(names)}." for names in [origin.others] if names),
    ]


def _repeated(measured: MeasuredYear) -> list[str]:
    """A remark where bringing the same again takes other numbers than those that came."""
    top = measured.year.stages[0]
    came = measured.totals[top] * YEAR_MONTHS / measured.spans[top]
    if measured.ramp or abs(measured.needed - came) <= _UNLIKE * came:
        return []
    needed = f"{count(round(measured.needed))} {printable(top)}"
    return [
        f"  # At these rates the same again needs {needed}, and {count(round(came))} came: growth, a cut export, or",
        "  # rates of other units explain that; see to it before the plan is used.",
    ]


def _funnel(measured: MeasuredYear) -> list[str]:
    stages = measured.year.stages
    top = f"{count(measured.totals[stages[0]])} in {plural(measured.spans[stages[0]], 'month')}"
    lines = ["funnel:", noted(f"  - {key(stages[0])}", top)]
    for upper, name, found in zip(stages, stages[1:], measured.conversions, strict=False):
        lines += _stage(upper, name, found, len(measured.year.months))
    lines += [
        f"  # left out: {printable(each.stage)}, {_ABSENT[each.code].format(stage=each.beside)}"
        for each in measured.year.left_out
    ]
    named = {*stages, *(each.stage for each in measured.year.left_out)}
    missing = [name for name in STANDARD_STAGES if name not in named]
    if missing and named <= set(STANDARD_STAGES):
        lines.append(f"  # not in the exports: {listed(missing)}")
    lines += _repeated(measured)
    if any(found.ages for found in measured.conversions):
        lines += [
            "  # A rate with a lag is measured by months of age, each age from the cohorts old enough for it",
            "  # (Kaplan and Meier's product-limit estimator): the young are not counted as failures.",
        ]
    if not all(found.ages for found in measured.conversions):
        lines.append("  # A rate without a lag is a ratio of sums over the same months: no rows date both stages.")
    return lines


def _stage(upper: str, name: str, found: Passage, months: int) -> list[str]:
    """A stage's line, and remarks below it."""
    of = f"{count(found.came)} of {count(found.units)}"
    if not found.ages:
        fewer = f", in {plural(found.months, 'month')}" if found.months < months else ""
        if found.rate > 1:
            more = f"{count(found.came)} for {count(found.units)}: more than one for each{fewer}"
            return [noted(f"  - {key(name)}: {{each: {significant(found.rate, 3)}}}", more)]
        return [noted(f"  - {key(name)}: {_rate(found.rate)}", of + fewer)]
    values = f"rate: {_rate(found.rate)}, lag: [{', '.join(_shares(found))}]"
    if found.direct:
        values += f", direct: {significant(found.direct, 3)}"
    young = f"; of the others {found.too_young:,} are too young to tell" if found.too_young else ""
    remarks = []
    if found.rising is not None:
        remarks.append(
            f"at least {_rate(found.rate)}, still rising at {plural(found.rising, 'month')}: records that reach back"
        )
        remarks.append("further would show the end of it, and a rate that is no less than this one")
    if found.direct:
        remarks.append(f"{count(found.unlinked)} have no date for {printable(upper)}: planned as direct, a month")
    elif found.unlinked >= 1:
        remarks.append(f"{count(found.unlinked)} have no date for {printable(upper)}: not in the rate")
    if found.late:
        remarks.append(f"{found.late:,} went on later: too few are as old, so that is not in the rate")
    if found.backwards:
        names = printable(name), printable(upper)
        remarks.append(f"{found.backwards:,} are dated {names[0]} before {names[1]}: not taken as gone on")
    return [noted(f"  - {key(name)}: {{{values}}}", of + young), *(f"      # {remark}" for remark in remarks)]


def _rate(rate: float) -> str:
    return percent(min(1.0, rate))


def _shares(found: Passage) -> list[str]:
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


def _before(measured: MeasuredYear) -> list[str]:
    if not measured.before:
        return []
    lines = [noted("before:", "what is under way on the first day, as far back as the lags reach")]
    for stage in measured.year.stages:
        if known := measured.before.get(stage):
            reached = ", ".join(f"{month}: {number(value)}" for month, value in known.items())
            lines.append(f"  {key(stage)}: {{{reached}}}")
    return [*lines, ""]


def _last_year(measured: MeasuredYear, *, revenue: bool = False) -> list[str]:
    months = len(measured.year.months)
    whole = [stage for stage in measured.complete if measured.spans[stage] == months]
    lines = []
    if whole:
        totals = [f"{key(stage)}: {number(measured.totals[stage])}" for stage in whole]
        if revenue and grows_by_revenue(measured) and measured.deal:
            totals.append(f"revenue: {amount(measured.deal.yearly)}")
        lines.append(f"last_year: {{{', '.join(totals)}}}")
    if not measured.whole:
        lines.insert(0, f"# of {plural(months, 'month')}, {span(measured.year.months[0], measured.year.months[-1])}")
    lines += [
        f"# not here: {printable(stage)}, {count(measured.totals[stage])} in {part} of the {plural(months, 'month')}"
        for stage, part in measured.spans.items()
        if part != months
    ]
    lines += [
        f"# not here: {printable(stage)}, {count(measured.totals[stage])} with incomplete months"
        for stage, part in measured.spans.items()
        if part == months and stage not in whole
    ]
    return lines


def _risk(measured: MeasuredYear, file: str) -> list[str]:
    """What the rates rest on: of each stage the units old enough to have come through, and how many did.

    Not of a rate that still rises, nor of a stage whose earlier units the records lack: those counts are no whole ones.
    """
    lines = []
    complete = measured.complete
    for name, found in zip(measured.year.stages[1:], measured.conversions, strict=True):
        came, units = found.mature
        if units > 0 and found.rising is None and (name in complete or found.ages):
            lines.append(f"  {key(name)}: {number(came)} of {number(units)}")
    if not lines:
        return []
    return [
        "",
        noted("risk:", f"what the rates rest on; kpiplan chance {printable(file)} says how likely the goal is"),
        *lines,
    ]


def _fewer(months: int) -> str:
    return "" if months == YEAR_MONTHS else f", {plural(months, 'month')}: there are no more"
