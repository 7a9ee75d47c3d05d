"""The architecture is a test: who may import whom, and what each command loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.conftest import SAMPLES, TOP

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
    ],
)
def test_commands_load_only_what_they_need(
    words: tuple[str, ...], unwanted: tuple[str, ...], plan: str, tmp_path: Path
) -> None:
    command, *options = words
    loaded = loaded_by(command, str(SAMPLES / plan), *options, tmp_path=tmp_path)
    assert not loaded & set(unwanted)
    assert {"typer", "yaml"} <= loaded


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
    rooms = ("kpiplan.kpis", "kpiplan.scorecard", "kpiplan.formulas", "kpiplan.locales.translated", "kpiplan.chosen")
    assert not [name for name in loaded if name.startswith(rooms) or name in ("tomllib", "babel", "icalendar")]
    assert "kpiplan.locales.english" in loaded


@pytest.mark.parametrize("command", ["target", "check", "reviews", "sla"])
def test_a_scorecard_in_english_reads_no_file_of_a_language(command: str, tmp_path: Path) -> None:
    assert "tomllib" not in loaded_by(command, str(SAMPLES / "scorecard.yaml"), tmp_path=tmp_path)


def test_search_reads_the_files_of_all_languages(tmp_path: Path) -> None:
    assert "tomllib" in loaded_by("kpis", "nps", tmp_path=tmp_path)


def test_the_table_is_drawn_by_rich(tmp_path: Path) -> None:
    assert "rich" in loaded_by("target", str(SAMPLES / "inbound.yaml"), tmp_path=tmp_path)


def test_modules_stay_small() -> None:
    long = {
        str(file): count
        for file in (TOP / "kpiplan").rglob("*.py")
        if (count := len(file.read_text().splitlines())) > 300
    }
    assert long == {}
