"""Completion in zsh and fish as they are; `.ci/outside` says whether they are here. Bash has its tests in tests/cli."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.shells import OFFERED, shop
from tests.conftest import Kpiplan, put

IDS = [typed for typed, _ in OFFERED]


@pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=IDS)
def test_in_fish(typed: str, offered: set[str], tmp_path: Path, kpiplan: Kpiplan) -> None:
    script = put(tmp_path / "kpiplan.fish", kpiplan("completion", "fish").out)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C {quoted(typed)}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=shop(tmp_path) | {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        check=True,
    )
    assert {line.partition("\t")[0] for line in done.stdout.splitlines()} == offered


def quoted(text: str) -> str:
    return f"'{text}'"


@pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=IDS)
def test_in_zsh(typed: str, offered: set[str], tmp_path: Path, kpiplan: Kpiplan) -> None:
    """All that is added to the list of matches, which zsh is told to write down, at a terminal and with Tab."""
    put(tmp_path / "kpiplan.zsh", kpiplan("completion", "zsh").out)
    put(tmp_path / "setup.zsh", SETUP)
    shown = at_terminal(tmp_path, f"{typed}\t", tmp_path / "matches")
    assert {line for line in shown.splitlines() if line} == offered


# a widget that completes, then writes down what fits
SETUP = """\
PS1='ready> '
autoload -Uz compinit && compinit -u -D
source ./kpiplan.zsh
compadd() {
  local -a fits
  builtin compadd -O fits "$@"
  local after=
  while (($#)); do [[ $1 == -S ]] && after=${2%% }; shift; done
  print -rl -- "${(@)fits/%/$after}" >> $PWD/matches.part
  return 1
}
finish() { zle complete-word; touch matches.part; mv matches.part matches }
zle -N finish
zle -C complete-word complete-word _main_complete
bindkey '^I' finish
"""


def at_terminal(folder: Path, keys: str, answer: Path) -> str:
    """What zsh writes into a file once these keys are pressed at a terminal of its own."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        os.execvpe(
            "zsh", ["zsh", "-f", "-i"], shop(folder) | {"TERM": "dumb", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        )
    try:
        os.write(terminal, b"source ./setup.zsh\n")
        _read_until(terminal, b"ready> ")
        os.write(terminal, keys.encode())
        for _ in range(600):
            if answer.exists():
                return answer.read_text(encoding="utf-8")
            _drain(terminal, 0.05)
        raise AssertionError("zsh does not answer")
    finally:
        os.write(terminal, b"\x03\x04")
        os.close(terminal)
        os.waitpid(pid, 0)


def _read_until(terminal: int, mark: bytes) -> None:
    seen = b""
    for _ in range(600):
        seen += _drain(terminal, 0.05)
        if mark in seen:
            return
    raise AssertionError(seen)


def _drain(terminal: int, wait: float) -> bytes:
    ready, _, _ = select.select([terminal], [], [], wait)
    return os.read(terminal, 65536) if ready else b""
