"""What a plan made from exports claims of last year: nothing that short records, a ramp or chance could have made."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from kpiplan.analysis.baseline.estimators import ByAge, by_age, level_chance, shrunk_weights
from kpiplan.checks import findings
from kpiplan.funnel.targets import plan_targets
from kpiplan.months import Month
from tests.starter.exports import DATES, Made, day, made, table

JANUARY = Month(2025, 1)
SEEDS = range(12)


def poisson(dice: random.Random, mean: float) -> int:
    """A Poisson count: how many waiting times of mean 1 fit into the mean."""
    count, time = -1, 0.0
    while time <= mean:
        time += dice.expovariate(1)
        count += 1
    return count


def records(
    seed: int, history: int, size: float, lags: tuple[float, ...], rates: tuple[float, ...], *, even: bool = False
) -> list[list[object]]:
    """A row a lead of a level business: leads of 2025 and of `history` months before, each going on at every step with
    its rate after a waiting time that dies away evenly, of so many days on average; seen up to December 2025.
    """
    dice, first, months = random.Random(seed), JANUARY.plus(-history), history + 12

    def shown(at: float) -> str:
        month = int(at // 30)
        return day(first.plus(month), int(at % 30)) if month < months else ""

    rows: list[list[object]] = []
    for month in range(months):
        for _ in range(round(size) if even else poisson(dice, size)):
            at = 30 * (month + dice.random())
            dates = [shown(at)]
            for lag, rate in zip(lags, rates, strict=True):
                at = at + dice.expovariate(1 / lag) if dice.random() < rate else 1e9
                dates.append(shown(at))
            rows.append([*dates, "5000" if dates[-1] else ""])
    return [*rows, ["2025-12-31", *("" for _ in lags), ""]]  # so that December is covered whole


def exported(rows: list[list[object]], stages: int) -> str:
    return table([[*DATES[:stages], "Amount (USD)"], *rows])


def warnings(result: Made) -> list[str]:
    plan = result.loaded.plan
    assert plan is not None
    return [problem.code for problem in findings(plan_targets(plan)) if problem.severity == "warning"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("size", "lags"), [(40, (20, 40)), (94, (20, 60)), (20, (5, 75))])
def test_check_warns_of_nothing_in_a_plan_of_a_level_year(
    seed: int, size: float, lags: tuple[float, ...], tmp_path: Path
) -> None:
    result = made(tmp_path, exported(records(seed, 24, size, lags, (0.5, 0.3)), 3))
    assert warnings(result) == []
    assert "records-too-young" not in {problem.code for problem in result.problems}


def test_seasons_that_lags_cannot_follow_are_no_part_of_the_plan(tmp_path: Path) -> None:
    # leads of every month are won in the next odd one: half of them after a month, half after two
    rows: list[list[object]] = []
    for at in range(-12, 12):
        later = JANUARY.plus(at + 1 + at % 2)
        for number in range(40):
            won = number < 16 and later <= Month(2025, 12)
            rows.append([day(JANUARY.plus(at), number), day(later, number) if won else ""])
    result = made(tmp_path, table([["Lead date", "Customer date"], *rows]))
    assert "  # Not taken: they jump about more than the time between the stages lets targets follow.\n" in result.text
    assert "\n  # by_month: {jan: 0." in result.text
    assert warnings(result) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_ramp_is_neither_seasons_nor_a_goal(seed: int, tmp_path: Path) -> None:
    result = made(tmp_path, exported(records(seed, 0, 60, (75.0,), (0.3,)), 2))
    plan = result.loaded.plan
    assert plan is not None
    assert "# January to " in result.text
    assert re.search(r"^  by_month:", result.text, re.MULTILINE) is None
    (problem,) = [each for each in result.problems if each.code == "records-too-young"]
    assert problem.message.startswith("no leads are older than January 2025: in January to ")
    assert plan.goal.units is not None
    assert plan.goal.units / plan.last_year["leads"] == pytest.approx(plan.funnel[1].rate[0], rel=2e-3)
    assert set(plan.last_year) == {"leads"}
    assert warnings(result) == []


def test_what_is_older_than_the_year_is_no_ramp(tmp_path: Path) -> None:
    for history, expected in ((0, True), (1, True), (12, False)):
        result = made(tmp_path, exported(records(3, history, 60, (75.0,), (0.3,)), 2))
        assert ("incomplete" in result.text) is expected, history
    at_once = made(tmp_path, exported(records(3, 0, 60, (1.0,), (0.3,)), 2))
    assert "incomplete" not in at_once.text


def test_visits_that_bring_the_same_again(tmp_path: Path) -> None:
    """A year cut to the contacts created in it: repeating it takes the visits that came, not two thirds of them."""
    visits = table([["Month", "Sessions"], *([JANUARY.plus(at), 5000] for at in range(12))])
    result = made(tmp_path, exported(records(5, 0, 60, (30.0, 60.0), (0.5, 0.4)), 3), visits)
    plan = result.loaded.plan
    assert plan is not None
    (outcome,) = plan_targets(plan).outcomes
    assert sum(outcome.targets.arrivals[0].year) == pytest.approx(60_000, rel=0.01)
    assert plan.last_year["visits"] == 60_000


def test_a_year_that_does_not_repeat_itself_is_remarked(tmp_path: Path) -> None:
    # leads of a year that halved: customers came of the many before, the same again needs twice the leads
    rows: list[list[object]] = []
    for at in range(-12, 12):
        for number in range(200 if at < 0 else 40):
            later = JANUARY.plus(at + 4)
            won = number % 10 == 0 and later <= Month(2025, 12)
            rows.append([day(JANUARY.plus(at), number), day(later, number) if won else ""])
    text = made(tmp_path, table([["Lead date", "Customer date"], *rows])).text
    assert "  # At these rates the same again needs 1,120 leads, and 480 came: " in text


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rate_that_still_rises_is_the_least(seed: int, tmp_path: Path) -> None:
    text = made(tmp_path, exported(records(seed, 0, 200, (240.0,), (0.3,)), 2)).text
    found = re.search(r"rate: ([0-9.]+)%, .*\n      # at least ([0-9.]+)%, still rising at 10 months: ", text)
    assert found is not None, text
    assert found[1] == found[2]
    assert float(found[1]) < 28


def test_a_rate_that_came_to_rest_is_the_rate(tmp_path: Path) -> None:
    for seed in SEEDS:
        text = made(tmp_path, exported(records(seed, 24, 40, (75.0,), (0.3,)), 2)).text
        assert "at least" not in text


def estimate(seed: int, months: int, size: float, lag: float) -> ByAge:
    """Leads of a level business in 30-day months, 30% of whom go on after `lag` days on average."""
    dice = random.Random(seed)
    sizes: dict[Month, int] = {}
    gone: dict[tuple[Month, int], int] = {}
    for at in range(months):
        month = JANUARY.plus(at)
        sizes[month] = poisson(dice, size)
        for _ in range(sizes[month]):
            if dice.random() < 0.3:
                age = int(dice.random() + dice.expovariate(30 / lag))
                if at + age < months:
                    gone[month, age] = gone.get((month, age), 0) + 1
    return by_age(sizes, gone, [JANUARY.plus(at) for at in range(months - 12, months)])


@pytest.mark.parametrize(("months", "size", "lag"), [(24, 20, 75), (24, 94, 75), (12, 20, 75), (12, 40, 30)])
def test_the_interval_covers_what_it_says(months: int, size: float, lag: float) -> None:
    # 95% of 200, of which 178 or fewer come in 1 of 3,000 such tests
    found = [estimate(seed, months, size, lag).interval for seed in range(200)]
    assert len([each for each in found if each and each[0] <= 0.3 <= each[1]]) > 178


def test_an_interval_by_hand() -> None:
    # 6 of 20 at once, 4 of the 8 that wait a month later: S = 0.35, 6/(20*14) + 4/(8*4) = 0.14643
    sizes = {JANUARY: 10, JANUARY.plus(1): 10}
    gone = {(JANUARY, 0): 2, (JANUARY, 1): 4, (JANUARY.plus(1), 0): 4}
    found = by_age(sizes, gone, [JANUARY, JANUARY.plus(1)])
    assert found.spread == pytest.approx(6 / 280 + 4 / 32)
    # exp(1.959964 * sqrt(0.14643) / 1.04982) = 2.0429; 1 - 0.35^(1/2.0429), 1 - 0.35^2.0429
    assert found.interval == pytest.approx((0.40182, 0.88290), abs=1e-4)


def test_nobody_or_everybody_leaves_no_interval() -> None:
    assert by_age({JANUARY: 5}, {}, [JANUARY]).interval is None
    assert by_age({JANUARY: 5}, {(JANUARY, 0): 5}, [JANUARY]).interval is None


def test_seasons_are_shrunk_by_what_is_chance() -> None:
    assert shrunk_weights([10] * 12) == (1,) * 12
    assert shrunk_weights([10 + d for d in (1, -1) * 6]) == (1,) * 12  # chi-square is 1.2
    counts = [10 + d for d in (5, -5) * 6]  # 12 * 25 / 10 = 30
    assert shrunk_weights(counts) == pytest.approx([1 + 19 / 30 * 0.5, 1 - 19 / 30 * 0.5] * 6)
    assert shrunk_weights(counts, 2) == pytest.approx([1 + 4 / 15 * 0.5, 1 - 4 / 15 * 0.5] * 6)


def test_shrinking_makes_less_error_where_counts_are_small() -> None:
    true = [1.3, 0.7] * 6
    dice, raw, shrunk, times = random.Random(1), 0.0, 0.0, 0
    while times < 200:
        counts = [poisson(dice, 6 * weight) for weight in true]
        if not sum(counts) or level_chance(counts) >= 0.1:
            continue
        times += 1
        mean = sum(counts) / 12
        raw += sum((count / mean - weight) ** 2 for count, weight in zip(counts, true, strict=True))
        shrunk += sum((a - b) ** 2 for a, b in zip(shrunk_weights(counts), true, strict=True))
    assert shrunk < 0.7 * raw
