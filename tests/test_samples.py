"""Every sample plan loads, says what its story says, and names the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kpiplan
from kpiplan.language.json_schema import plan_schema
from tests.conftest import SAMPLES, TOP, Kpiplan

PLANS = sorted(SAMPLES.glob("*.yaml"))

# the year's total of the first and the last stage of the whole plan, by hand or by the reference
YEARS: dict[str, dict[str, float]] = {
    "inbound_published.yaml": {"visits": 75_000, "customers": 9},
    "inbound.yaml": {"visits": 75_000, "customers": 9},
    "inbound_risk.yaml": {"visits": 75_000, "customers": 9},
    "saas.yaml": {"customers": 300, "revenue": 12e6},
    "inbound_outbound.yaml": {"customers": 96 + 64 / 3 + 4, "revenue": 6e6},
    "subscription.yaml": {"recurring_revenue": 800_000},
    "webshop.yaml": {"orders": 25_000, "buyers": 25_000 / 1.15, "revenue": 1.6e6},
    "enterprise.yaml": {"customers": 28, "revenue": 7e6},
    "scorecard.yaml": {"customers": 9, "marketing_spend": 540_000, "cost_per_lead": 480},
    # 18.75 customers a month over 25, 50, 20 and 1.5%; those of December work for a year 10% larger
    "what_if.yaml": {"customers": 225, "visits": 11 * 50_000 + 55_000},
    "what_if_agreed.yaml": {"customers": 10e6 / 38e3, "visits": 12.1 / 12 * 10e6 / 38e3 / 0.25 / 0.5 / 0.22 / 0.0165},
}
WARNINGS: dict[str, set[str]] = {
    "inbound_published.yaml": {"rounding-short", "stated-rate", "stated-goal"},
    "inbound.yaml": {"rounding-short"},
    "inbound_risk.yaml": {"rounding-short"},
    "saas.yaml": {"carry-in-short", "rate-above-last-year"},
    "inbound_outbound.yaml": {"carry-in-short"},
    "subscription.yaml": set(),
    "webshop.yaml": set(),
    "enterprise.yaml": {"goal-outruns-lag"},
    "scorecard.yaml": {"rounding-short", "too-many-kpis"},
    "what_if.yaml": set(),
    "what_if_agreed.yaml": set(),
}


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.name)
def test_sample_plan(file: Path) -> None:
    results = kpiplan.targets(kpiplan.load_plan(file))
    for kpi, total in YEARS[file.name].items():
        assert results.get(kpi).total == pytest.approx(total, rel=1e-9)
    assert {p.code for p in results.problems if p.severity == "warning"} == WARNINGS[file.name]
    assert not [p for p in results.problems if p.severity == "error" or p.code == "accept-unused"]


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.name)
def test_sample_plan_opens_with_schema_and_story(file: Path) -> None:
    first, second, third, *_ = file.read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=../kpiplan/plan.schema.json"
    assert second == "#"
    assert third.startswith("# ")
    assert (file.parent / "../kpiplan/plan.schema.json").resolve().is_file()


def test_accepted_warning_passes_a_strict_check(kpiplan: Kpiplan) -> None:
    assert kpiplan("check", "--strict", str(SAMPLES / "inbound.yaml")).code == 0
    assert kpiplan("check", "--strict", str(SAMPLES / "inbound_published.yaml")).code == 1


def test_shipped_schema_is_the_one_made_of_the_definitions() -> None:
    shipped = json.loads((TOP / "kpiplan/plan.schema.json").read_text(encoding="utf-8"))
    assert shipped == plan_schema(), "run: kpiplan schema > kpiplan/plan.schema.json"
