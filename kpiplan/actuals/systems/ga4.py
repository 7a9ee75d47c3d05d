"""Google Analytics 4: downloads of reports, snapshots and explorations, `#` lines first."""

from kpiplan.actuals.systems.system import System

REPORTS = System(
    name="Google Analytics 4",
    needs=(),
    preamble=r"^#.*(?:start date|시작일|开始日期|開始日期|開始日)\s*[:\uff1a]|^# *\d{8}-\d{8}",
    measures={
        "visits": ("Sessions", "세션수", "会话数", "工作階段", "セッション", "Total users", "Active users",
                   "Users", "활성 사용자", "活跃用户", "活躍使用者", "アクティブ ユーザー"),
        "revenue": ("Total revenue", "Purchase revenue", "총 수익", "合計収益"),
        "customers": ("Ecommerce purchases", "Purchases"),
        "pageviews": ("Views", "Screen page views", "조회수", "表示回数"),
        "key_events": ("Key events",),
        "new_users": ("New users", "new"),
        "returning_users": ("Returning users", "returning"),
    },
    dates=("Date", "Nth day", "날짜", "日期", "日付", "Date + hour (YYYYMMDDHH)"),
)  # fmt: skip
