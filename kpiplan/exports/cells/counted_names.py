"""Names that say that something is counted or added up: `Number of leads`, `Sum of Revenue`, `Lead count`."""

from __future__ import annotations

from functools import lru_cache

from kpiplan.exports.cells.names import KEPT, key
from kpiplan.exports.languages import names

_COUNTING = names(lambda language: language.counting)
_SUMMING = names(lambda language: language.summing)
_COUNTED = names(lambda language: language.count_behind)


@lru_cache(maxsize=KEPT)
def counted_things(name: str) -> tuple[tuple[str, bool], ...]:
    """What a name may be of without the words that say so, and whether that is counted, not added up."""
    plain = " ".join(name.casefold().replace("_", " ").split())
    found = [(plain.removeprefix(each).strip(" /:"), True) for each in _COUNTING if _begins(plain, each)]
    found += [(plain.removeprefix(each).strip(" /:"), False) for each in _SUMMING if _begins(plain, each)]
    found += [(plain.removesuffix(each).strip(), True) for each in _COUNTED if _ends(plain, each)]
    return tuple((thing, counted) for thing, counted in found if key(thing))


def _begins(name: str, word: str) -> bool:
    rest = name.removeprefix(word)
    return rest != name and (not word[-1].isascii() or not rest[:1].isalnum())


def _ends(name: str, word: str) -> bool:
    rest = name.removesuffix(word)
    return rest != name and (not word[0].isascii() or not rest[-1:].isalnum())
