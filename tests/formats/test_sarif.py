"""SARIF: valid by the standard's own schema, complete by GitHub's rules, at the right places."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kpiplan.codes import CODES
from kpiplan.formats.sarif import SCHEMA, sarif_text
from kpiplan.problems import Place, Problem
from kpiplan.reports.inspection import UNREAD, Annotation, failed, inspection, missed_gate, of_problem
from tests.conftest import TOP
from tests.formats.inspections import BROKEN, PLANS, everything, problems_of

SCHEMA_FILE = Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json"


@cache
def validator() -> jsonschema.Draft4Validator:
    """The standard's schema, which is one of draft 4."""
    return jsonschema.Draft4Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def run_of(*annotations: Annotation) -> dict[str, Any]:
    """The one run of a log with these annotations."""
    log = json.loads(sarif_text(inspection("check", "0.1.0", annotations, [])))
    validator().validate(log)
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


def test_everything_that_can_be_found_is_valid() -> None:
    log = json.loads(sarif_text(everything()))
    validator().validate(log)
    assert log["$schema"] == SCHEMA == validator().schema["id"]  # type: ignore[index]
    assert len(log["runs"][0]["results"]) > 150


def test_the_schema_is_one_that_refuses() -> None:
    log = json.loads(sarif_text(everything()))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator().is_valid(log)


def test_a_result_to_the_letter() -> None:
    problem = Problem("bad-name", "50% wrong", ("funnel", 1, "x"), "a or b", "plans/my plan.yaml", Place(3, 5, 4))
    run = run_of(of_problem(problem))
    (result,) = run["results"]
    fingerprint = result["partialFingerprints"].pop("kpiplan/v1")
    assert result == {
        "ruleId": "bad-name",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "50% wrong\na or b"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "plans/my%20plan.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 5, "endColumn": 9},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
        "suppressions": [],
    }
    (rule,) = run["tool"]["driver"]["rules"]
    meaning = CODES["bad-name"].meaning
    uri = "https://github.com/kpiplan/kpiplan/blob/main/docs/problems.md#bad-name"
    assert rule == {
        "id": "bad-name",
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": meaning},
        "help": {"text": f"{meaning} More about it: {uri}", "markdown": f"{meaning} [More about it]({uri})."},
        "helpUri": uri,
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["plan"]},
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"] == {"id": "kpiplan/check/"}


def test_what_github_wants_is_there() -> None:
    (run,) = json.loads(sarif_text(everything()))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["fullDescription"]["text"].endswith(".")
        assert rule["help"]["text"]
        page, _, anchor = rule["helpUri"].partition("#")
        text = (TOP / "docs" / page.rpartition("/")[2]).read_text(encoding="utf-8")
        assert f"# {anchor}\n" in text.lower()
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]["primaryLocationLineHash"]
        assert isinstance(result["suppressions"], list)  # all results have some, or none has
        (location,) = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        assert not artifact["uri"].startswith(("/", "."))


@pytest.mark.parametrize("file", [*BROKEN, *PLANS], ids=lambda file: file.name)
def test_places_are_in_the_file(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    run = run_of(*(of_problem(problem) for problem in problems_of(file)))
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        line = lines[region["startLine"] - 1]
        assert 1 <= region["startColumn"] < region["endColumn"] <= max(len(line), 1) + 1, (result, line)


def test_columns_count_characters_not_bytes() -> None:
    text = "name: 계획\nyear: 2026\ngoal: {customers: 12}\nfunnel: [방문, {고객: 20}]\n"
    (problem,) = [each for each in problems_of_text(text) if each.code == "bare-percentage"]
    (result,) = run_of(of_problem(problem))["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert text.split("\n")[3][region["startColumn"] - 1 : region["endColumn"] - 1] == "20"


def problems_of_text(text: str) -> tuple[Problem, ...]:
    """The problems of a plan as text."""
    from kpiplan.loader import load

    return load(text.encode(), "plan.yaml").problems


def test_accepted_warnings_are_suppressed_with_their_reason() -> None:
    run = run_of(of_problem(Problem("stated-rate", "m", file="p.yaml", accepted="agreed with\nSales")))
    (result,) = run["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "agreed with Sales"}]
    assert result["level"] == "warning"


def test_files_elsewhere_have_addresses_of_their_own() -> None:
    (result,) = run_of(failed(UNREAD, "no such file", "/srv/plan s.yaml"))["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "file:///srv/plan%20s.yaml"},
        "region": {"startLine": 1},
    }


def test_lines_of_exports_are_marked_whole() -> None:
    problem = Problem("unclosed-quote", "m", file="crm.csv", place=Place(4, 1))
    gate = missed_gate("behind", "leads", "m", "plan.yaml")
    regions = [
        result["locations"][0]["physicalLocation"]["region"] for result in run_of(of_problem(problem), gate)["results"]
    ]
    assert regions == [{"startLine": 4}, {"startLine": 1}]
