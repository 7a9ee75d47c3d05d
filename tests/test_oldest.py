"""The oldest dependencies are those that pyproject.toml says, and no others."""

from __future__ import annotations

import runpy
import subprocess
import sys

import pytest

from tests.conftest import TOP

SCRIPT = TOP / ".ci/oldest.py"


def test_the_oldest_of_every_requirement() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, TOP / "pyproject.toml"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert all(
        name in {line.partition("==")[0] for line in done} for name in ("typer", "rich", "pyyaml", "pandas", "babel")
    )
    assert all(line.count("==") == 1 and not set(line) & set("<>~*[") for line in done)
    assert not [line for line in done if line.startswith("kpiplan")]


def test_a_requirement_without_a_lower_bound_is_refused() -> None:
    constraints = runpy.run_path(str(SCRIPT))["constraints"]
    head = '[project]\nname = "p"\n'
    assert constraints(
        f'{head}dependencies = ["a>=1.2,<2"]\n[project.optional-dependencies]\nx = ["p[y]", "b[z]>=3"]'
    ) == [
        "a==1.2",
        "b==3",
    ]
    with pytest.raises(ValueError, match="no lower bound: a<2"):
        constraints(f'{head}dependencies = ["a<2"]\n[project.optional-dependencies]\n')
