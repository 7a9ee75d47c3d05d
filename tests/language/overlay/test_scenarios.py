"""Scenarios of the plan, in both forms; files that extend a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

import kpiplan
from kpiplan.loader import laid, load, read_file, scenario, scenario_names
from kpiplan.plan.model import Plan, Scenario
from tests.conftest import put
from tests.language.overlay.helpers import PLAN, edited, plan_under, stage

SOURCE = read_file(PLAN.encode(), "plan.yaml")


def test_the_plan_has_their_names_and_why() -> None:
    assert plan_under().scenarios == (Scenario("cautious", "what 2024 brought"), Scenario("bold"))
    assert scenario_names(SOURCE) == ("cautious", "bold")


def test_paths_are_laid() -> None:
    found = laid(SOURCE, scenario(SOURCE, "cautious"))
    assert found.plan == edited(("rate: {from: 1.5%, to: 2%}", "rate: 1.2%"), ("deal: 30k", "deal: 28k"))


def test_so_is_the_plans_own_structure() -> None:
    found = laid(SOURCE, scenario(SOURCE, "bold"))
    assert found.plan == edited(
        ("revenue: 6M", "revenue: 9M"),
        ("mqls: 20%", "mqls: {rate: 24%, lag: 1 month}"),
        ("rate: {from: 1.5%, to: 2%}", "rate: 2%"),
        ("meetings: 4%", "meetings: 5%"),
    )


def test_there_is_no_other() -> None:
    with pytest.raises(KeyError):
        scenario(SOURCE, "-")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("scenarios: 5", "wrong-type", "5 stands where scenarios such as"),
        ("scenarios: {a: 5}", "wrong-type", "5 stands where changes such as"),
        ("scenarios: {a: {}}", "wrong-type", "an empty mapping"),
        ("scenarios: {'-': {leads: 1%}}", "bad-name", "'-' can't be the name of a scenario"),
        ("scenarios: {a.b: {leads: 1%}}", "bad-name", "'a.b' can't be"),
        ("scenarios: {a: {why: [x], leads: 1%}}", "wrong-type", "a list stands where a text"),
        ("scenarios: {a: {leds: 1%}}", "unknown-path", "is called leds"),
        ("scenarios: {a: {leads: 2%}, a: {leads: 1%}}", "duplicate-key", "stands here again"),
        ("scenarios: {a: {funnel: {leds: 1%}}}", "unknown-stage", "no stage is called leds"),
        ("scenarios: {a: {scenarios: {b: {leads: 1%}}}}", "bad-change", "scenarios are changed in the plan's file"),
    ],
)
def test_what_is_wrong_with_them_is_wrong_with_the_plan(text: str, code: str, says: str) -> None:
    plan = f"name: N\nyear: 2026\ngoal: {{revenue: 1M, average_deal: 5k}}\nfunnel: [visits, {{leads: 2%}}]\n{text}\n"
    found = load(plan.encode(), "plan.yaml")
    problem = next(p for p in found.errors if p.code == code)
    assert says in problem.message
    assert problem.place is not None
    assert (found.plan, problem.place.line) == (None, 5)


EXTENDED = """\
extends: plan.yaml
name: Growth, cautiously
why: what 2024 brought
leads: 1.2%
goal: {average_deal: 28k}
funnel: {mqls: {lag: 1 month}}
scenarios: {worse: {leads: 1%}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plan."""
    put(tmp_path / "plan.yaml", PLAN)
    return tmp_path


def read(folder: Path, text: str, name: str = "over.yaml") -> kpiplan.Loaded:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return kpiplan.load_plan(put(folder / name, text))


def test_a_file_extends_a_plan(folder: Path) -> None:
    found = read(folder, EXTENDED).plan
    assert found
    assert (found.name, found.why, found.budget) == ("Growth, cautiously", "what 2024 brought", None)
    assert stage(found.funnel, "mqls").lag.shares == (0.0, 1.0)
    assert [each.name for each in found.scenarios] == ["cautious", "bold", "worse"]
    expected = edited(
        ("rate: {from: 1.5%, to: 2%}", "rate: 1.2%"),
        ("deal: 30k", "deal: 28k"),
        ("mqls: 20%", "mqls: {rate: 20%, lag: 1 month}"),
    )
    assert (found.goal, found.funnel, found.segments) == (expected.goal, expected.funnel, expected.segments)


def test_a_file_extends_one_that_extends(folder: Path) -> None:
    read(folder, EXTENDED, "one.yaml")
    found = read(folder, "extends: one.yaml\nmqls: 30%\n").plan
    assert found
    assert (stage(found.funnel, "leads").rate[0], stage(found.funnel, "mqls").rate[0]) == (0.012, 0.3)


def test_each_problem_is_at_its_file(folder: Path) -> None:
    put(folder / "plan.yaml", PLAN.replace("mqls: 20%", "mqls: 120%").replace("name: Growth", "name: Growth\nnam: 5"))
    found = read(folder, "extends: plan.yaml\nleads: 220%\ngoal: {average_deal: x}\n")
    said = {(Path(p.file).name, p.place.line if p.place else 0, p.code) for p in found.errors}
    assert said == {
        ("over.yaml", 2, "out-of-range"),
        ("over.yaml", 3, "bad-money"),
        ("plan.yaml", 2, "unknown-key"),
        ("plan.yaml", 9, "out-of-range"),
    }
    assert all(p.excerpt for p in found.errors)


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ("/etc/passwd", "is no relative name"),
        ("../plan.yaml", "lies outside the folder of over.yaml"),
        ("sub/../../plan.yaml", "lies outside the folder of over.yaml"),
        ("link.yaml", "lies outside the folder of over.yaml"),
        ("over.yaml", "leads back to itself"),
        ("circle.yaml", "leads back to itself"),
        ("nowhere.yaml", "nowhere.yaml can't be read: No such file"),
        ("inner", "inner can't be read: Is a directory"),
        ("list.yaml", "list.yaml is no plan"),
        ("[plan.yaml]", "extends takes the name of a file"),
        ("''", "extends takes the name of a file"),
        ('"a\\0b"', "no text"),
        ("'C:\\plan.yaml'", "is no relative name"),
    ],
)
def test_what_can_not_be_extended(folder: Path, named: str, says: str) -> None:
    inside = folder / "in"
    (inside / "inner").mkdir(parents=True)
    (inside / "link.yaml").symlink_to(folder / "plan.yaml")
    put(inside / "circle.yaml", "extends: over.yaml\n")
    put(inside / "list.yaml", "- a\n")
    found = read(inside, f"extends: {named}\nleads: 2%\n")
    assert found.plan is None
    assert says in " ".join(p.message for p in found.errors) or named.startswith('"')


def test_five_files_deep_and_no_more(folder: Path) -> None:
    below = "plan.yaml"
    for at in range(1, 7):
        found = read(folder, f"extends: {below}\nmqls: {20 + at}%\n", f"over{at}.yaml")
        below = f"over{at}.yaml"
        assert (found.plan is None) == (at > 5), at
    assert "more than 5 files extend each other" in found.errors[0].message


def test_a_text_in_no_file_extends_nothing() -> None:
    assert "in no file" in kpiplan.read_plan("extends: plan.yaml\n").errors[0].message


def test_python_sets_values_too(folder: Path) -> None:
    path = folder / "plan.yaml"

    def plan(**asked: object) -> Plan:
        loaded = kpiplan.load_plan(path, **asked)  # type: ignore[arg-type]
        assert loaded.plan, loaded.errors
        return loaded.plan

    assert plan(set={"mqls": "24%"}) == edited(("mqls: 20%", "mqls: 24%"))
    assert plan(set={"revenue": 9_000_000, "mqls*": 2}) == edited(
        ("revenue: 6M", "revenue: 9M"), ("mqls: 20%", "mqls: 40%")
    )
    assert plan(set={"leads.direct": None}) == edited((", direct: {mar: 60, else: 0}", ""))
    both = plan(scenario="cautious", set={"mqls": "24%"})
    assert (stage(both.funnel, "leads").rate[0], stage(both.funnel, "mqls").rate[0]) == (0.012, 0.24)
    assert kpiplan.load_plan(path, set={"mqlz": 1}).errors[0].file == "set"
    with pytest.raises(KeyError):
        plan(scenario="no")


def test_python_lays_scenarios_side_by_side(folder: Path) -> None:
    found = kpiplan.scenarios(folder / "plan.yaml", by="year")
    assert [one.variant.name for one in found.shown] == [None, "cautious", "bold"]
    assert found.shown[1].variant.changes == {"leads": "1.2%", "average_deal": "28k"}
    plan, cautious = (one.figures.get("leads").total or 0.0 for one in found.shown[:2])
    alone = kpiplan.targets(kpiplan.load_plan(folder / "plan.yaml", scenario="cautious"), by="year")
    assert cautious == alone.get("leads").total != plan
    frame = found.to_frame()
    assert list(frame.columns) == ["scenario", "period", "segment", "kpi", "unit", "value"]
    assert set(frame.scenario) == {"", "cautious", "bold"}
    assert {"chance", "safe_factor"} <= set(frame.kpi)
    with pytest.raises(kpiplan.PlanError):
        kpiplan.scenarios(kpiplan.read_plan(PLAN + "  wrong: {leads: 200%}\n"))
