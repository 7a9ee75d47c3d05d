"""Shapes of `so_far`: what a re-plan knew when it was made. Few plans have it."""

from __future__ import annotations

from typing import Any

from kpiplan.language.keys.names import stage_known
from kpiplan.language.values.containers import ListOf, MapOf
from kpiplan.language.values.limits import ABOVE_ZERO
from kpiplan.language.values.quantities import Multiplier
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.shape import Reading, Schema, Shape
from kpiplan.language.values.words import StartMonth
from kpiplan.language.yaml.nodes import Node
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.plan.model import Elapsed
from kpiplan.problems import Path


class MonthOfPlan(Shape[Month]):
    """A month of the plan's year."""

    def __init__(self, what: str = "a month of the plan such as 2026-03") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> Month | None:
        month = StartMonth(self.what).read(node, path, reading)
        start = reading.start
        if month is None or start is None or 0 <= month.since(start) < YEAR_MONTHS:
            return month
        hint = f"write one from {start} to {start.plus(YEAR_MONTHS - 1)}"
        reading.report("bad-month", f"{month} is no month of this plan", path, node.place, hint)
        return None

    def schema(self) -> Schema:
        return StartMonth(self.what).schema()


class StageNamed(Shape[str]):
    """The name of a stage."""

    def __init__(self, what: str = "the name of a stage") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind != "scalar" or node.empty:
            self.wrong_type(node, path, reading)
            return None
        return node.text if stage_known(node.text, path, node, reading) else None

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class ElapsedShape(Shape[Elapsed]):
    """What had happened when a re-plan was made; a segment says of itself what the plan does not say of all."""

    def __init__(self, what: str, *, of_plan: bool) -> None:
        self.what = what
        keys = {
            "seen": Key(
                ListOf(StageNamed(), "stages such as [visits, customers]"),
                "The stages that were counted in these months; of others they are what was to be expected.",
            ),
            "rates": Key(
                MapOf(Multiplier("a factor such as 0.85", ABOVE_ZERO), "factors such as {leads: 0.85}", stage_known),
                "The rates as they were seen, in parts of those planned: the months left are re-planned at them.",
            ),
        }
        after = {"after": Key(MonthOfPlan(), "The last month that had happened.")} if of_plan else {}
        misplaced = {} if of_plan else {"after": "all of a re-plan is of the same day"}
        self._record = Record(what, {**after, **keys}, misplaced=misplaced)

    def read(self, node: Node, path: Path, reading: Reading) -> Elapsed | None:
        values: dict[str, Any] | None = self._record.read(node, path, reading)
        return None if values is None else Elapsed(**values)

    def schema(self) -> Schema:
        return self._record.schema()


SO_FAR = ElapsedShape("what had happened such as {after: 2026-03, seen: [visits, customers]}", of_plan=True)
SEGMENT_SO_FAR = ElapsedShape("what had happened such as {seen: [visits, customers]}", of_plan=False)
