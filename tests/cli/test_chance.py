"""`kpiplan chance` as users run it: screens, data, options, gates."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import INBOUND, SAMPLES, Kpiplan

RISK = "risk: {leads: 231 of 16_200}\n"
ALL = """\
risk:
  visits: 85% to 110%
  leads: 231 of 16_200
  mqls: 18% to 23%
  customers: 12 of 25
  average_deal: 1M to 1.2M
  deal_spread: 40%
  market: 85% to 115%
"""

SCREEN = """\
Inbound marketing 2020 - the chance of the goal, January to December 2020, USD

  Chance  49% that the year brings 9 customers; 36% that it brings $10M
          54% and 41% by luck alone, were every rate and volume as planned
  Years   1 ...:=+##|#+=-::.... 18 customers, | the goal
  Safe    80% takes 1.34 times the work at the top: 8,355 visits a month instead of 6,250
  Gains   most by leads: 54% instead of 49%, were it certain and as planned (1.5%)

                                     of 100 such years
             goal  chance  by luck   10th   50th    90th
customers       9     49%      54%      5      8      12
new revenue  $10M     36%      41%  $5.5M  $8.8M  $13.2M

What it hangs on
luck              96%  #######################################
leads              4%  #

What it rests on  planned  expected  80 of 100 years  stated
leads                1.5%     1.43%   1.31% to 1.55%  231 of 16_200
"""

CERTAIN = """\
Inbound marketing 2020 - the chance of the goal, January to December 2020, USD

  Chance  54% that the year brings 9 customers; 41% that it brings $10M
          by luck alone: rates and volumes are taken as certain, which is the best case
  Years   2 ..:-+##|##+=-:..... 19 customers, | the goal
  Safe    80% takes 1.26 times the work at the top: 7,903 visits a month instead of 6,250

                            of 100 such years
             goal  chance   10th   50th    90th
customers       9     54%      5      9      13
new revenue  $10M     41%  $5.5M  $9.9M  $14.3M

  A rate is known only as well as the cases behind it. Say so in the plan, of each stage what you know: \
