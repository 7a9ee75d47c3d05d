"""The forms in which exports write dates, with the words of all languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.spans import Span, day_span, months_span
from kpiplan.exports.languages import languages, month_languages, months, names, pattern


def _either(known: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, known))


MONTHS = dict(reversed(list(months())))  # no name is two months, in whatever languages
MONTH_LANGUAGES = month_languages()
_ODD = sorted((name for name in MONTHS if not re.fullmatch("[a-z]{3,9}", name)), key=len, reverse=True)
MONTH_NAME = rf"(?:[A-Za-z]{{3,9}}|{_either(tuple(_ODD))})(?![^\W\d_])\.?"
_NAME = f"(?P<name>{MONTH_NAME})"
YEAR = _either(names(lambda language: language.year_mark))
MONTH = _either(names(lambda language: language.month_mark))
TAIL = _either(names(lambda language: language.month_tail))
_DAY = _either(names(lambda language: language.day_mark))
_QUARTER = _either(names(lambda language: language.quarter_mark))
_BEFORE = _either(names(lambda language: language.quarter_before))
_NUMERALS = {sign: at for language in languages() for at, sign in enumerate(language.numerals, start=1)}
_TH = rf"(?:{_either(names(lambda language: language.ordinal))})?"
_OF = rf"(?:(?:{_either(names(lambda language: language.of))})\s+)?"
_TAIL = rf"(?:\s*(?:{_either(names(lambda language: language.year_tail))})\.?)?"
_WORD = _either(names(lambda language: language.quarter_word))
_LETTER = "".join(language.quarter_letter for language in languages())
_WEEK = _either(tuple(sorted(names(lambda language: language.week_word), key=len, reverse=True)))
_WEEK_MARK = _either(tuple(sorted(names(lambda language: language.week_mark), key=len, reverse=True)))
ERAS = {era: before for language in languages() for era, before in language.eras.items()}
ERA = _either(tuple(ERAS))
REPUBLIC = 1911  # the year before the first of an era that is mostly left out
_BETWEEN = _either(names(lambda language: language.between))


def _iso_week(year: int, week: int) -> Span | None:
    try:
        start = date.fromisocalendar(year, week, 1).toordinal()
    except ValueError:
        return None
    return Span(start, start + 6, "week")


def _named(day: str, name: str, year: str) -> Span | None:
    month = MONTHS.get(name.lower().rstrip("."))
    return day_span(int(year), month, int(day)) if month else None


def _named_month(name: str, year: str) -> Span | None:
    month = MONTHS.get(name.lower().rstrip("."))
    return months_span(int(year), month, 1, "month") if month else None


def _quarter(year: str, quarter: str) -> Span | None:
    return months_span(int(year), int(quarter) * 3 - 2, 3, "quarter")


def _of_era(era: str | None, year: str, month: str, day: str | None) -> Span | None:
    """A year counted from the founding of the republic, as in Taiwan, or from the begin of an emperor's reign."""
    number = 1 if year == "元" else int(year)
    if era is None and not 100 <= number < 150:
        return None
    full = number + ERAS.get(era or "", REPUBLIC)
    return day_span(full, int(month), int(day)) if day else months_span(full, int(month), 1, "month")


class DateForm:
    """One form of dates: its pattern, what it reads, and whether no text without a letter has this form."""

    def __init__(self, text: str, read: Callable[..., Span | None], *, lettered: bool) -> None:
        self.pattern, self.read, self.lettered = Pattern(text), read, lettered
        self.named = "(?P<name>" in text


