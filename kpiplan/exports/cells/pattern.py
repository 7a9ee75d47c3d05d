"""Regular expressions of many languages, which take longer to compile than to ask of a small file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


class Pattern:
    """A regular expression that is compiled when the first text is held against it. Few files need all of them.

    From then on it is asked as quickly as any other: its methods are those of the expression.
    """

    search: Callable[[str], re.Match[str] | None]
    match: Callable[[str], re.Match[str] | None]
    fullmatch: Callable[[str], re.Match[str] | None]
    finditer: Callable[[str], Iterator[re.Match[str]]]
    sub: Callable[[str, str], str]

    def __init__(self, text: str, flags: int = re.IGNORECASE) -> None:
        self.text = text
        self._flags = flags

    def __getattr__(self, name: str) -> object:
        """One of the methods, none of which is there before the expression is compiled."""
        if name not in Pattern.__annotations__:
            raise AttributeError(name)
        made = re.compile(self.text, self._flags)
        self.search, self.match, self.fullmatch = made.search, made.match, made.fullmatch
        self.finditer, self.sub = made.finditer, made.sub
        return getattr(self, name)
