"""Display & Video 360: what it calls revenue is what the advertiser paid."""

from kpiplan.exports.systems.system import System

_SPEND = (
    "Revenue (Adv Currency)",
    "Revenue (Advertiser Currency)",
    "Revenue (USD)",
    "Media Cost (Advertiser Currency)",
)
REPORTS = System(
    name="Display & Video 360",
    needs=(("Insertion Order", "Line Item", "Insertion Order ID", "Line Item ID"), _SPEND, ("Impressions", "Clicks")),
    measures={
        "spend": _SPEND,
        "clicks": ("Clicks",),
        "impressions": ("Impressions",),
        "conversions": ("Total Conversions",),
    },
    dates=("Date", "Week", "Month"),
)
