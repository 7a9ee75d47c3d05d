"""What exports call the stages, dates, totals and the like, in English, Korean, Chinese and Japanese. Data; base
measures have their names in `kpis.columns`.
"""

from __future__ import annotations

import re
import unicodedata

# The names of a stage or other measure; compared without case, spaces, punctuation and brackets.
STAGE_NAMES: dict[str, tuple[str, ...]] = {
    "visits": (
        "visits", "visit", "sessions", "session", "users", "user", "visitors", "visitor", "active users",
        "total users",
        "website visits", "website sessions", "유입", "유입수", "방문", "방문수", "방문자", "방문자수",
        "이용객", "이용객수",
        "세션", "세션수", "사용자", "활성 사용자", "총 사용자", "访问", "访问数", "访问次数", "訪問", "會話",
        "会话", "会话数",
        "工作階段", "用户", "使用者", "活跃用户", "活躍使用者", "访客", "访客数", "訪客", "訪問数",
        "訪問者数", "セッション",
        "セッション数", "ユーザー", "アクティブ ユーザー",
    ),
    "leads": (
        "leads", "lead", "new leads", "contacts", "new contacts", "prospects", "results", "aql", "aqls",
        "리드", "리드수", "신규 리드", "잠재 고객", "잠재 고객수", "db", "db수", "결과",
        "线索", "线索数", "潜在客户", "潛在客戶", "リード", "リード数", "見込み客", "見込み客数", "アポ",
        "アポ数",
    ),
    "mqls": (
        "mqls", "mql", "marketing qualified leads", "marketing qualified lead", "mql수", "마케팅 적격 리드",
        "營銷合格潛在客戶", "行銷合格潛在客戶", "营销合格线索", "mql数",
    ),
    "sqls": (
        "sqls", "sql", "sales qualified leads", "sales qualified lead", "qualified", "qualified leads",
        "sql수",
        "영업 적격 리드", "销售合格线索", "銷售合格潛在客戶", "有効商談", "有効商談数", "sql数",
    ),
    "opportunities": (
        "opportunities", "opportunity", "opps", "pipeline", "deals created", "new deals", "potential",
        "기회", "영업 기회", "상담", "상담수", "商机", "商机数", "商機", "商談", "商談数",
    ),
    "customers": (
        "customers", "customer", "new customers", "closed won", "won", "deals won", "won deals", "orders",
        "order",
        "purchases", "purchase", "고객", "고객수", "신규 고객", "구매완료", "전환수", "주문수",
        "客户", "客户数", "客戶", "新客户", "新客戶", "成交", "成交数", "赢单", "受注", "受注数", "受注件数",
        "成約", "成約数",
        "契約", "契約数",
    ),
    "revenue": (
        "revenue", "new revenue", "total revenue", "amount", "net sales", "close value", "conv value",
        "conversion value", "deal value", "매출", "매출액", "순매출", "순매출액", "총매출", "수주금액",
        "成交额", "成交金额", "營收", "营收", "销售额", "銷售額", "売上", "売上高", "売上額", "受注金額",
        "受注額",
    ),
    "spend": (
        "spend", "cost", "costs", "amount spent", "total spent", "total spend", "ad spend", "비용", "총비용",
        "광고비",
        "지출 금액", "지출금액", "花费", "费用", "費用", "花費", "広告費",
    ),
}  # fmt: skip

# Whoever comes twice is counted once a day: sums over days or campaigns count some people several times.
UNIQUE = (
    "users", "user", "visitors", "visitor", "active users", "total users", "reach", "returning",
    "unique visitors",
    "방문자", "방문자수", "사용자", "활성 사용자", "총 사용자", "도달", "用户", "使用者", "活跃用户",
    "活躍使用者",
    "访客", "访客数", "訪客", "訪問者数", "ユーザー", "アクティブ ユーザー", "リーチ", "覆盖人数", "觸及人數",
)  # fmt: skip

