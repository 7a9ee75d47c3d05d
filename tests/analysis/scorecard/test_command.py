"""The scorecard through the command line: levels and amounts of the plan's own, break-downs, gates, revenue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kpiplan import api
from tests.conftest import Kpiplan

HEAD = """\
name: Inbound
year: 2020
currency: USD
goal: {revenue: 9M, average_deal: 1M}
funnel: [visits, {leads: 1.5%}, {mqls: 20%}, {sqls: 20%}, {opportunities: 40%}, {customers: 50%}]
"""
FUNNEL = """\
Month,Sessions,Leads,Closed Won,Amount,Cost
2020-01,6000,90,1,1000000,45000
2020-02,6200,95,0,0,45000
2020-03,6400,97,0,0,45000
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("funnel.csv").write_text(FUNNEL, encoding="utf-8")


def plan(kpis: str) -> None:
    Path("plan.yaml").write_text(f"{HEAD}kpis:\n{kpis}", encoding="utf-8")


def scorecard(kpiplan: Kpiplan, *files: str) -> list[dict[str, Any]]:
    run = kpiplan("actuals", *files, "--format", "json")
    assert run.code == 0, run.err
    found: list[dict[str, Any]] = json.loads(run.out)["scorecard"]
    return found


def test_a_count_of_the_plans_own_is_a_level_unless_its_limit_has_a_period(kpiplan: Kpiplan) -> None:
    """Distributors are as many as there are; workshops of three months add up."""
    plan("  distributors: {unit: count, at_least: 40}\n  workshops: {unit: count, at_least: 2 a month}\n")
    rows = [f"2020-0{m},{kpi},{v}" for kpi, values in (("distributors", (38, 39, 41)), ("workshops", (2, 1, 3)))
            for m, v in enumerate(values, start=1)]  # fmt: skip
    Path("own.csv").write_text("\n".join(["month,kpi,value", *rows, ""]), encoding="utf-8")
    distributors, workshops = scorecard(kpiplan, "funnel.csv", "own.csv")
    assert (distributors["to_date"]["actual"], distributors["to_date"]["at_least"]) == (41, 40)
    assert (workshops["to_date"]["actual"], workshops["to_date"]["at_least"], workshops["goal"]["at_least"]) == (
        6, 6, 24,
    )  # fmt: skip


def test_what_is_made_of_a_ratio_of_the_plans_own_is_wanted_whole_every_month(kpiplan: Kpiplan) -> None:
    """$135,000 for 282 leads is $478.72 each: twice that is under $960, of which a quarter would be $240."""
    plan(
        "  cost: {formula: spend / leads, unit: currency, at_most: 480}\n"
        "  twice: {formula: cost * 2, unit: currency, at_most: 960}\n"
    )
    _, twice = scorecard(kpiplan, "funnel.csv")
    assert twice["to_date"]["actual"] == pytest.approx(2 * 135_000 / 282)
    assert (twice["to_date"]["at_most"], twice["to_date"]["status"]) == (960, "on_track")


def test_revenue_stands_as_the_funnel_says(kpiplan: Kpiplan) -> None:
    """$1M of $2.25M is one customer of 2.25: likelier than one in ten, in the funnel's table and in the scorecard."""
    plan("  new_revenue: {at_least: 9M a year}\n")
    document = json.loads(kpiplan("actuals", "funnel.csv", "--format", "json").out)
    revenue = next(figure for figure in document["figures"] if figure["kpi"] == "revenue")
    assert document["scorecard"][0]["to_date"]["status"] == revenue["to_date"]["status"] == "within_chance"


ADS = """\
Day,Campaign,Cost,Leads
2020-01-31,Search,10000,40
2020-01-31,Fair,30000,30
2020-02-29,Search,10000,45
2020-02-29,Fair,30000,20
2020-03-31,Search,10000,50
2020-03-31,Fair,30000,10
"""


