"""`kpiplan target` as users run it: screens, data, options."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.conftest import INBOUND, SAMPLES, Kpiplan, run_process

SCREEN = """\
Inbound marketing 2020 - January to December 2020, USD

  On course  9 customers, $9.9M if every target is met
  Goal       $10M: 9.1 customers at $1.1M each
  Takes      75,000 visits > 1,125 leads > 225 mqls > 45 sqls > 18 opportunities

               rate  a month  a quarter  the year
visits                 6,250     18,750    75,000
leads          1.5%       94        281     1,125
mqls            20%       19         56       225
sqls            20%      3.8         11        45
opportunities   40%      1.5        4.5        18
customers       50%     0.75        2.3         9
new revenue            $825k     $2.48M     $9.9M

  Every month is the same; --by month, --detail and --chart show more.
"""


def test_the_smallest_plan_redirected(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", "plan.yaml")
    assert run.out == SCREEN
    assert run.err == "plan.yaml: 1 warning, 3 notes; `kpiplan check plan.yaml` explains them\n"
    assert run.code == 0


def test_standard_input_is_a_plan(tmp_path: Path) -> None:
    run = run_process("target", "-", stdin=INBOUND.encode(), cwd=tmp_path)
    assert run.out == SCREEN
    assert run.err.startswith("<stdin>: 1 warning")


CSV = """\
period,segment,visits,leads,mqls,sqls,opportunities,customers,revenue
2020-Q1,,18750,281.25,56.25,11.25,4.5,2.25,2475000
2020-Q2,,18750,281.25,56.25,11.25,4.5,2.25,2475000
2020-Q3,,18750,281.25,56.25,11.25,4.5,2.25,2475000
2020-Q4,,18750,281.25,56.25,11.25,4.5,2.25,2475000
"""


def test_csv_by_quarter(inbound: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("target", "plan.yaml", "--format", "csv", "--by", "quarter").out == CSV


def test_csv_has_a_row_a_month_and_segment_and_no_totals(kpiplan: Kpiplan) -> None:
    out = kpiplan("target", str(SAMPLES / "inbound_outbound.yaml"), "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["period"] for row in rows[:12]] == [f"2026-{month:02}" for month in range(1, 13)]
    assert [row["segment"] for row in rows[::12]] == ["inbound", "outbound", "key accounts"]
    assert rows[0]["calls"] == ""
    assert rows[12]["visits"] == ""
    assert sum(float(row["revenue"]) for row in rows) == pytest.approx(6e6, rel=1e-12)


def test_csv_defuses_formulas(inbound: Path, kpiplan: Kpiplan) -> None:
    text = INBOUND.replace("- visits", "- =HYPERLINK(1)").replace("- leads", "- '+leads'")
    inbound.write_text(text, encoding="utf-8")
    header = kpiplan("target", "plan.yaml", "--format", "csv").out.splitlines()[0]
    assert header.startswith("period,segment,'=HYPERLINK(1),'+leads,mqls")


def test_json_document(inbound: Path, kpiplan: Kpiplan) -> None:
    document = json.loads(kpiplan("target", "plan.yaml", "--format", "json").out)
    assert list(document) == ["kind", "version", "plan", "currency", "periods", "figures", "carry_in", "problems"]
    assert document["kind"] == "target"
    assert document["plan"] == "Inbound marketing 2020"
    assert document["periods"][0] == "2020-01"
    assert document["figures"][0] == {
        "segment": None,
        "kpi": "visits",
        "unit": "count",
        "values": [6250.0] * 12,
        "total": 75000.0,
    }
    assert [figure["kpi"] for figure in document["figures"]][-2:] == ["customers", "revenue"]
    assert document["problems"][0] == {
        "code": "rounding-short",
        "severity": "warning",
        "message": "9 customers bring $9.9M, $100k short of the goal",
        "hint": "10 bring $11M and need 6,944 visits a month",
        "path": "goal.round_customers",
        "file": "plan.yaml",
        "line": 7,
        "column": 20,
        "accepted": None,
    }


def test_json_orders_segments_then_the_whole(kpiplan: Kpiplan) -> None:
    out = kpiplan("target", str(SAMPLES / "inbound_outbound.yaml"), "--format", "json").out
    figures = json.loads(out)["figures"]
    names = list(dict.fromkeys(figure["segment"] for figure in figures))
    assert names == ["inbound", "outbound", "key accounts", None]
    whole = [figure["kpi"] for figure in figures if figure["segment"] is None]
    assert whole == [
        *("visits", "leads", "sqls", "customers", "calls", "meetings", "opportunities", "accounts", "workshops"),
        "revenue",
    ]


def test_sources_follow_their_stage(kpiplan: Kpiplan) -> None:
    figures = json.loads(kpiplan("target", str(SAMPLES / "webshop.yaml"), "--format", "json").out)["figures"]
    kpis = [figure["kpi"] for figure in figures]
    assert kpis[:5] == ["visits", "visits.organic", "visits.paid", "visits.newsletter", "carts"]
    assert kpis[-5:] == ["marketing_spend", "sales_spend", "spend", "customer_acquisition_cost", "marketing_roi"]


def test_whole_numbers_add_up(inbound: Path, kpiplan: Kpiplan) -> None:
    document = json.loads(kpiplan("target", "plan.yaml", "--format", "json", "--whole").out)
    by_kpi = {figure["kpi"]: figure for figure in document["figures"]}
    assert by_kpi["customers"]["values"] == [1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1]
    assert by_kpi["customers"]["total"] == 9
    assert by_kpi["leads"]["values"][:4] == [94, 94, 93, 94]


def test_one_segment(kpiplan: Kpiplan) -> None:
    run = kpiplan("target", str(SAMPLES / "inbound_outbound.yaml"), "--segment", "outbound")
    assert run.out.startswith("Growth 2026, inbound and outbound - January to December 2026, EUR, segment\noutbound\n")
    assert "meetings" in run.out
    assert "visits" not in run.out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("outbond", "kpiplan: no segment outbond; did you mean outbound?\n"),
        ("xyz", "kpiplan: no segment xyz; the segments are inbound, outbound, key accounts\n"),
    ],
)
def test_an_unknown_segment_is_wrong_use(name: str, said: str, kpiplan: Kpiplan) -> None:
    run = kpiplan("target", str(SAMPLES / "inbound_outbound.yaml"), "--segment", name)
    assert (run.code, run.out, run.err) == (2, "", said)


MARKDOWN = """\
### Inbound marketing 2020 - January to December 2020, USD

