"""The names of a plan that exports are read for."""

from collections.abc import Collection, Iterable, Mapping

from kpiplan.tuples import NamedTuple


class PlanNames(NamedTuple):
    """What a plan calls its own. `stages` and `kpis` are names alone or name -> label.

    `kpis` are the KPIs and measures that the plan wants beside its stages: a ratio or score among them is taken where a
    table gives it once a month, and so is what only the plan knows, but for those that `sums` says add up over days.
    `timezone`: an instant belongs to the day that it is there; None: to the day as it is written.
    """

    stages: Mapping[str, str] | Iterable[str] = ()
    segments: Iterable[str] = ()
    kpis: Mapping[str, str] | Iterable[str] = ()
    sums: Collection[str] = ()
    timezone: str | None = None


NO_PLAN = PlanNames()  # everything is wanted
