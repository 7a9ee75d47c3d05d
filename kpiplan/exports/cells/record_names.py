"""What the names and cells of a list of leads or deals say: what a row is, which rows are won, what a date is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kpiplan.exports.cells.names import CLOSING, STAGE_DATES, STAGE_NAMES, key, unbracketed, words
from kpiplan.exports.languages import languages, names
from kpiplan.exports.languages.language import Language, Names
from kpiplan.kpis.built_in import EXPORTED

Words = tuple[str, ...]

_NO = frozenset(("false", "0", "no", "n", "нет", "nein", "non", "nee", "não", "아니요", "否", "いいえ"))
_YES = frozenset(name.casefold() for name in names(lambda language: language.yes))
_GLUED_ID = re.compile(r"([a-z]{3,})(?:id|uuid|guid)")
_SHORTEST = 2  # letters of a word that is looked for within a name


def _spoken(name: str) -> Words:
    """The words of a name: `LeadId` is lead, id."""
    return tuple(re.findall(r"\w+", words(unbracketed(name) or name).casefold().replace("_", " ")))


def _phrases(of: Callable[[Language], Names]) -> tuple[Words, ...]:
    return tuple(sorted({_spoken(name) for name in names(of)}, key=lambda phrase: (-len(phrase), phrase)))


def _keys(of: Callable[[Language], Names]) -> Words:
    return tuple(dict.fromkeys(key(name) for name in names(of)))


_WON, _LOST = _keys(lambda language: language.won), _keys(lambda language: language.lost)
_UNDONE = frozenset(_keys(lambda language: language.undone))
_WON_PHRASES = _phrases(lambda language: language.won)
_LOST_PHRASES = _phrases(lambda language: language.lost)
_CREATING = _keys(lambda language: language.creating)
_EXPECTED = _keys(lambda language: language.expected)
_PASSING = _keys(lambda language: language.passing)
_AMOUNTS = _phrases(lambda language: language.amount)
_NO_AMOUNTS = frozenset(word for phrase in _phrases(lambda language: language.no_amount) for word in phrase)
_BOUGHT = _phrases(lambda language: language.bought)
_IDS = frozenset(_spoken(name) for name in names(lambda language: language.ids))
_JOINED_IDS = sorted((key(name) for name in names(lambda language: language.ids) if not name.isascii()), key=len)


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


_STAGES = _stages()
_LONGEST = max(map(len, _STAGES))


def is_lost(text: str) -> bool:
    """Whether a cell says that a lead or deal was lost."""
    return key(text) in _LOST


def is_undone(text: str) -> bool:
    """Whether a cell says that an order or payment was taken back: cancelled, refunded, returned."""
    return key(text) in _UNDONE


def won_among(texts: Iterable[str]) -> tuple[str, ...]:
    """The cells that say won, as they are written: those that say nothing else, else, where others are lost, those that
    end so (`G. Project Won`).
    """
    known = [text for text in texts if text]
    sure = tuple(text for text in known if key(text) in _WON)
    if sure or not any(_ends_so(text, _LOST_PHRASES) for text in known):
        return sure
    return tuple(text for text in known if _ends_so(text, _WON_PHRASES))


def _ends_so(text: str, phrases: Sequence[Words]) -> bool:
    said = _spoken(text)
    return any(said[-len(phrase) :] == phrase for phrase in phrases)


def ticked(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Of a column called `Won` or `Is Closed Won` that says yes or no: the cells that say yes."""
    known = [text for text in texts if text]
    plain = {text.casefold() for text in known}
    if key(name).removeprefix("is") not in _WON or not plain or not plain <= _YES | _NO:
        return ()
    return tuple(text for text in known if text.casefold() in _YES)


def _has(name: str, parts: Words) -> bool:
    plain = key(name)
    return any(part in plain for part in parts)


def creates(name: str) -> int | None:
    """How surely the name of a date says that a lead or deal began there (0 is the surest); None where it does not."""
    plain = key(name)
    return next((rank for rank, part in enumerate(_CREATING) if part in plain), None)


def only_creates(name: str) -> bool:
    """Whether a date is called by a word of beginning alone, be that the word of a stage too: 등록일."""
    plain = key(name)
    return any(found["stage"] in _CREATING for pattern in STAGE_DATES if (found := pattern.match(plain)))


