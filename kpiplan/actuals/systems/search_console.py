"""Google Search Console: the chart by day of a performance report."""

from kpiplan.actuals.systems.system import System

CHART = System(
    name="Search Console",
    needs=(
        ("Date", "날짜", "日期", "日付"),
        ("Clicks", "클릭수", "点击次数", "點擊", "クリック数"),
        ("Impressions", "노출", "展示", "曝光", "表示回数"),
        ("Position", "게재 순위", "排名", "掲載順位"),
    ),
    measures={
        "clicks": ("Clicks", "클릭수", "点击次数", "點擊", "クリック数"),
        "impressions": ("Impressions", "노출", "展示", "曝光", "表示回数"),
    },
    dates=("Date", "날짜", "日期", "日付"),
)
