"""What the rules say, to the word: the docstring of each test is the plan."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest

import kpiplan
from kpiplan.problems import Problem, path_text

Found = Callable[[Callable[[], None]], dict[str, Problem]]


def problems(test: Callable[..., None]) -> dict[str, Problem]:
    """Warnings and notes of the plan in a test's docstring, by code."""
    loaded = kpiplan.read_plan(inspect.cleandoc(test.__doc__ or ""))
    results = kpiplan.targets(loaded)
    return {problem.code: problem for problem in results.problems}


def errors(test: Callable[..., None]) -> list[tuple[str, str, str]]:
    """Code, path and message of the errors of the plan in a test's docstring."""
    loaded = kpiplan.read_plan(inspect.cleandoc(test.__doc__ or ""))
    return [(problem.code, path_text(problem.path), problem.message) for problem in loaded.errors]


def test_rounding_of_units() -> None:
    """
    name: units
    year: 2026
    goal: {customers: 9.4, round_customers: down}
    funnel: [visits, {customers: 10%}]
    """
    found = problems(test_rounding_of_units)["rounding-short"]
    assert found.message == "9 customers leave the goal 0.4 short"
    assert found.hint == "10 need 8.33 visits a month"
    assert path_text(found.path) == "goal.round_customers"


def test_rounding_up_is_not_short() -> None:
    """
    name: up
    year: 2026
    goal: {customers: 9.4, round_customers: up}
    funnel: [visits, {customers: 10%}]
    """
    assert "rounding-short" not in problems(test_rounding_up_is_not_short)


def test_rounding_to_nothing_even_upwards() -> None:
    """
    name: nothing
    year: 2026
    goal: {customers: 0.4, round_customers: nearest}
    funnel: [visits, {customers: 10%}]
    """
    assert errors(test_rounding_to_nothing_even_upwards) == [
        ("rounded-to-zero", "goal.round_customers", "0.4 customers round to 0")
    ]


def test_existing_business_covers_a_month() -> None:
    """
    name: existing
    year: 2026
    currency: EUR
    goal: {revenue: 1.2M, average_deal: 10k, by_month: {jan: 0.2, else: 1}}
    existing: {revenue: 480k, churn: 10%, expansion: 10%}
    funnel: [visits, {customers: 10%}]
    """
    found = problems(test_existing_business_covers_a_month)["existing-covers-month"]
    assert found.message == "existing business covers January 2026, €18.57k more than the goal of the time"


def test_existing_business_above_the_goal() -> None:
    """
    name: existing
    year: 2026
    currency: EUR
    goal: {revenue: 400k, average_deal: 10k}
    existing: {revenue: 480k}
    funnel: [visits, {customers: 10%}]
    """
    assert errors(test_existing_business_above_the_goal) == [
        (
            "existing-above-goal",
            "existing.revenue",
            "existing business brings €480k, more than the year's goal of €400k",
        )
    ]


def test_carry_in_of_all_segments_is_said_once() -> None:
    """
    name: segments
    year: 2026
    currency: USD
    goal: {revenue: 2.4M, average_deal: 10k}
    funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    segments:
      north: {share: 75%}
      south: {share: 25%}
    """
    found = problems(test_carry_in_of_all_segments_is_said_once)["carry-in-unstated"]
    assert found.message == (
        "$200k of the year's $2.4M hangs on what is under way before January 2026; nothing states it"
    )
    assert found.hint == "state it: `before: {leads: {2025-12: 200}}` is what the plan needs there"


def test_carry_in_that_is_too_small() -> None:
    """
    name: short
    year: 2026
    goal: {customers: 120}
    funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    before: {leads: {2025-12: 80}}
    """
    found = problems(test_carry_in_that_is_too_small)
    assert found["carry-in-short"].message == "80 leads stated before the plan, 100 needed"
    assert found["carry-in-short"].hint == "2 customers of the year's goal will be missing"
    assert "carry-in-unstated" not in found


def test_carry_in_that_is_enough() -> None:
    """
    name: enough
    year: 2026
    goal: {customers: 120}
    funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    before: {leads: {2025-12: 100}}
    """
    assert not {"carry-in-short", "carry-in-unstated"} & problems(test_carry_in_that_is_enough).keys()