`risk: {leads: K of N}` (K of N came through) or `risk: {leads: 1.3% to 1.7%}` (in 80 of 100 years).
"""


def with_risk(plan: Path, risk: str) -> None:
    plan.write_text(INBOUND + risk, encoding="utf-8")


def test_the_chance_with_what_the_plan_rests_on(inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, RISK)
    run = kpiplan("chance", "plan.yaml")
    assert run.out == SCREEN
    assert run.err == "plan.yaml: 1 warning, 3 notes; `kpiplan check plan.yaml` explains them\n"
    assert run.code == 0


def test_a_plan_without_risk_is_told_how_to_state_it(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("chance", "plan.yaml")
    assert run.out == CERTAIN
    assert run.code == 0


def test_what_last_year_would_say(inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, "last_year: {visits: 60_000, leads: 800, mqls: 150}\n")
    out = kpiplan("chance", "plan.yaml").out
    assert out.endswith("  With last year's counts it would be 34%: `risk: {leads: last_year, mqls: last_year}`.\n")


def test_every_kind_of_line_has_its_unit(inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, ALL)
    lines = kpiplan("chance", "plan.yaml").out.splitlines()
    assert lines[-7:] == [
        "What it rests on  planned  expected  80 of 100 years  stated",
        "visits               100%     97.5%    85.2% to 110%  85% to 110%",
        "leads                1.5%     1.43%   1.31% to 1.55%  231 of 16_200",
        "mqls                  20%     20.5%       18% to 23%  18% to 23%",
        "customers             50%     48.1%   35.6% to 60.6%  12 of 25",
        "the market           100%      100%    85.3% to 115%  85% to 115%",
        "average deal        $1.1M     $1.1M     $1M to $1.2M  1M to 1.2M",
    ]
    assert any(line.startswith("several together") for line in lines)


def test_a_goal_in_units_has_no_revenue(tmp_path: Path, kpiplan: Kpiplan) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("name: P\nyear: 2026\ngoal: {orders: 40}\nfunnel: [visits, {orders: {each: 2}}]\n", "utf-8")
    out = kpiplan("chance", str(plan)).out
    assert "  Chance  52% that the year brings 40 orders\n" in out
    assert "`risk: {orders: K of N}` (K of N came through) or `risk: {orders: 1.7 to 2.3}`" in out
    document = json.loads(kpiplan("chance", str(plan), "--format", "json").out)
    assert document["chance"] == {"orders": pytest.approx(0.5210, abs=1e-4), "revenue": None}
    assert [row["kpi"] for row in document["range"]] == ["orders"]


def test_json_is_as_it_is_described(inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, RISK)
    document = json.loads(kpiplan("chance", "plan.yaml", "--format", "json").out)
    assert list(document) == [
        *(
            "kind",
            "version",
            "plan",
            "currency",
            "goal",
            "luck",
            "chance",
            "expected",
            "range",
            "hangs_on",
            "rests_on",
            "safe",
        ),
        *("remedy", "last_year", "actuals_to", "history", "segments", "problems"),
    ]
    assert (document["kind"], document["currency"]) == ("chance", "USD")
    assert document["goal"] == {"customers": 9.0, "revenue": 10000000.0}
    rounded = {name: {kpi: round(chance, 8) for kpi, chance in document[name].items()} for name in ("luck", "chance")}
    assert rounded == {
        "luck": {"customers": 0.5443474, "revenue": 0.41259176},
        "chance": {"customers": 0.48557666, "revenue": 0.35757124},
    }
    assert round(document["expected"]["customers"], 2) == 8.57
    customers, revenue = document["range"]
    assert (customers["kpi"], customers["p10"], customers["p50"], customers["p90"]) == ("customers", 5, 8, 12)
    assert [month["period"] for month in revenue["by_month"]] == [f"2020-{month:02}" for month in range(1, 13)]
    assert customers["by_month"][-1] == {"period": "2020-12", "p10": 5, "p50": 8, "p90": 12}
    assert [(one["input"], round(one["share"], 2)) for one in document["hangs_on"]] == [("luck", 0.96), ("leads", 0.04)]
    [line] = document["rests_on"]
    assert (line["input"], line["stated"], line["planned"]) == ("leads", "231 of 16_200", 0.015)
    assert [round(line[name], 4) for name in ("mean", "p10", "p90")] == [0.0143, 0.0131, 0.0155]
    safe = document["safe"]
    assert (safe["level"], round(safe["factor"], 8), safe["reached"]) == (0.8, 1.33684409, True)
    assert document["remedy"] == {"input": "leads", "chance": pytest.approx(0.5443474)}
    assert (document["actuals_to"], document["last_year"], document["segments"]) == (None, None, [])
    assert document["problems"][0]["code"] == "rounding-short"


def test_json_of_segments(kpiplan: Kpiplan) -> None:
    out = kpiplan("chance", str(SAMPLES / "inbound_outbound.yaml"), "--format", "json").out
    document = json.loads(out)
    assert [one["segment"] for one in document["segments"]] == ["inbound", "outbound", "key accounts"]
    assert list(document["segments"][0]) == ["segment", "goal", "luck", "chance", "expected", "range"]
    total = sum(one["expected"]["customers"] for one in document["segments"])
    assert document["expected"]["customers"] == pytest.approx(total)
    assert document["hangs_on"] == [{"segment": None, "input": "luck", "share": 1.0}]


SHARED = """\
name: Two ways
year: 2026
goal: {customers: 60}
funnel: [visits, {leads: 10%}, {customers: 10%}]
risk: {customers: 40 of 400, leads: 9% to 11%}
segments:
  north: {share: 50%}
  south: {share: 50%, risk: {leads: 50 of 500}}
