"""What else a file is that was taken for a plan: a table of comma-separated values, or kpiplan's own output."""

from __future__ import annotations

from kpiplan.language.yaml.nodes import Node
from kpiplan.problems import Place, Problem

_KINDS = {"target": "`kpiplan target --format json`", "actuals": "`kpiplan actuals --format json`"}
_DELIMITERS = (",", ";", "\t")


def mistaken(text: str, root: Node | None) -> Problem | None:
    """The problem that a file is something else, None where it may be meant as a plan; `root` is its tree, if any."""
    if root is not None and root.kind == "mapping":
        kind = root.get("kind")
        if kind is None or root.get("figures") is None or kind.text not in _KINDS:
            return None
        return _problem(f"this is what {_KINDS[kind.text]} prints, and no plan", "give the plan that it was made from")
    if root is None or root.kind == "scalar":
        lines = [line for line in text.split("\n") if line.strip() and line[0] != "#"][:2]
        counts = [min(line.count(sign) for line in lines) for sign in _DELIMITERS] if len(lines) == 2 else []
        if any(counts) and not any(line.lstrip()[:1] in ("{", "[", "-") or _has_key(line) for line in lines):
            message, hint = "this is a table (CSV), and no plan", "exports are read by `kpiplan actuals`"
            if lines[0].startswith("period,segment,"):
                message, hint = "this is a table that kpiplan wrote, and no plan", "give the plan that it was made from"
            return _problem(message, hint)
    return None


def _has_key(line: str) -> bool:
    return ": " in line or line.rstrip().endswith(":")


def _problem(message: str, hint: str) -> Problem:
    return Problem("wrong-type", message, hint=hint, place=Place(1, 1))
