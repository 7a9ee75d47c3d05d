"""Several reports of one run: `--report junit=out.xml`. Text -> formats and files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from kpiplan.cli import console
from kpiplan.cli.errors import FINE, WrongUseError
from kpiplan.cli.inputs import STDIN
from kpiplan.cli.options import OutputOptions, format_of
from kpiplan.locales.english import Locale
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

CI_FORMATS = ("github", "gitlab", "sarif", "junit")  # what a CI is told: problems and gates, whatever the result

ReportsOption = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=FILE", help="Write a format into a file as well; repeatable."),
]


class ToFile(NamedTuple):
    """A format, and the file that is to have it."""

    format: str
    file: str


class Destination(NamedTuple):
    """The format of a result and the file that it goes into (None: standard output); what goes into others."""

    format: str
    output: str | None
    reports: list[ToFile]

    def result(
        self, text: str, files: Iterable[tuple[str, str]], remarks: Sequence[str], code: int = FINE
    ) -> console.Result:
        """What was written of a result in its format, and the files beside it."""
        data, commands = self.format not in ("table", "text"), self.format == "github"
        return console.Result(text, remarks, code, self.output, utf8=data, commands=commands, files=tuple(files))


def destination(
    format: str | None,
    out: OutputOptions,
    reports: Sequence[str] | None,
    known: tuple[str, ...],
    locale: Locale,
    *,
    long: bool = False,
) -> Destination:
    """What is to be written, in the formats that a command knows. Raises WrongUseError."""
    kind = format_of(format, out.output, known, locale, long=long)
    return Destination(kind, out.output, wanted(reports, known, out.output, locale))


class Written(NamedTuple):
    """The text of a result, and the files beside it with theirs."""

    text: str | bytes = ""
    files: tuple[tuple[str, str | bytes], ...] = ()


def wanted(options: Sequence[str] | None, known: Sequence[str], output: str | None, locale: Locale) -> list[ToFile]:
    """`junit=out.xml` as what is to be written beside a result that goes to `output`.

    Raises WrongUseError, for what would be written over each other too.
    """
    found = [_to_file(option, known, locale) for option in options or ()]
    taken = {os.path.realpath(output)} if output and output != STDIN else set()
    for each in found:
        file = os.path.realpath(each.file)
        if file in taken:
            raise WrongUseError(locale.say("{file} can't hold two reports; name another file", file=each.file))
        taken.add(file)
    return found


def _to_file(option: str, known: Sequence[str], locale: Locale) -> ToFile:
    format, equals, file = (part.strip() for part in option.partition("="))
    formats = locale.listed(known, "or")
    if not (format and equals and file):
        text = "--report {option} is not of the form {format}=FILE; the formats are {formats}"
        raise WrongUseError(locale.say(text, option=repr(option), format=known[-1], formats=formats))
    if format not in known:
        if near := nearest(format, known):
            raise WrongUseError(
                locale.say("--report: no format {format}; did you mean {near}?", format=format, near=near)
            )
        text = "--report: no format {format}; the formats are {formats}"
        raise WrongUseError(locale.say(text, format=format, formats=formats))
    if file == STDIN:
        raise WrongUseError(locale.say("--report writes files; --format {format} prints", format=format))
    return ToFile(format, file)
