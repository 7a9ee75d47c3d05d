"""The forms that the cells of a column have: one that comes up late is noticed where nobody keeps all cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType

from kpiplan.exports.cells.dates import possible_orders

MOST = 2000  # forms of a column: beyond them it is one of names
KEPT = 50_000  # cells that are known to be of no new form
_DIGITS = str.maketrans("0123456789", "9999999999")
_MARKS = ("/", ".", "-")  # between day, month and year

_POINT = re.compile(r"-?[0-9]*\.(?:[0-9]{0,2}|[0-9]{4,})|-?0?\.[0-9]+")  # that can be the decimal mark alone

Form = tuple[str, object]


def form_of(text: str) -> Form:
    """What a cell looks like: digits are all alike, but for what they tell of the order of day and month."""
    shape = text.translate(_DIGITS)
    if shape[1:2] in _MARKS or shape[2:3] in _MARKS:
        orders = possible_orders(text)
        if orders and len(orders) > 1:
            numbers = text.replace(".", "/").replace("-", "/").split("/")
            return shape, (orders, numbers[0] == numbers[1])
        return shape, orders
    return shape, None


class Forms:
    """The forms of some columns: those known at first, and the first cell of each that comes up later.

    `told`: what the cells of a column say, where it is not what they look like that matters."""

    def __init__(
        self,
        known: Mapping[int, Collection[str]],
        told: Mapping[int, Callable[[str], str]] = MappingProxyType({}),
    ) -> None:
        self._told = told
        self._known = {column: {self._form(column, text) for text in texts} for column, texts in known.items()}
        self._seen: dict[int, set[str]] = {column: set(texts) for column, texts in known.items()}
        self._points: dict[int, bool] = {}
        self.late: dict[int, tuple[str, ...]] = {}

    def _form(self, column: int, text: str) -> Form:
        told = self._told.get(column)
        return (told(text), None) if told else form_of(text)

    def columns(self) -> frozenset[int]:
        """The columns that are looked at."""
        return frozenset(self._known)

    def look_at(self, column: int, texts: Iterable[str]) -> None:
        """Notes the forms of cells of a column."""
        known, seen = self._known[column], self._seen[column]
        if len(seen) > KEPT:
            seen.clear()
        new = [text for text in dict.fromkeys(texts) if text not in seen]
        seen.update(new)
        for text in new:
            if (form := self._form(column, text)) not in known and len(known) < MOST:
                known.add(form)
                self.late[column] = (*self.late.get(column, ()), text)

    def points_are_known(self, column: int) -> bool:
        """Whether the cells of a column by which it was judged show a point to be the decimal mark."""
        known = self._points.get(column)
        if known is None:
            known = self._points[column] = any(map(_POINT.fullmatch, self._seen[column]))
        return known
