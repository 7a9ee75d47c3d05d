"""Names of columns, rows and cells as they are compared, and what all languages know of them (`languages`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Literal

from kpiplan.exports.cells.pattern import Pattern
from kpiplan.exports.cells.units import split_unit
from kpiplan.exports.languages import languages, names, pattern, tables
from kpiplan.exports.languages.language import Language, Names
from kpiplan.locales.currencies import CURRENCIES

KEPT = 8192  # names, with what they come to

_WORDS_TOO = frozenset(("ALL", "CUP", "PEN", "SOS", "TOP", "TRY"))  # codes of currencies that are words
_CLOSING = {"(": ")", "\uff08": "\uff09", "[": "]"}
_OPENING = Pattern(r"[(\uff08\[]", 0)
_BRACKETS = Pattern(r"[(\uff08\[]([^()\uff08\uff09\[\]]*)[)\uff09\]]", 0)
_ACCENTS = Pattern(r"(?<=[A-Za-z])[\u0300-\u036f]+", 0)  # of letters that are taken apart
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def bare(name: str) -> str:
    """A name without the accents of its Latin letters, which many leave out: `Impressoes`, `Cout`, `Umsatze`."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", name)))


@lru_cache(maxsize=KEPT)  # the labels of rows come again and again
def key(name: str) -> str:
    """A name as it is compared: letters and digits alone, no case, no accents, nothing in brackets."""
    if name.isascii() and "(" not in name and "[" not in name:  # most names, and quickly
        return "".join(filter(str.isalnum, name.lower()))
    name = unicodedata.normalize("NFKC", name)
    return "".join(filter(str.isalnum, bare(unbracketed(name) or name).casefold()))


def unbracketed(name: str) -> str:
    """A name without what stands in brackets, in one go: headers are as long and as odd as files are."""
    if not _has_brackets(name):
        return name
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


def _has_brackets(name: str) -> bool:
    return "(" in name or "[" in name or "\uff08" in name


def is_called(name: str, known: str) -> bool:
    """Whether two names are the same; brackets count where the known one has them: `Reactions (total)`, not
    `Reactions (organic)`.
    """
    return squeezed(name) == squeezed(known) if "(" in known else key(name) == key(known)


def squeezed(name: str) -> str:
    """A name with its brackets, without case and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def words(name: str) -> str:
    """A name with camelCase, underscores and hyphens taken apart and no accents, for patterns that look for whole
    words.
    """
    return bare(_accented(name))


def _accented(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", _CAMEL.sub(" ", unicodedata.normalize("NFKC", name))).strip()


def identifier(name: str) -> str:
    """A plain identifier for a measure that has no better name: `Facebook visits` is facebook_visits."""
    plain = unicodedata.normalize("NFKC", unbracketed(name) or name).casefold()
    return re.sub(r"\W+", "_", plain).strip("_")


def _keys(known: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(key, known))


def _owners(of: Callable[[Language], Mapping[str, Names]]) -> dict[str, str]:
    """What each name stands for, as names are compared; of a name that stands for two things the first language's."""
    found: dict[str, str] = {}
    for language in languages():
        for thing, called in of(language).items():
            for name in called:
                found.setdefault(key(name), thing)
    return found


