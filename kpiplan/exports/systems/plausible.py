"""Plausible: visitors by day."""

from kpiplan.exports.systems.system import System

VISITORS = System(
    name="Plausible",
    needs=(
        ("date",),
        ("visitors",),
        ("pageviews",),
        ("views_per_visit", "bounce_rate", "visit_duration", "bounces", "exits"),
    ),
    measures={"visits": ("visits", "visitors"), "page_views": ("pageviews",)},
    dates=("date",),
)
