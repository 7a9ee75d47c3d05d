"""Whatever the exports say, the plan loads and has targets; rates and lags that they were made from come back."""

from __future__ import annotations

import math
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpiplan.months import Month
from kpiplan.plan.model import Plan, Stage
from tests.starter.exports import DATES, Made, day, deals, made, table

STABLE = settings(derandomize=True, deadline=None, max_examples=40)
STAGES = ("Sessions", "Leads", "MQL", "SQL", "Opportunities", "Closed Won", "Revenue", "Cost", "Clicks")
COUNTS = st.one_of(st.just(0), st.integers(0, 50), st.integers(0, 10**12), st.floats(0, 1e4).map(lambda x: round(x, 3)))


def plan_of(*exports: str) -> Made:
    with tempfile.TemporaryDirectory() as folder:
        return made(Path(folder), *exports)


@STABLE
@given(st.data())
def test_every_monthly_table_makes_a_plan(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(STAGES), min_size=1, max_size=9, unique=True))
    months = data.draw(st.integers(1, 16))
    start = data.draw(st.sampled_from([Month(2024, 1), Month(2024, 9), Month(2023, 12)]))
    cells = st.lists(COUNTS | st.just(""), min_size=len(columns), max_size=len(columns))
    rows: list[list[object]] = [["Month", *columns]]
    rows += [[start.plus(at), *data.draw(cells)] for at in range(months)]
    result = plan_of(table(rows))
    assert result.text or any(problem.severity == "error" for problem in result.problems)


@STABLE
@given(st.data())
def test_all_rows_make_a_plan(data: st.DataObject) -> None:
    dates = st.one_of(
        st.just(""), st.builds(day, st.integers(0, 20).map(lambda at: Month(2024, 1).plus(at)), st.integers(0, 27))
    )
    row = st.tuples(dates, dates, dates, st.one_of(st.just(""), st.integers(0, 10**6).map(str)))
    rows = data.draw(st.lists(row, min_size=1, max_size=40))
    result = plan_of(table([[*DATES, "Amount (EUR)"], *rows]))
    assert result.text or any(problem.severity == "error" for problem in result.problems)


def stage_of(plan: Plan | None, name: str) -> Stage:
    assert plan is not None
    return next(stage for stage in plan.funnel if stage.name == name)


@STABLE
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(0, 25).map(lambda n: n / 100), min_size=1, max_size=4).filter(any),
    st.integers(9, 26),
)
def test_rates_and_lags_come_back_within_chance(seed: int, step: Sequence[float], months: int) -> None:
    size, rate = 150, sum(step)
    rows = deals(random.Random(seed), Month(2024, 3), months, size, [step])
    found = stage_of(plan_of(table(rows)).loaded.plan, "sqls")
    # those who went on in the months that every age is seen in: fewer than this many lived through the last age
    trials = size * (min(12, months) - len(step) + 1)
    assert abs(found.rate[0] - rate) < 5 * math.sqrt(rate * (1 - rate) / trials) + 0.0005
    for age, part in enumerate(step):
        share = found.lag.shares[age] if age < len(found.lag.shares) else 0.0
        spread = math.sqrt(part / rate * (1 - part / rate) / (rate * trials))
        assert abs(share - part / rate) < 5 * spread + 0.011


def test_the_young_do_not_pull_the_rate_down() -> None:
    # half of the leads are won, all of them after three months: a naive ratio finds 3/8, nine months of twelve
    rows: list[list[object]] = [["Lead date", "Customer date"]]
    for at in range(12):
        lead, won = Month(2024, 1).plus(at), Month(2024, 1).plus(at + 3)
        rows += [[day(lead, n), day(won, n) if n < 14 and at < 9 else ""] for n in range(28)]
    result = plan_of(table(rows))
    customers = stage_of(result.loaded.plan, "customers")
    assert customers.rate[0] == 0.5
    assert customers.lag.shares == (0.0, 0.0, 0.0, 1.0)
    assert "# 126 of 336; of the others 84 are too young to tell" in result.text
    assert "  leads: {2024-10: 28, 2024-11: 28, 2024-12: 28}" in result.text


def test_three_stages_with_money(tmp_path: Path) -> None:
    steps = [[0.2, 0.3], [0.1, 0.2, 0.1]]
    result = made(tmp_path, table(deals(random.Random(5), Month(2023, 1), 36, 400, steps, "5000")))
    plan = result.loaded.plan
    assert plan is not None
    assert [stage.name for stage in plan.funnel] == ["leads", "sqls", "customers"]
    assert plan.funnel[1].rate[0] == pytest.approx(0.5, abs=0.03)
    assert plan.funnel[2].rate[0] == pytest.approx(0.4, abs=0.04)
    assert plan.goal.average_deal == (5000.0,) * 12
    assert plan.currency == "USD"
    assert plan.start == Month(2026, 1)
    assert list(plan.before["sqls"]) == [Month(2025, 11), Month(2025, 12)]
    assert plan.last_year["leads"] == 4800
