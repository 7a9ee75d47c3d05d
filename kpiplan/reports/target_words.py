"""The words around the table of targets: the goal and what rounding does to it, what was assumed, what to watch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from kpiplan import wording
from kpiplan.branches import Branch
from kpiplan.carry import hanging, too_late
from kpiplan.checks.assumptions import RARE
from kpiplan.checks.carry_in import covers
from kpiplan.checks.stated import chain
from kpiplan.checks.timing import OFF, month_parts
from kpiplan.funnel import kernel_reach, up
from kpiplan.months import YEAR_MONTHS
from kpiplan.outcomes import Outcome
from kpiplan.plan import Series
from kpiplan.reports.model import Fact
from kpiplan.reports.view import View
from kpiplan.rounding import NOISE

LISTED = 6  # of segments or stages; more are counted


def facts(view: View) -> tuple[Fact, ...]:
    """Why, goal, assumptions: what stands above the table."""
    found = [Fact("Why", (view.plan.why,))] if view.plan.why else []
    found.append(Fact("Goal", tuple(_goal(view))))
    assumed = "; ".join(_assumed(view))
    return (*found, Fact("Assumed", (assumed,))) if assumed else tuple(found)


def _money(view: View, amount: float) -> str:
    return wording.money(amount, view.plan.currency)


def _goal(view: View) -> Iterator[str]:
    exact = math.fsum(math.fsum(branch.exact) for branch in view.branches)
    year = math.fsum(branch.year for branch in view.branches)
    text = f"{_amount(view)}{_customers(view, exact)}{_deals(view)}"
    rounded = any(branch.rounding for branch in view.branches) and abs(exact - year) > NOISE * exact
    yield text + (f", rounded to {wording.count(year)}" if rounded else "")
    if rounded and len(view.branches) == 1:
        yield from _rounding(view, view.outcomes[0])
    if view.plan.existing and not view.segment:
        kept, new = view.plan.existing.kept, math.fsum(branch.business.year for branch in view.branches)
        yield f"{_money(view, kept)} of it from existing customers, {_money(view, new)} new business"
    if any(branch.from_elsewhere for branch in view.branches):
        parts = {wording.percent(branch.from_elsewhere) for branch in view.branches}
        yield f"{wording.listed(sorted(parts), 'or')} of the new business comes from elsewhere"
    if len(view.branches) > 1:
        yield "; ".join(_segments(view))


def _customers(view: View, exact: float) -> str:
    """How many customers the amount means; nothing where it says so itself."""
    counted = all(branch.business.in_units and not branch.from_elsewhere for branch in view.branches)
    return "" if counted else f": {wording.count(exact)} {view.unit}"


def _amount(view: View) -> str:
    goal = view.plan.goal
    if view.segment or not goal.stated:
        return _branches_amount(view)
    if goal.recurring:
        ends = f"{_money(view, goal.recurring.start)} to {_money(view, goal.recurring.end)}"
        return f"Recurring revenue from {ends} a month"
    amount = _money(view, goal.revenue) if goal.revenue is not None else f"{wording.count(goal.units or 0)} {view.unit}"
    return amount + (_timing(goal.timing.weights) if goal.timing and not goal.timing.level else "")


def _branches_amount(view: View) -> str:
    year = math.fsum(branch.business.year for branch in view.branches)
    units = all(branch.business.in_units for branch in view.branches)
    amount = f"{wording.count(year)} {view.unit}" if units else _money(view, year)
    months = [math.fsum(values) for values in zip(*(b.business.months for b in view.branches), strict=True)]
    level = max(months) - min(months) <= NOISE * year
    return amount + ("" if level else _timing([month / year for month in months]))


def _timing(weights: Sequence[float]) -> str:
    quarters = [wording.percent(math.fsum(weights[at : at + 3]), 3)[:-1] for at in range(0, YEAR_MONTHS, 3)]
    return f", {'/'.join(quarters)}% by quarter"


def _deals(view: View) -> str:
    deals = {branch.deal for branch in view.branches}
    deal = deals.pop() if len(deals) == 1 else None
    return f" at {_span(view, deal)} each" if deal else ""


def _span(view: View, series: Series) -> str:
    low, high = min(series), max(series)
    return _money(view, low) if low == high else f"{_money(view, low)} to {_money(view, high)}"


def _rounding(view: View, outcome: Outcome) -> Iterator[str]:
    """What the rounded year brings, and what the other whole number would."""
    branch = outcome.branch
    bring, exact = branch.money(branch.customers), branch.money(branch.exact)
    year = round(branch.year)
    short = branch.year < math.fsum(branch.exact)
    other = year + 1 if short else year - 1
    scaled = tuple(count * other / branch.year for count in branch.customers)
    worth = branch.money(scaled)
    top = math.fsum(up(branch.stages, scaled, branch.next_year).arrivals[0].year) / YEAR_MONTHS
    needs = f"need {wording.count(top)} {branch.stages[0].name} a month"
    if bring is None or exact is None or worth is None:
        yield f"{other:,} {needs}"
    else:
        off = f"{_money(view, abs(bring - exact))} {'short' if short else 'over'}"
        yield f"{year:,} bring {_money(view, bring)}, {off}; {other:,} bring {_money(view, worth)} and {needs}"


def _segments(view: View) -> Iterator[str]:
    for branch in view.branches[:LISTED]:
        deal = f" at {_span(view, branch.deal)}" if branch.deal else ""
        count = f"{wording.count(branch.year)} {branch.stages[-1].name}"
        yield f"{branch.label} {wording.percent(branch.part)}: {count}{deal}"
    if len(view.branches) > LISTED:
        yield f"and {wording.plural(len(view.branches) - LISTED, 'more segment')}"


def _assumed(view: View) -> Iterator[str]:
    stages = [stage for branch in view.branches for stage in branch.stages]
    lagged = any(stage.lag.longest > 0 for stage in stages)
    if view.level:
        yield "every month alike"
    if not lagged:
        yield "no time between stages"
    if all(min(stage.rate) == max(stage.rate) for stage in stages):
        yield "rates hold all year"
    if lagged:
        growths = {branch.next_year for branch in view.branches}
        if len(growths) > 1:
            yield "the year after by segment"
        else:
            yield _year_after(growths.pop())


def _year_after(growth: float | None) -> str:
    if growth is None:
        return "nothing is wanted after the year"
    if growth == 0:
        return "the year after at the same level"
    return f"the year after: {'+' if growth > 0 else ''}{wording.percent(growth)}"


def remarks(view: View) -> tuple[str, ...]:
    """What stands below the table."""
    found = [*_carried(view), *_late(view), *_outrun(view), *_stated(view), *_zero(view)]
    if view.level:
        found.append("Every month is the same: --by month lists them, --whole gives whole numbers.")
    elif view.by == "quarter":
        one = f" One segment: --segment {view.branches[0].segment}." if len(view.branches) > 1 else ""
        found.append(f"Months: --by month. Whole numbers: --whole.{one}")
    return tuple(found)


def _carried(view: View) -> Iterator[str]:
    """What hangs on the first day, what of it is stated, what is missing."""
    rows = [row for row in view.figures.carry_in if row.needed > 0]
    if not rows:
        return
    start = view.plan.start
    hang = [tuple(map(float.__mul__, hanging(o.targets), o.branch.customers)) for o in view.outcomes]
    yield f"* Must be under way on 1 {start.long}; {_part_of_year(view, hang)} on it."
    lines = [line for outcome in view.outcomes for line in _cover(view, outcome)]
    yield from lines[:LISTED]
    if not lines:
        yield "  Nothing of it is stated (`before`); it is taken as there."
    elif any(row.stated is None for row in rows):
        yield "  All others: nothing stated, taken as there."


def _part_of_year(view: View, hang: Sequence[Sequence[float]]) -> str:
    amounts = [branch.money(count) for branch, count in zip(view.branches, hang, strict=True)]
    years = [branch.money(branch.customers) for branch in view.branches]
    known, whole = [a for a in amounts if a is not None], [y for y in years if y is not None]
    if len(known) == len(amounts):
        return f"{_money(view, math.fsum(known))} of the {_money(view, math.fsum(whole))} hangs"
    units = math.fsum(math.fsum(count) for count in hang), math.fsum(branch.year for branch in view.branches)
    return f"{wording.count(units[0])} of the {wording.count(units[1])} {view.unit} hang"


def _cover(view: View, outcome: Outcome) -> Iterator[str]:
    branch = outcome.branch
    unit = branch.stages[-1].name
    for cover in covers(view.plan, outcome):
        name = f"{_of(branch)}{branch.stages[cover.stage].name}"
        text = f"  {name}: {wording.count(cover.stated)} stated of {wording.count(cover.needed)}"
        missing = math.fsum(cover.missing)
        worth = branch.money(cover.missing)
        amount = "" if worth is None else f" ({_money(view, abs(worth))})"
        if cover.short:
            text += f"; {wording.count(missing)} {unit}{amount} of the year's goal will be missing"
        elif missing < -0.005 * branch.year:
            text += f"; worth {wording.count(-missing)} {unit}{amount} more, targets are not lowered for it"
        yield text


def _of(branch: Branch) -> str:
    return f"{branch.label} " if branch.segment else ""


def _late(view: View) -> Iterator[str]:
    """Stages whose last months serve the next year: those that end in the same month in one breath."""
    said = []
    for outcome in view.outcomes:
        for last, group in groupby(too_late(outcome.targets), key=lambda late: late.last):
            stages = list(group)
            names = [outcome.branch.stages[late.stage].name for late in stages]
            month = view.plan.start.plus(last - 1)
            when = f"after {month.long.split()[0]}" if last else "all year"
            parts = sorted({wording.percent(late.part, 2) for late in stages}, key=lambda part: float(part[:-1]))
            part = parts[0] if len(parts) == 1 else f"{parts[0][:-1]}-{parts[-1]}"
            said.append(f"{_of(outcome.branch)}{wording.listed(names)} {when} ({part} of the year's)")
    if said:
        more = f"; and {len(said) - LISTED} more" if len(said) > LISTED else ""
        yield f"Too late for this year, at work for the next: {'; '.join(said[:LISTED])}{more}."


def _outrun(view: View) -> Iterator[str]:
    """Goals that jump faster than a spread lag lets arrivals follow: what the targets then bring."""
    for outcome in view.outcomes[:LISTED]:
        branch = outcome.branch
        reach = kernel_reach(outcome.targets)
        parts = month_parts(branch, reach)
        if max(abs(part - 1) for part in parts) <= OFF:
            continue
        low, high = (parts.index(part) for part in (min(parts), max(parts)))
        months = [f"{view.plan.start.plus(at).long} {wording.percent(parts[at], 2)}" for at in (low, high)]
        year = (
            f"{wording.count(math.fsum(reach))} of {wording.count(branch.year)} {_of(branch)}{branch.stages[-1].name}"
        )
        yield f"A spread lag smooths this goal: the targets bring {year}, {months[0]}, {months[1]}."


def _stated(view: View) -> Iterator[str]:
    for outcome in view.outcomes[:LISTED]:
        found = chain(outcome)
        if found and found.short > 0:
            worth = "" if found.revenue is None else f": {_money(view, found.revenue)}"
            year = f"{wording.count(found.customers * YEAR_MONTHS)} {outcome.branch.stages[-1].name}"
            short = f"{wording.percent(found.short, 2)} short of {wording.count(outcome.branch.year)}"
            top = f"{wording.count(found.stated)} {_of(outcome.branch)}{found.top}"
            yield f"The stated {top} end in {year}{worth}, {short}."


def _zero(view: View) -> Iterator[str]:
    means = [(branch.year / YEAR_MONTHS, branch) for branch in view.branches if 0 < branch.year < RARE * YEAR_MONTHS]
    if means:
        mean, branch = min(means, key=lambda pair: pair[0])
        chance = wording.in_hundred(math.exp(-mean / view.plan.status.dispersion))
        yield f"A month without any {_of(branch)}{branch.stages[-1].name} is normal: {chance}."
