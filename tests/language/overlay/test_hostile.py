"""Whatever is set, there is a plan, or an error that says where; never anything else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.funnel.targets import plan_targets
from kpiplan.language.overlay.change import of_texts
from kpiplan.loader import laid, load, read_file, scenario
from tests.language.overlay.helpers import PLAN

WORDS = """
goal funnel segments existing visits leads mqls trials customers outbound inbound calls meetings share rate each by_age
lag direct cost sources paid organic revenue average_deal by_quarter growth recurring from to mar else why name year
start status noise risk kpis actuals economics before last_year stated accept costs budget currency label owner
scenarios extends __class__ 0 x [0] [1] [99] [2] quarters per_customer
"""
PARTS = st.sampled_from(WORDS.split())
PATHS = st.lists(PARTS, min_size=1, max_size=5).map(lambda parts: ".".join(parts).replace(".[", "["))
ODD = """
null | 0 | 1 | -1 | 20% | 0.2 | 150% | 5M | x | 2 months | {} | [] | [1] | [10%, 20%, 30%, 40%] | {a: 1} | {rate: 5%}
{lag: 1 month} | {from: 1%, to: 2%} | {from: 600k, to: 800k} | {mar: 5, else: 0} | {revenue: 9M, customers: null} | 1.1
{mqls: null, leads: {each: 2}} | [visits, {customers: 5%}] | {quarters: [2%, 3%]} | &a [*a] | {<<: {rate: 5%}} | 110%
!!str 5 | 1e400 | .inf | true | '5%' | - 5% | a: b: c | {leads: 231 of 16_200} | {paid: null} | {outbound: null}
{per_customer: 0.01, opening: 5} | {2026-01: 5%, 2026-05: 6%} | 2e-300
"""
VALUES = st.sampled_from([value.strip() for line in ODD.strip().splitlines() for value in line.split("|")])
CHANGES = st.lists(st.tuples(PATHS, st.sampled_from(("=", "*=")), VALUES).map("".join), min_size=1, max_size=3)
SOURCE = read_file(PLAN.encode(), "plan.yaml")


@given(CHANGES)
@settings(derandomize=True, deadline=None, max_examples=500)
def test_any_change_gives_a_plan_or_an_error_with_a_place(texts: list[str]) -> None:
    found = laid(SOURCE, of_texts(texts))
    assert (found.plan is None) == bool(found.errors)
    assert all(
        problem.place and problem.file in ("plan.yaml", "--set") and problem.message for problem in found.problems
    )
    if found.plan:
        plan_targets(found.plan)
    assert laid(SOURCE).plan == load(PLAN.encode(), "plan.yaml").plan  # what is laid leaves the tree as it is


@given(st.dictionaries(PATHS, VALUES, min_size=1, max_size=3))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_scenario_does_too(changes: dict[str, str]) -> None:
    lines = "".join(f"    ? '{path}'\n    : {value}\n" for path, value in changes.items())
    source = read_file(f"{PLAN}  odd:\n{lines}".encode(), "plan.yaml")
    found = laid(source)
    assert (found.plan is None) == bool(found.errors)
    if source.root is not None and found.plan:
        under = laid(source, scenario(source, "odd"))
        assert (under.plan is None) == bool(under.errors)
        assert all(problem.place and problem.file == "plan.yaml" for problem in under.problems)
