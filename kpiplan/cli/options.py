"""What several commands are asked in the same words, and how options that belong together become one value."""

from collections.abc import Callable, Iterator
from inspect import Parameter, Signature, signature
from os.path import splitext
from typing import Annotated, Any, get_type_hints

import typer

from kpiplan.cli import console, errors
from kpiplan.locales.choice import Lang
from kpiplan.locales.english import Locale
from kpiplan.tuples import NamedTuple

PLAN_HERE = "left out, plan.yaml here. - reads standard input."
PlanFile = Annotated[str | None, typer.Argument(metavar="[PLAN]", help=f"A plan file; {PLAN_HERE}")]
Language = Annotated[
    Lang | None, typer.Option(help="The language of what is shown; left out, that of the environment.")
]
LongRows = Annotated[
    bool, typer.Option("--long", help="CSV with a row a value: plan, version, period, segment, kpi, unit, value.")
]
FORMAT_HELP = "What to write; left out, what the ending of -o says, else "

_ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".ics": "ics",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".html": "html",
    ".svg": "svg",
    ".png": "png",
    ".xlsx": "xlsx",
}
TEXT_ENDING = ".txt"  # of the first format of each command, which people read as text


class OutputOptions(NamedTuple):
    """Where a result goes (None: standard output), and its language (None: that of the environment)."""

    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None
    lang: Language = None


class Remarks(NamedTuple):
    """How much is said beside a result, of every command."""

    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Results and errors alone: no notes, no word on how files were read.")
    ] = False
    verbose: Annotated[
        bool, typer.Option("--verbose", help="What is worth knowing in full, and which kpiplan this is.")
    ] = False


Ended = console.Result | Iterator[console.Result]  # the latter of a command that goes on


def command(run: Callable[..., Ended]) -> Callable[..., Ended]:
    """A command as typer takes it: each field of a parameter that is a named tuple is an option of its own.

    Options stand in the help in the order of the parameters, those of a tuple where the tuple stands; last, those of
    every command. Raises WrongUseError where these contradict each other.
    """
    hints = get_type_hints(run, include_extras=True)
    options: list[Parameter] = []
    groups: dict[str, Any] = {}
    for name, asked in signature(run).parameters.items():
        if hasattr(hints[name], "_fields"):
            groups[name] = hints[name]
            options += _fields(hints[name])
        else:
            options.append(asked.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY))

    def flat(**told: Any) -> Ended:
        remarks = Remarks(told.pop("quiet"), told.pop("verbose"))
        console.hear(**remarks._asdict())
        together = {
            name: group(**{field: told.pop(field) for field in group._fields}) for name, group in groups.items()
        }
        result = run(**told, **together)
        return _with_version(result) if remarks.verbose and isinstance(result, console.Result) else result

    options += _fields(Remarks)
    flat.__name__, flat.__doc__ = run.__name__, run.__doc__
    flat.__signature__ = Signature(options)  # type: ignore[attr-defined]
    return flat


def _with_version(result: console.Result) -> console.Result:
    from importlib.metadata import version
    from platform import python_version

    said = f"kpiplan {version('kpiplan')}, Python {python_version()}"
    return result._replace(remarks=[console.Aside(said), *result.remarks])


def _fields(group: Any) -> list[Parameter]:
    hints, defaults = get_type_hints(group, include_extras=True), group._field_defaults
    return [
        Parameter(field, Parameter.KEYWORD_ONLY, default=defaults.get(field, Parameter.empty), annotation=hints[field])
        for field in group._fields
    ]


def format_of(
    asked: str | None, output: str | None, known: tuple[str, ...], locale: Locale, *, long: bool = False
) -> str:
    """The format that is asked for, else what a file's ending says, else the first of those that there are.

    `long` rows are CSV, asked for or not. Raises WrongUseError where another format is asked for too.

    A name without an ending says nothing, nor does that of a device or pipe. Raises WrongUseError for an ending that
    none of the formats has, for a text under the name of another kind of file opens in no program, and for what the
    command has read.
    """
    if long:
        told = format_of(asked, output, known, locale)
        if told != "csv" and (asked or told != known[0]):
            raise errors.WrongUseError(locale.say("--long is a form of csv, and {format} is asked for", format=told))
        return "csv"
    if not output:
        return asked or known[0]
    from kpiplan.cli import outputs

    outputs.refuse_input(output)
    ending = splitext(output)[1].lower()
    if asked or ending in ("", TEXT_ENDING) or outputs.is_stream(output):
        return asked or known[0]
    if _ENDINGS.get(ending) in known:
        return _ENDINGS[ending]
    there = [name for name, format in _ENDINGS.items() if format in known and name not in (".markdown", ".yml")]
    endings = locale.listed([*there, TEXT_ENDING], "or")
    text = "-o {file}: no format has the ending {ending}; name the file with {endings}, or say --format"
    raise errors.WrongUseError(locale.say(text, file=output, ending=ending, endings=endings))
