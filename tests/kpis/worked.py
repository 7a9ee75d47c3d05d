"""Every KPI with numbers worked by hand: base measures, what they come to, and which of them, at 0, leave nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Worked(NamedTuple):
    """`zero`: each of these measures, at 0, makes the KPI impossible to compute."""

    id: str
    measures: Mapping[str, float]
    value: float
    zero: tuple[str, ...] = ()


def _stands(name: str, value: float, measure: str = "") -> Worked:
    """A KPI that is counted or asked for as it stands."""
    return Worked(name, {measure or name: value}, value)


WORKED = (
    # leads
    Worked("cost_per_lead", {"marketing_spend": 45_000, "leads": 93.75}, 480, ("leads",)),
    _stands("mqls", 18.75),
    _stands("sqls", 3.75),
    _stands("demo_requests", 14),
    _stands("quote_requests", 6),
    _stands("event_attendance", 85),
    _stands("lead_score", 62.5),
    Worked("referral_conversion_rate", {"referral_customers": 6, "referral_leads": 24}, 0.25, ("referral_leads",)),
    # conversion
    Worked("visit_to_lead_rate", {"leads": 90, "visits": 6_000}, 0.015, ("visits",)),
    Worked("lead_conversion_rate", {"leads": 84, "visitors": 4_200}, 0.02, ("visitors",)),
    Worked(
        "landing_page_conversion_rate",
        {"landing_page_conversions": 36, "landing_page_visitors": 900},
        0.04,
        ("landing_page_visitors",),
    ),
    Worked("form_completion_rate", {"forms_completed": 63, "forms_started": 84}, 0.75, ("forms_started",)),
    Worked("conversion_rate", {"conversions": 125, "visits": 5_000}, 0.025, ("visits",)),
    Worked("mql_to_sql_rate", {"sqls": 9, "mqls": 45}, 0.2, ("mqls",)),
    Worked("lead_to_close_rate", {"customers": 3, "leads": 240}, 0.0125, ("leads",)),
    Worked("sql_to_opportunity_rate", {"opportunities": 12, "sqls": 30}, 0.4, ("sqls",)),
    Worked("opportunity_to_proposal_rate", {"proposals": 21, "opportunities": 28}, 0.75, ("opportunities",)),
    Worked("proposal_to_won_rate", {"won": 9, "proposals": 20}, 0.45, ("proposals",)),
    Worked("close_rate", {"won": 18, "opportunities": 40}, 0.45, ("opportunities",)),
    # sales
    _stands("new_customers", 9),
    _stands("new_revenue", 825_000, "revenue"),
    Worked(
        "revenue_growth", {"revenue": 1_150_000, "previous_revenue": 1_000_000}, 0.15, ("previous_revenue",)
    ),  # 150,000 more
    Worked("average_deal", {"revenue": 9_900_000, "customers": 9}, 1_100_000, ("customers",)),
    _stands("sales_cycle", 62),
    Worked("pipeline_coverage", {"open_pipeline": 3_000_000, "remaining_goal": 1_200_000}, 2.5, ("remaining_goal",)),
    Worked(  # 40 opportunities of $11,000, 45% of them won, in 60 days: $198,000 / 60
        "sales_velocity",
        {"opportunities": 40, "revenue": 198_000, "customers": 18, "sales_cycle": 60},
        3_300,
        ("opportunities", "customers", "sales_cycle"),
    ),
    # economics
    Worked(
        "customer_acquisition_cost",
        {"marketing_spend": 30_000, "sales_spend": 60_000, "new_customers": 12},
        7_500,
        ("new_customers",),
    ),
    Worked("customer_lifetime_value", {"average_purchase": 250, "purchases_per_year": 2, "years_kept": 4}, 2_000),
    Worked(  # $2,000 over $5,000 / 10
        "ltv_to_cac",
        {
            "average_purchase": 250,
            "purchases_per_year": 2,
            "years_kept": 4,
            "marketing_spend": 3_000,
            "sales_spend": 2_000,
            "new_customers": 10,
        },
        4,
        ("new_customers",),
    ),
    Worked(  # $500 over $500 / 12 * 75% = $31.25 a month
        "cac_payback",
        {
            "average_purchase": 250,
            "purchases_per_year": 2,
            "gross_margin": 0.75,
            "marketing_spend": 3_000,
            "sales_spend": 2_000,
            "new_customers": 10,
        },
        16,
        ("new_customers", "average_purchase", "purchases_per_year", "gross_margin"),
    ),
    Worked(
        "customer_profit",
        {"average_purchase": 250, "purchases_per_year": 2, "years_kept": 4, "gross_margin": 0.7},
        1_400,
    ),
    Worked("marketing_roi", {"revenue": 150_000, "marketing_spend": 60_000}, 1.5, ("marketing_spend",)),
    _stands("expansion_mrr", 4_200),
    # retention
    Worked(
        "customer_retention_rate",
        {"customers_start": 1_000, "customers_end": 1_150, "new_customers": 200},
        0.95,
        ("customers_start",),
    ),
    Worked("churn_rate", {"lost_customers": 50, "customers_start": 1_000}, 0.05, ("customers_start",)),
    Worked("repeat_purchase_rate", {"repeat_customers": 120, "buyers": 400}, 0.3, ("buyers",)),
    Worked("net_promoter_score", {"promoters": 120, "detractors": 45, "responses": 250}, 30, ("responses",)),
    _stands("customer_satisfaction", 4.3),
    _stands("account_upgrades", 7),
    # website
    _stands("sessions", 6_000),
    _stands("users", 4_200),
    _stands("page_views", 13_800),
    _stands("organic_traffic", 2_400),
    _stands("referral_traffic", 310),
    _stands("direct_traffic", 900),
    _stands("paid_traffic", 1_500),
    _stands("email_traffic", 170),
    Worked("pages_per_session", {"page_views": 13_800, "sessions": 6_000}, 2.3, ("sessions",)),
    Worked("average_session_duration", {"total_duration": 540_000, "sessions": 6_000}, 90, ("sessions",)),
    Worked("time_on_page", {"total_time_on_page": 690_000, "page_views": 13_800}, 50, ("page_views",)),
    Worked("bounce_rate", {"single_page_sessions": 2_700, "sessions": 6_000}, 0.45, ("sessions",)),
    _stands("page_speed", 1.8),
    # search and PR
    _stands("linking_root_domains", 140),
    _stands("backlinks", 2_300),
    _stands("keyword_ranking", 7.5, "average_position"),
    Worked("keyword_ctr", {"clicks": 320, "impressions": 8_000}, 0.04, ("impressions",)),
    _stands("brand_mentions", 33),
    _stands("pr_mentions", 5),
    _stands("media_coverage", 4),
    _stands("influencer_mentions", 3),
    # e-mail
    Worked("open_rate", {"opens": 1_080, "delivered": 4_800}, 0.225, ("delivered",)),
    Worked("email_click_rate", {"email_clicks": 120, "delivered": 4_800}, 0.025, ("delivered",)),
    Worked("unsubscribe_rate", {"unsubscribes": 12, "delivered": 4_800}, 0.0025, ("delivered",)),
    Worked("spam_complaint_rate", {"complaints": 3, "delivered": 5_000}, 0.0006, ("delivered",)),
    _stands("newsletter_signups", 64),
    _stands("subscribers", 5_100),
    _stands("newsletter_forwards", 11),
    # social media and content
    _stands("reach", 16_000),
    _stands("followers", 2_750),
    Worked("social_engagement", {"likes": 300, "comments": 45, "shares": 55}, 400),
    Worked("engagement_rate", {"engagement": 640, "reach": 16_000}, 0.04, ("reach",)),
    _stands("social_shares", 55, "shares"),
    _stands("comments", 45),
    _stands("tags_and_mentions", 19),
    Worked(
        "social_sentiment",
        {"positive_mentions": 60, "negative_mentions": 24, "mentions": 120},
        0.3,
        ("mentions",),
    ),
    _stands("social_traffic", 720),
    Worked("social_conversion_rate", {"social_conversions": 18, "social_traffic": 720}, 0.025, ("social_traffic",)),
    Worked("cta_click_rate", {"cta_clicks": 45, "cta_views": 1_500}, 0.03, ("cta_views",)),
    _stands("downloads", 210),
)
