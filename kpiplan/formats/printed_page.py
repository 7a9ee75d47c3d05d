"""An agreement as Markdown that reads as plain text too: tables are aligned, blanks are rows of dots."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.formats.lines import width_of
from kpiplan.formats.markdown import escaped
from kpiplan.reports.agreement.chapters import Items, PrintedPage
from kpiplan.reports.model import Row, Table

_MARK = re.compile(r"^(\d*)([.)+=-])")


def printed_markdown(page: PrintedPage) -> str:
    """Title, what it is about, chapters."""
    parts = [f"# {_plain(page.title)}", _items(page.about)]
    for chapter in page.chapters:
        parts.append(f"{'#' * (chapter.level + 1)} {_plain(chapter.title)}")
        for part in chapter.parts:
            if isinstance(part, Table):
                parts.append(_table(part))
            else:
                parts.append(_items(part) if isinstance(part, Items) else _paragraph(part))
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands, with as few signs added as that needs: a single ~ strikes nothing out."""
    return escaped(text).replace("\\~", "~") if text.count("~") == 1 else escaped(text)


def _paragraph(text: str) -> str:
    """A paragraph, even where a name that it begins with looks like the number or mark of a list."""
    return _MARK.sub(r"\1\\\2", _plain(text))


def _items(items: Items) -> str:
    return "\n".join(f"- {_plain(line)}" for line in items.lines)


def _table(table: Table) -> str:
    """A table whose columns line up in any text with characters of one width, wide ones counted as two."""
    heads = [_plain(column.title) for column in table.columns]
    rows = [_row_cells(row) for row in table.rows]
    widths = [max(3, *(width_of(cells[at]) for cells in (heads, *rows))) for at in range(len(heads))]
    words = [column.words for column in table.columns]
    rule = [
        f":{'-' * (width - 1)}" if left else f"{'-' * (width - 1)}:" for left, width in zip(words, widths, strict=True)
    ]
    return "\n".join(_line(cells, widths, words) for cells in (heads, rule, *rows))


def _row_cells(row: Row) -> list[str]:
    cells = [_plain(cell.text) for cell in row.cells]
    return [f"**{cell}**" for cell in cells] if row.kind == "total" else cells


def _line(cells: Sequence[str], widths: Sequence[int], words: Sequence[bool]) -> str:
    padded = []
    for cell, width, left in zip(cells, widths, words, strict=True):
        gap = " " * (width - width_of(cell))
        padded.append(cell + gap if left else gap + cell)
    return f"| {' | '.join(padded)} |"
