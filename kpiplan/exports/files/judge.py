"""Why a row of a table is no data, asked by whoever goes through its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kpiplan.exports.results import Why


class RowJudge(NamedTuple):
    """Why a row is no data, None where it is; asked of rows as wide as others only where one of `hints` is in them."""

    why: Callable[[list[str]], Why | None]
    hints: tuple[bytes, ...]  # without capitals

    def hinted(self, text: bytes) -> bool:
        """Whether there may be such a row in a text."""
        lower = text.lower()
        return any(hint in lower for hint in self.hints)

    def places(self, text: bytes) -> list[int]:
        """Where in a text the hints are."""
        lower = text.lower()
        there = [re.escape(hint) for hint in self.hints if hint in lower]
        return [found.start() for found in re.finditer(b"|".join(there), lower)] if there else []
