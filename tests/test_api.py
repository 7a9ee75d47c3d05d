"""The Python interface, and what stands around the table of targets."""

from __future__ import annotations

import inspect
import math
from pathlib import Path

import pytest

import kpiplan
from kpiplan.cli import errors, inputs, outputs
from kpiplan.cli.commands import init
from kpiplan.funnel.targets import plan_targets
from kpiplan.reports.model import Report
from kpiplan.reports.target.facts import facts
from kpiplan.reports.target.report import target_report
from kpiplan.reports.target.view import view_of
from tests.conftest import INBOUND, SAMPLES


def lines_of(report: Report, label: str) -> tuple[str, ...]:
    """What a fact of a screen says."""
    return next(fact.lines for fact in report.facts if fact.label == label)


def test_everything_public_can_be_had() -> None:
    for name in kpiplan.__all__:
        assert getattr(kpiplan, name) is not None
    assert set(kpiplan.__all__) <= set(dir(kpiplan))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kpiplan.__getattr__("nothing")


def test_load_and_compute(inbound: Path) -> None:
    loaded = kpiplan.load_plan(inbound)
    plan, problems = loaded
    assert isinstance(plan, kpiplan.Plan)
    assert problems == ()
    results = kpiplan.targets(loaded)
    assert results.get("visits").total == 75_000
    assert results.problems[0].place == kpiplan.Place(7, 20, 7)
    assert kpiplan.targets(plan).problems[0].place is None
    with pytest.raises(KeyError, match="nothing"):
        results.get("nothing")


def test_a_tidy_frame() -> None:
    frame = kpiplan.targets(kpiplan.load_plan(SAMPLES / "inbound_outbound.yaml"), by="quarter").to_frame()
    assert list(frame.columns) == ["period", "start", "segment", "kpi", "unit", "value"]
    whole = frame[frame.segment.isna() & (frame.kpi == "customers")]
    assert list(whole.period) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert str(whole.start.iloc[1])[:10] == "2026-04-01"
    assert whole.value.sum() == pytest.approx(96 + 64 / 3 + 4)


def test_a_plan_with_errors_has_no_targets() -> None:
    loaded = kpiplan.read_plan(INBOUND.replace("1.5%", "15"))
    assert loaded.plan is None
    with pytest.raises(kpiplan.PlanError, match=r"funnel\[1\].leads: a bare 15 is not a percentage") as caught:
        kpiplan.targets(loaded)
    assert caught.value.problems == loaded.problems


def test_an_unknown_segment_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="north"):
        kpiplan.targets(kpiplan.read_plan(INBOUND), segment="north")


def test_an_unreadable_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kpiplan.load_plan(tmp_path / "none.yaml")


def test_compare_with_exports() -> None:
    plan = kpiplan.load_plan(SAMPLES / "inbound.yaml")
    found = kpiplan.compare(plan, [SAMPLES / "actuals"], through="2020-03")
    assert isinstance(found, kpiplan.Comparison)
    assert found.get("leads").to_date == (281.25, 231, 231 / 281.25, "follows")
    assert found.walks[0].gap.customers == pytest.approx(-1.25)


def test_exports_that_do_not_fit() -> None:
    plan = kpiplan.load_plan(SAMPLES / "inbound.yaml")
    with pytest.raises(ValueError, match="'June' is no month"):
        kpiplan.compare(plan, [SAMPLES / "actuals"], through="June")
    with pytest.raises(kpiplan.ExportError, match="say nothing of the plan's year"):
        kpiplan.compare(kpiplan.read_plan(INBOUND.replace("year: 2020", "year: 2031")), [SAMPLES / "actuals"])
    with pytest.raises(kpiplan.ExportError) as caught:
        kpiplan.compare(plan, [SAMPLES / "none.csv"])
    assert [problem.code for problem in caught.value.problems] == ["unreadable-file"]
    with pytest.raises(kpiplan.PlanError):
        kpiplan.compare(kpiplan.read_plan("name: x"), [SAMPLES / "actuals"])


