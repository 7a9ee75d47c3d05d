"""What the names and cells of a list of leads or deals say: what a row is, which rows are won, what a date is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import attrgetter

from kpiplan.exports.cells.names import CLOSING, STAGE_DATES, STAGE_NAMES, STATUS_NAME, key, unbracketed, words
from kpiplan.exports.languages import languages, names
from kpiplan.kpis.built_in import EXPORTED

Words = tuple[str, ...]

_NO = frozenset(("false", "0", "no", "n", "нет", "nein", "non", "nee", "não", "아니요", "否", "いいえ"))
_GLUED_ID = re.compile(r"([a-z]{3,})(?:id|uuid|guid)")
_STATUSES = tuple(name for name in STATUS_NAME if len(name) > (4 if name.isascii() else 1))
_NO_BRACKETS = str.maketrans(dict.fromkeys("()[]\uff08\uff09", " "))
_OF_A_LIST = frozenset(("exports", "details", "records", "lists", "sheets", "results", "dos", "das", "des", "plus"))
_LINKS = frozenset(("de", "del", "du", "di", "da", "do", "of", "der", "des", "the", "la"))
_SHORTEST = 2  # letters of a word that is looked for within a name


def _spoken(name: str) -> Words:
    """The words of a name: `LeadId` is lead, id."""
    return tuple(re.findall(r"\w+", words(unbracketed(name) or name).casefold().replace("_", " ")))


# What languages call things, by the field of theirs; made when first asked for: most exports are tables of counts.


@cache
def _keys(field: str) -> Words:
    """As names are compared."""
    return tuple(dict.fromkeys(key(name) for name in names(attrgetter(field))))


@cache
def _phrases(field: str) -> tuple[Words, ...]:
    """In words, the longest first."""
    found = {_spoken(name) for name in names(attrgetter(field))}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _yes() -> frozenset[str]:
    """As cells are compared."""
    return frozenset(name.casefold() for name in names(attrgetter("yes")))


@cache
def _unspaced_ids() -> Words:
    """Those of languages that write no blanks, the longest first."""
    return tuple(sorted((name for name in _keys("ids") if not name.isascii()), key=len, reverse=True))


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


def said_keys(text: str) -> frozenset[str]:
    """A status as it is compared: `Closed (Won)` is Closed and Closed Won."""
    return frozenset((key(text), key(text.translate(_NO_BRACKETS))))


def is_lost(text: str) -> bool:
    """Whether a cell says that a lead or deal was lost."""
    return not said_keys(text).isdisjoint(_keys("lost"))


def is_void(text: str) -> bool:
    """Whether a cell says that an order came to nothing: cancelled, failed."""
    return not said_keys(text).isdisjoint(_keys("void"))


def is_given_back(text: str) -> bool:
    """Whether a cell says that the money of an order was given back."""
    return not said_keys(text).isdisjoint(_keys("given_back"))


def says_status(name: str) -> bool:
    """Whether a column is called like one of statuses: `Order Status`."""
    plain = key(name)
    return plain in STATUS_NAME or any(plain.endswith(status) for status in _STATUSES)


def is_numbering(name: str) -> bool:
    """Whether a column is called like one of numbers that tell rows apart: `Order #`, `Order ID`, `주문번호`."""
    return name.strip().endswith(("#", "№")) or any(key(name).endswith(ending) for ending in _keys("numberings"))


def is_of_order(name: str) -> bool:
    """Whether a name speaks of orders: `Order Date`, `주문번호`."""
    return any(order in key(name) for order in _keys("orders"))


def is_undone(text: str) -> bool:
    """Whether a cell says that an order or payment was taken back: cancelled, refunded, returned."""
    return is_void(text) or is_given_back(text)


def won_among(texts: Iterable[str]) -> tuple[str, ...]:
    """The cells that say won, as they are written: those that say nothing else, else, where others are lost, those that
    end so (`G. Project Won`).
    """
    known = [text for text in texts if text]
    sure = tuple(text for text in known if not said_keys(text).isdisjoint(_keys("won")))
    if sure or not any(_ends_so(text, _phrases("lost")) for text in known):
        return sure
    return tuple(text for text in known if _ends_so(text, _phrases("won")))


def _ends_so(text: str, phrases: Sequence[Words]) -> bool:
    said = _spoken(text)
    return any(said[-len(phrase) :] == phrase for phrase in phrases)


def ending(text: str) -> str:
    """A cell that says, or may say beside others, how a lead, deal or order ended; empty for all others."""
    known = not said_keys(text).isdisjoint((*_keys("won"), *_keys("lost"), *_keys("void"), *_keys("given_back")))
    return text if known or _ends_so(text, _phrases("won")) or _ends_so(text, _phrases("lost")) else ""


def is_box(name: str) -> bool:
    """Whether a column is called as a box that is ticked for what is won: `Won`, `Is Closed Won`."""
    return key(name).removeprefix("is") in _keys("won")


def ticked(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Of a column called `Won` or `Is Closed Won` that says yes or no: the cells that say yes."""
    known = [text for text in texts if text]
    plain = {text.casefold() for text in known}
    if not is_box(name) or not plain or not plain <= _yes() | _NO:
        return ()
    return tuple(text for text in known if text.casefold() in _yes())