STAGE_NAMES = tables(lambda language: language.stages)
COLUMN_NAMES = tables(lambda language: language.columns)  # of base measures
STAGE_OF = _owners(lambda language: language.stages)
FIRST_NAME_OF = _owners(lambda language: {stage: called[:1] for stage, called in language.stages.items()})
COLUMN_OF = _owners(lambda language: language.columns)
KPI_NAME = _keys(names(lambda language: language.kpi))
SURE_KPI_NAME = _keys(names(lambda language: language.sure_kpi))
ACTUAL_NAME = _keys(names(lambda language: language.actual))
VALUE_NAME = _keys(names(lambda language: language.value)) | ACTUAL_NAME
TARGET_NAME = _keys(names(lambda language: language.planned))
PLANNED_NAME = TARGET_NAME | _keys(names(lambda language: language.deviation))
UNIT_NAME = _keys(names(lambda language: language.unit))
CURRENCY_NAME = _keys(names(lambda language: language.currency))
STATUS_NAME = _keys(names(lambda language: language.status))
SOLD_NAME = _keys(names(lambda language: language.sold))
UNITS_NAME = _keys(names(lambda language: language.units))
CLOSING = tuple(map(key, names(lambda language: language.closing)))  # in the name of a date
RESULTS_NAME = _keys(names(lambda language: language.results))
RESULT_KINDS_NAME = _keys(names(lambda language: language.result_kinds))
YEAR_NAME = _keys(names(lambda language: language.year))
MONTH_NAME = _keys(names(lambda language: language.month))
DAY_NAME = _keys(names(lambda language: language.day))
DATE_NAME = Pattern(bare(pattern(lambda language: language.date)))
WEEK_NAME = Pattern(bare(pattern(lambda language: language.week)))
_NTH_NAME = Pattern(pattern(lambda language: language.nth))
_NTH_WEEK = tuple(map(key, names(lambda language: language.nth_week)))
_NTH_MONTH = tuple(map(key, names(lambda language: language.nth_month)))
PERIOD_PAIRS = tuple(pair for language in languages() for pair in language.period)
PERIOD_START = Pattern(pattern(lambda language: language.start))
PERIOD_END = Pattern(pattern(lambda language: language.end))
_TOTAL_HINTS = names(lambda language: language.total_hints)
_STRICT_TOTAL = Pattern(pattern(lambda language: language.strict_total))
EMPTY_TEXTS = names(lambda language: language.empty_report)
EMPTY_REPORT = _keys(EMPTY_TEXTS)
EVERYBODY = _keys(names(lambda language: language.everybody))
VISITOR_SEGMENT_NAME = _keys(names(lambda language: language.segment))
_TOTAL = Pattern(pattern(lambda language: language.total))
_COARSE = Pattern(pattern(lambda language: language.coarse))
_RATIO = Pattern("|".join(("%", bare(pattern(lambda language: language.ratio)))))
_EARLIER = Pattern(bare(pattern(lambda language: language.earlier)))
_IDENTITY = Pattern(bare(pattern(lambda language: language.identity)))
_UNIQUE = _keys(names(lambda language: language.unique))
_UNIQUE_WORDS = frozenset(word for word in _UNIQUE if word.isascii() and len(word) > 1)
_UNIQUE_PARTS = tuple(word for word in _UNIQUE if not word.isascii() and len(word) > 1)  # no blanks are around them


def _either(known: tuple[str, ...]) -> str:
    # The longer of two that begin alike first, in whatever languages they are: `Date du client` before `Date`.
    return "|".join(map(re.escape, sorted({key(name) for name in known}, key=lambda name: (-len(name), name))))


# The stage in the name of a date: `AQL date`, `Became a Customer Date`, `受注日`; of names as they are compared.
STAGE_DATES = (
    Pattern(
        rf"^(?:{_either(names(lambda language: language.stage_before))})?(?P<stage>.+?)"
        rf"(?:{_either(names(lambda language: language.stage_made))})?"
        rf"(?:{_either(names(lambda language: language.stage_after))})$",
        0,
    ),
    Pattern(rf"^(?:{_either(names(lambda language: language.stage_last))})(?P<stage>.+)$", 0),
)


# Words of languages that write none apart.
_UNSPACED = tuple(
    sorted(
        (word for word in ACTUAL_NAME | PLANNED_NAME if not word.isascii() and len(word) > 1),
        key=lambda w: (-len(w), w),
    )
)
_LINKS = frozenset(("de", "di", "du", "des", "of", "der", "for", "van"))
_LONGEST_SIDE = 3  # words: `year to date`
Side = Literal["actual", "planned", "deviation"]


def sided(name: str) -> tuple[str, Side] | None:
    """What a name is without the word at its end, or begin, or in brackets, that says which side of a plan it is on:
    `Leads Target`, `Actual leads`, `Leads (Plan)`, `리드목표`. None where no word does.
    """
    name = split_unit(name)[0]
    parts = words(_BRACKETS.sub(r" \1 ", name) if _has_brackets(name) else name).split()
    for size in range(1, min(_LONGEST_SIDE + 1, len(parts))):
        for said, rest in ((parts[-size:], parts[:-size]), (parts[:size], parts[size:])):
            if side := _side(key(" ".join(said))):
                rest = rest[1:] if len(rest) > 1 and rest[0].casefold() in _LINKS else rest  # `Meta de leads`
                return " ".join(rest), side
    plain = key(name)
    for word in _UNSPACED:
        if (side := _side(word)) and len(plain) > len(word):
            if plain.endswith(word):
                return plain.removesuffix(word), side
            if plain.startswith(word):
                return plain.removeprefix(word), side
    return None


