"""The published variance example, and the screen of the inbound plan to March."""

from tests.analysis.variance.cases import INBOUND, STAGES, about, compared, effects, months, seen, step, whole_walk

# 12 months of 5,900 visits … and 1 customer; the example is one of them
ACTUAL = dict(zip(STAGES, (5900, 91, 17, 3, 2, 1), strict=True))
SCREEN = dict(
    zip(STAGES, ((5100, 5000, 6100), (70, 80, 81), (13, 15, 16), (2, 3, 3), (1, 1, 1), (0, 1, 0)), strict=True)
)


def screen_seen() -> dict[str, dict[int, float]]:
    """16,200 / 231 / 44 / 8 / 3 / 1 from January to March."""
    return {name: months(*counts) for name, counts in SCREEN.items()}


def test_published_variance() -> None:
    walk = whole_walk(compared(INBOUND, seen(**{name: months(count) for name, count in ACTUAL.items()}), 1))
    # 5900 - 6250 visits at 0.012%; then 91 - 88.5 leads at 0.8%, 17 - 18.2 MQLs at 4%, 3 - 3.4 SQLs at 20%,
    # 2 - 1.2 opportunities at 50%, 1 - 1 customers
    assert effects(walk) == about(
        {
            "carry-in": 0,
            "visits": -0.042,
            "leads": 0.020,
            "mqls": -0.048,
            "sqls": -0.080,
            "opportunities": 0.400,
            "customers": 0,
            "deal size": 0,
        }
    )
    assert walk.gap.customers == about(0.25)
    assert step(walk, "visits").revenue == about(-46_200)
    assert step(walk, "deal size").revenue is None


def test_the_screen_walks_to_march() -> None:
    comparison = compared(INBOUND, seen(revenue=months(0, 1_000_000, 0), **screen_seen()), 3)
    walk = whole_walk(comparison)
    expected = dict(zip(STAGES, (-0.306, -0.096, -0.088, -0.160, -0.100, -0.500), strict=True))
    assert effects(walk) == about({"carry-in": 0, **expected, "deal size": 0})
    assert walk.gap.customers == about(-1.25)
    revenue = {each.name: each.revenue for each in walk.steps}
    worth = {name: count * 1_100_000 for name, count in expected.items()}
    assert revenue == about({"carry-in": 0, **worth, "deal size": -100_000})
    assert walk.gap.revenue == about(-1_475_000)
    assert walk.months == walk.revenue_months == (1, 2, 3)
    assert walk.measured
    assert not walk.allocated
    # nothing lags: the year loses what was lost to date
    assert walk.gap.year_customers == about(-1.25)
    assert walk.gap.year_revenue == about(-1_475_000)


def test_the_screen_has_statuses() -> None:
    comparison = compared(INBOUND, seen(revenue=months(0, 1_000_000, 0), **screen_seen()), 3)
    found = {figure.kpi: figure.to_date.status for figure in comparison.figures}
    chance = "within_chance"
    assert found == {
        "visits": "watch",  # 7 of 100 quarters are as bad, for visits vary
        "leads": "follows",
        "mqls": "follows",
        "sqls": chance,
        "opportunities": chance,
        "customers": chance,
        "revenue": chance,
    }
    visits = comparison.get("visits")
    assert visits.to_date == (18_750, 16_200, about(0.864), "watch")
    assert visits.target == (6250,) * 12
    assert visits.actual == (5100, 5000, 6100, *[None] * 9)
    assert visits.attainment == (about(0.816), about(0.8), about(0.976), *[None] * 9)
    assert visits.status == ("watch", "watch", "on_track", *[None] * 9)
    assert comparison.get("revenue").to_date.target == about(2_475_000)


def test_the_screen_has_rates() -> None:
    """231 of 243 and 44 of 46.2 are as many as were to come of those above, which were few; the rest may be chance."""
    comparison = compared(INBOUND, seen(**screen_seen()), 3)
    assert [conversion[1:8] for conversion in comparison.conversions] == [
        ("leads", "visits", about(0.015), about(231 / 16_200), 231, about(243), "follows"),
        ("mqls", "leads", about(0.2), about(44 / 231), 44, about(46.2), "follows"),
        ("sqls", "mqls", about(0.2), about(8 / 44), 8, about(8.8), "within_chance"),
        ("opportunities", "sqls", about(0.4), about(3 / 8), 3, about(3.2), "within_chance"),
        ("customers", "opportunities", about(0.5), about(1 / 3), 1, about(1.5), "within_chance"),
    ]
    assert not any(conversion.lagged for conversion in comparison.conversions)


def test_the_screen_looks_ahead() -> None:
    [outlook] = compared(INBOUND, seen(revenue=months(0, 1_000_000, 0), **screen_seen()), 3).outlooks
    assert outlook.goal == (about(9), about(9_900_000))
    assert outlook.so_far == (about(1), about(1_000_000))
    assert outlook.at_plan.rest == (about(6.75), about(7_425_000))
    assert outlook.at_plan.year == (about(7.75), about(8_425_000))
    # 16,200 visits and 1 customer a quarter, at $1.0M each
    assert outlook.at_rates.rest == (about(3), about(3_000_000))
    assert outlook.at_rates.year == (about(4), about(4_000_000))
    needed = outlook.needed
    assert needed is not None
    assert needed.months == 9
    assert needed.customers == about(8 / 9)
    assert needed.planned == {"visits": about(6250)}
    assert needed.at_plan == {"visits": about(8 / 9 / 0.00012)}  # 7,407
    assert needed.at_rates == {"visits": about(14_400)}