FORMS = tuple(
    DateForm(text, read, lettered=lettered)
    for lettered, text, read in (
        (False, rf"(\d{{4}})\s*(?:[-/.]|{YEAR})\s*(\d{{1,2}})\s*(?:[-/.]|{MONTH})\s*(\d{{1,2}})\s*(?:\.|{_DAY})?",
         lambda y, m, d: day_span(int(y), int(m), int(d))),
        (True, rf"(\d{{2}})\s*(?:{YEAR})\s*(\d{{1,2}})\s*(?:{MONTH})\s*(\d{{1,2}})\s*(?:{_DAY})",
         lambda y, m, d: day_span(int(y), int(m), int(d))),
        (True, rf"({ERA})?\s*(元|\d{{1,3}})\s*(?:{YEAR})\s*(\d{{1,2}})\s*(?:{MONTH})(?:\s*(\d{{1,2}})\s*(?:{_DAY}))?",
         _of_era),
        (False, r"(1[0-4]\d)([-/.])(\d{1,2})\2(\d{1,2})", lambda y, _, m, d: _of_era(None, y, m, d)),
        (False, r"(\d{4})(\d\d)(\d\d)(?:\d\d){0,3}", lambda y, m, d: day_span(int(y), int(m), int(d))),
        (False, rf"(\d{{4}})\s*(?:[-/.]|{YEAR})\s*(\d{{1,2}})\s*(?:\.|{MONTH})?(?:{TAIL})?",
         lambda y, m: months_span(int(y), int(m), 1, "month")),
        (True, rf"(\d{{2}})\s*(?:{YEAR})\s*(\d{{1,2}})\s*(?:{MONTH})",
         lambda y, m: months_span(int(y), int(m), 1, "month")),
        (False, r"(\d{4})(0[1-9]|1[0-2])", lambda y, m: months_span(int(y), int(m), 1, "month")),
        (False, r"(0?[1-9]|1[0-2])[/-](\d{4})", lambda m, y: months_span(int(y), int(m), 1, "month")),
        (True, rf"(\d{{1,2}}){_TH}[-\s./]+{_OF}{_NAME}[-\s./,]+{_OF}(\d{{4}}|\d{{2}}){_TAIL}", _named),
        (True, rf"{_NAME}\s+(\d{{1,2}}){_TH},?\s+(\d{{4}})", lambda n, d, y: _named(d, n, y)),
        (True, rf"(\d{{4}})[-\s/]{_NAME}[-\s/](\d{{1,2}})", lambda y, n, d: _named(d, n, y)),
        (True, rf"{_NAME}(?:[-/.\s]|\s?['\u2019])(\d{{2}}){_TAIL}", _named_month),
        (True, rf"{_NAME}[-\s/,'.]+{_OF}(\d{{4}}){_TAIL}", _named_month),
        (True, rf"(\d{{4}})[-\s/]+{_NAME}", lambda y, n: _named_month(n, y)),
        (True, rf"([1-4])(?:{_TH}|\.)\s+(?:{_WORD})\.?,?\s+{_OF}(\d{{4}}){_TAIL}", lambda q, y: _quarter(y, q)),
        (True, rf"(?:[{_LETTER}]([1-4])|([1-4])[{_LETTER}])[-\s/,']*(\d{{4}})", lambda a, b, y: _quarter(y, a or b)),
        (True, rf"(\d{{4}})\s*(?:-|{YEAR})?\s*(?:[{_LETTER}]([1-4])|([1-4])[{_LETTER}]|"
         rf"(?:{_BEFORE})?\s*([1-4{''.join(_NUMERALS)}])\s*(?:{_QUARTER}))",
         lambda y, a, b, c: _quarter(y, a or b or str(_NUMERALS.get(c, c)))),
        (True, rf"(\d{{4}})[-\s/.,]*(?:{_WEEK})[-\s.]*(\d{{1,2}})\.?", lambda y, w: _iso_week(int(y), int(w))),
        (True, rf"(?:{_WEEK})[-\s.]*(\d{{1,2}})[-\s/.,']+{_OF}(\d{{4}})", lambda w, y: _iso_week(int(y), int(w))),
        (True, rf"(\d{{4}})\s*(?:{YEAR})?[-\s]*(?:{_BEFORE})?\s*(\d{{1,2}})\s*(?:{_WEEK_MARK})",
         lambda y, w: _iso_week(int(y), int(w))),
        (False, rf"(\d{{4}})\s*(?:{YEAR})?", lambda y: months_span(int(y), 1, 12, "year")),
    )
)  # fmt: skip
TRIPLE = re.compile(r"(\d{1,2})([/.\-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})\.?")
# A whole date follows: `mar. 3 mars 2026` begins with a Tuesday, `mar. 2026` and `Mar 3 2026` with a month.
_DATE_AHEAD = r"(?=\d{1,2}\.?\s+\D|\d{1,2}[./-]\d{1,2}[./-]|\d{4}[./-]|\d{8}|[^\W\d_]{3,}\.?\s+\d)"
WEEKDAY = Pattern(
    rf"^(?:{pattern(lambda language: language.weekday)})\.?,?\s+{_DATE_AHEAD}|"
    rf"\s*\((?:{_either(names(lambda language: language.weekday_mark))})\)",
)
TIME = Pattern(
    rf"[T,\s]+(?:(?:{_either(names(lambda language: language.at))})\s+)?"
    rf"(?:{_either(names(lambda language: language.halves))})?"
    r"\s*\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(?:[ap]\.?\s?m\.?)?"
    r"\s*(?:Z|[A-Z]{2,5}|(?:UTC|GMT)?\s*[+-]\d{2}:?\d{0,2})?$"
)
RANGE = Pattern(rf"(.{{4,30}}?)(?:\s+-\s+|\s*[~\u301c\uff5e\u2013\u2014]\s*|\s+(?:{_BETWEEN})\s+)(.{{4,30}})")
SHORTEST_RANGE = 9  # characters: two dates, and what stands between them
PLAIN_RANGE = re.compile(r"(\d{8})-(\d{8})|(\d{4}-\d{2})/(\d{4}-\d{2})")
