"""Thousands of damaged files: each is a plan or has an error with a place, each export is read or refused.

A few hundred in every run; `--mutants 30000` for as many, `--mutants-from` to begin elsewhere. The number that a
failure names makes the file again: `mutant(PLANS, 1234)`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.mutants.judge import EXPORT_COMMANDS, PLAN_COMMANDS, checked_fault, fault, run, tidy
from tests.mutants.mutate import EVERYTHING, EXPORTS, PLANS, mutant
from tests.problems import exports

SHARE = 8  # of so many mutants one is of an export
PARTS = 8
OF_2020 = str(SAMPLES / "actuals")


@pytest.fixture
def numbers(request: pytest.FixtureRequest) -> range:
    """The mutants of this run."""
    first, count = (int(request.config.getoption(name)) for name in ("--mutants-from", "--mutants"))
    return range(first, first + count)


@pytest.fixture(autouse=True)
def tidied() -> Iterator[None]:
    yield
    tidy()


def told(wrong: dict[str, str]) -> str:
    return "\n".join(f"{kind}\n    {where}" for kind, where in sorted(wrong.items()))


@pytest.mark.parametrize("part", range(PARTS))
def test_plans(part: int, numbers: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wrong: dict[str, str] = {}
    slowest = 0.0, ""
    for number in numbers[part::PARTS]:
        file, data = mutant(PLANS, number)
        Path("plan.yaml").write_bytes(data)
        checked = run(["check", "plan.yaml", "--format", "json"])
        given = {"PLAN": "plan.yaml", "EXPORTS": OF_2020, "EVERYTHING": str(EVERYTHING)}
        words = [given.get(word, word) for word in _turn(PLAN_COMMANDS, number)]
        ended = run(words)
        where = f"plan {number} of {file.name}, {' '.join(words)}"
        for found in (checked_fault(checked, data), fault(words, ended)):
            if found:
                wrong.setdefault(found, where)
        slowest = max(slowest, (max(checked.seconds, ended.seconds), where))
        if number % 256 == 0:
            tidy()
    print(f"slowest: {slowest[0]:.2f} s, {slowest[1]}")
    assert not wrong, told(wrong)


@pytest.mark.parametrize("part", range(PARTS))
def test_exports(part: int, numbers: range, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wrong: dict[str, str] = {}
    slowest = 0.0, ""
    for number in range(numbers.start, numbers.start + len(numbers) // SHARE)[part::PARTS]:
        file, data = mutant(EXPORTS, number)
        Path("export.csv").write_bytes(data)
        Path("plan.yaml").write_text(_plan_for(file), encoding="utf-8")
        given = {"PLAN": "plan.yaml", "EXPORT": "export.csv"}
        words = [given.get(word, word) for word in _turn(EXPORT_COMMANDS, number)]
        ended = run(words)
        where = f"export {number} of {file.name}, {' '.join(words)}"
        if found := fault(words, ended):
            wrong.setdefault(found, where)
        slowest = max(slowest, (ended.seconds, where))
        if number % 256 == 0:
            tidy()
    print(f"slowest: {slowest[0]:.2f} s, {slowest[1]}")
    assert not wrong, told(wrong)


def _turn(commands: tuple[tuple[str, ...], ...], number: int) -> tuple[str, ...]:
    """The command whose turn it is, whatever file the number takes."""
    return random.Random(f"command {number}").choice(commands)


def _plan_for(export: Path) -> str:
    if export.parent != exports.FOLDER:
        return (SAMPLES / "scorecard.yaml").read_text(encoding="utf-8")
    said = exports.FOLDER / f"{export.name.partition('.')[0]}.yaml"
    return exports.PLAN + (said.read_text(encoding="utf-8") if said.exists() else "")


def test_a_number_makes_one_mutant_and_few_are_the_file_itself() -> None:
    for files in (PLANS, EXPORTS):
        made = [mutant(files, number) for number in range(300)]
        assert made == [mutant(files, number) for number in range(300)]
        assert sum(data == file.read_bytes() for file, data in made) < 30
        assert len(set(made)) > 250
