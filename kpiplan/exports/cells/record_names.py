"""What the names and cells of a list of leads or deals say: what a row is, which rows are won, what a date is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from kpiplan.exports.cells.names import CLOSING, STAGE_DATES, STAGE_NAMES, STATUS_NAME, key, unbracketed, words
from kpiplan.exports.languages import languages, names
from kpiplan.exports.languages.language import Language, Names
from kpiplan.kpis.built_in import EXPORTED

Words = tuple[str, ...]

_NO = frozenset(("false", "0", "no", "n", "нет", "nein", "non", "nee", "não", "아니요", "否", "いいえ"))
_YES = frozenset(name.casefold() for name in names(lambda language: language.yes))
_GLUED_ID = re.compile(r"([a-z]{3,})(?:id|uuid|guid)")
_STATUSES = tuple(name for name in STATUS_NAME if len(name) > (4 if name.isascii() else 1))
_NO_BRACKETS = str.maketrans(dict.fromkeys("()[]\uff08\uff09", " "))
_OF_A_LIST = frozenset(("exports", "details", "records", "lists", "sheets", "results", "dos", "das", "des", "plus"))
_SHORTEST = 2  # letters of a word that is looked for within a name


def _spoken(name: str) -> Words:
    """The words of a name: `LeadId` is lead, id."""
    return tuple(re.findall(r"\w+", words(unbracketed(name) or name).casefold().replace("_", " ")))


def _phrases(of: Callable[[Language], Names]) -> tuple[Words, ...]:
    return tuple(sorted({_spoken(name) for name in names(of)}, key=lambda phrase: (-len(phrase), phrase)))


def _keys(of: Callable[[Language], Names]) -> Words:
    return tuple(dict.fromkeys(key(name) for name in names(of)))


_WON, _LOST = _keys(lambda language: language.won), _keys(lambda language: language.lost)
_VOID = _keys(lambda language: language.void)
_GIVEN_BACK = _keys(lambda language: language.given_back)
_ORDERS = _keys(lambda language: language.orders)
_WON_PHRASES = _phrases(lambda language: language.won)
_LOST_PHRASES = _phrases(lambda language: language.lost)
_CREATING = _keys(lambda language: language.creating)
_EXPECTED = _keys(lambda language: language.expected)
_PASSING = _keys(lambda language: language.passing)
_AMOUNTS = _phrases(lambda language: language.amount)
_NO_AMOUNTS = frozenset(word for phrase in _phrases(lambda language: language.no_amount) for word in phrase)
_BOUGHT = _phrases(lambda language: language.bought)
_IDS = frozenset(_spoken(name) for name in names(lambda language: language.ids))
_NUMBERINGS = frozenset(key(name) for name in names(lambda language: language.numberings))
_LINKS = frozenset(("de", "del", "du", "di", "da", "do", "of", "der", "des", "the", "la", "la"))
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


def said_keys(text: str) -> frozenset[str]:
    """A status as it is compared: `Closed (Won)` is Closed and Closed Won."""
    return frozenset((key(text), key(text.translate(_NO_BRACKETS))))


def is_lost(text: str) -> bool:
    """Whether a cell says that a lead or deal was lost."""
    return not said_keys(text).isdisjoint(_LOST)


def is_void(text: str) -> bool:
    """Whether a cell says that an order came to nothing: cancelled, failed."""
    return not said_keys(text).isdisjoint(_VOID)


def is_given_back(text: str) -> bool:
    """Whether a cell says that the money of an order was given back."""
    return not said_keys(text).isdisjoint(_GIVEN_BACK)


def says_status(name: str) -> bool:
    """Whether a column is called like one of statuses: `Order Status`."""
    plain = key(name)
    return plain in STATUS_NAME or any(plain.endswith(status) for status in _STATUSES)


def is_numbering(name: str) -> bool:
    """Whether a column is called like one of numbers that tell rows apart: `Order #`, `Order ID`, `주문번호`."""
    return name.strip().endswith(("#", "№")) or any(key(name).endswith(ending) for ending in _NUMBERINGS)


def is_of_order(name: str) -> bool:
    """Whether a name speaks of orders: `Order Date`, `주문번호`."""
    return any(order in key(name) for order in _ORDERS)


def is_undone(text: str) -> bool:
    """Whether a cell says that an order or payment was taken back: cancelled, refunded, returned."""
    return is_void(text) or is_given_back(text)


def won_among(texts: Iterable[str]) -> tuple[str, ...]:
    """The cells that say won, as they are written: those that say nothing else, else, where others are lost, those that
    end so (`G. Project Won`).
    """
    known = [text for text in texts if text]
    sure = tuple(text for text in known if not said_keys(text).isdisjoint(_WON))
    if sure or not any(_ends_so(text, _LOST_PHRASES) for text in known):
        return sure
    return tuple(text for text in known if _ends_so(text, _WON_PHRASES))


def _ends_so(text: str, phrases: Sequence[Words]) -> bool:
    said = _spoken(text)
    return any(said[-len(phrase) :] == phrase for phrase in phrases)


def ending(text: str) -> str:
    """A cell that says, or may say beside others, how a lead, deal or order ended; empty for all others."""
    known = not said_keys(text).isdisjoint((*_WON, *_LOST, *_VOID, *_GIVEN_BACK))
    return text if known or _ends_so(text, _WON_PHRASES) or _ends_so(text, _LOST_PHRASES) else ""


def is_box(name: str) -> bool:
    """Whether a column is called as a box that is ticked for what is won: `Won`, `Is Closed Won`."""
    return key(name).removeprefix("is") in _WON


def ticked(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Of a column called `Won` or `Is Closed Won` that says yes or no: the cells that say yes."""
    known = [text for text in texts if text]
    plain = {text.casefold() for text in known}
    if not is_box(name) or not plain or not plain <= _YES | _NO:
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
    return _has(name, CLOSING) and not is_expected(name) and not _has(name, _LOST)


