"""`kpiplan completion`: a script for each shell, made from the commands; in bash as it works, where bash is there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kpiplan.cli.app import COMMANDS
from kpiplan.cli.completion.program import program
from tests.cli.shells import OFFERED, PLAN, WHOLE, shop
from tests.conftest import Kpiplan, put

SHELLS = ("bash", "zsh", "fish", "powershell")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_has_every_command_and_option(shell: str, kpiplan: Kpiplan) -> None:
    run = kpiplan("completion", shell)
    assert (run.code, run.err) == (0, "")
    for command in program():
        assert command.name in run.out
        for option in command.options:
            for flag in option.flags:
                written = f"-l {flag[2:]} " if flag.startswith("--") else f"-s {flag[1:]} "
                assert (written if shell == "fish" else flag) in run.out, flag
    assert {each.name for each in program()} == set(COMMANDS)
    assert run.out == kpiplan("completion", shell).out


def test_what_is_offered_is_what_a_command_takes(kpiplan: Kpiplan) -> None:
    for command in program():
        text = " ".join(kpiplan(command.name, "--help").out.split())
        for option in command.options:
            assert all(flag in text for flag in option.flags)
            if option.value and option.value.choices:
                assert f"<{'|'.join(option.value.choices)}>" in text


@pytest.mark.parametrize("text", [PLAN, WHOLE], ids=["broken", "whole"])
def test_names_are_those_of_the_plan_at_hand_broken_or_not(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kpiplan: Kpiplan
) -> None:
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "plan.yaml", text)
    found = {what: kpiplan("completion", "--names", what).out.split("\n")[:-1] for what in ("segments", "stages")}
    if text == WHOLE:
        assert found == {"segments": ["inbound", "key accounts"], "stages": ["visits", "leads", "customers", "calls"]}
        assert kpiplan("completion", "--names", "scenarios").out == "cautious\n"
    put(tmp_path / "over.yaml", "extends: plan.yaml\nname: Over\nscenarios: {bold: {leads: 12%}}\n")
    run = kpiplan("completion", "--names", "scenarios", "--plan", "over.yaml")
    assert run.code == 0
    for words in (("--plan", "nope.yaml"), ("--plan", ".")):
        assert kpiplan("completion", "--names", "stages", *words) == (0, "", "")


def test_a_shell_is_asked_for(kpiplan: Kpiplan) -> None:
    run = kpiplan("completion")
    assert (run.code, run.err) == (2, "kpiplan: which shell? bash, zsh, fish, powershell\n")
    assert kpiplan("completion", "tcsh").code == 2


def in_bash(folder: Path, script: Path, typed: str) -> set[str]:
    """What bash offers for a command line, split into words as bash splits it."""
    words = typed.split(" ")
    asked = (
        f"source {script}; COMP_WORDS=({' '.join(word or chr(39) * 2 for word in words)}); COMP_CWORD={len(words) - 1};"
        ' _kpiplan; for word in "${COMPREPLY[@]}"; do printf "%b\\n" "$word"; done'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", asked], capture_output=True, text=True, cwd=folder, env=shop(folder), check=False
    )
    assert done.stderr == ""
    return {line.replace("\\", "") for line in done.stdout.splitlines()}


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_in_bash(typed: str, offered: set[str], tmp_path: Path, kpiplan: Kpiplan) -> None:
    script = put(tmp_path / "kpiplan.bash", kpiplan("completion", "bash").out)
    assert in_bash(tmp_path, script, typed) == offered


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_in_bash_with_an_equals_sign(tmp_path: Path, kpiplan: Kpiplan) -> None:
    script = put(tmp_path / "kpiplan.bash", kpiplan("completion", "bash").out)
    assert in_bash(tmp_path, script, "kpiplan target --format = j") == {"json"}
