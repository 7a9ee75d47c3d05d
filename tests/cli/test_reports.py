"""`--report FORMAT=FILE`: several reports of one run, all written whatever the exit code is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.exports import MONTHLY
from tests.conftest import INBOUND, Kpiplan, put, run_process

CI = ("gitlab", "sarif", "junit")
ALL = tuple(word for name in CI for word in ("--report", f"{name}=out.{name}"))


def sarif(file: str = "out.sarif") -> list[tuple[str, str, int]]:
    """Rule, file and line of each result."""
    (run,) = json.loads(Path(file).read_text(encoding="utf-8"))["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    return [
        (each["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for each, place in zip(run["results"], places, strict=True)
    ]


def junit(file: str = "out.junit") -> dict[str, list[str]]:
    """The cases of each suite: `name`, or `name!` where it fails."""
    top = ElementTree.parse(file).getroot()
    return {
        suite.get("name", ""): [
            f"{case.get('name')}{'!' if case.find('failure') is not None else ''}" for case in suite.iter("testcase")
        ]
        for suite in top.iter("testsuite")
    }


def test_a_broken_plan_has_all_its_reports(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound, INBOUND.replace("- leads: 1.5%", "- leads: 20"))
    run = kpiplan("check", "plan.yaml", *ALL, "--report", "json=out.json", "--report", "markdown=out.md")
    assert run.code == 1
    assert run.out.endswith("plan.yaml: 1 error\n")
    assert sarif() == [("bare-percentage", "plan.yaml", 10)]
    assert junit() == {"plan.yaml": ["bare-percentage at funnel.leads!"]}
    (issue,) = json.loads(Path("out.gitlab").read_text())
    assert issue["check_name"] == "kpiplan/bare-percentage"
    assert json.loads(Path("out.json").read_text())["kind"] == "check"
    assert Path("out.md").read_text() == (
        "### Check of plans\n\n- **plan.yaml:** 1 error\n\n"
        "| Place | Severity | Code | Problem | What would be right |\n| :-- | :-- | :-- | :-- | :-- |\n"
        "| plan.yaml:10:12 | error | bare-percentage | a bare 20 is not a percentage | write 20% or 0.2 |\n"
    )


@pytest.mark.parametrize("format", CI)
def test_what_is_printed_is_what_is_written(format: str, inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("check", "plan.yaml", "--format", format, "--report", f"{format}=out")
    assert run.out == Path("out").read_text(encoding="utf-8")
    assert run.code == 0


def test_warnings_fail_where_they_count(inbound: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("check", "plan.yaml", *ALL).code == 0
    assert junit() == {"plan.yaml": ["rounding-short at goal.round_customers"]}
    assert kpiplan("check", "--strict", "plan.yaml", *ALL).code == 1
    assert junit() == {"plan.yaml": ["rounding-short at goal.round_customers!"]}


def test_a_plan_that_is_not_there_is_in_every_report(inbound: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("check", "plan.yaml", "other.yaml", *ALL)
    assert (run.code, run.err) == (2, "kpiplan: other.yaml: no such file\n")
    assert junit()["other.yaml"] == ["unread-file!"]
    assert ("unread-file", "other.yaml", 1) in sarif()
    assert kpiplan("check", "other.yaml", "--format", "github").out == (
        "::error file=other.yaml,line=1,title=kpiplan unread-file::other.yaml: no such file\n"
    )


@pytest.mark.parametrize("name", ["./plans/../plans/p.yaml", "plans//p.yaml", "{here}/plans/p.yaml"])
def test_files_have_the_names_of_the_repository(
    name: str, tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    put(tmp_path / "plans" / "p.yaml", "name: x\n")
    run = kpiplan("check", name.format(here=tmp_path), "--format", "github", *ALL)
    assert {uri for _, uri, _ in sarif()} == {"plans/p.yaml"}
    assert list(junit()) == ["plans/p.yaml"]
    assert run.out.startswith("::error file=plans/p.yaml,line=1")


def test_files_elsewhere_have_addresses(tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    put(tmp_path / "p.yaml", "name: x\n")
    kpiplan("check", "../p.yaml", *ALL)
    assert {uri for _, uri, _ in sarif()} == {(tmp_path / "p.yaml").as_uri()}


def test_what_an_option_changes_is_told_at_the_plan(inbound: Path, kpiplan: Kpiplan) -> None:
    kpiplan("check", "plan.yaml", "--set", "leads=20", *ALL)
    assert sarif() == [("bare-percentage", "plan.yaml", 1)]
    (issue,) = json.loads(Path("out.gitlab").read_text())
    assert issue["description"] == "--set:1:7: a bare 20 is not a percentage (write 20% or 0.2)"


def test_problems_of_a_plan_that_is_extended_lie_there(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "base.yaml", INBOUND.replace("- leads: 1.5%", "- leads: 20"))
    put(inbound, "extends: base.yaml\nname: n\n")
    kpiplan("check", "plan.yaml", *ALL)
    assert ("bare-percentage", "base.yaml", 10) in sarif()


def test_standard_input_has_its_name(inbound: Path) -> None:
    text = INBOUND.replace("- leads: 1.5%", "- leads: 20").encode()
    run = run_process("check", "-", *ALL, stdin=text, cwd=inbound.parent)
    assert run.code == 1
    assert sarif() == [("bare-percentage", "%3Cstdin%3E", 10)]
    assert list(junit()) == ["<stdin>"]


def test_gates_that_are_missed_and_that_hold(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "--fail-on", "watch", "--fail-under", "leads=80%", *ALL)
    assert run.code == 1
    assert sarif() == [("gate-watch", "plan.yaml", 9)]
    others = [f"{kpi} watch" for kpi in ("leads", "mqls", "sqls", "opportunities", "customers", "revenue")]
    assert junit() == {"plan.yaml": ["visits watch!", "leads under", *others], "q1.csv": ["no problems"]}


def test_gates_as_numbers(monthly: Path, kpiplan: Kpiplan) -> None:
    words = ("actuals", "q1.csv", "--fail-on", "watch", "--fail-under", "sqls=75%", "--format", "json")
    watch, under = json.loads(kpiplan(*words).out)["gates"]
    assert watch == {
        "gate": "watch",
        "segment": None,
        "kpi": "visits",
        "unit": "count",
        "status": "watch",
        "target": 18750,
        "actual": 16200,
        "attainment": 16200 / 18750,
        "limit": 0.1,
        "probability": watch["probability"],
        "message": "visits to be watched, probably not just bad luck: 16,200 of 18,750 to date, 86.4%",
    }
    assert watch["probability"] < 0.1
    assert (under["attainment"], under["limit"], under["target"]) == (8 / 11.25, 0.75, 11.25)


SEGMENTS = """\
name: Two ways
year: 2020
currency: USD
goal: {customers: 120}
funnel: [visits, {leads: 10%}, {customers: 10%}]
segments:
  inbound: {share: 60%}
  outbound: {share: 40%, funnel: [calls, {customers: 5%}]}
