"""The commands and their options as shells need them: what can follow what."""

from __future__ import annotations

import re
from typing import Any, Literal

import typer

from kpiplan.cli.app import COMMANDS, command_line
from kpiplan.cli.help import TASKS
from kpiplan.tuples import NamedTuple

Names = Literal["segments", "scenarios", "stages"]  # what the plan at hand calls things

# what options and arguments take beside files and choices; `=`: an amount follows the name
_NAMED: dict[str, tuple[Names, str]] = {
    "--segment": ("segments", ""),
    "--scenario": ("scenarios", ""),
    "--kpi": ("stages", ""),
    "--for": ("stages", ""),
    "--set": ("stages", "="),
    "--fail-under": ("stages", "="),
    "--fail-over": ("stages", "="),
    "[NAME...]": ("scenarios", ""),
    "GIVEN": ("stages", "="),
}
_FILES = re.compile(r"FILE|EXPORT|WORKBOOK")


class WordKind(NamedTuple):
    """What a word can be: one of some choices, a name that the plan has (then `after`), a plan file, or any file."""

    choices: tuple[str, ...] = ()
    names: Names | None = None
    after: str = ""
    plans: bool = False
    files: bool = False


class OptionWords(NamedTuple):
    """An option: its spellings, what it is for, what follows it (None: nothing)."""

    flags: tuple[str, ...]
    says: str
    value: WordKind | None


class CommandWords(NamedTuple):
    """A command: what it is for, its options, what its arguments can be."""

    name: str
    says: str
    options: tuple[OptionWords, ...]
    arguments: tuple[WordKind, ...]


def program() -> tuple[CommandWords, ...]:
    """Every command, in the order of the help."""
    says = {name: text for task in TASKS.values() for name, text in task.items()}
    return tuple(_command(name, says[name]) for name in says if name in COMMANDS)


def _command(name: str, says: str) -> CommandWords:
    found = typer.main.get_command(command_line([name])).commands[name]  # type: ignore[attr-defined]
    options = [_option(each) for each in found.params if each.param_type_name == "option" and not each.hidden]
    helped = OptionWords(("-h", "--help"), "Show what the command does.", None)
    arguments = [_value(each, each.metavar or "") for each in found.params if each.param_type_name == "argument"]
    return CommandWords(name, says, (*options, helped), tuple(arguments))


def _option(found: Any) -> OptionWords:
    flags = tuple(sorted((*found.opts, *found.secondary_opts), key=len))
    named = next((flag for flag in flags if flag in _NAMED), found.metavar or "")
    return OptionWords(flags, _sentence(found.help or ""), None if found.is_flag else _value(found, named))


def _value(found: Any, named: str) -> WordKind:
    choices = tuple(map(str, getattr(found.type, "choices", ())))
    if choices:
        return WordKind(choices)
    names, after = _NAMED.get(named, (None, ""))
    plans = ("PLAN" in named and "EXPORT" not in named) or named in ("[OLD]", "[NEW]", "[FILE]")
    return WordKind((), names, after, plans, not plans and _FILES.search(named) is not None)


def _sentence(text: str) -> str:
    """The first part of a help text, without what follows a colon or semicolon."""
    return re.split(r"[;:.](?:\s|$)", text, maxsplit=1)[0]
