"""The keys of one KPI: what it must be, whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from kpiplan.kpis.formulas import Formula, FormulaError, parse
from kpiplan.kpis.measures import adds_up
from kpiplan.kpis.record import Cadence, Kpi
from kpiplan.language.keys.kpi_limits import BetweenShape, limit_shape, loose_schema, value_shape
from kpiplan.language.keys.own_kpis import UNITS
from kpiplan.language.values.containers import ListOf
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of
from kpiplan.language.values.words import Choice, Flag, StartMonth, Text
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.plan.kpi_goals import Aim, Band, Deed, Tasks
from kpiplan.plan.kpi_goals import Path as Course
from kpiplan.problems import Path, nearest

CADENCES: tuple[str, ...] = get_args(Cadence)
AIMS = ("at_least", "at_most", "between", "reach", "done", "tasks")


class FormulaText(Shape[Formula]):
    """A formula over base measures."""

    what = "a formula such as demos / leads"

    def read(self, node: Node, path: Path, reading: Reading) -> Formula | None:
        text = Text(self.what).read(node, path, reading)
        if text is None:
            return None
        try:
            return parse(text)
        except FormulaError as error:
            place = node.place
            if node.plain and not node.block:
                place = place._replace(column=place.column + error.at, length=error.length)
            reading.report("bad-formula", str(error), path, place, f"write {self.what}")
            return None

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "pattern": r"\S"}


class Texts(Shape[tuple[str, ...]]):
    """A text, or a list of them."""

    def __init__(self, what: str) -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[str, ...] | None:
        if node.kind == "list":
            return ListOf(Text(self.what), self.what).read(node, path, reading)
        text = Text(self.what).read(node, path, reading)
        return None if text is None else (text,)

    def schema(self) -> Schema:
        item = Text().schema()
        return any_of(item, {"type": "array", "items": item, "minItems": 1})


class DoneShape(Shape[bool | tuple[str, ...]]):
    """Whether something is done, or which of the tasks are."""

    what = "true or false, or of tasks a list of those done"

    def read(self, node: Node, path: Path, reading: Reading) -> bool | tuple[str, ...] | None:
        if node.kind == "list":
            return Texts(self.what).read(node, path, reading) if node.items else ()
        return Flag().read(node, path, reading)

    def schema(self) -> Schema:
        return any_of(Flag().schema(), {"type": "array", "items": Text().schema()})


def _together(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """Keys that mean nothing without another."""
    for name, others, example in (
        ("from", ("reach",), "reach: 45"),
        ("by", ("reach",), "reach: 45"),
        ("due", ("done", "tasks"), "done: false"),
        ("reach", ("from",), "from: 30"),
    ):
        if node.has(name) and not any(node.has(other) for other in others):
            message = f"{shorten(str(path[-1]))} has {name}, but no {' or '.join(others)}"
            reading.report("missing-key", message, (*path, others[0]), node.place, f"add `{example}`")
    if isinstance(values.get("done"), tuple) and not node.has("tasks"):
        message = f"{shorten(str(path[-1]))} lists what is done, but no tasks"
        reading.report("missing-key", message, (*path, "tasks"), node.place, "add `tasks: [landing page, scoring]`")


def kpi_record(kpi: Kpi | None) -> Record:
    """The keys of a KPI, with values in its unit; of one that is not measured where there is none."""
    return _record(
        value_shape(kpi) if kpi else _LOOSE,
        limit_shape(kpi, adds_up(kpi)) if kpi else _LOOSE,
    )


def loose_record() -> Record:
    """The keys of any KPI, as a schema knows them, to which the unit is not known."""
    return _record(_LOOSE, _LOOSE)


class _Loose(Shape[Any]):
    """A limit of something that is not measured: that it has one is refused where its keys are compared."""

    what = "a number or an amount"

    def read(self, node: Node, path: Path, reading: Reading) -> Any:
        return None

    def schema(self) -> Schema:
        return loose_schema()


_LOOSE = _Loose()


def _record(value: Shape[Any], limit: Shape[Any]) -> Record:
    return Record(
        "a KPI such as {at_most: 480, owner: Demand generation}",
        {
            "at_least": Key(limit, "The least that is right, by month or quarter where wanted.", False, "45%"),
            "at_most": Key(limit, "The most that is right.", False, "480"),
            "between": Key(BetweenShape(limit), "The least and the most that is right."),
            "reach": Key(value, "Where a path leads: progress from start to goal.", False, "45"),
            "from": Key(value, "Where the path begins, at the plan's start."),
            "by": Key(StartMonth(), "The month by whose end it is reached; left out, the plan's last."),
            "tasks": Key(Texts("tasks such as [landing page, scoring]"), "Tasks that are to be done."),
            "done": Key(DoneShape(), "Whether it is done, or which of the tasks are.", False, "false"),
            "due": Key(StartMonth(), "The month by whose end it is due."),
            "name": Key(Text(), "What tables call it."),
            "owner": Key(Text(), "Whose it is."),
            "source": Key(Text(), "Where its numbers come from."),
            "action": Key(Text(), "What is done when it is off."),
            "review": Key(
                Choice(CADENCES, ", ".join(CADENCES[:-1]) + f" or {CADENCES[-1]}"), "How often it is reviewed."
            ),
            "per": Key(Texts("a column such as Campaign"), "Column of exports by whose values it is broken down."),
            "formula": Key(FormulaText(), "Of a KPI of your own: its formula over base measures."),
            "unit": Key(Choice(UNITS, ", ".join(UNITS[:-1]) + f" or {UNITS[-1]}"), "Of a KPI of your own: its unit."),
            "direction": Key(Choice(("higher", "lower"), "higher or lower"), "Of a KPI of your own: what is better."),
        },
        exclusive=[
            ("at_least", "between", "reach", "tasks"),
            ("at_most", "between", "reach", "tasks"),
            *((name, "done") for name in ("at_least", "at_most", "between", "reach")),
        ],
        needed=[AIMS],
        rules=[_together],
    )


def aim_of(values: Mapping[str, Any], node: Node, path: Path, reading: Reading) -> Aim | None:
    """What a KPI must be, of the values that could be read; None where none could."""
    if "tasks" in values:
        return _tasks(values, node, path, reading)
    if "reach" in values and "from" in values:
        return _course(values, node, path, reading)
    if "between" in values:
        low, high = values["between"]
        return Band(low, high, between=True)
    if "at_least" in values or "at_most" in values:
        low, high = values.get("at_least"), values.get("at_most")
        if low and high and any(one > two for one, two in zip(low.months, high.months, strict=True)):
            message = "at_least is above at_most"
            reading.report(
                "out-of-range", message, (*path, "at_most"), (node.get("at_most") or node).place, "swap them"
            )
            return None
        return Band(low, high)
    return Deed(values["done"], values.get("due")) if isinstance(values.get("done"), bool) else None


def _course(values: Mapping[str, Any], node: Node, path: Path, reading: Reading) -> Course | None:
    start = reading.start
    by: Month | None = values.get("by")
    if start is None:
        return None
    if by and by < start:
        hint = f"write {start.plus(YEAR_MONTHS - 1)}, or a month from {start} on"
        message = f"{by} lies before the plan year, which begins in {start}"
        reading.report("month-outside", message, (*path, "by"), (node.get("by") or node).place, hint)
        return None
    return Course(values["from"], values["reach"], by or start.plus(YEAR_MONTHS - 1))


def _tasks(values: Mapping[str, Any], node: Node, path: Path, reading: Reading) -> Tasks:
    tasks, done = tuple(dict.fromkeys(values["tasks"])), values.get("done", ())
    if isinstance(done, bool):
        done = tasks if done else ()
    listed = node.get("done")
    for at, task in enumerate(done):
        if task not in tasks:
            item = listed.items[at] if listed and listed.kind == "list" and at < len(listed.items) else node
            near = nearest(task, tasks)
            hint = f"did you mean `{near}`?" if near else f"the tasks are {', '.join(tasks)}"
            message = f"no task is called {shorten(task)}"
            reading.report("unknown-task", message, (*path, "done", at), item.place, hint)
    return Tasks(tasks, tuple(task for task in tasks if task in done), values.get("due"))