def _has(name: str, parts: Words) -> bool:
    plain = key(name)
    return any(part in plain for part in parts)


def creates(name: str) -> int | None:
    """How surely the name of a date says that a lead or deal began there (0 is the surest); None where it does not."""
    plain = key(name)
    return next((rank for rank, part in enumerate(_keys("creating")) if part in plain), None)


def only_creates(name: str) -> bool:
    """Whether a date is called by a word of beginning alone, be that the word of a stage too: 등록일."""
    plain = key(name)
    return any(found["stage"] in _keys("creating") for pattern in STAGE_DATES if (found := pattern.match(plain)))


def closes(name: str) -> bool:
    """Whether the name of a date says that a deal ended there, won or not."""
    return _has(name, CLOSING) and not is_expected(name) and not _has(name, _keys("lost"))


def is_won_day(name: str) -> bool:
    """Whether the name of a date says that it is that of winning: `Won time`."""
    return _has(name, _keys("won"))


def is_expected(name: str) -> bool:
    """Whether a date is a day that is only looked forward to."""
    return _has(name, _keys("expected"))


def _passes(name: str) -> bool:
    """Whether a word says that a date is of no stage, one of beginning aside: no `update` in `Signup date`."""
    plain = key(name)
    begun = [range(at, at + len(part)) for part in _keys("creating") if (at := plain.find(part)) >= 0]
    places = [at for part in _keys("passing") if (at := plain.find(part)) >= 0]
    return any(all(at not in word or at == word.start for word in begun) for at in places)


def dates_nothing(name: str) -> bool:
    """Whether a date is none of a stage: the last change, an expected day."""
    return _passes(name) or is_expected(name)


def is_amount(name: str) -> bool:
    """Whether a column is called as the amount of a deal or order is: `Closed Won Bookings Amount`, `deal_size`; no
    discount, no tax, nothing that is only expected.
    """
    said = _spoken(name)
    if not any(said[-len(phrase) :] == phrase for phrase in _phrases("amount")) or is_expected(name):
        return False
    return not any(word in said for phrase in _phrases("no_amount") for word in phrase)


def record_of(name: str) -> str | None:
    """The stage of which a column names or numbers the rows: leads for `Lead ID`, `LeadId` and `Lead`."""
    said = _spoken(name)
    stages, ids = _stages(), _phrases("ids")
    for part in (said, said[:-1] if said[-1:] in ids else said, said[1:] if said[:1] in ids else said):
        if part in stages:
            return stages[part]
    plain = key(name)
    if len(said) == 1 and (glued := _GLUED_ID.fullmatch(plain)) and (glued[1],) in stages:
        return stages[(glued[1],)]
    # in languages without blanks: `거래명`
    endings = [plain.removesuffix(ending) for ending in _unspaced_ids() if plain.endswith(ending)]
    return next((stages[(rest,)] for rest in endings if (rest,) in stages), None)


def own_part(name: str) -> str:
    """What a column is of the rows: `Value` of `Deal - Value`, `Amount` of `Opportunity Amount`."""
    for mark in (" - ", " "):
        thing, _, rest = (words(name) if mark == " " else name).partition(mark)
        if rest and record_of(thing):
            return rest
    return name


def is_numbered(name: str) -> bool:
    """Whether a name says that cells are numbers or codes of the rows, which are never said twice."""
    said, stages = _spoken(name), _stages()
    glued = _GLUED_ID.fullmatch(said[0]) if len(said) == 1 else None
    return said[-1:] in {("id",), ("uuid",), ("guid",)} or said[:1] == ("id",) or bool(glued and (glued[1],) in stages)


def numbers_bought(name: str) -> bool:
    """Whether a column numbers what somebody bought: `subscription_id`, `SalesID`."""
    said = _spoken(name)
    return is_numbered(name) and any(said[: len(thing)] == thing for thing in _phrases("bought"))


def numbers_what(name: str, dated: str) -> bool:
    """Whether a column numbers what a date is of: `Order ID` and `Order Date`, `주문번호` and `주문일`."""
    plain, date = key(name), key(dated)
    for ending in _keys("numberings"):
        thing = plain.removesuffix(ending)
        if 1 < len(thing) < len(plain) and date.startswith(thing):
            return True
    numberings, spoken = _keys("numberings"), _spoken(name)
    said = [word for word in spoken if word not in numberings and word not in _LINKS]
    return bool(said) and any(key(word) in numberings for word in spoken) and set(said) <= set(_spoken(dated))


def is_named(name: str) -> bool:
    """Whether a name says that cells are the names of the rows: `Lead Name`, not `Lead`."""
    said = _spoken(name)
    return len(said) > 1 and (said[-1:] in _phrases("ids") or said[:1] in _phrases("ids"))


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
        if said[at : at + 1] in _stages() and said[at : at + 2] not in _stages() and _is_another_thing(word):
            return None
    return stage_within(name)


def _is_another_thing(word: str) -> bool:
    return word.isascii() and word.endswith("s") and (word,) not in _stages() and word not in _OF_A_LIST


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
