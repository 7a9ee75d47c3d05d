"""Problems and missed gates as SARIF 2.1.0, which GitHub's code scanning and many editors show at their lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from kpiplan.formats.json import json_text
from kpiplan.formats.lines import one_line
from kpiplan.reports.inspection import Annotation, Inspection

HOME = "https://github.com/kpiplan/kpiplan"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_PROBLEMS, _CI = "docs/problems.md", "docs/ci.md"


def sarif_text(found: Inspection) -> str:
    """A log with one run. Files are relative to where it was made, which is where the repository begins."""
    rules = list({each.rule: each for each in found.annotations}.values())
    numbers = {each.rule: number for number, each in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "kpiplan",
                "version": found.version,
                "informationUri": HOME,
                "rules": [_rule(each) for each in rules],
            }
        },
        "automationDetails": {"id": f"kpiplan/{found.command}/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which kpiplan was run."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(found.annotations, numbers),
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(each: Annotation) -> dict[str, Any]:
    page = f"{_PROBLEMS}#{each.rule}" if each.of in ("plan", "export") else f"{_CI}#rules"
    uri = f"{HOME}/blob/main/{page}"
    return {
        "id": each.rule,
        "shortDescription": {"text": each.meaning},
        "fullDescription": {"text": each.meaning},
        "help": {
            "text": f"{each.meaning} More about it: {uri}",
            "markdown": f"{each.meaning} [More about it]({uri}).",
        },
        "helpUri": uri,
        "defaultConfiguration": {"level": each.severity},
        "properties": {"tags": [each.of]},
    }


def _results(annotations: Sequence[Annotation], numbers: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "ruleId": each.rule,
            "ruleIndex": numbers[each.rule],
            "level": each.severity,
            "message": {"text": "\n".join(filter(None, (one_line(each.message), one_line(each.hint))))},
            "locations": [{"physicalLocation": _location(each)}],
            # GitHub looks at the first alone, and counts those that are the same itself
            "partialFingerprints": {"primaryLocationLineHash": each.fingerprint, "kpiplan/v1": each.fingerprint},
            "suppressions": [{"kind": "inSource", "status": "accepted", "justification": one_line(each.accepted)}]
            if each.accepted is not None
            else [],
        }
        for each in annotations
    ]


def _location(each: Annotation) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": each.line or 1}
    if each.columns:
        region |= {"startColumn": each.columns[0], "endColumn": each.columns[1]}
    return {"artifactLocation": _artifact(each.file), "region": region}


def _artifact(file: str) -> dict[str, str]:
    """A file below the root by its path there, any other by its own."""
    if PurePath(file).is_absolute():
        return {"uri": PurePath(file).as_uri()}
    return {"uri": quote(file.encode("utf-8", "surrogateescape")), "uriBaseId": _ROOT}