RATIO = re.compile(
    r"\b(?:ctr|rate|ratio|average|avg|position|per|cpc|cpm|cpa|cpl|cac|roas|roi|frequency|percent|percentage|share|"
    r"duration)\b|%|율|률|평균|순위|당\s*(?:비용|단가)|단가|单价|单次|單次|単価|率|平均|順位|"
    r"排名|人均|占比|cost /",
    re.IGNORECASE,
)
DATE_NAME = re.compile(
    r"\b(?:date|day|week|month|quarter|period|year|time|hour|created|closed|start|end|starts|ends)\b|일자|날짜|"
    r"일시|년월|기간|연월|[일월주년](?:별)?$|日期|日付|時間|时间|月份|期間|年月|[日月周年]$",
    re.IGNORECASE,
)
YEAR_NAME = frozenset({"year", "연도", "년도", "년", "年", "年度", "fiscalyear", "fy"})
MONTH_NAME = frozenset({"month", "월", "월별", "月", "月份", "月別", "periodmonth", "period", "기간"})
WEEK_NAME = re.compile(r"\bweek\b|weekof|^주$|주별|주간|^周$|週", re.IGNORECASE)
NTH_NAME = re.compile(
    r"nth ?(day|week|month)|(\d*n) ?번째 ?(일|주|월)|第 ?n ?(天|日|周|週|个月|個月|か月)|n (日|週|か月)目",
    re.IGNORECASE,
)
KPI_NAME = frozenset(
    {"kpi", "kpis", "metric", "metrics", "measure", "indicator", "stage", "지표", "지표명", "항목", "구분",
     "指标", "指標", "项目", "項目"}
)  # fmt: skip
VALUE_NAME = frozenset(
    {
        "value",
        "values",
        "count",
        "actual",
        "result",
        "number",
        "값",
        "수치",
        "실적",
        "值",
        "数值",
        "數值",
        "値",
        "実績",
    }
)
PLANNED_NAME = frozenset(
    {"target", "targets", "plan", "planned", "budget", "goal", "forecast", "variance", "difference", "gap",
     "목표", "계획", "예산", "차이", "目标", "目標", "计划", "計画", "計畫", "予算", "予定", "差异", "差異"}
)  # fmt: skip
PERIOD_PAIRS = (
    ("reporting starts", "reporting ends"), ("start date", "end date"), ("week start", "week end"), ("from",
    "to"),
    ("start", "end"), ("보고 시작", "보고 종료"), ("시작일", "종료일"), ("开始日期", "结束日期"), ("開始日",
    "終了日"),
)  # fmt: skip
DAY_NAMES = ("day", "date", "일", "일자", "일별", "날짜", "日期", "日付", "日")
TOTAL = re.compile(
    r"(?:(?:grand|sub)[\s-]?)?totals?(?:\s*[:\uff1a(].*)?|(?:합계|总计|總計|合计|合計)\s*[:\uff1a].*|합계|소계|총계|총합계|총합|누계|합\s계|전체|总计|總計|合计|合計|小计|小計|总和|計|累計|"
    r"sum|resultado total",
    re.IGNORECASE,
)
# What a row of totals has in it somewhere, as UTF-8; most rows that have it are none.
TOTAL_HINTS = ("total", "sum", "합", "소계", "총계", "누계", "전체", "总", "總計", "合计", "小计", "計")
STRICT_TOTAL = re.compile(r"(?:grand )?totals?\s*[:\uff1a(].*", re.IGNORECASE)
EMPTY_REPORT = (
    "no data available",
    "no data",
    "데이터가 없습니다",
    "没有数据",
    "沒有資料",
    "データがありません",
)

_CLOSING = {"(": ")", "\uff08": "\uff09", "[": "]"}
_OPENING = re.compile(r"[(\uff08\[]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def key(name: str) -> str:
    """A name as it is compared: letters and digits alone, no case, nothing in brackets."""
    name = unicodedata.normalize("NFKC", name)
    return "".join(char for char in (_unbracketed(name) or name).casefold() if char.isalnum())


def _unbracketed(name: str) -> str:
    """A name without what stands in brackets, in one go: headers are as long and as odd as files are."""
    closing, kept, end = dict(_CLOSING), [], 0
    for found in _OPENING.finditer(name):
        if found.start() < end or found[0] not in closing:
            continue
        close = name.find(closing[found[0]], found.end())
        if close < 0:
            del closing[found[0]]  # nor is any later one closed
        else:
            kept.append(name[end : found.start()])
            end = close + 1
    return "".join([*kept, name[end:]])


def is_called(name: str, known: str) -> bool:
    """Whether two names are the same; brackets count where the known one has them: `Reactions (total)`, not
    `Reactions (organic)`.
    """
    if "(" in known:
        return name.strip().casefold() == known.casefold()
    return key(name) == key(known)


def words(name: str) -> str:
    """A name with camelCase, underscores and hyphens taken apart, for patterns that look for whole words."""
    return re.sub(r"[_\-.]+", " ", _CAMEL.sub(" ", unicodedata.normalize("NFKC", name))).strip()


def identifier(name: str) -> str:
    """A plain identifier for a measure that has no better name: `Facebook visits` is facebook_visits."""
    plain = unicodedata.normalize("NFKC", _unbracketed(name) or name).casefold()
    return re.sub(r"\W+", "_", plain).strip("_")


def is_ratio(name: str) -> bool:
    """Whether the name says that the numbers are ratios, averages or positions, which do not add up."""
    return RATIO.search(words(name)) is not None


def is_unique(name: str) -> bool:
    """Whether the name says that people are counted, each once a day."""
    return key(name) in _UNIQUE_KEYS


def is_total(cell: str) -> bool:
    """Whether a cell labels a row of totals."""
    return TOTAL.fullmatch(cell.strip()) is not None


_UNIQUE_KEYS = frozenset(key(name) for name in UNIQUE)
