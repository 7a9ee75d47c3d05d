"""`kpiplan completion`: a script that completes command lines in a shell."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import typer

from kpiplan.cli import console, errors
from kpiplan.cli.options import command
from kpiplan.tuples import NamedTuple

Shell = Literal["bash", "zsh", "fish", "powershell"]
Named = Literal["segments", "scenarios", "stages"]


class AskedByShell(NamedTuple):
    """What the script asks while somebody types."""

    names: Annotated[Named | None, typer.Option(hidden=True, help="What a plan calls things, a line each.")] = None
    plan: Annotated[str, typer.Option(hidden=True, help="The plan.")] = "plan.yaml"


@command
def completion(
    shell: Annotated[
        Shell | None, typer.Argument(metavar="SHELL", help="The shell: bash, zsh, fish or powershell.")
    ] = None,
    *,
    asked: AskedByShell,
) -> console.Result:
    """Print a script that completes commands, options, choices, plan files and the names in the plan at hand.

    Example: source <(kpiplan completion bash)
    """
    if asked.names:
        from kpiplan.cli.completion.names import names

        return console.Result("".join(f"{name}\n" for name in names(asked.names, asked.plan)), utf8=True)
    if shell is None:
        raise errors.WrongUseError(f"which shell? {', '.join(get_args(Shell))}")
    return console.Result(_script(shell), utf8=True)


def _script(shell: Shell) -> str:
    from importlib import import_module

    from kpiplan.cli.completion.program import program

    written: str = getattr(import_module(f"kpiplan.cli.completion.{shell}"), f"{shell}_script")(program())
    return written
