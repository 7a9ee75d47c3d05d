"""What the plan at hand calls things, for a shell that waits: its tree is read, and nothing of it computed."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.cli.completion.program import Names
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.what_if import plan_file
from kpiplan.language.yaml.nodes import Node
from kpiplan.loader import laid, scenario_names


def names(what: Names, file: str) -> tuple[str, ...]:
    """Names of a plan, a broken one's as far as they can be read; none where there is no plan."""
    try:
        source = plan_file(file)
    except WrongUseError:
        return ()
    if what == "scenarios":
        return scenario_names(source)
    root = laid(source).source.root or source.root
    segments = dict(_pairs(_held(root, "segments")))
    if what == "segments":
        return tuple(segments)
    funnels = [_held(root, "funnel"), *(_held(segment, "funnel") for segment in segments.values())]
    return tuple(dict.fromkeys(name for funnel in funnels for name in _stages(funnel)))


def _stages(funnel: Node | None) -> Iterator[str]:
    for item in funnel.items if funnel is not None and funnel.kind == "list" else ():
        if item.kind == "mapping":
            yield from dict(_pairs(item))
        elif item.kind != "list":
            yield item.text


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    for key, value in node.pairs if node is not None and node.kind == "mapping" else ():
        yield key.text, value


def _held(node: Node | None, key: str) -> Node | None:
    return dict(_pairs(node)).get(key)
