"""Google Analytics 4: downloads of reports, snapshots and explorations, `#` lines first."""

from kpiplan.exports.systems.system import System

REPORTS = System(
    name="Google Analytics 4",
    needs=(),
    preamble=r"^#.*(?:start date|시작일|开始日期|開始日期|開始日|fecha de inicio|"
    r"data de início|date de début|startdatum|data di inizio|begindatum|дата начала)\s*[:\uff1a]|^# *\d{8}-\d{8}",
    measures={
        "visits": ("Sessions", "세션수", "会话数", "工作階段", "セッション", "Total users", "Active users",
                   "Users", "활성 사용자", "活跃用户", "活躍使用者", "アクティブ ユーザー",
                   "Sesiones", "Sessões", "Sitzungen", "Sessioni", "Sessies", "Сеансы"),
        "users": ("Total users", "총 사용자", "總人數", "总用户数", "総ユーザー数", "Active users", "활성 사용자",
                  "活跃用户", "活躍使用者", "アクティブ ユーザー"),
        "revenue": ("Total revenue", "Purchase revenue", "총 수익", "合計収益", "Ingresos totales",
                    "Receita total", "Revenu total", "Gesamtumsatz", "Entrate totali", "Totale opbrengst",
                    "Общий доход", "总收入", "總收益", "總收入"),
        "customers": ("Ecommerce purchases", "Purchases", "E-Commerce-Käufe", "Compras de comercio electrónico",
                      "Compras no e-commerce", "Compras de e-commerce", "Achats e-commerce", "Acquisti e-commerce",
                      "E-commerceaankopen", "Покупки", "전자상거래 구매", "电子商务购买次数", "電子商務購買次數",
                      "e コマース購入数"),
        "page_views": ("Views", "Screen page views", "조회수", "浏览次数", "瀏覽", "表示回数", "Aufrufe", "Vistas",
                       "Visualizaciones", "Visualizações", "Vues", "Visualizzazioni", "Weergaven", "Просмотры"),
        "key_events": ("Key events", "주요 이벤트", "关键事件", "重要事件", "キーイベント"),
        "events": ("Event count", "이벤트 수", "事件数", "事件计数", "事件計數", "イベント数"),
        "engaged_sessions": ("Engaged sessions", "참여 세션수", "참여 세션", "互动会话数", "互動工作階段",
                             "エンゲージのあったセッション数"),
        "new_users": ("New users", "new", "새 사용자 수", "新用户数", "新使用者", "新規ユーザー数"),
        "returning_users": ("Returning users", "returning", "재사용자", "回访用户", "回訪者", "リピーター数"),
    },
    dates=("Date", "Nth day", "날짜", "日期", "日付", "Fecha", "Data", "Datum", "Дата", "Date + hour (YYYYMMDDHH)"),
    segments=True,
    yields=("customers", "revenue"),
)  # fmt: skip
