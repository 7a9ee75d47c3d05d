"""Every code has a meaning, an example that yields it, and an entry in the documentation."""

from __future__ import annotations

from typing import get_args

import pytest

from kpiplan.codes import CODES, CodeName
from kpiplan.formats.text import problem_text
from tests.problems import exports
from tests.problems.catalogue import DOCUMENT, FOLDER, MADE, document, example


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_code_yields_it(code: str) -> None:
    found = example(code)
    assert code in [problem.code for problem in found.problems]
    assert found.problem.place is not None or (found.problem.file and CODES[code].of == "export")
    assert found.problem.message


@pytest.mark.parametrize("code", [code for code, entry in CODES.items() if entry.severity == "error"])
def test_the_example_of_an_error_has_no_other_error(code: str) -> None:
    errors = {problem.code for problem in example(code).problems if problem.severity == "error"}
    assert errors == ({code} if code != "too-many-problems" else {code, "unknown-key"})


def test_every_example_is_of_a_code() -> None:
    plans = {file.stem for file in FOLDER.glob("*.yaml")} | set(MADE)
    of_exports = {file.name.partition(".")[0] for file in exports.FOLDER.glob("*.csv")} | set(exports.MADE)
    assert plans == {code for code, entry in CODES.items() if entry.of == "plan"}
    assert of_exports == {code for code, entry in CODES.items() if entry.of == "export"}
    assert {file.stem for file in exports.FOLDER.glob("*.yaml")} <= of_exports


def test_the_type_checker_knows_every_code_and_no_other() -> None:
    assert get_args(CodeName) == tuple(CODES)


def test_the_documentation_is_what_running_the_examples_gives() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m tests.problems"


@pytest.mark.parametrize("code", CODES)
def test_messages_are_short_and_say_what_would_be_right(code: str) -> None:
    said = problem_text(example(code).problem)
    assert len(said) < 700
    assert all(char.isprintable() for char in said.replace("\n", ""))
