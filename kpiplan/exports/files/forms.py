"""The forms that the cells of a column have: one that comes up late is noticed where nobody keeps all cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpiplan.exports.cells.dates import possible_orders

MOST = 2000  # forms of a column: beyond them it is one of names
_DIGITS = str.maketrans("0123456789", "9999999999")
_MARKS = ("/", ".", "-")  # between day, month and year

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
    """The forms of some columns: those known at first, and the first cell of each that comes up later."""

    def __init__(self, known: Mapping[int, Iterable[str]]) -> None:
        self._known = {column: set(map(form_of, texts)) for column, texts in known.items()}
        self.late: dict[int, tuple[str, ...]] = {}

    def columns(self) -> frozenset[int]:
        """The columns that are looked at."""
        return frozenset(self._known)

    def look_at(self, column: int, texts: Iterable[str]) -> None:
        """Notes the forms of cells of a column."""
        known = self._known[column]
        for text in texts:
            if (form := form_of(text)) not in known and len(known) < MOST:
                known.add(form)
                self.late[column] = (*self.late.get(column, ()), text)
