"""What holds of every scorecard, whatever the numbers."""

from __future__ import annotations

import json
import math
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpiplan.analysis.scorecard.from_plan import levels, own
from kpiplan.analysis.scorecard.limits import Wanted
from kpiplan.analysis.scorecard.measures import Known, value
from kpiplan.analysis.scorecard.score import scores
from kpiplan.analysis.scorecard.standing import Evidence, side_of, standing
from kpiplan.analysis.variance.actuals import Window
from kpiplan.analysis.variance.status import Judge
from kpiplan.documents.scorecard import score_documents
from kpiplan.plan.model import Status
from tests.analysis.scorecard.cases import plan_of, scored

LAWS = settings(derandomize=True, deadline=None, database=None, max_examples=150)
NUMBERS = st.floats(0.01, 1e6)
COUNTS = st.integers(0, 2_000).map(float)
MONTHS = st.dictionaries(st.integers(1, 12), st.one_of(COUNTS, NUMBERS), max_size=12)
WHOLE = st.lists(NUMBERS, min_size=1, max_size=12).map(lambda values: dict(enumerate(values, start=1)))
KPIS = """{
  cost_per_lead: {at_most: 480}, mql_to_sql_rate: {at_least: 20%}, bounce_rate: {at_most: 40%},
  mqls: {at_least: 240 a year}, followers: {at_least: [1, 2, 3, 4]}, customer_retention_rate: {at_least: 90%},
  net_promoter_score: {from: 30, reach: 45}, keyword_ranking: {from: 20, reach: 8, by: 2020-06},
  new_revenue: {between: [1M a year, 2M a year]}, ltv_to_cac: {at_least: 3x}, sales_velocity: {at_least: 5},
  demo_rate: {formula: demos / leads, unit: ratio, at_least: 5%}, csat: {unit: score, at_least: -4},
  sla: {done: false, due: 2020-02}, launch: {tasks: [a, b], done: [a], due: 2020-06}
}"""
PLAN = plan_of(KPIS)
NAMES = (
    "leads", "marketing_spend", "sales_spend", "mqls", "sqls", "sessions", "single_page_sessions", "followers",
    "customers_start", "customers_end", "customers", "new_customers", "net_promoter_score", "promoters", "detractors",
    "responses", "average_position", "revenue", "new_revenue", "opportunities", "sales_cycle", "demos", "csat",
    "demo_rate", "average_purchase", "purchases_per_year", "years_kept",
)  # fmt: skip
SEEN = st.dictionaries(st.sampled_from(NAMES), MONTHS, max_size=len(NAMES))


@LAWS
@given(NUMBERS, st.floats(0, 10), st.floats(0, 10), st.sampled_from(("count", "share", "cost", "")), COUNTS)
def test_a_value_inside_its_limits_is_on_track(
    number: float, under: float, over: float, kind: Any, whole: float
) -> None:
    limits = Wanted(number * (1 - under / 20), number * (1 + over))
    evidence = Evidence(kind, number, whole) if kind else None
    assert side_of(number, limits) is None
    assert standing(number, limits, Judge(Status(tolerance=0.0)), evidence).standing == "on_track"


@LAWS
@given(WHOLE, WHOLE, st.floats(0.01, 1_000))
def test_scaling_both_sides_of_a_ratio_leaves_it(
    spend: dict[int, float], leads: dict[int, float], factor: float
) -> None:
    kpi = "cost_per_lead: {at_most: 480}"
    one = scored(kpi, 12, marketing_spend=spend, leads=leads)
    more = {month: value * factor for month, value in spend.items()}, {m: v * factor for m, v in leads.items()}
    two = scored(kpi, 12, marketing_spend=more[0], leads=more[1])
    assert one.value is not None
    assert two.value is not None
    assert math.isclose(one.value, two.value, rel_tol=1e-9)
    assert one.covers == two.covers


