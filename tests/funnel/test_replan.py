"""`replan` in a plan: months that take the place of what follows from the goal."""

from __future__ import annotations

import pytest

import kpiplan
from kpiplan.funnel.branches import stated_months
from kpiplan.funnel.stages import down
from kpiplan.funnel.targets import plan_targets

PLAN = """\
name: A year
year: 2026
goal: {customers: 120, round_customers: up}
funnel:
  - visits
  - leads: {rate: 2%, direct: 3}
  - customers: {rate: 10%, lag: [40%, 60%]}
"""
REPLAN = """\
replan:
  leads: {jan: 80, else: 110}
  customers: [8, 7, 9, 11, 11, 11, 11, 11, 11, 11, 11, 11]
"""


def year(loaded: kpiplan.Loaded, kpi: str, segment: str | None = None) -> tuple[float | None, ...]:
    return kpiplan.targets(loaded).get(kpi, segment).values


def test_stated_months_are_the_targets_and_all_others_follow_from_the_goal() -> None:
    plain, other = kpiplan.read_plan(PLAN), kpiplan.read_plan(PLAN + REPLAN)
    assert other.problems == ()
    assert year(other, "customers") == (8, 7, 9, *(11,) * 9)
    assert year(other, "leads") == (80, *(110,) * 11)
    assert year(other, "visits") == year(plain, "visits")
    assert kpiplan.targets(other).get("customers").total == 123


def test_units_pass_as_the_plan_under_it_has_them() -> None:
    """4,000 visits are 2% of leads and 3 directly: 83, of which 40% of a tenth are there in January, and December's."""
    loaded = kpiplan.read_plan(PLAN + REPLAN + "  visits: [4000, 4000, 5000, 5500]\n")
    assert loaded.plan is not None
    (outcome,) = plan_targets(loaded.plan).outcomes
    found = down(outcome.targets, stated_months(loaded.plan, outcome.branch))
    assert found[1][:2] == pytest.approx([83, 83], rel=1e-12)
    assert found[-1][:2] == pytest.approx([0.1 * (0.4 * 83 + 0.6 * 100), 8.3], rel=1e-12)
    assert outcome.branch.rounding is None


def test_months_that_had_happened_go_as_they_went() -> None:
    """Six came of 83 leads in January; of 166, where there are so many in the re-plan, twelve less December's do."""
    stated = "replan: {leads: {jan: 80, else: 110}, customers: {jan: 7, else: 11}}\nso_far: {after: 2026-01}\n"
    loaded = kpiplan.read_plan(PLAN + stated)
    assert loaded.plan is not None
    (outcome,) = plan_targets(loaded.plan).outcomes
    found = down(outcome.targets, [{}, {1: 80.0}, {}])
    assert found[-1][0] == pytest.approx(7, rel=1e-12)
    # without December's 6, 3.2 customers of 80 leads were to come: 7 are 7 / 9.2 as many, of 160 leads too
    found = down(outcome.targets, [{}, {1: 160.0}, {}])
    assert found[-1][0] == pytest.approx((6.4 + 6) * 7 / 9.2, rel=1e-12)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("so_far: {after: 2027-01}", "bad-month"),
        ("so_far: {after: soon}", "bad-month"),
        ("so_far: {after: 2026-02, seen: [lead]}", "unknown-stage"),
        ("so_far: {after: 2026-02, seen: [[leads]]}", "wrong-type"),
        ("so_far: {after: 2026-02, rates: {leads: 0}}", "out-of-range"),
        ("segments: {a: {share: 100%, so_far: {after: 2026-02}}}", "unknown-key"),
    ],
)
def test_what_had_happened_is_checked(line: str, code: str) -> None:
    found = kpiplan.read_plan(PLAN + REPLAN + line + "\n").errors
    assert [problem.code for problem in found] == [code]


def test_rates_of_a_re_plan_are_those_shown_and_used() -> None:
    loaded = kpiplan.read_plan(PLAN + REPLAN + "so_far: {after: 2026-01, rates: {leads: 0.5}}\n")
    assert loaded.plan is not None
    (outcome,) = plan_targets(loaded.plan).outcomes
    assert outcome.branch.stages[1].rate == (0.01,) * 12
    visits = outcome.targets.arrivals[0].at(5)
    assert down(outcome.targets, [{}, {}, {}])[1][4] == pytest.approx(0.01 * visits + 3)


def test_segments_take_their_part_or_have_their_own() -> None:
    text = PLAN + "replan: {customers: 12}\nsegments: {a: {share: 75%}, b: {share: 25%, replan: {customers: 2}}}\n"
    loaded = kpiplan.read_plan(text)
    assert year(loaded, "customers", "a") == (9,) * 12
    assert year(loaded, "customers", "b") == (2,) * 12
    assert year(loaded, "customers") == (11,) * 12


def test_recurring_revenue_follows_the_customers() -> None:
    """One customer more in January is a fee more all year, less what churns."""
    text = (
        "name: A year\nyear: 2026\ngoal: {recurring: {from: 100k, to: 200k, churn: 2%}, average_deal: 1k}\n"
        "funnel: [leads, {customers: 10%}]\n"
    )
    plain = kpiplan.read_plan(text)
    months = list(year(plain, "customers"))
    months[0] = (months[0] or 0.0) + 1
    other = kpiplan.read_plan(f"{text}replan: {{customers: {[f'{month:.12f}' for month in months if month]}}}\n")
    more = [
        (new or 0.0) - (old or 0.0)
        for new, old in zip(year(other, "recurring_revenue"), year(plain, "recurring_revenue"), strict=True)
    ]
    assert more == pytest.approx([1000 * 0.98**month for month in range(12)], rel=1e-6)


def test_a_stage_that_is_not_there_is_an_error_with_a_place() -> None:
    loaded = kpiplan.read_plan(PLAN + "replan: {customer: 12}\n")
    assert [(problem.code, str(problem.place)) for problem in loaded.errors] == [
        ("unknown-stage", "Place(line=8, column=10, length=8, file='')")
    ]
