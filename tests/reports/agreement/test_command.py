"""`kpiplan sla` as users run it: whole documents, changing rates, segments, JSON, what is refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import INBOUND, SAMPLES, TOP, Kpiplan, plan_in, run_process
from tests.plans import AGREED as PLAN
from tests.plans import OWNED

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture(autouse=True)
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, entered, with the plan as plan.yaml."""
    return plan_in(tmp_path, PLAN, monkeypatch)


@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
def test_whole_documents(kpiplan: Kpiplan, lang: str) -> None:
    document = (DOCUMENTS / f"{lang}.md").read_text(encoding="utf-8")
    run = kpiplan("sla", "plan.yaml", "--lang", lang)
    assert (run.code, run.out) == (0, document)
    assert run.err.startswith("plan.yaml")
    kpiplan("sla", "plan.yaml", "--lang", lang, "-o", "sla.md")
    assert Path("sla.md").read_text(encoding="utf-8") == document


CHANGING = """\
name: Changing 2020
year: 2020
goal: {orders: 1200, next_year: 10%}
funnel:
  - visits
  - leads: {rate: 2%, direct: {mar: 60, else: 0}}
  - sqls: {rate: {from: 20%, to: 25%}, lag: [50%, 30%, 20%], owner: sales}
  - customers: {by_age: {quarters: [10%, 10%, 5%]}}
  - orders: {each: [2, 2, 2.5, 3], lag: 1 month, owner: Customer success}
"""

SALES_OWES = """\
## sales owes Marketing

What becomes of the leads handed over:

| stage     | made of |   rate |                    time |
| :-------- | :------ | -----: | ----------------------: |
| sqls      | leads   | 20-25% | 50/30/20% in 0-2 months |
| customers | sqls    |    25% |              0-8 months |

Every month, in whole numbers that add up to the year's:

| month          |     leads |      sqls | customers |
| :------------- | --------: | --------: | --------: |
| January 2020   |       935 |       192 |        50 |
| February 2020  |       881 |       185 |        50 |
| March 2020     |       827 |       178 |        50 |
| April 2020     |       777 |       171 |        50 |
| May 2020       |       725 |       164 |        50 |
| June 2020      |       681 |       155 |        50 |
| July 2020      |       647 |       149 |        40 |
| August 2020    |       628 |       146 |        40 |
| September 2020 |       610 |       145 |        40 |
| October 2020   |       600 |       143 |        33 |
| November 2020  |       594 |       145 |        34 |
| December 2020  |       586 |       147 |        36 |
| **the year**   | **8,491** | **1,920** |   **523** |

The rates by the month in which the stage before was reached:

| month          |  sqls |
| :------------- | ----: |
| January 2020   |   20% |
| February 2020  | 20.5% |
| March 2020     | 20.9% |
| April 2020     | 21.4% |
| May 2020       | 21.8% |
| June 2020      | 22.3% |
| July 2020      | 22.7% |
| August 2020    | 23.2% |
| September 2020 | 23.6% |
| October 2020   | 24.1% |
| November 2020  | 24.5% |
| December 2020  |   25% |

What is under way on 1 January 2020 counts for the first months.

"""

ORDERS = """\
| stage  | made of   | rate |    time |
| :----- | :-------- | ---: | ------: |
| orders | customers |  2-3 | 1 month |
"""


