"""The action, run: what it prints, writes and ends with; and the page that explains it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.ci.examples import ACTION, PAGE, action_run, files, run_step, script, step, workflows
from tests.cli.exports import MONTHLY
from tests.conftest import INBOUND, TOP, put
from tests.formats.pages import Parsed

BROKEN = INBOUND.replace("- leads: 1.5%", "- leads: 20")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A checked-out repository with a plan."""
    folder = tmp_path / "repository"
    folder.mkdir()
    put(folder / "plan.yaml", INBOUND)
    return folder


def exports_in(repository: Path) -> None:
    """A quarter of actuals."""
    (repository / "exports").mkdir()
    put(repository / "exports" / "q1.csv", MONTHLY)


def test_a_sound_plan_passes(repository: Path) -> None:
    ran = action_run(repository)
    assert (ran.code, ran.outputs["status"]) == (0, "passed")
    assert ran.out.startswith("::warning file=plan.yaml,line=7,col=20,")
    assert ran.summary.startswith("### Check of plans\n\n- **plan.yaml:** 1 warning, 3 notes\n")
    assert Path(ran.outputs["markdown"]).read_text(encoding="utf-8") == ran.summary
    reports = Path(ran.outputs["reports"])
    assert {"check.sarif", "check.xml", "check.md"} <= {each.name for each in reports.iterdir()}


def test_a_strict_one_fails_for_warnings(repository: Path) -> None:
    ran = action_run(repository, strict="true")
    assert (ran.code, ran.outputs["status"]) == (1, "failed")


def test_actuals_are_reviewed(repository: Path) -> None:
    exports_in(repository)
    ran = action_run(repository, exports="exports/*", **{"fail-on": "watch", "fail-under": "sqls=75%\n\n leads=50%\n"})
    assert (ran.code, ran.outputs["status"]) == (1, "failed")
    missed = [line.rpartition("::")[2] for line in ran.out.splitlines() if "kpiplan gate" in line]
    assert missed == [
        "visits to be watched, probably not just bad luck: 16,200 of 18,750 to date, 86.4%25",
        "sqls under 75%25 of its target: 8 of 11.25 to date, 71.1%25",
    ]
    assert ran.summary.startswith("### Inbound marketing 2020 - actuals to March 2020")
    assert "### Check of plans" in ran.summary
    assert action_run(repository, exports="exports/*").code == 0


def test_what_can_not_be_compared_is_broken(repository: Path) -> None:
    exports_in(repository)
    ran = action_run(repository, exports="exports/*\n", through="2031-01")
    assert ran.outputs["status"] == "broken"
    assert ran.code > 1
    ran = action_run(repository, plans="plan.yaml\nother.yaml")
    assert (ran.code, ran.outputs["status"]) == (2, "broken")
    assert "::error file=other.yaml,line=1,title=kpiplan unread-file::" in ran.out


def test_no_plan_at_all_is_broken(repository: Path) -> None:
    ran = action_run(repository, plans="  \n", exports="plan.yaml")
    assert (ran.code, ran.outputs["status"], ran.outputs["report"]) == (2, "broken", "")
    assert ran.out == "::error title=kpiplan::no plan is named: say which under plans\n"


@pytest.mark.parametrize("name", ["my plans/a b.yaml", "-rf.yaml", "$(touch hacked).yaml", "`touch hacked`.yaml"])
def test_names_are_names_whatever_they_look_like(name: str, repository: Path) -> None:
    file = repository / name
    file.parent.mkdir(exist_ok=True)
    put(file, BROKEN)
    ran = action_run(repository, plans=f"  {name}  \n")
    assert (ran.code, ran.outputs["status"]) == (1, "failed")
    assert ran.out.startswith(f"::error file={name},line=10,col=12,")
    ran = action_run(repository, plans=name.replace(".yaml", ".y*l"))
    assert ran.out.startswith(f"::error file={name},line=10,col=12,")
    assert not list(repository.rglob("hacked"))


def test_what_is_too_long_for_a_comment_is_left_out_in_whole_parts(repository: Path) -> None:
    exports_in(repository)
    (repository / "plans").mkdir()
    for number in range(700):
        put(repository / "plans" / f"{number}.yaml", BROKEN)
    ran = action_run(repository, plans="plan.yaml\nplans/*.yaml", exports="exports/q1.csv", summary="false")
    markdown = Path(ran.outputs["markdown"]).read_text(encoding="utf-8")
    assert markdown.startswith("### Inbound marketing 2020")
    assert markdown.endswith("The rest is too long to be shown here; the reports have it.\n\n")
    assert ran.summary == ""


def test_the_page_is_kept_where_there_is_one(repository: Path, tmp_path: Path) -> None:
    """It is of the same months and gates as the review; without it, or a plan for it, the review goes on."""
    ran = action_run(repository)
    page = Path(ran.outputs["report"])
    assert Parsed(page.read_text(encoding="utf-8")).texts[1] == "January to December 2020, USD"
    assert action_run(repository, page="").outputs["report"] == ""
    exports_in(repository)
    ran = action_run(repository, exports="exports/*", through="2020-02", **{"fail-under": "leads=99%"})
    assert (ran.code, ran.outputs["report"]) == (1, str(page))
    shown = Parsed(page.read_text(encoding="utf-8"))
    assert shown.texts[1] == "Actuals to February 2020 (2 of 12 months), USD"
    assert "leads under 99% of its target" in shown.text
    put(repository / "plan.yaml", BROKEN)
    assert action_run(repository).outputs["report"] == ""


def test_without_what_the_page_needs_the_review_goes_on(repository: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    script(tools / "kpiplan", '[ "$1" = check ]\n', "bash")
    found = step(ACTION["runs"]["steps"], "Check and review")
    ran = run_step(found["run"], repository, {"BIN": str(tools), "PLANS": "plan.yaml", "PAGE": "p"})
    assert (ran.outputs["status"], ran.outputs["report"]) == ("passed", "")


def test_no_input_is_put_into_a_script() -> None:
    for each in ACTION["runs"]["steps"]:
        assert "${{" not in each.get("run", "")
    for workflow in workflows().values():
        for job in workflow["jobs"].values():
            assert not any("${{" in each.get("run", "") for each in job["steps"])


def test_actions_of_others_are_named_by_their_commit() -> None:
    texts = [(TOP / "action.yml").read_text(encoding="utf-8"), *files().values()]
    used = [name for text in texts for name in re.findall(r"uses: (\S+)", text) if not name.startswith("kpiplan/")]
    assert len(used) >= 5
    assert [name for name in used if not re.fullmatch(r"[\w-]+/[\w/-]+@[0-9a-f]{40}", name)] == []


def test_the_page_has_every_input_and_output() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in (*ACTION["inputs"], *ACTION["outputs"]) if name not in rows] == []


def test_the_examples_say_inputs_that_there_are() -> None:
    for workflow in workflows().values():
        for job in workflow["jobs"].values():
            for each in job["steps"]:
                if each.get("uses", "").startswith("kpiplan/"):
                    assert set(each["with"]) <= set(ACTION["inputs"])


def test_every_script_is_one_of_bash() -> None:
    jobs = [job for flow in workflows().values() for job in flow["jobs"].values()]
    steps = [*ACTION["runs"]["steps"], *(each for job in jobs for each in job["steps"])]
    scripts = [each["run"] for each in steps if "run" in each]
    assert len(scripts) == 5
    for each in scripts:
        subprocess.run(["bash", "-n", "-c", each], check=True)
