"""The built-in figures of targets, a record each, in the order of results.

Whoever lists figures, names or sums them, or shows them reads these records: another figure is another record, and its
line in docs/output.md and docs/arithmetic.md.
"""

import math
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Literal

from kpiplan.figures import Measure, Ratio, Unit
from kpiplan.tuples import NamedTuple

LAST = ".last"  # arrivals at the last stage, whatever it is called in each segment; no stage has a dot in its name

AddsUp = Literal["sum", "last", "ratio"]  # over months: the sum, the last month's, the ratio of sums
Group = Literal["stages", "revenue", "spend", "ratios"]
Segments = Literal["any", "all", "goal"]


class Terms(NamedTuple):
    """What a customer who pays by the month is worth, as parts of the monthly fee.

    `margin` is what of a fee counts a month: its gross profit where the plan states `gross_margin`, else all of it;
    None where not all customers pay fees. `months` is how many of them a customer pays, 1 / churn; None where nobody
    leaves, or it is not the same everywhere.
    """

    margin: float | None = None
    months: float | None = None


NO_FEES = Terms()


def _always(_: Terms) -> bool:
    return True


def _once(terms: Terms) -> bool:
    """A month's fee is no return."""
    return terms.margin is None


def _fees(terms: Terms) -> bool:
    return terms.margin is not None


def _fees_that_end(terms: Terms) -> bool:
    return terms.margin is not None and bool(terms.months)


class BuiltIn(NamedTuple):
    """A figure: identifier, unit, how its months add up, and a short English label.

    One that follows from others is `computed` from the terms of the plan and the amounts `of` these names; where one of
    them is missing, or `when` does not hold of the terms, there is no such figure. `formula` says the same in words:
    `customers` are arrivals at the last stage, `fee` what of a customer's monthly fee counts, `churn` 1 / months.

    Over segments a sum needs `any` of them, `all`, or (`goal`) all but for those that share a goal of the plan's own
    that is recurring. One that is called otherwise where customers pay fees (`fees_label`) means another thing there:
    over some of both it is no sum. `scorecard` is its formula as a KPI where the last stage {won} is no `customers`,
    `scorecard_fees` that with a recurring goal; the catalogue's holds where neither does.
    """

    id: str
    unit: Unit
    adds_up: AddsUp
    group: Group
    label: str
    formula: str = ""
    of: tuple[str, ...] = ()
    computed: Callable[..., float | None] | None = None
    when: Callable[[Terms], bool] = _always
    segments: Segments = "any"
    whole_only: bool = False  # of the whole plan, not of its segments
    exported: bool = False  # exports know it, and actuals are compared with it
    reserved: bool = True  # no stage can have the name
    prominent: bool = False  # its row is a total
    multiple: bool = False  # 4.2x, not 420%
    fees_label: str = ""
    scorecard: str = ""
    scorecard_fees: str = ""


def quotient(part: float, whole: float) -> float | None:
    """part / whole; None where there is nothing to divide by, or so little that no number holds the result."""
    if not whole:
        return None
    found = part / whole
    return found if math.isfinite(found) else None


def _added(_: Terms, one: float, two: float) -> float:
    return one + two


def _divided(_: Terms, part: float, whole: float) -> float | None:
    return quotient(part, whole)


def _return(_: Terms, revenue: float, spent: float) -> float | None:
    return quotient(revenue - spent, spent)


def _payback(terms: Terms, spent: float, revenue: float, won: float) -> float | None:
    """Spend / won over revenue / won * margin."""
    return quotient(spent, revenue * (terms.margin or 0.0)) if won else None


def _worth(terms: Terms, spent: float, revenue: float, won: float) -> float | None:
    """Revenue / won * margin * months over spend / won."""
    return quotient(revenue * (terms.margin or 0.0) * (terms.months or 0.0), spent) if won else None


# every stage, its sources behind it, has the place of this one
STAGES = BuiltIn("", "count", "sum", "stages", "", exported=True, reserved=False)

