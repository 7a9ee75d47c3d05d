"""Problems and missed gates as GitLab's code quality report: a list of what it shows at lines of a merge request."""

from __future__ import annotations

from typing import Any

from kpiplan.formats.json import json_text
from kpiplan.formats.lines import one_line
from kpiplan.reports.inspection import Annotation, Inspection

_SEVERITIES = {"error": "critical", "warning": "minor", "note": "info"}


def code_quality(found: Inspection) -> str:
    """The list as JSON. An accepted warning is there for information, with the reason."""
    return json_text([_issue(each) for each in found.annotations])


def _issue(each: Annotation) -> dict[str, Any]:
    note = f"accepted: {each.accepted}" if each.accepted is not None else each.hint
    line = each.line or 1
    first, after = each.columns or (1, 2)
    return {
        "description": one_line(f"{each.message} ({note})" if note else each.message),
        "check_name": f"kpiplan/{each.rule}",
        "fingerprint": each.fingerprint,
        "severity": "info" if each.accepted is not None else _SEVERITIES[each.severity],
        "location": {
            "path": one_line(each.file),
            "positions": {
                "begin": {"line": line, "column": first},
                "end": {"line": line, "column": max(first, after - 1)},
            },
        },
    }