"""


@pytest.fixture
def segments(inbound: Path) -> Path:
    """A plan with segments, and a month of them."""
    put(inbound.parent / "e.csv", "month,segment,visits,leads\n2020-01,inbound,600,40\n")
    return put(inbound, SEGMENTS)


def test_floors_of_segments(segments: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "e.csv", "--fail-under", "inbound.leads=90%", "--fail-under", "inbound.visits=90%", *ALL)
    assert run.code == 1
    assert [line for line in run.err.splitlines() if "gate" in line] == [
        "kpiplan: gate missed: inbound: leads under 90% of its target: 40 of 60 to date, 66.7%"
    ]
    assert junit()["plan.yaml"] == ["inbound.leads under!", "inbound.visits under"]


@pytest.mark.parametrize(
    ("floor", "marked"),
    [
        ("inbound.leads", (5, "10%")),
        ("leads", (5, "10%")),
        ("outbound.customers", (8, "5%")),
        ("calls", (8, "calls")),
        ("outbound.revenue", (4, "{")),
        ("chance", (4, "{")),
    ],
)
def test_a_gate_stands_where_the_plan_says_what_it_is_about(
    floor: str, marked: tuple[int, str], segments: Path, kpiplan: Kpiplan
) -> None:
    line, text = marked
    kpiplan("actuals", "e.csv", "--fail-under", f"{floor}=99%", *ALL)
    (run,) = json.loads(Path("out.sarif").read_text())["runs"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == line
    of_line = SEGMENTS.splitlines()[line - 1]
    assert of_line[region["startColumn"] - 1 : region["endColumn"] - 1].startswith(text)


def test_a_gate_of_what_an_option_says_stands_at_the_top(segments: Path, kpiplan: Kpiplan) -> None:
    kpiplan("actuals", "e.csv", "--set", "inbound.leads=11%", "--fail-under", "inbound.leads=99%", *ALL)
    assert sarif() == [("gate-under", "plan.yaml", 1)]


def test_a_segment_without_actuals_keeps_no_floor(segments: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "e.csv", "--fail-under", "outbound.calls=50%")
    assert run.code == 1
    assert "kpiplan: gate missed: outbound: calls has no actuals, so it can't reach 50%\n" in run.err


@pytest.mark.parametrize(
    ("floor", "said"),
    [
        ("inbound.lead", "no KPI inbound.lead; did you mean inbound.leads?"),
        ("inbuond.leads", "no KPI inbuond.leads; did you mean inbound.leads?"),
        ("inbound.xyz", "no KPI inbound.xyz; there are inbound.visits, inbound.leads, inbound.customers, "),
        ("zzz", "no KPI zzz; there are visits, leads, calls, customers, "),
    ],
)
def test_a_name_that_nothing_has(floor: str, said: str, segments: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "e.csv", "--fail-under", f"{floor}=90%")
    assert run.code == 2
    assert f"kpiplan: --fail-under: {said}" in run.err


def test_exports_that_cannot_be_read(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", 'month,visits\n2020-01,5\n2020-02,"6\n')
    run = kpiplan("actuals", "e.csv", "--report", "json=out.json", *ALL)
    assert run.code == 4
    assert sarif() == [("unclosed-quote", "e.csv", 3)]
    assert junit() == {"plan.yaml": ["no problems"], "e.csv": ["unclosed-quote!"]}
    assert not Path("out.json").exists()  # there is no result


def test_a_file_in_a_zip_is_told_at_the_zip(inbound: Path, kpiplan: Kpiplan) -> None:
    from zipfile import ZipFile

    with ZipFile(inbound.parent / "e.zip", "w") as file:
        file.writestr("in/e.csv", 'month,visits\n2020-01,5\n2020-02,"6\n')
    kpiplan("actuals", "e.zip", *ALL)
    assert sarif() == [("unclosed-quote", "e.zip", 1)]
    (issue,) = json.loads(Path("out.gitlab").read_text())
    assert issue["description"].startswith("in/e.csv:3: a quotation mark is opened and never closed (")


def test_nothing_to_compare_is_a_failure(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "e.csv", "month,visits\n2031-01,5\n")
    run = kpiplan("actuals", "e.csv", "--lang", "ko", *ALL)
    assert run.code == 4
    assert sarif() == [("nothing-compared", "plan.yaml", 1)]
    assert junit()["plan.yaml"] == ["nothing-compared!"]
    assert "nothing to compare: " in Path("out.gitlab").read_text(encoding="utf-8")


def test_a_broken_plan_of_actuals_and_of_diff(monthly: Path, kpiplan: Kpiplan) -> None:
    put(monthly.parent / "broken.yaml", INBOUND.replace("- leads: 1.5%", "- leads: 20"))
    for words in (("actuals", "q1.csv", "--plan", "broken.yaml"), ("diff", "plan.yaml", "broken.yaml")):
        assert kpiplan(*words, *ALL).code == 1
        assert sarif() == [("bare-percentage", "broken.yaml", 10)]
        assert junit() == {"broken.yaml": ["bare-percentage at funnel.leads!"]}
        out = kpiplan(*words, "--format", "github").out
        assert out.startswith("::error file=broken.yaml,line=10,col=12,endColumn=14,title=kpiplan bare-percentage::")


def test_gates_of_diff(inbound: Path, kpiplan: Kpiplan) -> None:
    put(inbound.parent / "new.yaml", INBOUND.replace("1.5%", "2%"))
    words = ("diff", "plan.yaml", "new.yaml", "--fail-over", "visits=10%", "--fail-over", "leads=10%")
    run = kpiplan(*words, *ALL, "--report", "json=out.json")
    assert run.code == 1
    assert sarif() == [("gate-moved", "new.yaml", 1)]
    assert junit() == {"new.yaml": ["visits moved!", "leads moved"]}
    (gate,) = json.loads(Path("out.json").read_text())["gates"]
    assert gate == {
        "gate": "moved",
        "segment": None,
        "kpi": "visits",
        "unit": "count",
        "old": pytest.approx(75_000),
        "new": pytest.approx(56_250),
        "part": pytest.approx(-0.25),
        "limit": 0.1,
        "message": "visits moves by -25%, more than 10%",
    }
    assert run.err == "kpiplan: gate missed: visits moves by -25%, more than 10%\n"


def test_exports_without_a_plan(tmp_path: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "q1.csv", MONTHLY)
    assert kpiplan("actuals", "q1.csv", *ALL).code == 0
    assert junit() == {"q1.csv": ["no problems"]}


def test_an_explanation_has_the_formats_that_it_has(monthly: Path, kpiplan: Kpiplan) -> None:
    assert kpiplan("actuals", "q1.csv", "--explain", "--report", "json=out.json").code == 0
    assert json.loads(Path("out.json").read_text())["kind"] == "explanation"
    run = kpiplan("actuals", "q1.csv", "--explain", *ALL)
    assert (run.code, run.err) == (2, "kpiplan: --explain has the formats table, markdown or json\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["junit"], "--report 'junit' is not of the form junit=FILE; the formats are text, json, "),
        (["junit="], "--report 'junit=' is not of the form junit=FILE; "),
        (["=f"], "--report '=f' is not of the form junit=FILE; "),
        (["junt=f"], "--report: no format junt; did you mean junit?\n"),
        (["xml=f"], "--report: no format xml; the formats are text, json, markdown, github, gitlab, sarif or junit\n"),
        (["junit=-"], "--report writes files; --format junit prints\n"),
        (["junit=f", "sarif=./f"], "./f can't hold two reports; name another file\n"),
        (["junit=f", "sarif=plan.yaml"], "plan.yaml is the plan itself; name another file for -o\n"),
        (["junit=f", "sarif=no/where"], "no: no such folder\n"),
        (["junit=f", "sarif=folder"], "folder is a folder, not a file\n"),
    ],
)
def test_wrong_ones_write_nothing(words: list[str], said: str, inbound: Path, kpiplan: Kpiplan) -> None:
    (inbound.parent / "folder").mkdir()
    run = kpiplan("check", "plan.yaml", *(part for word in words for part in ("--report", word)))
    assert (run.code, run.out) == (2, "")
    assert run.err.startswith(f"kpiplan: {said}")
    assert sorted(os.listdir()) == ["folder", "plan.yaml"]
    assert inbound.read_text() == INBOUND


def test_a_report_is_no_result(monthly: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "q1.csv", "-o", "out.md", "--report", "markdown=out.md")
    assert (run.code, run.err) == (2, "kpiplan: out.md can't hold two reports; name another file\n")
    run = kpiplan("actuals", "q1.csv", "-o", "out.csv", "--report", "markdown=out.md")
    assert run.code == 0
    assert Path("out.csv").read_text().startswith("period,segment,visits,")
    assert Path("out.md").read_text().startswith("### Inbound marketing 2020")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is always full is one of Linux")
def test_the_others_are_written_where_one_cannot_be(inbound: Path, kpiplan: Kpiplan) -> None:
    reports = ("--report", "junit=/dev/full", "--report", "sarif=out.sarif")
    run = kpiplan("check", "plan.yaml", *reports)
    assert run.code == 1
    assert run.err.startswith("kpiplan: /dev/full: ")
    assert ("rounding-short", "plan.yaml", 7) in sarif()
