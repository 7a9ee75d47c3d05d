"""What a KPI is, must be and how it stands, with numbers worked by hand."""

from __future__ import annotations

import math

import pytest

from kpiplan.analysis.scorecard.from_exports import broken_down, observed
from kpiplan.analysis.scorecard.from_plan import given_by_plan, levels, own
from kpiplan.analysis.scorecard.limits import Wanted
from kpiplan.analysis.scorecard.measures import Known
from kpiplan.analysis.scorecard.score import Score, scores
from kpiplan.analysis.scorecard.standing import Evidence, standing
from kpiplan.analysis.variance.actuals import Window
from kpiplan.analysis.variance.status import Judge
from kpiplan.exports.cutoff import Taken
from kpiplan.funnel.targets import plan_targets
from kpiplan.months import Month
from kpiplan.plan.model import Status
from tests.analysis.scorecard.cases import FUNNEL, Months, measured, plan_of, run, scored

Figures = dict[tuple[str | None, str], dict[str, float]]
ALL = "cost_per_lead: {at_most: 25}"


def year(*values: float | None) -> tuple[float | None, ...]:
    return (*values, *(None,) * (12 - len(values)))


def test_a_ratio_is_that_of_sums_never_an_average_of_ratios() -> None:
    found = scored(ALL, 2, marketing_spend=run(100, 200), leads=run(10, 5))
    assert found.value == 20  # 300 / 15; the ratios' average is 25
    assert found.months == year(10, 40)
    assert found.covers == (1, 2)


def test_a_ratio_covers_the_months_that_know_all_its_measures() -> None:
    found = scored(ALL, 4, marketing_spend=run(100, 200, 900), leads={1: 10, 2: 5, 4: 50})
    assert (found.value, found.covers, found.missing) == (20, (1, 2), ())
    assert found.months == year(10, 40, None, None)


def test_measures_of_different_months_are_missing() -> None:
    found = scored(ALL, 2, marketing_spend={1: 100}, leads={2: 10})
    assert (found.value, found.missing, found.standing) == (None, ("marketing_spend", "leads"), None)


def test_of_a_level_the_last_month_known_counts_and_what_it_must_be_then() -> None:
    found = scored("followers: {at_least: [100, 200, 300, 400]}", 5, followers=run(90, 110, 120, 210))
    assert (found.value, found.covers, found.limits) == (210, (4,), Wanted(200, None))
    assert found.standing == "on_track"
    assert scored("followers: {at_least: [100, 200, 300, 400]}", 5, followers=run(90, 110, 120)).limits.low == 100


def test_the_limit_of_a_ratio_that_changes_is_the_mean_of_the_months() -> None:
    found = scored(
        "close_rate: {at_least: [10%, 20%, 20%, 20%]}", 4, won=run(1, 1, 1, 1), opportunities=run(5, 5, 5, 5)
    )
    assert found.limits.low == pytest.approx(0.125)
    assert found.value == pytest.approx(0.2)


GIVEN = {
    "new_revenue: {at_least: 9M a year}": ("new_revenue", (5, 6, 7), 18),
    "net_promoter_score: {at_least: 30}": ("net_promoter_score", (30, 40, 35), 35),
    "cost_per_lead: {at_most: 480}": ("cost_per_lead", (400, 500, 450), 450),
    "csat: {unit: score, at_least: 4}": ("csat", (4, 5, 4.5), 4.5),
    "share: {unit: ratio, at_least: 10%}": ("share", (0.1, 0.2, 0.15), 0.15),
    "tickets: {unit: count, at_most: 5 a month}": ("tickets", (4, 5, 6), 15),
    "talks: {formula: demos + calls, unit: count, at_least: 5 a month}": ("talks", (4, 5, 6), 15),
    "rate: {formula: demos / calls, unit: ratio, at_least: 5%}": ("rate", (0.1, 0.3, 0.2), 0.2),
}


@pytest.mark.parametrize("kpi", GIVEN)
def test_a_kpi_given_as_it_stands_is_the_sum_of_what_adds_up_else_the_latest(kpi: str) -> None:
    name, values, expected = GIVEN[kpi]
    found = measured(kpi, 3, {name: run(*values)})
    assert found.value == pytest.approx(expected)
    assert found.months == year(*values)


