"""Amazon Ads: reports of sponsored products, brands and display; orders and sales within 7 or 14 days of the click."""

from kpiplan.exports.systems.system import System

_SALES = ("7 Day Total Sales", "14 Day Total Sales")
_ORDERS = ("7 Day Total Orders (#)", "14 Day Total Orders (#)", "7 Day Total Orders", "14 Day Total Orders")
REPORTS = System(
    name="Amazon Ads",
    needs=(("Spend",), (*_SALES, *_ORDERS)),
    measures={
        "spend": ("Spend",),
        "clicks": ("Clicks",),
        "impressions": ("Impressions",),
        "customers": _ORDERS,
        "revenue": _SALES,
    },
    dates=("Date",),
)
