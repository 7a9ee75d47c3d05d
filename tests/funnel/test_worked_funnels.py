"""Funnels worked by hand, the working beside each."""

import pytest

from .worked import about, exactly, figures_from, months, targets_from, year


def test_referrals_of_customers() -> None:
    """Customers: 10 a month. 0.01 * (85 + 10 won before each month) come directly: 0.85 in January, 1.95 in December;
    the others at 10% of leads a month before. December's leads serve next January: 10 - 0.01 * (85 + 120) = 7.95.
    """
    results = figures_from("""
        goal: {customers: 120}
        funnel: [leads, {customers: {rate: 10%, lag: 1 month, direct: {per_customer: 0.01, opening: 85}}}]
    """)
    assert months(results, "leads") == exactly([100 - 0.1 * (85 + 10 * won) for won in range(1, 13)])
    [row] = results.carry_in
    assert (row.needed, row.brings) == (about(91.5), about(9.15))


def test_referrals_before_the_plan_come_of_the_opening_customers() -> None:
    """Leads: 100 a month, from the December before on (lag 1 month). Directly come 0.1 * 50 = 5 in that December and in
    January, then 0.1 * (50 + 10 a month); the rest at 10% of visits: 950, 950, 940, … 840.
    """
    targets = targets_from("""
        goal: {customers: 120}
        funnel:
          - visits
          - leads: {rate: 10%, direct: {per_customer: 0.1, opening: 50}}
          - customers: {rate: 10%, lag: 1 month}
    """)
    visits = targets.arrivals[0]
    assert [visits.at(month) for month in range(13)] == exactly([950, *(950 - 10 * won for won in range(12))])


def test_customers_wanted_after_the_plan_refer_others_too() -> None:
    """Customers: 10 a month, at 10% of leads of the same month: 100. Visits lead to them three months later at 2%.
    December's visits serve month 15, before which 140 customers are won: 0.1 * (50 + 140) = 19 come by referral,
    (100 - 19) / 2% = 4,050. March's serve June: 100 - 0.1 * (50 + 50) = 90, 4,500. With growth of 50% after the plan:
    150 leads in month 15, 0.1 * (50 + 120 + 2 * 15) = 20 of them referred, 130 / 2% = 6,500.
    """
    funnel = """
        funnel:
          - visits
          - leads: {rate: 2%, lag: 3 months, direct: {per_customer: 0.1, opening: 50}}
          - customers: 10%
    """
    targets = targets_from(f"""
        goal: {{customers: 120}}{funnel}""")
    assert [targets.arrivals[0].at(month) for month in (3, 12)] == exactly([4500, 4050])
    targets = targets_from(f"""
        goal: {{customers: 120, next_year: 50%}}{funnel}""")
    assert targets.arrivals[0].at(12) == about(6500)


def test_conversion_by_quarters_of_age() -> None:
    """3% and 6% are 1% a month, then 2%: 9%. 9 customers a month then 18 from July on, nothing after the plan.

    April: (9 + 9 + 9) / 9 and (18 + 18 + 18) * 2 / 9 are 3 + 12 = 15; / 9% = 166.67. October only sees ages 0 to 2:
    (18 + 18 + 18) / 9 of a third of the shares: the whole cohort of 18 / 9% = 200. So do November and December.
    Before the plan, August (age 5 in January) brings 2 / 9 of 9 = 2, needs the whole cohort of 100.
    """
    targets = targets_from("""
        goal: {customers: [9, 9, 9, 9, 9, 9, 18, 18, 18, 18, 18, 18], next_year: none}
        funnel: [opportunities, {customers: {by_age: {quarters: [3%, 6%]}}}]
    """)
    opportunities = targets.arrivals[0]
    assert opportunities.first == -4
    assert [opportunities.at(month) for month in (-4, 0, 1, 4, 7, 10, 11, 12)] == exactly(
        [100, 100, 100, 500 / 3, 200, 200, 200, 200]
    )
    assert opportunities.at(2) == about((3 * 9 + 2 * (9 + 9 + 18)) / 9 / 0.09)
    results = figures_from("""
        goal: {customers: 108, next_year: none}
        funnel: [opportunities, {customers: {by_age: {quarters: [3%, 6%]}}}]
    """)
    assert [row.needed for row in results.carry_in] == exactly([100.0] * 5)
    assert [row.brings for row in results.carry_in] == exactly([2.0, 4.0, 6.0, 7.0, 8.0])


