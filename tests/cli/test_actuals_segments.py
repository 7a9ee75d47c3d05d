"""`kpiplan actuals` of segments and the whole, of what the plan does not have, and of what nobody saw."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from tests.cli.exports import DEALS, MONTHLY, READ, SEGMENTS
from tests.conftest import Kpiplan, put

BY_SEGMENT = """\
Two ways in - actuals to February 2020 (2 of 12 months), EUR

  On course  119 of 120 customers, €1.19M of €1.2M if the rest goes to plan
             114 customers (€1.15M) if it goes on like this; the goal: 48%
             likely
  Now        short, but within chance: outbound calls, outbound customers,
             outbound new revenue
             on track: inbound visits, inbound leads, inbound customers, inbound
             new revenue
  Gap        customers: 1 short to date, most of it by calls and visits
  Year       119 of 120 customers if the rest goes to plan, 114 if it goes on
             like January to February
             48% that the year brings 120 customers (51% at the start, Jan 29%,
             Feb 48%)

                 February      January to February
              target  actual  target  actual    off
inbound
 visits        3,750   3,600   7,500   7,300  -2.7%  on track
 leads            75      80     150     150     0%  on track
 customers       7.5       8      15      15     0%  on track
 new revenue    €75k    €80k   €150k   €149k  -0.7%  on track
outbound
 calls            50      45     100      85   -15%  within chance
 customers       2.5       3       5       4   -20%  within chance
 new revenue    €25k    €31k    €50k    €42k   -16%  within chance
whole plan
 customers        10      11      20      19    -5%  on track
 new revenue   €100k   €111k   €200k   €191k  -4.5%  on track

Where the gap arose  planned   actual  customers  revenue
inbound
 visits                7,500    7,300     -0.400  -€4,000  on track
 visits to leads          2%    2.05%     +0.400  +€4,000  on track
 leads to customers      10%      10%          0       €0  on track
 deal size              €10k   €9,933             -€1,000
 gap                                           0  -€1,000
outbound
 calls                   100       85     -0.750  -€7,500  within chance
 calls to customers       5%    4.71%     -0.250  -€2,500  within chance
 deal size              €10k   €10.5k             +€2,000
 gap                                      -1.000  -€8,000
whole plan
 visits                7,500    7,300     -0.400  -€4,000  on track
 visits to leads          2%    2.05%     +0.400  +€4,000  on track
 to customers             20       19     -0.250  -€2,500  on track
 calls                   100       85     -0.750  -€7,500  within chance
 deal size              €10k  €10.05k             +€1,000
 gap                                      -1.000  -€9,000

The year, with the rest    customers  revenue    off
inbound
 as planned                       90    €899k  -0.1%
 like January to February         90    €894k  -0.7%
 goal                             90    €900k
outbound
 as planned                       29    €292k  -2.7%
 like January to February         24    €252k   -16%
 goal                             30    €300k
whole plan
 as planned                      119  €1.191M  -0.7%
 like January to February        114  €1.146M  -4.5%
 goal                            120    €1.2M

  To reach 120 customers after all: 10.1 a month; 3,788 visits and 50.5 calls a
  month at planned rates (planned: 3,750 visits and 50 calls); 3,766 visits and
  50.21 calls at the rates to date.
  To show by now a drop has to be: outbound calls 35%.
  Too few by now to prove any drop: outbound customers.
  By the end of the year the gap is the same: no time is planned between stages.
