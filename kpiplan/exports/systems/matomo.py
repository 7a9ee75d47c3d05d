"""Matomo: visits by day, the columns called as in its interface or as in its interface for programs."""

from kpiplan.exports.systems.system import System

VISITS = System(
    name="Matomo",
    needs=(
        ("date", "day"),
        ("nb_visits", "Visits"),
        ("nb_actions", "Actions", "nb_uniq_visitors", "bounce_count", "Actions per visit"),
    ),
    measures={
        "visits": ("nb_visits", "Visits", "nb_uniq_visitors", "Unique visitors"),
        "page_views": ("nb_pageviews", "Pageviews"),
        "single_page_sessions": ("bounce_count", "Bounces"),
        "conversions": ("nb_conversions", "Conversions", "nb_visits_converted", "Visits with Conversions"),
        "revenue": ("revenue", "Revenue"),
    },
    dates=("date", "day"),
)
