"""The first screens of `target` and `actuals`: the verdict in five lines, one table, and what the options add."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.exports import MONTHLY
from tests.conftest import SAMPLES, Kpiplan, put, run_process

PLANS = sorted(SAMPLES.glob("*.yaml"))
EXPORTS = str(SAMPLES / "actuals")
ACTUALS = ("actuals", EXPORTS, "--plan", str(SAMPLES / "inbound.yaml"))
WORDS = ("On course", "At risk", "Off course")

SCREEN = """\
Inbound marketing 2020 - actuals to March 2020 (3 of 12 months), USD

  At risk  7.8 of 9 customers, $8.43M of $9.9M if the rest goes to plan
           4 customers ($4M) if it goes on like this; the goal: 17% likely
  Do       7,407 visits a month instead of 6,250, up to December
  Watch    probably not just bad luck: visits -13.6%

                 actual  target       0       50     100    150%
visits           16,200  18,750  86%  ▆▆▆▆▆▆▆▆▆▆▆▆▆▆··|           watch
leads               231     281  82%  ▆▆▆▆▆▆▆▆▆▆▆▆▆···|           follows
mqls                 44      56  78%  ▆▆▆▆▆▆▆▆▆▆▆▆▆···|           follows
sqls                  8      11  71%  ▆▆▆▆▆▆▆▆▆▆▆·····|           within chance
opportunities         3     4.5  67%  ▆▆▆▆▆▆▆▆▆▆▆·····|           within chance
customers             1     2.3  44%  ▆▆▆▆▆▆▆·········|           within chance
new revenue         $1M  $2.48M  40%  ▆▆▆▆▆▆··········|           within chance
marketing spend   $135k       -

  --detail, --sources and --chart show more.
"""
WATERFALL = """\
customers by December 2020
goal                              9
 visits                       -0.31         ▆▆▆▆▆▆▆▆▆▆▆|
 visits to leads             -0.096                 ▆▆▆|
 leads to mqls               -0.088                 ▆▆▆|
 mqls to sqls                 -0.16              ▆▆▆▆▆▆|
 sqls to opportunities         -0.1                ▆▆▆▆|
 opportunities to customers    -0.5  ▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆|
expected                        7.8
"""
FUNNEL = """\
  [           visits 75,000            ]
                  | 1.5%
    [          leads 1,125           ]
                  | 20%
      [          mqls 225          ]
                  | 20%
        [        sqls 45         ]
                  | 40%
          [  opportunities 18  ]
                  | 50%
            [  customers 9   ]
