"""What is published: one version, an extra with all that people want, files of the package that are no Python."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import TOP

PROJECT: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
FOR_MAKERS = {"all", "test", "dev"}
OF_SERVERS = {"postgres", "spark", "bigquery", "snowflake", "databricks"}  # who has one knows its name


def test_the_version_is_said_in_one_place() -> None:
    assert version("kpiplan") == PROJECT["project"]["version"]
    texts = {path: path.read_text(encoding="utf-8") for path in (TOP / "kpiplan").rglob("*.py")}
    assert [path for path, text in texts.items() if f'"{version("kpiplan")}"' in text] == []


def test_the_changes_begin_with_the_version_that_is_next() -> None:
    found = re.search(r"^## (\S+)", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    assert found[1] == PROJECT["project"]["version"]


def test_all_is_every_extra_of_people_but_servers_and_the_tests_have_it() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    assert brought_by("all", extras) == set(extras) - FOR_MAKERS - OF_SERVERS
    assert "kpiplan[all]" in extras["test"]


def brought_by(extra: str, extras: dict[str, list[str]]) -> set[str]:
    """The extras that one has in it, and these in them."""
    named = re.findall(r"kpiplan\[([\w,]+)\]", " ".join(extras[extra]))
    inside = {each for names in named for each in names.split(",")}
    return inside.union(*(brought_by(each, extras) for each in inside))


def test_the_first_command_of_the_readme_installs_all() -> None:
    assert "pip install -q '.[all]' && " in (TOP / "README.md").read_text(encoding="utf-8")


def test_what_tools_look_for_at_the_top_is_in_the_sdist() -> None:
    included = set(PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    top = {path.name for path in TOP.iterdir() if path.name in included or path.suffix in (".md", ".yml")}
    assert top <= included
    assert all((TOP / name).exists() for name in included)


def test_a_release_needs_no_secret_and_publishes_what_the_gates_passed() -> None:
    file: Path = TOP / ".github" / "workflows" / "release.yml"
    text = file.read_text(encoding="utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert "secrets." not in text
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["needs"] == "build"
    assert [name for name, job in jobs.items() if "id-token" in job["permissions"]] == ["publish"]
    (run,) = [step["run"] for step in jobs["build"]["steps"] if "dist" in step.get("run", "") and "env" not in step]
    assert run.split() == [".ci/run", "dist"]
    assert all(re.search(r"@[0-9a-f]{40} # v\d", line) for line in text.splitlines() if "uses:" in line)
