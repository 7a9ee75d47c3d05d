"""What of a plan can be edited in a workbook: every number that its targets are computed of, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from kpiplan.analysis.workbook.names import Names
from kpiplan.analysis.workbook.values import Value, day_number
from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import Costs, Goal, Plan, Referral, Stage
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple

Kind = Literal["money", "count", "percent", "each", "weight", "rounding", "next year", "month", "number"]
Form = Literal["one", "months", "ages"]
MORE_AGES = 2  # months by which a lag can be made longer than the plan's


class SheetInput(NamedTuple):
    """An input: the name of its range, what it is (`rate`) and of which stage or source, of which segment (None: the
    plan), where it stands or would stand in the plan file, and its values: one, a plan month each, or a month of age
    each. None where the plan says nothing: then something follows from the rest of it.
    """

    name: str
    key: str
    of: str
    segment: str | None
    path: Path
    kind: Kind
    form: Form
    values: tuple[Value, ...]


class Inputs:
    """The inputs of a plan, in its order, found by segment, key and what they are of."""

    def __init__(self, plan: Plan) -> None:
        names = Names()
        self.all: list[SheetInput] = []
        self._found: dict[tuple[str | None, str, str], str] = {}
        for each in _inputs(plan):
            words = [word for word in (each.of, each.segment) if word]
            named = each._replace(name=names.range(*filter(None, (_section(each), each.key, *words))))
            self.all.append(named)
            self._found[each.segment, each.key, each.of] = named.name

    def ages(self, name: str) -> int:
        """The largest age in months that a lag's input has."""
        return next(len(each.values) for each in self.all if each.name == name) - 1

    def name(self, segment: str | None, key: str, of: str = "") -> str | None:
        """The name of an input; None where the segment (None: the plan) has none of its own."""
        return self._found.get((segment, key, of))


def _section(each: SheetInput) -> str:
    """What the name of its range begins with, so that it is no word of the spreadsheet's own."""
    place = each.path[2:] if each.segment else each.path
    if place[0] == "goal":
        return "goal"
    return "" if place[0] == "funnel" else "plan"


def _inputs(plan: Plan) -> Iterator[SheetInput]:
    start = day_number(date(plan.start.year, plan.start.month, 1))
    yield _one(None, "start", ("start",), "month", start)
    yield from _goal(None, (), plan.goal, whole=True)
    if plan.existing is not None and plan.goal.units is None:
        existing = plan.existing
        yield _one(None, "existing", ("existing", "revenue"), "money", existing.revenue)
        yield _one(None, "existing_churn", ("existing", "churn"), "percent", existing.churn)
        yield _one(None, "existing_expansion", ("existing", "expansion"), "percent", existing.expansion)
    if not plan.segments or any(not segment.funnel for segment in plan.segments):
        yield from _funnel(None, (), plan.funnel)
    yield from _costs(None, (), plan.costs)
    for name in ("gross_margin", "purchases_per_year", "years_kept"):
        if name in plan.economics:
            kind: Kind = "percent" if name == "gross_margin" else "number"
            yield _one(None, name, ("economics", name), kind, plan.economics[name])
    for segment in plan.segments:
        at: Path = ("segments", segment.name)
        if segment.share is not None:
            yield _one(segment.name, "share", (*at, "share"), "percent", segment.share)
        yield from _goal(segment.name, at, segment.goal, whole=False)
        yield from _funnel(segment.name, at, segment.funnel)
        yield from _costs(segment.name, at, segment.costs)


def _one(segment: str | None, key: str, path: Path, kind: Kind, value: Value, of: str = "") -> SheetInput:
    return SheetInput("", key, of, segment, path, kind, "one", (value,))


def _months(segment: str | None, key: str, path: Path, kind: Kind, values: Series, of: str = "") -> SheetInput:
    return SheetInput("", key, of, segment, path, kind, "months", values)


def _goal(segment: str | None, at: Path, goal: Goal, *, whole: bool) -> Iterator[SheetInput]:
    at = (*at, "goal")
    if goal.revenue is not None:
        yield _one(segment, "revenue", (*at, "revenue"), "money", goal.revenue)
    elif goal.units is not None:
        yield _one(segment, "units", (*at, "units"), "count", goal.units)
    elif goal.recurring is not None:
        recurring = goal.recurring
        yield _one(segment, "recurring_from", (*at, "recurring", "from"), "money", recurring.start)
        yield _one(segment, "recurring_to", (*at, "recurring", "to"), "money", recurring.end)
        yield _one(segment, "recurring_churn", (*at, "recurring", "churn"), "percent", recurring.churn)
        yield _one(segment, "recurring_expansion", (*at, "recurring", "expansion"), "percent", recurring.expansion)
    if goal.average_deal is not None:
        yield _months(segment, "average_deal", (*at, "average_deal"), "money", goal.average_deal)
    if goal.timing is not None or (whole and goal.stated and goal.recurring is None):
        weights = goal.timing.weights if goal.timing else (1 / YEAR_MONTHS,) * YEAR_MONTHS
        yield _months(segment, "by_month", (*at, "by_month"), "weight", weights)
    yield _one(segment, "from_elsewhere", (*at, "from_elsewhere"), "percent", goal.from_elsewhere)
    yield _one(segment, "round_customers", (*at, "round_customers"), "rounding", goal.rounding)
    next_year: Value = None
    if goal.next_year is not None:
        next_year = "none" if goal.next_year.growth is None else goal.next_year.growth
    yield _one(segment, "next_year", (*at, "next_year"), "next year", next_year)


def _funnel(segment: str | None, at: Path, stages: tuple[Stage, ...]) -> Iterator[SheetInput]:
    for number, stage in enumerate(stages):
        path, of = (*at, "funnel", number, stage.name), stage.name
        if number:
            kind: Kind = "each" if stage.each else "percent"
            yield _months(segment, "rate", (*path, "each" if stage.each else "rate"), kind, stage.rate, of)
            shares = stage.lag.shares
            ages = shares + (0.0,) * (stage.lag.longest + MORE_AGES + 1 - len(shares))
            yield SheetInput("", "lag", of, segment, (*path, "lag"), "percent", "ages", ages)
        if isinstance(stage.direct, Referral):
            where = (*path, "direct")
            yield _one(segment, "per_customer", (*where, "per_customer"), "number", stage.direct.per_customer, of)
            yield _one(segment, "opening", (*where, "opening"), "count", stage.direct.opening, of)
        elif stage.direct is not None:
            yield _months(segment, "direct", (*path, "direct"), "count", stage.direct, of)
        if stage.cost is not None:
            yield _months(segment, "cost", (*path, "cost"), "money", stage.cost, of)
        for source in stage.sources:
            where, name = (*path, "sources", source.name), source_name(stage.name, source.name)
            yield _one(segment, "source_share", (*where, "share"), "percent", source.share, name)
            if source.cost is not None:
                yield _months(segment, "cost", (*where, "cost"), "money", source.cost, name)


def source_name(stage: str, source: str) -> str:
    """What results call a source of a stage."""
    return f"{stage}.{source}"


def _costs(segment: str | None, at: Path, costs: Costs) -> Iterator[SheetInput]:
    for side, series in (("marketing", costs.marketing), ("sales", costs.sales)):
        if series is not None:
            yield _months(segment, "costs", (*at, "costs", side), "money", series, side)
