"""The exact plans of two small exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiplan.months import Month
from tests.conftest import Kpiplan
from tests.starter.exports import day, made, table

MONTHLY = """\
Month,Sessions,Leads,MQL,Closed Won,Revenue (USD)
2025-01,1200,18,0,5,"50,000"
2025-02,1300,20,0,6,"64,000"
2025-03,1400,19,0,5,"50,000"
2025-04,1350,21,0,4,"41,000"
2025-05,1300,18,0,6,"61,000"
2025-06,1400,20,0,5,"50,000"
2025-07,1200,17,0,5,"49,000"
2025-08,1250,16,0,4,"40,000"
2025-09,1400,19,0,6,"60,000"
2025-10,1450,22,0,6,"61,000"
2025-11,1450,21,0,10,"110,000"
2025-12,1500,20,0,18,"184,000"
"""

MONTHLY_PLAN = """\
# yaml-language-server: $schema=plan.schema.json
# (write that file with `kpiplan schema > plan.schema.json`, and your editor completes and checks this plan)
#
# Last year as the start of the next, measured from 2025.csv.
# Measured are January to December 2025. Change what is to change, then:
#   kpiplan target next.yaml     what every month must bring
#   kpiplan check next.yaml      what is wrong, and what is worth knowing
name: Plan 2026
year: 2026                              # after December 2025, the last whole month of the exports
currency: USD                           # named in a header of the exports

goal:
  revenue: 820k                         # last year's revenue: change it to what the year is to bring
  average_deal: 10.25k                  # 820,000 from 80 customers
  # customers by month, 1 is the average; by chance so uneven in less than 10 in 100 years.
  # One year can't tell seasons from growth: leave by_month out where it was growth.
  by_month: {jan: 0.86, feb: 0.94, mar: 0.86, apr: 0.78, may: 0.94, jun: 0.86,
             jul: 0.86, aug: 0.78, sep: 0.94, oct: 0.94, nov: 1.28, dec: 1.95}

funnel:
  - visits                              # 16,200 in 12 months
  - leads: 1.43%                        # 231 of 16,200
  - customers: 34.6%                    # 80 of 231
  # left out: mqls, zero all year
  # not in the exports: sqls and opportunities
  # A rate without a lag is a ratio of sums over the same months: no rows date both stages.

last_year: {visits: 16_200, leads: 231, customers: 80}

risk:                                   # what the rates rest on; kpiplan chance next.yaml says how likely the goal is
  leads: 231 of 16_200
  customers: 80 of 231
"""

RECORDS_PLAN = """\
# yaml-language-server: $schema=plan.schema.json
# (write that file with `kpiplan schema > plan.schema.json`, and your editor completes and checks this plan)
#
# Last year as the start of the next, measured from deals.csv.
# Measured are January to June 2025, 6 months: there are no more. Change what is to change, then:
#   kpiplan target plan.yaml     what every month must bring
#   kpiplan check plan.yaml      what is wrong, and what is worth knowing
name: Plan from July 2025
start: 2025-07                          # after June 2025, the last whole month of the exports
# currency: USD                         # no header of the exports names one: state yours

goal:
  customers: 72                         # from as many leads as last year: change it to what the year is to bring
  # average_deal: 10k                   # the exports have no revenue of customers: with it, the goal may be revenue
  # January 2025: incomplete. No leads are older than January 2025,
  # so the customers of earlier ones are missing: 33 customers are too few for a goal,
  # and seasons (by_month) are not known. Best is an export that reaches further back.

funnel:
  - leads                               # 60 in 6 months
  - customers: {rate: 60%, lag: [33%, 67%]}  # 32 of 60; of the others 8 are too young to tell
      # 1 have no date for leads: not in the rate
  # not in the exports: visits, mqls, sqls and opportunities
  # A rate with a lag is measured by months of age, each age from the cohorts old enough for it
  # (Kaplan and Meier's product-limit estimator): the young are not counted as failures.

before:                                 # what is under way on the first day, as far back as the lags reach
  leads: {2025-06: 10}

# of 6 months, January to June 2025
last_year: {leads: 60}
# not here: customers, 33 with incomplete months

risk:                                   # what the rates rest on; kpiplan chance plan.yaml says how likely the goal is
  customers: 30 of 50
"""


def records() -> str:
    """Ten leads a month from January to June 2025: two are won at once, four a month later; June's still may be."""
    rows: list[list[object]] = [["Lead date", "Customer date"]]
    for at in range(6):
        month = Month(2025, 1).plus(at)
        rows += [[day(month, number), day(month, 27)] for number in (0, 9)]
        rows += [[day(month, number), day(month.plus(1), number) if at < 5 else ""] for number in (3, 12, 18, 26)]
        rows += [[day(month, number), ""] for number in (5, 14, 20, 27)]
    rows.append(["", "2025-03-15"])
    return table(rows)


def test_a_monthly_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2025.csv").write_text(MONTHLY, encoding="utf-8")
    run = kpiplan("init", "next.yaml", "--from", "2025.csv")
    assert (run.code, run.out, run.err) == (0, "", "next.yaml is written. Now: kpiplan target next.yaml\n")
    assert Path("next.yaml").read_text(encoding="utf-8") == MONTHLY_PLAN
    assert kpiplan("target", "next.yaml").code == 0


def test_a_row_a_deal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deals.csv").write_text(records(), encoding="utf-8")
    run = kpiplan("init", "-", "--from", "deals.csv")
    assert run.code == 0
    assert run.out == RECORDS_PLAN
    Path("next.yaml").write_text(run.out, encoding="utf-8")
    assert kpiplan("check", "next.yaml").code == 0
    assert kpiplan("target", "next.yaml").code == 0
    assert "30 of 50" in kpiplan("chance", "next.yaml").out  # of the months to May, whose leads had time enough


def test_weights_average_one_and_follow_the_months(tmp_path: Path) -> None:
    plan = made(tmp_path, MONTHLY).loaded.plan
    assert plan is not None
    assert plan.goal.timing is not None
    # chi-square is 25 with eleven degrees: 11 / 25 of what the months differ by is chance's
    counts = (5, 6, 5, 4, 6, 5, 5, 4, 6, 6, 10, 18)
    chi_square = sum((n - 80 / 12) ** 2 for n in counts) / (80 / 12)
    assert chi_square == pytest.approx(25)
    weights = [(1 + (1 - 11 / chi_square) * (n * 12 / 80 - 1)) / 12 for n in counts]
    assert plan.goal.timing.weights == pytest.approx(weights, abs=1e-3)
    assert plan.start == Month(2026, 1)
