"""The files that docs/ci.md tells people to write, and steps of workflows, run as a machine would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.conftest import TOP

PAGE = TOP / "docs" / "ci.md"
ACTION: dict[str, Any] = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
_BLOCK = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """The text of each file by its name, which the page has as the first line."""
    return {name: f"# {name}\n{body}" for name, body in _BLOCK.findall(PAGE.read_text(encoding="utf-8"))}


def workflows() -> dict[str, Any]:
    """Those of GitHub, read."""
    return {name: yaml.safe_load(text) for name, text in files().items() if name.startswith(".github/workflows/")}


def step(steps: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """The step of this name."""
    (found,) = (each for each in steps if each.get("name") == name)
    return found


class Ran(NamedTuple):
    """How a step ended, what it printed, the outputs that it set, what it put on the page of the run."""

    code: int
    out: str
    err: str
    outputs: dict[str, str]
    summary: str


def run_step(script: str, folder: Path, environ: Mapping[str, str], path: Path | None = None) -> Ran:
    """Run the script of a step in a folder, as `shell: bash` does; `path` has programs that stand before all others."""
    temp = folder.parent / "runner"
    temp.mkdir(exist_ok=True)
    for name in ("output", "summary"):
        (temp / name).write_text("", encoding="utf-8")
    told = {
        "PATH": os.pathsep.join([*([str(path)] if path else []), str(program(temp)), os.environ["PATH"]]),
        "RUNNER_TEMP": str(temp),
        "GITHUB_OUTPUT": str(temp / "output"),
        "GITHUB_STEP_SUMMARY": str(temp / "summary"),
        "GITHUB_REPOSITORY": "acme/plans",
        "GITHUB_ACTIONS": "true",
        **environ,
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={"HOME": str(temp), **{k: v for k, v in os.environ.items() if k.startswith("LC_")}, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (temp / "output").read_text(encoding="utf-8").splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return Ran(done.returncode, done.stdout, done.stderr, outputs, (temp / "summary").read_text(encoding="utf-8"))


def program(folder: Path) -> Path:
    """A folder with a `kpiplan` that is the one under test."""
    there = folder / "program"
    there.mkdir(exist_ok=True)
    script(there / "kpiplan", f'exec "{sys.executable}" -m kpiplan "$@"\n', shell="bash")
    return there


def script(file: Path, text: str, shell: str) -> None:
    """A program of a few lines."""
    file.write_text(f"#!/usr/bin/env {shell}\n{text}", encoding="utf-8")
    file.chmod(0o755)


def action_run(folder: Path, **inputs: str) -> Ran:
    """The action on a checked-out repository, up to where it would keep the page: the inputs' defaults hold."""
    given = {name: each.get("default", "") for name, each in ACTION["inputs"].items()} | inputs
    found = step(ACTION["runs"]["steps"], "Check and review")
    installed = program(folder.parent)
    environ = {name: _value(text, given, installed) for name, text in found["env"].items()}
    ran = run_step(found["run"], folder, environ)
    end = step(ACTION["runs"]["steps"], "End")
    ended = run_step(end["run"], folder, {"CODE": ran.outputs.get("code", "1")})
    return ran._replace(code=ran.code or ended.code)


def _value(text: str, inputs: Mapping[str, str], installed: Path) -> str:
    """`${{ inputs.plans }}` as its value; nothing else but where kpiplan is stands in the environment of that step."""
    if text == "${{ steps.install.outputs.bin }}":
        return str(installed)
    found = re.fullmatch(r"\$\{\{ inputs\.([\w-]+) \}\}", text)
    assert found, text
    return inputs[found[1]]
