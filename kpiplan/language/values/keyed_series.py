"""A series by keys: a ramp from its first month to its last, steps at months of a year, names of calendar months."""

from __future__ import annotations

from collections.abc import Mapping

from kpiplan.language.values.calendar import (
    DATED_PATTERN,
    dated_hint,
    keyed_schema,
    month_names_schema,
    named_months,
    report_no_month,
)
from kpiplan.language.values.records import Key, Record
from kpiplan.language.values.shape import Reading, Schema, Shape
from kpiplan.language.values.words import dated_month
from kpiplan.language.yaml.nodes import Node
from kpiplan.locales.calendar_words import named_month
from kpiplan.months import ABBREVIATIONS, YEAR_MONTHS, Month, Series, plan_months
from kpiplan.problems import Path

_ANY_YEAR = Month(2000, 1)


def read_keyed(item: Shape[float], node: Node, path: Path, reading: Reading) -> Series | None:
    """The 12 values of a mapping, each of the shape of `item`."""
    names = {key.text for key, _ in node.pairs}
    if names & set(_ramp(item).keys):
        return _ramp_values(item, node, path, reading)
    if any(name[:1].isdigit() and not named_month(name) for name in names):
        return _steps(item, node, path, reading)
    return _named(item, node, path, reading)


def keyed_schemas(item: Shape[float]) -> tuple[Schema, ...]:
    """The kinds of mapping that `read_keyed` takes."""
    held = item.schema()
    return _ramp(item).schema(), month_names_schema(held), keyed_schema(f"^{DATED_PATTERN}$", held)


def _ramp(item: Shape[float]) -> Record:
    first = Key(item, "Value of the first month.", True, "…")
    last = Key(item, "Value of the last month.", True, "…")
    return Record("a ramp such as {from: 1.5%, to: 2%}", {"from": first, "to": last})


def _ramp_values(item: Shape[float], node: Node, path: Path, reading: Reading) -> Series | None:
    ends = _ramp(item).read(node, path, reading) or {}
    if len(ends) < 2:
        return None
    first, last = ends["from"], ends["to"]
    return tuple(first + (last - first) * step / (YEAR_MONTHS - 1) for step in range(YEAR_MONTHS))


def _steps(item: Shape[float], node: Node, path: Path, reading: Reading) -> Series | None:
    start = reading.start or _ANY_YEAR
    end = start.plus(YEAR_MONTHS - 1)
    steps: list[tuple[Month, float]] = []
    for key, held in node.pairs:
        month = dated_month(key.text)
        value = item.take(held, (*path, key.text), reading)
        if month is None:
            _report_undated(key, path, reading, start)
        elif reading.start and month > end:
            message = f"{month} lies after the plan year, which ends in {end}"
            reading.report("month-outside", message, (*path, key.text), key.place, "remove it")
        elif value is not None:
            steps.append((month, value))
    if len(steps) < len(node.pairs):
        return None
    steps.sort()
    if reading.start and steps[0][0] > start:
        message = f"nothing is said of the months before {steps[0][0]}"
        hint = f"begin with {start}, the plan's first month"
        reading.report("month-outside", message, path, node.pairs[0][0].place, hint)
        return None
    return tuple(next((v for at, v in reversed(steps) if at <= m), steps[0][1]) for m in plan_months(start))


def _named(item: Shape[float], node: Node, path: Path, reading: Reading) -> Series | None:
    values = {key.text: item.take(held, (*path, key.text), reading) for key, held in reversed(node.pairs)}
    named = named_months(node, path, reading)
    if named is None:
        return None
    if "else" not in values and len(named) < YEAR_MONTHS:
        hint = "add `else: …` for the other months"
        reading.report("missing-key", "not every month has a value", path, node.pairs[0][0].place, hint)
        return None
    good = {name: value for name, value in values.items() if value is not None}
    if len(good) < len(values):
        return None
    return by_name(named, good, good.get("else", 0.0), reading)


def _report_undated(key: Node, path: Path, reading: Reading, start: Month) -> None:
    month = named_month(key.text)
    number = month.number if month else None
    hint = dated_hint(key.text, "write every month as 2025-02")
    if number:
        dated = next(month for month in plan_months(start) if month.month == number)
        hint = f"months with and without a year don't mix: write `{dated}`, or `{ABBREVIATIONS[number - 1]}` for all"
    report_no_month(key, path, reading, hint)


def by_name(named: Mapping[int, str], values: Mapping[str, float], other: float, reading: Reading) -> Series:
    """The values of the plan months from those of calendar months; `other` where a month is not named."""
    months = plan_months(reading.start or _ANY_YEAR)
    return tuple(values[named[month.month]] if month.month in named else other for month in months)