def test_a_level_of_the_plans_own_is_none_less_inside_another_formula() -> None:
    kpis = "{csat: {unit: score, at_least: 4}, index: {formula: csat * 10, unit: score, at_least: 40}}"
    plan = plan_of(kpis)
    known = Known({"csat": run(4, 5)}, own(plan), levels(plan))
    assert [each.value for each in scores(plan, {None: known}, Window(2), {})] == [5, 50]


def test_retention_takes_the_first_month_the_last_and_the_sum_of_those_between() -> None:
    kpi = "customer_retention_rate: {at_least: 90%, review: quarterly}"
    measures: dict[str, Months] = {
        "customers_start": run(100), "customers_end": {3: 110}, "new_customers": run(10, 5, 5)
    }  # fmt: skip
    found = measured(kpi, 3, measures)
    assert (found.value, found.covers) == (0.9, (1, 2, 3))  # (110 - 20) / 100
    late = scored(kpi, 3, customers_start=run(100), customers_end={2: 104}, new_customers=run(10, 5, 5))
    # (104 - 15) / 100 in two months, March's new customers are not in the 104: 11% lost are 16.5% a quarter
    assert late.value == pytest.approx(0.835)
    assert late.covers == (1, 2)


def test_missing_measures_are_named() -> None:
    assert scored("bounce_rate: {at_most: 40%}", 2, sessions=run(5, 6)).missing == ("single_page_sessions",)
    assert scored(ALL, 2, leads=run(5, 6)).missing == ("marketing_spend",)
    assert scored("demo_rate: {formula: demos / trials, at_least: 5%}", 1).missing == ("demos", "trials")
    assert scored("csat: {unit: score, at_least: 4}", 2, csat={5: 4}).missing == ("csat",)


@pytest.mark.parametrize(
    "kpi", [ALL, "demo_rate: {formula: 1 / leads, at_least: 5%}", "revenue_growth: {at_least: 5%}"]
)
def test_nothing_to_divide_by_gives_no_value_and_no_status(kpi: str) -> None:
    zero = run(0, 0)
    found = scored(kpi, 2, leads=zero, marketing_spend=run(5, 5), revenue=run(5, 5), previous_revenue=zero)
    assert (found.value, found.standing, found.side, found.off, found.progress) == (None,) * 5
    assert (found.missing, found.months) == ((), year(None, None))


def test_amounts_of_the_year_to_date() -> None:
    kpi = "mqls: {at_least: 240 a year, at_most: 480 a year}"
    found = scored(kpi, 3, mqls=run(10, 20, 15))
    assert (found.value, found.limits, found.goal) == (45, Wanted(60, 120), Wanted(240, 480))
    assert (found.progress, found.expected, found.off) == (45 / 240, 0.25, -15)


def test_an_incomplete_last_month_counts_by_its_part() -> None:
    kpi = "mqls: {at_least: 240 a year}"
    assert scored(kpi, 3, 0.5, mqls=run(10, 20, 15)).limits.low == 50
    assert scored(kpi, 3, 0.5, mqls=run(10, 20)).limits.low == 40  # nothing of March
    assert scored(kpi, 3, 0.5).limits.low == 50  # nothing at all: it still says what it should be by now


NPS = "net_promoter_score: {from: 30, reach: 45, by: 2020-12}"
RANK = "keyword_ranking: {from: 20, reach: 8, by: 2020-06}"


def test_a_path_rises_by_equal_steps() -> None:
    found = scored(NPS, 3, net_promoter_score=run(31, 33, 35))
    assert (found.value, found.limits, found.goal) == (35, Wanted(low=33.75), Wanted(low=45))
    assert (found.progress, found.expected, found.standing) == (5 / 15, 0.25, "on_track")
    assert scored(NPS, 12, net_promoter_score=run(45, first=12)).progress == 1
    assert scored(NPS, 12, net_promoter_score=run(45, first=12)).limits.low == 45


def test_a_path_falls_too() -> None:
    found = scored(RANK, 3, average_position=run(19, 17, 15.5))
    assert (found.limits, found.goal, found.side, found.standing) == (Wanted(high=14), Wanted(high=8), "over", "behind")
    assert (found.progress, found.expected, found.off) == (4.5 / 12, 0.5, 1.5)
    assert scored(RANK, 9, average_position=run(8, first=9)).limits.high == 8  # it holds from June on


