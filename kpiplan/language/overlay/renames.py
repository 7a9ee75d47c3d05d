"""The tree of a plan with the names that its stages and segments have in another: a new name is no new thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpiplan.language.overlay.copies import mapping, same, scalar, with_items, with_pairs
from kpiplan.language.overlay.difference import Difference
from kpiplan.language.overlay.stage_order import renamed_stages
from kpiplan.language.overlay.structure import positions, stage_at
from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple

_BY_STAGE = ("goal", "before", "last_year", "stated", "risk", "replan")  # keys whose keys are stages, among others


class Renames(NamedTuple):
    """New names by old ones: of segments, and of the stages of each funnel (by its old segment, None: the plan's)."""

    segments: Mapping[str, str]
    stages: Mapping[str | None, Mapping[str, str]]

    def __bool__(self) -> bool:
        return bool(self.segments) or any(self.stages.values())


def renames(old: Node, new: Node) -> Renames:
    """What has another name in the new plan."""
    were, are = segments(old), segments(new)
    gone = [name for name in were if name not in are]
    came = [name for name in are if name not in were]
    others: dict[str, str] = {}
    for name in gone:
        twin = next((each for each in came if same(were[name], are[each]) and each not in others.values()), None)
        if twin is not None:
            others[name] = twin
    owned: dict[str | None, dict[str, str]] = {None: renamed_stages(old.get("funnel"), new.get("funnel"))}
    for name, held in were.items():
        other = are.get(others.get(name, name))
        if other is not None:
            owned[name] = renamed_stages(held.get("funnel"), other.get("funnel"))
    return Renames(others, owned)


def segments(root: Node) -> dict[str, Node]:
    """The segments of a tree by name."""
    held = root.get("segments")
    return {key.text: value for key, value in held.pairs} if held and held.kind == "mapping" else {}


def renamed(old: Node, new: Node, names: Renames) -> Node:
    """The old tree with the new names, wherever the new one has them."""
    root = _owner(old, new, names.stages.get(None, {}), _every(names))
    held, other = root.get("segments"), new.get("segments")
    if held is None or held.kind != "mapping":
        return root
    pairs = []
    for key, value in held.pairs:
        name = names.segments.get(key.text, key.text)
        twin = other.get(name) if other is not None else None
        stages = names.stages.get(key.text, {}) if value.get("funnel") is not None else names.stages.get(None, {})
        found = _owner(value, twin, stages, stages) if twin is not None and value.kind == "mapping" else value
        pairs.append((scalar(name, key.place), found))
    together = with_pairs(held, pairs)
    return with_pairs(root, [(key, together if key.text == "segments" else value) for key, value in root.pairs])


def _every(names: Renames) -> dict[str, str]:
    """Of all funnels together, for what the plan says of them."""
    return {old: new for stages in names.stages.values() for old, new in stages.items()}


def _owner(old: Node, new: Node, funnel: Mapping[str, str], said: Mapping[str, str]) -> Node:
    """A plan or a segment: its funnel, and what is said by the names of stages."""
    if not said and not funnel:
        return old
    pairs = []
    for key, value in old.pairs:
        other = new.get(key.text)
        found = value
        if key.text == "funnel" and value.kind == "list":
            found = with_items(value, _stages(value, funnel))
        elif key.text in _BY_STAGE and other is not None:
            found = _keys(value, other, said)
        elif key.text == "status" and other is not None and value.kind == "mapping":
            noises = value.get("noise"), other.get("noise")
            if noises[0] is not None and noises[1] is not None:
                changed = _keys(noises[0], noises[1], said)
                found = with_pairs(value, [(k, changed if k.text == "noise" else v) for k, v in value.pairs])
        pairs.append((key, found))
    return with_pairs(old, pairs)


def _stages(funnel: Node, names: Mapping[str, str]) -> Iterable[Node]:
    for at, item in enumerate(funnel.items):
        name, held = stage_at(funnel, at)
        new = scalar(names.get(name.text, name.text), name.place)
        yield new if held is None else mapping(item.place, [(new, held)])


def _keys(old: Node, new: Node, names: Mapping[str, str]) -> Node:
    """A mapping by stage with the new names, as far as the new plan says them there too."""
    if old.kind != "mapping" or new.kind != "mapping":
        return old
    said = {one: other for one, other in names.items() if new.get(one) is None and new.get(other) is not None}
    pairs = [(scalar(said[key.text], key.place) if key.text in said else key, value) for key, value in old.pairs]
    return with_pairs(old, pairs)


def of_names(old: Node, new: Node, names: Renames) -> list[Difference]:
    """The renamings as differences."""
    found = []
    were, are = segments(old), segments(new)
    for name, other in names.segments.items():
        found.append(_name(("segments", other), _key(old.get("segments"), name), _key(new.get("segments"), other)))
    for owner, stages in names.stages.items():
        place = names.segments.get(owner, owner) if owner is not None else None
        before: Path = () if place is None else ("segments", place)
        funnels = (
            (old.get("funnel"), new.get("funnel"))
            if owner is None or place is None
            else (were[owner].get("funnel"), are[place].get("funnel"))
        )
        for name, other in stages.items():
            at = positions(funnels[1])[other]
            pair = [_stage_name(funnel, each) for funnel, each in zip(funnels, (name, other), strict=True)]
            found.append(_name((*before, "funnel", at, other), *pair))
    return found


def _key(node: Node | None, name: str) -> Node | None:
    return next((key for key, _ in node.pairs if key.text == name), None) if node is not None else None


def _stage_name(funnel: Node | None, name: str) -> Node | None:
    return stage_at(funnel, positions(funnel)[name])[0] if funnel is not None else None


def _name(path: Path, old: Node | None, new: Node | None) -> Difference:
    places = [node.place if node is not None else None for node in (old, new)]
    return Difference(path, "renamed", old, new, places[0], places[1])
