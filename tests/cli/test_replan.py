"""`kpiplan replan`: published numbers, the screens, the overlay that `target` and `actuals` read, what is refused."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kpiplan
from kpiplan.analysis.replan.replan import RestAsked, replan
from kpiplan.analysis.variance.actuals import Actuals, Seen
from kpiplan.formats.lines import width_of
from kpiplan.funnel.targets import plan_targets
from tests.cli.test_chance_so_far import QUARTER
from tests.conftest import INBOUND, Kpiplan, plan_in, put

# time between stages, direct arrivals, what was under way
SALES = """\
name: FY26 demand plan
start: 2025-02
currency: USD
goal: {revenue: 12M, average_deal: 40k, by_quarter: [22%, 24%, 25%, 29%], next_year: 20%}
funnel:
  - visits
  - leads: {rate: {from: 2.7%, to: 2.95%}, direct: {mar: 60, oct: 110, else: 0}}
  - mqls: 30%
  - opportunities: {rate: 45%, lag: 1 month}
  - customers: {rate: 22%, lag: 1 quarter}
before:
  opportunities: {2024-Q4: 290, 2025-01: 100}
  mqls: {2025-01: 243}
"""
TO_MAY = """\
period,visits,leads,mqls,opportunities,customers
2025-02,31000,850,250,104,20
2025-03,30500,930,270,109,21
2025-04,32800,910,262,118,21
2025-05,30100,820,255,111,22
"""


@pytest.fixture
def sales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, entered: plan.yaml and what happened to May."""
    put(tmp_path / "may.csv", TO_MAY)
    return plan_in(tmp_path, SALES, monkeypatch)


@pytest.fixture
def quarter(inbound: Path) -> Path:
    """The smallest useful plan, and beside it what its first quarter brought."""
    return put(inbound.parent / "q1.csv", QUARTER)


def document(run_out: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run_out)
    return found


@pytest.mark.usefixtures("quarter")
def test_one_customer_by_march(kpiplan: Kpiplan) -> None:
    """Without time between stages: 8 in 9 months, and 8 / 9 / 50% / … / 1.5% visits for each."""
    run = kpiplan("replan", "plan.yaml", "q1.csv", "--format", "json")
    found = json.loads(run.out)
    assert found["months"] == [f"2020-{month:02}" for month in range(4, 13)]
    stages = {row["kpi"]: row for row in found["stages"]}
    assert stages["visits"]["replanned"] == pytest.approx([7_407.407407407] * 9, abs=1e-9)
    assert stages["customers"]["replanned"] == pytest.approx([8 / 9] * 9, abs=1e-9)
    assert stages["customers"]["planned"] == pytest.approx([0.75] * 9, abs=1e-9)
    assert stages["customers"]["year"]["replanned"] == pytest.approx(9, abs=1e-9)
    assert (found["goal"], found["won"], found["too_late"]) == (9, 1, [])


@pytest.mark.usefixtures("sales")
def test_the_published_factor_and_chances(kpiplan: Kpiplan) -> None:
    found = json.loads(kpiplan("replan", "plan.yaml", "may.csv", "--format", "json").out)
    assert (found["base"], found["slope"]) == pytest.approx((183.605, 112), abs=1e-9)
    assert found["factor"] == pytest.approx((300 - 183.605) / 112, abs=1e-12)
    assert found["reachable"] == pytest.approx(295.605, abs=1e-9)
    assert found["chance"] == pytest.approx({"before": 0.385956, "after": 0.510193}, abs=1e-6)
    customers = next(row for row in found["stages"] if row["kpi"] == "customers")
    assert math.fsum(customers["replanned"]) + 84 == pytest.approx(300, abs=1e-9)


@pytest.mark.usefixtures("sales")
def test_the_screen(kpiplan: Kpiplan) -> None:
    run = kpiplan("replan", "plan.yaml", "may.csv", environ={"COLUMNS": "80"})
    assert run.code == 0
    assert run.out.startswith(
        "FY26 demand plan - re-planned after May 2025\n"
        "\n"
        "  Now     33,036 visits a month from June 2025, not 31,789: 1.04 times as many\n"
        "          at the rates seen so far: 1.18 times\n"
        "  Year    84 of 300 customers won; 184 with what is under way, 296 with the work\n"
        "          left as planned\n"
        "  Chance  at planned rates: 39% as planned, 51% re-planned\n"
        "          at the rates seen so far: 23% as planned, 50% re-planned\n"
        "\n"
        "                                                                   the year\n"
        "a month, Jun-Jan planned re-planned     difference rates seen planned re-planned\n"
        "visits            31,789     33,036 +1,247 (+3.9%)     37,391 372,781    388,689\n"
    )
    for lang in ("ko", "zh-Hant"):
        told = kpiplan("replan", "plan.yaml", "may.csv", "--lang", lang, environ={"COLUMNS": "80"})
        assert max(map(width_of, told.out.split("\n"))) <= 80


