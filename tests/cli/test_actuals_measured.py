"""`kpiplan actuals` without a plan: the funnel that exports show."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.exports import MONTHLY
from tests.conftest import Kpiplan, put

MEASURED = """\
q1.csv - measured January to March 2020, no plan

                         Jan       Feb       Mar  together
                        2020
visits                 5,600     5,500     5,100    16,200
leads                     80        81        70       231
  of visits            1.43%     1.47%     1.37%     1.43%
    95 in 100       1.1-1.8%  1.2-1.8%  1.1-1.7%  1.3-1.6%
mqls                      15        16        13        44
  of leads             18.8%     19.8%     18.6%       19%
sqls                       3         3         2         8
  of mqls                20%     18.8%     15.4%     18.2%
opportunities              1         1         1         3
  of sqls              33.3%     33.3%       50%     37.5%
customers                  1         0         0         1
  of opportunities      100%        0%        0%     33.3%
revenue                   1M         0         0        1M

  A rate is arrivals over those of the stage above in the same months: where
  time passes between them, of other units.
  In 95 of 100 samples like this one the true rate lies between the two numbers
  below it.
  What should have been says a plan: --plan FILE.
"""

MEASURED_SEGMENTS = """\
deals.csv - measured March to April 2020, no plan

                    Mar  1-10 Apr  together
                   2020
in
 leads               16         5        21
 customers            3         1         4
   of leads       18.8%       20%       19%
     95 in 100  6.6-43%   3.6-62%   7.7-40%
out
 leads               15         5        20
 customers            3         1         4
   of leads         20%       20%       20%
     95 in 100    7-45%   3.6-62%   8.1-42%
whole
 leads               31        10        41
 customers            6         2         8
   of leads       19.4%       20%     19.5%
     95 in 100  9.2-36%   5.7-51%    10-34%

  A rate is arrivals over those of the stage above in the same months: where time passes between them, of other units.
  In 95 of 100 samples like this one the true rate lies between the two numbers below it.
  April 2020 is covered up to its day 10 only.
  What should have been says a plan: --plan FILE.
"""


def test_without_a_plan_the_measured_funnel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "q1.csv", MONTHLY)
    run = kpiplan("actuals", "q1.csv", environ={"COLUMNS": "80"})
    assert run.out == MEASURED
    document = json.loads(kpiplan("actuals", "q1.csv", "--format", "json").out)
    assert (document["kind"], document["plan"], document["periods"][-1]) == ("actuals", None, "2020-03")
    assert document["figures"][1]["actual"] == [80, 81, 70]
    assert document["figures"][1]["to_date"] == {"actual": 231}
    leads = document["rates"][0]
    assert (leads["kpi"], leads["above"]) == ("leads", "visits")
    assert leads["to_date"]["rate"] == pytest.approx(231 / 16200)
    for end in ("low", "high"):  # the shares that the 231 are 1.96 deviations off
        share = leads["to_date"][end]
        assert abs(231 - 16200 * share) / (16200 * share * (1 - share)) ** 0.5 == pytest.approx(1.959964, abs=1e-6)
    header, first, *_ = kpiplan("actuals", "q1.csv", "--format", "csv").out.splitlines()
    assert header.startswith("period,segment,visits,leads,mqls,sqls,opportunities,customers,revenue,leads rate,leads ")
    assert first.startswith("2020-01,,5600,80,15,3,1,1,1000000,0.014285714285714285,0.01149")
    assert "| *of visits* | 1.43% | 1.47% | 1.37% | 1.43% |" in kpiplan("actuals", "q1.csv", "--format", "markdown").out


def test_the_measured_funnel_of_segments_up_to_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    monkeypatch.chdir(tmp_path)
    days = [date(2020, 3, 1) + timedelta(offset) for offset in range(31 + 10)]
    rows = [f"{day},{'Web' if day.day % 2 else 'SDR'},{'Won' if day.day % 5 == 0 else 'Open'}" for day in days]
    put(tmp_path / "deals.csv", "\n".join(["Created,Source,Stage", *rows, ""]))
    told = (
        *("--read", "leads: count Created", "--read", "customers: count Created where Stage = Won"),
        *("--split", "Source: in = Web; out = SDR"),
    )
    run = kpiplan("actuals", "deals.csv", *told, "--through", "2020-04")
    assert run.out == MEASURED_SEGMENTS
    assert kpiplan("actuals", "deals.csv", *told).out == MEASURED_SEGMENTS  # nothing to measure a part against
    run = kpiplan("actuals", "deals.csv", *told, "--format", "csv")
    assert [row["period"] for row in csv.DictReader(io.StringIO(run.out))] == ["2020-03", "2020-04"] * 3
    assert "is left out" not in run.err
    assert kpiplan("actuals", "deals.csv", *told, "--format", "github").out == ""
    run = kpiplan("actuals", "deals.csv", *told, "--through", "2019-04")
    assert (run.code, run.out) == (4, "")
    assert "nothing to compare: nothing up to April 2019 is in the exports: they begin with March 2020\n" in run.err
