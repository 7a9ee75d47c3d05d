"""Which changes of a plan are one: those that make sense only together, and those of a section where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kpiplan.language.overlay.pairing import Edit
from kpiplan.problems import Path

MOST = 10  # changes whose parts are exact: 2^10 plans are read
_MOST_ALONE = 40  # of more, those of a section are one from the start
Bundle = tuple[Edit, ...]
Valid = Callable[[Iterable[Edit]], bool]  # whether the old plan with these changes can be read


def bundles(edits: Sequence[Edit], valid: Valid) -> list[Bundle]:
    """The changes that can move targets, at most MOST, such that each makes sense with any of the others and without.

    All together they are the new plan, which can be read.
    """
    found = _joined([(edit,) for edit in edits if edit.number is not None], _together)
    if len(found) > _MOST_ALONE:
        found = _joined(found, _sections)
    found = _independent(found, valid)
    for join in (_sections, _owners):
        if len(found) > MOST:
            found = _independent(_joined(found, join), valid)
    if len(found) > MOST:
        found = [*found[: MOST - 1], _one(found[MOST - 1 :])]
    return _always_valid(found, valid)


def _one(some: Iterable[Bundle]) -> Bundle:
    return tuple(edit for bundle in some for edit in bundle)


def _joined(found: Sequence[Bundle], key: Callable[[Bundle], Path]) -> list[Bundle]:
    """Those with the same key as one; an empty key is nobody else's."""
    groups: dict[object, list[Bundle]] = {}
    for at, bundle in enumerate(found):
        groups.setdefault(key(bundle) or at, []).append(bundle)
    return [_one(group) for group in groups.values()]


def _together(bundle: Bundle) -> Path:
    return bundle[0].together


def _sections(bundle: Bundle) -> Path:
    return bundle[0].section


def _owners(bundle: Bundle) -> Path:
    return bundle[0].section[:1] if bundle[0].section[0] != "segments" else bundle[0].section


def _independent(found: list[Bundle], valid: Valid) -> list[Bundle]:
    """Joined until each change can be made alone, and left out alone."""
    while len(found) > 1:
        needed = next(_needed(found, valid), None)
        if needed is None:
            break
        found = _merged(found, needed)
    return found


def _merged(found: Sequence[Bundle], needed: Sequence[int]) -> list[Bundle]:
    """Some of them as one, in the place of the first."""
    first, rest = min(needed), set(needed)
    one = _one(found[at] for at in sorted(rest))
    return [one if at == first else bundle for at, bundle in enumerate(found) if at == first or at not in rest]


def _needed(found: Sequence[Bundle], valid: Valid) -> Iterator[list[int]]:
    """Changes that make no sense without others, with those that they need."""
    places = range(len(found))

    def readable(some: Iterable[int]) -> bool:
        return valid(_one(found[at] for at in some))

    for one in places:
        if not readable([one]):
            yield _least(one, places, readable)
        if not readable(at for at in places if at != one):
            yield _least(one, places, lambda some: readable(at for at in places if at not in some))


def _least(one: int, places: Sequence[int], good: Callable[[list[int]], bool]) -> list[int]:
    """The fewest places with this one that are good, as far as leaving out one after the other finds them."""
    kept = list(places)
    for at in places:
        if at != one and good(fewer := [each for each in kept if each != at]):
            kept = fewer
    return kept


def _always_valid(found: list[Bundle], valid: Valid) -> list[Bundle]:
    """Joined until every set of the changes is a plan that can be read."""
    while len(found) > 1:
        masks = sorted(range(1, 1 << len(found)), key=int.bit_count)
        sets = ([at for at in range(len(found)) if mask >> at & 1] for mask in masks)
        wrong = next((some for some in sets if not valid(_one(found[at] for at in some))), None)
        if wrong is None:
            break
        found = _merged(found, wrong if len(wrong) > 1 else range(len(found)))
    return found
