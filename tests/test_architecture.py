"""The architecture is a test: who may import whom, and what each command loads."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest
from importlinter.cli import lint_imports

from kpiplan.cli.app import COMMANDS
from tests.conftest import SAMPLES, TOP

PACKAGE = TOP / "kpiplan"
HEAVY = ("pandas", "numpy", "pydantic", "babel")


def test_import_contracts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def loaded_by(*words: str, tmp_path: Path) -> set[str]:
    """The top-level modules that a command line leaves loaded."""
    script = (
        "import sys\n"
        "from kpiplan.__main__ import main\n"
        f"code = main({list(words)!r})\n"
        "assert code == 0, code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("plan", ["inbound.yaml", "saas.yaml", "inbound_outbound.yaml"])
@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (("target", "--format", "csv"), (*HEAVY, "rich")),
        (("target", "--format", "json"), (*HEAVY, "rich")),
        (("target", "--format", "markdown"), (*HEAVY, "rich")),
        (("target",), HEAVY),
        (("check",), (*HEAVY, "rich")),
        (("chance", "--format", "json"), ("pandas", "pydantic", "babel", "rich")),
        (("chance",), ("pandas", "pydantic", "babel")),
        (("levers", "--format", "json"), ("pandas", "pydantic", "babel", "rich")),
        (("levers",), ("pandas", "pydantic", "babel")),
        (("scenarios", "--format", "csv"), ("pandas", "pydantic", "babel", "rich")),
        (("diff", str(SAMPLES / "what_if.yaml"), "--format", "json"), ("pandas", "pydantic", "babel", "rich")),
        (("diff", str(SAMPLES / "what_if.yaml")), ("pandas", "pydantic", "babel")),
    ],
)
def test_commands_load_only_what_they_need(
    words: tuple[str, ...], unwanted: tuple[str, ...], plan: str, tmp_path: Path
) -> None:
    command, *options = words
    loaded = loaded_by(command, str(SAMPLES / plan), *options, tmp_path=tmp_path)
    assert not loaded & set(unwanted)
    assert {"typer", "yaml"} <= loaded


def test_small_exports_are_read_without_pandas(tmp_path: Path) -> None:
    exports = str(SAMPLES / "actuals")
    loaded = loaded_by("actuals", exports, "--plan", str(SAMPLES / "inbound.yaml"), tmp_path=tmp_path)
    assert "pandas" not in loaded
    assert "pandas" not in loaded_by("init", "-", "--from", exports, tmp_path=tmp_path)


def test_small_exports_are_read_and_compared_without_numpy_where_no_chance_is_told(tmp_path: Path) -> None:
    exports, plan = str(SAMPLES / "actuals"), str(SAMPLES / "inbound.yaml")
    assert not loaded_by("actuals", exports, "--no-plan", tmp_path=tmp_path) & {*HEAVY}
    assert not loaded_by("actuals", exports, "--plan", plan, "--format", "csv", tmp_path=tmp_path) & {*HEAVY}
    assert "numpy" in loaded_by("actuals", exports, "--plan", plan, "--format", "json", tmp_path=tmp_path)


def test_a_chance_that_has_a_closed_form_needs_no_numpy(tmp_path: Path) -> None:
    assert not loaded_by("chance", str(SAMPLES / "inbound.yaml"), tmp_path=tmp_path) & {*HEAVY}
    assert not loaded_by("levers", str(SAMPLES / "inbound.yaml"), tmp_path=tmp_path) & {*HEAVY}


def test_an_unknown_is_looked_for_without_numpy(tmp_path: Path) -> None:
    words = ("solve", str(SAMPLES / "saas.yaml"), "leads=9000", "--for", "revenue", "--format", "json")
    assert not loaded_by(*words, tmp_path=tmp_path) & {*HEAVY, "rich"}
    assert "numpy" in loaded_by("chance", str(SAMPLES / "saas.yaml"), tmp_path=tmp_path)


def test_numpy_is_loaded_with_one_thread_unless_somebody_says_otherwise() -> None:
    script = (
        "import os\n"
        "from importlib import import_module as real\n"
        "from kpiplan.analysis.goal_chance import threads\n"
        "seen = []\n"
        "threads.import_module = lambda name: seen.append(os.environ.get('OPENBLAS_NUM_THREADS')) or real(name)\n"
        "threads.load_numpy()\n"
        "threads.load_numpy()\n"
        "print(seen, os.environ.get('OPENBLAS_NUM_THREADS'))\n"
    )
    plain = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    for environ, said in ((plain, "['1'] None\n"), ({**plain, "OPENBLAS_NUM_THREADS": "2"}, "[] 2\n")):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environ, check=True)
        assert done.stdout == said


@pytest.mark.parametrize("plan", ["inbound.yaml", "saas.yaml"])
def test_a_plan_without_kpis_in_english_loads_neither_kpis_nor_languages(plan: str) -> None:
    script = (
        "import sys\n"
        "from kpiplan.__main__ import main\n"
        f"assert main(['target', {str(SAMPLES / plan)!r}]) == 0\n"
        "print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.splitlines()[-1].split())
    rooms = (
        "kpiplan.analysis.goal_chance.engine",
        "kpiplan.kpis",
        "kpiplan.analysis.scorecard",
        "kpiplan.kpis.formulas",
        "kpiplan.locales.translation",
        "kpiplan.plan.kpi_goals",
    )
    unwanted = {name for name in loaded if name.startswith(rooms) or name in ("tomllib", "babel", "icalendar")}
    assert unwanted <= {"kpiplan.kpis", "kpiplan.kpis.built_in"}  # the figures that every plan has
    assert "kpiplan.locales.english" in loaded
    assert "kpiplan.exports.results" not in loaded


def test_named_tuples_are_those_made_quickly() -> None:
    """Every run makes dozens of their classes, `actuals` more than a hundred; `typing` takes 0.15 ms for each. What
    reads large exports loads numpy, which takes hundreds of times that.
    """
    room = PACKAGE / "exports" / "files"
    files = set(PACKAGE.rglob("*.py")) - {PACKAGE / "tuples.py", room / "chunks.py", *(room / "large").glob("*.py")}
    typed = re.compile(r"^from typing import .*\bNamedTuple\b|\btyping\.NamedTuple\b", re.MULTILINE)
    assert [str(file) for file in files if typed.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("command", ["target", "check", "reviews", "sla"])
def test_a_scorecard_in_english_reads_no_file_of_a_language(command: str, tmp_path: Path) -> None:
    assert "tomllib" not in loaded_by(command, str(SAMPLES / "scorecard.yaml"), tmp_path=tmp_path)


def test_search_reads_the_files_of_all_languages(tmp_path: Path) -> None:
    assert "tomllib" in loaded_by("kpis", "nps", tmp_path=tmp_path)


def test_the_table_is_drawn_by_rich(tmp_path: Path) -> None:
    assert "rich" in loaded_by("target", str(SAMPLES / "inbound.yaml"), tmp_path=tmp_path)


class Function(NamedTuple):
    """How large a function of the package is: its lines, those of its body after the docstring, its parameters."""

    lines: int
    body: int
    parameters: int


def functions() -> Iterator[tuple[str, Function]]:
    """Every function of the package by its file and name; `self` and `cls` are no parameters."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                said = ast.get_docstring(node) is not None and len(node.body) > 1
                first, last, end = node.body[said], node.body[-1], node.end_lineno or node.lineno
                asked = node.args
                names = [each.arg for each in (*asked.posonlyargs, *asked.args, *asked.kwonlyargs)]
                more = [each for each in (asked.vararg, asked.kwarg) if each]
                count = len([name for name in names if name not in ("self", "cls")]) + len(more)
                body = (last.end_lineno or last.lineno) - first.lineno + 1
                yield f"{file.relative_to(PACKAGE)}: {node.name}", Function(end - node.lineno + 1, body, count)


