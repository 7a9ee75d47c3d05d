"""A re-plan that was written, as the plan of other commands: its months so far went as they went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kpiplan
from kpiplan.analysis.goal_chance.engine import chance_now, from_here
from kpiplan.analysis.replan.replan import RestAsked, RestOfYear, replan
from kpiplan.analysis.replan.way import Rates
from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.analysis.variance.compare import compare
from kpiplan.cli.replan_overlay import Evidence, overlay_text
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import PlanTargets, plan_targets
from kpiplan.loader import load
from kpiplan.locales.english import ENGLISH
from tests.cli.test_replan import SALES, SEGMENTS, TO_MAY, seen_of
from tests.conftest import Kpiplan, plan_in, put

WEAK = TO_MAY.replace(",20\n", ",15\n").replace(",21\n", ",16\n").replace(",22\n", ",16\n")
counts = st.floats(0.4, 1.7)
PLANS = [SEGMENTS, SALES, SALES.partition("before:")[0]]


def targets_of(text: str) -> PlanTargets:
    loaded = kpiplan.read_plan(text)
    assert loaded.plan is not None
    return plan_targets(loaded.plan)


def written(found: RestOfYear, text: str) -> PlanTargets:
    """The re-plan, written and read again."""
    file = overlay_text(found, Evidence("plan.yaml", ["e.csv"]), None, ENGLISH)
    loaded = load(file.encode(), "re.yaml", lambda _: text.encode())
    assert loaded.plan is not None, loaded.problems
    return plan_targets(loaded.plan)


@pytest.fixture
def sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, entered: plan.yaml, what happened to May, where fewer customers came than planned, and its re-plan."""
    put(tmp_path / "may.csv", WEAK)
    return plan_in(tmp_path, SALES, monkeypatch)


@pytest.fixture
def again(sales: Path, kpiplan: Kpiplan) -> Path:
    """The re-plan of that."""
    assert kpiplan("replan", "plan.yaml", "may.csv", "-o", "again.yaml").code == 0
    return sales.parent / "again.yaml"


@pytest.mark.usefixtures("again")
def test_rates_are_learnt_from_the_months_that_it_knew(kpiplan: Kpiplan) -> None:
    """The rates seen are what they were; the outlook at them is that of the plan with the re-planned work."""

    def told(plan: str) -> dict[str, float]:
        found = json.loads(kpiplan("replan", plan, "may.csv", "--format", "json").out)
        return {
            "base": found["base"],
            "goes on": found["other_rates"]["base"],
            "work": found["other_rates"]["factor"] * found["other_rates"]["slope"],
            "chance": found["other_rates"]["chance"]["after"],
        }

    assert told("again.yaml") == pytest.approx(told("plan.yaml"), rel=1e-9)
    plan, re_plan = (
        json.loads(kpiplan("chance", plan, "may.csv", "--format", "json").out) for plan in ("plan.yaml", "again.yaml")
    )
    assert re_plan["rests_on"] == plan["rests_on"]
    assert re_plan["chance"]["customers"] < re_plan["luck"]["customers"] - 0.3


@pytest.mark.usefixtures("again")
def test_the_outlook_at_the_rates_to_date_is_short_of_the_goal(kpiplan: Kpiplan) -> None:
    """63 won of 84.7 that planned rates would have given: a fourth of what is still to come is missing."""
    found = json.loads(kpiplan("actuals", "may.csv", "--plan", "again.yaml", "--format", "json").out)
    outlook = found["outlook"][0]
    assert outlook["at_plan"]["year"]["customers"] == pytest.approx(300, abs=1e-6)
    assert outlook["at_rates"]["year"]["customers"] < 255
    assert all(abs(step["customers"]) + abs(step["year_customers"]) < 1e-9 for step in found["walk"])