def closes(name: str) -> bool:
    """Whether the name of a date says that a deal ended there, won or not."""
    return _has(name, CLOSING) and not _has(name, _EXPECTED) and not _has(name, _LOST)


def is_won_day(name: str) -> bool:
    """Whether the name of a date says that it is that of winning: `Won time`."""
    return _has(name, _WON)


def _passes(name: str) -> bool:
    """Whether a word says that a date is of no stage, one of beginning aside: no `update` in `Signup date`."""
    plain = key(name)
    begun = [range(at, at + len(part)) for part in _CREATING if (at := plain.find(part)) >= 0]
    places = [at for part in _PASSING if (at := plain.find(part)) >= 0]
    return any(all(at not in word or at == word.start for word in begun) for at in places)


def dates_nothing(name: str) -> bool:
    """Whether a date is none of a stage: the last change, an expected day."""
    return _passes(name) or _has(name, _EXPECTED)


def is_amount(name: str) -> bool:
    """Whether a column is called as the amount of a deal or order is: `Closed Won Bookings Amount`, `deal_size`; no
    discount, no tax, nothing that is only expected.
    """
    said = _spoken(name)
    ends = any(said[-len(phrase) :] == phrase for phrase in _AMOUNTS)
    return ends and _NO_AMOUNTS.isdisjoint(said) and not _has(name, _EXPECTED)


def record_of(name: str) -> str | None:
    """The stage of which a column names or numbers the rows: leads for `Lead ID`, `LeadId` and `Lead`."""
    said = _spoken(name)
    for part in (said, said[:-1] if said[-1:] in _IDS else said, said[1:] if said[:1] in _IDS else said):
        if part in _STAGES:
            return _STAGES[part]
    plain = key(name)
    if len(said) == 1 and (glued := _GLUED_ID.fullmatch(plain)) and (glued[1],) in _STAGES:
        return _STAGES[(glued[1],)]
    # in languages without blanks: `거래명`
    endings = [plain.removesuffix(ending) for ending in reversed(_JOINED_IDS) if plain.endswith(ending)]
    return next((_STAGES[(rest,)] for rest in endings if (rest,) in _STAGES), None)


def is_numbered(name: str) -> bool:
    """Whether a name says that cells are numbers or codes of the rows, which are never said twice."""
    said = _spoken(name)
    glued = _GLUED_ID.fullmatch(said[0]) if len(said) == 1 else None
    return said[-1:] in {("id",), ("uuid",), ("guid",)} or said[:1] == ("id",) or bool(glued and (glued[1],) in _STAGES)


def numbers_bought(name: str) -> bool:
    """Whether a column numbers what somebody bought: `subscription_id`, `SalesID`."""
    said = _spoken(name)
    return is_numbered(name) and any(said[: len(thing)] == thing for thing in _BOUGHT)


def numbers_what(name: str, dated: str) -> bool:
    """Whether a column numbers what a date is of: `Order ID` and `Order Date`."""
    said, date = _spoken(name), _spoken(dated)
    thing = said[1:] if said[:1] == ("id",) else said[:-1]
    return is_numbered(name) and bool(thing) and date[: len(thing)] == thing


def is_named(name: str) -> bool:
    """Whether a name says that cells are the names of the rows: `Lead Name`, not `Lead`."""
    said = _spoken(name)
    return len(said) > 1 and (said[-1:] in _IDS or said[:1] in _IDS)


def stage_within(name: str) -> str | None:
    """The one stage that a name speaks of: opportunities for `Reached Pipeline Opportunity Date`; the longest names
    count (`Marketing Qualified Lead` is no lead). None for several.
    """
    found = set(_within(_spoken(name)))
    return found.pop() if len(found) == 1 else None


def _within(said: Words) -> Iterator[str]:
    at = 0
    while at < len(said):
        for size in range(min(_LONGEST, len(said) - at), 0, -1):
            part = said[at : at + size]
            if part in _STAGES and sum(map(len, part)) > _SHORTEST:
                yield _STAGES[part]
                at += size
                break
        else:
            at += 1
