"""Which stages of two funnels are the same, which one alone has, and which have another name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.language.overlay.copies import same
from kpiplan.language.overlay.rates import comparable
from kpiplan.language.overlay.structure import positions, stage_at
from kpiplan.language.yaml.nodes import Node
from kpiplan.tuples import NamedTuple


class Slot(NamedTuple):
    """A stage by its position in the old and in the new funnel, None where there is none.

    `gap` numbers stages that stand above each other in a stretch where others came or went: what such a stage makes of
    the one above it is another thing then.
    """

    old: int | None
    new: int | None
    gap: int | None = None


def slots(old: Node, new: Node) -> tuple[Slot, ...] | None:
    """The stages of both funnels in one order; None where the same stages stand in another order."""
    was, now = positions(old), positions(new)
    common = [name for name in was if name in now]
    if common != [name for name in now if name in was] or len(was) != len(old.items) or len(now) != len(new.items):
        return None
    return tuple(_in_order(was, now, common))


def _in_order(was: dict[str, int], now: dict[str, int], common: Sequence[str]) -> Iterator[Slot]:
    at_old = at_new = 0
    for gap, name in enumerate([*common, None]):
        end_old, end_new = (len(was), len(now)) if name is None else (was[name], now[name])
        apart = end_old > at_old or end_new > at_new
        for at in range(at_old, end_old):
            yield Slot(at, None, gap)
        for at in range(at_new, end_new):
            yield Slot(None, at, gap)
        if name is not None:
            yield Slot(end_old, end_new, gap if apart else None)
        at_old, at_new = end_old + 1, end_new + 1


def renamed_stages(old: Node | None, new: Node | None) -> dict[str, str]:
    """Stages that have another name, old to new: as many came as went between the same two, or one says the same."""
    if old is None or new is None or old.kind != "list" or new.kind != "list":
        return {}
    found: dict[str, str] = {}
    gaps: dict[int, tuple[list[int], list[int]]] = {}
    for slot in slots(old, new) or ():
        if slot.gap is None:
            continue
        gone, came = gaps.setdefault(slot.gap, ([], []))
        if slot.old is None and slot.new is not None:
            came.append(slot.new)
        elif slot.new is None and slot.old is not None:
            gone.append(slot.old)
    for gone, came in gaps.values():
        pairs = zip(gone, came, strict=True) if len(gone) == len(came) else _alike(old, new, gone, came)
        found |= {stage_at(old, one)[0].text: stage_at(new, other)[0].text for one, other in pairs}
    return found


def _alike(old: Node, new: Node, gone: Sequence[int], came: Sequence[int]) -> Iterator[tuple[int, int]]:
    left = list(came)
    for one in gone:
        for other in left:
            held = comparable(stage_at(old, one)[1], old), comparable(stage_at(new, other)[1], new)
            if held[0].pairs and same(*held):
                yield one, other
                left = [each for each in left if each > other]
                break
