"""Pinterest Ads: reports by day; a pin that is clicked opens, an outbound click leaves for the advertiser's site."""

from kpiplan.exports.systems.system import System

REPORTS = System(
    name="Pinterest Ads",
    needs=(("Spend in account currency",), ("Pin clicks", "Outbound clicks", "Impressions")),
    measures={
        "spend": ("Spend in account currency",),
        "clicks": ("Pin clicks",),
        "link_clicks": ("Outbound clicks",),
        "impressions": ("Impressions",),
        "conversions": ("Total conversions",),
        "revenue": ("Checkout value in account currency", "Total order value (Checkout)"),
    },
    dates=("Date", "Day"),
)