"""


def test_segments_and_the_whole(tmp_path: Path, kpiplan: Kpiplan) -> None:
    plan = put(tmp_path / "plan.yaml", SEGMENTS)
    export = put(
        tmp_path / "export.csv",
        "month,segment,visits,leads,calls,customers,revenue\n"
        "2020-01,inbound,3700,70,,7,69000\n2020-01,outbound,,,40,1,11000\n"
        "2020-02,inbound,3600,80,,8,80000\n2020-02,outbound,,,45,3,31000\n",
    )
    run = kpiplan("actuals", "--detail", str(export), environ={"COLUMNS": "80"})
    assert run.out == BY_SEGMENT
    assert run.err.endswith(f"compared with {plan}\n")
    rows = list(csv.DictReader(io.StringIO(kpiplan("actuals", "--detail", str(export), "--format", "csv").out)))
    assert [row["segment"] for row in rows] == ["inbound", "inbound", "outbound", "outbound"]
    assert rows[0]["calls"] == ""


def test_spend_of_the_whole_beside_segments(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", SEGMENTS)
    export = put(tmp_path / "export.csv", "month,segment,visits\n2020-01,inbound,3700\n")
    spend = put(tmp_path / "spend.csv", "month,spend\n2020-01,5000\n")
    run = kpiplan("actuals", str(export), str(spend), "--format", "csv")
    assert run.out == "period,segment,visits,spend\n2020-01,inbound,3700,\n2020-01,,3700,5000\n"


def test_a_segment_that_the_exports_do_not_have_did_not_have_nothing(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", SEGMENTS)
    export = put(tmp_path / "export.csv", "month,segment,visits,leads,customers\n2020-01,inbound,3700,70,7\n")
    run = kpiplan("actuals", str(export))
    assert "No actuals of outbound: taken at what was to be expected.\n" in run.out
    document = json.loads(kpiplan("actuals", str(export), "--format", "json").out)
    whole = {figure["kpi"]: figure for figure in document["figures"] if figure["segment"] is None}
    assert whole["customers"]["to_date"]["actual"] is None


def test_segments_of_an_export_are_taken_together_where_the_plan_has_none(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "export.csv", "period,segment,leads\n2020-01,a,50\n2020-01,b,40\n")
    run = kpiplan("actuals", "export.csv", "--format", "csv")
    assert run.out == "period,segment,leads\n2020-01,,90\n"
    assert "the plan has no segments: a and b are taken together\n" in run.err


def test_rows_are_split_to_segments(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", SEGMENTS)
    deals = put(tmp_path / "deals.csv", DEALS)
    split = ("--split", "Lead Source: inbound = Web, Organic; outbound = SDR")
    run = kpiplan("actuals", str(deals), *READ[:4], *split, "--format", "csv")
    assert run.out.splitlines() == [
        "period,segment,leads,customers",
        *("2020-01,inbound,1,1", "2020-02,inbound,2,0", "2020-03,inbound,1,1"),
        *("2020-01,outbound,,0", "2020-02,outbound,,0", "2020-03,outbound,,0"),
    ]
    run = kpiplan("actuals", str(deals), *READ[:4], "--split", "Lead Source: inbond = Web")
    assert run.code == 4
    assert "unknown-segment" in run.err


def test_revenue_that_nobody_saw(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "export.csv", re.sub(r",[^,\n]*$", "", MONTHLY, flags=re.MULTILINE))
    run = kpiplan("actuals", "--detail", "export.csv")
    assert "new revenue" not in run.out
    assert "deal size" not in run.out
    assert "No actual revenue: what the gap costs is reckoned at planned deals.\n" in run.out
    assert re.search(r"^gap +-1.250 +-\$1.375M$", run.out, re.MULTILINE)


def test_kpis_that_the_plan_does_not_have_are_named(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,leads,Clicks,Impressions\n2020-01,90,5,7\n")
    assert "not in the plan: clicks and impressions\n" in kpiplan("actuals", "e.csv").err


def test_the_goal_is_reached(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,customers\n2020-01,5\n2020-02,5\n")
    out = kpiplan("actuals", "--detail", "e.csv").out
    assert "  The goal of 9 customers is reached.\n" in out
    assert "customers: 8.5 ahead to date, most of it by opportunities to customers\n" in out


LAGGED = """\
name: One funnel
year: 2020
goal: {customers: 120}
funnel: [leads, {mqls: 25%}, {customers: {rate: 20%, lag: 2 months}}]
segments: {inbound: {share: 70%}, outbound: {share: 30%}}
"""


def test_what_no_export_says_is_not_called_a_part(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", LAGGED)
    export = put(tmp_path / "export.csv", "month,mqls\n2020-01,20\n2020-02,22\n2020-03,24\n")
    out = kpiplan("actuals", str(export)).out
    assert out.count("  no actuals\n") == 2
    assert "not of all segments" not in out
    assert "No actuals of leads and customers: taken at what was to be expected" in out


def test_what_some_segments_know_is_called_a_part(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", LAGGED)
    export = put(tmp_path / "export.csv", "month,segment,leads,mqls\n2020-01,inbound,200,20\n2020-01,outbound,,9\n")
    out = kpiplan("actuals", str(export)).out
    (whole,) = [line for line in out.partition("whole plan")[2].splitlines() if line.startswith(" leads ")][:1]
    assert whole.endswith("not of all segments")


def test_a_mark_is_explained_where_there_is_one_alone(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", LAGGED)
    leads = "month,leads,mqls\n2020-01,200,20\n2020-02,210,22\n2020-03,190,24\n"
    without = kpiplan("actuals", "--detail", str(put(tmp_path / "export.csv", leads))).out
    assert "*" not in without
    won = "month,leads,mqls,customers\n2020-01,200,20,7\n2020-02,210,22,9\n2020-03,190,24,6\n"
    marked = kpiplan("actuals", "--detail", str(put(tmp_path / "export.csv", won))).out
    assert "mqls to customers*" in marked
    assert "  * Time passes between these stages" in marked