def test_a_path_stands_where_its_latest_month_is() -> None:
    found = scored(NPS, 6, net_promoter_score=run(31, 33))
    assert (found.value, found.limits.low) == (33, 32.5)
    assert found.expected == pytest.approx(1 / 6)
    assert scored(NPS, 3, 0.5, net_promoter_score=run(31, 33, 35)).limits.low == 33.125  # two months and a half


def test_a_path_in_a_fiscal_year_counts_from_its_first_month() -> None:
    head = f"name: P\nstart: 2020-04\ngoal: {{customers: 9}}\nfunnel: {FUNNEL}\n"
    plan = plan_of(
        "{net_promoter_score: {from: 30, reach: 45, by: 2020-08}, sla: {done: false, due: 2020-05}}", head=head
    )
    known = Known({"net_promoter_score": run(33, 36)})
    path, deed = scores(plan, {None: known}, Window(2), {})
    assert (path.value, path.limits.low, path.goal.low, deed.standing) == (36, 36, 45, "overdue")
    assert scores(plan, {None: known}, Window(1), {})[1].standing == "open"


def test_a_path_of_amounts_leaves_out_a_month_that_is_not_over() -> None:
    kpi = "organic_traffic: {from: 1000, reach: 2200}"
    found = scored(kpi, 3, 0.5, organic_traffic=run(1100, 1200, 650))
    assert (found.value, found.limits.low, found.standing) == (1200, 1200, "on_track")
    assert scored(kpi, 1, 0.5, organic_traffic=run(600)).standing is None


def test_a_path_that_leads_nowhere_new_has_no_progress() -> None:
    found = scored("net_promoter_score: {from: 45, reach: 45}", 3, net_promoter_score=run(44, 45, 46))
    assert (found.progress, found.expected, found.limits, found.standing) == (None, None, Wanted(low=45), "on_track")


def at_most(count: int, probabilities: list[float]) -> float:
    return math.fsum(probabilities[: count + 1])


def poisson(mean: float) -> list[float]:
    return [math.exp(-mean) * mean**k / math.factorial(k) for k in range(150)]


def binomial(trials: int, share: float) -> list[float]:
    return [math.comb(trials, k) * share**k * (1 - share) ** (trials - k) for k in range(trials + 1)]


def test_status_of_a_count_by_poisson() -> None:
    kpi = "mqls: {at_least: 10 a month}"
    assert at_most(5, poisson(10)) < 0.1 < at_most(6, poisson(10))
    assert at_most(2, poisson(10)) < 0.1 / 5 / 1 < at_most(4, poisson(10))
    assert scored(kpi, 1, mqls=run(2)).standing == "behind"  # proven, of one KPI
    assert scored(kpi, 1, mqls=run(5)).standing == "watch"
    assert scored(kpi, 1, mqls=run(6)).standing == "within_chance"
    assert scored(kpi, 1, mqls=run(9.5)).standing == "on_track"  # inside the tolerance
    assert scored(kpi, 1, mqls=run(10)).standing == "on_track"
    most = "mqls: {at_most: 10 a month}"
    assert 1 - at_most(14, poisson(10)) < 0.1 < 1 - at_most(13, poisson(10))
    assert [scored(most, 1, mqls=run(n)).standing for n in (10, 14, 15)] == ["on_track", "within_chance", "watch"]
    assert scored(most, 1, mqls=run(15)).side == "over"
    assert 1 - at_most(17, poisson(10)) < 0.02 < 1 - at_most(16, poisson(10))
    assert [scored(most, 1, mqls=run(n)).standing for n in (17, 18)] == ["watch", "behind"]


def test_the_more_kpis_are_judged_the_less_is_proven() -> None:
    assert 0.01 < at_most(3, poisson(10)) < 0.02
    found = [standing(3, Wanted(low=10), Judge(Status(), rows), Evidence("count", 3)).standing for rows in (1, 2)]
    assert found == ["behind", "watch"]


