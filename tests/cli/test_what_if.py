"""`--set`, `--scenario` and `kpiplan scenarios` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.exports import MONTHLY
from tests.conftest import INBOUND, Kpiplan, put

SCENARIOS = """\
scenarios:
  cautious: {leads: 1.2%, why: what 2018 brought}
  bold: {revenue: 12M, mqls: 25%}
"""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """The inbound sample with two scenarios."""
    return str(put(tmp_path / "plan.yaml", INBOUND + SCENARIOS))


def figures(out: str) -> dict[str, float]:
    return {each["kpi"]: each["total"] for each in json.loads(out)["figures"]}


def test_target_under_a_change(kpiplan: Kpiplan, plan: str) -> None:
    """9 customers over 1.65%, 20%, 20%, 40%, 50%: 75,000 / 1.1."""
    run = kpiplan("target", plan, "--set", "leads=1.65%", "--format", "json")
    assert figures(run.out)["visits"] == pytest.approx(75_000 / 1.1, rel=1e-12)
    assert json.loads(run.out)["set"] == {"leads": "1.65%"}
    assert run.err.startswith(f"{plan} under leads=1.65%")
    table = kpiplan("target", plan, "--set", "leads=1.65%")
    assert "  What if  leads=1.65% (plan: 1.5%)\n" in table.out
    more = ("--set", "leads*=1.1", "--set", "goal.next_year=5%", "--set", "leads.lag=1 week")
    told = kpiplan("target", plan, *more, environ={"COLUMNS": "120"}).out
    assert "  What if  leads*=1.1 (plan: 1.5%), goal.next_year=5%, leads.lag=1 week\n" in told


def test_a_scenario_first_then_single_values(kpiplan: Kpiplan, plan: str) -> None:
    run = kpiplan("target", plan, "--scenario", "cautious", "--set", "leads*=2", "--format", "json")
    assert figures(run.out)["visits"] == pytest.approx(75_000 * 1.5 / 2.4, rel=1e-12)


def test_a_wrong_value_is_an_error_of_the_option(kpiplan: Kpiplan, plan: str) -> None:
    run = kpiplan("target", plan, "--set", "mqls=220%")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("--set:1:6: error out-of-range: 220% is above 100%\n  1 | mqls=220%\n    |      ^^^^\n")


@pytest.mark.parametrize("command", ["target", "check", "actuals"])
@pytest.mark.parametrize(
    ("name", "says"),
    [("cautios", "did you mean cautious?"), ("-", "the scenarios are cautious, bold"), ("", "the scenarios are")],
)
def test_no_such_scenario(kpiplan: Kpiplan, plan: str, command: str, name: str, says: str, tmp_path: Path) -> None:
    words = [str(put(tmp_path / "q1.csv", MONTHLY)), "--plan", plan] if command == "actuals" else [plan]
    run = kpiplan(command, *words, "--scenario", name)
    assert run.code == 2
    assert says in run.err


@pytest.mark.parametrize("command", ["target", "check", "scenarios"])
@pytest.mark.parametrize(
    "text", ["__class__=1", "leads.__init__=x", "leads", "=", "\0=1", "x" * 100_000, "leads=" + "[" * 9_999]
)
def test_hostile_changes_get_an_error_in_words(kpiplan: Kpiplan, plan: str, command: str, text: str) -> None:
    run = kpiplan(command, plan, "--set", text)
    assert run.code == 1
    assert "error" in run.err + run.out
    assert len(run.err + run.out) < 5_000


def test_ten_thousand_changes(kpiplan: Kpiplan, plan: str) -> None:
    run = kpiplan("target", plan, *["--set", "leads=2%"] * 10_000)
    assert run.code == 1
    assert "10,000 changes; at most 1,000 are laid over a plan" in run.err


def test_a_change_that_the_plan_has_is_said(kpiplan: Kpiplan, plan: str) -> None:
    run = kpiplan("target", plan, "--set", "leads=1.5%")
    assert run.code == 0
    assert "--set:1:1: note no-change: leads is so already" in run.err


def test_actuals_are_compared_with_the_plan_under_changes(kpiplan: Kpiplan, plan: str, tmp_path: Path) -> None:
    export = str(put(tmp_path / "q1.csv", MONTHLY))
    plain, under = (
        json.loads(kpiplan("actuals", export, "--plan", plan, *more, "--format", "json").out)["figures"][0]["target"]
        for more in ([], ["--set", "leads=3%"])
    )
    assert under[0] == pytest.approx(plain[0] / 2)
    run = kpiplan("actuals", export, "--plan", plan, "--set", "leads=3%")
    assert f"compared with {plan} under leads=3%\n" in run.err


def test_a_change_without_a_plan(kpiplan: Kpiplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "e.csv", MONTHLY)
    run = kpiplan("actuals", "e.csv", "--set", "leads=3%")
    assert (run.code, "a change needs a plan" in run.err) == (2, True)


def test_check_reads_the_plan_under_each_scenario(kpiplan: Kpiplan, tmp_path: Path) -> None:
    name = str(put(tmp_path / "plan.yaml", INBOUND + SCENARIOS + "  wrong: {leads: 150%}\n"))
    run = kpiplan("check", name)
    assert run.code == 1
    assert "error out-of-range: under wrong: 150% is above 100%\n" in run.out
    assert kpiplan("target", name).code == 0
    assert kpiplan("check", name, "--scenario", "cautious").code == 0


def test_a_plan_and_its_scenarios_as_data(kpiplan: Kpiplan, plan: str) -> None:
    """Inbound, nearest: 9 customers; 54.434740 in 100 (docs/chance.md). At 1.2%: 75,000 x 1.5 / 1.2."""
    found = json.loads(kpiplan("scenarios", plan, "--format", "json").out)
    assert (found["kind"], found["currency"], len(found["periods"])) == ("scenarios", "USD", 12)
    assert [(one["name"], one["set"]) for one in found["scenarios"]] == [
        (None, {}),
        ("cautious", {"leads": "1.2%"}),
        ("bold", {"revenue": "12M", "mqls": "25%"}),
    ]
    totals = [{each["kpi"]: each["total"] for each in one["figures"]} for one in found["scenarios"]]
    assert [each["visits"] for each in totals[:2]] == pytest.approx([75_000, 93_750], rel=1e-12)
    assert (
        next(one["figures"] for one in found["scenarios"])
        == json.loads(kpiplan("target", plan, "--format", "json").out)["figures"]
    )
    chance = found["scenarios"][0]["chance"]
    assert chance["customers"] == pytest.approx(0.54434740, abs=1e-8)
    assert chance["revenue"] == pytest.approx(0.41259176, abs=1e-8)
    assert chance["safe"]["level"] == 0.8
    assert chance["safe"]["reached"] is True


def test_rows_are_long(kpiplan: Kpiplan, plan: str) -> None:
    out = kpiplan("scenarios", plan, "bold", "--by", "year", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["scenario", "period", "segment", "kpi", "value"]
    assert {(row["scenario"], row["period"]) for row in rows} == {("", "2020"), ("bold", "2020")}
    assert next(row["value"] for row in rows if row["kpi"] == "visits") == "75000"


def test_side_by_side(kpiplan: Kpiplan, plan: str) -> None:
    run = kpiplan("scenarios", plan, "cautious", "--set", "leads=1.8%", "--kpi", "leads", "--kpi", "visits")
    assert run.code == 0
    assert run.out == (
        "Inbound marketing 2020 - January to December 2020, USD\n\n"
        "  cautious    7,813 visits a month, not 6,250; what 2018 brought\n"
        "              leads=1.2%\n"
        "  leads=1.8%  5,208 visits a month, not 6,250\n\n"
        "        the plan  cautious  leads=1.8%\n"
        "leads      1,125     1,125       1,125\n"
        "visits    75,000    93,750      62,500\n\n"
        "against the plan        cautious      leads=1.8%\n"
        "leads                          =               =\n"
        "visits            +18,750 (+25%)  -12,500 (-17%)\n"
    )


@pytest.mark.parametrize("lang", ["en", "ko", "zh-Hant"])
@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_it_fits_eighty_columns(
    kpiplan: Kpiplan, plan: str, lang: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpiplan.formats.lines import width_of

    monkeypatch.setenv("COLUMNS", "80")
    more = [word for rate in ("1.8%", "2%") for word in ("--set", f"leads={rate}")]
    out = kpiplan("scenarios", plan, *more, "--by", by, "--lang", lang).out
    assert max(map(width_of, out.splitlines())) <= 80


def test_figures_and_names_that_are_not_there(kpiplan: Kpiplan, plan: str) -> None:
    assert "did you mean visits?" in kpiplan("scenarios", plan, "--kpi", "visit").err
    assert kpiplan("scenarios", plan, "--kpi", "nonsense").code == 2
    assert kpiplan("scenarios", plan, "caut").code == 2


def test_a_scenario_with_errors_is_left_out_and_told(kpiplan: Kpiplan, tmp_path: Path) -> None:
    name = str(put(tmp_path / "plan.yaml", INBOUND + SCENARIOS + "  wrong: {leads: 150%}\n"))
    run = kpiplan("scenarios", name, "--format", "json")
    assert run.code == 1
    found = json.loads(run.out)
    assert [one["name"] for one in found["scenarios"]] == [None, "cautious", "bold"]
    assert "under wrong: 150% is above 100%" in run.err
    assert [p["message"] for p in found["problems"] if p["severity"] == "error"] == ["under wrong: 150% is above 100%"]


def test_a_plan_without_scenarios_says_how_to_have_some(kpiplan: Kpiplan, inbound: Path) -> None:
    run = kpiplan("scenarios", str(inbound))
    assert run.code == 0
    assert "The plan has no scenarios; --set or `scenarios:` in the plan make some." in run.out


def test_a_file_that_extends_a_plan_is_never_written_over(kpiplan: Kpiplan, plan: str) -> None:
    over = put(Path(plan).parent / "over.yaml", "extends: plan.yaml\nleads: 2%\n")
    assert kpiplan("target", str(over), "--format", "json").code == 0
    before = Path(plan).read_bytes()
    assert kpiplan("target", str(over), "--format", "json", "-o", plan).code == 2
    assert Path(plan).read_bytes() == before


def test_markdown_and_a_file(kpiplan: Kpiplan, plan: str) -> None:
    out = Path(plan).parent / "s.md"
    assert kpiplan("scenarios", plan, "-o", str(out)).code == 0
    assert "| visits a month | 6,250 | 7,813 | 6,111 |" in out.read_text(encoding="utf-8")
