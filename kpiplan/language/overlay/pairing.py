"""Two plans as one: what the new one changes, in the words of plans, and every plan that lies between the two."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kpiplan.language.keys.plan import prepared
from kpiplan.language.overlay.change import as_written, plain_value
from kpiplan.language.overlay.copies import with_pairs
from kpiplan.language.overlay.difference import Contexts, Difference, Kind, differences
from kpiplan.language.overlay.renames import Renames, of_names, renamed, renames, segments
from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Path, Place, path_text
from kpiplan.tuples import NamedTuple

# what targets follow from: all else is said of a plan, or asked of exports
_OF_TARGETS = ("name", "year", "start", "currency", "goal", "funnel", "existing", "costs", "replan", "segments")
_OF_SEGMENTS = ("share", "goal", "funnel", "costs", "replan")
_IDLE = ("name",)


class Edit(NamedTuple):
    """One change from the old plan to the new one.

    `path` is that of problems, `short` that of `--set`. `old` and `new` are the values as they were written, `values`
    the same as plain ones; empty and None where there is none. `number` is that of the difference among those that may
    move targets, None for what can't. Differences with the same `together` are one change.
    """

    path: str
    short: str
    kind: Kind
    old: str
    new: str
    values: tuple[object, object]
    places: tuple[Place | None, Place | None]
    section: Path
    number: int | None = None
    together: Path = ()


class Pairing(NamedTuple):
    """The changes in the order of the file, and the plans between: `made` takes the numbers of those that are made.

    Of these plans only what targets follow from is there.
    """

    edits: tuple[Edit, ...]
    names: Renames
    made: Callable[[Collection[int]], Node]


def paired(old: Node, new: Node, *, rename: bool = True) -> Pairing:
    """What differs between the trees of two plans that can be read; without `rename` a new name is a new thing."""
    contexts = Contexts(prepared(old, partial=False), prepared(new, partial=False))
    names = renames(old, new) if rename else Renames({}, {})
    base = renamed(old, new, names)
    both = segments(base).keys() & segments(new).keys()
    parts = [[_part(root, both, of_targets=moves) for root in (base, new)] for moves in (True, False)]
    moving, idle = (differences(one, other, contexts) for one, other in parts)
    edits = [_edit(each, number) for number, each in enumerate(moving.found)]
    edits += [_edit(each, None) for each in (*idle.found, *of_names(old, new, names))]
    return Pairing(tuple(sorted(edits, key=_where)), names, moving.made)


def _part(root: Node, both: Collection[str], *, of_targets: bool) -> Node:
    """What targets follow from, or the rest; a segment that not `both` plans have moves them whole."""
    pairs = []
    for key, value in root.pairs:
        if key.text == "segments" and value.kind == "mapping":
            held = [
                (name, with_pairs(each, [p for p in each.pairs if (p[0].text in _OF_SEGMENTS) == of_targets]))
                if name.text in both
                else (name, each)
                for name, each in value.pairs
                if of_targets or name.text in both
            ]
            pairs += [(key, with_pairs(value, held))] if of_targets or held else []
        elif (key.text in _OF_TARGETS) == of_targets and key.text != "extends":
            pairs.append((key, value))
    return with_pairs(root, pairs)


def _edit(each: Difference, number: int | None) -> Edit:
    nodes = each.old, each.new
    texts = ["" if node is None else as_written(node) for node in nodes]
    values = tuple(None if node is None else plain_value(node) for node in nodes)
    idle = each.path[0] in _IDLE
    return Edit(
        path_text(each.path),
        _short(each.path),
        each.kind,
        texts[0],
        texts[1],
        (values[0], values[1]),
        (each.old_place, each.new_place),
        _section(each.path),
        None if idle else number,
        each.together,
    )


def _short(path: Path) -> str:
    """As options write it: `leads` for its rate, `leads.lag`, `average_deal`, `outbound.share`."""
    if path[0] == "segments" and len(path) > 1:
        return ".".join([str(path[1]), *([_short(path[2:])] if len(path) > 2 else [])])
    if path[0] == "funnel" and len(path) > 2:
        rest = path[2:] if path[3:] != ("rate",) else path[2:3]
        return path_text(rest)
    return path_text(path[1:]) if path[0] == "goal" and len(path) > 1 else path_text(path)


def _section(path: Path) -> Path:
    """What a change belongs to: a key of the plan, a stage, a segment."""
    if path[0] == "segments":
        return path[:2]
    return path[:1] + path[2:3] if path[0] == "funnel" else path[:1]


def _where(edit: Edit) -> tuple[str, int, int]:
    place = edit.places[1] or edit.places[0] or Place(1, 1)
    return place.file, place.line, place.column
