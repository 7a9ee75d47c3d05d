"""Where the numbers of one funnel come from: inputs of its segment, else those of the plan, scaled to its part."""

from __future__ import annotations

from kpiplan.analysis.workbook.formulas import At, Formula, Line, Named, NamedPart, compared, times, when
from kpiplan.analysis.workbook.inputs import Inputs
from kpiplan.funnel.branches import Branch
from kpiplan.funnel.targets import Outcome
from kpiplan.months import YEAR_MONTHS
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple


class Scope(NamedTuple):
    """A branch by its number, with the inputs that it reads."""

    number: int
    outcome: Outcome
    plan: Plan
    inputs: Inputs

    @property
    def branch(self) -> Branch:
        """The branch."""
        return self.outcome.branch

    @property
    def segment(self) -> str | None:
        """Its segment; None for the whole plan."""
        return self.branch.segment

    @property
    def last(self) -> int:
        """The position of its last stage."""
        return len(self.branch.stages) - 1

    @property
    def owner(self) -> str | None:
        """Whose its funnel is: its segment's, or the plan's."""
        return self.segment if self.branch.own.funnel else None

    @property
    def part(self) -> Formula:
        """Its part of what the plan states as an amount: of direct arrivals and costs."""
        return At(self.line("part"), 1) if self.segment else 1

    def line(self, what: str, stage: int | None = None) -> Line:
        """A line of this branch, or of one of its stages."""
        return (what, self.number) if stage is None else (what, self.number, stage)

    def given(self, key: str, of: str = "") -> str | None:
        """The input of its own, else the plan's."""
        return self.inputs.name(self.segment, key, of) or self.inputs.name(None, key, of)

    def of_stage(self, key: str, of: str, month: int) -> Formula | None:
        """An input of its funnel in a month, the first or last one outside the year; None where it has none."""
        name = self.inputs.name(self.owner, key, of)
        return None if name is None else Named(name, min(max(month, 1), YEAR_MONTHS))

    def scaled(self, key: str, of: str, month: int) -> Formula | None:
        """An amount of its funnel in a month: of what the plan states its part."""
        found = self.of_stage(key, of, month)
        return None if found is None else times(found, 1 if self.owner else self.part)

    def lag(self, stage: int) -> str:
        """The name of a stage's lag."""
        name = self.inputs.name(self.owner, "lag", self.branch.stages[stage].name)
        assert name is not None, "every stage but the first has a lag"
        return name

    def ages(self, stage: int) -> int:
        """The largest age, in months, that the workbook has for a stage's lag."""
        return self.inputs.ages(self.lag(stage))

    def shares(self, stage: int, first: int, last: int) -> NamedPart:
        """Shares of a stage's lag, of some ages."""
        return NamedPart(self.lag(stage), first + 1, last + 1)

    def inherited(self, key: str, otherwise: Formula) -> Formula:
        """What the segment says, else what the plan says, else what follows from the rest."""
        found = otherwise
        for segment in (None, self.segment) if self.segment else (None,):
            if name := self.inputs.name(segment, key):
                found = when(compared(Named(name), "<>", ""), Named(name), found)
        return found
