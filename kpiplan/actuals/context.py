"""What is known about a table while it is decided how to read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kpiplan.actuals.columns import Column
from kpiplan.actuals.data import Data
from kpiplan.actuals.names import key
from kpiplan.actuals.results import Remark
from kpiplan.actuals.sheets import Sheet
from kpiplan.actuals.systems.system import System
from kpiplan.actuals.tables import Table
from kpiplan.actuals.vocabulary import Vocabulary
from kpiplan.codes import CodeName
from kpiplan.exports import FileRules
from kpiplan.problems import Place, Problem


@dataclass
class Context:
    """A table, its columns and rows, what the user said, and the problems found so far."""

    sheet: Sheet
    table: Table
    columns: list[Column]
    data: Data
    rules: FileRules
    words: Vocabulary
    system: System | None
    by: tuple[str, ...] = ()  # names of columns by whose values the rows are broken down: the first that is there
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def file(self) -> str:
        """The file's name."""
        return self.sheet.input.name

    @property
    def own_format(self) -> bool:
        """Whether it is a table that kpiplan wrote: numbers with points, columns named by identifier."""
        return bool(self.columns) and key(self.columns[0].name) == "period"

    def of_kind(self, *kinds: str) -> list[Column]:
        """The columns of these kinds."""
        return [column for column in self.columns if column.kind in kinds]

    def remark(self, code: str, **fields: str) -> None:
        """Adds what the account of this file says beside columns and rows."""
        self.remarks.append(Remark(code, fields))

    def note(self, code: CodeName, message: str, hint: str = "", line: int | None = None) -> None:
        """Adds a warning or note about this file, or a line of it."""
        place = Place(line, 1) if line else None
        self.problems.append(Problem(code, message, hint=hint, file=self.file, place=place))