@LAWS
@given(MONTHS, MONTHS, st.integers(1, 12))
def test_a_ratio_to_date_lies_between_its_months(sqls: dict[int, float], mqls: dict[int, float], through: int) -> None:
    assume(all(mqls.values()))
    found = scored("mql_cost: {formula: sqls / mqls, unit: ratio, at_least: 20%}", through, mqls=mqls, sqls=sqls)
    known = [month for month in found.months if month is not None]
    assert (found.value is None) == (not known)
    if found.value is not None:
        assert min(known) * (1 - 1e-9) <= found.value <= max(known) * (1 + 1e-9)


@LAWS
@given(st.floats(-100, 100), st.floats(-100, 100), st.integers(1, 12))
def test_progress_of_a_path_is_0_at_its_start_and_1_at_its_end(start: float, end: float, month: int) -> None:
    start, end = round(start, 3), round(end, 3)
    assume(start != end)
    kpi = f"net_promoter_score: {{from: {start}, reach: {end}}}"
    at_start = scored(kpi, month, net_promoter_score={month: start})
    at_end = scored(kpi, month, net_promoter_score={month: end})
    assert (at_start.progress, at_end.progress) == (0, 1)
    assert at_end.standing == "on_track"
    assert at_start.expected is not None
    assert math.isclose(at_start.expected, month / 12, rel_tol=1e-9)


@settings(LAWS, max_examples=600)
@given(
    st.sampled_from(("count", "share", "cost")),
    st.one_of(COUNTS, st.floats(0, 500)),
    COUNTS,
    st.one_of(st.floats(0, 1), st.floats(0.01, 1_000)),
    st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)).map(sorted),
    st.floats(0.001, 0.999),
)
def test_more_dispersion_never_turns_within_chance_into_behind(
    kind: Any, part: float, whole: float, limit: float, spread: list[float], chance: float
) -> None:
    number = part if kind == "count" else part / whole if whole else 0.0
    for limits in (Wanted(low=limit), Wanted(high=limit)):
        evidence = Evidence(kind, part, whole)
        judges = [Judge(Status(watch=chance, dispersion=each)) for each in spread]
        less, more = (standing(number, limits, judge, evidence).standing for judge in judges)
        assert less != "within_chance" or more == "within_chance"
        assert less == "behind" or more != "behind"
        assert (less == "on_track") == (more == "on_track")


@LAWS
@given(SEEN, st.integers(1, 12), st.floats(0.01, 1), st.randoms(use_true_random=False))
def test_the_order_of_months_and_measures_makes_no_difference(
    seen: dict[str, dict[int, float]], through: int, part: float, random: Any
) -> None:
    def shuffled(held: dict[Any, Any]) -> dict[Any, Any]:
        pairs = list(held.items())
        random.shuffle(pairs)
        return dict(pairs)

    mixed = shuffled({name: shuffled(values) for name, values in seen.items()})
    one, two = (
        scores(PLAN, {None: Known(each, own(PLAN), levels(PLAN))}, Window(through, part), {}) for each in (seen, mixed)
    )
    assert one == two


@LAWS
@given(SEEN, st.integers(1, 12), st.floats(0.01, 1))
def test_data_are_finite_numbers_or_null(seen: dict[str, dict[int, float]], through: int, part: float) -> None:
    known = Known(seen, own(PLAN), levels(PLAN))
    documents = score_documents(scores(PLAN, {None: known}, Window(through, part), {}))
    assert json.loads(json.dumps(documents, allow_nan=False)) == documents
    for document in documents:
        assert len(document["actual"]) == 12
        assert all(each is None for each in document["actual"][through:])
        if document["unit"] and document["to_date"]["actual"] is None:
            assert document["to_date"]["status"] is None


@LAWS
@given(SEEN, st.integers(1, 12))
def test_a_value_covers_months_that_were_asked_for(seen: dict[str, dict[int, float]], through: int) -> None:
    known = Known(seen, own(PLAN), levels(PLAN))
    for chosen in PLAN.kpis:
        if chosen.kpi:
            found = value(chosen.kpi, known, range(1, through + 1))
            assert set(found.months) <= set(range(1, through + 1))
            assert found.value is None or found.months
            assert not (found.missing and found.value is not None)