def screen(text: str) -> Report:
    """All that is said of a plan, but for the verdict."""
    plan = kpiplan.read_plan(inspect.cleandoc(text)).plan
    assert plan
    view = view_of(plan_targets(plan), None)._replace(detail=True)
    return target_report(view)._replace(facts=facts(view))


def test_words_of_a_goal_in_units_from_elsewhere_and_rounded() -> None:
    report = screen(
        """
        name: n
        year: 2026
        goal: {customers: 99, from_elsewhere: 10%, round_customers: up}
        funnel: [visits, {customers: 10%}]
        """
    )
    assert lines_of(report, "Goal") == (
        "99 customers: 89.1 customers, rounded to 90",
        "89 need 74.17 visits a month",
        "10% of the new business comes from elsewhere",
    )


def test_words_of_a_goal_timed_level_name_no_quarters() -> None:
    """Seasons that leave every quarter the same are none; a goal that rises by quarter says how."""
    for quarters, said in (("[25%, 25%, 25%, 25%]", ""), ("[10%, 20%, 30%, 40%]", ", 10/20/30/40% by quarter")):
        report = screen(
            f"""
            name: n
            year: 2026
            currency: USD
            goal: {{revenue: 1M, average_deal: 10k, by_quarter: {quarters}}}
            funnel: [visits, {{customers: 10%}}]
            """
        )
        assert lines_of(report, "Goal")[0] == f"$1M{said}: 100 customers at $10k each"


def test_words_of_existing_business_and_no_year_after() -> None:
    report = screen(
        """
        name: n
        year: 2026
        currency: USD
        goal: {revenue: 10M, average_deal: {from: 40k, to: 50k}, next_year: none}
        existing: {revenue: 4M, churn: 8%, expansion: 12%}
        funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
        """
    )
    assert lines_of(report, "Goal") == (
        "$10M: 130.4 customers at $40k to $50k each",
        "$4.16M of it from existing customers, $5.84M new business",
    )
    assert lines_of(report, "Assumed") == ("rates hold all year; nothing is wanted after the year",)
    labels = [row.cells[0].text for row in report.tables[0].rows]
    assert labels == ["leads", "customers", "new revenue", "existing revenue", "total revenue"]


def test_words_of_many_segments() -> None:
    segments = "\n".join(f"  s{number}: {{goal: {{customers: 10}}, owner: Team {number}}}" for number in range(8))
    report = screen(
        "name: n\nyear: 2026\ngoal: {next_year: 0%}\n"
        f"funnel: [leads, {{customers: {{rate: 10%, lag: 1 month}}}}]\nsegments:\n{segments}\n"
    )
    assert lines_of(report, "Goal")[0] == "80 customers"
    assert lines_of(report, "Goal")[1].endswith("; s5 12.5%: 10 customers; and 2 more segments")
    assert report.remarks[0] == "* Must be under way on 1 January 2026; 6.67 of the 80 customers hang on it."
    assert report.remarks[2].endswith("s5 leads after November (8.3% of the year's); and 2 more.")
    assert [cell.text for cell in report.tables[0].rows[0].cells] == ["s0 - Team 0"]


def test_words_of_different_years_after() -> None:
    report = screen(
        """
        name: n
        year: 2026
        goal: {customers: 100}
        funnel: [leads, {customers: {rate: 10%, lag: 1 month}}]
        segments:
          a: {share: 50%, goal: {next_year: 10%}}
          b: {share: 50%, goal: {growth: 1% a month}}
        """
    )
    assert lines_of(report, "Assumed") == ("rates hold all year; the year after by segment",)


def test_what_a_file_is_called_at_the_edge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert inputs.shown_name("-") == "<stdin>"
    assert 2026 <= init.coming_year() <= 2200
    locked = tmp_path / "no"
    with pytest.raises(errors.WrongUseError, match="no such file"):
        inputs.read_input(str(locked))
    with pytest.raises(errors.WrongUseError, match="is a folder"):
        outputs.write_file(str(tmp_path), "text")
    with pytest.raises(errors.OutputError, match="File name too long"):
        outputs.create_file(str(tmp_path / ("x" * 300)), "text")
    with pytest.raises(errors.WrongUseError, match="File name too long"):
        inputs.read_input(str(tmp_path / ("x" * 300)))


