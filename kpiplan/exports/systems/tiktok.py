"""TikTok Ads Manager: reports by day; clicks are those that lead to what is advertised."""

from kpiplan.exports.cells.names import STAGE_NAMES as STAGES
from kpiplan.exports.languages import names
from kpiplan.exports.systems.system import System

_CLICKS = (
    "Clicks (destination)", "클릭수(랜딩 페이지)", "클릭수(목적지)", "클릭수(대상)", "クリック数(遷移先)",
    "クリック(遷移先)",
    "Clics (destino)", "Cliques (destino)", "Clics (destination)", "Clic (destinazione)", "Klicks (Ziel)",
    "点击量(目标页面)", "點擊次數(目的地)",
)  # fmt: skip
_COSTS = ("Cost", "Total cost", "Spend", "비용", *STAGES["spend"])
REPORTS = System(
    name="TikTok Ads",
    needs=(
        (
            *_CLICKS, "CTR (destination)", "CPC (destination)", "CTR(랜딩 페이지)", "CPC(랜딩 페이지)", "CTR(목적지)",
            "CPC(목적지)", "CTR(遷移先)", "CPC(遷移先)", "CTR (destino)", "CPC (destino)", "CTR (Ziel)", "CPC (Ziel)",
        ),
        _COSTS,
    ),
    measures={
        "spend": _COSTS,
        "clicks": _CLICKS,
        "impressions": ("Impressions", "노출수"),
        "reach": ("Reach", "도달수"),
        "conversions": ("Conversions", "Total conversions", "전환수"),
    },
    unlike=("Results", *names(lambda language: language.results)),  # of whatever a campaign is for
    dates=("By Day", "Day", "Date", "일별"),
)  # fmt: skip
