"""`kpiplan help`: a command or a topic explained, and the manual."""

from __future__ import annotations

from typing import Annotated

import typer

from kpiplan.cli import console
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.options import command
from kpiplan.cli.topics import TOPICS
from kpiplan.problems import nearest


@command
def help(
    topic: Annotated[
        str | None, typer.Argument(metavar="[TOPIC]", help=f"A command, or one of: {', '.join(TOPICS)}.")
    ] = None,
    *,
    man: Annotated[bool, typer.Option("--man", help="The whole manual as a man page, docs/kpiplan.1.")] = False,
) -> console.Result:
    """Explain a command or a topic."""
    from kpiplan.cli.app import COMMANDS

    if man:
        from kpiplan.cli.manual import man_page

        return console.Result(man_page(), utf8=True)
    if topic in TOPICS:
        return console.Result(TOPICS[topic][1])
    if topic is None or topic in COMMANDS:
        return console.Result(_help_of(topic) if topic else _help_of(None) + _topics())
    near = nearest(topic, [*COMMANDS, *TOPICS])
    known = f"did you mean {near}?" if near else f"the topics are {', '.join(TOPICS)} and the commands"
    raise WrongUseError(f"no topic {topic}; {known}")


def _help_of(name: str | None) -> str:
    """What `--help` says of a command, or of all."""
    from kpiplan.cli.app import command_line

    words = [*([name] if name else []), "--help"]
    with console.held_output() as printed:
        command_line(words)(args=words, prog_name="kpiplan", standalone_mode=False)
    return printed.getvalue()


def _topics() -> str:
    lines = (f"  {name:<11} {says}\n" for name, (says, _) in TOPICS.items())
    return f"\nTopics (kpiplan help TOPIC):\n{''.join(lines)}"