"""


def test_lines_of_segments_have_their_names(tmp_path: Path, kpiplan: Kpiplan) -> None:
    (tmp_path / "plan.yaml").write_text(SHARED, encoding="utf-8")
    out = kpiplan("chance", str(tmp_path / "plan.yaml")).out
    found = out.partition("What it rests on")[2].splitlines()[1:4]
    assert [line.split("  ")[0] for line in found] == ["leads", "customers", "south leads"]
    rests = json.loads(kpiplan("chance", str(tmp_path / "plan.yaml"), "--format", "json").out)["rests_on"]
    assert [(line["segment"], line["input"]) for line in rests] == [
        (None, "leads"),
        (None, "customers"),
        ("south", "leads"),
    ]


def test_csv_has_a_row_a_figure(kpiplan: Kpiplan) -> None:
    out = kpiplan("chance", str(SAMPLES / "inbound_outbound.yaml"), "--format", "csv", "--safe", "90%").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["segment"], row["kpi"]) for row in rows[-4:]] == [
        ("key accounts", "customers"),
        ("key accounts", "revenue"),
        ("", "customers"),
        ("", "revenue"),
    ]
    whole = rows[-2]
    assert (whole["p10"], whole["p50"], whole["p90"], whole["safe"]) == ("107", "121", "135", "0.9")
    assert float(whole["safe_factor"]) > 1.1
    assert [row["safe"] for row in rows[:-2]] == [""] * 6


MARKDOWN = """\
### Inbound marketing 2020 - the chance of the goal, January to December 2020, USD

