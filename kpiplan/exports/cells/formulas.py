"""Text in cells that a spreadsheet shows and does not run as a formula."""

from __future__ import annotations

_BEGINS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")  # what begins a formula to a spreadsheet, full-width as well


def _formula(text: str) -> bool:
    return text.lstrip("'").startswith(_BEGINS)  # the text's own apostrophes aside


def defused(text: str) -> str:
    """A text cell that no spreadsheet runs as a formula: with an apostrophe before what would begin one."""
    return f"'{text}" if _formula(text) else text


def as_written(cell: str) -> str:
    """What a cell says that was defused, here or by whoever wrote the export; any other as it is."""
    return cell[1:] if cell.startswith("'") and _formula(cell) else cell