def test_levers_and_their_frame() -> None:
    found = kpiplan.levers(kpiplan.read_plan(INBOUND), point=True)
    assert isinstance(found, kpiplan.LeverTable)
    assert found.levers[0].old.path == "leads"
    assert found.levers[0].gain.customers == pytest.approx(6.0)  # of nine, at 2.5% instead of 1.5%
    frame = found.to_frame()
    assert list(frame.input) == [each.old.path for each in found.levers]
    assert frame.set_index("input").visits["leads"] == pytest.approx(-30_000)
    assert kpiplan.levers(SAMPLES / "inbound.yaml", chance=False).base.chance is None
    with pytest.raises(kpiplan.PlanError):
        kpiplan.levers(kpiplan.read_plan("name: x"))


QUARTER = """\
month,visits,leads,mqls,sqls,opportunities,customers
2020-01,6250,94,19,4,1,1
2020-02,6250,94,19,4,2,0
2020-03,6250,94,19,4,1,0
"""


def test_the_chance_of_a_goal_and_its_frame(inbound: Path) -> None:
    """Of 12 / 16 customers a month: Poisson numbers, P(at least 9 | 9), and so many times the work for 80%."""
    found = kpiplan.chance(inbound, safe=0.8)
    assert isinstance(found, kpiplan.ChanceOfGoal)
    poisson = 1 - math.fsum(math.exp(-9) * 9**k / math.factorial(k) for k in range(9))
    assert found.answer.now.whole.chance.customers == pytest.approx(poisson, abs=1e-3)
    frame = found.to_frame().set_index("kpi")
    assert list(frame.index) == ["customers", "revenue"]
    assert frame.chance["customers"] == found.answer.now.whole.chance.customers
    assert frame.segment.isna().all()
    assert frame.safe_factor["customers"] > 1
    assert kpiplan.chance(inbound, goal=6).to_frame().chance[0] > frame.chance["customers"]


def test_the_chance_from_where_the_year_stands(inbound: Path) -> None:
    export = inbound.with_name("q1.csv")
    export.write_text(QUARTER, encoding="utf-8")
    found = kpiplan.chance(inbound, [export])
    assert [moment.through for moment in found.answer.history] == [0, 1, 2, 3]
    assert found.to_frame().goal[0] == 9
    assert kpiplan.chance(inbound, [export], through="2020-02").answer.now.through == 2
    assert kpiplan.replan(inbound, [export]).won == 1  # of a path, like the others


def test_a_chance_that_can_not_be_told(tmp_path: Path) -> None:
    many = kpiplan.read_plan("name: M\nyear: 2026\ngoal: {customers: 600k}\nfunnel: [visits, {customers: 1%}]\n")
    with pytest.raises(ValueError, match="more than 500,000 customers a year can't be told one by one"):
        kpiplan.chance(many)
    with pytest.raises(OSError, match=r"none\.yaml"):
        kpiplan.chance(tmp_path / "none.yaml")
    with pytest.raises(kpiplan.PlanError):
        kpiplan.chance(kpiplan.read_plan("name: x"))


def test_an_unknown_that_is_solved_for() -> None:
    plan = kpiplan.read_plan(INBOUND)
    found = kpiplan.solve(plan, "visits=5000 a month", "leads")
    assert isinstance(found, kpiplan.Solution)
    assert found.value == pytest.approx(0.01875)
    assert found.line == "- leads: 1.875%"
    assert found.to_frame().value[0] == found.value
    assert kpiplan.solve(plan, "visits=50 a month", "leads").why == "beyond"
    for given, unknown, says in (
        ("vists=5", "leads", "did you mean|near-figure: vists"),
        ("visits=5", "leeds", "nothing of the plan is called leeds"),
        ("nothing", "leads", "no-given"),
    ):
        with pytest.raises(ValueError, match=says):
            kpiplan.solve(plan, given, unknown)
    units = kpiplan.read_plan("name: U\nyear: 2026\ngoal: {customers: 9}\nfunnel: [visits, {customers: 1%}]\n")
    with pytest.raises(kpiplan.PlanError, match="average_deal"):
        kpiplan.solve(units, "visits=800", "revenue")
