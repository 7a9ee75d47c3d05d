"""The one exception inside this package: a file or table that can't be read, and why."""

from __future__ import annotations

from kpiplan.actuals.results import Condition
from kpiplan.codes import CodeName
from kpiplan.problems import Place, Problem


class RefusalError(Exception):
    """Stops the reading of one file or table; caught where files are gone through."""

    def __init__(self, code: CodeName, message: str, hint: str = "", line: int | None = None) -> None:
        self.problem = Problem(code, message, hint=hint, place=Place(line, 1) if line else None)
        super().__init__(message)


def shown(text: str, width: int = 60) -> str:
    """A text of a file as messages may show it: printable, in quotation marks, not too long."""
    clean = "".join(char if char.isprintable() else " " for char in text).strip()
    return f"'{clean if len(clean) <= width else clean[: width - 1] + '…'}'"


def listed(texts: list[str], limit: int = 12) -> str:
    """Several texts of a file for a message, the rest counted."""
    more = f" and {len(texts) - limit} more" if len(texts) > limit else ""
    return ", ".join(shown(text, 40) for text in texts[:limit]) + more


def clause(condition: Condition) -> str:
    """A condition for a message: `Stage is Won or Closed Won`."""
    return f"{condition.column} is {' or '.join(condition.values) or 'filled in'}"
