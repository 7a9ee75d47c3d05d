"""What hangs on the time before the plan, what comes too late for it, and how far a spread lag follows a goal."""

import pytest

from kpiplan.funnel.carry_in import Late, carry_in, hanging, too_late
from kpiplan.funnel.stages import kernel_reach

from .worked import about, exactly, targets_from

STEP = "goal: {customers: [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 20], next_year: none}"


def funnel(*stages: str, goal: str = "goal: {customers: 120}") -> str:
    """A plan of some stages below the first."""
    return f"{goal}\nfunnel: [first, {', '.join(stages)}]\n"


def test_the_part_of_each_month_that_hangs_on_what_came_before() -> None:
    """Lag 50 / 30 / 20%: half of January's and a fifth of February's customers."""
    targets = targets_from(funnel("customers: {rate: 50%, lag: [50%, 30%, 20%]}"))
    assert hanging(targets) == exactly([0.5, 0.2, *[0.0] * 10])


def test_what_hangs_goes_down_the_funnel() -> None:
    """A month at each of two stages: January's came of meetings before the plan, February's of January's meetings,
    and those of the first stage's December."""
    targets = targets_from(funnel("meetings: {rate: 50%, lag: 1 month}", "customers: {rate: 50%, lag: 1 month}"))
    assert hanging(targets) == exactly([1.0, 1.0, *[0.0] * 10])


def test_direct_arrivals_hang_on_nothing() -> None:
    """3 of 12 meetings a month come directly: 9 / 12 of January's meetings hang on December, and so do February's
    customers; 4 of 10 customers come directly, so that 6 / 10 of January's hang."""
    meetings = "meetings: {rate: 50%, lag: 1 month, direct: 3}"
    targets = targets_from(funnel(meetings, "customers: {rate: 50%, lag: 1 month, direct: 4}"))
    assert targets.arrivals[1].at(1) == about(12)  # (10 - 4) / 50%
    assert hanging(targets) == exactly([0.6, 0.6 * 0.75, *[0.0] * 10])


def test_only_the_cohorts_that_are_asked_about_count() -> None:
    """Of the lag 50 / 30 / 20% December alone: 30% of January's, 20% of February's."""
    targets = targets_from(funnel("customers: {rate: 50%, lag: [50%, 30%, 20%]}"))
    assert hanging(targets, lambda _stage, month: month == 0) == exactly([0.3, 0.2, *[0.0] * 10])
    assert hanging(targets, lambda _stage, _month: False) == (0.0,) * 12
    chain = targets_from(funnel("meetings: {rate: 50%, lag: 1 month}", "customers: {rate: 50%, lag: 1 month}"))
    assert hanging(chain, lambda stage, _month: stage == 0) == exactly([0.0, 1.0, *[0.0] * 10])


def test_a_plan_without_lags_hangs_on_nothing() -> None:
    targets = targets_from(funnel("meetings: 50%", "customers: 50%"))
    assert hanging(targets) == (0.0,) * 12
    assert carry_in(targets) == ()
    assert too_late(targets) == ()


def test_what_hangs_adds_up_to_what_carry_in_brings() -> None:
    """At a single lag the arrivals that carry-in brings are the customers that hang on it."""
    targets = targets_from(funnel("customers: {rate: 50%, lag: 45 days}", goal=STEP))
    customers = targets.arrivals[-1].year
    hang = sum(part * count for part, count in zip(hanging(targets), customers, strict=True))
    assert sum(cohort.brings for cohort in carry_in(targets)) == about(hang)


def test_the_last_months_of_a_lagging_stage_come_too_late() -> None:
    """Two months: November and December of the first stage only serve the next year, 2 of 12 months."""
    assert too_late(targets_from(funnel("customers: {rate: 10%, lag: 2 months}"))) == (Late(0, 10, about(2 / 12)),)


def test_lags_of_stages_add_up_to_what_comes_too_late() -> None:
    """Meetings have one month left to go, the first stage two more."""
    targets = targets_from(funnel("meetings: {rate: 10%, lag: 2 months}", "customers: {rate: 10%, lag: 1 month}"))
    assert too_late(targets) == (Late(0, 9, about(3 / 12)), Late(1, 11, about(1 / 12)))


def test_a_stage_that_converts_in_its_own_month_adds_nothing_to_what_comes_too_late() -> None:
    """Two months from the first stage to meetings, which become customers at once."""
    targets = targets_from(funnel("meetings: {rate: 10%, lag: 2 months}", "customers: 10%"))
    assert too_late(targets) == (Late(0, 10, about(2 / 12)),)


@pytest.mark.parametrize("customers", [0.0012, 0.12, 12_000_000])
def test_parts_are_the_same_whatever_the_goal(customers: float) -> None:
    stages = ("meetings: {rate: 50%, lag: 1 month}", "customers: {rate: 50%, lag: [0%, 50%, 50%]}")
    targets = targets_from(funnel(*stages, goal=f"goal: {{customers: {customers}}}"))
    assert hanging(targets) == exactly([1.0, 1.0, 0.5, *[0.0] * 9])
    assert too_late(targets) == (Late(0, 10, about(2.5 / 12)), Late(1, 11, about(1.5 / 12)))
    assert [cohort.needed / customers for cohort in carry_in(targets)] == exactly([1 / 3, 1 / 6, 1 / 6])


