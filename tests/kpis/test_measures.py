"""Base measures: what stands in for them, what exports call them, how they and KPIs become one value of many months."""

from __future__ import annotations

from typing import get_args

import pytest

from kpiplan.exports.cells.names import COLUMN_NAMES, STAGE_NAMES, is_ratio, key
from kpiplan.figures import Unit
from kpiplan.kpis import find, formula_of, ids
from kpiplan.kpis.formulas import parse
from kpiplan.kpis.measures import MEASURES, Base, Over, adds_up, levels_of, measure, over
from kpiplan.kpis.record import Kpi

ADD_UP = """
    mqls sqls demo_requests quote_requests event_attendance new_customers new_revenue expansion_mrr account_upgrades
    sessions users page_views organic_traffic referral_traffic direct_traffic paid_traffic email_traffic brand_mentions
    pr_mentions media_coverage influencer_mentions newsletter_signups newsletter_forwards reach social_engagement
    social_shares comments tags_and_mentions social_traffic downloads
"""
LEVELS = """
    lead_score open_pipeline remaining_goal sales_cycle average_purchase purchases_per_year years_kept gross_margin
    customers_end customer_satisfaction page_speed linking_root_domains backlinks average_position subscribers followers
"""


def own(formula: str, unit: Unit = "count") -> Kpi:
    """A KPI of a plan's own."""
    base = find("mqls")
    assert base is not None
    return base._replace(id="own", formula=formula, unit=unit)


def test_measures_by_identifier() -> None:
    assert all(base.id == name for name, base in MEASURES.items())
    assert all(name.isidentifier() and name == name.lower() for name in MEASURES)
    assert all(base.unit in get_args(Unit) and base.over in get_args(Over) for base in MEASURES.values())
    assert measure("sessions") == Base("sessions", "count", "sum", ("visits",))
    assert measure("session") is None


def test_what_is_not_summed() -> None:
    assert {name for name, base in MEASURES.items() if base.over == "last"} == set(LEVELS.split())
    assert {name for name, base in MEASURES.items() if base.over == "first"} == {"customers_start"}


def test_what_stands_in_names_measures_alone() -> None:
    for base in MEASURES.values():
        for text in base.otherwise:
            assert set(parse(text).names) <= set(MEASURES) - {base.id}, text


def test_what_stands_in() -> None:
    assert {name: base.otherwise for name, base in MEASURES.items() if base.otherwise} == {
        "visits": ("sessions",),
        "won": ("customers",),
        "new_customers": ("customers",),
        "orders": ("transactions",),
        "sales_cycle": ("total_days_to_close / won",),
        "marketing_spend": ("spend - sales_spend", "spend"),
        "sales_spend": ("spend - marketing_spend",),
        "spend": ("marketing_spend + sales_spend",),
        "average_purchase": ("revenue / orders", "revenue / customers"),
        "customers_start": ("customers_end - new_customers + lost_customers",),
        "customers_end": ("customers_start + new_customers - lost_customers",),
        "lost_customers": ("customers_start + new_customers - customers_end",),
        "responses": ("promoters + passives + detractors",),
        "sessions": ("visits",),
        "users": ("visits",),
        "visitors": ("users",),
        "page_views": ("views",),
        "single_page_sessions": ("sessions - engaged_sessions",),
        "landing_page_conversions": ("conversions",),
        "conversions": ("key_events",),
        "clicks": ("link_clicks",),
        "delivered": ("emails_sent - emails_bounced",),
        "email_clicks": ("clicks",),
        "engagement": ("likes + comments + shares",),
        "mentions": ("positive_mentions + neutral_mentions + negative_mentions",),
        "cta_clicks": ("clicks",),
        "cta_views": ("views",),
    }


def test_no_column_has_two_meanings() -> None:
    meant = {key(name): stage for stage, names in STAGE_NAMES.items() for name in names}
    for name, columns in COLUMN_NAMES.items():
        assert columns
        for column in columns:
            assert meant.setdefault(key(column), name) == name, column
    assert set(COLUMN_NAMES) <= set(MEASURES)
    assert not set(COLUMN_NAMES) & set(STAGE_NAMES)


def test_no_column_sounds_like_a_ratio() -> None:
    assert [column for columns in COLUMN_NAMES.values() for column in columns if is_ratio(column)] == []


def test_what_does_not_add_up_has_no_column_but_levels_do() -> None:
    with_columns = {name for name in COLUMN_NAMES if MEASURES[name].over != "sum"}
    assert with_columns == {
        "open_pipeline",
        "customers_start",
        "customers_end",
        "linking_root_domains",
        "backlinks",
        "subscribers",
        "followers",
    }


def test_columns_belong_to_their_measure() -> None:
    assert COLUMN_NAMES["page_views"][:2] == ("pageviews", "page views")
    assert "直帰数" in COLUMN_NAMES["single_page_sessions"]


def test_kpis_that_add_up() -> None:
    assert {name for name in ids() if (kpi := find(name)) and adds_up(kpi)} == set(ADD_UP.split())


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("leads", True),
        ("leads + mqls - sqls", True),
        ("-leads", True),
        ("leads * 2", True),
        ("50% * leads", True),
        ("leads / 4", True),
        ("(leads + sessions) * 0.5", True),
        ("new_revenue + expansion_mrr", True),
        ("partner_leads", True),  # of exports, known to the plan alone
        ("own", True),  # counted as it stands
        ("leads + 10", False),
        ("1 / leads", False),
        ("leads / visits", False),
        ("leads * visits", False),
        ("leads + followers", False),
        ("leads + cost_per_lead", False),
        ("customers_start + new_customers", False),
        ("12", False),
    ],
)
def test_formulas_that_add_up(formula: str, *, expected: bool) -> None:
    assert adds_up(own(formula)) is expected


def test_shares_and_scores_never_add_up() -> None:
    assert not adds_up(own("own", "ratio"))
    assert not adds_up(own("own", "score"))
    assert adds_up(own("own", "currency"))


def test_what_is_made_of_levels_of_the_plans_own_is_one() -> None:
    formulas = {
        "both": "leads + mqls",
        "twice": "both * 2",
        "cost": "spend / leads",
        "dear": "cost * 2",
        "more": "dear",
    }
    kpis = {name: own(formula)._replace(id=name) for name, formula in formulas.items()}
    assert levels_of(kpis) == {"cost", "dear", "more"}
    assert levels_of({"one": own("two"), "two": own("one + leads / visits")}) == {"one", "two"}


def test_a_hundred_formulas_that_name_each_other_are_looked_into_in_no_time() -> None:
    kpis = {f"k{at}": own(f"k{at + 1} + k{at + 1}") for at in range(100)}
    assert levels_of(kpis) == frozenset()
    assert levels_of({**kpis, "k100": own("leads", "score")}) == {*kpis, "k100"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("leads", "sum"),
        ("followers", "last"),
        ("customers_start", "first"),
        ("sales_cycle", "last"),
        ("close_rate", "last"),
        ("net_promoter_score", "last"),
        ("social_engagement", "sum"),
        ("average_deal", "last"),
        ("partner_leads", "sum"),
    ],
)
def test_a_name_over_several_months(name: str, expected: Over) -> None:
    assert over(name) == expected


def test_a_formula_is_parsed_once() -> None:
    kpi = find("close_rate")
    assert kpi is not None
    assert formula_of(kpi) is formula_of(kpi)