def test_more_arrives_directly_than_is_needed() -> None:
    """
    name: direct
    year: 2026
    goal: {customers: 120}
    funnel: [visits, {leads: {rate: 10%, direct: {oct: 130, nov: 120, else: 0}}}, {customers: 10%}]
    """
    found = problems(test_more_arrives_directly_than_is_needed)["direct-beyond-need"]
    assert found.message == (
        "130 leads arrive directly in October 2026, 100 are needed (and too many in 1 other month)"
    )
    assert path_text(found.path) == "funnel[1].leads.direct"


def test_a_goal_that_jumps_over_a_spread_lag() -> None:
    """
    name: jump
    year: 2026
    goal: {customers: 120, by_month: {dec: 3}}
    funnel: [leads, {customers: {rate: 10%, lag: [0%, 50%, 30%, 20%]}}]
    """
    found = problems(test_a_goal_that_jumps_over_a_spread_lag)["goal-outruns-lag"]
    assert found.message == (
        "December 2026's goal rises faster than a lag of 1 to 3 months lets it: the targets bring 59% of it"
    )


def test_a_level_goal_and_a_whole_lag_are_followed() -> None:
    """
    name: level
    year: 2026
    goal: {customers: 120}
    funnel: [leads, {customers: {rate: 10%, lag: [0%, 50%, 30%, 20%]}}]
    """
    assert "goal-outruns-lag" not in problems(test_a_level_goal_and_a_whole_lag_are_followed)


def test_last_year_of_a_plan_whose_segments_share_its_funnel() -> None:
    """
    name: history
    year: 2026
    goal: {customers: 1200}
    funnel: [leads, {customers: 20%}]
    last_year: {leads: 1000, customers: 150}
    segments: {north: {share: 50%}, south: {share: 50%}}
    """
    found = problems(test_last_year_of_a_plan_whose_segments_share_its_funnel)["rate-above-last-year"]
    assert found.message == "leads to customers: 20% planned, 15% last year (150 of 1,000)"


def test_last_year_within_chance() -> None:
    """
    name: chance
    year: 2026
    goal: {customers: 1200}
    funnel: [leads, {customers: 20%}]
    last_year: {leads: 100, customers: 17}
    """
    assert "rate-above-last-year" not in problems(test_last_year_within_chance)


def test_budgets_of_plan_and_segment() -> None:
    """
    name: budget
    year: 2026
    currency: USD
    goal: {customers: 1200}
    funnel: [{leads: {cost: 10}}, {customers: 20%}]
    budget: 50k
    segments:
      north: {share: 50%, budget: 20k}
      south: {share: 50%}
    """
    loaded = kpiplan.read_plan(inspect.cleandoc(test_budgets_of_plan_and_segment.__doc__ or ""))
    found = [p for p in kpiplan.targets(loaded).problems if p.code == "over-budget"]
    assert [(path_text(p.path), p.message) for p in found] == [
        ("budget", "the year's spend of $60k is $10k above the budget of $50k"),
        ("segments.north.budget", "the year's spend of $30k is $10k above the budget of $20k"),
    ]


def test_notes_of_what_is_assumed() -> None:
    """
    name: notes
    year: 2026
    goal: {customers: 12}
    funnel: [leads, {customers: {rate: 20%, lag: 1 month}}]
    accept: {over-budget: never}
    """
    found = problems(test_notes_of_what_is_assumed)
    notes = {code: problem.message for code, problem in found.items() if problem.severity == "note"}
    assert notes == {
        "zero-likely": "a month without any customers is normal: 37 in 100 at 1 a month",
        "assumed-level-rates": "rates are taken to hold all year",
        "assumed-year-after": "the year after is taken at the level of this one",
        "accept-unused": "the plan has no warning over-budget",
    }


@pytest.mark.parametrize("stated", ["next_year: 0%", "next_year: none", "growth: 1% a month"])
def test_the_year_after_is_no_assumption_where_stated(stated: str) -> None:
    loaded = kpiplan.read_plan(
        f"name: n\nyear: 2026\ngoal: {{customers: 12, {stated}}}\n"
        "funnel: [leads, {customers: {rate: 20%, lag: 1 month}}]\n"
    )
    assert "assumed-year-after" not in {problem.code for problem in kpiplan.targets(loaded).problems}


