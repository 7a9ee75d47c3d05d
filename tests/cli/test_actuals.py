"""`kpiplan actuals` as users run it: screens, data, gates, options, what can be wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import INBOUND, SAMPLES, Kpiplan, run_process

MONTHLY = """\
month,visits,leads,mqls,sqls,opportunities,customers,revenue
2020-01,5600,80,15,3,1,1,1000000
2020-02,5500,81,16,3,1,0,0
2020-03,5100,70,13,2,1,0,0
"""

DEALS = """\
AQL date,Stage,Closing Date,Amount,Lead Source
2020-01-05,Closed Won,2020-01-20,"$1,000,000",Web
2020-01-15,Closed Lost,2020-02-20,"$1,000,000",SDR
2020-02-10,Open,,,Web
2020-02-12,Closed Won,2020-03-12,900000,Web
2020-03-20,Closed Won,,500000,SDR
2020-03-29,Open,,,Web
"""

# two segments with a funnel of their own, no time between stages
SEGMENTS = """\
name: Two ways in
year: 2020
currency: EUR
goal: {revenue: 1.2M, average_deal: 10k}
funnel: [visits, {leads: 2%}, {customers: 10%}]
segments:
  inbound: {share: 75%}
  outbound:
    share: 25%
    funnel: [calls, {customers: 5%}]
"""


@pytest.fixture
def monthly(inbound: Path) -> Path:
    """A first quarter below plan, beside the plan."""
    return put(inbound.parent / "q1.csv", MONTHLY)


def put(file: Path, text: str) -> Path:
    """A file with this text."""
    file.write_text(text, encoding="utf-8")
    return file


def daily(last: date) -> str:
    """A row a day from New Year on: 190 visits, 2 or 3 leads, a customer on the 13th of odd months."""
    rows = ["Date,Sessions,Leads,Customers"]
    for offset in range((last - date(2020, 1, 1)).days + 1):
        day = date(2020, 1, 1) + timedelta(offset)
        won = int(day.day == 13 and day.month % 2 == 1)
        rows.append(f"{day},190,{2 + day.day % 2},{won}")
    return "\n".join(rows) + "\n"


SCREEN = """\
Inbound marketing 2020 - actuals to March 2020 (3 of 12 months), USD

  Now   to be watched: visits -13.6%
        short as the stage above: leads, mqls
        short, but within chance: sqls, opportunities, customers, new revenue
  Gap   customers: 1.25 short to date, most of it by opportunities to customers
        and visits
  Year  7.75 of 9 customers if the rest goes to plan, 4 if it goes on like
        January to March

                   March          January to March
               target  actual   target  actual     off
visits          6,250   5,100   18,750  16,200  -13.6%  watch
leads           93.75      70   281.25     231  -17.9%  follows
mqls            18.75      13    56.25      44  -21.8%  follows
sqls             3.75       2    11.25       8  -28.9%  within chance
opportunities     1.5       1      4.5       3  -33.3%  within chance
customers        0.75       0     2.25       1  -55.6%  within chance
new revenue     $825k      $0  $2.475M     $1M  -59.6%  within chance

Where the gap arose         planned  actual  customers   revenue
visits                       18,750  16,200     -0.306  -$336.6k  watch
visits to leads                1.5%   1.43%     -0.096  -$105.6k  follows
leads to mqls                   20%     19%     -0.088   -$96.8k  follows
mqls to sqls                    20%   18.2%     -0.160    -$176k  within chance
sqls to opportunities           40%   37.5%     -0.100    -$110k  within chance
opportunities to customers      50%   33.3%     -0.500    -$550k  within chance
deal size                     $1.1M     $1M               -$100k
gap                                             -1.250  -$1.475M

The year, with the rest  customers  revenue     off
as planned                    7.75  $8.425M  -14.9%
like January to March            4      $4M  -59.6%
goal                             9    $9.9M

  To reach 9 customers after all: 0.89 a month; 7,407 visits a month at planned
  rates (planned: 6,250); 14,400 at the rates to date.
  To show by now a drop has to be: visits 16%, sqls 89%.
  Too few by now to prove any drop: opportunities, customers.
  By the end of the year the gap is the same: no time is planned between stages.
"""

PARTIAL = """\
Inbound marketing 2020 - actuals to 20 June 2020 (5 months and 20 of 30 days),
USD

  Now   behind: leads -18.7%
        to be watched: visits -7.7%
        short, but within chance: customers
  Gap   customers: 1.25 short to date, most of it by visits to leads and
        opportunities to customers
  Year  7.75 of 9 customers if the rest goes to plan, 6.35 if it goes on like
        January to 20 June

                 1-20 June       January to 20 June
               target  actual  target  actual     off
