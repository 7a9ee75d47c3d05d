"""What the names and cells of a list of leads or deals say: what a row is, which rows are won, what a date is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from kpiplan.exports.cells.names import CLOSING, STAGE_DATES, STAGE_NAMES, key, unbracketed, words
from kpiplan.exports.languages import languages, names
from kpiplan.exports.languages.language import Language, Names
from kpiplan.kpis.built_in import EXPORTED

Words = tuple[str, ...]

_NO = frozenset(("false", "0", "no", "n", "нет", "nein", "non", "nee", "não", "아니요", "否", "いいえ"))
_SHORTEST = 2  # letters of a word that is looked for within a name


def _spoken(name: str) -> Words:
    """The words of a name: `LeadId` is lead, id."""
    return tuple(re.findall(r"\w+", words(unbracketed(name) or name).casefold().replace("_", " ")))


def _phrases(of: Callable[[Language], Names]) -> tuple[Words, ...]:
    return tuple(sorted({_spoken(name) for name in names(of)}, key=lambda phrase: (-len(phrase), phrase)))


def _keys(of: Callable[[Language], Names]) -> Words:
    return tuple(dict.fromkeys(key(name) for name in names(of)))


# Each is made when it is first asked for: most exports are tables of counts, and need none.


@cache
def _yes() -> frozenset[str]:
    return frozenset(name.casefold() for name in names(lambda language: language.yes))


@cache
def _won() -> Words:
    return _keys(lambda language: language.won)


@cache
def _lost() -> Words:
    return _keys(lambda language: language.lost)


@cache
def _won_phrases() -> tuple[Words, ...]:
    return _phrases(lambda language: language.won)


@cache
def _lost_phrases() -> tuple[Words, ...]:
    return _phrases(lambda language: language.lost)


@cache
def _creating() -> Words:
    return _keys(lambda language: language.creating)


@cache
def _expected() -> Words:
    return _keys(lambda language: language.expected)


@cache
def _passing() -> Words:
    return _keys(lambda language: language.passing)


@cache
def _ids() -> frozenset[Words]:
    return frozenset(map(_spoken, names(lambda language: language.ids)))


@cache
def _joined_ids() -> Words:
    """Those of languages that write no blanks, the longest first."""
    found = (key(name) for name in names(lambda language: language.ids) if not name.isascii())
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _stages() -> dict[Words, str]:
    """What a lead or deal is called, in words: its stage; visits and money are none."""
    found: dict[Words, str] = {}
    for stage, called in STAGE_NAMES.items():
        for name in called if stage not in (*EXPORTED, "visits") else ():
            found.setdefault(_spoken(name), stage)
    for language in languages():
        for stage, called in language.records.items():
            for name in called:
                found.setdefault(_spoken(name), stage)
    return found


def is_lost(text: str) -> bool:
    """Whether a cell says that a lead or deal was lost."""
    return key(text) in _lost()


def won_among(texts: Iterable[str]) -> tuple[str, ...]:
    """The cells that say won, as they are written: those that say nothing else, else, where others are lost, those that
    end so (`G. Project Won`).
    """
    known = [text for text in texts if text]
    sure = tuple(text for text in known if key(text) in _won())
    if sure or not any(_ends_so(text, _lost_phrases()) for text in known):
        return sure
    return tuple(text for text in known if _ends_so(text, _won_phrases()))


def _ends_so(text: str, phrases: Sequence[Words]) -> bool:
    said = _spoken(text)
    return any(said[-len(phrase) :] == phrase for phrase in phrases)


def ticked(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Of a column called `Won` or `Is Closed Won` that says yes or no: the cells that say yes."""
    known = [text for text in texts if text]
    plain = {text.casefold() for text in known}
    if key(name).removeprefix("is") not in _won() or not plain or not plain <= _yes() | _NO:
        return ()
    return tuple(text for text in known if text.casefold() in _yes())


def _has(name: str, parts: Words) -> bool:
    plain = key(name)
    return any(part in plain for part in parts)


def creates(name: str) -> int | None:
    """How surely the name of a date says that a lead or deal began there (0 is the surest); None where it does not."""
    plain = key(name)
    return next((rank for rank, part in enumerate(_creating()) if part in plain), None)


def only_creates(name: str) -> bool:
    """Whether a date is called by a word of beginning alone, be that the word of a stage too: 등록일."""
    plain = key(name)
    return any(found["stage"] in _creating() for pattern in STAGE_DATES if (found := pattern.match(plain)))


def closes(name: str) -> bool:
    """Whether the name of a date says that a deal ended there, won or not."""
    return _has(name, CLOSING) and not _has(name, _expected()) and not _has(name, _lost())


def is_won_day(name: str) -> bool:
    """Whether the name of a date says that it is that of winning: `Won time`."""
    return _has(name, _won())


def dates_nothing(name: str) -> bool:
    """Whether a date is none of a stage: the last change, an expected day."""
    return _has(name, _passing()) or _has(name, _expected())


def record_of(name: str) -> str | None:
    """The stage of which a column names or numbers the rows: leads for `Lead ID`, `LeadId` and `Lead`."""
    said, stages, ids = _spoken(name), _stages(), _ids()
    for part in (said, said[:-1] if said[-1:] in ids else said, said[1:] if said[:1] in ids else said):
        if part in stages:
            return stages[part]
    plain = key(name)  # in languages without blanks: `거래명`
    endings = [plain.removesuffix(ending) for ending in _joined_ids() if plain.endswith(ending)]
    return next((stages[(rest,)] for rest in endings if (rest,) in stages), None)


def is_numbered(name: str) -> bool:
    """Whether a name says that cells are numbers or codes of the rows, which are never said twice."""
    said = _spoken(name)
    return said[-1:] in {("id",), ("uuid",), ("guid",)} or said[:1] == ("id",)


def numbers_what(name: str, dated: str) -> bool:
    """Whether a column numbers what a date is of: `Order ID` and `Order Date`."""
    said, date = _spoken(name), _spoken(dated)
    thing = said[1:] if said[:1] == ("id",) else said[:-1]
    return is_numbered(name) and bool(thing) and date[: len(thing)] == thing


def is_named(name: str) -> bool:
    """Whether a name says that cells are the names of the rows: `Lead Name`, not `Lead`."""
    said = _spoken(name)
    return len(said) > 1 and (said[-1:] in _ids() or said[:1] in _ids())


def stage_within(name: str) -> str | None:
    """The one stage that a name speaks of: opportunities for `Reached Pipeline Opportunity Date`; the longest names
    count (`Marketing Qualified Lead` is no lead). None for several.
    """
    found = set(_within(_spoken(name)))
    return found.pop() if len(found) == 1 else None


def _within(said: Words) -> Iterator[str]:
    at, stages = 0, _stages()
    longest = max(map(len, stages))
    while at < len(said):
        for size in range(min(longest, len(said) - at), 0, -1):
            part = said[at : at + size]
            if part in stages and sum(map(len, part)) > _SHORTEST:
                yield stages[part]
                at += size
                break
        else:
            at += 1