@pytest.mark.usefixtures("sales")
def test_the_overlay_is_a_plan_with_the_same_targets(kpiplan: Kpiplan) -> None:
    before = Path("plan.yaml").read_bytes()
    run = kpiplan("replan", "plan.yaml", "may.csv", "-o", "replan.yaml")
    assert run.code == 0, run.err
    text = Path("replan.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# Re-planned from plan.yaml after May 2025, at planned rates; the plan stays the promise.\n"
    )
    assert "\n# Exports: may.csv\n" in text
    assert '\nextends: "plan.yaml"\n' in text
    rows = list(csv.DictReader(io.StringIO(kpiplan("replan", "plan.yaml", "may.csv", "--format", "csv").out)))
    figures = json.loads(kpiplan("target", "replan.yaml", "--format", "json").out)
    held = {each["kpi"]: dict(zip(figures["periods"], each["values"], strict=True)) for each in figures["figures"]}
    assert len(rows) == 8 * 5
    for row in rows:
        assert held[row["kpi"]][row["period"]] == float(row["replanned"])
    assert held["customers"]["2025-02"] == 20
    checked = kpiplan("check", "replan.yaml")
    assert (checked.code, checked.out) == (0, "replan.yaml: no problems\n")
    actuals = kpiplan("actuals", "--detail", "may.csv", "--plan", "replan.yaml")
    assert actuals.code == 0
    assert "on track at every stage" in actuals.out
    assert "template" not in actuals.err
    assert Path("plan.yaml").read_bytes() == before


@pytest.mark.usefixtures("sales")
def test_a_re_plan_of_a_re_plan_is_the_same(kpiplan: Kpiplan) -> None:
    assert kpiplan("replan", "plan.yaml", "may.csv", "-o", "replan.yaml").code == 0
    found = json.loads(kpiplan("replan", "replan.yaml", "may.csv", "--format", "json").out)
    assert found["factor"] == pytest.approx(1, abs=1e-9)
    for row in found["stages"]:
        assert row["replanned"] == pytest.approx(row["planned"], rel=1e-9)


@pytest.mark.usefixtures("sales")
def test_other_goals_rates_and_certainty(kpiplan: Kpiplan) -> None:
    def asked(*words: str) -> dict[str, object]:
        return document(kpiplan("replan", "plan.yaml", "may.csv", "--format", "json", *words).out)

    reachable = asked("--goal", "reachable")
    assert reachable["factor"] == pytest.approx(1, abs=1e-12)
    assert reachable["goal"] == pytest.approx(295.605, abs=1e-9)
    assert asked("--goal", "350")["factor"] == pytest.approx((350 - 183.605) / 112, abs=1e-12)
    seen = asked("--rates", "seen")
    plain = asked()
    assert (seen["rates"], plain["rates"]) == ("seen", "plan")
    other = plain["other_rates"]
    assert isinstance(other, dict)
    assert seen["factor"] == other["factor"]
    safe = asked("--safe", "80%")
    assert isinstance(safe["chance"], dict)
    assert safe["chance"]["after"] == pytest.approx(0.8, abs=1e-6)
    assert isinstance(safe["factor"], float)
    assert isinstance(plain["factor"], float)
    assert safe["factor"] > plain["factor"]


