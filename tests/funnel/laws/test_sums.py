"""Law 2: sums.

"Months add up to quarters, quarters to the year, segments to the total (counts and money)."
"""

import math

from hypothesis import assume, given

from kpiplan.api import targets

from ..generated import STABLE, Data, loaded, near, plans, results_of

ADD_UP = ("count", "currency")
RATIOS = ("cost_per_lead", "customer_acquisition_cost", "marketing_roi", "cac_payback", "ltv_to_cac")


@STABLE
@given(plans())
def test_months_add_up_to_quarters_and_quarters_to_the_year(data: Data) -> None:
    plan = loaded(data)
    by_month, by_quarter, by_year = (targets(plan, by="month"), targets(plan, by="quarter"), targets(plan, by="year"))
    assert [len(results.periods) for results in (by_month, by_quarter, by_year)] == [12, 4, 1]
    for months, quarters, year in zip(by_month.figures, by_quarter.figures, by_year.figures, strict=True):
        assert (months.segment, months.kpi) == (quarters.segment, quarters.kpi) == (year.segment, year.kpi)
        assert months.total == quarters.total == year.total == year.values[0]
        if months.kpi in RATIOS:
            continue
        values = [value for value in months.values if value is not None]
        quarter_values = [value for value in quarters.values if value is not None]
        total = months.total
        if months.kpi == "recurring_revenue":  # a level: its last value holds
            assert quarter_values == values[2::3]
            assert total == values[-1]
        else:
            assert all(
                near(sum(values[3 * quarter : 3 * quarter + 3]), amount)
                for quarter, amount in enumerate(quarter_values)
            )
            assert near(sum(quarter_values), total)


@STABLE
@given(plans())
def test_ratios_are_those_of_each_periods_sums(data: Data) -> None:
    assume("costs" in data and "average_deal" in data["goal"] and "recurring" not in data["goal"])
    plan = loaded(data)
    for results in (targets(plan, by="month"), targets(plan, by="quarter"), targets(plan, by="year")):
        revenue, spend = results.get("revenue"), results.get("marketing_spend")
        found = results.get("marketing_roi")
        rows = zip(
            [*found.values, found.total], [*revenue.values, revenue.total], [*spend.values, spend.total], strict=True
        )
        for ratio, amount, cost in rows:
            assert amount is not None
            assert near(ratio, (amount - cost) / cost if cost else None)


@STABLE
@given(plans())
def test_segments_add_up_to_the_total(data: Data) -> None:
    assume(data.get("segments"))
    results = results_of(data)
    for whole in results.figures:
        if whole.segment is not None or whole.kpi in (*RATIOS, "existing_revenue", "total_revenue"):
            continue
        assert whole.unit in ADD_UP
        parts = [figure for figure in results.figures if figure.kpi == whole.kpi and figure.segment is not None]
        assert parts
        for at, value in enumerate([*whole.values, whole.total]):
            assert near(math.fsum([*part.values, part.total][at] or 0.0 for part in parts), value), (whole.kpi, at)


@STABLE
@given(plans())
def test_new_and_existing_revenue_add_up(data: Data) -> None:
    assume("existing" in data)
    results = results_of(data)
    new, kept, total = (results.get(kpi) for kpi in ("revenue", "existing_revenue", "total_revenue"))
    rows = zip([*new.values, new.total], [*kept.values, kept.total], [*total.values, total.total], strict=True)
    for one, two, both in rows:
        assert near((one or 0.0) + (two or 0.0), both)
