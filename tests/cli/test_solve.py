"""`kpiplan solve` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.analysis.goal_chance.plans import SAAS
from tests.conftest import INBOUND, SAMPLES, Kpiplan, put

COSTS = INBOUND.replace("- visits", "- visits: {cost: 2}") + "costs: {marketing: 5k, sales: 10k}\n"


@pytest.fixture
def plan(tmp_path: Path) -> str:
    return str(put(tmp_path / "plan.yaml", INBOUND))


@pytest.fixture
def priced(tmp_path: Path) -> str:
    return str(put(tmp_path / "priced.yaml", COSTS))


def solved(kpiplan: Kpiplan, plan: str, given: str, unknown: str, *words: str, code: int = 0) -> dict[str, Any]:
    run = kpiplan("solve", plan, given, "--for", unknown, "--format", "json", *words)
    assert run.code == code, run.err
    document: dict[str, Any] = json.loads(run.out)
    return document


@pytest.mark.parametrize(
    ("given", "unknown", "value", "line"),
    [
        ("visits=5000 a month", "leads", 0.01875, "- leads: 1.875%"),
        ("visits=60k a year", "revenue", 7_920_000, "revenue: 7920000"),
        ("visits=5000 a month", "average_deal", 10_000_000 / 7.2, "average_deal: 1388889"),
        ("visits=60k", "customers", 7.2, "customers: 7.2"),
        ("visits = 15,000 a quarter", "mqls", 0.25, "- mqls: 25%"),
        ("visits=6250 / month", "leads", 0.015, "- leads: 1.5%"),
        ("leads=1125", "funnel[2].mqls.rate", 0.2, "rate: 20%"),
    ],
)
def test_worked_answers(kpiplan: Kpiplan, plan: str, given: str, unknown: str, value: float, line: str) -> None:
    """$10M at $1.1M, nearest: 9 customers, over 1.5 / 20 / 20 / 40 / 50%: 75,000 visits."""
    found = solved(kpiplan, plan, given, unknown)
    assert found["value"] == pytest.approx(value, rel=1e-9)
    assert (found["line"], found["reached"], found["limit"]) == (line, True, None)
    assert (found["kind"], found["unknown"], found["same_work"]) == ("solve", unknown, False)


def test_what_is_given_and_planned(kpiplan: Kpiplan, tmp_path: Path) -> None:
    plan = put(tmp_path / "plan.yaml", INBOUND + "last_year: {visits: 50_000, leads: 700}\n")
    found = solved(kpiplan, str(plan), "visits=5000 a month", "leads")
    assert found["given"] == {
        "kpi": "visits",
        "segment": None,
        "period": "month",
        "value": 5000.0,
        "planned": pytest.approx(75_000),
    }
    assert (found["planned"], found["last_year"]) == (0.015, pytest.approx(0.014))
    visits = next(each for each in found["figures"] if each["kpi"] == "visits")
    assert visits["total"] == pytest.approx(60_000)


def test_budgets_and_prices(kpiplan: Kpiplan, priced: str) -> None:
    """180,000 fixed, $2 a visit, 75,000 visits for 9 customers: $330,000."""
    customers = solved(kpiplan, priced, "spend=280k a year", "customers")
    assert customers["value"] == pytest.approx(6.0)
    cost = solved(kpiplan, priced, "marketing_spend=135k", "visits.cost")
    assert cost["value"] == pytest.approx(1.0)
    ratio = solved(kpiplan, priced, "customer_acquisition_cost=30k", "visits.cost")
    assert ratio["value"] == pytest.approx(1.2)
    roi = solved(kpiplan, priced, "marketing_roi=1000%", "visits.cost")
    assert roi["value"] == pytest.approx((9_900_000 / 11 - 60_000) / 75_000)


def test_a_series_is_scaled_as_a_whole(kpiplan: Kpiplan, tmp_path: Path) -> None:
    plan = str(put(tmp_path / "saas.yaml", SAAS))
    found = solved(kpiplan, plan, "visits=400k", "leads")
    now = solved(kpiplan, plan, "visits=400k", "leads")["given"]["planned"]
    assert found["line"].startswith("- leads: {rate: {from: 2.5")
    assert found["value"] / found["planned"] == pytest.approx(now / 400_000, rel=0.01)
    again = solved(
        kpiplan, plan, "visits=400k", "goal.revenue", "--set", f"leads*={found['value'] / found['planned']:.15f}"
    )
    assert again["value"] == pytest.approx(12_000_000, rel=1e-9)


def test_a_lag_and_a_segment(kpiplan: Kpiplan, tmp_path: Path) -> None:
    key = "{share: 40%, funnel: [accounts, {deals: {rate: 10%, lag: 1 month}}]}"
    text = f"{INBOUND}segments:\n  smb: {{share: 60%}}\n  key: {key}\n"
    plan = str(put(tmp_path / "plan.yaml", text.replace("  round_customers: nearest\n", "")))
    found = solved(kpiplan, plan, "key.accounts=20", "key.deals")
    assert found["value"] == pytest.approx(10 / 1.1 * 0.4 / 20, rel=1e-9)
    assert found["given"]["segment"] == "key"
    run = kpiplan("solve", plan, "smb.visits=40k", "--for", "smb.share")
    assert (run.code, run.out) == (1, "")
    assert "the shares sum to 101.2%, not 100%" in run.err


@pytest.mark.parametrize(
    ("given", "unknown", "says"),
    [
        (
            "visits=50 a month",
            "leads",
            "no leads up to 100% is enough: 50 visits a month can bring at most 4.8 customers",
        ),
        ("customers=12", "leads", "changing leads does not move customers: the goal fixes it"),
        ("mqls=500", "leads", "changing leads does not move mqls"),
        ("visits=60k", "visits.cost", "changing visits.cost does not move visits"),
    ],
)
def test_no_answer_is_an_answer(kpiplan: Kpiplan, priced: str, given: str, unknown: str, says: str) -> None:
    run = kpiplan("solve", priced, given, "--for", unknown)
    assert run.code == 1
    assert says in run.out


def test_both_ends_are_told(kpiplan: Kpiplan, plan: str) -> None:
    found = solved(kpiplan, plan, "visits=50 a month", "leads", code=1)
    assert (found["value"], found["line"], found["reached"]) == (None, None, False)
    low, high = found["limit"]["ends"]
    assert (high["value"], high["figure"]) == (pytest.approx(1.0), pytest.approx(1_125))
    assert low["value"] < 1e-6
    assert found["limit"]["most_customers"] == pytest.approx(4.8)


def test_fixed_costs_above_the_budget_are_named(kpiplan: Kpiplan, priced: str) -> None:
    run = kpiplan("solve", priced, "spend=100k", "--for", "leads")
    assert run.code == 1
    assert "Fixed costs alone are $180k a year." in run.out


def test_what_can_be_promised(kpiplan: Kpiplan, plan: str) -> None:
    """Of nine customers on average: P(Poisson(9) >= 6) is 0.884, of seven 0.793."""
    found = solved(kpiplan, plan, "chance=80%", "revenue")
    assert (found["value"], found["planned"], found["line"]) == (6_600_000, pytest.approx(9_900_000), None)
    assert found["same_work"] is True
    assert solved(kpiplan, plan, "chance=80%", "customers")["value"] == 6


def test_what_makes_the_goal_safe(kpiplan: Kpiplan, plan: str) -> None:
    """The safe factor of the plan, and the same factor on a rate."""
    visits = solved(kpiplan, plan, "chance=80%", "visits")
    leads = solved(kpiplan, plan, "chance=80%", "leads")
    assert visits["value"] / 6_250 == pytest.approx(leads["value"] / 0.015, rel=1e-6)
    assert visits["given"]["planned"] == pytest.approx(0.54434740, abs=5e-9)
    deal = solved(kpiplan, plan, "chance=80%", "average_deal")
    assert deal["value"] == pytest.approx(10_000_000 / 6, rel=1e-6)
    run = kpiplan("solve", plan, "chance=80%", "--for", "leads")
    assert "The work stays as it is planned: with it, the chance is 80%." in run.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("visits=5k", "mqls=3", "--for", "leads"), "one GIVEN at a time; here are 2"),
        (("vists=5k", "--for", "leads"), "no figure vists; did you mean visits?"),
        (("zzzz=5k", "--for", "leads"), "no figure zzzz; there are visits, leads,"),
        (("visits", "--for", "leads"), 'visits gives no figure; write one such as "visits=5000 a month"'),
        (("visits=", "--for", "leads"), "visits= gives no figure"),
        (("visits=many", "--for", "leads"), "many is no amount; write one such as visits=5000"),
        (("visits=-5", "--for", "leads"), "-5 is no amount"),
        (("visits=0", "--for", "leads"), "0 is no amount"),
        (("visits=1e999", "--for", "leads"), "1e999 is no amount"),
        (("visits=nan", "--for", "leads"), "nan is no amount"),
        (("revenue=5M GBP", "--for", "leads"), "5M GBP is no amount"),
        (("chance=180%", "--for", "leads"), "180% is no amount; write one such as chance=80%"),
        (("chance=80% a month", "--for", "leads"), "chance is of the whole year: leave out the a month"),
        (("visits=5k", "--for", "leeds"), "nothing of the plan is called leeds; did you mean `leads`?"),
        (("visits=5k", "--for", "visits"), "visits is the first stage: what it must bring follows from the goal"),
        (("visits=5k", "--for", "name"), "name is no number of the plan"),
        (("visits=5k", "--for", "funnel"), "funnel is no number of the plan"),
        (("visits=5k", "--for", "__class__"), "nothing of the plan is called __class__"),
        (("visits=5k", "--for", ""), "is no path"),
        (("visits=5k", "--for", "a" * 5_000), "is no path"),
        (("chance=80%", "--for", "goal.growth"), "the chance of the goal is not told for goal.growth"),
        (("=", "--for", "leads"), "= gives no figure"),
        (("\x1b[31m=5", "--for", "leads"), "no figure"),
        (("visits=" + "9" * 5_000, "--for", "leads"), "gives no figure"),
    ],
)
def test_what_means_nothing_is_refused(kpiplan: Kpiplan, plan: str, words: tuple[str, ...], says: str) -> None:
    run = kpiplan("solve", plan, *words)
    assert (run.code, run.out) == (2, "")
    assert says in run.err
    assert "\x1b" not in run.err


def test_an_unknown_that_the_plan_can_not_have(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """Revenue of a plan in units, without a deal: its own error, of the unknown."""
    plan = put(tmp_path / "plan.yaml", "name: U\nyear: 2026\ngoal: {customers: 9}\nfunnel: [visits, {customers: 1%}]\n")
    run = kpiplan("solve", str(plan), "visits=800", "--for", "revenue")
    assert (run.code, run.out) == (1, "")
    assert "average_deal" in run.err


SCREEN = """\
Inbound marketing 2020 - January to December 2020, USD

  Answer   revenue: $7.92M a year, not $10M a year
  Given    5,000 visits a month; planned: 6,250 visits a month
  Rounded  7.2 customers, rounded to 7: 4,861 visits a month

