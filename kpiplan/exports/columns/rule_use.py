"""Which rules found their columns in any table that they are for: a rule for one file is no error for the others."""

from __future__ import annotations

from kpiplan.exports.refusal import RefusalError
from kpiplan.problems import Problem

SPLIT = "\0split"  # stands among the KPIs for the split


class Applied:
    """The KPIs whose rules some table follows, and why a table does not follow the others."""

    def __init__(self) -> None:
        self.met: set[str] = set()
        self.missed: dict[str, tuple[str, RefusalError]] = {}

    def meet(self, kpi: str) -> None:
        """A table has the columns that a rule names."""
        self.met.add(kpi)

    def miss(self, kpi: str, file: str, refusal: RefusalError) -> None:
        """A table lacks one of them. What names the nearest column says most."""
        before = self.missed.get(kpi)
        if before is None or (refusal.refusal.fields.get("near") and not before[1].refusal.fields.get("near")):
            self.missed[kpi] = (file, refusal)

    @property
    def unmet(self) -> list[Problem]:
        """What is wrong with the rules that no table follows, each reason once."""
        problems = [refusal.problem(file) for kpi, (file, refusal) in self.missed.items() if kpi not in self.met]
        return list(dict.fromkeys(problems))