- **On course:** 9 customers, $9.9M if every target is met
- **Goal:** $10M: 9.09 customers at $1.1M each, rounded to 9; 9 bring $9.9M, $100k short; 10 bring \
$11M and need 6,944 visits a month
- **Assumed:** every month alike; no time between stages; rates hold all year

|  | rate | a month | a quarter | the year |
| :-- | --: | --: | --: | --: |
| visits |  | 6,250 | 18,750 | 75,000 |
| leads | 1.5% | 93.75 | 281.25 | 1,125 |
| mqls | 20% | 18.75 | 56.25 | 225 |
| sqls | 20% | 3.75 | 11.25 | 45 |
| opportunities | 40% | 1.5 | 4.5 | 18 |
| customers | 50% | 0.75 | 2.25 | 9 |
| **new revenue** |  | **$825k** | **$2.475M** | **$9.9M** |

- A month without any customers is normal: 47 in 100.
- Every month is the same: --by month lists them, --whole gives whole numbers.
"""


def test_markdown(inbound: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("target", "plan.yaml", "--format", "markdown").out == MARKDOWN


@pytest.mark.parametrize("plan", sorted(SAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
@pytest.mark.parametrize("options", [(), ("--by", "month"), ("--by", "year"), ("--whole", "--by", "quarter")])
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_screen_is_wider_than_the_terminal_and_no_number_is_cut(
    plan: Path, options: tuple[str, ...], columns: int, kpiplan: Kpiplan
) -> None:
    wide = kpiplan("target", str(plan), *options).out
    run = kpiplan("target", str(plan), *options, environ={"COLUMNS": str(columns)})
    assert max(len(line) for line in run.out.splitlines()) <= columns
    assert "…" not in run.out
    numbers = re.compile(r"[$€]?\d[\d,.]*[kM%]?")
    assert set(numbers.findall(wide)) <= set(numbers.findall(run.out))


def test_a_plan_with_errors_prints_no_result(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(INBOUND.replace("20%", "20", 1).replace("average_deal", "averge_deal"), encoding="utf-8")
    run = kpiplan("target", "plan.yaml", "--format", "csv")
    assert (run.code, run.out) == (1, "")
    assert "plan.yaml:6:3: error unknown-key: unknown key averge_deal\n" in run.err
    assert "    did you mean `average_deal`?\n" in run.err
    assert "plan.yaml:11:11: error bare-percentage: a bare 20 is not a percentage\n" in run.err
    assert run.err.endswith("errors\n")


SURPLUS = """\
name: Fairs
year: 2026
goal: {customers: 60}
funnel: [visits, {leads: {rate: 2%, cost: 5, direct: {mar: 900, else: 0}}}, {customers: 10%}]
"""


def test_no_part_is_shown_above_its_whole(tmp_path: Path, kpiplan: Kpiplan) -> None:
    (tmp_path / "plan.yaml").write_text(SURPLUS, encoding="utf-8")
    lines = kpiplan("target", str(tmp_path / "plan.yaml"), "--detail").out.splitlines()
    assert "leads                   2%      150      150      150      150       600" in lines
    assert "  of them direct                 50        0        0        0        50" in lines
    assert "  direct beyond need            850        0        0        0       850" in lines


LABELLED = """\
name: Two ways
year: 2026
goal: {revenue: 1.2M, average_deal: 10k}
last_year: {revenue: 900k}
segments:
  north: {share: 50%, last_year: {revenue: 400k},
    funnel: [calls, {customers: {rate: 10%, label: Accounts, lag: 1 month}}]}
  south: {share: 50%, funnel: [mails, {customers: {rate: 5%, label: Clients}}]}
funnel: [calls, {customers: 10%}]
"""


def test_labels_and_last_year_are_a_segments_own(tmp_path: Path, kpiplan: Kpiplan) -> None:
    (tmp_path / "plan.yaml").write_text(LABELLED, encoding="utf-8")
    out = kpiplan("target", str(tmp_path / "plan.yaml"), "--by", "year").out
    rows = [" ".join(line.split()) for line in out.splitlines()]
    north, south, whole = (rows.index(name) for name in ("north", "south", "whole plan"))
    assert any("400" in row for row in rows[north:south] if row.startswith("new revenue"))
    assert not any("900" in row for row in rows[north:whole])
    assert any("900" in row for row in rows[whole:] if row.startswith("new revenue"))
    assert any(row.startswith("Accounts") for row in rows[north:south])
    assert any(row.startswith("Clients") for row in rows[south:whole])
    assert any(row.startswith("customers") for row in rows[whole:])
