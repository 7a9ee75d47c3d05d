"""Google Search Console: the chart by day of a performance report."""

from kpiplan.exports.systems.system import System

_CLICKS = (
    "Clicks", "클릭수", "点击次数", "點擊", "點擊次數", "クリック数", "Clics", "Cliques", "Klicks", "Clic",
    "Klikken", "Клики",
)  # fmt: skip
_IMPRESSIONS = (
    "Impressions", "노출", "노출수", "展示", "展示次数", "曝光", "曝光次數", "表示回数", "Impresiones", "Impressões",
    "Impressionen", "Impressioni", "Vertoningen", "Показы",
)  # fmt: skip
_POSITION = (
    "Position", "Average position", "게재 순위", "게재순위", "排名", "排序", "掲載順位", "平均掲載順位",
    "Posición", "Posição",
    "Posizione", "Positie", "Позиция",
)  # fmt: skip
_DATES = ("Date", "날짜", "日期", "日付", "Fecha", "Data", "Datum", "Дата")

CHART = System(
    name="Search Console",
    needs=(
        _DATES,
        _CLICKS,
        _IMPRESSIONS,
        _POSITION,
    ),
    measures={
        "clicks": _CLICKS,
        "impressions": _IMPRESSIONS,
        "average_position": _POSITION,
    },
    dates=_DATES,
)