def test_too_late_at_the_top(sales: Path, kpiplan: Kpiplan) -> None:
    """By October nothing new becomes a customer of the year; opportunities count until October, customers always."""
    rows = [f"2025-{month:02},30000,900,270,110,18" for month in range(2, 12)]
    put(sales.parent / "nov.csv", TO_MAY.split("\n")[0] + "\n" + "\n".join(rows) + "\n")
    run = kpiplan("replan", "plan.yaml", "nov.csv", "--format", "json")
    found = json.loads(run.out)
    assert run.code == 1
    assert (found["factor"], found["slope"]) == (None, 0)
    assert [(row["kpi"], row["after"], row["factor"] is None) for row in found["too_late"]] == [
        ("visits", "2025-09", True),
        ("leads", "2025-09", True),
        ("mqls", "2025-09", True),
        ("opportunities", "2025-10", True),
        ("customers", "2026-01", False),
    ]
    base = found["base"]
    assert found["too_late"][-1]["factor"] == pytest.approx((300 - 180) / (base - 180), rel=1e-9)
    table = kpiplan("replan", "plan.yaml", "nov.csv", environ={"COLUMNS": "80"}).out
    assert "  Now     out of reach: nothing more at visits brings the goal within the year\n" in table
    assert "\nstart lower" in table
    assert "\n  What can still be reached, as a goal: --goal reachable\n" in table
    run = kpiplan("replan", "plan.yaml", "nov.csv", "-o", "late.yaml")
    assert run.code == 1
    assert "nothing more brings 300 within the year; --goal reachable plans for" in run.err
    assert not Path("late.yaml").exists()
    assert kpiplan("replan", "plan.yaml", "nov.csv", "--goal", "reachable", "-o", "late.yaml").code == 0


def test_ahead_and_over(quarter: Path, kpiplan: Kpiplan) -> None:
    put(quarter.parent / "good.csv", QUARTER.replace(",1,1\n", ",9,8\n"))
    run = kpiplan("replan", "plan.yaml", "good.csv")
    assert "926 visits a month from April 2020 will do, not 6,250: 0.148 times as many" in run.out
    assert "the year after may need what was planned" in run.out
    put(quarter.parent / "done.csv", QUARTER.replace(",1,1\n", ",19,18\n"))
    assert (
        "secured: what is under way brings the goal without any more visits"
        in kpiplan("replan", "plan.yaml", "done.csv").out
    )
    year = "".join(f"2020-{month:02},5000,70,12,2,1,0\n" for month in range(1, 13))
    put(quarter.parent / "year.csv", QUARTER.split("\n")[0] + "\n" + year)
    run = kpiplan("replan", "plan.yaml", "year.csv")
    assert (run.code, run.out) == (1, "")
    assert run.err.endswith("kpiplan: nothing is left to plan: 0 of 9 at the end of the year\n")


@pytest.mark.usefixtures("quarter")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--goal", "many"), "--goal 'many' is no number above 0; write it as 9 or 25_000"),
        (("--safe", "100%"), "--safe '100%' is no chance; write it as 80%, above 0% and below 100%"),
        (("--goal", "reachable", "--safe", "80%"), "--goal reachable is an average; with --safe name a number"),
        (("-o", "plan.yaml"), "plan.yaml is the plan itself; name another file for -o"),
    ],
)
def test_what_can_not_be_asked(kpiplan: Kpiplan, words: tuple[str, ...], says: str) -> None:
    run = kpiplan("replan", "plan.yaml", "q1.csv", *words)
    assert (run.code, run.out) == (2, "")
    assert run.err.endswith(f"kpiplan: {says}\n")


