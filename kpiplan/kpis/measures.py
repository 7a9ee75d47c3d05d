"""Base measures: what formulas are made of, how each adds up over months.

The catalogue of KPIs is loaded when one of them is asked about.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.figures import Unit
    from kpiplan.kpis.formulas import Formula
    from kpiplan.kpis.record import Kpi

Over = Literal["sum", "last", "first"]


class Base(NamedTuple):
    """A base measure. Over several months it is the sum, or the last or first month's value.

    `otherwise` are formulas that stand in for it, in that order, where nothing says it directly: another measure
    (`visits`), or a computation (`marketing_spend + sales_spend`).
    """

    id: str
    unit: Unit = "count"
    over: Over = "sum"
    otherwise: tuple[str, ...] = ()


def _base(name: str, *otherwise: str, unit: Unit = "count", over: Over = "sum") -> Base:
    return Base(name, unit, over, otherwise)


# What is marketing's and what is sales' adds up to `spend`. A spend that nobody divided is marketing's: what is left
# for sales is then 0, and both together still are what was spent. Customers at the start, won, lost and at the end
# follow from each other too.
_ALL = (
    # the funnel
    _base("visits", "sessions"),
    _base("leads"),
    _base("mqls"),
    _base("sqls"),
    _base("opportunities"),
    _base("proposals"),
    _base("customers"),
    _base("won", "customers"),
    _base("new_customers", "customers"),
    _base("orders", "transactions"),
    _base("transactions"),
    _base("demo_requests"),
    _base("quote_requests"),
    _base("event_attendance"),
    _base("lead_score", unit="score", over="last"),
    _base("referral_leads"),
    _base("referral_customers"),
    _base("open_pipeline", unit="currency", over="last"),
    _base("remaining_goal", unit="currency", over="last"),
    _base("sales_cycle", "total_days_to_close / won", unit="duration", over="last"),
    _base("total_days_to_close", unit="duration"),
    # money
    _base("revenue", unit="currency"),
    _base("previous_revenue", unit="currency"),
    _base("marketing_spend", "spend - sales_spend", "spend", unit="currency"),
    _base("sales_spend", "spend - marketing_spend", unit="currency"),
    _base("spend", "marketing_spend + sales_spend", unit="currency"),
    _base("average_purchase", "revenue / orders", "revenue / customers", unit="currency", over="last"),
    _base("purchases_per_year", over="last"),
    _base("years_kept", over="last"),
    _base("gross_margin", unit="ratio", over="last"),
    _base("expansion_mrr", unit="currency"),
    # customers that are kept
    _base("customers_start", "customers_end - new_customers + lost_customers", over="first"),
    _base("customers_end", "customers_start + new_customers - lost_customers", over="last"),
    _base("lost_customers", "customers_start + new_customers - customers_end"),
    _base("repeat_customers"),
    _base("buyers"),
    _base("promoters"),
    _base("passives"),
    _base("detractors"),
    _base("responses", "promoters + passives + detractors"),
    _base("customer_satisfaction", unit="score", over="last"),
    _base("account_upgrades"),
    # the website
    _base("sessions", "visits"),
    _base("engaged_sessions"),
    _base("users", "visits"),
    _base("new_users"),
    _base("visitors", "users"),
    _base("page_views", "views"),
    _base("views"),
    _base("single_page_sessions", "sessions - engaged_sessions"),
    _base("total_duration", unit="duration"),
    _base("total_time_on_page", unit="duration"),
    _base("organic_traffic"),
    _base("referral_traffic"),
    _base("direct_traffic"),
    _base("paid_traffic"),
    _base("email_traffic"),
    _base("page_speed", unit="duration", over="last"),
    _base("landing_page_visitors"),
    _base("landing_page_conversions", "conversions"),
    _base("forms_started"),
    _base("forms_completed"),
    _base("conversions", "key_events"),
    _base("key_events"),
    _base("events"),
    # search and the press
    _base("linking_root_domains", over="last"),
    _base("backlinks", over="last"),
    _base("average_position", unit="score", over="last"),
    _base("clicks", "link_clicks"),
    _base("link_clicks"),
    _base("impressions"),
    _base("brand_mentions"),
    _base("pr_mentions"),
    _base("media_coverage"),
    _base("influencer_mentions"),
    # mails
    _base("delivered", "emails_sent - emails_bounced"),
    _base("emails_sent"),
    _base("emails_bounced"),
    _base("opens"),
    _base("email_clicks", "clicks"),
    _base("unsubscribes"),
    _base("complaints"),
    _base("newsletter_signups"),
    _base("subscribers", over="last"),
    _base("newsletter_forwards"),
    # social media and content
    _base("reach"),
    _base("followers", over="last"),
    _base("likes"),
    _base("comments"),
    _base("shares"),
    _base("engagement", "likes + comments + shares"),
    _base("tags_and_mentions"),
    _base("mentions", "positive_mentions + neutral_mentions + negative_mentions"),
    _base("positive_mentions"),
    _base("neutral_mentions"),
    _base("negative_mentions"),
    _base("social_traffic"),
    _base("social_conversions"),
    _base("cta_clicks", "clicks"),
    _base("cta_views", "views"),
    _base("downloads"),
)

# what no export knows: stated in a plan's `economics`, with an example of each
STATED_ALONE: Mapping[str, str] = {"purchases_per_year": "2", "years_kept": "4", "gross_margin": "70%"}

MEASURES: Mapping[str, Base] = {base.id: base for base in _ALL}


def measure(name: str) -> Base | None:
    """The base measure of an identifier; None where the catalogue has none."""
    return MEASURES.get(name)


def over(name: str) -> Over:
    """How values of a base measure, or of a KPI given as it stands, become one over several months.

    A KPI that doesn't add up holds as its last month says; a measure that nobody knows is summed.
    """
    if name in MEASURES:
        return MEASURES[name].over
    from kpiplan.kpis.lookup import find

    kpi = find(name)
    return "sum" if kpi is None or adds_up(kpi) else "last"


def adds_up(kpi: Kpi) -> bool:
    """Whether the values of a KPI add up over months: a sum or difference of measures that do, and no level or ratio.

    Names that the catalogue does not know are taken to add up.
    """
    from kpiplan.kpis.lookup import formula_of

    return kpi.unit not in ("ratio", "score", "duration") and not kpi.given and _adds_up(formula_of(kpi), ())


def levels_of(own: Mapping[str, Kpi]) -> frozenset[str]:
    """Which of a plan's own KPIs do not add up over months, by themselves or by others of them that they are made of.

    `own` are all of them by identifier. What adds up names nothing but what does (`adds_up`).
    """
    from kpiplan.kpis.lookup import formula_of

    found = {name for name, kpi in own.items() if not adds_up(kpi)}
    names = {name: frozenset(formula_of(kpi).names) for name, kpi in own.items()}
    while more := {name for name in own if name not in found and names[name] & found}:
        found |= more
    return frozenset(found)


def _adds_up(formula: Formula, within: tuple[str, ...]) -> bool:
    from kpiplan.kpis.lookup import find, formula_of

    def summed(node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return named(name)
            case ast.UnaryOp(operand=operand):
                return summed(operand)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                return summed(left) and summed(right)
            case ast.BinOp(left=ast.Constant(), op=ast.Mult(), right=scaled):
                return summed(scaled)
            case ast.BinOp(left=scaled, op=ast.Mult() | ast.Div(), right=ast.Constant()):
                return summed(scaled)
        return False

    def named(name: str) -> bool:
        if name in MEASURES:
            return MEASURES[name].over == "sum"
        kpi = find(name)
        inner = formula_of(kpi) if kpi else None
        if inner is None or inner.text.strip() == name:  # counted as it stands
            return True
        return name not in within and _adds_up(inner, (*within, name))

    return summed(formula.tree)