visits          4,167   3,800  35,417  32,680   -7.7%  watch
leads            62.5      50  531.25     432  -18.7%  behind
mqls             12.5       -  106.25       -          no actuals
sqls              2.5       -   21.25       -          no actuals
opportunities       1       -     8.5       -          no actuals
customers         0.5       0    4.25       3  -29.4%  within chance

Where the gap arose         planned  actual  customers   revenue
visits                       35,417  32,680     -0.328  -$361.2k  watch
visits to leads                1.5%   1.32%     -0.466  -$512.2k  behind
leads to mqls                   20%       -          0        $0
mqls to sqls                    20%       -          0        $0
sqls to opportunities           40%       -          0        $0
opportunities to customers      50%       -     -0.456  -$501.6k  within chance
gap                                             -1.250  -$1.375M

The year, with the rest  customers  revenue     off
as planned                    7.75  $8.525M  -13.9%
like January to 20 June       6.35  $6.988M  -29.4%
goal                             9    $9.9M

  To reach 9 customers after all: 0.95 a month; 7,895 visits a month at planned
  rates (planned: 6,250); 10,320 at the rates to date.
  To show by now a drop has to be: visits 10%.
  Too few by now to prove any drop: customers.
  By the end of the year the gap is the same: no time is planned between stages.
  June 2020 is covered up to its day 20: its target counts for 20 of 30 days.
  No actuals of mqls, sqls and opportunities: taken at what was to be expected;
  it shows at the next stage.
  No actual revenue: what the gap costs is reckoned at planned deals.
"""

BY_SEGMENT = """\
Two ways in - actuals to February 2020 (2 of 12 months), EUR

  Now   short, but within chance: outbound calls, outbound customers, outbound
        new revenue
        on track: inbound visits, inbound leads, inbound customers, inbound new
        revenue
  Gap   customers: 1 short to date, most of it by calls and visits
  Year  119 of 120 customers if the rest goes to plan, 114 if it goes on like
        January to February

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

SLOW = """\
Slow - actuals to February 2020 (2 of 12 months)

  Now   behind: leads -45%
        on track: customers
  Gap   customers: 10 short by the end of the year, most of it by leads and
        carry-in
  Year  110 of 120 customers if the rest goes to plan, 78.5 if it goes on like
        January to February

              February     January to February
           target  actual  target  actual   off
leads         100      50     200     110  -45%  behind
customers      10      10      20      20    0%  on track

                                       to date  by the end of the year
Where the gap arose  planned  actual  customers            customers
carry-in                                      0                -1.00
leads                    200     110          0  behind        -9.00
leads to customers*       20      20          0  on track          0
gap                                           0               -10.00

The year, with the rest   customers     off
as planned                      110   -8.3%
like January to February       78.5  -34.6%
goal                            120

  To reach 120 customers after all: 10 a month; 114.3 leads a month at planned
  rates (planned: 100); 114.3 at the rates to date.
  * Time passes between these stages, or some arrive directly: how many were to
  be expected of the actual units above, and how many came.
"""

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

MARKDOWN = """\
### Inbound marketing 2020 - actuals to March 2020 (3 of 12 months), USD

- **Missed:** leads under 85% of its target: 231 of 281.25 to date, 82.1%
- **Now:** to be watched: visits -13.6%; short as the stage above: leads, mqls; short, but within chance: sqls, \
opportunities, customers, new revenue
- **Gap:** customers: 1.25 short to date, most of it by opportunities to customers and visits
- **Year:** 7.75 of 9 customers if the rest goes to plan, 4 if it goes on like January to March

|  | March target | March actual | January to March target | January to March actual | January to March off |  |
| :-- | --: | --: | --: | --: | --: | :-- |
| visits | 6,250 | 5,100 | 18,750 | 16,200 | -13.6% | watch |
| leads | 93.75 | 70 | 281.25 | 231 | -17.9% | follows |
| mqls | 18.75 | 13 | 56.25 | 44 | -21.8% | follows |
| sqls | 3.75 | 2 | 11.25 | 8 | -28.9% | within chance |
| opportunities | 1.5 | 1 | 4.5 | 3 | -33.3% | within chance |
| customers | 0.75 | 0 | 2.25 | 1 | -55.6% | within chance |
| **new revenue** | **$825k** | **$0** | **$2.475M** | **$1M** | **-59.6%** | **within chance** |

| Where the gap arose | planned | actual | customers | revenue |  |
| :-- | --: | --: | --: | --: | :-- |
| visits | 18,750 | 16,200 | -0.306 | -$336.6k | watch |
| visits to leads | 1.5% | 1.43% | -0.096 | -$105.6k | follows |
| leads to mqls | 20% | 19% | -0.088 | -$96.8k | follows |
| mqls to sqls | 20% | 18.2% | -0.160 | -$176k | within chance |
| sqls to opportunities | 40% | 37.5% | -0.100 | -$110k | within chance |
| opportunities to customers | 50% | 33.3% | -0.500 | -$550k | within chance |
| deal size | $1.1M | $1M |  | -$100k |  |
| **gap** |  |  | **-1.250** | **-$1.475M** |  |

| The year, with the rest | customers | revenue | off |
| :-- | --: | --: | --: |
| as planned | 7.75 | $8.425M | -14.9% |
| like January to March | 4 | $4M | -59.6% |
| **goal** | **9** | **$9.9M** |  |

- To reach 9 customers after all: 0.89 a month; 7,407 visits a month at planned rates (planned: 6,250); 14,400 at \
the rates to date.
- To show by now a drop has to be: visits 16%, sqls 89%.
- Too few by now to prove any drop: opportunities, customers.
- By the end of the year the gap is the same: no time is planned between stages.
"""