def test_stated_numbers_that_are_zero() -> None:
    """
    name: zeros
    year: 2026
    goal: {customers: 1200}
    funnel: [visits, {leads: 1.5%}, {customers: 20%}]
    stated: {visits: 0, leads: 8, customers: 0}
    """
    loaded = kpiplan.read_plan(inspect.cleandoc(test_stated_numbers_that_are_zero.__doc__ or ""))
    found = [p for p in kpiplan.targets(loaded).problems if p.code == "stated-rate"]
    assert [(problem.message, problem.hint) for problem in found] == [
        ("8 leads stated, but 0 visits at 1.5% are 0", "write 0"),
        ("0 customers stated, but 8 leads at 20% are 1.6", "write 1.6"),
    ]


def test_last_year_with_next_to_nothing_above_very_much() -> None:
    """
    name: edge
    year: 2026
    goal: {customers: 1200}
    funnel: [demos, {customers: {by_age: [20%, 30%], direct: 5}}]
    last_year: {customers: 1e12, demos: 1e-6}
    status: {dispersion: 1.1}
    """
    assert "rate-above-last-year" not in problems(test_last_year_with_next_to_nothing_above_very_much)


def test_rates_that_nobody_can_count() -> None:
    """
    name: tiny
    year: 2026
    goal: {c: 10}
    funnel: [a, {b: 0.000001%}, {c: 0.000001%}]
    """
    text = inspect.cleandoc(test_rates_that_nobody_can_count.__doc__ or "")
    assert kpiplan.read_plan(text).plan
    stages = ", ".join(f"{{s{at}: 0.000001%}}" for at in range(40))
    loaded = kpiplan.read_plan(text.replace("{b: 0.000001%}", stages))
    assert [(p.code, path_text(p.path)) for p in loaded.errors] == [("out-of-range", "funnel[4].s3")]


def test_growth_over_many_lags_ends_in_an_error_with_a_place() -> None:
    """49 lags of five years reach 245 years ahead, at 30% a month: more units than a number can hold."""
    stages = ", ".join(f"{{s{at}: {{rate: 50%, lag: 60 months}}}}" for at in range(49))
    text = f"name: deep\nyear: 2026\ngoal: {{s48: 120, growth: 30% a month}}\nfunnel: [top, {stages}]\n"
    [problem] = kpiplan.read_plan(text).errors
    assert (problem.code, path_text(problem.path)) == ("out-of-range", "funnel[8].s7")
    assert problem.message.startswith("from here up the rates, with growth of 2230% in each year after the plan")
    costly = "name: dear\nyear: 2026\ngoal: {c: 1}\nfunnel: [{a: {cost: 1e18}}, " + ", ".join(
        f"{{{name}: 0.0000001%}}" for name in [*(f"s{at}" for at in range(31)), "c"]
    )
    assert [p.code for p in kpiplan.read_plan(costly + "]\n").errors] == ["out-of-range"]
    up = ", ".join(f"{{s{at}: {{each: 1e18}}}}" for at in range(18))
    assert [p.code for p in kpiplan.read_plan(f"name: n\nyear: 2026\ngoal: {{s17: 5}}\nfunnel: [a, {up}]").errors] == [
        "out-of-range"
    ]


def test_an_empty_month_is_judged_by_the_months_that_have_a_goal() -> None:
    """Nine customers in two months are 4.5 each: a month without any is no surprise only where nothing is wanted."""
    goal = "{customers: 9, by_month: {jan: 0, feb: 0, apr: 0, may: 0, jun: 0, jul: 0, aug: 0, oct: 0, nov: 0, dec: 0}}"
    loaded = kpiplan.read_plan(f"name: n\nyear: 2026\ngoal: {goal}\nfunnel: [leads, {{customers: 10%}}]\n")
    assert "zero-likely" not in {problem.code for problem in kpiplan.targets(loaded).problems}


def test_surplus_at_a_fair_hides_no_missing_carry_in() -> None:
    """Half of the leads of the month before are there; a fair brings far more customers than needed all the same."""
    text = (
        "name: n\nyear: 2026\ngoal: {customers: 120}\n"
        "funnel: [leads, {deals: {rate: 10%, lag: 1 month}}, {customers: {rate: 50%, direct: {dec: 99, else: 0}}}]\n"
        "before: {leads: {2025-12: 100}}\n"
    )
    found = {problem.code: problem for problem in kpiplan.targets(kpiplan.read_plan(text)).problems}
    assert found["carry-in-short"].message == "100 leads stated before the plan, 200 needed"
    assert found["carry-in-short"].hint.startswith("5 customers")


