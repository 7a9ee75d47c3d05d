"""The man page, made of what `--help` and `kpiplan help` say."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import typer

from kpiplan.cli.app import COMMANDS, command_line
from kpiplan.cli.help import TASKS
from kpiplan.cli.topics import TOPICS

_HEADINGS = {"plan": "PLAN FILES", "exit-codes": "EXIT STATUS"}
_OF_ALL = ("quiet", "verbose", "lang")  # options that are explained once


def man_page() -> str:
    """The page in the language of man, without a date: it is of a version."""
    lines = [f'.TH KPIPLAN 1 "" "kpiplan {version("kpiplan")}" "User Commands"']
    lines += [".SH NAME", r"kpiplan \- from an annual goal to what every month must bring"]
    lines += [".SH SYNOPSIS", r".B kpiplan", r"\fICOMMAND\fR [\fIARGUMENT\fR...] [\fIOPTION\fR...]"]
    lines += [".SH DESCRIPTION", "A funnel planner: from a year's goal it works back to what every month must bring."]
    lines += ["Begin with \\fBkpiplan init\\fR, which writes a plan to start from."]
    for task, commands in TASKS.items():
        lines += [f".SH {task.upper()}", *(line for name in commands if name in COMMANDS for line in _command(name))]
    lines += [".SH OPTIONS OF EVERY COMMAND", *_shared()]
    for topic, (_, text) in TOPICS.items():
        lines += [f".SH {_HEADINGS.get(topic, topic.upper())}", *_paragraphs(text)]
    return "\n".join(lines) + "\n"


def _params(name: str) -> list[Any]:
    command = typer.main.get_command(command_line([name])).commands[name]  # type: ignore[attr-defined]
    return [each for each in command.params if not getattr(each, "hidden", False)]


def _command(name: str) -> Iterator[str]:
    command = typer.main.get_command(command_line([name])).commands[name]  # type: ignore[attr-defined]
    params = _params(name)
    arguments = [each for each in params if each.param_type_name == "argument"]
    named = " ".join(each.metavar or each.name.upper() for each in arguments)
    yield f".SS {_plain(f'kpiplan {name} {named}'.strip())}"
    yield from _paragraphs(command.help or "")
    for each in arguments:
        yield from _entry(each.metavar or each.name.upper(), each.help or "")
    for each in params:
        if each.param_type_name == "option" and each.name not in _OF_ALL:
            yield from _entry(_spelled(each), each.help or "")


def _shared() -> Iterator[str]:
    params = {each.name: each for each in _params("target")}
    for name in _OF_ALL:
        yield from _entry(_spelled(params[name]), params[name].help or "")
    yield from _entry("-h, --help", "Show what the command does.")


def _spelled(option: Any) -> str:
    """The spellings of an option, and what follows it."""
    flags = ", ".join(sorted((*option.opts, *option.secondary_opts), key=len))
    choices = "|".join(map(str, getattr(option.type, "choices", ())))
    return flags if option.is_flag else f"{flags} {option.metavar or choices or option.type.name.upper()}"


def _entry(term: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield rf"\fB{_plain(term)}\fR"
    yield _plain(" ".join(text.split()))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of running text; lines that are indented stay lines."""
    for block in text.rstrip().split("\n\n"):
        yield ".PP"
        if block.startswith("    "):
            yield from (".nf", *(_plain(line) for line in block.split("\n")), ".fi")
        else:
            yield _plain(" ".join(block.split()))


def _plain(text: str) -> str:
    """A line that man shows as it is."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
