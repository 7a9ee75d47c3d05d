"""The one exception inside this package: a file or table that can't be read, and why."""

from __future__ import annotations

from kpiplan.exports.results import Note, Quoted, Refusal
from kpiplan.exports.sentences import code, problem
from kpiplan.problems import Problem


def did_you_mean(near: str | None) -> Note | str:
    """The part of a hint that names what is nearest, empty where nothing is."""
    return Note("did-you-mean", {"near": Quoted(near)}) if near else ""


class RefusalError(Exception):
    """Stops the reading of one file or table; caught where files are gone through. `code` is one of the sentences."""

    def __init__(self, code: str, line: int | None = None, **fields: object) -> None:
        self.refusal = Refusal(code, fields)
        self.line = line
        self.place = ""  # the sheet of a workbook that the line is of, with its file
        super().__init__(code)

    @property
    def code(self) -> str:
        """The code of the problem that users know."""
        return code(self.refusal)

    def problem(self, file: str = "") -> Problem:
        """The problem of a file that it is."""
        return problem(self.refusal, self.place or file, self.line)
