"""`kpiplan actuals` over the months: a quarter, incomplete months, months outside of the plan, time between stages."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.exports import daily
from tests.conftest import Kpiplan, put

SCREEN = """\
Inbound marketing 2020 - actuals to March 2020 (3 of 12 months), USD

  At risk  7.8 of 9 customers, $8.43M of $9.9M if the rest goes to plan
           4 customers ($4M) if it goes on like this; the goal: 17% likely
  Do       7,407 visits a month instead of 6,250, up to December
  Now      probably not just bad luck: visits -13.6%
           short as the stage above: leads, mqls
           short, but within chance: sqls, opportunities, customers, new revenue
  Gap      customers: 1.25 short to date, most of it by opportunities to
           customers and visits
  Year     7.75 of 9 customers if the rest goes to plan, 4 if it goes on like
           January to March
           17% that the year brings 9 customers (54% at the start, Jan 45%, Feb
           29%, Mar 17%)

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

  At risk  7.8 of 9 customers, $8.53M of $9.9M if the rest goes to plan
           6.4 customers ($6.99M) if it goes on like this; the goal: 25% likely
  Do       7,895 visits a month instead of 6,250, up to December
  Now      behind: leads -18.7%
           probably not just bad luck: visits -7.7%
           short, but within chance: customers
  Gap      customers: 1.25 short to date, most of it by visits to leads and
           opportunities to customers
  Year     7.75 of 9 customers if the rest goes to plan, 6.35 if it goes on like
           January to 20 June
           25% that the year brings 9 customers (54% at the start, Jan 44%, Feb
           35%, Mar 39%, Apr 28%, May 32%, Jun 25%)

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

SLOW = """\
Slow - actuals to February 2020 (2 of 12 months)

  At risk  110 of 120 customers if the rest goes to plan
           79 customers if it goes on like this; the goal: 31% likely
  Do       customers: a rate of 11.1% instead of 10%, up to December
  Now      behind: leads -45%
           on track: customers
  Gap      customers: 10 short by the end of the year, most of it by leads and
           what was open on the first day
  Year     110 of 120 customers if the rest goes to plan, 78.5 if it goes on
           like January to February
           31% that the year brings 120 customers (51% at the start, Jan 41%,
           Feb 31%)

              February     January to February
           target  actual  target  actual   off
leads         100      50     200     110  -45%  behind
customers      10      10      20      20    0%  on track

                                         to date  by the end of the year
Where the gap arose    planned  actual  customers            customers
open on the first day                           0                -1.00
leads                      200     110          0  behind        -9.00
leads to customers*         20      20          0  on track          0
gap                                             0               -10.00

The year, with the rest   customers     off
as planned                      110   -8.3%
like January to February       78.5  -34.6%
goal                            120

  To reach 120 customers after all: 10 a month; 114.3 leads a month at planned
  rates (planned: 100); 114.3 at the rates to date.
  * Time passes between these stages, or some arrive directly: how many were to
  be expected of the actual units above, and how many came.
"""


def test_the_first_quarter(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "--detail", "q1.csv", environ={"COLUMNS": "80"})
    assert run.out == SCREEN
    assert run.err == "compared with plan.yaml\n"
    assert run.code == 0
    assert kpiplan("actuals", "q1.csv", "--sources").err == (
        "q1.csv  visits, leads, mqls, sqls, opportunities, customers, revenue by month; 3 rows; UTF-8, comma\n"
        "compared with plan.yaml\n"
    )


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
    run = kpiplan("actuals", "--detail", "days.csv", "--through", "2020-06", environ={"COLUMNS": "80"})
    assert run.out == PARTIAL
    figures = json.loads(kpiplan("actuals", "days.csv", "--through", "2020-06", "--format", "json").out)["figures"]
    assert figures[0]["target"][5] == pytest.approx(6250 * 20 / 30)
    assert figures[0]["actual"][4:7] == [190 * 31, 190 * 20, None]
    assert figures[0]["to_date"]["target"] == pytest.approx(6250 * (5 + 20 / 30))


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
    assert document["figures"][0]["to_date"] == {"actual": 138}
    assert (document["through"], document["part"]) == ("2020-02", pytest.approx(15 / 29))


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
    assert "parts of them" not in run.err  # the days are told: nothing is estimated
    put(inbound.parent / "visits.csv", "Week,Sessions\n" + "".join(f"2020-W0{week},700\n" for week in (1, 2, 3)))
    run = kpiplan("actuals", "visits.csv", "leads.csv", "--spans", "start", "--through", "2020-01", "--format", "csv")
    assert (
        "visits are covered up to 19 January 2020, other sources up to its day 10: 10 of 19 parts of them are taken\n"
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


def test_months_outside_the_plan_year_are_left_out_and_said(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,leads\n2019-11,10\n2019-12,20\n2020-12,90\n2021-01,5\n")
    run = kpiplan("actuals", "e.csv", "--format", "csv")
    assert run.out.splitlines()[-1] == "2020-12,,90"
    assert "January 2021 left out: after the plan's year\n" in run.err
    assert "November to December 2019 left out: before the plan's year\n" in run.err


def test_a_sales_cycle_shows_its_damage_by_the_end_of_the_year(tmp_path: Path, kpiplan: Kpiplan) -> None:
    put(
        tmp_path / "plan.yaml",
        "name: Slow\nyear: 2020\ngoal: {customers: 120}\nfunnel: [leads, {customers: {rate: 10%, lag: 3 months}}]\n",
    )
    export = put(
        tmp_path / "e.csv", "month,leads,customers\n2019-11,100,10\n2019-12,90,9\n2020-01,60,10\n2020-02,50,10\n"
    )
    run = kpiplan("actuals", "--detail", str(export), environ={"COLUMNS": "80"})
    assert run.out == SLOW
    assert "November to December 2019 taken as what was under way before the plan\n" in run.err
