"""GitLab's code quality report: the fields that it needs, to the letter."""

from __future__ import annotations

import json

import jsonschema

from kpiplan.formats.gitlab import code_quality
from kpiplan.problems import Place, Problem
from kpiplan.reports.inspection import inspection, of_problem
from tests.formats.inspections import everything

_PLACE = {
    "type": "object",
    "required": ["line", "column"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
# none is published: the fields that GitLab's page on code quality asks for, and those of Code Climate's positions
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "pattern": "^kpiplan/[a-z0-9-]+$"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "positions": {"required": ["begin", "end"], "properties": {"begin": _PLACE, "end": _PLACE}},
                },
            },
        },
    },
}


def test_an_issue_to_the_letter() -> None:
    problem = Problem("bare-percentage", "a bare 20", ("funnel", 1, "leads"), "write 20%", "p.yaml", Place(10, 12, 2))
    found = inspection("check", "1", [of_problem(problem)], [])
    assert json.loads(code_quality(found)) == [
        {
            "description": "a bare 20 (write 20%)",
            "check_name": "kpiplan/bare-percentage",
            "fingerprint": found.annotations[0].fingerprint,
            "severity": "critical",
            "location": {
                "path": "p.yaml",
                "positions": {"begin": {"line": 10, "column": 12}, "end": {"line": 10, "column": 13}},
            },
        }
    ]


def test_severities() -> None:
    warning = Problem("stated-rate", "m", file="p.yaml", hint="h")
    found = [warning, warning._replace(accepted="agreed"), Problem("zero-likely", "n", file="p.yaml")]
    issues = json.loads(code_quality(inspection("check", "1", map(of_problem, found), [])))
    assert [(each["severity"], each["description"]) for each in issues] == [
        ("minor", "m (h)"),
        ("info", "m (accepted: agreed)"),
        ("info", "n"),
    ]


def test_nothing_found_is_an_empty_list() -> None:
    assert code_quality(inspection("check", "1", [], ["p.yaml"])) == "[]\n"


def test_no_two_have_one_fingerprint() -> None:
    issues = json.loads(code_quality(everything()))
    jsonschema.validate(issues, SCHEMA)
    assert len({each["fingerprint"] for each in issues}) == len(issues) > 150
    assert {tuple(each) for each in issues} == {("description", "check_name", "fingerprint", "severity", "location")}
