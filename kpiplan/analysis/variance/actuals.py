"""What really happened, as the core takes it: counts and money by segment and plan month. Absence is not zero."""

from collections.abc import Mapping
from types import MappingProxyType

from kpiplan.months import YEAR_MONTHS, Series
from kpiplan.plan.model import EMPTY
from kpiplan.tuples import NamedTuple

# plan month (1..12, below 1: before the plan) -> amount; a month that is not there is unknown
Counts = Mapping[int, float]
UNKNOWN: Counts = MappingProxyType({})


class Seen(NamedTuple):
    """Actuals of one segment, or of the whole plan.

    `arrivals` and `spend` hold amounts by stage, and by marketing_spend, sales_spend and spend.
    """

    arrivals: Mapping[str, Counts] = EMPTY
    revenue: Counts = UNKNOWN
    spend: Mapping[str, Counts] = EMPTY


class Window(NamedTuple):
    """The plan months that are compared: 1..`through`, of the last of them the covered `part` (1: the whole month).

    Of the month `begin`, if any, the share `missed` at its begin is in no export.
    """

    through: int
    part: float = 1.0
    begin: int = 0
    missed: float = 0.0

    @property
    def months(self) -> tuple[int, ...]:
        """The plan months compared."""
        return tuple(range(1, self.through + 1))

    @property
    def left(self) -> float:
        """How many months of the year are still to come."""
        return YEAR_MONTHS - self.through + 1 - self.part

    @property
    def whole(self) -> tuple[int, ...]:
        """The plan months compared that are covered from their first to their last day."""
        return tuple(month for month in self.months if self.share(month) == 1)

    def share(self, month: int) -> float:
        """How much of a plan month is covered."""
        upto = self.part if month == self.through else 1.0
        return upto - self.missed if month == self.begin else upto

    def covered(self, series: Series) -> Series:
        """A series of plan months, incomplete months as far as they are covered."""
        return tuple(value - (1 - self.share(at)) * value for at, value in enumerate(series, start=1))

    def known(self, counts: Counts) -> dict[int, float]:
        """What is known of the months compared."""
        return {month: counts[month] for month in self.months if month in counts}


class Actuals(NamedTuple):
    """What was seen, by segment (None: the whole plan), and the months that it covers (see `Window`)."""

    seen: Mapping[str | None, Seen]
    through: int
    part: float = 1.0
    begin: int = 0
    missed: float = 0.0

    @property
    def window(self) -> Window:
        """The months compared. Raises ValueError where `through` is no plan month or `part` no part of a month."""
        if not (1 <= self.through <= YEAR_MONTHS and 0 < self.part <= 1):
            raise ValueError(f"no part of the plan year: through month {self.through}, {self.part} of it")
        window = Window(self.through, self.part, self.begin, self.missed)
        if self.begin and not (1 <= self.begin <= self.through and window.share(self.begin) > 0):
            raise ValueError(f"nothing is left of month {self.begin}, of which {self.missed} is missed")
        return window