def opened(name: str) -> str:
    """A name whose brackets say the side that it is on without them; others as they are."""
    found = _BRACKETS.search(name) if _has_brackets(name) else None
    return _BRACKETS.sub(r" \1 ", name) if found and _side(key(found[1])) else name


def _side(word: str) -> Side | None:
    if word in ACTUAL_NAME:
        return "actual"
    return "planned" if word in TARGET_NAME else "deviation" if word in PLANNED_NAME else None


def with_currency(name: str) -> tuple[str, str]:
    """A name and the code of a currency at its end, both empty where it has none: `spend_usd`, `Revenue EUR`."""
    said = words(name).split()
    code = said[-1].upper() if len(said) > 1 else ""
    return (" ".join(said[:-1]), code) if code in CURRENCIES and code not in _WORDS_TOO else ("", "")


def is_ratio(name: str) -> bool:
    """Whether the name says that the numbers are ratios, averages or positions, which do not add up."""
    return any(_RATIO.search(said) is not None for said in {words(name), _accented(name)})


def is_earlier(name: str) -> bool:
    """Whether the brackets of a name say that it is of an earlier period: `Sessions (previous year)`."""
    return _has_brackets(name) and any(_EARLIER.search(words(inside[1])) for inside in _BRACKETS.finditer(name))


def is_earlier_date(name: str) -> bool:
    """Whether the name of a date says so, in brackets or not."""
    return _EARLIER.search(words(name)) is not None


def is_unique(name: str) -> bool:
    """Whether the name says that people are counted, each once a day: as a whole, or by one of its words."""
    text = words(name).casefold()
    spoken = key(name) in _UNIQUE or not _UNIQUE_WORDS.isdisjoint(re.findall(r"\w+", text))
    return spoken or any(part in text for part in _UNIQUE_PARTS)


def is_identity(name: str) -> bool:
    """Whether the name says that its numbers tell things apart and count nothing: `Campaign ID`, `전화번호`."""
    return _IDENTITY.search(words(name)) is not None


@lru_cache(maxsize=KEPT)
def is_coarse(cell: str) -> bool:
    """Whether a cell among months is several of them: `Q1`, `YTD`, `상반기`."""
    text = cell.strip()
    return not text.isdecimal() and any(map(str.isalpha, text)) and _COARSE.fullmatch(text) is not None


@lru_cache(maxsize=KEPT)
def is_total(cell: str) -> bool:
    """Whether a cell labels a row of totals."""
    return _hints_at_total(cell) and _TOTAL.fullmatch(cell.strip()) is not None


def is_sure_total(cell: str) -> bool:
    """Whether a cell labels a row of totals and is no name of anything."""
    return _hints_at_total(cell) and _STRICT_TOTAL.fullmatch(cell) is not None


def _hints_at_total(cell: str) -> bool:
    """Whether a cell has a word in it without which it labels no totals; most have none, and need no pattern."""
    plain = cell.casefold()
    return any(hint in plain for hint in _TOTAL_HINTS)


def nth_unit(name: str, texts: Iterable[str] = ()) -> str | None:
    """day, week or month for a column such as `Nth day` that counts from the stated start: by its name, or where its
    cells are 0000, 0001 and so on.
    """
    found = _NTH_NAME.search(name.strip())
    if not found and not _counts_up(list(texts)):
        return None
    text = key(found[0] if found else name)
    if any(word in text for word in _NTH_WEEK):
        return "week"
    return "month" if any(word in text for word in _NTH_MONTH) else "day"


def _counts_up(texts: list[str]) -> bool:
    """Whether cells are 0000, 0001 and so on, few of them missing: no codes, and no times of a day."""
    if "0000" not in texts or not all(len(text) == 4 and text.isdecimal() for text in texts):
        return False
    return max(map(int, texts)) < 2 * len(texts)
