"""The command line: which words lead to which command. No rule lives here, nor in the commands."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from kpiplan.cli import console
from kpiplan.cli.errors import WrongUseError

COMMANDS = ("target", "scenarios", "actuals", "chance", "check", "kpis", "reviews", "sla", "init", "pull", "schema")


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
    """The program for a command line: with the one command that it names, with all where it names none.

    Raises WrongUseError for a word that is no command.
    """
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(_root)
    named = words[0] if words and words[0] in COMMANDS else None
    if words and not named and not words[0].startswith("-"):
        from kpiplan.cli.pointers import no_command

        raise WrongUseError(no_command(words[0], COMMANDS, console.locale(None)))
    for name in [named] if named else COMMANDS:
        app.command(name)(getattr(import_module(f"kpiplan.cli.commands.{name}"), name))
    return app