the year       as planned    then
visits             75,000  58,333
leads               1,125     875
mqls                  225     175
sqls                   45      35
opportunities          18      14
customers               9       7
new revenue         $9.9M   $7.7M

  In the plan, under `goal`:

  revenue: 7920000
"""


def test_the_screen(kpiplan: Kpiplan, plan: str) -> None:
    run = kpiplan("solve", plan, "visits=5000 a month", "--for", "revenue", "--show", environ={"COLUMNS": "80"})
    assert run.out == SCREEN


def test_csv_markdown_and_a_file(kpiplan: Kpiplan, plan: str, tmp_path: Path) -> None:
    run = kpiplan("solve", plan, "visits=60k", "--for", "leads", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(run.out))
    assert (row["kpi"], row["unknown"], row["given"]) == ("visits", "leads", "60000")
    assert float(row["value"]) == pytest.approx(0.01875)
    file = tmp_path / "answer.md"
    assert kpiplan("solve", plan, "visits=60k", "--for", "leads", "-o", str(file)).out == ""
    assert "leads: 1.875%, not 1.5%" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["ko", "zh-Hant"])
def test_other_languages_fit_80_columns(kpiplan: Kpiplan, priced: str, lang: str) -> None:
    from rich.cells import cell_len

    for words in (
        ("visits=60k", "--for", "leads", "--show"),
        ("spend=100k", "--for", "leads"),
        ("chance=80%", "--for", "revenue"),
    ):
        run = kpiplan("solve", priced, *words, "--lang", lang, environ={"COLUMNS": "80"})
        assert "planned" not in run.out
        assert max(map(cell_len, run.out.splitlines())) <= 80


def test_under_a_change(kpiplan: Kpiplan, plan: str) -> None:
    found = solved(kpiplan, plan, "visits=5000 a month", "leads", "--set", "mqls=40%")
    assert found["value"] == pytest.approx(0.009375)
    assert found["set"] == {"mqls": "40%"}


def test_the_goal_and_stages_are_meant_by_any_of_their_names(kpiplan: Kpiplan) -> None:
    def answer(unknown: str, given: str = "visits=25000 a month") -> dict[str, Any]:
        run = kpiplan("solve", str(SAMPLES / "saas.yaml"), given, "--for", unknown, "--format", "json")
        assert run.code == 0, run.err
        found: dict[str, Any] = json.loads(run.out)
        return found

    assert answer("goal") == answer("revenue")
    assert answer("Leads") == answer("leads")
    assert answer("goal", "chance=80%") == answer("revenue", "chance=80%")
    assert answer("Website visits", "chance=80%") == answer("visits", "chance=80%")


def test_what_moves_a_re_plan_is_asked_of_its_plan(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", INBOUND)
    again = str(put(tmp_path / "again.yaml", "extends: plan.yaml\nreplan: {visits: {else: 7_000}}\n"))
    for words in (("levers", again), ("solve", again, "visits=5000 a month", "--for", "leads")):
        run = kpiplan(*words)
        assert (run.code, run.out) == (2, "")
        assert "ask the plan that was re-planned" in run.err
    run = kpiplan("target", again, "--set", "leads=2%")
    assert "its months under `replan` stand, whatever is changed" in run.err


UNDER_WAY = """\
name: A year
year: 2026
currency: USD
goal: {revenue: 9M, average_deal: 40k}
funnel: [visits, {leads: 1.5%}, {opportunities: 10%}, {customers: {rate: 25%, lag: 1 month}}]
before: {opportunities: {2025-12: 75}}
"""


def test_what_is_under_way_is_said_beside_what_a_plan_of_its_own_promises(kpiplan: Kpiplan, tmp_path: Path) -> None:
    """Half of 600,000 visits are half of 225 customers, were half as much under way: 75 opportunities are, and bring
    18.75 of them; 37.5 a month, a quarter of them in each of 11 months, bring 103.125 more.
    """
    plan = str(put(tmp_path / "plan.yaml", UNDER_WAY))
    document = solved(kpiplan, plan, "visits=300k", "revenue")
    assert document["value"] == pytest.approx(4_500_000)
    assert document["with_carry_in"] == pytest.approx({"customers": 121.875, "revenue": 4_875_000})
    out = kpiplan("solve", plan, "visits=300k", "--for", "revenue", environ={"COLUMNS": "100"}).out
    assert "  Answer  revenue: $4.5M a year, not $9M a year\n" in out
    assert "  Given   300,000 visits a year (25,000 a month); planned: 600,000 visits a year\n" in out
    assert " bring 122 customers ($4.88M) this year.\n  In the plan, under `goal`:\n\n  revenue: 4500000\n" in out
    # what target gives under the answer are the visits that were given
    under = json.loads(kpiplan("target", plan, "--set", "revenue=4500000", "--format", "json").out)
    visits = next(each for each in under["figures"] if each["kpi"] == "visits")
    assert visits["total"] == pytest.approx(300_000)
    assert solved(kpiplan, plan, "visits=600k", "revenue")["with_carry_in"]["customers"] == pytest.approx(225)
    assert "With what is under way" not in kpiplan("solve", plan, "visits=600k", "--for", "revenue").out
    assert solved(kpiplan, plan, "visits=500k", "leads")["with_carry_in"] is None


def test_a_rate_for_a_chance_has_a_line_for_the_plan(kpiplan: Kpiplan, tmp_path: Path) -> None:
    plan = str(put(tmp_path / "plan.yaml", UNDER_WAY))
    document = solved(kpiplan, plan, "chance=80%", "leads")
    assert document["line"] == f"- leads: {document['value'] * 100:.6g}%"
    assert (document["under"], document["same_work"]) == ("funnel", True)
    out = kpiplan("solve", plan, "chance=80%", "--for", "leads", environ={"COLUMNS": "100"}).out
    assert out.endswith(
        "  Written into the plan, it lets `kpiplan target` ask for less work, not for that chance.\n"
        f"  In the plan, under `funnel`:\n\n  {document['line']}\n"
    )
    assert solved(kpiplan, plan, "chance=80%", "customers.rate")["under"] == "funnel.customers"
    assert solved(kpiplan, plan, "chance=80%", "visits")["line"] is None
    assert solved(kpiplan, plan, "visits=500k", "customers")["under"] == "goal"
