"""The KPIs that a plan chooses: what each must be, whose it is, when it is looked at."""

from __future__ import annotations

from kpiplan.figures import By
from kpiplan.kpis.record import Cadence, Kpi
from kpiplan.months import Month, Series
from kpiplan.tuples import NamedTuple


class Limit(NamedTuple):
    """A limit by plan month. Of a KPI that adds up (`kpis.measures.adds_up`) each is the month's part of the year.

    `stated` is what amounts were stated of: those of a quarter or of the year are spread evenly over its months, until
    the plan times them (`scorecard.timing`); then they are of months.
    """

    months: Series
    stated: By = "month"


class Band(NamedTuple):
    """At least `low`, at most `high`, or between both."""

    low: Limit | None
    high: Limit | None
    between: bool = False  # written as one, `between: [40%, 60%]`

    def key(self, side: str) -> str:
        """The key of the plan that states a limit, at_least or at_most."""
        return "between" if self.between else side


class Path(NamedTuple):
    """From a value at the plan's start to another at the end of month `by`, in equal steps; it holds from there on."""

    start: float
    end: float
    by: Month


class Deed(NamedTuple):
    """Something that is done or not, due by the end of a month (None: nobody said when)."""

    done: bool
    due: Month | None


class Tasks(NamedTuple):
    """A list of tasks, those done, and the month by whose end all are due (None: nobody said when)."""

    tasks: tuple[str, ...]
    done: tuple[str, ...]
    due: Month | None


Aim = Band | Path | Deed | Tasks


def to_do(aim: Aim) -> tuple[str, ...]:
    """The tasks of a list that are not done, in its order; none of anything else."""
    return tuple(task for task in aim.tasks if task not in aim.done) if isinstance(aim, Tasks) else ()


def due_month(aim: Aim) -> Month | None:
    """The month by whose end a deed or the tasks of a list are due; None of anything else, or where nobody said."""
    return aim.due if isinstance(aim, Deed | Tasks) else None


class Chosen(NamedTuple):
    """A KPI of a plan. `kpi` is the record of the catalogue or the plan's own; None for deeds and tasks.

    `per` are columns of exports by whose values it is broken down, such as Campaign.
    """

    id: str
    aim: Aim
    kpi: Kpi | None = None
    label: str = ""
    owner: str = ""
    source: str = ""
    action: str = ""
    review: Cadence | None = None
    per: tuple[str, ...] = ()

    @property
    def cadence(self) -> Cadence | None:
        """How often it is reviewed: as the plan says, else as the catalogue does; deeds and tasks have a due month."""
        return self.review or (self.kpi.cadence if self.kpi else None)


def owner_key(owner: str) -> str:
    """What tells owners apart: neither capital letters nor blanks do."""
    return " ".join(owner.casefold().split())


def in_words(name: str) -> str:
    """An identifier as it is shown where nothing better is known: `launch_tasks` as Launch tasks."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
