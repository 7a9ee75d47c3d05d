"""`kpiplan actuals` in every format: JSON, Markdown, annotations, files, screens of any width."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kpiplan.reports.actuals.report import SCALE
from tests.conftest import SAMPLES, Kpiplan, put

MARKDOWN = """\
### Inbound marketing 2020 - actuals to March 2020 (3 of 12 months), USD

- **Missed:** leads under 85% of its target: 231 of 281.25 to date, 82.1%
- **At risk:** 7.8 of 9 customers, $8.43M of $9.9M if the rest goes to plan; 4 customers ($4M) if it goes \
on like this; the goal: 17% likely
- **Do:** 7,407 visits a month instead of 6,250, up to December
- **Now:** probably not just bad luck: visits -13.6%; short as the stage above: leads, mqls; short, but \
within chance: sqls, opportunities, customers, new revenue
- **Gap:** customers: 1.25 short to date, most of it by opportunities to customers and visits
- **Year:** 7.75 of 9 customers if the rest goes to plan, 4 if it goes on like January to March; \
17% that the year brings 9 customers (54% at the start, Jan 45%, Feb 29%, Mar 17%)

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

- To reach 9 customers after all: 0.89 a month; 7,407 visits a month at planned rates (planned: \
6,250); 14,400 at the rates to date.
- To show by now a drop has to be: visits 16%, sqls 89%.
- Too few by now to prove any drop: opportunities, customers.
- By the end of the year the gap is the same: no time is planned between stages.
"""


def test_json(monthly: Path, kpiplan: Kpiplan) -> None:
    document = json.loads(kpiplan("actuals", "q1.csv", "--format", "json", "--fail-on", "watch").out)
    assert list(document) == [
        *("kind", "version", "plan", "currency", "periods", "through", "part", "incomplete", "figures"),
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
        "::error file=plan.yaml,line=9,col=5,endColumn=11,title=kpiplan gate::"
        "visits to be watched, probably not just bad luck: "
        "16,200 of 18,750 to date, 86.4%25\n"
    )
    assert run.code == 1


def test_output_to_a_file(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "-o", "out.txt", "--fail-on", "watch")
    assert (run.code, run.out) == (1, "")
    assert Path("out.txt").read_text(encoding="utf-8").startswith("Inbound marketing 2020 - actuals to March 2020")


@pytest.mark.parametrize("shown", [(), ("--detail",), ("--chart",)])
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("plan", ["saas", "inbound_outbound", "webshop"])
def test_no_screen_is_wider_than_the_terminal_and_no_number_is_cut(
    plan: str, columns: int, shown: tuple[str, ...], tmp_path: Path, kpiplan: Kpiplan
) -> None:
    file = str(SAMPLES / f"{plan}.yaml")
    export = str(put(tmp_path / "t.csv", kpiplan("target", file, "--format", "csv").out))
    wide = kpiplan("actuals", export, "--plan", file, *shown).out.replace(SCALE, "")  # of bars, which need room
    run = kpiplan("actuals", export, "--plan", file, *shown, environ={"COLUMNS": str(columns)})
    assert max(len(line) for line in run.out.splitlines()) <= columns
    assert "…" not in run.out
    numbers = re.compile(r"[$€]?\d[\d,.]*[kM%]?")
    assert set(numbers.findall(wide)) <= set(numbers.findall(run.out))
