"""docs/ci.md, done as it says: the first pull request, comments, GitLab's jobs, the hook, the badge."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from kpiplan.reports.inspection import GATES, NOTHING_COMPARED, UNREAD
from tests.ci.examples import PAGE, action_run, files, run_step, script, step, workflows
from tests.cli.exports import MONTHLY
from tests.conftest import INBOUND, TOP, put

GH = """\
import json, os, sys
words = sys.argv[1:]
held = json.load(open("held.json"))
held["calls"].append(words)
for word in words:
    if word == "body=@comment.md":
        held["bodies"].append(open("comment.md").read())
json.dump(held, open("held.json", "w"))
method = words[words.index("--method") + 1] if "--method" in words else "POST" if {"-f", "-F"} & {*words} else "GET"
if method == "GET" and "/comments" in words[1]:
    print("\\n".join(held["comments"]))
elif method == "GET":
    print("\\n".join(held["issues"]))
elif "--jq" in words:
    print(7)
"""


def test_five_minutes(tmp_path: Path) -> None:
    """An empty repository, two files, a change that breaks the plan: the check passes, then fails as the page says."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for name in ("plan.yaml", ".github/workflows/plan.yml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        put(folder / name, files()[name])
    (job,) = workflows()[".github/workflows/plan.yml"]["jobs"].values()
    asked = job["steps"][-1]["with"]
    assert action_run(folder, **asked).code == 0
    text = PAGE.read_text(encoding="utf-8")
    said = r"`(leads: 15)` for `(leads: 1.5%)`.*?marks line (\d+): `(.*?)`, `(.*?)`"
    ((new, old, line, message, hint),) = re.findall(said, text, re.DOTALL)
    put(folder / "plan.yaml", files()["plan.yaml"].replace(old, new))
    ran = action_run(folder, **asked)
    assert ran.code == 1
    hinted = hint.replace("%", "%25")
    assert ran.out == (
        f"::error file=plan.yaml,line={line},col=12,endColumn=14,title=kpiplan bare-percentage::{message}%0A{hinted}\n"
    )


def commented(tmp_path: Path, workflow: str, *, comments: list[str], issues: list[str]) -> dict[str, Any]:
    """What the comment step of a workflow asks GitHub for, where these comments and issues are found."""
    folder, tools = tmp_path / "repository", tmp_path / "tools"
    folder.mkdir()
    tools.mkdir()
    script(tools / "gh", GH, "python3")
    put(folder / "held.json", json.dumps({"calls": [], "bodies": [], "comments": comments, "issues": issues}))
    put(folder / "review.md", "### A review\n")
    (job,) = workflows()[f".github/workflows/{workflow}"]["jobs"].values()
    found = step(job["steps"], "Comment")
    environ = {"NUMBER": "5", "MARKDOWN": "review.md", "GH_TOKEN": "t", "TITLE": "Plan review"}
    ran = run_step(found["run"], folder, {name: environ[name] for name in found["env"]}, tools)
    assert ran.code == 0, ran.err
    held: dict[str, Any] = json.loads((folder / "held.json").read_text())
    assert held["bodies"] == ["<!-- kpiplan:plan.yaml -->\n### A review\n"]
    return held


COMMENTS = "repos/acme/plans/issues/5/comments"


def test_a_comment_is_written_once(tmp_path: Path) -> None:
    looked, written = commented(tmp_path, "plan-comment.yml", comments=[], issues=[])["calls"]
    assert looked[:2] == ["api", COMMENTS]
    assert written == ["api", COMMENTS, "-F", "body=@comment.md"]


def test_a_comment_that_is_there_is_updated(tmp_path: Path) -> None:
    _, written = commented(tmp_path, "plan-comment.yml", comments=["81", "99"], issues=[])["calls"]
    assert written == ["api", "--method", "PATCH", "repos/acme/plans/issues/comments/81", "-F", "body=@comment.md"]


def test_monday_opens_an_issue_the_first_time(tmp_path: Path) -> None:
    _, opened, looked, written = commented(tmp_path, "plan-monday.yml", comments=[], issues=[])["calls"]
    assert opened[:4] == ["api", "repos/acme/plans/issues", "-f", "title=Plan review"]
    assert looked[1] == written[1] == "repos/acme/plans/issues/7/comments"


