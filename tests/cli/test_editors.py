"""What docs/shell.md tells editors of the lines that `check` prints is so."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import SAMPLES, TOP, Kpiplan

PAGE = (TOP / "docs" / "shell.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("plan", ["saas.yaml", "inbound.yaml", "inbound_published.yaml"])
def test_the_problem_matcher_finds_every_problem(plan: str, kpiplan: Kpiplan) -> None:
    blocks = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]
    (pattern,) = [each["tasks"][0]["problemMatcher"]["pattern"] for each in blocks if "tasks" in each]
    path = str(SAMPLES / plan)
    problems = json.loads(kpiplan("check", path, "--format", "json").out)["problems"]
    found = [re.match(pattern["regexp"], line) for line in kpiplan("check", path).out.splitlines()]
    told = [(match[1], int(match[2]), int(match[3]), match[4], match[5]) for match in found if match]
    assert told == [(path, each["line"], each["column"], each["severity"], each["message"]) for each in problems]