def test_the_hint_of_what_is_needed_is_enough() -> None:
    """
    name: enough
    year: 2026
    goal: {customers: 100}
    funnel: [leads, {customers: {rate: 35%, lag: [10%, 30%, 35%, 25%]}}]
    """
    text = inspect.cleandoc(test_the_hint_of_what_is_needed_is_enough.__doc__ or "")
    hint = problems(test_the_hint_of_what_is_needed_is_enough)["carry-in-unstated"].hint
    assert hint == (
        "state it: `before: {leads: {2025-10: 23.81, 2025-11: 23.81, 2025-12: 23.81}}` is what the plan needs there"
    )
    stated = kpiplan.read_plan(text + "\n" + hint.split("`")[1])
    codes = {problem.code for problem in kpiplan.targets(stated).problems}
    assert not {"carry-in-unstated", "carry-in-short"} & codes


def test_every_stage_that_is_short_is_named_with_its_part() -> None:
    """
    name: two stages
    year: 2026
    goal: {customers: 120}
    funnel: [leads, {sqls: {rate: 50%, lag: 1 month}}, {customers: {rate: 20%, lag: 1 month}}]
    before: {leads: {2025-12: 90}, sqls: {2025-12: 40}}
    """
    loaded = kpiplan.read_plan(inspect.cleandoc(test_every_stage_that_is_short_is_named_with_its_part.__doc__ or ""))
    found = [(p.message, p.hint) for p in kpiplan.targets(loaded).problems if p.code == "carry-in-short"]
    assert found == [
        ("90 leads stated before the plan, 100 needed", "1 customer of the year's goal will be missing"),
        ("40 sqls stated before the plan, 50 needed", "2 customers of the year's goal will be missing"),
    ]


def test_before_that_is_left_of_an_older_plan() -> None:
    """
    name: old
    year: 2028
    goal: {customers: 120}
    funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    before: {leads: {2025-11: 100, 2025-12: 100}}
    """
    found = problems(test_before_that_is_left_of_an_older_plan)["before-unused"]
    assert found.message == "no month stated of leads reaches this plan, which begins in January 2028"


def test_rates_above_one_are_no_direct_arrivals() -> None:
    """
    name: each
    year: 2026
    goal: {orders: 1200}
    funnel: [visits, {buyers: 2%}, {orders: {each: 1.3}}]
    last_year: {buyers: 1000, orders: 1150}
    """
    found = problems(test_rates_above_one_are_no_direct_arrivals)["rate-above-last-year"]
    assert found.message == "buyers to orders: 1.3 planned, 1.15 last year (1,150 of 1,000)"


def test_carry_in_of_segments_apart_is_stated_by_segment() -> None:
    """
    name: segments
    year: 2026
    currency: USD
    goal: {revenue: 2.4M, average_deal: 10k}
    funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
    segments:
      north: {share: 75%}
      south: {share: 25%, funnel: [leads, {customers: {rate: 20%, lag: 1 month}}]}
    """
    found = problems(test_carry_in_of_segments_apart_is_stated_by_segment)["carry-in-unstated"]
    assert found.hint == (
        "state it under segments.north: `before: {leads: {2025-12: 150}}` is what the plan needs there"
    )


def test_carry_in_of_segments_with_one_funnel_is_stated_at_once() -> None:
    """
    name: parts
    year: 2026
    goal: {customers: 120}
    funnel: [leads, {customers: {rate: 10%, lag: [50%, 30%, 20%]}}]
    segments: {north: {share: 70%}, south: {share: 30%}}
    """
    text = inspect.cleandoc(test_carry_in_of_segments_with_one_funnel_is_stated_at_once.__doc__ or "")
    hint = problems(test_carry_in_of_segments_with_one_funnel_is_stated_at_once)["carry-in-unstated"].hint
    assert hint.startswith("state it: `before: {leads: {")
    codes = {problem.code for problem in kpiplan.targets(kpiplan.read_plan(text + "\n" + hint.split("`")[1])).problems}
    assert not {"carry-in-unstated", "carry-in-short"} & codes
