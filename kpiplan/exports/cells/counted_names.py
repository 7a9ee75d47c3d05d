"""Names that say that something is counted or added up: `Number of leads`, `Sum of Revenue`, `Lead count`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from kpiplan.exports.cells.names import KEPT, bare, is_unique, key, unbracketed, words
from kpiplan.exports.languages import names

_COUNTING = names(lambda language: language.counting)
_SUMMING = names(lambda language: language.summing)
_BEHIND = names(lambda language: language.count_behind)
_COUNTED, _TOTALLED = (
    sorted((bare(name).casefold().split() for name in names(of)), key=len, reverse=True)
    for of in (lambda language: language.counted, lambda language: language.totalled)
)
_RHYTHM = frozenset(names(lambda language: language.rhythm))
_NEW = sorted(map(key, names(lambda language: language.new)), key=len, reverse=True)


@lru_cache(maxsize=KEPT)
def counted_things(name: str) -> tuple[tuple[str, bool], ...]:
    """What a name may be of without the words that say so, and whether that is counted, not added up."""
    plain = " ".join(name.casefold().replace("_", " ").split())
    found = [(plain.removeprefix(each).strip(" /:"), True) for each in _COUNTING if _begins(plain, each)]
    found += [(plain.removeprefix(each).strip(" /:"), False) for each in _SUMMING if _begins(plain, each)]
    found += [(plain.removesuffix(each).strip(), True) for each in _BEHIND if _ends(plain, each)]
    return tuple((thing, counted) for thing, counted in found if key(thing))


def _begins(name: str, word: str) -> bool:
    rest = name.removeprefix(word)
    return rest != name and (not word[-1].isascii() or not rest[:1].isalnum())


def _ends(name: str, word: str) -> bool:
    rest = name.removesuffix(word)
    return rest != name and (not word[0].isascii() or not rest[-1:].isalnum())


@lru_cache(maxsize=KEPT)
def without_count(name: str) -> tuple[str, bool]:
    """A name without the words that say that it is counted, empty where none do, and whether they may mean all there
    are (`Total leads`).
    """
    said = words(unbracketed(name) or name).casefold().split()
    if said[0:1] and said[0] in _RHYTHM and not is_unique(name):  # monthly users are no sum of those of each day
        return " ".join(said[1:]), False
    for phrases, total in ((_COUNTED, False), (_TOTALLED, True)):
        for phrase in phrases:
            size = len(phrase)
            if len(said) > size and said[:size] == phrase and not _is_number_of_one(said, size):
                return " ".join(said[size:]), total
            if len(said) > size and said[-size:] == phrase and not total:  # an `order total` is money
                return " ".join(said[:-size]), total
    return "", False


def without_stocks(called: Sequence[str]) -> list[str]:
    """Some names without those of which another one has the new ones alone: beside `New customers` the `Customers` are
    all there are.
    """
    new = {rest for name in map(key, called) for rest in _said_new(name)} - {""}
    return [name for name in called if new.isdisjoint((key(name), key(without_count(name)[0])))]


def _said_new(name: str) -> Iterator[str]:
    """What a name says of which it has the new ones."""
    for word in _NEW:
        if name.startswith(word):
            yield name.removeprefix(word)
        if name.endswith(word):
            yield name.removesuffix(word)


def _is_number_of_one(said: list[str], size: int) -> bool:
    """Whether a name is that of the number of one thing: `Número de pedido`, `N° commande`; of many it counts them."""
    return said[0].startswith("n") and not said[-1].endswith(("s", "i"))