def test_a_lag_of_30_days() -> None:
    """30 days are L = 30 * 12 / 365.25 = 0.98563 months: 1 - L of a month's customers come of the same month.

    November: (10 (1 - L) + 20 L) / 50% = 20 + 20 L = 39.7125. December only sees its own month: 20 / 50% = 40.
    December before the plan: 10 / 50% = 20, of which L * 10 arrive in January.
    """
    results = figures_from("""
        goal: {customers: [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 20], next_year: none}
        funnel: [opportunities, {customers: {rate: 50%, lag: 30 days}}]
    """)
    length = 360 / 365.25
    assert months(results, "opportunities") == exactly([*[20.0] * 10, 20 + 20 * length, 40])
    [row] = results.carry_in
    assert (row.needed, row.brings) == (about(20), about(10 * length))


@pytest.mark.parametrize(
    ("lag", "shares"),
    [
        ("10 days", [1 - 120 / 365.25, 120 / 365.25]),
        ("2 weeks", [1 - 168 / 365.25, 168 / 365.25]),
        ("2 months", [0, 0, 1]),
        ("1.5 months", [0, 0.5, 0.5]),
        ("1 quarter", [0, 0, 0, 1]),
        ("0 days", [1]),
        ("[50%, 30%, 20%]", [0.5, 0.3, 0.2]),
        ("[0%, 100%, 0%]", [0, 1, 0]),
    ],
)
def test_lags_as_shares_by_months_of_age(lag: str, shares: list[float]) -> None:
    targets = targets_from(f"goal: {{customers: 12}}\nfunnel: [leads, {{customers: {{rate: 10%, lag: {lag}}}}}]\n")
    assert targets.stages[1].lag.shares == exactly(shares)


def test_a_sales_cycle_of_more_than_a_year() -> None:
    """One customer a month, 1.5 in the year after, 2.25 in the one after that. Meetings eight months before at 50%:
    2 until April, 3 from May on. Calls eight months before those at 50%: those of January serve May of next year,
    1.5 * 4 = 6; from September on they serve the year after that, 2.25 * 4 = 9.
    """
    results = figures_from("""
        goal: {customers: 12, next_year: 50%}
        funnel: [calls, {meetings: {rate: 50%, lag: 8 months}}, {customers: {rate: 50%, lag: 8 months}}]
    """)
    assert months(results, "meetings") == exactly([2.0] * 4 + [3.0] * 8)
    assert months(results, "calls") == exactly([6.0] * 8 + [9.0] * 4)
    calls = [(row.needed, row.brings) for row in results.carry_in if row.stage == "calls"]
    meetings = [(row.needed, row.brings) for row in results.carry_in if row.stage == "meetings"]
    assert calls == [(about(4), about(2))] * 4 + [(about(6), about(3))] * 4
    assert meetings == [(about(2), about(1))] * 8


def test_nothing_is_asked_for_that_could_only_convert_after_the_plan() -> None:
    """The same cycle with nothing wanted after the plan: meetings until April, no calls at all in the plan."""
    results = figures_from("""
        goal: {customers: 12, next_year: none}
        funnel: [calls, {meetings: {rate: 50%, lag: 8 months}}, {customers: {rate: 50%, lag: 8 months}}]
    """)
    assert months(results, "meetings") == exactly([2.0] * 4 + [0.0] * 8)
    assert months(results, "calls") == [0.0] * 12
    assert [row.needed for row in results.carry_in if row.stage == "calls"] == exactly([4.0] * 4 + [0.0] * 4)


def test_a_rate_is_that_of_the_month_in_which_the_upper_stage_was_reached() -> None:
    """10% until June, 20% from July on; July's 10 customers come of June's leads: 10 / 10% = 100. December's serve the
    next January at December's rate, and the December before the plan has January's."""
    results = figures_from("""
        goal: {customers: 120}
        funnel: [leads, {customers: {rate: {2026-01: 10%, 2026-07: 20%}, lag: 1 month}}]
    """)
    assert months(results, "leads") == exactly([100.0] * 6 + [50.0] * 6)
    assert [row.needed for row in results.carry_in] == exactly([100.0])


def test_direct_arrivals_are_not_asked_of_the_stage_above() -> None:
    """60 of March's 100 leads are met at a fair, 110 in October, more than the 100 that are needed."""
    results = figures_from("""
        goal: {customers: 120}
        funnel: [visits, {leads: {rate: 2%, direct: {mar: 60, oct: 110, else: 0}}}, {customers: 10%}]
    """)
    visits = [5000.0] * 12
    visits[2], visits[9] = 2000.0, 0.0
    assert months(results, "visits") == exactly(visits)
    assert months(results, "leads") == exactly([100.0] * 12)


def test_more_than_one_for_each_above() -> None:
    """230 orders at 2.3 each are 100 customers."""
    results = figures_from("goal: {orders: 2760}\nfunnel: [leads, {customers: 10%}, {orders: {each: 2.3}}]\n")
    assert months(results, "customers") == exactly([100.0] * 12)
    assert year(results, "leads") == about(12_000)
