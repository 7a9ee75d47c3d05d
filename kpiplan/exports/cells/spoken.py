"""What language the names of columns are of, as far as it decides how days are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kpiplan.exports.cells.names import key, words
from kpiplan.exports.languages import languages
from kpiplan.exports.languages.language import Language

_ENGLISH = 1  # its rank: in it 4/3/2026 may be either


def speaks_day_first(date: str, names: Iterable[str]) -> bool:
    """Whether a column of dates, or else most of the names beside it, are called so in a language that writes the day
    first, and not in one that may write the month first.
    """
    if _dates(date, day_first=True) and not _dates(date, day_first=False):
        return True
    there, elsewhere = _known()
    found = {key(name) for name in names}
    own, other = found & (there - elsewhere), found & (elsewhere - there)
    return bool(own) and len(own) >= len(other)


def _dates(name: str, *, day_first: bool) -> bool:
    """Whether the name of a column speaks of time in a language of the kind."""
    patterns = (language.date for language in languages() if language.day_first == day_first and language.date)
    return any(re.search(pattern, words(name), re.IGNORECASE) for pattern in patterns)


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """The names of columns in languages that write the day first, and in English."""
    spoken = languages()
    first = frozenset(name for language in spoken if language.day_first for name in _names(language))
    return first, frozenset(name for language in spoken if language.rank == _ENGLISH for name in _names(language))


def _names(language: Language) -> Iterable[str]:
    tables = (*language.stages.values(), *language.columns.values())
    pairs = (name for pair in language.period for name in pair)
    lists = (language.day, language.month, language.year, language.currency, language.results, language.result_kinds)
    yield from (key(name) for called in (*tables, *lists) for name in called)
    yield from map(key, pairs)
