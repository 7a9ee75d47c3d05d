"""What was edited in a workbook: its inputs against those of the plan that it was made of, and of the plan as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kpiplan.analysis.workbook.inputs import SheetInput
from kpiplan.analysis.workbook.values import Value, day_of
from kpiplan.tuples import NamedTuple

Typed = tuple[str, Value, bool]  # where a cell stands (`Inputs!D5`), what is in it, whether that is a formula
_Key = tuple[str | None, str, str]

FaultCode = Literal["missing", "moved", "formula", "text", "empty", "gone", "conflict", "unwritable"]
SAME = 1e-11  # relative: what passes through a spreadsheet has 15 digits at the least
_OPTIONAL = ("from_elsewhere", "round_customers", "next_year")
_WORDS = {"rounding": ("nearest", "up", "down"), "next year": ("none",)}


class InputChange(NamedTuple):
    """An input with another value than the plan has."""

    input: SheetInput
    after: tuple[Value, ...]


class InputFault(NamedTuple):
    """An input that can't be read back, and the cell that says why.

    missing: its name is gone; moved: its cells are no longer as many in one row; formula, text, empty: what is in a
    cell; gone: the plan no longer has it; conflict: the plan has changed it too; unwritable: the text of the plan can't
    take it without losing something.
    """

    code: FaultCode
    input: SheetInput
    cell: str = ""
    found: Value = None


class Pulled(NamedTuple):
    """Everything that was edited, and what of it can't be taken back."""

    changes: tuple[InputChange, ...]
    faults: tuple[InputFault, ...]


def pulled(base: Sequence[SheetInput], now: Sequence[SheetInput], typed: Mapping[str, Sequence[Typed]]) -> Pulled:
    """What a workbook made of a plan (`base`) changes in the plan as it is `now`.

    `typed` are the cells of the workbook by the names of their ranges. What the plan itself has changed since, and the
    workbook has not, stays.
    """
    there = {_key(each): each for each in now}
    changes: list[InputChange] = []
    faults: list[InputFault] = []
    for each in base:
        found = _read(each, typed.get(each.name))
        if isinstance(found, InputFault):
            faults.append(found)
        elif not _same_of(each, found, each.values):
            current = there.get(_key(each))
            if current is None:
                faults.append(InputFault("gone", each))
            elif _same_of(each, current.values, found):
                continue  # it is in the plan already
            elif not _same_of(each, current.values, each.values):
                faults.append(InputFault("conflict", current))
            else:
                changes.append(InputChange(current, found))
    return Pulled(tuple(changes), tuple(faults))


def unwritten(
    wanted: Sequence[InputChange], before: Sequence[SheetInput], after: Sequence[SheetInput]
) -> Iterator[InputFault]:
    """The inputs of a plan that are not what they were to be after changes were written, or not what they were."""
    expected = {_key(each): each.values for each in before}
    expected |= {_key(each.input): each.after for each in wanted}
    known = {_key(each): each for each in before}
    have = {_key(each): each.values for each in after}
    for key, values in expected.items():
        if key not in have or not _same_of(known[key], have[key], values):
            yield InputFault("unwritable", known[key])


def _same_of(each: SheetInput, one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    """Whether an input has the same values; of weights only their parts of the sum count."""
    if each.kind == "weight":
        one, other = _in_parts(one), _in_parts(other)
    return same(one, other)


def _in_parts(values: tuple[Value, ...]) -> tuple[Value, ...]:
    total = sum(value for value in values if isinstance(value, float))
    return tuple(value / total if isinstance(value, float) and total else value for value in values)


def same(one: Sequence[Value], other: Sequence[Value]) -> bool:
    """Whether values are the same, but for what spreadsheets are off by; ages that nobody has make no difference."""
    longest = max(len(one), len(other))
    if 1 < longest != len(one) or 1 < longest != len(other):
        one, other = (*one, *(0.0,) * (longest - len(one))), (*other, *(0.0,) * (longest - len(other)))
    return all(_alike(a, b) for a, b in zip(one, other, strict=True))


def _alike(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= SAME * max(abs(one), abs(other))
    return one == other


def _key(each: SheetInput) -> _Key:
    return each.segment, each.key, each.of


def _first_day(number: float) -> float:
    """The first day of the month of a day: which one somebody types makes no difference."""
    return number - day_of(number).day + 1 - number % 1


def _read(each: SheetInput, cells: Sequence[Typed] | None) -> tuple[Value, ...] | InputFault:
    """The values of an input as they stand in the workbook."""
    if cells is None:
        return InputFault("missing", each)
    if len(cells) != len(each.values):
        return InputFault("moved", each, cells[0][0] if cells else "")
    values: list[Value] = []
    for cell, value, formula in cells:
        if formula:
            return InputFault("formula", each, cell, value)
        if value in (None, ""):
            if each.form != "ages" and each.key not in _OPTIONAL:
                return InputFault("empty", each, cell)
            value = 0.0 if each.form == "ages" else None
        elif (isinstance(value, str) and value not in _WORDS.get(each.kind, ())) or (
            not isinstance(value, str) and each.kind == "rounding"
        ):
            return InputFault("text", each, cell, value)
        values.append(_first_day(value) if each.kind == "month" and isinstance(value, float) else value)
    return tuple(values)
