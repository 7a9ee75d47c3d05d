"""The data rows of a table in chunks of coded columns: from rows in memory, or through pandas' C reader.

A coded column is its distinct texts and, for each row, which of them it has. Cells are parsed once a text,
not once a row: that is what makes ten million rows quick and their memory flat."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import IO, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.io.parsers.readers import TextFileReader

from kpiplan.exports.cells.formulas import as_written
from kpiplan.exports.files.archives import BROKEN
from kpiplan.exports.files.records import Records, RowJudge
from kpiplan.exports.files.sheets import Row, Sheet, Watch, open_rest
from kpiplan.exports.refusal import RefusalError
from kpiplan.exports.results import Why

CHUNK_ROWS = 400_000
CHUNK_BYTES = 16 << 20
LONGEST_RECORD = 64 << 20  # bytes read without a chunk: a line or quoted cell without end


class Coded(NamedTuple):
    """`texts[codes[row]]` is the cell of a row."""

    codes: npt.NDArray[np.integer]
    texts: list[str]


class Chunk(NamedTuple):
    """Some rows of some columns."""

    rows: int
    columns: dict[int, Coded]


class Data(Protocol):
    """Rows that can be gone through again and again."""

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        """The given columns, by position, a chunk of rows at a time."""
        ...


class MemoryData:
    """Rows of a small file; short rows are filled up with empty cells."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        if self._rows:
            yield Chunk(len(self._rows), {column: self._coded(column) for column in columns})

    def _coded(self, column: int) -> Coded:
        number: dict[str, int] = {}
        cells = (cells[column].strip() if column < len(cells) else "" for _, cells in self._rows)
        codes = np.fromiter((number.setdefault(cell, len(number)) for cell in cells), np.int32, len(self._rows))
        return Coded(codes, list(number))


class FileData:
    """Rows of a large file below `skip` lines, `width` columns wide; memory stays flat.

    `digits` are the columns whose cells can be bare numbers, `judge` says which rows are no data;
    `left_out` counts those of the last time that the rows were gone through.
    """

    def __init__(
        self, sheet: Sheet, skip: int, width: int, digits: Collection[int], judge: RowJudge, watch: Watch
    ) -> None:
        self._sheet, self._skip, self._width, self._watch = sheet, skip, width, watch
        self._digits, self._judge = digits, judge
        self.left_out: Counter[Why] = Counter()

    def chunks(self, columns: Sequence[int]) -> Iterator[Chunk]:
        read = 0

        def watch(size: int) -> None:
            nonlocal read
            read += size
            self._watch(size)
            if read > LONGEST_RECORD:
                raise _EndlessRecordError

        rows = int(max(1000, min(CHUNK_ROWS, CHUNK_BYTES / self._sheet.row_bytes)))
        try:
            rest = open_rest(self._sheet, self._skip, watch)
            records = Records(rest, self._sheet.delimiter, self._width, self._judge)
            self.left_out = records.left_out
            with (
                io.BufferedReader(records, buffer_size=1 << 18) as stream,
                self._reader(stream, columns, rows) as reader,
            ):
                for frame in reader:
                    read = 0
                    yield Chunk(len(frame), {column: _coded(frame[column]) for column in columns})
        except _EndlessRecordError:
            raise _endless() from None
        except UnicodeDecodeError:
            raise RefusalError("encoding-to-end", encoding=self._sheet.encoding.label) from None
        except pd.errors.ParserError as error:
            if "EOF inside string" in str(error):
                raise _endless() from None
            raise RefusalError("unreadable-rows", error=str(error)) from None
        except BROKEN as error:
            raise RefusalError("unreadable-end", error=str(error)) from None

    def _reader(self, stream: IO[bytes], columns: Sequence[int], rows: int) -> TextFileReader:
        return pd.read_csv(
            stream,
            sep=self._sheet.delimiter,
            header=None,
            names=range(self._width),
            usecols=sorted(set(columns)),
            index_col=False,
            # pandas turns categories that all look like numbers into numbers: 007 would become 7.
            dtype={column: "str" if column in self._digits else "category" for column in columns},
            na_filter=False,
            chunksize=rows,
            engine="c",
            encoding="utf-8",
        )


class _EndlessRecordError(Exception):
    pass


def _endless() -> RefusalError:
    return RefusalError("endless-record")


def _coded(series: pd.Series[str]) -> Coded:
    if not isinstance(series.dtype, pd.CategoricalDtype):
        codes, texts = pd.factorize(series)
        return Coded(codes, [as_written(text.strip()) for text in texts.tolist()])
    return Coded(
        series.cat.codes.to_numpy(), [as_written(str(text).strip()) for text in series.cat.categories.tolist()]
    )


def joined(chunk: Chunk, columns: Sequence[int]) -> tuple[npt.NDArray[np.integer], list[tuple[str, ...]]]:
    """Codes of several columns together, and the texts that each code stands for."""
    first = chunk.columns[columns[0]]
    if len(columns) == 1:
        return first.codes, [(text,) for text in first.texts]
    parts = [chunk.columns[column] for column in columns]
    pairs = np.zeros(chunk.rows, np.int64)
    for part in parts:
        pairs = pairs * len(part.texts) + part.codes
    kept, codes = np.unique(pairs, return_inverse=True)
    texts: list[tuple[str, ...]] = []
    for pair in kept.tolist():
        cells: list[str] = []
        for part in reversed(parts):
            pair, code = divmod(pair, len(part.texts))
            cells.append(part.texts[code])
        texts.append(tuple(reversed(cells)))
    return codes, texts