- **Chance:** 49% that the year brings 9 customers; 36% that it brings $10M; 54% and 41% by luck alone, were every \
rate and volume as planned
- **Years:** 1 ...:=+\\#\\#\\|\\#+=-::.... 18 customers, \\| the goal
"""


def test_markdown(inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, RISK)
    run = kpiplan("chance", "plan.yaml", "--format", "markdown")
    assert run.out.startswith(MARKDOWN)
    assert "| **new revenue** | **$10M** | **36%** | **41%** | **$5.5M** | **$8.8M** | **$13.2M** |\n" in run.out


def test_another_goal_and_another_safety(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("chance", "plan.yaml", "--goal", "10", "--safe", "0.9")
    assert "  Chance  41% that the year brings 10 customers; 41% that it brings $10M\n" in run.out
    assert "  Safe    90% takes 1.58 times the work at the top: 9,865 visits a month instead of 6,250\n" in run.out


@pytest.mark.parametrize(
    ("risk", "safe", "said"),
    [
        ("", "5%", "5% takes 0.522 times the work at the top: 3,261 visits a month instead of 6,250"),
        (
            "risk: {customers: 1 of 3}\n",
            "80%",
            "80% takes 3 times the work at the top: 18,754 visits a month instead of 6,250\n"
            "          more of the same is the wrong lever here: learn the rates first, or better them",
        ),
        (
            "risk: {customers: 0 of 3}\n",
            "99%",
            "99% is out of reach: 64 times the work at the top still makes 82%\n"
            "          too little is known of the rates: more work can't make up for that",
        ),
    ],
)
def test_what_safety_takes(risk: str, safe: str, said: str, inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, risk)
    assert f"  Safe    {said}\n" in kpiplan("chance", "plan.yaml", "--safe", safe).out


LATE = "name: P\nyear: 2020\ngoal: {customers: 8, next_year: 0%}\n\
funnel: [offers, {customers: {rate: 50%, lag: 12 months}}]\n"


def test_safety_that_comes_too_late_or_is_there(tmp_path: Path, kpiplan: Kpiplan) -> None:
    (tmp_path / "plan.yaml").write_text(LATE, encoding="utf-8")
    plan = str(tmp_path / "plan.yaml")
    assert (
        "  Safe    80% is out of reach: 64 times the work at the top still makes 55%\n" in kpiplan("chance", plan).out
    )
    assert "          what enters there from now on comes too late for this year\n" in kpiplan("chance", plan).out
    said = "  Safe    10% and more without any further work at the top\n"
    assert said in kpiplan("chance", plan, "--safe", "10%").out


def test_a_goal_that_nothing_can_reach_is_not_said_to_be_impossible(inbound: Path, kpiplan: Kpiplan) -> None:
    out = kpiplan("chance", "plan.yaml", "--goal", "5000").out
    assert "  Chance  under 1% that the year brings 5,000 customers; 41% that it brings $10M\n" in out
    out = kpiplan("chance", "plan.yaml", "--goal", "0.5").out
    assert "  Chance  over 99% that the year brings 1 customer; 41% that it brings $10M\n" in out


@pytest.mark.parametrize(("floor", "code"), [("40%", 0), ("48%", 0), ("0.5", 1), ("50%", 1)])
def test_a_gate_on_the_chance(floor: str, code: int, inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, RISK)
    run = kpiplan("chance", "plan.yaml", "--fail-under", f"chance={floor}")
    assert run.code == code
    said = f"kpiplan: gate missed: the chance of the goal is 48.6%, under {floor}\n"
    assert run.err.endswith(said) == (code == 1)
    assert run.out == SCREEN


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--fail-under", "leads=50%"), "--fail-under 'leads=50%' is not of the form chance=50%"),
        (("--fail-under", "chance=150%"), "--fail-under 'chance=150%' is not of the form chance=50%"),
        (("--fail-under", "50%"), "--fail-under '50%' is not of the form chance=50%"),
        (("--safe", "80"), "--safe '80' is no chance; write it as 80%, above 0% and below 100%"),
        (("--safe", "100%"), "--safe '100%' is no chance; write it as 80%, above 0% and below 100%"),
        (("--safe", "x"), "--safe 'x' is no chance; write it as 80%, above 0% and below 100%"),
        (("--goal", "0"), "--goal '0' is no number above 0; write it as 9 or 25_000"),
        (("--goal", "-3"), "--goal '-3' is no number above 0; write it as 9 or 25_000"),
        (("--goal", "inf"), "--goal 'inf' is no number above 0; write it as 9 or 25_000"),
    ],
)
def test_wrong_use(words: tuple[str, ...], said: str, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("chance", "plan.yaml", *words)
    assert (run.code, run.out, run.err) == (2, "", f"kpiplan: {said}\n")


def test_more_customers_than_can_be_told(tmp_path: Path, kpiplan: Kpiplan) -> None:
    (tmp_path / "plan.yaml").write_text("name: P\nyear: 2026\ngoal: {orders: 2M}\nfunnel: [a, {orders: 5%}]\n", "utf-8")
    run = kpiplan("chance", str(tmp_path / "plan.yaml"))
    assert (run.code, run.out) == (1, "")
    said = "2,000,000 a year are too many to tell one by one (at most 500,000): plan in hundreds or thousands of them"
    assert run.err.splitlines()[-1] == f"kpiplan: {said}"


def test_a_plan_with_errors_has_no_chance(inbound: Path, kpiplan: Kpiplan) -> None:
    with_risk(inbound, "risk: {leds: 1 of 2}\n")
    run = kpiplan("chance", "plan.yaml")
    assert (run.code, run.out) == (1, "")
    assert "error unknown-stage" in run.err


@pytest.mark.parametrize("plan", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
@pytest.mark.parametrize("columns", [60, 80])
def test_no_screen_is_wider_than_the_terminal(plan: Path, columns: int, kpiplan: Kpiplan) -> None:
    run = kpiplan("chance", str(plan), environ={"COLUMNS": str(columns)})
    assert run.code == 0
    assert max(map(len, run.out.splitlines())) <= columns
    assert "…" not in run.out
