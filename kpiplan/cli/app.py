"""The command line: which words lead to which command. No rule lives here, nor in the commands."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan.cli import console
from kpiplan.cli.errors import WrongUseError

if TYPE_CHECKING:
    from typer.core import TyperGroup

COMMANDS = (
    *("target", "chance", "levers", "solve", "scenarios", "diff", "actuals", "replan"),
    *("check", "kpis", "reviews", "sla", "init", "pull", "schema"),
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"kpiplan {version('kpiplan')}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A funnel planner: from the year's goal to what every month must bring.

    Begin with `kpiplan init`, which writes a plan to start from, and `kpiplan target plan.yaml`.
    """


def command_line(words: Sequence[str]) -> typer.Typer:
    """The program for a command line: with the one command that it names, or with none, for the help of all.

    Raises WrongUseError for a word that is no command.
    """
    named = words[0] if words and words[0] in COMMANDS else None
    if words and not named and not words[0].startswith("-"):
        from kpiplan.cli.pointers import no_command

        raise WrongUseError(no_command(words[0], COMMANDS, console.locale(None)))
    app = typer.Typer(
        cls=None if named else _help(),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_root)
    if named:
        app.command(named)(getattr(import_module(f"kpiplan.cli.commands.{named}"), named))
    return app


def _help() -> type[TyperGroup]:
    """What shows all commands; only who names none loads it."""
    from kpiplan.cli.help import by_task

    return by_task(COMMANDS)