def test_functions_fit_on_a_screen_and_are_asked_eight_things_at_most() -> None:
    assert {name: found for name, found in functions() if found.lines > 50 or found.parameters > 8} == {}


def test_commands_say_in_a_few_lines_what_they_do() -> None:
    """Files, checks and formats are other rooms; what is asked together is one value."""
    found = {
        name: size for name, size in functions() if name in {f"cli/commands/{each}.py: {each}" for each in COMMANDS}
    }
    assert len(found) == len(COMMANDS)
    assert {name: size for name, size in found.items() if size.body > 15 or size.parameters > 8} == {}


def test_modules_stay_small() -> None:
    sizes = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    assert {file: lines for file, lines in sizes.items() if lines > 300} == {}
    assert median(sizes.values()) <= 120


# Of irregular verbs, as far as modules are ever called by them; `en` is a language.
PARTICIPLE = re.compile(r".*[a-z]ed|known|seen|chosen|given|shown|found|taken|made|left|said|kept|built|broken|written")


def test_modules_are_called_by_nouns_not_by_what_was_done_to_them() -> None:
    found = [str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*") if PARTICIPLE.fullmatch(last_word(file))]
    assert found == []


def last_word(file: Path) -> str:
    return file.stem.rpartition("_")[2] if file.suffix == ".py" or file.is_dir() else ""


# Names that two classes have, each of another room.
TWICE = {
    "Cohort": "of the carry-in and of the chance of the goal, which draws them",
    "Evidence": "counts behind a value, and behind what the chance of the goal learns",
    "Known": "what is known of a scorecard's measures, and of the year that the chance of the goal goes on from",
    "Seen": "what exports show, and what a plan's risk says was seen",
    "Wanted": "limits of a KPI, and what is asked of the chance of the goal",
}


def test_no_two_classes_have_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(str(file.relative_to(PACKAGE)))
    assert {name: files for name, files in homes.items() if len(files) > 1 and name not in TWICE} == {}
    assert {name for name in TWICE if len(homes.get(name, ())) < 2} == set()


def test_the_top_level_is_a_table_of_contents() -> None:
    rooms = [folder for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists()]
    assert len(rooms) <= 13
    assert len(list(PACKAGE.glob("*.py"))) <= 9