def is_won_day(name: str) -> bool:
    """Whether the name of a date says that it is that of winning: `Won time`."""
    return _has(name, _WON)


def is_expected(name: str) -> bool:
    """Whether a date is a day that is only looked forward to."""
    return _has(name, _EXPECTED)


def _passes(name: str) -> bool:
    """Whether a word says that a date is of no stage, one of beginning aside: no `update` in `Signup date`."""
    plain = key(name)
    begun = [range(at, at + len(part)) for part in _CREATING if (at := plain.find(part)) >= 0]
    places = [at for part in _PASSING if (at := plain.find(part)) >= 0]
    return any(all(at not in word or at == word.start for word in begun) for at in places)


def dates_nothing(name: str) -> bool:
    """Whether a date is none of a stage: the last change, an expected day."""
    return _passes(name) or is_expected(name)


def is_amount(name: str) -> bool:
    """Whether a column is called as the amount of a deal or order is: `Closed Won Bookings Amount`, `deal_size`; no
    discount, no tax, nothing that is only expected.
    """
    said = _spoken(name)
    ends = any(said[-len(phrase) :] == phrase for phrase in _AMOUNTS)
    return ends and _NO_AMOUNTS.isdisjoint(said) and not is_expected(name)


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


def own_part(name: str) -> str:
    """What a column is of the rows: `Value` of `Deal - Value`, `Amount` of `Opportunity Amount`."""
    for mark in (" - ", " "):
        thing, _, rest = (words(name) if mark == " " else name).partition(mark)
        if rest and record_of(thing):
            return rest
    return name


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
    """Whether a column numbers what a date is of: `Order ID` and `Order Date`, `주문번호` and `주문일`."""
    plain, date = key(name), key(dated)
    for ending in _NUMBERINGS:
        thing = plain.removesuffix(ending)
        if 1 < len(thing) < len(plain) and date.startswith(thing):
            return True
    said = [word for word in _spoken(name) if word not in _NUMBERINGS and word not in _LINKS]
    return bool(said) and any(key(word) in _NUMBERINGS for word in _spoken(name)) and set(said) <= set(_spoken(dated))


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


def listed_stage(name: str) -> str | None:
    """The one stage whose records a file is called after: leads for `crm_leads`, none for `customer_transactions`."""
    said = _spoken(name)
    for at, word in enumerate(said[1:]):
        if said[at : at + 1] in _STAGES and said[at : at + 2] not in _STAGES and _is_another_thing(word):
            return None
    return stage_within(name)


def _is_another_thing(word: str) -> bool:
    return word.isascii() and word.endswith("s") and (word,) not in _STAGES and word not in _OF_A_LIST


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
