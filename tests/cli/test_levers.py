"""`kpiplan levers` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.goal_chance.plans import ALL_RATES, SAAS
from tests.conftest import INBOUND, Kpiplan, put

LEADS = "risk: {leads: 231 of 16_200}\n"
TOLERANCE = 1e-9


@pytest.fixture
def inbound_plan(tmp_path: Path) -> str:
    return str(put(tmp_path / "plan.yaml", INBOUND))


@pytest.fixture
def saas_plan(tmp_path: Path) -> str:
    return str(put(tmp_path / "saas.yaml", SAAS))


def found(kpiplan: Kpiplan, *words: str) -> dict[str, Any]:
    run = kpiplan("levers", *words, "--format", "json")
    assert run.code == 0, run.err
    document: dict[str, Any] = json.loads(run.out)
    return document


def by_input(document: dict[str, Any]) -> dict[str, Any]:
    return {each["input"]: each for each in document["levers"]}


def test_a_tenth_more_of_leads(kpiplan: Kpiplan, inbound_plan: str) -> None:
    """0.9 of 9 customers more; or 75,000 / 1.1 visits."""
    document = found(kpiplan, inbound_plan)
    leads = by_input(document)["leads"]
    assert (document["kind"], document["plan"], document["currency"]) == ("levers", "Inbound marketing 2020", "USD")
    assert (leads["change"], leads["from"], leads["to"]) == ("+10%", 0.015, pytest.approx(0.0165, rel=TOLERANCE))
    assert leads["same_work"]["customers"] == pytest.approx(0.9, rel=TOLERANCE)
    assert leads["same_work"]["revenue"] == pytest.approx(990_000, rel=TOLERANCE)
    assert leads["same_goal"]["visits"] == pytest.approx(-6_818.181818181818, rel=TOLERANCE)
    assert leads["same_goal"]["spend"] is None
    assert document["expected"]["customers"] == pytest.approx(9, rel=TOLERANCE)
    assert document["expected"]["chance"] == pytest.approx(0.54434740, abs=5e-9)


def test_seven_tenths_more_compound(kpiplan: Kpiplan, saas_plan: str, inbound_plan: str) -> None:
    """Each of a funnel without lag by itself brings a tenth; five of them together 1.1^5."""
    every = by_input(found(kpiplan, inbound_plan))
    for stage in ("visits", "leads", "mqls", "sqls", "opportunities", "customers"):
        assert every[stage]["same_work"]["customers"] == pytest.approx(0.9, rel=TOLERANCE)
    words = [f"{stage}*=1.1" for stage in ("leads", "mqls", "sqls", "opportunities", "customers")]
    options = [word for each in words for word in ("--set", each)]
    run = kpiplan("target", inbound_plan, *options, "--format", "json")
    visits = next(each["total"] for each in json.loads(run.out)["figures"] if each["kpi"] == "visits")
    assert visits == pytest.approx(75_000 / 1.1**5, rel=TOLERANCE)


def test_published_points(kpiplan: Kpiplan, saas_plan: str) -> None:
    """The numbers of the design: lags, carry-in, direct arrivals, a ramp."""
    points = by_input(found(kpiplan, saas_plan, "--point"))
    wanted = {
        "visits": 20.8218,
        "leads": 73.70548672566372,
        "mqls": 7.0,
        "opportunities": 5.201266666666667,
        "customers": 13.572287878787879,
        "opportunities.lag": 26.4,
        "customers.lag": 26.4,
    }
    for name, customers in wanted.items():
        assert points[name]["same_work"]["customers"] == pytest.approx(customers, rel=TOLERANCE), name
    assert points["leads"]["change"] == "+1 point"
    assert points["customers.lag"]["change"] == "-1 month"
    assert (points["customers.lag"]["from"], points["customers.lag"]["to"]) == (3.0, 2.0)
    assert points["visits"]["change"] == "+10%"


def test_the_volume_that_is_safe_is_the_safe_factor(kpiplan: Kpiplan, tmp_path: Path, saas_plan: str) -> None:
    """`kpiplan chance --safe`: 1.074291 times the visits of the plan with lags, 1.33684409 with leads as seen."""
    visits = by_input(found(kpiplan, saas_plan))["visits"]
    assert visits["closes"]["reliably"]["value"] / visits["from"] == pytest.approx(1.074291, abs=5e-7)
    plan = put(tmp_path / "leads.yaml", INBOUND + LEADS)
    visits = by_input(found(kpiplan, str(plan)))["visits"]
    assert visits["closes"]["reliably"]["value"] / visits["from"] == pytest.approx(1.33684409, abs=5e-8)


def test_what_a_rate_rests_on(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """231 of 16,200, or Beta(231.5, 15969.5): 1.65% is out of its reach, 1.5% is not; last year stands beside it."""
    last_year = "last_year: {visits: 50_000, leads: 700}\n"
    plan = put(tmp_path / "leads.yaml", INBOUND + LEADS + last_year)
    leads = by_input(found(kpiplan, str(plan)))["leads"]["rests_on"]
    assert leads["stated"] == "231 of 16_200"
    assert leads["last_year"] == pytest.approx(0.014)
    assert leads["mean"] == pytest.approx(231.5 / 16_201, rel=TOLERANCE)
    assert 0 < leads["as_much"] < 0.02
    assert by_input(found(kpiplan, str(plan)))["mqls"]["rests_on"] is None


def test_rates_that_are_hardly_known(kpiplan: Kpiplan, tmp_path: Path) -> None:
    plan = put(tmp_path / "plan.yaml", INBOUND + ALL_RATES)
    document = found(kpiplan, str(plan))
    assert document["expected"]["chance"] == pytest.approx(0.226334, abs=5e-7)
    reliably = by_input(document)["visits"]["closes"]["reliably"]["value"]
    assert reliably / 6_250 == pytest.approx(4.973, abs=5e-4)
    assert by_input(document)["customers"]["closes"]["reliably"] == {"value": None, "why": "above"}


def test_costs_and_what_a_lever_may_cost(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """A visit costs a dollar, and $10,000 a month are fixed: visits saved are dollars saved."""
    text = INBOUND.replace("- visits", "- visits: {cost: 1}") + "costs: {marketing: 10k}\n"
    every = by_input(found(kpiplan, str(put(tmp_path / "plan.yaml", text))))
    assert every["leads"]["may_cost"] == {
        "same_work": pytest.approx(990_000),
        "same_goal": pytest.approx(6_818.181818181818),
    }
    assert every["visits.cost"]["same_goal"]["spend"] == pytest.approx(-7_500)
    assert every["costs.marketing"]["same_goal"]["spend"] == pytest.approx(-12_000)
    assert every["costs.marketing"]["same_work"]["customers"] == 0


def test_existing_business_and_recurring_revenue(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """A tenth of a churn of 10% of $1M keeps $10,000; of one of 2% a month of $100k recurring what it adds up to."""
    text = INBOUND + "existing: {revenue: 1M, churn: 10%}\n"
    churn = by_input(found(kpiplan, str(put(tmp_path / "a.yaml", text))))["existing.churn"]
    assert (churn["change"], churn["same_work"]["revenue"]) == ("-10%", pytest.approx(10_000))
    text = "name: R\nyear: 2026\ngoal: {recurring: {from: 100k, to: 100k, churn: 2%}, average_deal: 1k}\n"
    text += "funnel: [trials, {customers: 20%}]\n"
    churn = by_input(found(kpiplan, str(put(tmp_path / "b.yaml", text))))["goal.recurring.churn"]
    level, more = 0.0, 100_000.0
    for _ in range(12):
        level = level * (1 - 0.018) + more * 0.002
    assert churn["same_work"]["revenue"] == pytest.approx(level)


def test_segments_have_levers_of_their_own(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """A rate that segments inherit is one lever; each segment's top is one, and the whole top."""
    text = INBOUND + (
        "segments:\n  smb: {share: 60%}\n"
        "  key: {share: 40%, funnel: [visits, {deals: 1%}], goal: {average_deal: 200k, round_customers: up}}\n"
    )
    every = by_input(found(kpiplan, str(put(tmp_path / "plan.yaml", text))))
    assert {"visits", "smb.visits", "key.visits", "leads", "key.deals", "key.average_deal"} <= {*every}
    assert "smb.leads" not in every
    assert every["leads"]["same_work"]["customers"] == pytest.approx(0.5)
    assert every["key.deals"]["same_work"]["customers"] == pytest.approx(2.0)
    assert every["visits"]["same_work"]["customers"] == pytest.approx(2.5)


