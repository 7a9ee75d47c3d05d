"""The value of a KPI to date does not depend on how many months there are: a level business stays level."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from kpiplan.analysis.scorecard.from_exports import observed
from kpiplan.analysis.scorecard.measures import Known, Months, is_share, value
from kpiplan.analysis.scorecard.score import Score, score, scores
from kpiplan.analysis.variance.actuals import Window
from kpiplan.exports.cutoff import Taken
from kpiplan.funnel.targets import plan_targets
from kpiplan.kpis import find, formula_of, ids
from kpiplan.kpis.kinds import Kind, at_rest, kind
from kpiplan.kpis.measures import MEASURES, over
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import needed
from kpiplan.months import Month
from tests.analysis.scorecard.cases import measured, plan_of, run, scored
from tests.conftest import Kpiplan

EVERY = tuple(range(1, 13))
Figures = Mapping[tuple[str | None, str], Mapping[int, float]]
KINDS: dict[Kind, str] = {
    "rate": "sales_velocity customer_retention_rate churn_rate",
    "stock": """
        lead_score sales_cycle pipeline_coverage customer_lifetime_value customer_profit customer_satisfaction
        page_speed linking_root_domains backlinks keyword_ranking subscribers followers
    """,
    "flow": """
        mqls sqls demo_requests quote_requests event_attendance new_customers new_revenue expansion_mrr account_upgrades
        sessions users page_views organic_traffic referral_traffic direct_traffic paid_traffic email_traffic
        brand_mentions pr_mentions media_coverage influencer_mentions newsletter_signups newsletter_forwards reach
        social_engagement social_shares comments tags_and_mentions social_traffic downloads
    """,
}
SHARES = tuple(name for name in ids() if not any(name in names.split() for names in KINDS.values()))


def catalogue(name: str) -> Kpi:
    kpi = find(name)
    assert kpi is not None
    return kpi


def test_the_kind_of_every_kpi() -> None:
    named = {name: each for each, names in KINDS.items() for name in names.split()}
    assert {name: kind(catalogue(name)) for name in ids()} == {**dict.fromkeys(SHARES, "share"), **named}
    assert len(SHARES) == 34


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("leads", "flow"),
        ("leads + mqls", "flow"),
        ("followers", "stock"),
        ("open_pipeline / followers", "stock"),
        ("leads / visits", "share"),
        ("revenue / leads * followers", "share"),
        ("leads / followers", "rate"),
        ("followers / leads", "rate"),
        ("leads * visits", "rate"),
        ("leads + 10", "rate"),
        ("1 - churn_rate", "rate"),
        ("churn_rate * 12", "rate"),
        ("cost_per_lead / average_deal", "share"),
        ("demos", "flow"),
        ("own", "flow"),
    ],
)
def test_the_kind_of_a_formula(formula: str, expected: Kind) -> None:
    assert kind(catalogue("mqls")._replace(id="own", formula=formula)) == expected


def test_levels_of_the_plans_own_and_circles() -> None:
    own = {"csat": formula_of(catalogue("mqls")._replace(formula="csat"))}
    index = catalogue("mqls")._replace(id="index", formula="csat * leads / visits", unit="score")
    assert kind(index, own, {"csat"}) == "share"
    circle = {name: formula_of(index._replace(formula=text)) for name, text in (("a", "b / 2"), ("b", "a / leads"))}
    assert kind(index._replace(id="a", formula="b / 2", unit="ratio"), circle) == "rate"


def test_what_is_lost_over_no_time() -> None:
    found = {name: at_rest(formula_of(catalogue(name))) for name in KINDS["rate"].split()}
    assert found == {"churn_rate": 0, "customer_retention_rate": 1, "sales_velocity": None}


def level_measures(kpi: Kpi) -> dict[str, Months]:
    """A business that is the same every month: of 1,000 customers 20 leave and 20 come; counts of everything else."""
    names = sorted(name for name in needed(kpi) if name in MEASURES)
    values = {name: 1_000.0 + 10 * at for at, name in enumerate(names)}
    values |= {"customers_start": 1000, "customers_end": 1000, "lost_customers": 20, "new_customers": 20}
    values |= {"customers": 20, "opportunities": 40, "revenue": 80_000, "sales_cycle": 40}
    return {name: dict.fromkeys(EVERY, float(each)) for name, each in values.items()}


@pytest.mark.parametrize("name", [name for name in ids() if kind(catalogue(name)) != "flow"])
@pytest.mark.parametrize("review", ["monthly", "quarterly", "yearly"])
def test_a_level_business_has_the_same_value_over_1_3_and_12_months(name: str, review: str) -> None:
    kpi = catalogue(name)
    known = Known(level_measures(kpi))
    plan = plan_of(
        f"{{{name}: {{at_least: {'1%' if kpi.unit == 'ratio' and not kpi.scale else 1}, review: {review}}}}}"
    )
    found = [score(plan, plan.kpis[0], known, Window(months)) for months in (1, 3, 12)]
    exact = [each.value if each.value is not None else each.beyond for each in found]
    assert exact[0] is not None
    assert exact == pytest.approx([exact[0]] * 3, rel=1e-12)


@pytest.mark.parametrize("name", KINDS["flow"].split())
def test_a_flow_is_judged_by_its_part_of_the_year(name: str) -> None:
    measures = level_measures(catalogue(name))
    month = value(catalogue(name), Known(measures), (1,)).value
    assert month is not None
    for months, part in ((1, 1.0), (3, 1.0), (12, 1.0), (3, 0.5)):
        covered = {n: {m: v * (part if m == months else 1) for m, v in of.items()} for n, of in measures.items()}
        found = measured(f"{name}: {{at_least: {12 * month:.0f} a year}}", months, covered, part)
        assert found.value == pytest.approx(found.limits.low)


@pytest.mark.parametrize("base", MEASURES)
def test_no_base_measure_but_a_flow_grows(base: str) -> None:
    kpi = catalogue("mqls")._replace(id="own", formula=f"{base} + {base}", unit="count")
    known = Known({base: dict.fromkeys(EVERY, 5.0)})
    found = [value(kpi, known, EVERY[:months]).value for months in (1, 3, 12)]
    assert found == ([10, 30, 120] if over(base) == "sum" else [10, 10, 10])


CHURN = "churn_rate: {at_most: 3%, review: monthly}"


def test_churn_is_of_a_review_period() -> None:
    # 1,000, 980, 960.4 … customers of whom 2% leave every month
    start = {month: 1000 * 0.98 ** (month - 1) for month in range(1, 7)}
    lost = {month: count * 0.02 for month, count in start.items()}
    found = scored(CHURN, 6, customers_start=start, lost_customers=lost)
    assert found.value == pytest.approx(0.02)
    assert (found.standing, found.covers) == ("on_track", (1, 2, 3, 4, 5, 6))
    kept = "customer_retention_rate: {at_least: 97%}"
    end = {month: count * 0.98 for month, count in start.items()}
    found = scored(kept, 6, customers_start=start, customers_end=end, new_customers=dict.fromkeys(start, 0))
    assert found.value == pytest.approx(0.98)
    assert found.standing == "on_track"


def test_all_that_left_over_all_that_were_there() -> None:
    found = scored(CHURN, 2, customers_start=run(100, 300), lost_customers=run(4, 3))
    assert found.value == 7 / 400  # the mean of 4% and 1% is 2.5%
    assert found.months[:2] == (0.04, 0.01)


def test_quarters_are_counted_whole_and_what_is_shorter_in_proportion() -> None:
    quarterly = CHURN.replace("monthly", "quarterly")
    start, lost = run(100, 96, 92, 88, 84, 80), run(4, 4, 4, 4, 4, 4)
    assert scored(quarterly, 3, customers_start=start, lost_customers=lost).value == 12 / 100
    found = scored(quarterly, 5, customers_start=start, lost_customers=lost)
    assert (found.value, found.covers) == (12 / 100, (1, 2, 3))  # the second quarter is not over
    assert scored(quarterly, 6, customers_start=start, lost_customers=lost).value == 24 / 188
    assert scored(quarterly, 2, customers_start=start, lost_customers=lost).value == pytest.approx(3 * 8 / 196)


def test_an_incomplete_month_is_no_month_of_churn() -> None:
    start, lost = run(100, 100, 100), run(2, 2, 1)
    found = scored(CHURN, 3, 0.5, customers_start=start, lost_customers=lost)
    assert (found.value, found.covers) == (0.02, (1, 2))
    assert scored(CHURN, 1, 0.5, customers_start=start, lost_customers=lost).standing is None


def test_velocity_is_the_mean_of_the_months() -> None:
    kpi = "sales_velocity: {at_least: 1400}"
    opportunities, customers = run(20, 30, 10), run(10, 15, 5)
    measures: dict[str, Months] = {
        "opportunities": opportunities,
        "customers": customers,
        "revenue": {month: 4000 * count for month, count in customers.items()},
        "sales_cycle": run(40, 50, 40),
    }
    # 20 * 4000 * 50% / 40 = 1,000, then 1,200 and 500: none exceeds 1,400, nor do they together
    found = measured(kpi, 3, measures)
    assert found.value == pytest.approx(900)
    assert found.standing == "behind"
    assert found.months[:3] == pytest.approx((1000, 1200, 500))
    measures["opportunities"] = measures["customers"] = measures["revenue"] = run(0, 0, 0)
    assert measured(kpi, 3, measures).value is None


def test_a_month_without_opportunities_brings_nothing() -> None:
    measures: dict[str, Months] = {
        "opportunities": run(20, 0),
        "customers": run(10, 0),
        "revenue": run(40_000, 0),
        "sales_cycle": run(40, 40),
    }
    assert measured("sales_velocity: {at_least: 400}", 2, measures).value == pytest.approx(500)


def taken(figures: Figures, months: int) -> Taken:
    held = {key: {Month(2020, month): each for month, each in of.items()} for key, of in figures.items()}
    return Taken(held, Month(2020, months), 31, ())


def seen(kpis: str, figures: Figures, rest: str = "") -> tuple[Score, ...]:
    plan = plan_of(kpis, rest)
    known = observed(plan_targets(plan), taken(figures, 3))
    return scores(plan, known, Window(3), {})


def test_customers_at_the_start_are_those_at_the_end_of_the_month_before() -> None:
    figures: Figures = {
        (None, "customers_start"): run(100),
        (None, "new_customers"): run(10, 10, 10),
        (None, "lost_customers"): run(2, 2, 2),
    }
    (found,) = seen(f"{{{CHURN}}}", figures)
    assert found.value == pytest.approx(6 / (100 + 108 + 116))
    (found,) = seen(f"{{{CHURN}}}", {**figures, (None, "customers_end"): run(110, 120, 130)})
    assert found.value == pytest.approx(6 / (100 + 110 + 120))


def test_new_customers_are_no_buyers() -> None:
    found = scored("repeat_purchase_rate: {at_least: 20%}", 1, repeat_customers=run(30), customers=run(10))
    assert (found.value, found.missing, found.standing) == (None, ("buyers",), None)


def test_a_share_above_all_is_refused_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    monkeypatch.chdir(tmp_path)
    found = scored("repeat_purchase_rate: {at_least: 20%}", 2, repeat_customers=run(30, 9), buyers=run(10, 10))
    assert (found.value, found.standing, found.beyond, found.months[:2]) == (None, None, 1.95, (None, 0.9))
    assert scored("open_rate: {at_least: 20%}", 1, open_rate=run(1.2)).standing is None  # given as it stands
    Path("plan.yaml").write_text(
        "name: T\nyear: 2020\ngoal: {customers: 12}\nfunnel: [leads, {customers: 10%}]\n"
        "kpis: {repeat_purchase_rate: {at_least: 20%, owner: A, source: B, action: C}}\n",
        encoding="utf-8",
    )
    Path("shop.csv").write_text("month,leads,repeat_customers,buyers\n2020-01,10,30,10\n", encoding="utf-8")
    shown = kpiplan("actuals", "shop.csv", "--plan", "plan.yaml")
    assert "Repeat purchase rate: 300% is no share; what it is a part of is counted too low" in " ".join(
        shown.out.split()
    )
    document = json.loads(kpiplan("actuals", "shop.csv", "--plan", "plan.yaml", "--format", "json").out)
    assert document["scorecard"][0]["to_date"]["status"] is None
    assert document["scorecard"][0]["beyond"] == 3


def test_what_may_exceed_all() -> None:
    assert [name for name in SHARES if not is_share(catalogue(name)) and catalogue(name).unit == "ratio"] == [
        "revenue_growth",
        "ltv_to_cac",
        "marketing_roi",
        "pages_per_session",
    ]
    assert scored("orders_of_leads: {formula: customers / leads, unit: ratio, at_least: 90%}", 1,
                  customers=run(12), leads=run(10)).value == 1.2  # fmt: skip
    head = "name: P\nyear: 2020\ngoal: {customers: 120}\nfunnel: [leads, {customers: {each: 1.5}}]\n"
    plan = plan_of("{lead_to_close_rate: {at_least: 140%}}", head=head)
    known = observed(plan_targets(plan), taken({(None, "leads"): run(10), (None, "customers"): run(16)}, 1))
    assert scores(plan, known, Window(1), {})[0].value == 1.6


def test_a_stand_in_holds_for_the_whole_comparison_or_not_at_all() -> None:
    kpi = "email_click_rate: {at_least: 4%}"
    measures: dict[str, Months] = {"delivered": run(1000, 1000), "clicks": run(400, 400)}
    assert measured(kpi, 2, measures).value == 0.4
    found = measured(kpi, 2, {**measures, "email_clicks": run(50)})  # February's mails: nobody knows
    assert (found.value, found.covers, found.months[:2]) == (0.05, (1,), (0.05, None))
    assert measured(kpi, 1, {**measures, "email_clicks": run(50, first=2)}).missing == ("email_clicks",)


def test_nothing_stands_in_for_what_another_segment_has() -> None:
    rest = "segments: {inbound: {share: 60%}, outbound: {share: 40%}}\n"
    figures: Figures = {
        ("inbound", "delivered"): run(1000),
        ("inbound", "email_clicks"): run(50),
        ("outbound", "delivered"): run(1000),
        ("outbound", "clicks"): run(400),
        (None, "delivered"): run(2000),
    }
    found = seen("{email_click_rate: {at_least: 4%}}", figures, rest)
    assert [(each.segment, each.value) for each in found] == [(None, None), ("inbound", 0.05)]
