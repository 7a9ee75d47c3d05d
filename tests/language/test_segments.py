"""Segments whose plan says its goal wrongly or not at all: an error at its place, and nothing computed of it."""

from __future__ import annotations

import itertools

import pytest

from tests.language.helpers import FUNNEL, HEAD, errors

GOALS = {
    "gaol: {revenue: 10M, average_deal: 1M}\n": "4:1 unknown-key: unknown key gaol",
    "objective: {revenue: 10M, average_deal: 1M}\n": "1:1 missing-key: goal has no amount",
    "goal: 10M\n": "4:7 wrong-type: 10M stands where a goal such as {revenue: 10M, average_deal: 1.1M} should",
    "goal: {reveneu: 10M, average_deal: 1M}\n": "4:8 unknown-key: unknown key reveneu",
    "goal: {average_deal: 1M}\n": "4:7 missing-key: goal has no amount",
    "goal:\n": "4:1 wrong-type: nothing stands where a goal such as {revenue: 10M, average_deal: 1.1M} should",
    "": "1:1 missing-key: goal has no amount",
}
SEGMENTS = {
    "a": "{share: 100%, goal: {average_deal: 2M}}",
    "b": "{goal: {revenue: 3M, average_deal: 1M}}",
    "c": "{goal: {customers: 3, average_deal: 1M}}",
    "d": "{share: 50%, goal: {average_deal: 1M, round_customers: up}}",
}


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_that_can_not_be_read_beside_shares_and_goals(goal: str) -> None:
    for names in itertools.chain(itertools.combinations("abc", 2), ("abc", "db")):
        held = "".join(f"  {name}: {SEGMENTS[name]}\n" for name in names)
        found = errors(HEAD + goal + FUNNEL + "segments:\n" + held)
        if "a" in names or "d" in names:
            assert GOALS[goal] in found
        assert all("above-goal" not in one and "below-goal" not in one for one in found)
