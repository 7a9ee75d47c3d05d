"""Meta: reports of the Ads Manager, and the Business Suite's tables whose KPI stands in a title."""

from kpiplan.exports.systems.system import System

ADS = System(
    name="Meta Ads",
    needs=(
        ("Reporting starts", "보고 시작", "报告开始日期", "報告開始", "レポート開始日"),
        ("Amount spent", "Impressions", "Results", "지출 금액", "노출", "결과"),
    ),
    measures={
        "spend": ("Amount spent", "지출 금액"),
        "leads": ("Results", "결과", "Leads"),
        "clicks": ("Clicks (all)",),
        "link_clicks": ("Link clicks",),
        "impressions": ("Impressions", "노출"),
        "reach": ("Reach", "도달"),
    },
    dates=("Day", "Week", "Month", "일", "날짜"),
)

BUSINESS_SUITE = System(
    name="Meta Business Suite", needs=(("Date", "날짜", "日期", "日付"), ("Primary",)), dates=("Date",)
)