FIGURES = (
    STAGES,
    BuiltIn(
        "revenue", "currency", "sum", "revenue", "new revenue",
        segments="all", exported=True, prominent=True, fees_label="new recurring revenue",
    ),
    BuiltIn("existing_revenue", "currency", "sum", "revenue", "existing revenue", whole_only=True),
    BuiltIn(
        "total_revenue", "currency", "sum", "revenue", "total revenue",
        "revenue + existing_revenue", ("revenue", "existing_revenue"), _added, whole_only=True, prominent=True,
    ),
    BuiltIn(
        "recurring_revenue", "currency", "last", "revenue", "recurring revenue", segments="goal", prominent=True,
    ),
    BuiltIn("marketing_spend", "currency", "sum", "spend", "marketing spend", exported=True),
    BuiltIn("sales_spend", "currency", "sum", "spend", "sales spend", exported=True),
    BuiltIn(
        "spend", "currency", "sum", "spend", "spend",
        "marketing_spend + sales_spend", ("marketing_spend", "sales_spend"), _added, exported=True, prominent=True,
    ),
    BuiltIn(
        "cost_per_lead", "currency", "ratio", "ratios", "cost per lead",
        "marketing_spend / leads", ("marketing_spend", "leads"), _divided,
    ),
    BuiltIn(
        "customer_acquisition_cost", "currency", "ratio", "ratios", "acquisition cost",
        "spend / customers", ("spend", LAST), _divided,
        scorecard="(marketing_spend + sales_spend) / {won}",
    ),
    BuiltIn(
        "marketing_roi", "ratio", "ratio", "ratios", "marketing ROI",
        "(revenue - marketing_spend) / marketing_spend", ("revenue", "marketing_spend"), _return, _once,
        scorecard_fees="(revenue * purchases_per_year * years_kept - marketing_spend) / marketing_spend",
    ),
    BuiltIn(
        "cac_payback", "duration", "ratio", "ratios", "payback",
        "customer_acquisition_cost / fee", ("spend", "revenue", LAST), _payback, _fees,
        scorecard_fees="customer_acquisition_cost / (average_purchase * purchases_per_year / 12{margin})",
    ),
    BuiltIn(
        "ltv_to_cac", "ratio", "ratio", "ratios", "lifetime value to cost",
        "fee / churn / customer_acquisition_cost", ("spend", "revenue", LAST), _worth, _fees_that_end, multiple=True,
        scorecard_fees="{value} / customer_acquisition_cost",
    ),
)  # fmt: skip

BUILT_IN = {each.id: each for each in FIGURES if each is not STAGES}
SPEND = tuple(name for name, each in BUILT_IN.items() if each.group == "spend" and each.exported)
EXPORTED = tuple(name for name, each in BUILT_IN.items() if each.exported)
RATIOS = tuple(name for name, each in BUILT_IN.items() if each.adds_up == "ratio")

# names of results, and of keys beside which a stage may stand: no stage can have them
SAFE = "safe"  # the column of results that says how safe the goal is with them
NO_MEASURES = ("period", "segment", SAFE)  # columns of results that hold no figures
_GOAL_KEYS = "recurring average_deal round_customers from_elsewhere by_month by_quarter in_quarter growth next_year"
_RISK_KEYS = "market deal_spread"
RESERVED_NAMES = frozenset(
    (*NO_MEASURES, *f"{_GOAL_KEYS} {_RISK_KEYS}".split(), *(each.id for each in BUILT_IN.values() if each.reserved))
)

_PLACES = {each.id: at for at, each in enumerate(FIGURES)}
_SUMS = tuple(each for each in FIGURES if each.computed and each.adds_up != "ratio")


def built_in(kpi: str) -> BuiltIn:
    """The record of a figure; of a stage, or a source of one, that of all `STAGES`."""
    return BUILT_IN.get(kpi, STAGES)


def place(kpi: str) -> int:
    """Where among the figures one stands; stages come first, in the order of their own."""
    return _PLACES.get(kpi, 0)


def given(kpi: str, months: Sequence[float]) -> Measure:
    """A built-in figure, or a stage's, by month."""
    found = built_in(kpi)
    return Measure(kpi, found.unit, tuple(months), level=found.adds_up == "last")


def with_sums(measures: Sequence[Measure], *, whole: bool = False) -> list[Measure]:
    """Measures, and those that follow from them month by month; those of the whole plan alone where `whole`."""
    held = {measure.kpi: measure.months for measure in measures}
    added: list[Measure] = []
    for each in _SUMS:
        if each.computed and each.whole_only == whole and each.id not in held and held.keys() >= {*each.of}:
            rows = zip(*(held[name] for name in each.of), strict=True)
            held[each.id] = tuple(each.computed(NO_FEES, *row) or 0.0 for row in rows)
            added.append(given(each.id, held[each.id]))
    return sorted((*measures, *added), key=lambda measure: place(measure.kpi)) if added else list(measures)


def ratios(kpis: Collection[str], terms: Terms) -> list[Ratio]:
    """The ratios that can be had of some measures and of what the last stage brings, in their order."""
    held = {*kpis, LAST}
    return [
        Ratio(each.id, each.unit, each.of, partial(each.computed, terms))
        for each in map(BUILT_IN.__getitem__, RATIOS)
        if each.computed and each.when(terms) and held.issuperset(each.of)
    ]
