"""`kpiplan init --from` takes what `actuals` takes and writes it into the plan: the next review needs no options."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpiplan.loader import load
from kpiplan.plan.export_rules import CellTest, FileRules, Rule, Split
from tests.conftest import Kpiplan

READ = (
    "--read", "leads: count distinct Id by Created",
    "--read", "customers: count Closed where Stage = Won",
    "--read", "revenue: sum Amount by Closed where Stage = Won and Amount > 0",
)  # fmt: skip
RULES = {
    "leads": Rule(count="Created", distinct="Id"),
    "customers": Rule(count="Closed", where={"Stage": ("Won",)}),
    "revenue": Rule(sum="Amount", by="Closed", where={"Stage": CellTest(("Won",)), "Amount": CellTest(above=0)}),
}


@pytest.fixture
def deals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty leads a month in 2024 and 2025, every fourth won two months later; half of them from the web."""
    rows = ["Id,Created,Stage,Closed,Amount,Source"]
    for month in range(24):
        for number in range(20):
            won, later = number % 4 == 0, month + 2
            closed = f"{2024 + later // 12}-{later % 12 + 1:02}-28" if later < 24 else ""
            row = f"{month}-{number},{2024 + month // 12}-{month % 12 + 1:02}-{number + 9:02}"
            stage = "Open" if not closed else "Won" if won else "Lost"
            rows.append(f"{row},{stage},{closed},{1000 if won else ''},{'Web' if number % 8 else 'SDR'}")
    file = tmp_path / "deals.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return file


def test_rules_are_written_into_the_plan_and_next_years_review_needs_none(deals: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("init", "--from", "deals.csv", *READ, "--decimal", "point")
    assert (run.code, run.out) == (0, "")
    loaded = load(Path("plan.yaml").read_bytes(), "plan.yaml")
    assert loaded.plan is not None, loaded.errors
    assert loaded.plan.actuals == (FileRules("*", RULES, decimal="."),)
    Path("next.csv").write_text(deals.read_text(encoding="utf-8").replace("2025-", "2026-"), encoding="utf-8")
    told = kpiplan("actuals", "next.csv", *READ, "--plan", "plan.yaml", "--format", "csv")
    assert kpiplan("actuals", "next.csv", "--format", "csv").out == told.out != ""


def test_a_plan_like_another_has_its_rules(deals: Path, kpiplan: Kpiplan) -> None:
    kpiplan("init", "first.yaml", "--from", "deals.csv", *READ)
    kpiplan("init", "second.yaml", "--from", "deals.csv", "--like", "first.yaml")
    first, second = (load(Path(name).read_bytes(), name).plan for name in ("first.yaml", "second.yaml"))
    assert first is not None
    assert second is not None
    assert (first.actuals, first.funnel) == (second.actuals, second.funnel)


def test_a_split_gives_segments_that_are_measured_apart(deals: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("init", "--from", "deals.csv", *READ, "--split", "Source: inbound = Web; outbound = SDR")
    assert run.code == 0, run.err
    plan = load(Path("plan.yaml").read_bytes(), "plan.yaml").plan
    assert plan is not None
    # of 240 leads a year 180 are from the web, of which 36 are won, and 60 from sales, of which 24 are
    assert [(segment.name, dict(segment.last_year)) for segment in plan.segments] == [
        ("inbound", {"leads": 204, "customers": 24}), ("outbound", {"leads": 36, "customers": 36}),
    ]  # fmt: skip
    assert plan.actuals[0].split == Split("Source", {"inbound": ("Web",), "outbound": ("SDR",)})
    rates = [segment.funnel[1].rate[0] for segment in plan.segments]
    assert rates == pytest.approx([24 / 204, 1.0], abs=0.002)


@pytest.mark.parametrize(("growth", "revenue"), [("+25%", 75_000), ("-10%", 54_000), ("+0.5%", 60_300)])
def test_the_goal_is_said_by_last_year(growth: str, revenue: float, deals: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("init", "--from", "deals.csv", *READ, f"--goal={growth}").code == 0
    text = Path("plan.yaml").read_text(encoding="utf-8")
    assert f"  revenue: {growth} " in text
    plan = load(text.encode(), "plan.yaml").plan
    assert plan is not None
    assert plan.goal.revenue == pytest.approx(revenue)


WRONG = {
    ("--goal", "+25%"): "these options speak of exports: name them, as in --from crm.csv",
    ("--from", "deals.csv", "--goal", "25"): "--goal '25' is no growth over last year's; write it as +25%",
    ("--from", "deals.csv", "--goal=-100%"): "--goal '-100%' is no growth over last year's; write it as +25%",
    ("--from", "deals.csv", "--read", "leads"): "--read 'leads' is not of the form KPI: count COLUMN",
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use(words: tuple[str, ...], deals: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("init", *words)
    assert (run.code, run.out, Path("plan.yaml").exists()) == (2, "", False)
    assert WRONG[words] in run.err


def test_seasons_are_told_from_the_stage_that_has_the_numbers(tmp_path: Path, kpiplan: Kpiplan) -> None:
    visits = [8000, 8000, 8000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000]
    rows = [f"2025-{at + 1:02},{count},2" for at, count in enumerate(visits)]
    file = tmp_path / "year.csv"
    file.write_text("\n".join(["Month,Sessions,Customers", *rows]) + "\n", encoding="utf-8")
    text = kpiplan("init", "-", "--from", str(file)).out
    assert "customers are too few a month to show seasons: these are those of visits" in text
    plan = load(text.encode(), "plan.yaml").plan
    assert plan is not None
    assert plan.goal.timing is not None
    weights = plan.goal.timing.weights
    assert weights[0] == pytest.approx(4 * weights[5], rel=0.05)