def test_a_month_that_serves_this_year_in_part_is_not_too_late() -> None:
    """Half of December's arrives in December."""
    assert too_late(targets_from(funnel("customers: {rate: 10%, lag: [50%, 50%]}"))) == ()


def test_of_a_spread_lag_the_part_that_serves_the_next_year_is_lost() -> None:
    """Ages 1 and 2, half each: December serves the next year alone, November half of it: 1.5 of 12 months."""
    targets = targets_from(funnel("customers: {rate: 10%, lag: [0%, 50%, 50%]}"))
    assert too_late(targets) == (Late(0, 11, about(1.5 / 12)),)


def test_a_cycle_of_more_than_a_year_leaves_no_month_that_serves_it() -> None:
    targets = targets_from(funnel("customers: {rate: 10%, lag: 14 months}"))
    assert too_late(targets) == (Late(0, 0, about(1)),)


def test_nothing_is_too_late_where_nothing_is_wanted_after_the_plan() -> None:
    for above in ((), ("meetings: 10%",), ("meetings: {rate: 10%, lag: 1 month}", "offers: 50%")):
        stages = (*above, "customers: {rate: 10%, lag: 2 months}")
        assert too_late(targets_from(funnel(*stages, goal=STEP))) == ()


@pytest.mark.parametrize("lag", ["0 days", "1 month", "14 months", "[50%, 30%, 20%]"])
def test_a_level_goal_is_reached_whatever_the_lag(lag: str) -> None:
    stages = (f"meetings: {{rate: 20%, lag: {lag}, direct: 3}}", f"customers: {{rate: 50%, lag: {lag}}}")
    assert kernel_reach(targets_from(funnel(*stages))) == exactly([10.0] * 12)


def test_a_goal_that_jumps_is_reached_with_lags_of_whole_months() -> None:
    wanted = exactly([10.0] * 11 + [20.0])
    assert kernel_reach(targets_from(funnel("customers: {rate: 50%, lag: 3 months}", goal=STEP))) == wanted


def test_a_spread_lag_smooths_a_jump_away() -> None:
    """Lag 50 / 50%, rate 50%, 10 a month then 20. Targets: 20 until October; November (5 + 10) / 50% = 30; December
    the whole cohort, 20 / 50% = 40. A quarter of each month and the one before arrives: November (30 + 20) / 4 = 12.5
    in place of 10, December (40 + 30) / 4 = 17.5 in place of 20.
    """
    targets = targets_from(funnel("customers: {rate: 50%, lag: [50%, 50%]}", goal=STEP))
    assert targets.arrivals[0].year == exactly([20.0] * 10 + [30, 40])
    assert kernel_reach(targets) == exactly([10.0] * 10 + [12.5, 17.5])


def test_direct_arrivals_beyond_the_need_do_not_reach_beyond_the_goal() -> None:
    """15 come directly where 10 are wanted."""
    targets = targets_from(funnel("customers: {rate: 50%, direct: {mar: 15, else: 4}}"))
    assert targets.arrivals[0].year == exactly([12.0, 12.0, 0.0, *[12.0] * 9])
    assert kernel_reach(targets) == exactly([10.0] * 12)


def test_rates_that_change_count_in_the_month_of_the_cohort() -> None:
    """10 customers a month of leads two months before, in January at 20%, later at 40%: 50 leads, then 25. They bring
    the goal; at the rate of the month in which they arrive March's 50 would bring 20."""
    targets = targets_from(funnel("customers: {rate: {jan: 20%, else: 40%}, lag: 2 months}"))
    assert targets.arrivals[0].year == exactly([50.0, *[25.0] * 11])
    assert kernel_reach(targets) == exactly([10.0] * 12)


def test_what_comes_too_late_is_a_part_of_the_stage_above() -> None:
    """10 a month and 20 in December, wanted next year too: from January to October 9 * 10 and 20 of the first stage
    serve this year, in November and December 10 and 10 the next: 20 of 130."""
    goal = STEP.replace(", next_year: none", "")
    assert too_late(targets_from(funnel("customers: {rate: 10%, lag: 2 months}", goal=goal))) == (
        Late(0, 10, about(20 / 130)),
    )


def test_months_that_want_nothing_are_neither_late_nor_in_time() -> None:
    """Nothing is wanted in January and December: of the first stage's ten months one serves this year's each."""
    goal = "goal: {customers: [0, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0]}"
    targets = targets_from(funnel("customers: {rate: 10%, lag: 1 month}", goal=goal))
    assert too_late(targets) == ()
    assert hanging(targets) == (0.0,) * 12