def test_status_of_a_share_by_the_binomial_distribution() -> None:
    kpi = "mql_to_sql_rate: {at_least: 20%}"
    assert at_most(14, binomial(100, 0.2)) < 0.1 < at_most(15, binomial(100, 0.2))
    found = [scored(kpi, 2, mqls=run(60, 40), sqls=run(4, n)).standing for n in (6, 10, 11, 15)]
    assert found == ["behind", "watch", "within_chance", "on_track"]
    most = "bounce_rate: {at_most: 40%}"
    assert 1 - at_most(46, binomial(100, 0.4)) < 0.1 < 1 - at_most(45, binomial(100, 0.4))
    found = [scored(most, 1, sessions=run(100), single_page_sessions=run(n)).standing for n in (42, 46, 47, 52)]
    assert found == ["on_track", "within_chance", "watch", "behind"]


def test_status_of_a_cost_by_the_units_that_were_to_come_for_it() -> None:
    assert at_most(86, poisson(100)) < 0.1 < at_most(87, poisson(100))
    kpi = "cost_per_lead: {at_most: 480}"
    found = [scored(kpi, 1, marketing_spend=run(48_000), leads=run(n)).standing for n in (70, 86, 87, 96)]
    assert found == ["behind", "watch", "within_chance", "on_track"]


def test_near_100_percent_the_tolerance_is_of_what_is_lost() -> None:
    """92% kept of customers where 96% must be: twice as many lost, and within 5% of 96%."""
    kpi = "customer_retention_rate: {at_least: 96%}"
    kept = [scored(kpi, 1, customer_retention_rate=run(value)).standing for value in (0.958, 0.9579, 0.92)]
    assert kept == ["on_track", "behind", "behind"]
    rate = "mql_to_sql_rate: {at_least: 90%}"
    found = [scored(rate, 1, mqls=run(10_000), sqls=run(n)).standing for n in (8950, 8949, 8700)]
    assert found == ["on_track", "watch", "behind"]
    least = "mql_to_sql_rate: {at_least: 20%}"
    assert scored(least, 1, mql_to_sql_rate=run(0.19)).standing == "on_track"
    growth = "revenue_growth: {at_least: 90%}"  # is no part of anything
    assert scored(growth, 1, revenue_growth=run(0.86)).standing == "on_track"


def test_what_is_not_counted_is_behind_beyond_the_tolerance() -> None:
    kpi = "net_promoter_score: {at_least: 40}"
    assert [scored(kpi, 1, net_promoter_score=run(n)).standing for n in (38, 37.9)] == ["on_track", "behind"]
    loose = "status: {tolerance: 10%}\n"
    assert scored(kpi, 1, rest=loose, net_promoter_score=run(36)).standing == "on_track"
    assert scored("mqls: {at_least: 10 a month}", 1, rest="status: {watch: 20%}\n", mqls=run(6)).standing == "watch"
    given = scored("mql_to_sql_rate: {at_least: 20%}", 1, mql_to_sql_rate=run(0.15))
    assert given.standing == "behind"  # of how many nobody knows


def test_dispersion_multiplies_the_variance() -> None:
    kpi = "mqls: {at_least: 50 a month}"
    assert at_most(40, poisson(50)) < 0.1 < at_most(20, poisson(25))
    assert scored(kpi, 1, mqls=run(40)).standing == "watch"
    assert scored(kpi, 1, rest="status: {dispersion: 2}\n", mqls=run(40)).standing == "within_chance"
    kpi = "mql_to_sql_rate: {at_least: 20%}"
    assert at_most(14, binomial(100, 0.2)) < 0.1 < at_most(7, poisson(10))
    assert scored(kpi, 1, rest="status: {dispersion: 2}\n", mqls=run(100), sqls=run(14)).standing == "within_chance"


SLA, TASKS = "sla: {done: false, due: 2020-02}", "launch: {tasks: [a, b, c], done: [a], due: 2020-02}"


@pytest.mark.parametrize("kpi", [SLA, TASKS])
def test_deeds_and_tasks_are_overdue_once_their_month_is_over(kpi: str) -> None:
    standings = [scored(kpi, through, part).standing for through, part in ((1, 1), (2, 0.9), (2, 1), (3, 0.1), (12, 1))]
    assert standings == ["open", "open", "overdue", "overdue", "overdue"]
    assert scored(kpi.replace("2020-02", "2019-06"), 1, 0.1).standing == "overdue"
    assert scored(kpi.replace(", due: 2020-02", ""), 12).standing == "open"