def test_an_amount_of_the_year_is_wanted_when_the_plan_brings_it(kpiplan: Kpiplan) -> None:
    """By March 10% of the year's $9M are wanted, from the command line and from Python; a quarter would be $2.25M."""
    plan("  new_revenue: {at_least: 9M a year}\n")
    file = Path("plan.yaml")
    level = file.read_text(encoding="utf-8")
    file.write_text(level.replace("deal: 1M}", "deal: 1M, by_quarter: [10%, 20%, 30%, 40%]}"), encoding="utf-8")
    (revenue,) = scorecard(kpiplan, "funnel.csv")
    assert revenue["to_date"]["at_least"] == pytest.approx(900_000)
    (score,) = api.score(api.load_plan(file), ["funnel.csv"])
    assert score.limits.low == pytest.approx(900_000)


def test_a_break_down_by_campaign(kpiplan: Kpiplan) -> None:
    """Search: 30,000 for 135 leads, $222.22; the fair: 90,000 for 60, $1,500; together 120,000 for 195."""
    plan("  cost_per_lead: {at_most: 480, owner: Demand, action: move budget, per: Campaign}\n")
    Path("ads.csv").write_text(ADS, encoding="utf-8")
    found = {row["part"]: row["to_date"] for row in scorecard(kpiplan, "ads.csv")}
    assert found[None]["actual"] == pytest.approx(120_000 / 195)
    assert found["Search"]["actual"] == pytest.approx(30_000 / 135)
    assert (found["Fair"]["actual"], found["Fair"]["status"]) == (1_500, "behind")
    shown = kpiplan("actuals", "ads.csv", "--detail", environ={"COLUMNS": "80"}).out.splitlines()
    assert shown[shown.index("KPI            must be          is  progress                trend") + 1 :][:3] == [
        "Cost per lead  <= $480.00  $615.38  [########..]  over      ⣠⡇",
        "  Fair                      $1,500                over      ⣠⡇",
        "  Search                   $222.22                on track  ⣧⡀",
    ]


def test_a_break_down_has_no_parts_of_other_tables(kpiplan: Kpiplan) -> None:
    """Newsletters cost nothing and bring no leads here: they are no campaigns of cost per lead."""
    plan("  cost_per_lead: {at_most: 480, per: Campaign}\n")
    text = Path("plan.yaml").read_text(encoding="utf-8")
    Path("plan.yaml").write_text(f"costs: {{marketing: 45k}}\n{text}", encoding="utf-8")
    Path("ads.csv").write_text(ADS, encoding="utf-8")
    Path("mails.csv").write_text("Day,Campaign,Opens\n2020-03-31,Newsletter,90\n", encoding="utf-8")
    assert [row["part"] for row in scorecard(kpiplan, "ads.csv", "mails.csv")] == [None, "Fair", "Search"]


