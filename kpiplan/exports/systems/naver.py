"""Naver Search Ads: a title with the range of days, then days as 2025.12.08. and costs with tax."""

from kpiplan.exports.systems.system import System

SEARCH_ADS = System(
    name="Naver Search Ads",
    needs=(("총비용", "총비용(VAT포함,원)"), ("노출수", "클릭수")),
    measures={
        "spend": ("총비용", "총비용(VAT포함,원)"),
        "clicks": ("클릭수",),
        "impressions": ("노출수",),
        "customers": ("전환수",),
        "revenue": ("전환매출액", "전환매출액(원)"),
    },
    dates=("일별", "일자", "날짜", "월별"),
)