def test_deeds_and_tasks_are_done_whatever_the_month() -> None:
    assert scored(SLA.replace("false", "true"), 12).standing == "done"
    assert scored(TASKS.replace("[a]", "[c, a, b]"), 12).standing == "done"
    assert [scored(kpi, 1).progress for kpi in (SLA, TASKS, SLA.replace("false", "true"))] == [0, 1 / 3, 1]
    assert scored(SLA, 3)[3:6] == (year(), None, Wanted())


ECONOMICS = """\
costs: {marketing: 45k, sales: 60k}
economics: {purchases_per_year: 1, years_kept: 4, gross_margin: 70%}
last_year: {revenue: 6M}
"""
PLANNED = {  # 9 customers of $1M, 1,125 leads, $45k and $60k a month
    "cost_per_lead": 480,
    "customer_acquisition_cost": 140_000,
    "marketing_roi": (9_000_000 - 540_000) / 540_000,
    "customer_lifetime_value": 4_000_000,
    "ltv_to_cac": 4_000_000 / 140_000,
    "cac_payback": 2.4,  # 140,000 / (1,000,000 / 12 * 70%)
    "customer_profit": 2_800_000,
    "close_rate": 0.5,
    "lead_to_close_rate": 0.008,
    "mql_to_sql_rate": 0.2,
    "revenue_growth": 0.5,
    "new_revenue": 9_000_000,
    "average_deal": 1_000_000,
    "mqls": 225,
    "customers": 9,
    "leads": 1_125,
    "open_rate": None,
}


def test_what_the_plan_itself_gives() -> None:
    plan = plan_of("{" + ", ".join(f"{name}: {{at_least: 1}}" for name in PLANNED) + "}", ECONOMICS)
    given = given_by_plan(plan_targets(plan))
    assert {name: each.value for name, each in given.items()} == pytest.approx(PLANNED)
    assert given["open_rate"].missing == ("opens", "delivered")


def test_the_plans_own_sales_cycle() -> None:
    funnel = FUNNEL.replace("{customers: 50%}", "{customers: {rate: 50%, lag: 2 months}}")
    head = f"name: P\nyear: 2020\ngoal: {{customers: 12}}\nfunnel: {funnel}\n"
    plan = plan_of("{sales_cycle: {at_most: 60 days}}", head=head)
    assert given_by_plan(plan_targets(plan))["sales_cycle"].value == pytest.approx(60.875)


def test_a_stage_by_another_name_is_the_customers() -> None:
    head = "name: P\nyear: 2020\ngoal: {orders: 120, average_deal: 50}\nfunnel: [sessions, {orders: 2%}]\n"
    plan = plan_of("{new_customers: {at_least: 1}, conversion_rate: {at_least: 1%}}", head=head)
    assert given_by_plan(plan_targets(plan))["new_customers"].value == pytest.approx(120)


def taken(figures: Figures, last: str = "2020-02") -> Taken:
    def month(text: str) -> Month:
        year, number = text.split("-")
        return Month(int(year), int(number))

    return Taken(
        {key: {month(at): v for at, v in values.items()} for key, values in figures.items()}, month(last), 29, ()
    )


def seen(kpis: str, figures: Figures, rest: str = "") -> tuple[Score, ...]:
    plan = plan_of(kpis, rest)
    known = observed(plan_targets(plan), taken(figures))
    return scores(plan, known, Window(2), {})


def test_pipeline_coverage_by_what_of_the_goal_remains() -> None:
    revenue = {"2020-01": 1e6, "2020-02": 2e6}
    pipeline = {"2020-01": 16e6, "2020-02": 18e6}
    figures: Figures = {(None, "revenue"): revenue, (None, "open_pipeline"): pipeline}
    (found,) = seen("{pipeline_coverage: {at_least: 3x}}", figures)
    assert (found.months, found.value, found.standing) == (year(2, 3), 3, "on_track")  # 16/8, 18/6
    del pipeline["2020-02"]  # January's pipeline is set against January's goal
    (found,) = seen("{pipeline_coverage: {at_least: 3x}}", figures)
    assert (found.value, found.covers) == (2, (1,))
    figures[None, "remaining_goal"] = {"2020-01": 4e6, "2020-02": 9e6}
    assert seen("{pipeline_coverage: {at_least: 3x}}", figures)[0].value == 4  # what an export says holds