def test_a_rate_of_100_percent_is_no_lever(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """One of 95% rises to 100%, no further."""
    text = INBOUND.replace("sqls: 20%", "sqls: 100%").replace("mqls: 20%", "mqls: 95%")
    every = by_input(found(kpiplan, str(put(tmp_path / "plan.yaml", text))))
    assert "sqls" not in every
    assert (every["mqls"]["change"], every["mqls"]["to"]) == ("+5.26316%", pytest.approx(1.0))
    assert every["mqls"]["closes"]["reliably"] == {"value": None, "why": "above"}


def test_what_comes_too_late(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """Visits become customers after thirteen months: none of the levers above brings any this year."""
    text = INBOUND.replace("leads: 1.5%", "leads: {rate: 1.5%, lag: 13 months}")
    every = by_input(found(kpiplan, str(put(tmp_path / "plan.yaml", text))))
    assert every["visits"]["same_work"]["customers"] == 0
    assert every["visits"]["closes"]["on_average"] == {"value": None, "why": "late"}
    assert every["visits"]["closes"]["reliably"] == {"value": None, "why": "late"}
    assert every["leads"]["same_work"]["customers"] == pytest.approx(0.9)


SCREEN = """\
Inbound marketing 2020 - January to December 2020, USD

  Most  leads at 1.65%, not 1.5%: 0.9 customers more (+$990k)
        or the same goal with 6,818 visits less
  Plan  9 of 9 customers are expected; the chance of the goal is 54 in 100

                                      the same work, in the year
                 now    then  customers              new revenue  chance
                                                                  points
leads           1.5%   1.65%       +0.9  ##########       +$990k   +11.1
mqls             20%     22%       +0.9  ##########       +$990k   +11.1
sqls             20%     22%       +0.9  ##########       +$990k   +11.1
opportunities    40%     44%       +0.9  ##########       +$990k   +11.1
customers        50%     55%       +0.9  ##########       +$990k   +11.1
visits         6,250   6,875       +0.9  ##########       +$990k   +11.1
average deal   $1.1M  $1.21M          0                   +$990k   +13.2

the same goal, in the year
               visits
leads          -6,818
mqls           -6,818
sqls           -6,818
opportunities  -6,818
customers      -6,818
average deal   -8,333

                   brings the goal alone
                 now  on average  at 80%
leads           1.5%        1.5%    1.9%
mqls             20%         20%   25.3%
sqls             20%         20%   25.3%
opportunities    40%         40%   50.6%
customers        50%         50%   63.2%
visits         6,250       6,250   7,903
average deal   $1.1M      $1.11M

  The same work: planned arrivals at the top stay, as does what is under way.
  Together, levers bring more than their sum.
  What the rates rest on is not said: risk and last_year in the plan would.
"""


def test_the_screen(kpiplan: Kpiplan, inbound_plan: str) -> None:
    run = kpiplan("levers", inbound_plan, environ={"COLUMNS": "80"})
    assert run.out == SCREEN


def test_csv_has_a_row_a_lever(kpiplan: Kpiplan, inbound_plan: str) -> None:
    run = kpiplan("levers", inbound_plan, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert [row["input"] for row in rows][:2] == ["leads", "mqls"]
    assert float(rows[0]["visits"]) == pytest.approx(-6_818.1818, abs=1e-4)
    assert {row["input"]: row["visits"] for row in rows}["visits"] == ""


def test_markdown_and_a_file(kpiplan: Kpiplan, inbound_plan: str, tmp_path: Path) -> None:
    file = tmp_path / "levers.md"
    run = kpiplan("levers", inbound_plan, "-o", str(file))
    assert (run.code, run.out) == (0, "")
    bar = r"\#" * 10
    assert f"| leads | 1.5% | 1.65% | +0.9 | {bar} |" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_other_languages_fit_80_columns(kpiplan: Kpiplan, saas_plan: str, lang: str) -> None:
    from rich.cells import cell_len

    run = kpiplan("levers", saas_plan, "--lang", lang, environ={"COLUMNS": "80"})
    assert run.code == 0
    assert "more" not in run.out
    assert max(map(cell_len, run.out.splitlines())) <= 80


def test_under_a_change(kpiplan: Kpiplan, inbound_plan: str) -> None:
    document = found(kpiplan, inbound_plan, "--set", "leads=3%")
    assert document["set"] == {"leads": "3%"}
    assert by_input(document)["leads"]["from"] == 0.03
    assert "What if  leads=3%" in kpiplan("levers", inbound_plan, "--set", "leads=3%").out


def test_a_plan_with_errors(kpiplan: Kpiplan, inbound_plan: str) -> None:
    run = kpiplan("levers", inbound_plan, "--set", "leads=300%")
    assert (run.code, run.out) == (1, "")
    assert "--set:1:7: error" in run.err


def test_more_customers_than_can_be_told_one_by_one(kpiplan: Kpiplan, tmp_path: Path) -> None:
    text = INBOUND.replace("revenue: 10M", "revenue: 10B").replace("average_deal: 1.1M", "average_deal: 1k")
    document = found(kpiplan, str(put(tmp_path / "plan.yaml", text)))
    assert document["expected"]["chance"] is None
    assert by_input(document)["leads"]["same_work"]["chance"] is None
    assert kpiplan("levers", str(tmp_path / "plan.yaml")).code == 0
