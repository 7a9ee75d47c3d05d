"""Figures that are ratios of others, in formulas, a formula each (`kpis.built_in`)."""

from __future__ import annotations

from collections.abc import Callable

from kpiplan.analysis.workbook.engine import Engine
from kpiplan.analysis.workbook.formulas import (
    EMPTY,
    At,
    Formula,
    Line,
    Named,
    call,
    compared,
    minus,
    over,
    plus,
    ratio,
    times,
    when,
)
from kpiplan.analysis.workbook.scope import Scope
from kpiplan.funnel.spend import YEARLY_FEES
from kpiplan.months import YEAR_MONTHS
from kpiplan.tuples import NamedTuple


def result(segment: str | None, kpi: str) -> Line:
    """The line of a figure of a segment, or of the whole plan."""
    return ("result", segment or "", kpi)


def ratio_of(kpi: str, engine: Engine, segment: str | None, scopes: tuple[Scope, ...], column: int) -> Formula:
    """A ratio over some months: of a segment, or of the whole plan."""
    return RATIO_FORMULAS[kpi](_Of(engine, segment, scopes, column))


class _Of(NamedTuple):
    """A ratio's place: whose it is, and over which months."""

    engine: Engine
    segment: str | None
    scopes: tuple[Scope, ...]
    column: int

    def amount(self, kpi: str) -> Formula:
        """A figure over these months."""
        return At(result(self.segment, kpi), self.column)

    @property
    def won(self) -> Formula:
        """Arrivals at the last stage, whatever each funnel calls it."""
        return plus(*(At(result(scope.segment, scope.branch.stages[-1].name), self.column) for scope in self.scopes))

    @property
    def margin(self) -> Formula:
        """What of a customer's fee counts, a month (`built_in.Terms`)."""
        inputs = self.engine.inputs
        often, gross = inputs.name(None, "purchases_per_year"), inputs.name(None, "gross_margin")
        a_month: Formula = over(Named(often), YEAR_MONTHS) if often else YEARLY_FEES / YEAR_MONTHS
        return times(a_month, Named(gross)) if gross else a_month

    @property
    def months(self) -> Formula:
        """How many months a customer pays: as the plan states it, else 1 / churn."""
        years = self.engine.inputs.name(None, "years_kept")
        if years:
            return times(Named(years), YEAR_MONTHS)
        return over(1, self.churns[0])

    @property
    def churns(self) -> list[Formula]:
        """The churn of each funnel, a month."""
        names = dict.fromkeys(scope.given("recurring_churn") for scope in self.scopes)
        return [Named(name) for name in names if name]

    @property
    def leave_alike(self) -> Formula:
        """Whether somebody leaves, and everywhere as many."""
        if self.engine.inputs.name(None, "years_kept"):
            return 1
        first, *others = self.churns
        return call("AND", compared(first, ">", 0), *(compared(each, "=", first) for each in others))


def _payback(of: _Of) -> Formula:
    return when(compared(of.won, "=", 0), EMPTY, ratio(of.amount("spend"), times(of.amount("revenue"), of.margin)))


def _worth(of: _Of) -> Formula:
    known = call("AND", compared(of.won, "<>", 0), of.leave_alike)
    worth = times(of.amount("revenue"), of.margin, of.months)
    return when(known, ratio(worth, of.amount("spend")))


RATIO_FORMULAS: dict[str, Callable[[_Of], Formula]] = {
    "cost_per_lead": lambda of: ratio(of.amount("marketing_spend"), of.amount("leads")),
    "customer_acquisition_cost": lambda of: ratio(of.amount("spend"), of.won),
    "marketing_roi": lambda of: ratio(
        minus(of.amount("revenue"), of.amount("marketing_spend")), of.amount("marketing_spend")
    ),
    "cac_payback": _payback,
    "ltv_to_cac": _worth,
}