def test_a_goal_that_is_reached_leaves_nothing_to_cover() -> None:
    figures: Figures = {(None, "revenue"): {"2020-01": 9e6, "2020-02": 1}, (None, "open_pipeline"): {"2020-02": 5e6}}
    (found,) = seen("{pipeline_coverage: {at_least: 3x}}", figures)
    assert (found.value, found.missing, found.standing) == (None, (), None)


def test_revenue_growth_over_the_same_months_of_the_year_before() -> None:
    revenue = {"2019-01": 5e5, "2019-02": 1e6, "2019-03": 7e6, "2020-01": 1e6, "2020-02": 8e5}
    (found,) = seen("{revenue_growth: {at_least: 10%}}", {(None, "revenue"): revenue})
    assert found.months == pytest.approx(year(1.0, -0.2))
    assert found.value == pytest.approx(0.2)  # 1.8M over 1.5M


def test_a_setting_in_a_table_holds_until_it_changes() -> None:
    figures: Figures = {
        (None, "revenue"): {"2020-01": 2e6, "2020-02": 4e6},
        (None, "customers"): {"2020-01": 2, "2020-02": 2},
        (None, "purchases_per_year"): {"2020-01": 2},
    }
    (found,) = seen("{customer_lifetime_value: {at_least: 1M}}", figures, "economics: {years_kept: 3}\n")
    assert found.months == year(6e6, 12e6)
    assert found.value == 9e6  # 6M / 4 customers, twice a year, three years


SEGMENTS = "segments: {inbound: {share: 60%}, outbound: {share: 40%}}\n"


def test_segments_and_parts_have_the_targets_of_ratios_but_no_part_of_amounts() -> None:
    figures: Figures = {}
    for name, leads, spend, followers in ((None, 30, 600, 90), ("inbound", 20, 300, 50), ("outbound", 10, 300, 40)):
        figures[name, "leads"] = {"2020-01": leads}
        figures[name, "marketing_spend"] = {"2020-01": spend}
        figures[name, "followers"] = {"2020-01": followers}
    kpis = "{cost_per_lead: {at_most: 20}, leads: {from: 20, reach: 60}, followers: {at_least: 80}, sla: {done: true}}"
    found = seen(kpis, figures, SEGMENTS)
    assert [(each.chosen.id, each.segment, each.value, each.standing) for each in found] == [
        ("cost_per_lead", None, 20, "on_track"),
        ("cost_per_lead", "inbound", 15, "on_track"),
        ("cost_per_lead", "outbound", 30, "within_chance"),  # 10 or fewer of 15: 12%
        ("leads", None, 30, "on_track"),
        ("leads", "inbound", 20, None),
        ("leads", "outbound", 10, None),
        ("followers", None, 90, "on_track"),
        ("followers", "inbound", 50, None),
        ("followers", "outbound", 40, None),
        ("sla", None, None, "done"),
    ]
    assert {each.limits for each in found if each.chosen.id == "leads" and each.segment} == {Wanted()}


def test_parts_of_a_breakdown_come_worst_first_and_none_is_lost() -> None:
    plan = plan_of("{cost_per_lead: {at_most: 20, per: Campaign}}")
    figures: Figures = {
        ("a", "leads"): {"2020-01": 10},
        ("a", "marketing_spend"): {"2020-01": 100},
        ("b", "leads"): {"2020-01": 5},
        ("b", "marketing_spend"): {"2020-01": 400},
        ("c", "leads"): {"2020-01": 5},
    }
    parts = broken_down(plan_targets(plan), taken(figures))
    assert list(parts) == ["b", "a", "c"]
    found = scores(plan, {None: Known({})}, Window(1), {"cost_per_lead": parts})
    assert [(each.part, each.value) for each in found] == [(None, None), ("b", 80), ("a", 10), ("c", None)]


def test_formulas_that_name_each_other_many_times_over_are_computed_in_no_time() -> None:
    chain = [f"k{n}: {{formula: k{n - 1} + k{n - 1}, unit: count, at_least: 1 a year}}" for n in range(1, 60)]
    kpis = f"{{k0: {{formula: leads, unit: count, at_least: 1 a year}}, {', '.join(chain)}}}"
    found = seen(kpis, {(None, "leads"): {"2020-01": 1, "2020-02": 2}})
    assert found[-1].value == 3 * 2.0**59
