"""Calendar months and the plan year that is counted in them."""

import re

from kpiplan.tuples import NamedTuple

ABBREVIATIONS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEAR_MONTHS = 12

Series = tuple[float, ...]  # one value a plan month, twelve of them

_MONTH = r"(\d{4})-(0[1-9]|1[0-2])"
_QUARTER = r"(\d{4})-[Qq]([1-4])"


class Month(NamedTuple):
    """A calendar month, such as April 2020."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    def plus(self, months: int) -> "Month":
        """The month that comes `months` later (earlier where negative)."""
        year, month = divmod(self.year * YEAR_MONTHS + self.month - 1 + months, YEAR_MONTHS)
        return Month(year, month + 1)

    def since(self, start: "Month") -> int:
        """How many months this one lies after `start`: its plan month less one."""
        return (self.year - start.year) * YEAR_MONTHS + self.month - start.month

    @property
    def short(self) -> str:
        """Jan, Feb, … Dec."""
        return NAMES[self.month - 1][:3]

    @property
    def long(self) -> str:
        """April 2020."""
        return f"{NAMES[self.month - 1]} {self.year}"


def parse_month(text: str) -> Month | None:
    """`2020-04` as a Month, None where the text is none."""
    found = re.fullmatch(_MONTH, text)
    return Month(int(found[1]), int(found[2])) if found else None


def parse_quarter(text: str) -> tuple[Month, Month, Month] | None:
    """The three months of a calendar quarter such as `2019-Q4`, None where the text is none."""
    found = re.fullmatch(_QUARTER, text)
    if not found:
        return None
    first = Month(int(found[1]), int(found[2]) * 3 - 2)
    return first, first.plus(1), first.plus(2)


def month_number(name: str) -> int | None:
    """1..12 for an English month name (mar, March, sept), None for any other text."""
    lowered = name.lower()
    if lowered == "sept":
        return 9
    for number, (short, long) in enumerate(zip(ABBREVIATIONS, NAMES, strict=True), start=1):
        if lowered in (short, long.lower()):
            return number
    return None


def plan_months(start: Month) -> tuple[Month, ...]:
    """The twelve months of the plan year that begins with `start`."""
    return tuple(start.plus(offset) for offset in range(YEAR_MONTHS))


def span(first: Month, last: Month) -> str:
    """`January to December 2020`, `February 2025 to January 2026`, `March 2020`."""
    if first == last:
        return first.long
    begin = NAMES[first.month - 1] if first.year == last.year else first.long
    return f"{begin} to {last.long}"
