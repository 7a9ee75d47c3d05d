"""Names in formulas: what is known, the plan's KPIs, the catalogue's, and what stands in for a measure."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kpiplan.kpis import find
from kpiplan.kpis.formulas import parse
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import Evaluation, evaluate, needed


def value(formula: str, known: Mapping[str, float], **own: str) -> float | None:
    found = evaluate(parse(formula), known, {name: parse(text) for name, text in own.items()})
    assert found.missing == ()
    return found.value


def missing(formula: str, known: Mapping[str, float], **own: str) -> tuple[str, ...]:
    found = evaluate(parse(formula), known, {name: parse(text) for name, text in own.items()})
    assert found.value is None
    return found.missing


def kpi(name: str) -> Kpi:
    found = find(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("formula", "known", "expected"),
    [
        ("bounce_rate", {"single_page_sessions": 30, "visits": 60}, 0.5),
        ("bounce_rate", {"engaged_sessions": 45, "sessions": 60}, 0.25),
        ("visit_to_lead_rate", {"leads": 3, "sessions": 60}, 0.05),
        ("lead_conversion_rate", {"leads": 3, "visits": 60}, 0.05),
        ("lead_conversion_rate", {"leads": 3, "visits": 60, "users": 50}, 0.06),
        ("conversion_rate", {"key_events": 12, "visits": 60}, 0.2),
        ("close_rate", {"customers": 9, "opportunities": 20}, 0.45),
        ("close_rate", {"customers": 9, "won": 8, "opportunities": 20}, 0.4),
        ("sales_cycle", {"total_days_to_close": 540, "customers": 9}, 60),
        ("email_click_rate", {"clicks": 5, "emails_sent": 104, "emails_bounced": 4}, 0.05),
        ("net_promoter_score", {"promoters": 50, "passives": 20, "detractors": 30}, 20),
        ("engagement_rate", {"likes": 6, "comments": 3, "shares": 1, "reach": 200}, 0.05),
        ("social_sentiment", {"positive_mentions": 6, "neutral_mentions": 10, "negative_mentions": 4}, 0.1),
        ("churn_rate", {"customers_start": 100, "new_customers": 20, "customers_end": 115}, 0.05),
        ("customer_retention_rate", {"customers_start": 100, "new_customers": 20, "lost_customers": 5}, 0.95),
        ("churn_rate", {"lost_customers": 5, "new_customers": 20, "customers_end": 115}, 0.05),
        ("repeat_purchase_rate", {"repeat_customers": 5, "buyers": 20}, 0.25),
        ("cta_click_rate", {"clicks": 5, "views": 100}, 0.05),
        ("keyword_ctr", {"link_clicks": 5, "impressions": 100}, 0.05),
        ("landing_page_conversion_rate", {"conversions": 5, "landing_page_visitors": 100}, 0.05),
    ],
)
def test_what_stands_in(formula: str, known: Mapping[str, float], expected: float) -> None:
    assert value(formula, known) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("known", "marketing", "acquisition"),
    [
        ({"spend": 900}, 900, 900),  # nobody says what is sales'
        ({"spend": 900, "sales_spend": 600}, 300, 900),
        ({"spend": 900, "marketing_spend": 300}, 300, 900),
        ({"sales_spend": 600, "marketing_spend": 300}, 300, 900),
        ({"spend": 1, "sales_spend": 600, "marketing_spend": 300}, 300, 900),  # what is said directly holds
    ],
)
def test_spend_divided_or_not(known: Mapping[str, float], marketing: float, acquisition: float) -> None:
    assert value("cost_per_lead", {**known, "leads": 1}) == marketing
    assert value("customer_acquisition_cost", {**known, "customers": 1}) == acquisition


def test_one_part_of_the_spend_does_not_tell_the_other() -> None:
    assert missing("customer_acquisition_cost", {"marketing_spend": 300, "customers": 1}) == ("sales_spend",)
    assert missing("cost_per_lead", {"sales_spend": 300, "leads": 1}) == ("marketing_spend",)
    assert missing("spend", {"sales_spend": 300}) == ("spend",)


def test_a_purchase_is_of_an_order_else_of_a_customer() -> None:
    economics = {"purchases_per_year": 2, "years_kept": 5, "revenue": 1_000, "customers": 10}
    assert value("customer_lifetime_value", economics) == 1_000
    assert value("customer_lifetime_value", {**economics, "orders": 20}) == 500
    assert value("customer_lifetime_value", {**economics, "transactions": 25}) == 400
    assert value("customer_lifetime_value", {**economics, "average_purchase": 30}) == 300


def test_what_stands_in_but_has_nothing_to_divide_by() -> None:
    assert value("average_purchase", {"revenue": 0, "orders": 0, "customers": 10}) is None
    assert value("sales_velocity", {"opportunities": 4, "revenue": 0, "customers": 0, "sales_cycle": 30}) is None


def test_what_is_known_stands_before_every_formula() -> None:
    assert value("close_rate", {"close_rate": 0.5, "won": 1, "opportunities": 4}, close_rate="won") == 0.5
    known = {"opportunities": 10, "average_deal": 100, "close_rate": 0.5, "sales_cycle": 50}
    assert value("sales_velocity", known) == 10


def test_a_kpi_of_the_plan_stands_before_the_catalogue() -> None:
    assert value("close_rate * 2", {"won": 1, "opportunities": 4}, close_rate="won / 2") == 1
    assert value("leads", {"visits": 100}, leads="visits / 10") == 10
    assert (
        value("ltv_to_cac", {"years_kept": 6}, customer_lifetime_value="years_kept", customer_acquisition_cost="2") == 3
    )


def test_kpis_of_the_plan_name_each_other() -> None:
    own = {"demo_rate": "demos / leads", "demo_cost": "cost_per_lead / demo_rate"}
    assert value("demo_cost", {"marketing_spend": 100, "leads": 10, "demos": 5}, **own) == 20
    assert missing("demo_cost", {"marketing_spend": 100}, **own) == ("leads", "demos")


def test_a_kpi_counted_as_it_stands_is_a_measure() -> None:
    assert value("partner_leads", {"partner_leads": 3}, partner_leads="partner_leads") == 3
    assert missing("partner_leads", {}, partner_leads=" partner_leads ") == ("partner_leads",)
    assert value("sessions", {"visits": 3}, sessions="sessions") == 3


def test_missing_measures_are_named_once_in_the_order_of_the_formula() -> None:
    assert missing("a / b + a / c + known", {"known": 1}) == ("a", "b", "c")


def test_what_was_used_is_told() -> None:
    known = {"spend": 900.0, "leads": 3.0, "visits": 60.0}
    assert evaluate(parse("cost_per_lead"), known) == Evaluation(300, (), ("spend", "leads"))
    assert evaluate(parse("cost_per_lead"), {"spend": 900}) == Evaluation(None, ("leads",), ("spend",))
    assert evaluate(parse("2 * 3"), known) == Evaluation(6)


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ({"a": "b", "b": "a"}, ("a",)),
        ({"a": "a + 1"}, ("a",)),
        ({"a": "b + 1", "b": "c * 2", "c": "1 / a"}, ("a",)),
        ({"leads": "marketing_spend / cost_per_lead", "a": "leads"}, ("marketing_spend", "leads")),
        ({"customers": "won * 2", "a": "won"}, ("won",)),
        ({"spend": "marketing_spend * 2", "a": "spend"}, ("marketing_spend",)),
    ],
)
def test_circles_end(own: Mapping[str, str], named: tuple[str, ...]) -> None:
    assert missing("a", {}, **own) == named


def test_a_circle_does_not_hide_what_can_be_computed() -> None:
    assert value("a + b", {"b": 2, "leads": 1}, a="b + leads", b="a") == 5


@pytest.mark.parametrize("forward", [True, False])
def test_long_chains_of_formulas(*, forward: bool) -> None:
    names = [f"k{number}" for number in range(3_000)]
    chain = dict(zip(names, [f"{name} + 1" for name in names[1:]] + ["leads"], strict=True))
    own = dict(chain if forward else reversed(chain.items()))
    assert value("k0", {"leads": 1}, **own) == 3_000
    assert missing("k0", {}, **own) == ("leads",)


def test_a_formula_named_often_is_computed_once() -> None:
    """Each of 60 names two others: naively 2**60 additions."""
    own = {f"k{number}": f"k{number + 1} + k{number + 2}" for number in range(60)}
    assert value("k0", {"k60": 1, "k61": 1}, **own) == 4_052_739_537_881


def test_a_share_of_hostile_size_is_nothing() -> None:
    assert value("a * a", {"a": 1e300}) is None
    assert value("a / b", {"a": 1, "b": 5e-324}) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mqls", ("mqls",)),
        ("close_rate", ("won", "opportunities", "customers")),
        ("bounce_rate", ("single_page_sessions", "sessions", "engaged_sessions", "visits")),
        ("cost_per_lead", ("marketing_spend", "leads", "spend", "sales_spend")),
        ("keyword_ctr", ("clicks", "impressions", "link_clicks")),
        ("average_deal", ("revenue", "customers")),
        (
            "customer_profit",
            (
                "gross_margin",
                "average_purchase",
                "purchases_per_year",
                "years_kept",
                "revenue",
                "orders",
                "customers",
                "transactions",
            ),
        ),
    ],
)
def test_what_could_serve(name: str, expected: tuple[str, ...]) -> None:
    assert needed(kpi(name)) == expected


def test_what_could_serve_a_kpi_of_the_plan() -> None:
    mine = kpi("mqls")._replace(id="mine", formula="close_rate * demos + rest")
    assert needed(mine) == ("demos", "rest", "won", "opportunities", "customers")
    assert needed(mine, {"rest": parse("leads / mine"), "mine": parse("rest")}) == ("leads",)
