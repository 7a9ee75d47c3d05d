"""Text in cells that a spreadsheet shows and does not run as a formula."""

from __future__ import annotations

import re

# What a spreadsheet takes for the begin of a formula, full-width as well, and the text's own apostrophes before it.
_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def defused(text: str) -> str:
    """A text cell that no spreadsheet runs as a formula: with an apostrophe before what would begin one."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(cell: str) -> str:
    """What a cell says that was defused, here or by whoever wrote the export; any other as it is."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