"""


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_word_and_what_to_do_stand_in_the_first_five_lines(plan: Path, columns: str, kpiplan: Kpiplan) -> None:
    lines = kpiplan("target", str(plan), environ={"COLUMNS": columns}).out.splitlines()
    assert lines[2].strip().startswith(WORDS)
    do = [at for at, line in enumerate(lines) if line.startswith("  Do ")]
    assert all(at < 5 for at in do)
    assert bool(do) == (not lines[2].strip().startswith("On course"))
    assert sum(line == "" for line in lines[1:]) == 3  # after the title, the facts and the one table
    assert max(map(cell_len, lines)) <= int(columns)


def test_a_redirected_first_screen_is_80_columns_wide(kpiplan: Kpiplan) -> None:
    for plan in PLANS:
        assert max(map(cell_len, kpiplan("target", str(plan)).out.splitlines())) <= 80
        assert "…" not in kpiplan("target", str(plan)).out


def test_the_screen_of_actuals(kpiplan: Kpiplan) -> None:
    assert kpiplan(*ACTUALS).out == SCREEN


def test_how_files_were_read_is_said_where_something_was_left_out(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "a.csv", MONTHLY)
    put(inbound.parent / "b.csv", "month,marketing spend\n2020-01,5\n2020-02,5\n2020-03,5\nTotal,15\n")
    err = kpiplan("actuals", "a.csv", "b.csv").err
    assert "a.csv" not in err
    assert "b.csv  marketing_spend = marketing spend by month; 3 rows; 1 left out: total; UTF-8, comma\n" in err
    assert "\na.csv  visits" in "\n" + kpiplan("actuals", "a.csv", "b.csv", "--sources").err


def test_the_gap_drawn(kpiplan: Kpiplan) -> None:
    out = kpiplan(*ACTUALS, "--chart").out
    assert out.endswith(WATERFALL)
    assert (
        "  [          visits 16,200 of 18,750: watch          ]\n    [               leads 231 of 281               ]\n"
        in out
    )


def test_a_funnel_drawn_and_no_seasons_of_a_level_year(kpiplan: Kpiplan) -> None:
    out = kpiplan("target", str(SAMPLES / "inbound.yaml"), "--chart").out
    assert out.endswith(f"\n\n{FUNNEL}")
    seasons = kpiplan("target", str(SAMPLES / "webshop.yaml"), "--chart").out.splitlines()[-13:]
    assert seasons[0].split() == ["visits", "orders"]
    assert seasons[12].split() == ["Dec", "101,192", "▆" * 20, "3,571", "▆" * 20]


def test_a_flowchart_for_a_pull_request(kpiplan: Kpiplan) -> None:
    page = kpiplan(*ACTUALS, "--format", "markdown", "--chart").out
    [chart] = re.findall(r"```mermaid\n(.*?)```", page, re.DOTALL)
    assert chart.splitlines()[:4] == [
        "flowchart TD",
        '  f0s0["visits<br/>16,200 of 18,750: watch"]:::watch',
        '  f0s1["leads<br/>231 of 281"]',
        "  f0s0 --> f0s1",
    ]
    assert chart.splitlines()[-1] == "  classDef watch stroke:#9a6700,stroke-width:2px"
    assert page.replace(f"```mermaid\n{chart}```\n\n", "") == kpiplan(*ACTUALS, "--format", "markdown").out


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
def test_a_flowchart_is_short(plan: Path, kpiplan: Kpiplan) -> None:
    page = kpiplan("target", str(plan), "--format", "markdown", "--chart").out
    [chart] = re.findall(r"```mermaid\n.*?```", page, re.DOTALL)
    assert len(chart) < 2000


def test_data_know_nothing_of_what_is_shown(kpiplan: Kpiplan) -> None:
    for words in (ACTUALS, ("target", str(SAMPLES / "saas.yaml"))):
        for form in ("csv", "json"):
            plain = kpiplan(*words, "--format", form).out
            assert kpiplan(*words, "--format", form, "--detail", "--chart").out == plain


def test_bars_in_an_encoding_without_blocks(inbound: Path) -> None:
    put(inbound.parent / "a.csv", MONTHLY)
    run = run_process("actuals", "a.csv", cwd=inbound.parent, PYTHONIOENCODING="ascii")
    assert "visits         16,200  18,750  86%  ##############..|           watch\n" in run.out
    assert "?" not in run.out


def test_the_word_the_bar_and_the_status_have_the_colour_of_what_they_mean(kpiplan: Kpiplan) -> None:
    out = kpiplan(*ACTUALS, environ={"FORCE_COLOR": "1"}).out
    assert "\x1b[1;33m  At risk\x1b[0m" in out
    assert re.search("\x1b\\[33m  ▆+··\\|", out)
    assert re.search("\x1b\\[33m  watch", out)
    plain = kpiplan(*ACTUALS, environ={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert plain == SCREEN
    assert re.sub("\x1b\\[[0-9;]*m", "", out).split() == SCREEN.split()


def test_last_year_has_a_column_where_there_is_room_and_else_a_line(kpiplan: Kpiplan) -> None:
    said = "Last year: 230,000 Website visits, 6,700 leads, 1,900 mqls, 905 opportunities, 181 customers."
    for columns, line in (("80", True), ("120", False)):
        out = kpiplan("target", str(SAMPLES / "saas.yaml"), environ={"COLUMNS": columns}).out
        assert (said in " ".join(out.split())) is line
        assert ("last year\n" in out) is not line


def test_a_reached_goal_and_a_year_that_is_over(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,customers\n2020-01,5\n2020-02,5\n")
    assert "  On course  10 of 9 customers, $11M of $9.9M: the goal is reached\n" in kpiplan("actuals", "e.csv").out
    rows = [f"2020-{month:02},0.5" for month in range(1, 13)]
    put(inbound.parent / "e.csv", "\n".join(["month,customers", *rows, ""]))
    out = kpiplan("actuals", "e.csv").out
    assert "  Off course  6 of 9 customers, $6.6M of $9.9M in the year, which is over\n" in out
    assert "  Do " not in out


def test_what_a_plan_hangs_on(tmp_path: Path, kpiplan: Kpiplan) -> None:
    plan = (
        "name: Late\nyear: 2020\ncurrency: EUR\ngoal: {customers: 120, average_deal: 1000}\n"
        "funnel: [opportunities, {customers: {rate: 50%, lag: 2 months}}]\n"
    )
    file = put(tmp_path / "plan.yaml", plan)
    assert "€20k of €120k hangs on what is open on 1 January 2020: none is stated\n" in kpiplan("target", str(file)).out
    put(file, f"{plan}before: {{opportunities: {{2019-12: 20}}}}\n")
    out = " ".join(kpiplan("target", str(file)).out.split())
    assert "€20k of €120k hangs on what is open on 1 January 2020: €10k is not stated" in out
    put(file, f"{plan}before: {{opportunities: {{2019-11: 0, 2019-12: 20}}}}\n")
    lines = kpiplan("target", str(file)).out.splitlines()
    assert lines[2:4] == [
        "  Off course  110 of 120 customers, €110k of €120k if every target is met",
        "  Do          customers: a rate of 54.5% instead of 50%, up to December",
    ]


def test_a_goal_that_no_one_number_brings(tmp_path: Path, kpiplan: Kpiplan) -> None:
    """Customers of December come of the opportunities of October, and there were none."""
    plan = "name: Late\nyear: 2020\ngoal: {customers: 120}\n"
    put(tmp_path / "plan.yaml", f"{plan}funnel: [opportunities, {{customers: {{rate: 50%, lag: 2 months}}}}]\n")
    rows = [f"2020-{month:02},0,0" for month in range(1, 12)]
    file = put(tmp_path / "e.csv", "\n".join(["month,opportunities,customers", *rows, ""]))
    said = "no one number of the plan closes the gap any more: kpiplan replan has the rest of the year"
    assert f"Do {said}" in " ".join(kpiplan("actuals", str(file)).out.split())


def test_money_says_what_is_missing_where_people_are_too_many_to(kpiplan: Kpiplan) -> None:
    """A hundredth of 300 customers is no gap, and is seen; half a customer of 121 is not, and what it brings is."""
    assert "  On course  297 of 300 customers, $11.9M of $12M if" in kpiplan("target", str(SAMPLES / "saas.yaml")).out
    two = kpiplan("target", str(SAMPLES / "inbound_outbound.yaml")).out
    assert "  At risk  121 of 121 customers, €5.94M of €6M if every target is met\n" in two


def test_what_no_stage_has_to_win_is_said_beside_the_goal(kpiplan: Kpiplan) -> None:
    out = kpiplan("target", str(SAMPLES / "enterprise.yaml")).out
    assert "  Goal       $10M, 20/24/24/32% by quarter: 28 customers at $250k each\n" in out
    assert "\n             30% of the new business comes from elsewhere\n" in out
    assert len(out.splitlines()) < 24
