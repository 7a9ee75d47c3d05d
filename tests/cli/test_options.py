"""Options that belong together are one value of a command, and options of their own on the command line."""

from __future__ import annotations

import re
from inspect import Parameter, signature
from typing import Annotated, NamedTuple

import pytest
import typer

from kpiplan.cli import console
from kpiplan.cli.app import COMMANDS
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.cli.export_rules import rules_over
from kpiplan.cli.options import OutputOptions, command
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.conftest import Kpiplan


class Size(NamedTuple):
    """Two that belong together, one of which must be said."""

    width: int
    deep: Annotated[bool, typer.Option("--deep")] = False


@command
def drawn(name: str, size: Size, *, color: str = "red", out: OutputOptions) -> console.Result:
    """Draw."""
    return console.Result(repr((name, size, color, out)))


def test_fields_stand_where_their_group_stands() -> None:
    found = signature(drawn).parameters
    assert list(found) == ["name", "width", "deep", "color", "output", "lang"]
    missing = [name for name, each in found.items() if each.default is Parameter.empty]
    assert (missing, found["color"].default, found["deep"].default) == (["name", "width"], "red", False)
    assert (drawn.__name__, drawn.__doc__) == ("drawn", "Draw.")


def test_a_command_gets_its_groups() -> None:
    told = {"name": "a", "width": 3, "deep": True, "color": "blue", "output": None, "lang": "ko"}
    assert drawn(**told).text == repr(("a", Size(3, True), "blue", OutputOptions(None, "ko")))


def test_typer_takes_what_a_group_says() -> None:
    app = typer.Typer()
    app.command()(drawn)
    run = app(["a", "3", "--deep", "-o", "f.txt"], standalone_mode=False)
    assert run.text == repr(("a", Size(3, True), "red", OutputOptions("f.txt", None)))


def test_no_two_groups_have_an_option_of_one_name() -> None:
    def twice(one: Size, other: Size) -> console.Result:
        return console.Result(repr((one, other)))

    with pytest.raises(ValueError, match="width"):
        command(twice)


@pytest.mark.parametrize("name", [each for each in COMMANDS if each not in ("check", "init", "pull", "schema")])
def test_every_help_ends_with_format_output_and_language(name: str, kpiplan: Kpiplan) -> None:
    options = re.findall(r"^  (?:-\w, )?(--[\w-]+)", kpiplan(name, "--help").out, re.MULTILINE)
    assert options[-4:] == ["--format", "--output", "--lang", "--help"]


def test_what_is_not_said_changes_no_rule() -> None:
    assert rules_over(None, ReadingOptions()) == ()


def test_everything_that_can_be_said_of_exports() -> None:
    said = ReadingOptions(["leads: count Day"], "Source: in = Web", True, 2020, False, "cp949", "2", "comma", "start")
    (rules,) = rules_over(None, said)
    assert rules == FileRules(
        "*",
        kpis={"leads": Rule(count="Day")},
        split=Split("Source", {"in": ("Web",)}),
        add=True,
        year=2020,
        day_first=False,
        encoding="cp949",
        table=2,
        decimal=",",
        spans="start",
    )
