"""Surveys that ask how likely a customer is to recommend: a row a response, with a score from 0 to 10 and a date.

Promoters give 9 or 10, passives 7 or 8, detractors 6 or less (Reichheld, The One Number You Need to Grow, 2003).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.exports.cells.dates import read_date
from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import key
from kpiplan.exports.cells.numbers import UNKNOWN
from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.systems.system import Condition, System, Take

# The question itself, or a name of the score that stands beside who gave it.
QUESTION = Pattern(
    r"how likely .*\brecommend|likelihood to recommend|추천할 (?:의향|가능성)|추천하(?:시|실|고)|권(?:할|하실) 의향|"
    r"(?:推薦|推荐).*(?:可能|意[願愿]|嗎|吗|程度)|(?:薦め|すすめ)"
)
SCORES = ("NPS", "NPS score", "NPS rating", "NPS 점수", "추천 점수", "추천 지수", "NPS 分數", "NPS 分数", "NPSスコア",
          "推奨度")  # fmt: skip
WHO = (
    "Email", "E-mail", "Email address", "Name", "Person", "Respondent", "Respondent ID", "Response ID", "Customer",
    "Customer ID", "Contact", "User", "User ID", "Comment",
    "Comments", "Feedback", "이메일", "이름", "응답자", "응답 ID",
    "고객", "고객명", "의견", "코멘트", "電子郵件", "電子郵件地址",
    "姓名", "客戶", "意見", "客户", "意见", "回答者", "メールアドレス",
    "氏名", "コメント",
)  # fmt: skip
DATES = (
    "Responded at", "Response date", "Response time", "Submitted at", "Submission date", "Submit Date (UTC)",
    "Submit date", "Timestamp", "Completed at", "Completion time", "End Date", "Date submitted", "Survey date",
    "Created at", "Date created", "Date", "응답일", "응답일시",
    "응답 시간", "제출일", "제출 시간", "타임스탬프", "작성일",
    "날짜", "填寫時間", "填写时间", "提交時間", "提交时间",
    "時間戳記", "时间戳记", "回覆時間", "日期", "回答日", "回答日時",
    "タイムスタンプ", "送信日時", "日付",
)  # fmt: skip
_DATE_KEYS = [key(name) for name in DATES]
_SCORE_KEYS = frozenset(map(key, SCORES))
_WHO_KEYS = frozenset(map(key, WHO))
_SCORE = re.compile(r"(?:\d|10)(?:\.0)?")


def recognised(columns: Sequence[ExportColumn]) -> System | None:
    """The survey that the columns are of; None where it is not certain that each row is an answer from 0 to 10."""
    scores = [column for column in columns if _is_score(column, columns)]
    dates = [column for column in columns if column.kind == "date" and key(column.name) in _DATE_KEYS]
    if len(scores) != 1 or not any(_has_days(column) for column in dates):
        return None
    name, order = scores[0].name, tuple(date.name for date in sorted(dates, key=_rank) if _has_days(date))
    return System(
        name="NPS survey",
        needs=((name,),),
        takes=tuple(
            Take(kpi, order, where=(Condition(name, _written(lowest, highest), exact=True),))
            for kpi, lowest, highest in (
                ("responses", 0, 10), ("promoters", 9, 10), ("passives", 7, 8), ("detractors", 0, 6)
            )
        ),
        rows="a row a response",
    )  # fmt: skip


def _is_score(column: ExportColumn, columns: Sequence[ExportColumn]) -> bool:
    texts = [text for text in column.texts if text.casefold() not in UNKNOWN]
    if not texts or not all(_SCORE.fullmatch(text) for text in texts):
        return False
    named = QUESTION.search(column.name) or (
        key(column.name) in _SCORE_KEYS and any(key(other.name) in _WHO_KEYS for other in columns)
    )
    return bool(named)


def _has_days(column: ExportColumn) -> bool:
    """Whether the cells are days: answers are dated, figures of a month are not."""
    spans = [span for text in column.texts if (span := read_date(text))]
    return all(span.grain == "day" for span in spans)


def _rank(column: ExportColumn) -> int:
    return _DATE_KEYS.index(key(column.name))


def _written(lowest: int, highest: int) -> tuple[str, ...]:
    """The scores as cells have them: 9, or 9.0 where a program took them for decimals."""
    return tuple(text for score in range(lowest, highest + 1) for text in (str(score), f"{score}.0"))
