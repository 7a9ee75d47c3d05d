"""What every test has: a terminal that nobody set up, and a way to run the program as users do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from json import loads
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from kpiplan.__main__ import main
from kpiplan.formats import json
from tests.documents import validity

# how long an example takes is the machine's affair, and no test's
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

TOP = Path(__file__).parent.parent
SAMPLES = TOP / "sample_plans"

# the smallest useful plan of the documentation
INBOUND = """\
name: Inbound marketing 2020
year: 2020
currency: USD
goal:
  revenue: 10M
  average_deal: 1.1M
  round_customers: nearest
funnel:
  - visits
  - leads: 1.5%
  - mqls: 20%
  - sqls: 20%
  - opportunities: 40%
  - customers: 50%
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many damaged files are tried, and how many plans are simulated unit by unit."""
    parser.addoption("--plans", type=int, default=4, help="how many random plans to simulate unit by unit")
    parser.addoption("--mutants", type=int, default=300, help="how many damaged files to try")
    parser.addoption("--mutants-from", type=int, default=0, help="the number of the first")
    parser.addoption("--office-plans", type=int, default=6, help="how many random plans LibreOffice is given")
    parser.addoption("--table-rows", type=int, default=20_000, help="how many rows the tables of databases have")
    parser.addoption("--schema-plans", type=int, default=200, help="how many damaged plans the schema is tried on")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Coverage is what examples that are written down reach: those of laws come out of chance, and take twice as long
    where each line is noted."""
    if config.pluginmanager.hasplugin("_cov"):
        for item in items:
            if item.get_closest_marker("hypothesis"):
                item.add_marker("no_cover")


@pytest.fixture(scope="session")
def table_rows(request: pytest.FixtureRequest) -> int:
    """How many rows the tables of databases have."""
    return int(request.config.getoption("--table-rows"))


class Run(NamedTuple):
    """How a command line ended, and what it wrote."""

    code: int
    out: str
    err: str


Kpiplan = Callable[..., Run]


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the terminal, or the machine in CI, that runs it."""
    terminal = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TERM", "LANG", "LC_ALL", "LC_MESSAGES", "KPIPLAN_LANG")
    for name in (*terminal, "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def documents_are_lawful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test is about: no document goes out that is not what its schema says, nor says more."""
    written = json.json_text

    def judged(document: Mapping[str, Any]) -> str:
        validity.judge(loads(text := written(document)))  # as it is read: what lists and tuples look like
        return text

    monkeypatch.setattr(json, "json_text", judged)


def put(file: Path, text: str) -> Path:
    """A file with this text."""
    file.write_text(text, encoding="utf-8")
    return file


def plan_in(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, entered, with a plan as plan.yaml."""
    monkeypatch.chdir(folder)
    return put(folder / "plan.yaml", text)


@pytest.fixture
def inbound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, entered, with the smallest useful plan as plan.yaml."""
    return plan_in(tmp_path, INBOUND, monkeypatch)


@pytest.fixture
def kpiplan(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kpiplan:
    """Run a command line in this process."""

    def run(*words: str, environ: Mapping[str, str] | None = None) -> Run:
        for name, value in (environ or {}).items():
            monkeypatch.setenv(name, value)
        code = main(list(words))
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run


def run_process(*words: str, stdin: bytes = b"", cwd: Path | None = None, **environ: str) -> Run:
    """Run a command line as a process of its own, its output redirected."""
    done = subprocess.run(
        [sys.executable, "-m", "kpiplan", *words],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, **environ},
        check=False,
    )
    run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    validity.judge_text(run.out)
    return run
