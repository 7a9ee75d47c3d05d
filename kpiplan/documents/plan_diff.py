"""What differs between two plans as data: the changes, every figure of the year, the parts of the changes."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.plan_diff.bundles import Bundle
from kpiplan.analysis.plan_diff.diff import Moved, PlanDiff
from kpiplan.documents import Datum, Document, Rows
from kpiplan.documents.problems import problem_document
from kpiplan.language.overlay.pairing import Edit
from kpiplan.problems import Problem

MissedMove = tuple[Moved, float | None, float, str]  # the figure, the part by which it moves, may move, what is said


def diff_document(
    old: str, new: str, found: PlanDiff, problems: Sequence[Problem], gates: Sequence[MissedMove] = ()
) -> Document:
    """The document that docs/what-if.md describes; `old` and `new` are what the plans are called."""
    return {
        "kind": "diff",
        "plan": found.new.name,
        "currency": found.new.currency,
        "old": old,
        "new": new,
        "changes": [_change(edit, (old, new)) for edit in found.edits],
        "figures": [
            {
                "segment": each.segment,
                "kpi": each.kpi,
                "unit": each.unit,
                "old": each.old,
                "new": each.new,
                "difference": each.difference,
                "months": list(each.months),
            }
            for each in found.figures
        ],
        "carry_in": [row._asdict() | {"difference": row.new - row.old} for row in found.under_way],
        "chance": {"old": found.chances[0]._asdict(), "new": found.chances[1]._asdict()} if found.chances else None,
        "parts": [
            {"kpi": kpi, "change": _name(share.bundle), "together": _together(share.bundle), "part": share.parts[kpi]}
            for kpi in found.kpis
            for share in found.parts
        ],
        "gates": [
            {
                "gate": "moved",
                "segment": figure.segment,
                "kpi": figure.kpi,
                "unit": figure.unit,
                "old": figure.old,
                "new": figure.new,
                "part": part,
                "limit": limit,
                "message": message,
            }
            for figure, part, limit, message in gates
        ],
        "problems": [problem_document(problem) for problem in problems],
    }


def _change(edit: Edit, names: tuple[str, str]) -> Document:
    """A change; lines are those of the plans themselves, or of what they extend."""
    old, new = edit.places
    return {
        "path": edit.path,
        "kind": edit.kind,
        "old": edit.values[0],
        "new": edit.values[1],
        "old_file": (old.file or names[0]) if old else None,
        "old_line": old.line if old else None,
        "new_file": (new.file or names[1]) if new else None,
        "new_line": new.line if new else None,
    }


def _name(bundle: Bundle) -> str:
    return bundle[0].path


def _together(bundle: Bundle) -> list[str]:
    """The paths of the other changes that are one with it."""
    return [edit.path for edit in bundle[1:]]


def diff_rows(found: PlanDiff) -> Rows:
    """One row a figure of the year, then one a part of a change; a figure as a whole has no change."""
    return [["segment", "kpi", "change", "old", "new", "difference"], *(row[:3] + row[4:] for row in long_rows(found))]


def long_rows(found: PlanDiff) -> list[tuple[Datum, ...]]:
    """Segment, KPI, change, unit, old, new, difference."""
    rows: list[tuple[Datum, ...]] = [
        (each.segment, each.kpi, None, each.unit, each.old, each.new, each.difference) for each in found.figures
    ]
    units = {each.kpi: each.unit for each in found.figures}
    for kpi in found.kpis:
        for share in found.parts:
            rows.append((None, kpi, _name(share.bundle), units.get(kpi, "count"), None, None, share.parts[kpi]))
    return rows