def test_monday_updates_its_comment(tmp_path: Path) -> None:
    calls = commented(tmp_path, "plan-monday.yml", comments=["81"], issues=["5"])["calls"]
    assert [call[-1] for call in calls][-1] == "body=@comment.md"
    assert calls[-1][:4] == ["api", "--method", "PATCH", "repos/acme/plans/issues/comments/81"]
    assert calls[1][1] == COMMENTS


def test_gitlab_jobs(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    (folder / "exports").mkdir(parents=True)
    put(folder / "plan.yaml", INBOUND)
    put(folder / "exports" / "q1.csv", MONTHLY)
    for job in yaml.safe_load(files()[".gitlab-ci.yml"]).values():
        install, *lines = job["script"]
        assert install == "pip install --quiet kpiplan"
        ran = run_step("\n".join(lines), folder, {})
        assert ran.code == 0, ran.err
        reports = [*job["artifacts"]["reports"].values(), *job["artifacts"].get("paths", [])]
        assert [name for name in reports if not (folder / name).stat().st_size] == []


def test_commands_of_any_other_ci(tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    for name in ("plans", "exports"):
        (folder / name).mkdir(parents=True)
    accepted = INBOUND + "accept: {rounding-short: agreed}\n"
    for plan in ("plan.yaml", "plans/2026.yaml"):
        put(folder / plan, accepted)
    put(folder / "exports" / "q1.csv", MONTHLY)
    git = "git -c user.name=n -c user.email=e"
    set_up = f"git init -q -b main && git add plan.yaml && {git} commit -qm plan"
    (block,) = re.findall(r"```bash\n(kpiplan check.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    ran = run_step(f"{set_up}\n{block}", folder, {})
    assert ran.code == 0, ran.err
    assert all((folder / name).stat().st_size for name in ("plan.xml", "review.xml", "diff.xml"))


@pytest.mark.skipif(not shutil.which("jq"), reason="the badge is made by jq")
@pytest.mark.parametrize(
    ("export", "said"),
    [
        (MONTHLY, "to be watched"),
        ("month,visits\n2020-01,1000\n", "behind"),
        ("month,visits\n2020-01,7000\n", "on track"),
    ],
)
def test_the_badge(export: str, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    (folder / "exports").mkdir(parents=True)
    put(folder / "plan.yaml", INBOUND)
    put(folder / "exports" / "q1.csv", export)
    (block,) = re.findall(r"```bash\n(kpiplan actuals[^\n]*jq.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    badge = json.loads(run_step(block, folder, {}).out)
    assert (badge["schemaVersion"], badge["label"], badge["message"]) == (1, "plan", said)


def hook() -> dict[str, Any]:
    """The hook that this repository has."""
    (found,) = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    hooked: dict[str, Any] = found
    return hooked


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        *[(name, True) for name in ("plan.yaml", "plans/a.yml", "x/plans/2026/b.yaml", "x/my-plan-2026.yaml")],
        *[(name, False) for name in ("app.yaml", "plans/readme.md", ".github/workflows/ci.yml", "myplans/a.yaml")],
    ],
)
def test_the_hook_takes_plans_alone(name: str, wanted: bool) -> None:
    assert bool(re.search(hook()["files"], name)) == wanted


def test_the_hook_of_the_page_is_there() -> None:
    (repo,) = yaml.safe_load(files()[".pre-commit-config.yaml"])["repos"]
    (used,) = repo["hooks"]
    assert used["id"] == hook()["id"]
    assert hook()["entry"] == "kpiplan check"


def test_every_rule_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("### Rules")[2]
    rows = re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE)
    assert rows == [*(f"gate-{kind}" for kind in GATES), NOTHING_COMPARED, UNREAD]


def test_the_hook_fails_and_passes_as_it_should(tmp_path: Path) -> None:
    put(tmp_path / "plan.yaml", INBOUND)
    ran = run_step(f"{hook()['entry']} plan.yaml", tmp_path, {})
    assert ran.code == 0
    put(tmp_path / "plan.yaml", INBOUND.replace("1.5%", "150%"))
    assert run_step(f"{hook()['entry']} plan.yaml", tmp_path, {}).code == 1
