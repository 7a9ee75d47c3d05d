"""What checks say of the chosen KPIs: too many, incomplete, the wrong way round, against the plan."""

from __future__ import annotations

import pytest

from tests.analysis.scorecard.cases import FUNNEL, findings, plan_of

WHOLE = "owner: O, source: S, action: A"
COSTS = "costs: {marketing: 45k, sales: 60k}\n"


def check(kpi: str, rest: str = "", funnel: str = FUNNEL) -> dict[str, tuple[str, str]]:
    """The findings about one KPI that somebody owns."""
    head = f"name: P\nyear: 2020\ncurrency: USD\ngoal: {{revenue: 9M, average_deal: 1M}}\nfunnel: {funnel}\n"
    found = findings(f"{{{kpi[:-1]}, {WHOLE}}}}}", rest, head)
    return {code: said for code, said in found.items() if not code.startswith("assumed-kpi-year")}


def test_five_are_enough() -> None:
    deeds = [f"deed{n}: {{done: true, owner: O}}" for n in range(6)]
    assert findings(f"{{{', '.join(deeds[:5])}}}") == {}
    assert findings(f"{{{', '.join(deeds)}}}") == {
        "too-many-kpis kpis": ("warning", "6 KPIs are chosen; three to five are enough"),
    }


def test_owner_source_and_action() -> None:
    found = findings("{open_rate: {at_least: 20%}, click: {done: true}, todo: {tasks: [a], owner: O}}")
    assert found == {
        "kpi-incomplete kpis.open_rate": ("warning", "open_rate has no owner, source or action"),
        "kpi-incomplete kpis.click": ("warning", "click has no owner"),
    }
    assert findings("{open_rate: {at_least: 20%, owner: O, source: S}}") == {
        "kpi-incomplete kpis.open_rate": ("warning", "open_rate has no action"),
    }


def test_direction() -> None:
    assert check("bounce_rate: {at_least: 60%}") == {
        "kpi-direction kpis.bounce_rate.at_least": (
            "warning",
            "bounce_rate is limited by at_least, but lower is better",
        ),
    }
    assert check("open_rate: {at_most: 60%}") == {
        "kpi-direction kpis.open_rate.at_most": ("warning", "open_rate is limited by at_most, but higher is better"),
    }
    assert check("open_rate: {between: [20%, 60%]}") == {}
    assert check("bounce_rate: {at_most: 60%}") == {}
    assert check("wait: {unit: duration, direction: higher, from: 5, reach: 9}") == {}