def test_the_first_quarter(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", environ={"COLUMNS": "80"})
    assert run.out == SCREEN
    assert run.err == (
        "q1.csv  visits, leads, mqls, sqls, opportunities, customers, revenue by month; 3 rows; UTF-8, comma\n"
        "compared with plan.yaml\n"
    )
    assert run.code == 0


def test_an_incomplete_month_is_left_out_unless_it_is_asked_for(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "days.csv", daily(date(2020, 6, 20)))
    run = kpiplan("actuals", "days.csv")
    assert run.out.startswith("Inbound marketing 2020 - actuals to May 2020 (5 of 12 months), USD\n")
    assert (
        "June 2020 is left out: the exports cover 20 of its 30 days; `--through 2020-06` measures it by its part of "
        "the target\n"
    ) in run.err


def test_an_incomplete_month_is_measured_by_its_part(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "days.csv", daily(date(2020, 6, 20)))
    run = kpiplan("actuals", "days.csv", "--through", "2020-06", environ={"COLUMNS": "80"})
    assert run.out == PARTIAL
    figures = json.loads(kpiplan("actuals", "days.csv", "--through", "2020-06", "--format", "json").out)["figures"]
    assert figures[0]["target"][5] == pytest.approx(6250 * 20 / 30)
    assert figures[0]["actual"][4:7] == [190 * 31, 190 * 20, None]
    assert figures[0]["to_date"]["target"] == pytest.approx(6250 * (5 + 20 / 30))


def test_through_cuts_off_later_months(monthly: Path, kpiplan: Kpiplan) -> None:
    document = json.loads(kpiplan("actuals", "q1.csv", "--through", "2020-02", "--format", "json").out)
    assert document["through"] == "2020-02"
    assert document["figures"][0]["to_date"]["actual"] == 11100


def test_through_beyond_the_exports_says_so(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--through", "2020-08")
    assert run.out.startswith("Inbound marketing 2020 - actuals to March 2020")
    assert "nothing after March 2020 is in the exports\n" in run.err


def test_sources_that_end_on_different_days(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "visits.csv", "Date,Sessions\n" + "".join(f"2020-01-{day:02},100\n" for day in range(1, 21)))
    put(inbound.parent / "leads.csv", "Date,Leads\n" + "".join(f"2020-01-{day:02},3\n" for day in range(1, 11)))
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--through", "2020-01", "--format", "csv")
    assert run.out == "period,segment,visits,leads\n2020-01,,1000,30\n"
    assert (
        "visits are covered up to 20 January 2020, other sources up to its day 10: 10 of 20 parts of them are taken\n"
    ) in run.err


def test_a_month_that_one_source_has_in_part_is_left_out_of_it(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "visits.csv", "month,visits\n2020-01,6000\n2020-02,6000\n")
    put(inbound.parent / "leads.csv", "Date,Leads\n" + "".join(f"2020-01-{day:02},3\n" for day in range(1, 11)))
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--through", "2020-02", "--format", "csv")
    assert run.out == "period,segment,visits\n2020-01,,6000\n2020-02,,6000\n"
    assert "leads of January 2020 are left out: covered up to its day 10 only\n" in run.err


def test_no_incomplete_month_passes_for_a_whole_one(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "visits.csv", "Date,Sessions\n" + "".join(f"2020-01-{day:02},100\n" for day in range(1, 21)))
    days = [date(2020, 1, 1) + timedelta(offset) for offset in range(31 + 15)]
    put(inbound.parent / "leads.csv", "Date,Leads\n" + "".join(f"{day},3\n" for day in days))
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--through", "2020-02", "--format", "json")
    document = json.loads(run.out)
    assert document["part"] == pytest.approx(15 / 29)
    assert document["figures"][0]["actual"][:2] == [None, None]
    assert document["figures"][1]["actual"][:2] == [93, 45]
    assert "visits of January 2020 are left out: covered up to its day 20 only\n" in run.err


def test_spend_of_the_whole_beside_segments(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(tmp_path / "plan.yaml", SEGMENTS)
    export = put(tmp_path / "export.csv", "month,segment,visits\n2020-01,inbound,3700\n")
    spend = put(tmp_path / "spend.csv", "month,spend\n2020-01,5000\n")
    run = kpiplan("actuals", str(export), str(spend), "--format", "csv")
    assert run.out == "period,segment,visits,spend\n2020-01,inbound,3700,\n2020-01,,3700,5000\n"


def test_segments_and_the_whole(tmp_path: Path, kpiplan: Kpiplan) -> None:
    plan = put(tmp_path / "plan.yaml", SEGMENTS)
    export = put(
        tmp_path / "export.csv",
        "month,segment,visits,leads,calls,customers,revenue\n"
        "2020-01,inbound,3700,70,,7,69000\n2020-01,outbound,,,40,1,11000\n"
        "2020-02,inbound,3600,80,,8,80000\n2020-02,outbound,,,45,3,31000\n",
    )
    run = kpiplan("actuals", str(export), environ={"COLUMNS": "80"})
    assert run.out == BY_SEGMENT
    assert run.err.endswith(f"compared with {plan}\n")
    rows = list(csv.DictReader(io.StringIO(kpiplan("actuals", str(export), "--format", "csv").out)))
    assert [row["segment"] for row in rows] == ["inbound", "inbound", "outbound", "outbound"]
    assert rows[0]["calls"] == ""


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


def test_revenue_that_nobody_saw(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "export.csv", re.sub(r",[^,\n]*$", "", MONTHLY, flags=re.MULTILINE))
    run = kpiplan("actuals", "export.csv")
    assert "new revenue" not in run.out
    assert "deal size" not in run.out
    assert "No actual revenue: what the gap costs is reckoned at planned deals.\n" in run.out
    assert re.search(r"^gap +-1.250 +-\$1.375M$", run.out, re.MULTILINE)


def test_a_sales_cycle_shows_its_damage_by_the_end_of_the_year(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(
        tmp_path / "plan.yaml",
        "name: Slow\nyear: 2020\ngoal: {customers: 120}\nfunnel: [leads, {customers: {rate: 10%, lag: 3 months}}]\n",
    )
    export = put(
        tmp_path / "e.csv", "month,leads,customers\n2019-11,100,10\n2019-12,90,9\n2020-01,60,10\n2020-02,50,10\n"
    )
    run = kpiplan("actuals", str(export), environ={"COLUMNS": "80"})
    assert run.out == SLOW
    assert "November to December 2019 taken as what was under way before the plan\n" in run.err


def test_months_outside_the_plan_year_are_left_out_and_said(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,leads\n2019-11,10\n2019-12,20\n2020-12,90\n2021-01,5\n")
    run = kpiplan("actuals", "e.csv", "--format", "csv")
    assert run.out.splitlines()[-1] == "2020-12,,90"
    assert "January 2021 left out: after the plan's year\n" in run.err
    assert "November to December 2019 left out: before the plan's year\n" in run.err


def test_kpis_that_the_plan_does_not_have_are_named(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,leads,Clicks,Impressions\n2020-01,90,5,7\n")
    assert "not in the plan: clicks and impressions\n" in kpiplan("actuals", "e.csv").err


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


def test_what_not_every_export_covers_is_left_out(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "visits.csv", "month,visits\n2020-01,6000\n2020-02,6000\n2020-03,6000\n")
    put(inbound.parent / "leads.csv", "month,leads\n2020-01,90\n")
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--format", "csv")
    assert run.out == "period,segment,visits,leads\n2020-01,,6000,90\n"
    assert (
        "February to March 2020 is left out: not every export covers it; `--through 2020-03` takes what there is\n"
    ) in run.err
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--through", "2020-03")
    assert "on track; without Feb and Mar" in run.out


def test_the_goal_is_reached(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,customers\n2020-01,5\n2020-02,5\n")
    out = kpiplan("actuals", "e.csv").out
    assert "  The goal of 9 customers is reached.\n" in out
    assert "customers: 8.5 ahead to date, most of it by opportunities to customers\n" in out


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
    run = kpiplan("actuals", "deals.csv", *told, "--format", "csv")
    assert [row["period"] for row in csv.DictReader(io.StringIO(run.out))] == ["2020-03"] * 3
    assert "April 2020 is left out: the exports cover 10 of its 30 days; " in run.err
    assert kpiplan("actuals", "deals.csv", *told, "--format", "github").out == ""
    run = kpiplan("actuals", "deals.csv", *told, "--through", "2019-04")
    assert (run.code, run.out) == (4, "")
    assert "nothing to compare: nothing up to April 2019 is in the exports: they begin with March 2020\n" in run.err


def test_json(monthly: Path, kpiplan: Kpiplan) -> None:
    document = json.loads(kpiplan("actuals", "q1.csv", "--format", "json", "--fail-on", "watch").out)
    assert list(document) == [
        *("kind", "plan", "currency", "periods", "through", "part", "incomplete", "figures"),
        *("conversions", "walk", "outlook", "gates", "sources", "problems"),
    ]
    assert (document["kind"], document["plan"], document["currency"]) == ("actuals", "Inbound marketing 2020", "USD")
    assert (document["through"], document["part"], len(document["periods"])) == ("2020-03", 1, 12)
    sqls = document["figures"][3]
    assert {key: sqls[key] for key in ("segment", "kpi", "unit")} == {"segment": None, "kpi": "sqls", "unit": "count"}
    assert sqls["target"] == [3.75] * 12
    assert sqls["actual"] == [3, 3, 2, *[None] * 9]
    assert sqls["attainment"][:4] == [0.8, 0.8, 2 / 3.75, None]
    assert sqls["status"][:4] == ["within_chance", "within_chance", "within_chance", None]
    assert sqls["to_date"] == {
        "target": 11.25,
        "actual": 8,
        "attainment": 8 / 11.25,
        "status": "within_chance",
        "shows": pytest.approx(1 - 1 / 8.8),
    }
    walk = {step["step"]: step for step in document["walk"]}
    names = ["carry-in", "visits", "leads", "mqls", "sqls", "opportunities", "customers", "deal size"]
    assert list(walk) == names
    assert sum(step["customers"] for step in walk.values()) == pytest.approx(1 - 2.25)
    assert sum(step["revenue"] for step in walk.values()) == pytest.approx(1e6 - 2.475e6)
    assert walk["visits"]["year_customers"] == pytest.approx(-0.306)
    (outlook,) = document["outlook"]
    assert outlook["at_plan"]["year"] == {"customers": 7.75, "revenue": pytest.approx(8.425e6)}
    assert outlook["needed"]["at_plan"]["visits"] == pytest.approx(7407.41, abs=0.01)
    assert [(gate["gate"], gate["kpi"]) for gate in document["gates"]] == [("watch", "visits")]
    (source,) = document["sources"]
    assert (source["file"], source["rows_used"], source["encoding"]) == ("q1.csv", 3, "UTF-8")
    assert source["columns"]["visits"] == {"column": "visits", "date": "month"}
    assert document["problems"] == []


def test_markdown_of_a_pull_request(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--format", "markdown", "--fail-under", "leads=85%")
    assert run.out == MARKDOWN
    assert run.code == 1


def test_annotations(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--format", "github", "--fail-on", "watch")
    assert run.out == (
        "::error file=plan.yaml,line=1,title=kpiplan gate::visits to be watched, hardly by chance: "
        "16,200 of 18,750 to date, 86.4%25\n"
    )
    assert run.code == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fail-on", "watch"), ["visits to be watched, hardly by chance: 16,200 of 18,750 to date, 86.4%"]),
        (("--fail-under", "sqls=75%"), ["sqls under 75% of its target: 8 of 11.25 to date, 71.1%"]),
        (("--fail-under", "revenue=0.5"), ["revenue under 0.5 of its target: $1M of $2.475M to date, 40.4%"]),
        (("--fail-under", "spend=50%"), ["spend has no actuals, so it can't reach 50%"]),
        (
            ("--fail-under", "visits=86.5%", "--fail-under", "customers=50%"),
            [
                "visits under 86.5% of its target: 16,200 of 18,750 to date, 86.4%",
                "customers under 50% of its target: 1 of 2.25 to date, 44.4%",
            ],
        ),
    ],
)
def test_missed_gates(options: tuple[str, ...], said: list[str], monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", *options)
    assert run.code == 1
    assert run.out.startswith("Inbound marketing 2020 - actuals")
    for line in said:
        assert f"kpiplan: gate missed: {line}\n" in run.err


def test_what_is_proven_fails_both_gates_and_what_is_not_the_nervous_one(inbound: Path, kpiplan: Kpiplan) -> None:
    put(
        inbound.parent / "q1.csv", MONTHLY.replace("80,15", "60,15").replace("81,16", "60,16").replace("70,13", "50,13")
    )
    run = kpiplan("actuals", "q1.csv", "--fail-on", "behind")
    assert run.code == 1
    assert [line for line in run.err.splitlines() if "gate" in line] == [
        "kpiplan: gate missed: leads behind by more than chance: 170 of 281.25 to date, 60.4%"
    ]
    assert run.out.splitlines()[2:4] == ["  Now   behind: leads -39.6%", "        to be watched: visits -13.6%"]
    run = kpiplan("actuals", "q1.csv", "--fail-on", "watch")
    assert [line.split()[3] for line in run.err.splitlines() if "gate" in line] == ["leads", "visits"]


def test_revenue_is_a_part_of_the_verdict(inbound: Path, kpiplan: Kpiplan) -> None:
    """Every stage as planned, and deals of $330k instead of $1.1M."""
    put(inbound.parent / "plan.yaml", INBOUND.replace("10M", "300M"))
    rows = [f"2020-0{month},22.75,{22.75 * 330_000}" for month in range(1, 7)]
    put(inbound.parent / "e.csv", "\n".join(["month,customers,revenue", *rows, ""]))
    run = kpiplan("actuals", "e.csv", "--fail-on", "behind")
    assert run.code == 1
    assert run.out.splitlines()[2:4] == ["  Now   behind: new revenue -70%", "        on track: customers"]
    assert "gate missed: revenue behind by more than chance: $45.05M of $150.2M to date, 30%\n" in run.err


@pytest.mark.parametrize("gate", ["visits=86.4%", "leads=.82", "customers=44%"])
def test_gates_that_hold(gate: str, monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--fail-under", gate)
    assert run.code == 0
    assert "gate" not in run.err


def test_chance_excuses_a_stage_but_no_floor(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,customers\n2020-01,0\n2020-02,1\n")
    assert kpiplan("actuals", "e.csv", "--fail-on", "behind").code == 0
    assert kpiplan("actuals", "e.csv", "--fail-under", "customers=90%").code == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--fail-under", "leds=80%"), "--fail-under: no KPI leds; did you mean leads?"),
        (("--fail-under", "leads=85"), "--fail-under 'leads=85': a bare 85 is not a percentage; write leads=85%"),
        (("--fail-under", "leads"), "--fail-under 'leads' is not of the form KPI=85%"),
        (("--fail-under", "leads=many%"), "--fail-under 'leads=many%' is not of the form KPI=85%"),
        (("--through", "March"), "--through 'March' is no month; write it as 2020-06"),
        (("--read", "leads: average Age"), "--read 'leads: average Age' is not of the form KPI: count COLUMN"),
        (("--read", "leds: count Day"), "--read: the plan has no leds; did you mean leads?"),
        (("--read", "leads: count Day by Month"), "a counted date dates itself; leave out `by Month`"),
        (("--read", "leads: count Day where Won"), "'Won' is no condition; write COLUMN = VALUE, VALUE"),
        (("--read", "leads: count Day", "--read", "leads: count Date"), "--read: leads is said twice"),
        (("--split", "Source"), "--split 'Source' is not of the form COLUMN: SEGMENT = VALUE"),
        (("--split", "Source: inbound"), "--split 'Source: inbound' is not of the form COLUMN: SEGMENT = VALUE"),
        (("--plan", "pan.yaml"), "pan.yaml: no such file; did you mean plan.yaml?"),
        (("q1.csb",), "q1.csb: no such file; did you mean q1.csv?"),
        (("-", "--plan", "-"), "standard input can't be both the plan and an export"),
    ],
)
def test_wrong_use(options: tuple[str, ...], said: str, monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", *options)
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith("kpiplan: ")
    assert said in run.err


def test_a_gate_needs_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "q1.csv", MONTHLY)
    run = kpiplan("actuals", "q1.csv", "--fail-on", "behind")
    assert (run.code, run.err) == (2, "kpiplan: a gate needs a plan, and none is here: name it with --plan FILE\n")


@pytest.mark.parametrize("plan", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_target_exports_is_read_back_and_taken_for_the_template(plan: Path, tmp_path: Path) -> None:
    exported = run_process("target", str(plan), "--format", "csv").out
    run = run_process("actuals", "-", "--plan", str(plan), "--format", "json", stdin=exported.encode(), cwd=tmp_path)
    assert run.code == 0
    document = json.loads(run.out)
    for figure in document["figures"]:
        assert figure["actual"] == pytest.approx(figure["target"]), figure["kpi"]
    assert [problem["code"] for problem in document["problems"]] == ["looks-like-template"]
    assert (
        "<stdin>: warning looks-like-template: every actual equals its target to the last digit: is this the template?"
    ) in run.err
    assert "not in the plan" not in run.err


WON = ("--read", "customers: count Closing Date where Stage = Closed Won")
READ = (
    *("--read", "leads: count AQL date"),
    *WON,
    *("--read", "revenue: sum Amount by 'Closing Date' where Stage = \"closed won\", Won and Lead Source = Web"),
)


def test_a_row_a_deal_as_it_is_told(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "deals.csv", DEALS)
    run = kpiplan("actuals", "deals.csv", *READ, "--format", "csv")
    assert run.out == (
        "period,segment,leads,customers,revenue\n2020-01,,2,1,1000000\n2020-02,,2,0,0\n2020-03,,2,1,900000\n"
    )
    assert "1 of 3 rows for customers have no Closing Date\n" in run.err


def test_options_stand_over_the_rules_of_the_plan(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound, INBOUND + 'actuals:\n  "deals*.csv": {leads: {count: Closing Date}}\n')
    put(inbound.parent / "deals.csv", DEALS)
    assert kpiplan("actuals", "deals.csv", "--format", "csv").out.splitlines()[1:] == [
        "2020-01,,1", "2020-02,,1", "2020-03,,1",
    ]  # fmt: skip
    run = kpiplan("actuals", "deals.csv", *WON, "--format", "csv")
    assert run.out.splitlines()[1:] == ["2020-01,,1,1", "2020-02,,1,0", "2020-03,,1,1"]
    run = kpiplan("actuals", "deals.csv", *READ[:2], "--format", "csv")
    assert run.out.splitlines()[1:] == ["2020-01,,2", "2020-02,,2", "2020-03,,2"]


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


def test_files_that_add_up(monthly: Path, kpiplan: Kpiplan) -> None:
    put(monthly.parent / "events.csv", "month,leads\n2020-01,5\n2020-02,6\n2020-03,7\n")
    run = kpiplan("actuals", "q1.csv", "events.csv", "--format", "csv")
    assert (run.code, run.out) == (4, "")
    assert run.err == (
        "events.csv: error same-month-twice: leads of 2020-01 and 2 more months stands in q1.csv too\n"
        "    leave one out, or say `add: true` for the one that adds to the other; on the command line: --add\n"
        "kpiplan: nothing is compared: 1 error\n"
    )
    added = kpiplan("actuals", "q1.csv", "events.csv", "--add", "--format", "csv").out
    assert [row["leads"] for row in csv.DictReader(io.StringIO(added))] == ["85", "87", "77"]
    run = kpiplan("actuals", "q1.csv", "events.csv", "--format", "github")
    assert run.out.startswith("::error file=events.csv,line=1,col=1,endColumn=2,title=kpiplan same-month-twice::leads")


@pytest.mark.parametrize(("option", "leads"), [("--day-first", [3, 9, None]), ("--month-first", [3, 5, 4])])
def test_dates_that_can_be_read_in_two_ways(
    option: str, leads: list[float | None], inbound: Path, kpiplan: Kpiplan
) -> None:
    put(inbound.parent / "e.csv", "Date,Leads\n3/3/2020,3\n5/4/2020,4\n4/4/2020,5\n")
    run = kpiplan("actuals", "e.csv")
    assert (run.code, run.out) == (4, "")
    assert "on the command line: --day-first or --month-first\n" in run.err
    run = kpiplan("actuals", "e.csv", option, "--through", "2020-05", "--format", "json")
    assert json.loads(run.out)["figures"][1]["actual"][2:5] == leads


def test_the_year_the_encoding_and_the_decimals_are_told(inbound: Path, kpiplan: Kpiplan) -> None:
    (inbound.parent / "e.csv").write_bytes('월,리드\n1월,"1.234"\n2월,"1.300"\n'.encode("cp949"))
    run = kpiplan("actuals", "e.csv", "--year", "2020", "--encoding", "cp949", "--decimal", "comma", "--format", "csv")
    assert run.out == "period,segment,leads\n2020-01,,1234\n2020-02,,1300\n"


def test_a_table_of_several(inbound: Path, kpiplan: Kpiplan) -> None:
    put(
        inbound.parent / "e.csv",
        "month,leads\n2020-01,90\n2020-02,91\n\nmonth,leads\n2020-01,80\n2020-02,81\n",
    )
    run = kpiplan("actuals", "e.csv")
    assert (run.code, run.out) == (4, "")
    assert "on the command line: --table or --add\n" in run.err
    run = kpiplan("actuals", "e.csv", "--table", "2", "--format", "csv")
    assert run.out == "period,segment,leads\n2020-01,,80\n2020-02,,81\n"


def test_folders_zips_and_standard_input(monthly: Path, kpiplan: Kpiplan) -> None:
    expected = kpiplan("actuals", "q1.csv", "--format", "csv").out
    folder = monthly.parent / "exports"
    folder.mkdir()
    put(folder / "a.csv", MONTHLY)
    with zipfile.ZipFile("all.zip", "w") as archive:
        archive.writestr("a.csv", MONTHLY)
    assert kpiplan("actuals", "exports", "--format", "csv").out == expected
    assert kpiplan("actuals", "all.zip", "--format", "csv").out == expected
    run = run_process("actuals", "-", "--format", "csv", stdin=MONTHLY.encode(), cwd=monthly.parent)
    assert run.out == expected
    assert run.err.startswith("<stdin>  visits")


def test_the_plan_beside_the_export_comes_before_the_one_here(monthly: Path, kpiplan: Kpiplan) -> None:
    folder = monthly.parent / "next"
    folder.mkdir()
    put(folder / "q1.csv", MONTHLY)
    assert kpiplan("actuals", "next/q1.csv").err.endswith("compared with plan.yaml\n")
    put(folder / "plan.yaml", INBOUND.replace("Inbound marketing 2020", "Beside it"))
    assert kpiplan("actuals", "next/q1.csv").out.startswith("Beside it - ")
    assert kpiplan("actuals", "next").out.startswith("Beside it - ")
    assert kpiplan("actuals", "next/q1.csv", "--plan", "plan.yaml").out.startswith("Inbound marketing 2020 - ")


def test_a_plan_with_errors(monthly: Path, kpiplan: Kpiplan) -> None:
    put(monthly.parent / "plan.yaml", INBOUND.replace("20%", "20", 1))
    run = kpiplan("actuals", "q1.csv")
    assert (run.code, run.out) == (1, "")
    assert "plan.yaml:11:11: error bare-percentage" in run.err


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ("month,leads\n2019-01,3\n2019-02,5\n", "nothing to compare: the exports say nothing of the plan's year, "),
        ("month,clicks\n2020-01,3\n2020-02,5\n", "nothing to compare: the exports have no KPI of the plan: they have"),
        ("Date,Leads\n2020-01-01,3\n2020-01-02,4\n2020-01-03,4\n", "nothing to compare: no month is covered whole: "),
        ("\0\1\2 no text", "error binary-file"),
        ("", "error empty-export"),
        ("name,colour\nx,red\n", "kpiplan: nothing is compared: 1 error"),
    ],
)
@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
def test_nothing_to_compare(export: str, said: str, format: str, inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", export)
    run = kpiplan("actuals", "e.csv", "--format", format, "-o", "out.txt")
    assert (run.code, run.out) == (4, "")
    assert said in run.err
    assert not Path("out.txt").exists()


def test_output_to_a_file(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "-o", "out.txt", "--fail-on", "watch")
    assert (run.code, run.out) == (1, "")
    assert Path("out.txt").read_text(encoding="utf-8").startswith("Inbound marketing 2020 - actuals to March 2020")


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("plan", ["saas", "inbound_outbound", "webshop"])
def test_no_screen_is_wider_than_the_terminal_and_no_number_is_cut(
    plan: str, columns: int, tmp_path: Path, kpiplan: Kpiplan
) -> None:
    file = str(SAMPLES / f"{plan}.yaml")
    export = str(put(tmp_path / "t.csv", kpiplan("target", file, "--format", "csv").out))
    wide = kpiplan("actuals", export, "--plan", file).out
    run = kpiplan("actuals", export, "--plan", file, environ={"COLUMNS": str(columns)})
    assert max(len(line) for line in run.out.splitlines()) <= columns
    assert "…" not in run.out
    numbers = re.compile(r"[$€]?\d[\d,.]*[kM%]?")
    assert set(numbers.findall(wide)) <= set(numbers.findall(run.out))


def test_an_incomplete_month_is_counted_and_compared_with_nothing(inbound: Path, kpiplan: Kpiplan) -> None:
    days = [date(2020, 1, 1) + timedelta(offset) for offset in range(31 + 15)]
    put(inbound.parent / "leads.csv", "Date,Leads\n" + "".join(f"{day},3\n" for day in days))
    document = json.loads(kpiplan("actuals", "leads.csv", "--format", "json").out)
    leads = next(figure for figure in document["figures"] if figure["kpi"] == "leads")
    assert (document["through"], document["incomplete"]) == ("2020-01", {"month": "2020-02", "day": 15})
    assert leads["actual"][:3] == [93, 45, None]
    assert leads["status"][:2] == ["on_track", None]
    assert leads["to_date"]["actual"] == 93
    inbound.unlink()
    document = json.loads(kpiplan("actuals", "leads.csv", "--format", "json").out)
    assert document["periods"] == ["2020-01", "2020-02"]
    assert document["figures"][0]["actual"] == [93, 45]
    assert document["figures"][0]["to_date"] == {"actual": 93}
