"""Google Ads: reports with their name and range of days above the header, totals below."""

from kpiplan.exports.systems.system import System

REPORTS = System(
    name="Google Ads",
    needs=(
        ("Cost", "비용", "费用", "費用"),
        (
            "Clicks", "Impr.", "Conversions", "Avg. CPC", "Currency code", "통화 코드", "평균 CPC", "캠페인 상태",
            "点击次数",
            "クリック数",
        ),
    ),
    measures={
        "spend": ("Cost", "비용", "费用", "費用"),
        "clicks": ("Clicks",),
        "impressions": ("Impr.", "Impressions"),
        "conversions": ("Conversions", "전환수"),
        "revenue": ("Conv. value", "Conversion value"),
    },
    dates=("Day", "Date", "Week", "Month", "일", "날짜", "日", "日期", "日付"),
)  # fmt: skip