CONTRADICTS, BELOW = "kpi-contradicts-plan kpis.", "kpi-below-plan kpis."
RATES = {
    "mql_to_sql_rate: {at_least: 25%}": (
        "mql_to_sql_rate.at_least", CONTRADICTS, "mql_to_sql_rate must be at least 25%, but the funnel plans 20%",
    ),
    "mql_to_sql_rate: {at_least: 15%}": (
        "mql_to_sql_rate.at_least", BELOW,
        "mql_to_sql_rate of at least 15% is right, but the goal is missed with it: the funnel plans 20%",
    ),
    "mql_to_sql_rate: {between: [25%, 30%]}": (
        "mql_to_sql_rate.between", CONTRADICTS, "mql_to_sql_rate must be at least 25%, but the funnel plans 20%",
    ),
    "mql_to_sql_rate: {between: [5%, 10%]}": (
        "mql_to_sql_rate.between", CONTRADICTS, "mql_to_sql_rate must be at most 10%, but the funnel plans 20%",
    ),
    "lead_to_close_rate: {at_least: 1%}": (
        "lead_to_close_rate.at_least", CONTRADICTS,
        "lead_to_close_rate must be at least 1%, but the funnel plans 0.8%",
    ),
    "lead_to_close_rate: {at_least: 0.5%}": (
        "lead_to_close_rate.at_least", BELOW,
        "lead_to_close_rate of at least 0.5% is right, but the goal is missed with it: the funnel plans 0.8%",
    ),
    "own: {formula: sqls / leads, unit: ratio, at_least: 5%}": (
        "own.at_least", CONTRADICTS, "own must be at least 5%, but the funnel plans 4%",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kpi", RATES)
def test_a_rate_against_the_funnel(kpi: str) -> None:
    where, code, message = RATES[kpi]
    assert check(kpi) == {f"{code}{where}": ("warning" if code == CONTRADICTS else "note", message)}


@pytest.mark.parametrize(
    "kpi", ["mql_to_sql_rate: {at_least: 20%}", "mql_to_sql_rate: {between: [15%, 25%]}",
            "lead_to_close_rate: {at_least: 0.8%}", "close_rate: {at_least: 50%}", "open_rate: {at_least: 99%}",
            "net_promoter_score: {at_least: 99}", "mql_to_sql_rate: {from: 50%, reach: 90%}"],
)  # fmt: skip
def test_what_the_plan_gives_or_does_not_know_is_no_finding(kpi: str) -> None:
    assert check(kpi) == {}


def test_a_rate_that_changes_is_compared_month_by_month() -> None:
    rising = FUNNEL.replace("{sqls: 20%}", "{sqls: {rate: [18%, 20%, 20%, 22%]}}")
    assert check("mql_to_sql_rate: {at_least: [18%, 20%, 20%, 22%]}", funnel=rising) == {}
    assert check("mql_to_sql_rate: {at_least: 20%}", funnel=rising) == {
        f"{CONTRADICTS}mql_to_sql_rate.at_least": (
            "warning",
            "mql_to_sql_rate must be at least 20%, but the funnel plans 18-22%",
        ),
    }
    assert check("mql_to_sql_rate: {at_least: 18%}", funnel=rising) == {
        f"{BELOW}mql_to_sql_rate.at_least": (
            "note",
            "mql_to_sql_rate of at least 18% is right, but the goal is missed with it: the funnel plans 18-22%",
        ),
    }


def test_segments_of_different_rates_contradict_only_beyond_all_of_them() -> None:
    segments = (
        "segments:\n"
        "  inbound: {share: 60%}\n"
        "  outbound: {share: 40%, funnel: [calls, {mqls: 5%}, {sqls: 40%}, {customers: 20%}]}\n"
    )
    assert check("mql_to_sql_rate: {at_least: 20%}", segments) == {}
    assert check("mql_to_sql_rate: {at_least: 40%}", segments) == {}
    assert list(check("mql_to_sql_rate: {at_least: 41%}", segments)) == [f"{CONTRADICTS}mql_to_sql_rate.at_least"]
    assert list(check("mql_to_sql_rate: {at_least: 19%}", segments)) == [f"{BELOW}mql_to_sql_rate.at_least"]
    said = check("mql_to_sql_rate: {at_least: 41%}", segments).popitem()[1][1]
    assert said == "mql_to_sql_rate must be at least 41%, but the funnel plans 20-40%"


YEARS = {
    "cost_per_lead: {at_most: 479}": ("at_most", "cost_per_lead must be at most $479, but the plan gives $480"),
    "customer_acquisition_cost: {at_most: 100k}": (
        "at_most", "customer_acquisition_cost must be at most $100k, but the plan gives $140k",
    ),
    "leads: {at_least: 100 a month}": ("at_least", "leads must be at least 1,200, but the plan gives 1,125"),
    "new_revenue: {at_least: 10M a year}": (
        "at_least", "new_revenue must be at least $10M, but the plan gives $9M",
    ),
    "ltv_to_cac: {at_least: 30x}": ("at_least", "ltv_to_cac must be at least 30x, but the plan gives 28.57x"),
}  # fmt: skip


@pytest.mark.parametrize("kpi", YEARS)
def test_other_kpis_against_the_plans_own_year(kpi: str) -> None:
    limit, message = YEARS[kpi]
    rest = f"{COSTS}economics: {{purchases_per_year: 1, years_kept: 4}}\n"
    assert check(kpi, rest) == {f"{CONTRADICTS}{kpi.partition(':')[0]}.{limit}": ("warning", message)}


@pytest.mark.parametrize(
    "kpi", ["cost_per_lead: {at_most: 480}", "leads: {at_least: 1125 a year}", "new_revenue: {at_least: 9M a year}",
            "mqls: {between: [200 a year, 240 a year]}", "followers: {at_least: 900M}"],
)  # fmt: skip
def test_what_the_year_brings_or_does_not_say_is_no_finding(kpi: str) -> None:
    assert check(kpi, COSTS) == {}


def test_findings_stand_where_the_limit_does() -> None:
    import kpiplan
    from kpiplan.checks import findings as found
    from kpiplan.funnel.targets import plan_targets

    kpis = f"kpis:\n  close_rate: {{at_least: 60%, {WHOLE}}}\n"
    loaded = kpiplan.read_plan(f"name: P\nyear: 2020\ngoal: {{customers: 9}}\nfunnel: {FUNNEL}\n{kpis}")
    assert loaded.plan is not None
    located = loaded.source.locate(found(plan_targets(loaded.plan)))
    (problem,) = [problem for problem in located if problem.path[:1] == ("kpis",)]
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (6, 26)
    assert plan_of("{close_rate: {at_least: 50%}}").kpis[0].owner == ""


def test_a_kpi_made_of_what_no_export_knows_asks_for_it() -> None:
    kpi = "{ltv_to_cac: {at_least: 3}}"
    assert findings(kpi)["missing-economics kpis.ltv_to_cac"] == (
        "warning",
        "ltv_to_cac needs purchases_per_year and years_kept, which no export knows",
    )
    assert "missing-economics kpis.ltv_to_cac" not in findings(
        kpi, "economics: {purchases_per_year: 2, years_kept: 4}\n"
    )


def test_a_path_that_leads_away() -> None:
    assert findings("{bounce_rate: {from: 40%, reach: 60%}}")["kpi-direction kpis.bounce_rate.reach"] == (
        "warning",
        "the path of bounce_rate leads away: lower is better",
    )
    assert findings("{net_promoter_score: {from: 40, reach: 30}}")["kpi-direction kpis.net_promoter_score.reach"]
    for right in ("{bounce_rate: {from: 60%, reach: 40%}}", "{net_promoter_score: {from: 30, reach: 40}}"):
        assert not [code for code in findings(right) if code.startswith("kpi-direction")]


def test_an_amount_below_what_the_plan_needs() -> None:
    """45 SQLs a year: 3.75 a month."""
    assert findings("{sqls: {at_least: 20 a year}}")["kpi-below-plan kpis.sqls.at_least"] == (
        "note",
        "sqls of at least 20 is right, but the plan itself needs 45",
    )
    assert "kpi-below-plan kpis.sqls.at_least" not in findings("{sqls: {at_least: 43 a year}}")
