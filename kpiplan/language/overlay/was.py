"""What a plan has where a change would be laid."""

from __future__ import annotations

from kpiplan.language.overlay.change import as_written, of_texts
from kpiplan.language.overlay.paths import target_of
from kpiplan.language.overlay.walk import Target
from kpiplan.language.yaml.nodes import Node, shorten

_WIDEST = 30
_RATES = ("rate", "each", "by_age")


def was(text: str, root: Node) -> str:
    """The value of the plan that `leads=1.8%` takes the place of, in short; empty where it has none."""
    for change in of_texts([text]).changes:
        target = target_of(change, root)
        node = target.node if isinstance(target, Target) and not target.rest else None
        if isinstance(target, Target) and target.funnel is not None and node is not None and node.kind == "mapping":
            node = next((held for key in _RATES if (held := node.get(key)) is not None), None)
        if node is not None and not node.empty:
            return shorten(as_written(node), _WIDEST)
    return ""
