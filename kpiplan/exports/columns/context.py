"""What is known about a table while it is decided how to read it."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import KPI_NAME, key
from kpiplan.exports.columns.rule_use import Applied
from kpiplan.exports.columns.vocabulary import Vocabulary
from kpiplan.exports.files.chunks import Data
from kpiplan.exports.files.sheets import Sheet
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.results import Refusal, Remark
from kpiplan.exports.sentences import problem
from kpiplan.exports.systems.system import System
from kpiplan.plan.export_rules import FileRules
from kpiplan.problems import Problem
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class About(NamedTuple):
    """A problem, and the KPI that it is about, if it is about one."""

    problem: Problem
    kpi: str | None


@dataclass
class Context:
    """A table, its columns and rows, what the user said, and the problems found so far."""

    sheet: Sheet
    table: ExportTable
    columns: list[ExportColumn]
    data: Data
    rules: FileRules
    words: Vocabulary
    system: System | None
    by: tuple[str, ...] = ()  # names of columns by whose values the rows are broken down: the first that is there
    applied: Applied = field(default_factory=Applied)
    told: frozenset[str] = frozenset()  # KPIs that rules read from this table, and the columns that they are made of
    claimed: frozenset[int] = frozenset()
    problems: list[About] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    asked: "Context | None" = None  # the table as it was when it was asked what is read from it

    @property
    def file(self) -> str:
        """The file's name."""
        return self.sheet.input.name

    @property
    def zone(self) -> "ZoneInfo | None":
        """The time zone whose days instants belong to: that of the rules for this file, else the plan's."""
        named = self.rules.timezone or self.words.timezone
        if not named:
            return None
        from zoneinfo import ZoneInfo  # few plans name one

        return ZoneInfo(named)

    @property
    def own_format(self) -> bool:
        """Whether it is a table that kpiplan wrote: numbers with points, columns named by identifier, segments or
        nothing that is known by another name. Others call a column `Period`, too, or name KPIs in their rows.
        """
        names = [column.name for column in self.columns]
        if names[:1] != ["period"] or not KPI_NAME.isdisjoint(map(key, names)):
            return False
        return names[1:2] == ["segment"] or all(self.words.measure(name) in (None, name) for name in names[1:])

    def of_kind(self, *kinds: str) -> list[ExportColumn]:
        """The columns of these kinds."""
        return [column for column in self.columns if column.kind in kinds]

    def completed(self, column: ExportColumn) -> ExportColumn:
        """A column with all of its distinct cells, those far below in a large file too."""
        if self.data.whole:
            return column
        chunks = self.data.chunks([column.index])
        texts = dict.fromkeys(text for chunk in chunks for (text,) in chunk.texts([column.index]))
        return replace(column, texts=tuple(texts))

    def remark(self, code: str, **fields: object) -> None:
        """Adds what the account of this file says beside columns and rows."""
        if (remark := Remark(code, fields)) not in self.remarks:
            self.remarks.append(remark)

    def problem(self, code: str, line: int | None = None, **fields: object) -> None:
        """Adds a warning or note about this file, or a line of it; `code` is one of the sentences."""
        kpi = fields.get("kpi")
        found = problem(Refusal(code, fields), self.table.place, line)
        about = About(found, kpi if isinstance(kpi, str) else None)
        if about not in self.problems:  # several KPIs are made of one column
            self.problems.append(about)
