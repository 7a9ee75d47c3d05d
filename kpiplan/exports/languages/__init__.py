"""What exports call things, one file a language: a new language is a new file here, with a `LANGUAGE`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from kpiplan.exports.languages.language import Language, Names


@cache
def languages() -> tuple[Language, ...]:
    """All languages, by rank."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [language for module in modules if isinstance(language := getattr(module, "LANGUAGE", None), Language)]
    return tuple(sorted(found, key=lambda language: language.rank))


def names(of: Callable[[Language], Names | str]) -> Names:
    """What all languages say, each once."""
    return tuple(dict.fromkeys(name for language in languages() for name in of(language)))


def pattern(of: Callable[[Language], str]) -> str:
    """The alternatives of all languages."""
    return "|".join(said for language in languages() if (said := of(language)))


def tables(of: Callable[[Language], Mapping[str, Names]]) -> dict[str, Names]:
    """The names of each thing in all languages."""
    found: dict[str, Names] = {}
    for language in languages():
        for thing, called in of(language).items():
            found[thing] = tuple(dict.fromkeys((*found.get(thing, ()), *called)))
    return found


def months() -> Iterator[tuple[str, int]]:
    """The names of months, in lower case, and their numbers."""
    for language in languages():
        for number, called in enumerate(language.months, start=1):
            yield from ((name.lower(), number) for name in called)


def month_languages() -> dict[str, frozenset[int]]:
    """The ranks of the languages that each name of a month, in lower case, belongs to."""
    found: dict[str, frozenset[int]] = {}
    for language in languages():
        for name in (name.lower() for called in language.months for name in called):
            found[name] = found.get(name, frozenset()) | {language.rank}
    return found
