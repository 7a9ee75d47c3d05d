"""`kpiplan --help`: all commands by task, a line each."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from kpiplan.cli.app import COMMANDS
from kpiplan.cli.help import TASKS
from tests.conftest import Kpiplan


def test_every_command_belongs_to_one_task() -> None:
    named = [name for commands in TASKS.values() for name in commands]
    assert len(named) == len(set(named))
    assert set(COMMANDS) <= set(named)


@pytest.mark.parametrize("words", [("--help",), ()])
def test_the_help_has_a_whole_line_for_each_command(kpiplan: Kpiplan, words: tuple[str, ...]) -> None:
    run = kpiplan(*words, environ={"COLUMNS": "80"})
    text = run.out or run.err
    shown = re.findall(r"^  ([a-z]+) +(\S.*)$", text.partition("\nPlan:\n")[2], re.MULTILINE)
    assert dict(shown) == {name: told for each in TASKS.values() for name, told in each.items() if name in COMMANDS}
    assert [line.strip(":") for line in text.split("\n") if line in [f"{task}:" for task in TASKS]] == list(TASKS)
    assert max(map(len, text.split("\n"))) <= 80
    assert "..." not in text.replace("[ARGS]...", "")


def test_the_help_loads_no_command_and_a_command_loads_no_help() -> None:
    script = (
        "import sys\nfrom kpiplan.__main__ import main\nmain(sys.argv[1:])\n"
        "print(*[name for name in sys.modules if name.startswith('kpiplan.cli')], file=sys.stderr)\n"
    )
    loaded = {
        word: subprocess.run([sys.executable, "-c", script, *word.split()], capture_output=True, text=True).stderr
        for word in ("--help", "target --help")
    }
    assert "kpiplan.cli.commands" not in loaded["--help"]
    assert "kpiplan.cli.help" not in loaded["target --help"]
    assert "kpiplan.cli.commands.target" in loaded["target --help"]