def test_rates_that_change_and_lags(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(CHANGING, encoding="utf-8")
    out = kpiplan("sla", "plan.yaml").out
    assert out.startswith("# Agreement between Marketing, sales and Customer success\n")
    assert SALES_OWES in out
    assert ORDERS in out
    assert "\n60 leads of the year arrive directly.\n" in out
    titles = re.findall(r"^#+ (.*)", out, re.MULTILINE)
    assert titles == [
        "Agreement between Marketing, sales and Customer success",
        "Marketing owes sales",
        "sales owes Marketing",
        "sales owes Customer success",
        "Customer success owes sales",
        "Customer success owes the company",
        "What the words mean",
        "When a number is missed",
        "Signed",
    ]


def test_segments_have_a_section_each(kpiplan: Kpiplan) -> None:
    out = kpiplan("sla", str(SAMPLES / "inbound_outbound.yaml")).out
    assert re.findall(r"^#+ .*", out, re.MULTILINE)[:13] == [
        "# Agreement between Marketing, Sales and SDR team",
        "## inbound",
        "### Marketing owes Sales",
        "### Sales owes Marketing",
        "### Sales owes the company",
        "## outbound",
        "### SDR team owes Sales",
        "### Sales owes SDR team",
        "### Sales owes the company",
        "## key accounts",
        "### Sales owes the company",
        "## What the words mean",
        "## When a number is missed",
    ]
    assert "## key accounts\n\nSales has this funnel alone: nothing is handed over.\n" in out
    assert "| **the year**   | **162,920** | **3,258** |" in out
    assert "| **the year**   | **7,467** |  **299** |" in out
    assert "| sqls      | leads   |  12% | 2 weeks |" in out


def test_segments_with_owners(kpiplan: Kpiplan, plan: Path) -> None:
    segments = "segments:\n  north: {share: 60%, owner: North team, label: The north}\n  south: {share: 40%}\n"
    text = OWNED.replace("{owner: Marketing, label: Website visits}", "{label: Website visits}")
    plan.write_text(text + segments, encoding="utf-8")
    titles = re.findall(r"^## .*|^### .*", kpiplan("sla", "plan.yaml").out, re.MULTILINE)
    assert titles[:6] == [
        "## The north, owned by North team",
        "### North team owes Sales",
        "### Sales owes North team",
        "### Sales owes the company",
        "## south",
        "### Marketing owes Sales",
    ]


def test_tables_line_up_with_wide_characters(kpiplan: Kpiplan, plan: Path) -> None:
    from rich.cells import cell_len

    names = {"Marketing": "마케팅팀 é", "Sales": "業務部"}
    text = PLAN
    for english, wide in names.items():
        text = text.replace(english, wide)
    plan.write_text(text, encoding="utf-8")
    tables = re.findall(r"(?:^\|.*\n)+", kpiplan("sla", "plan.yaml", "--lang", "ko").out, re.MULTILINE)
    assert len(tables) == 7
    for table in tables:
        assert len({cell_len(line) for line in table.splitlines()}) == 1


def test_names_are_text_in_markdown(kpiplan: Kpiplan, plan: Path) -> None:
    segments = 'segments: {a: {share: 60%, funnel: [{b: {owner: "1. *Team*"}}, {c: 10%}]}, d: {share: 40%}}\n'
    plan.write_text(OWNED.replace("Marketing", '"<b>|x|#"') + segments, encoding="utf-8")
    out = kpiplan("sla", "plan.yaml").out
    assert out.startswith("# Agreement between 1. \\*Team\\*, \\<b\\>\\|x\\|\\# and Sales\n")
    assert "\n1\\. \\*Team\\* has this funnel alone: nothing is handed over.\n" in out
    assert "\n| \\<b\\>\\|x\\|\\# | ......" in out


def test_json_document(kpiplan: Kpiplan) -> None:
    english = kpiplan("sla", "plan.yaml", "--format", "json").out
    document = json.loads(english)
    assert list(document) == ["kind", "version", "plan", "currency", "months", "parties", "segments", "kpis"]
    assert (document["kind"], document["months"][::11]) == ("agreement", ["2020-01", "2020-12"])
    assert document["parties"] == ["Marketing", "Sales"]
    (segment,) = document["segments"]
    assert segment["segment"] is None
    assert segment["revenue"] == pytest.approx([825_000] * 12)
    marketing, sales = segment["sides"]
    assert (marketing["owner"], marketing["hands_over"]) == ("Marketing", "sqls")
    assert marketing["stages"][3] == {
        "stage": "sqls",
        "arrivals": [4, 4, 3] + [4, 4, 4, 3] * 2 + [4],
        "total": 45,
        "direct": 0,
        "rate": [0.2] * 12,
        "lag": [1.0],
    }
    assert marketing["stages"][0]["rate"] is None
    assert [stage["stage"] for stage in sales["stages"]] == ["opportunities", "customers"]
    assert [(kpi["kpi"], kpi["owner"], kpi["review"], kpi["target"]) for kpi in document["kpis"]] == [
        ("cost_per_lead", "Demand generation", "monthly", {"kind": "at_most"}),
        ("close_rate", "Sales", "quarterly", {"kind": "at_least"}),
        ("net_promoter_score", None, "quarterly", {"kind": "path", "from": 30, "reach": 45, "by": "2020-11"}),
        ("sales_sla_signed", "Sales", None, {"kind": "done", "done": False, "due": "2020-02"}),
        (
            "launch_tasks",
            "Marketing",
            None,
            {
                "kind": "tasks",
                "tasks": ["landing page", "nurture mails", "scoring"],
                "done": ["landing page"],
                "due": "2020-03",
            },
        ),
    ]
    assert [(kpi["at_least"], kpi["at_most"]) for kpi in document["kpis"][:3]] == [
        (None, [480] * 12),
        ([0.45] * 12, None),
        (None, None),
    ]
    assert kpiplan("sla", "plan.yaml", "--format", "json", "--lang", "ko").out == english
    kpiplan("sla", "plan.yaml", "-o", "sla.json")
    assert Path("sla.json").read_text(encoding="utf-8") == english


def test_json_names_marketing_where_the_plan_does_not(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(CHANGING, encoding="utf-8")
    document = json.loads(kpiplan("sla", "plan.yaml", "--format", "json").out)
    assert document["parties"] == ["marketing", "sales", "Customer success"]
    assert [side["owner"] for side in document["segments"][0]["sides"]] == document["parties"]
    assert document["segments"][0]["revenue"] is None


ALONE = """\
plan.yaml: one owner has the whole funnel (Marketing), and an agreement needs two. Say who takes over where:
    - sqls: {rate: 20%, owner: sales}
"""
SALES_ALONE = """\
plan.yaml: one owner has the whole funnel (Sales), and an agreement needs two. Say who takes over where:
    - visits: {owner: marketing}
    - sqls: {rate: 20%, owner: sales}
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [(INBOUND, ALONE), (INBOUND.replace("- visits", "- visits: {owner: Sales}"), SALES_ALONE)],
)
def test_one_owner_is_no_agreement(kpiplan: Kpiplan, plan: Path, text: str, message: str) -> None:
    plan.write_text(text, encoding="utf-8")
    run = kpiplan("sla", "plan.yaml", "-o", "sla.md")
    assert (run.code, run.out, run.err) == (1, "", message)
    assert not Path("sla.md").exists()


@pytest.mark.parametrize(
    ("funnel", "written"),
    [
        ("[visits, {leads: 2%}, {customers: {each: 2.3}}]", "- customers: {each: 2.3, owner: sales}"),
        ("[visits, {leads: 2%}, {customers: {rate: {from: 1%, to: 2%}}}]", "- customers: {rate: …, owner: sales}"),
    ],
)
def test_what_to_write_fits_the_plan(kpiplan: Kpiplan, plan: Path, funnel: str, written: str) -> None:
    plan.write_text(f"name: Small\nyear: 2020\ngoal: {{customers: 120}}\nfunnel: {funnel}\n", encoding="utf-8")
    assert kpiplan("sla", "plan.yaml").err.endswith(f"\n    {written}\n")


def test_a_plan_with_errors_has_no_agreement(kpiplan: Kpiplan, plan: Path) -> None:
    plan.write_text(PLAN.replace("revenue: 10M", "revenue: none"), encoding="utf-8")
    run = kpiplan("sla", "plan.yaml")
    assert (run.code, run.out) == (1, "")
    assert "error bad-money" in run.err


def test_the_plan_itself_is_never_overwritten(kpiplan: Kpiplan, plan: Path) -> None:
    run = kpiplan("sla", "plan.yaml", "-o", "plan.yaml")
    assert (run.code, run.err) == (2, "kpiplan: plan.yaml is the plan itself; name another file for -o\n")
    assert plan.read_text(encoding="utf-8") == PLAN


def test_standard_input_and_a_stream_of_another_encoding(tmp_path: Path) -> None:
    run = run_process("sla", "-", "--lang", "ko", stdin=PLAN.encode(), cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert run.out == (DOCUMENTS / "ko.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("lang", "loaded"), [("en", "-"), ("ko", "babel")])
def test_libraries_are_loaded_when_asked_for(plan: Path, lang: str, loaded: str) -> None:
    script = (
        "import sys\n"
        "from kpiplan.__main__ import main\n"
        f"assert main(['sla', {str(plan)!r}, '--lang', {lang!r}]) == 0\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "found = sorted(names & {'babel', 'icalendar', 'pandas', 'numpy', 'rich'})\n"
        "print(*found or '-', file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=TOP, check=True)
    assert done.stderr.splitlines()[-1] == loaded