def test_standard_input_is_broken_down_too(kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    plan("  cost_per_lead: {at_most: 480, per: Campaign}\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ADS.encode())))
    assert [row["part"] for row in scorecard(kpiplan, "-")] == [None, "Fair", "Search"]


def test_a_kpi_that_is_off_fails_the_gate(kpiplan: Kpiplan) -> None:
    plan(
        "  bounce_rate: {at_most: 40%}\n  launch: {tasks: [page, mails], done: [page], due: 2020-02}\n"
        "  sla: {done: true, due: 2020-01}\n"
    )
    Path("own.csv").write_text("month,kpi,value\n2020-03,Bounce rate,52%\n", encoding="utf-8")
    run = kpiplan("actuals", "funnel.csv", "own.csv", "--fail-on", "behind")
    assert run.code == 1
    assert [line for line in run.err.splitlines() if "gate" in line] == [
        "kpiplan: gate missed: Bounce rate: 52%, 12 points over 40%",
        "kpiplan: gate missed: Launch: overdue since February 2020, missing: mails",
    ]
    gates = json.loads(kpiplan("actuals", "funnel.csv", "own.csv", "--fail-on", "behind", "--format", "json").out)
    assert [(gate["gate"], gate["kpi"]) for gate in gates["gates"]] == [("behind", "bounce_rate"), ("behind", "launch")]


def test_a_kpi_to_be_watched_fails_the_nervous_gate(kpiplan: Kpiplan) -> None:
    """282 leads for what was to bring 307: 8 of 100 times by chance."""
    plan("  cost_per_lead: {at_most: 440}\n")
    Path("funnel.csv").write_text(FUNNEL.replace("Cost", "marketing_spend"), encoding="utf-8")
    calm = kpiplan("actuals", "funnel.csv", "--fail-on", "behind")
    assert (calm.code, "gate" in calm.err) == (0, False)
    assert "  KPIs     Cost per lead: $478.72, $38.72 over $440" in calm.out
    run = kpiplan("actuals", "funnel.csv", "--fail-on", "watch")
    assert run.code == 1
    assert "kpiplan: gate missed: Cost per lead: $478.72, $38.72 over $440\n" in run.err


def test_a_floor_is_of_the_funnel(kpiplan: Kpiplan) -> None:
    plan("  bounce_rate: {at_most: 40%}\n")
    run = kpiplan("actuals", "funnel.csv", "--fail-under", "bounce_rate=90%")
    assert (run.code, run.out) == (2, "")
    assert "bounce_rate" in run.err


def test_a_plan_without_kpis_shows_none(kpiplan: Kpiplan) -> None:
    Path("plan.yaml").write_text(HEAD, encoding="utf-8")
    assert "KPI" not in kpiplan("actuals", "funnel.csv").out
    assert "scorecard" not in json.loads(kpiplan("actuals", "funnel.csv", "--format", "json").out)
    assert "KPI" not in kpiplan("target", "plan.yaml").out
    assert "scorecard" not in json.loads(kpiplan("target", "plan.yaml", "--format", "json").out)


def test_csv_has_the_kpis_by_month_and_reads_back(kpiplan: Kpiplan) -> None:
    plan("  cost_per_lead: {at_most: 480}\n  net_promoter_score: {at_least: 30}\n  sla: {done: true}\n")
    Path("own.csv").write_text("month,kpi,value\n2020-02,NPS,31\n2020-03,NPS,33\n", encoding="utf-8")
    out = kpiplan("actuals", "funnel.csv", "own.csv", "--format", "csv").out
    assert [line.split(",") for line in out.splitlines()] == [
        [
            "period",
            "segment",
            "visits",
            "leads",
            "customers",
            "revenue",
            "spend",
            "cost_per_lead",
            "net_promoter_score",
        ],
        ["2020-01", "", "6000", "90", "1", "1000000", "45000", "500", ""],
        ["2020-02", "", "6200", "95", "0", "0", "45000", "473.6842105263158", "31"],
        ["2020-03", "", "6400", "97", "0", "0", "45000", "463.91752577319585", "33"],
    ]
    Path("back.csv").write_text(out, encoding="utf-8")
    found = {row["kpi"]: row["to_date"]["actual"] for row in scorecard(kpiplan, "back.csv")}
    assert found["net_promoter_score"] == 33


def test_the_ending_of_a_file_says_the_format(kpiplan: Kpiplan) -> None:
    plan("  cost_per_lead: {at_most: 480}\n")
    for ending, begin in ((".json", "{"), (".md", "### Inbound"), (".csv", "period,"), (".txt", "Inbound")):
        assert kpiplan("actuals", "funnel.csv", "-o", f"out{ending}").code == 0
        assert Path(f"out{ending}").read_text(encoding="utf-8").startswith(begin)


def test_a_value_older_than_the_others_says_of_which_month_it_is(kpiplan: Kpiplan) -> None:
    plan("  cost_per_lead: {at_most: 480}\n  net_promoter_score: {at_least: 30}\n")
    Path("own.csv").write_text("month,kpi,value\n2020-02,NPS,31\n", encoding="utf-8")
    lines = kpiplan("actuals", "funnel.csv", "own.csv", "--detail", environ={"COLUMNS": "80"}).out.splitlines()
    assert [line for line in lines if "[#" in line] == [
        "Cost per lead       <= $480.00  $478.72  [##########]  on track  ⣧⡀",
        "Net promoter score  >= 30        31 Feb  [##########]  on track",
    ]
