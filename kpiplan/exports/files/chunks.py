"""The data rows of a table in chunks that can be counted without knowing who holds them, and the rows in memory.

Cells are read once a text, not once a row: a chunk says which texts stand in a column, is told a label for each, and
counts its rows by label. A label below zero leaves rows out. Who provides rows (lists here, arrays in `large`)
answers these few questions; what labels mean, and all that follows, is known where months are counted."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from kpiplan.exports.files.sheets import Row
from kpiplan.exports.results import Why

Texts = tuple[str, ...]  # the cells of some columns in one row
ReadCell = Callable[[str], tuple[int, float]]  # a cell's label, and its value (0 where it has none)
NUMBER, BELOW_ZERO, UNKNOWN = 0, 1, 2  # labels of amounts that every provider gives; others are the reader's


class RowKey(NamedTuple):
    """A label for each row, as the chunk that made it holds them; all are below `size`."""

    labels: Any
    size: int


class Amounts(NamedTuple):
    """A column read as numbers: what kind of cell each row has, and the values, as the chunk holds them."""

    kinds: RowKey
    values: Any


class RowGroup(NamedTuple):
    """The rows that have the same labels: how many, and the sum of their values."""

    labels: tuple[int, ...]
    rows: int
    total: float


class Chunk(Protocol):
    """Some rows of some columns."""

    @property
    def rows(self) -> int:
        """How many."""
        ...

    def texts(self, columns: Sequence[int]) -> Sequence[Texts]:
        """The distinct cells of columns together, in order of appearance, without blanks around them."""
        ...

    def key(self, columns: Sequence[int], labels: Sequence[int] | None = None) -> RowKey:
        """A label for each row by the texts of columns; without `labels` the position among `texts`."""
        ...

    def amounts(self, column: int, read: ReadCell) -> Amounts:
        """A column as numbers. `read` is the one reader of cells; plain digits may be read all at once."""
        ...

    def groups(self, keys: Sequence[RowKey], values: Any = None) -> Iterable[RowGroup]:
        """The rows by label, without those that any key leaves out; at least one key."""
        ...

    def first(self, keys: Sequence[RowKey], wanted: RowKey, label: int, columns: Sequence[int]) -> Texts | None:
        """The cells of the first row that no key leaves out and that has the `label`; None where none has."""
        ...


class Met(NamedTuple):
    """What was met on the way through the rows of a table.

    How many there are, and how many of them are no data (as far as nobody counted them before), with the line of the
    first for each reason where it is known. The line where the file ends in the middle of a row, and the one at which
    the table ends before the file does.
    """

    rows: int = 0
    left_out: Mapping[Why, int] = MappingProxyType({})
    lines: Mapping[Why, int] = MappingProxyType({})
    cut: int | None = None
    end: int | None = None


NOTHING_MET = Met()


class Data(Protocol):
    """Rows that can be gone through again and again.

    `whole`: those by which columns are judged are all that there are; of a large file they are the first.
    """

    @property
    def whole(self) -> bool: ...

    @property
    def met(self) -> Met:
        """What was met on the last way through."""
        ...

    @property
    def late(self) -> Mapping[int, tuple[str, ...]]:
        """Of columns that are no mere names, cells in forms that those by which they were judged do not have, as far as
        the columns were gone through.
        """
        ...

    def rows(self) -> Iterable[Row]:
        """All rows with all their cells, one by one."""
        ...

    def chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[Chunk]:
        """The given columns, by position, a chunk of rows at a time; those of `amounts` are read as numbers, with a
        point for decimal mark, and asked for nothing else.
        """
        ...

    def filled_down(self, columns: Collection[int]) -> "Data":
        """The same rows, where an empty cell of one of these columns is the one above it."""
        ...


def filled(rows: Iterable[Row], columns: Collection[int]) -> Iterator[Row]:
    """Rows where an empty cell of one of some columns is the one above it."""
    last = dict.fromkeys(columns, "")
    for line, cells in rows:
        full = list(cells)
        for index in last:
            if index < len(full):
                full[index] = last[index] = full[index] if full[index].strip() else last[index]
        yield line, full


class MemoryData:
    """Rows of a small file; short rows are filled up with empty cells."""

    whole = True
    late: Mapping[int, tuple[str, ...]] = MappingProxyType({})

    def __init__(self, rows: list[Row], met: Met = NOTHING_MET) -> None:
        self._rows = rows
        self.met = met

    def rows(self) -> Iterable[Row]:
        return self._rows

    def chunks(self, columns: Sequence[int], amounts: Collection[int] = ()) -> Iterator[Chunk]:
        if self._rows:
            yield MemoryChunk([cells for _, cells in self._rows])

    def filled_down(self, columns: Collection[int]) -> Data:
        return MemoryData(list(filled(self._rows, columns)), self.met)


class MemoryChunk:
    """Rows in memory, counted by the standard library alone."""

    def __init__(self, cells: list[list[str]]) -> None:
        self.rows = len(cells)
        self._cells = cells
        self._coded: dict[tuple[int, ...], tuple[list[int], list[Texts]]] = {}
        self._filled = min(map(len, cells), default=0)  # columns that every row has

    def _column(self, column: int) -> list[str]:
        if column < self._filled:
            return [cells[column].strip() for cells in self._cells]
        return [cells[column].strip() if column < len(cells) else "" for cells in self._cells]

    def _codes(self, columns: Sequence[int]) -> tuple[list[int], list[Texts]]:
        known = self._coded.get(tuple(columns))
        if known is None and len(columns) == 1:
            column = self._column(columns[0])
            place = {text: at for at, text in enumerate(dict.fromkeys(column))}
            known = [place[text] for text in column], [(text,) for text in place]
            self._coded[tuple(columns)] = known
        elif known is None:
            number: dict[Texts, int] = {}
            rows = zip(*map(self._column, columns), strict=True)
            codes = [number.setdefault(cells, len(number)) for cells in rows]
            known = self._coded[tuple(columns)] = codes, list(number)
        return known

    def texts(self, columns: Sequence[int]) -> Sequence[Texts]:
        return self._codes(columns)[1]

    def key(self, columns: Sequence[int], labels: Sequence[int] | None = None) -> RowKey:
        codes, texts = self._codes(columns)
        if labels is None:
            return RowKey(codes, len(texts))
        return RowKey([labels[code] for code in codes], max(labels, default=0) + 1)

    def amounts(self, column: int, read: ReadCell) -> Amounts:
        codes, texts = self._codes([column])
        read_texts = [read(text) for (text,) in texts]
        kinds = self.key([column], [kind for kind, _ in read_texts])
        values = [value for _, value in read_texts]
        return Amounts(kinds, [values[code] for code in codes])

    def groups(self, keys: Sequence[RowKey], values: Any = None) -> Iterable[RowGroup]:
        together = zip(*(key.labels for key in keys), strict=True)
        if values is None:
            found = [RowGroup(labels, rows, 0.0) for labels, rows in Counter(together).items()]
        else:
            rows: dict[tuple[int, ...], int] = {}
            total: dict[tuple[int, ...], float] = {}
            for labels, value in zip(together, values, strict=True):
                rows[labels] = rows.get(labels, 0) + 1
                total[labels] = total.get(labels, 0.0) + value
            found = [RowGroup(labels, rows[labels], total[labels]) for labels in rows]
        return [group for group in found if min(group.labels) >= 0]

    def first(self, keys: Sequence[RowKey], wanted: RowKey, label: int, columns: Sequence[int]) -> Texts | None:
        rows = zip(wanted.labels, *(key.labels for key in keys), strict=True)
        row = next((at for at, (own, *others) in enumerate(rows) if own == label and min(others, default=0) >= 0), None)
        if row is None:
            return None
        codes, texts = self._codes(columns)
        return texts[codes[row]]
