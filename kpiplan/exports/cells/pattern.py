"""Regular expressions of many languages, which take longer to compile than to ask of a small file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Pattern:
    """A regular expression that is compiled when the first text is held against it. Few files need all of them."""

    def __init__(self, text: str, flags: int = re.IGNORECASE) -> None:
        self.text = text
        self._flags = flags

    @cached_property
    def _made(self) -> re.Pattern[str]:
        return re.compile(self.text, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a text that matches."""
        return self._made.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """What a text begins with, where that matches."""
        return self._made.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The text, where it matches as a whole."""
        return self._made.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places in a text that match."""
        return self._made.finditer(text)

    def sub(self, other: str, text: str) -> str:
        """A text with something else in the place of all that matches."""
        return self._made.sub(other, text)
