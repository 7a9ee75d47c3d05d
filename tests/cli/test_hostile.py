"""Names and texts of files in terminals, logs that a machine obeys, pages and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpiplan.cli.ci_log import unobeyed
from kpiplan.exports.cells.formulas import as_written, defused
from kpiplan.formats.json import json_text
from kpiplan.formats.markdown import escaped
from tests.conftest import INBOUND, Kpiplan, run_process

NASTY = "a\n::error::x\x1b[35m\x1b]0;t\x07\u202e\r##[group]b"
ONE_LINE = "a ::error::x [35m ]0;t   ##[group]b"
COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
CI = {"GITHUB_ACTIONS": "true"}


def harmless(text: str) -> bool:
    """Whether nothing in a text moves the cursor of a terminal, or begins a line that is not the program's."""
    return not set(text) & set("\x1b\x07\r\u202e\x9b") and "\n::error::x" not in text


# --- names of files, members and columns


@pytest.mark.parametrize("color", ["0", "1"])
@pytest.mark.parametrize(
    "words",
    [
        ("target", f"{NASTY}.yaml"),
        ("target", f"{NASTY}.yaml", "--format", "json"),
        ("check", f"{NASTY}.yaml"),
        ("check", f"{NASTY}.yaml", "gone\n::error::x.yaml"),
        ("check", f"{NASTY}.yaml", "--format", "github"),
        ("target", f"{NASTY}.bad"),
        ("target", f"gone{NASTY}"),
        ("target", "plan.yaml", "-o", f"no/{NASTY}"),
        ("target", "plan.yaml", "-o", f"{NASTY}.\n::error::x"),
        ("actuals", f"{NASTY}.csv"),
        ("actuals", f"{NASTY}.csv", "--format", "github"),
        ("actuals", f"{NASTY}.csv", "--format", "markdown"),
        ("actuals", "z.zip"),
        ("actuals", "z.zip", "--format", "json"),
        ("actuals", f"{NASTY}.csv", "--plan", f"{NASTY}.yaml", "--fail-under", "leads=99%"),
        ("actuals", f"{NASTY}.csv", "--plan", f"{NASTY}.yaml", "--fail-under", "leads=99%", "--format", "github"),
        ("init", "-", "--from", f"{NASTY}.csv"),
        ("init", f"new{NASTY}.yaml"),
        (NASTY,),
        (f"Usage: {NASTY}",),
        ("target", "plan.yaml", "--segment", NASTY),
    ],
)
def test_a_name_is_one_printable_line(words: tuple[str, ...], color: str, inbound: Path) -> None:
    put = {
        f"{NASTY}.yaml": INBOUND,
        f"{NASTY}.bad": INBOUND.replace("1.5%", "150%"),
        f"{NASTY}.csv": f'month,"leads","{NASTY.replace(chr(13), " ")} x"\n2020-01,90,3\n2020-02,80,3\n',
    }
    for name, text in put.items():
        inbound.with_name(name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile("z.zip", "w") as archive:
        archive.writestr(f"{NASTY}.csv", "month,leads\n2020-01,90\n2020-02,80\n")
        archive.writestr(f"{NASTY}2.csv", "nothing\n1\n")
    environ = {"FORCE_COLOR": color} if color == "1" else {}
    run = run_process(*words, cwd=inbound.parent, stdin=b"", **environ)
    ours = r"\x1b\[(?:0|1|2|31|32|33|36|1;3[123])m"  # of which 35 is none
    shown = re.sub(ours, "", run.out) if color == "1" else run.out
    assert run.code in (0, 1, 2, 4)
    assert harmless(shown), shown
    assert harmless(run.err), run.err


def test_a_problem_names_its_file_in_one_line_coloured_afterwards(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.with_name(f"{NASTY}.yaml").write_text(INBOUND.replace("1.5%", "150%"), encoding="utf-8")
    run = kpiplan("check", f"{NASTY}.yaml", environ={"FORCE_COLOR": "1"})
    assert run.out.startswith(f"{ONE_LINE}.yaml:10:12: \x1b[31merror\x1b[0m out-of-range: 150% is above 100%\n")
    run = kpiplan("check", f"{NASTY}.yaml", "--format", "json")
    assert json.loads(run.out)["files"][0]["file"] == f"{NASTY}.yaml"  # data have the name itself


# --- texts of plans in a log


PLAN = """\
name: "::error title=x::y ##[group]z"
year: 2020
goal: {revenue: 10M, average_deal: 1M, next_year: 10%}
funnel:
  - "::visits"
  - "##[leads": {rate: 10%, owner: "::warning::me"}
  - customers: {rate: 10%, owner: "##vso[task.x]"}
kpis:
  cost_per_lead:
    at_most: 480
    owner: "::error::me"
    review: monthly
    source: "x ##[error]y"
    action: |
      first line
      ::error::second line
        ::set-output name=x::y
"""


@pytest.mark.parametrize(
    "words",
    [
        ("target", "plan.yaml"),
        ("target", "plan.yaml", "--format", "markdown"),
        ("target", "plan.yaml", "--format", "csv"),
        ("target", "plan.yaml", "--format", "json"),
        ("target", "plan.yaml", "-o", "/dev/stdout"),
        ("check", "plan.yaml"),
        ("check", "::error::p.yaml"),
        ("check", "plan.yaml", "--format", "json"),
        ("reviews", "plan.yaml"),
        ("reviews", "plan.yaml", "--format", "markdown"),
        ("reviews", "plan.yaml", "--format", "csv"),
        ("reviews", "plan.yaml", "--format", "ics"),
        ("sla", "plan.yaml"),
        ("actuals", "e.csv"),
        ("actuals", "e.csv", "--format", "markdown"),
        ("actuals", "e.csv", "--fail-under", "::visits=99%"),
    ],
)
@pytest.mark.parametrize("variable", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_no_line_is_a_command_of_the_plan(words: tuple[str, ...], variable: str, inbound: Path) -> None:
    inbound.write_text(PLAN, encoding="utf-8")
    inbound.with_name("::error::p.yaml").write_text(PLAN.replace("480", "-"), encoding="utf-8")
    inbound.with_name("e.csv").write_text("month,::visits\n2020-01,6\n2020-02,7\n", encoding="utf-8")
    run = run_process(*words, cwd=inbound.parent, stdin=b"", **{variable: "true"})
    assert run.code in (0, 1), run.err
    assert COMMAND.findall(run.out) == []
    assert COMMAND.findall(run.err) == []


def test_annotations_are_commands_and_nothing_else_in_them_is(inbound: Path) -> None:
    inbound.write_text(PLAN.replace("480", "-").replace("::visits", "##[x"), encoding="utf-8")
    run = run_process("check", "plan.yaml", "--format", "github", cwd=inbound.parent, stdin=b"", **CI)
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in run.out.splitlines())
    assert "##[" not in run.out


def test_data_in_a_file_stay_data(inbound: Path) -> None:
    inbound.write_text(PLAN, encoding="utf-8")
    for name in ("r.csv", "r.json"):
        run_process("reviews", "plan.yaml", "-o", name, cwd=inbound.parent, stdin=b"", **CI)
        in_ci = inbound.with_name(name).read_bytes()
        run_process("reviews", "plan.yaml", "-o", name, cwd=inbound.parent)
        assert inbound.with_name(name).read_bytes() == in_ci
    row = next(csv.DictReader(io.StringIO(inbound.with_name("r.csv").read_text(encoding="utf-8"))))
    assert row["source"] == "x ##[error]y"
    document = json.loads(inbound.with_name("r.json").read_text(encoding="utf-8"))
    assert document["plan"] == "::error title=x::y ##[group]z"


def test_json_is_the_same_data_in_a_log(inbound: Path) -> None:
    inbound.write_text(PLAN, encoding="utf-8")
    run = run_process("reviews", "plan.yaml", "--format", "json", cwd=inbound.parent, stdin=b"", **CI)
    assert run.out == run_process("reviews", "plan.yaml", "--format", "json", cwd=inbound.parent).out
    assert json.loads(run.out)["due"][0]["source"] == "x ##[error]y"


@pytest.mark.parametrize("variable", ["CI", "GITHUB_ACTION"])
def test_elsewhere_texts_stay_as_they_are(variable: str, inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(PLAN, encoding="utf-8")
    run = kpiplan("target", "plan.yaml", environ={variable: "true"})
    assert run.out.startswith("::error title=x::y ##[group]z - ")


TEXTS = st.text(st.sampled_from(list(':#[]\n\r \t\u00a0ab="\\')), max_size=30)


@given(TEXTS)
def test_nothing_is_left_to_obey(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_ACTIONS", "true")
        broken = unobeyed(text)
        assert not re.search(r"(?:\A|[\r\n])\s*::|##\w*\[", broken)
        assert broken.replace(" ", "") == text.replace(" ", "")
        assert "##[" not in unobeyed(text, ours=True)
        patch.delenv("GITHUB_ACTIONS")
        assert unobeyed(text) == text


@given(st.text(max_size=20) | TEXTS)
def test_json_reads_back_whatever_it_holds(text: str) -> None:
    written = json_text({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert not COMMAND.search(written)
    assert written.replace("\n", "").isprintable() or not text.isprintable()


# --- spreadsheets and pages


@given(st.text(st.sampled_from(list("'=+-@＝＋－＠\t\ra 1")), max_size=8))
def test_cells_read_back_and_begin_no_formula(text: str) -> None:
    assert as_written(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))


SIGNED = """\
name: Signs
year: 2020
goal: {customers: 120}
funnel:
  - "=visits"
  - "+leads": 10%
  - "@mqls": 20%
  - "＝sqls": 50%
  - customers: 10%
segments:
  "=a": {share: 40%}
  "'=a": {share: 30%}
  "-b": {share: 20%}
  "＠c": {share: 10%}
"""


def test_what_target_exports_actuals_reads_back(inbound: Path, kpiplan: Kpiplan) -> None:
    inbound.write_text(SIGNED, encoding="utf-8")
    exported = kpiplan("target", "plan.yaml", "--format", "csv").out
    assert exported.startswith("period,segment,'=visits,'+leads,'@mqls,'＝sqls,customers\n2020-01,'=a,")
    inbound.with_name("e.csv").write_text(exported, encoding="utf-8")
    run = kpiplan("actuals", "e.csv", "--format", "csv")
    assert (run.code, run.out) == (0, exported)
    document = json.loads(kpiplan("actuals", "e.csv", "--format", "json").out)
    assert {figure["segment"] for figure in document["figures"]} == {"=a", "'=a", "-b", "＠c", None}
    assert {status for figure in document["figures"] for status in figure["status"]} <= {"on_track", None}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ask @team or me", "ask @\u200bteam or me"),
        ("＠team", "＠\u200bteam"),
        ("a@b.example", "a@\u200bb.example"),
        ("see https://x.example/y", "see https\u200b://x.example/y"),
        ("www.x.example", "www\u200b.x.example"),
        ("@ 3, w.w", "@ 3, w.w"),
        ("[@a](http://b)", "\\[@\u200ba\\](http\u200b://b)"),
    ],
)
def test_a_page_notifies_nobody_and_links_nothing(text: str, shown: str) -> None:
    assert escaped(text) == shown