@pytest.mark.usefixtures("again")
def test_one_chance_in_the_file_in_chance_and_in_diff(kpiplan: Kpiplan) -> None:
    assert "\n# Chance were rates as planned: " in Path("again.yaml").read_text(encoding="utf-8")
    wanted = json.loads(kpiplan("replan", "plan.yaml", "may.csv", "--format", "json").out)["chance"]["after"]
    assert 0.5 < wanted < 0.52
    found = json.loads(kpiplan("chance", "again.yaml", "--format", "json").out)
    assert found["chance"]["customers"] == pytest.approx(wanted, abs=1e-9)
    assert found["actuals_to"] == "2025-05"
    diff = json.loads(kpiplan("diff", "plan.yaml", "again.yaml", "--format", "json").out)
    assert diff["chance"]["new"]["customers"] == pytest.approx(wanted, abs=1e-9)
    run = kpiplan("actuals", "may.csv", "--plan", "again.yaml", "--detail", environ={"COLUMNS": "90"})
    assert f"({wanted:.0%} at the start, May " in run.out


def test_what_was_under_way_is_answered(sales: Path, kpiplan: Kpiplan) -> None:
    """`before` falls short of the need; a re-plan plans with that, and what was to arrive by May has or has not."""
    plan = SALES.replace("2025-01: 100", "2025-01: 40")
    put(sales, plan)
    assert "carry-in-short" in kpiplan("check", "plan.yaml").out
    assert kpiplan("replan", "plan.yaml", "may.csv", "-o", "again.yaml").code == 0
    assert kpiplan("check", "again.yaml").out == "again.yaml: no problems\n"
    assert "Must be under way" not in kpiplan("target", "again.yaml").out
    put(sales, plan.partition("before:")[0])
    put(sales.parent / "may.csv", "\n".join(WEAK.split("\n")[:2]) + "\n")
    assert kpiplan("replan", "plan.yaml", "may.csv", "-o", "again.yaml").code == 0
    of_plan, of_re_plan = (kpiplan("check", plan).out for plan in ("plan.yaml", "again.yaml"))
    assert "$3.6M of the year's $12M hangs" in of_plan  # the customers of February to May
    assert "$1.76M of the year's $12M hangs" in of_re_plan  # February went: 44 of March and April are to come


def test_what_exports_saw_before_the_plan_is_written(sales: Path, kpiplan: Kpiplan) -> None:
    put(sales, SALES.partition("before:")[0])
    early = "2025-01,30000,850,240,70,19\n"
    put(sales.parent / "may.csv", WEAK.replace("\n2025-02", f"\n{early}2025-02"))
    assert kpiplan("replan", "plan.yaml", "may.csv", "-o", "again.yaml").code == 0
    assert "  opportunities:\n    2025-01: 70.0\n" in Path("again.yaml").read_text().replace('"2025-01"', "2025-01")
    wanted = json.loads(kpiplan("replan", "plan.yaml", "may.csv", "--format", "json").out)["chance"]["after"]
    found = json.loads(kpiplan("chance", "again.yaml", "--format", "json").out)
    assert found["chance"]["customers"] == pytest.approx(wanted, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(1, 6),
    st.integers(0, 4),
    st.lists(counts, min_size=6, max_size=6),
    st.lists(counts, min_size=6, max_size=6),
    st.sampled_from(PLANS),
    st.sampled_from(["plan", "seen"]),
)
def test_it_learns_and_expects_as_its_plan_does(
    first: int, more: int, once: list[float], later: list[float], text: str, rates: Rates
) -> None:
    """What is under way, what rates are seen, what a unit of work brings: as the plan under it has it."""
    plan = targets_of(text)
    made = replan(plan, Actuals(seen_of(plan, first, once), first), RestAsked(rates=rates))
    if made.chosen.factor is None or made.chosen.factor == 0:
        return
    again = written(made, text)
    last = first + more
    now = Actuals(seen_of(plan, last, later), last)
    of_plan, of_again = replan(plan, now), replan(again, now)
    if rates == "plan":
        assert of_again.chosen.line.base == pytest.approx(of_plan.chosen.line.base, rel=1e-9)
        assert of_again.chosen.line.slope == pytest.approx(made.chosen.factor * of_plan.chosen.line.slope, rel=1e-9)
        for one, two in zip(from_here(again, now).learnt, from_here(plan, now).learnt, strict=True):
            for mine, its in zip(one.factors.stages[1:], two.factors.stages[1:], strict=True):
                assert mine
                assert its
                assert mine.mean == pytest.approx(its.mean, rel=1e-9)
        return
    at_seen = replan(plan, Actuals(seen_of(plan, first, once), first), RestAsked(rates="seen"))
    known = Actuals(seen_of(plan, first, once), first)
    assert replan(again, known).chosen.line.base == pytest.approx(at_seen.chosen.line.base, rel=1e-9)
    assert replan(again, known).reachable == pytest.approx(made.goal, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(1, 8),
    st.sampled_from([1.0, 0.4]),
    st.lists(counts, min_size=6, max_size=6),
    st.sampled_from(PLANS),
    st.sampled_from(["plan", "seen"]),
)
def test_who_holds_to_it_has_no_gap(months: int, part: float, factors: list[float], text: str, rates: Rates) -> None:
    """Fed its own targets it brings its own customers, and its own months explain nothing."""
    plan = targets_of(text)
    made = replan(plan, Actuals(seen_of(plan, months, factors), months, part), RestAsked(rates=rates))
    if made.chosen.factor is None or made.months[0] == 1:
        return
    again = written(made, text)
    for outcome in again.outcomes:
        known = stated_months(again.plan, outcome.branch)
        assert down(outcome.targets, known)[-1] == pytest.approx(outcome.branch.customers, rel=1e-9)
    last = min(12, months + 2)
    held = compare(again, Actuals(seen_of(again, last, [1.0] * 6), last))
    for walk in held.walks:
        for step in walk.steps:
            assert step.customers == pytest.approx(0, abs=1e-6)
            assert step.year_customers == pytest.approx(0, abs=1e-6)
    assert held.outlooks[-1].at_plan.year.customers == pytest.approx(held.outlooks[-1].goal.customers, rel=1e-9)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 8), st.lists(counts, min_size=6, max_size=6), st.sampled_from(PLANS))