def test_a_re_plan_must_reach_its_plan(quarter: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    below = quarter.parent / "below"
    below.mkdir()
    run = kpiplan("replan", "plan.yaml", "q1.csv", "-o", "below/re.yaml")
    assert (run.code, run.err.split("\n")[-2]) == (
        2,
        "kpiplan: a re-plan stands in the folder of its plan or above it: -o re.yaml",
    )
    put(below / "own.yaml", INBOUND)
    assert kpiplan("replan", "below/own.yaml", "q1.csv", "-o", "re.yaml").code == 0
    assert 'extends: "below/own.yaml"' in Path("re.yaml").read_text(encoding="utf-8")
    assert kpiplan("target", "re.yaml").code == 0


SEGMENTS = """\
name: Two ways in
year: 2026
goal: {customers: 400}
funnel:
  - visits
  - leads: {rate: 2%, direct: 4}
  - customers: {rate: 10%, lag: [20%, 50%, 30%]}
segments:
  inbound: {share: 70%}
  outbound:
    share: 30%
    funnel: [calls, {meetings: {rate: 5%, lag: 1 month}}, {customers: 20%}]
"""
counts = st.floats(0.4, 1.7)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 8), st.lists(counts, min_size=6, max_size=6))
def test_the_overlay_of_any_re_plan_gives_its_table(months: int, factors: list[float]) -> None:
    """Segments with funnels of their own, lags, direct arrivals; fed its own targets it brings its own goal."""
    from kpiplan.cli.replan_overlay import Evidence, overlay_text
    from kpiplan.locales.english import ENGLISH

    loaded = kpiplan.read_plan(SEGMENTS)
    assert loaded.plan is not None
    targets = plan_targets(loaded.plan)
    found = replan(targets, Actuals(seen_of(targets, months, factors), months))
    assert found.chosen.factor is not None
    text = overlay_text(found, Evidence("plan.yaml", ["e.csv"]), None, ENGLISH)
    from kpiplan.loader import load

    again = load(text.encode(), "re.yaml", lambda _: SEGMENTS.encode())
    assert again.plan is not None, again.problems
    figures = kpiplan.targets(again.plan)
    for row in found.stages:
        values = figures.get(row.kpi, row.segment).values
        for month in found.months:
            assert values[month - 1] == pytest.approx(row.replanned[month - 1], rel=1e-12)
    if found.chosen.factor > 0:
        total = figures.get("customers").total
        assert total == pytest.approx(found.goal, rel=1e-9)


def seen_of(targets: object, months: int, factors: list[float]) -> dict[str | None, Seen]:
    """Arrivals of the first months: so many times the target of each stage."""
    seen: dict[str | None, Seen] = {}
    rest = iter(factors)
    for outcome in targets.outcomes:  # type: ignore[attr-defined]
        arrivals = {}
        for stage, run in zip(outcome.branch.stages, outcome.targets.arrivals, strict=True):
            factor = next(rest)
            arrivals[stage.name] = {month: factor * run.at(month) for month in range(1, months + 1)}
        seen[outcome.branch.segment] = Seen(arrivals)
    return seen


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 10), st.sampled_from([SEGMENTS, INBOUND, SALES.partition("before:")[0]]))
def test_without_deviation_the_re_plan_is_the_plan(months: int, text: str) -> None:
    loaded = kpiplan.read_plan(text)
    assert loaded.plan is not None
    targets = plan_targets(loaded.plan)
    found = replan(targets, Actuals(seen_of(targets, months, [1.0] * 12), months), RestAsked())
    assert found.chosen.factor == pytest.approx(1, abs=1e-9)
    for row in found.stages:
        assert row.replanned == pytest.approx(row.planned, rel=1e-9)


@settings(max_examples=15, deadline=None)
@example(1, 0.125, [1.0, 1.0, 1.0, 1.0, 1.0, 1.5])  # rates seen so far bring so many that the goal is certain
@given(st.integers(1, 8), st.floats(0.1, 0.9), st.lists(counts, min_size=6, max_size=6))
def test_of_an_incomplete_month_the_rest_is_re_planned(months: int, part: float, factors: list[float]) -> None:
    """With what happened, and the rest of the month that is not over, the year makes its goal."""
    loaded = kpiplan.read_plan(SEGMENTS)
    assert loaded.plan is not None
    targets = plan_targets(loaded.plan)
    found = replan(targets, Actuals(seen_of(targets, months, factors), months, part))
    assert found.months[0] == months
    assert all(0 <= chance <= 1 for way in (found.chosen, found.other) for chance in (way.before, way.after) if chance)
    factor, line = found.chosen.factor, found.chosen.line
    assert factor is not None
    whole = next(row for row in found.stages if (row.segment, row.kpi) == (None, "customers"))
    assert math.fsum(whole.replanned) == pytest.approx(max(found.goal, line.base), rel=1e-9)
    for row in found.stages:
        if row.kpi in ("visits", "calls") and row.segment:
            assert row.replanned[months:] == pytest.approx([factor * count for count in row.planned[months:]])


def test_python(sales: Path) -> None:
    found = kpiplan.replan(kpiplan.load_plan(sales), [sales.parent / "may.csv"], safe=0.8)
    assert isinstance(found, kpiplan.Replan)
    assert found.chosen.after == pytest.approx(0.8, abs=1e-6)
    frame = found.to_frame()
    assert list(frame.columns) == ["period", "segment", "kpi", "planned", "replanned", "at_other_rates"]
    assert len(frame) == 40
