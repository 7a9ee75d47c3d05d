"""Where a function comes to nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.analysis.crossing import crossing


@settings(derandomize=True, deadline=None)
@given(st.floats(0.01, 0.99), st.sampled_from((0.2, 1.0, 3.0, 9.0)))
def test_of_powers(root: float, power: float) -> None:
    def off(x: float) -> float:
        return math.copysign(abs(x - root) ** power, x - root)

    assert crossing(off, (0.0, off(0.0)), (1.0, off(1.0)), nothing=1e-60) == pytest.approx(root, abs=1e-6)


def test_a_jump_is_narrowed_to_both_its_sides() -> None:
    found = crossing(lambda x: -1.0 if x < 2 / 3 else 1.0, (0.0, -1.0), (1.0, 1.0))
    assert found == pytest.approx(2 / 3, rel=1e-12)


def test_an_end_can_be_it() -> None:
    assert crossing(lambda _: 1 / 0, (2.0, 0.0), (3.0, 1.0)) == 2.0
    assert crossing(lambda _: 1 / 0, (2.0, -1.0), (3.0, 0.0)) == 3.0