def test_its_chance_is_the_one_it_was_made_for(months: int, factors: list[float], text: str) -> None:
    plan = targets_of(text)
    seen = Actuals(seen_of(plan, months, factors), months)
    made = replan(plan, seen)
    if not made.chosen.factor or made.chosen.line.base >= made.goal or made.chosen.after is None:
        return  # secured: what is under way brings more than the goal
    again = written(made, text)
    assert chance_now(again).luck.customers == pytest.approx(made.chosen.after, abs=1e-9)
    assert chance_now(again, seen).luck.customers == pytest.approx(made.chosen.after, abs=1e-9)
    assert chance_now(again, seen).chance.customers == pytest.approx(
        replan(again, seen, RestAsked(rates="seen")).chosen.before, abs=1e-9
    )


def test_months_by_hand_are_fed_at_the_rates_of_the_plan() -> None:
    """7,000 visits at 1.5 / 20 / 20 / 40 / 50% are 0.84 customers a month, whatever else is stated of these."""
    text = (
        "name: A year\nyear: 2020\ngoal: {customers: 9}\nfunnel: [visits, {leads: 1.5%}, {mqls: 20%}, {sqls: 20%},"
        " {opportunities: 40%}, {customers: 50%}]\nreplan: {visits: 7_000}\n"
    )
    targets = targets_of(text)
    (outcome,) = targets.outcomes
    assert down(outcome.targets, [{}] * 6)[-1] == pytest.approx([0.84] * 12)
    (found,) = compare(targets, Actuals(seen_of(targets, 2, [1.0] * 6), 2)).walks
    assert {step.name: round(step.customers, 9) for step in found.steps if abs(step.customers) > 1e-9} == {
        "months as stated": 0.18,
        "leads": -0.18,
    }


@pytest.mark.usefixtures("again")
def test_diff_names_the_re_plan_and_not_its_numbers(kpiplan: Kpiplan) -> None:
    out = kpiplan("diff", "plan.yaml", "again.yaml", environ={"COLUMNS": "90"}).out
    assert "\n  By    replan added: +" in out
    assert "\nreplan            (added)           visits, leads, mqls, op...  - > " in out
    assert "  By    replan taken out: -" in kpiplan("diff", "again.yaml", "plan.yaml").out
