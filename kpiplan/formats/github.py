"""Problems and missed gates as annotations of a workflow on GitHub."""

from __future__ import annotations

from kpiplan.formats.lines import one_line
from kpiplan.reports.inspection import Annotation, Inspection

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}


def workflow_annotations(found: Inspection) -> str:
    """Workflow commands of a CI that marks lines of a pull request; errors first, for it shows ten of a kind."""
    ranks = list(_KINDS)
    ordered = sorted(found.annotations, key=lambda each: ranks.index(each.severity))
    return "".join(f"{_command(each)}\n" for each in ordered)


def _command(each: Annotation) -> str:
    kind = "notice" if each.accepted is not None else _KINDS[each.severity]
    begin, end = each.columns or (None, None)
    properties = {
        "file": one_line(each.file),
        "line": each.line or 1,
        "col": begin,
        "endColumn": end,
        "title": "kpiplan gate" if each.of == "gate" else f"kpiplan {each.rule}",
    }
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    note = one_line(f"accepted: {each.accepted}" if each.accepted is not None else each.hint)
    message = one_line(each.message)
    text = f"{message}\n{note}" if note else message
    return f"::{kind} {said}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
