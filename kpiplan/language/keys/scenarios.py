"""Shape of `scenarios`: named changes of the plan, laid over it when they are asked for (`language.overlay`)."""

from __future__ import annotations

import re

from kpiplan.language.keys.names import NAME_PATTERN
from kpiplan.language.values.containers import MapOf
from kpiplan.language.values.shape import Reading, Schema, Shape
from kpiplan.language.values.words import Text
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.plan.model import Scenario
from kpiplan.problems import Path

_NAME = NAME_PATTERN.replace("^", "^(?!-)", 1)
_WHY = Text()
_SAYS = "Why the scenario is worth a look."


class ScenarioShape(Shape[str]):
    """What a scenario changes, and why; reads to why. Paths and values are read when it is laid over the plan."""

    what = "changes such as {leads: 1.2%, average_deal: 36k, why: what 2024 brought}"

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind != "mapping" or not node.pairs:
            self.wrong_type(node, path, reading)
            return None
        why = node.get("why")
        return "" if why is None else _WHY.take(why, (*path, "why"), reading)

    def schema(self) -> Schema:
        return {"type": "object", "minProperties": 1, "properties": {"why": {**_WHY.schema(), "description": _SAYS}}}


def _name_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    if re.match(_NAME, name):
        return True
    message = f"'{shorten(name)}' can't be the name of a scenario"
    hint = "write 1 to 60 characters, no dot among them, and begin with no dash"
    reading.report("bad-name", message, path, key.place, hint)
    return False


class ScenariosShape(Shape[tuple[Scenario, ...]]):
    """All scenarios, in the order of the file."""

    what = "scenarios such as {cautious: {leads: 1.2%}}"

    def __init__(self) -> None:
        self.named = MapOf(ScenarioShape(), self.what, _name_known, {"pattern": _NAME})

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[Scenario, ...] | None:
        found = self.named.read(node, path, reading)
        return None if found is None else tuple(Scenario(name, why) for name, why in found.items())

    def schema(self) -> Schema:
        return self.named.schema()


SCENARIOS = ScenariosShape()
