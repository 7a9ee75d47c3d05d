"""TikTok Ads Manager: reports by day, in English and Korean."""

from kpiplan.exports.systems.system import System

REPORTS = System(
    name="TikTok Ads",
    needs=(
        ("Clicks (destination)", "CTR (destination)", "CPC (destination)"),
        ("Cost", "Spend", "Total cost", "비용"),
    ),
    measures={
        "spend": ("Cost", "Total cost", "Spend", "비용"),
        "clicks": ("Clicks (destination)",),
        "impressions": ("Impressions", "노출수"),
        "reach": ("Reach", "도달수"),
        "conversions": ("Conversions", "Total conversions", "전환수"),
    },
    dates=("By Day", "Day", "Date", "일별"),
)
