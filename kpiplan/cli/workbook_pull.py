"""What was edited in a workbook, on its way back into the plan file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from kpiplan.analysis.workbook.changes import InputChange, InputFault, Pulled, pulled, unwritten
from kpiplan.analysis.workbook.inputs import Inputs, SheetInput
from kpiplan.analysis.workbook.values import day_of
from kpiplan.formats.workbook.reading import Edited
from kpiplan.language.editing.ages import has_ages, with_ages
from kpiplan.language.editing.spans import UnwritableError
from kpiplan.language.editing.values import NewValue, with_value
from kpiplan.language.yaml.decoding import decode
from kpiplan.loader import Loaded, load
from kpiplan.months import Month
from kpiplan.plan.model import Plan
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple


class Pull(NamedTuple):
    """What a workbook changes in a plan, and the text of the plan with that; None where something is in the way.

    `loaded` is the plan with the changes where these make errors of it.
    """

    found: Pulled
    text: str | None
    loaded: Loaded | None = None


def pull(edited: Edited, base: Plan, current: Loaded) -> Pull:
    """Compare, and change the text of the plan as it is."""
    plan = current.plan
    assert plan is not None, "a plan with errors is refused before"
    now = Inputs(plan).all
    found = pulled(Inputs(base).all, now, edited.cells)
    if found.faults or not found.changes:
        return Pull(found, None)
    changes = (*found.changes, *_next_years(found.changes, plan, now))
    text, faults = _written(current.source.text, changes, now, plan.start)
    if faults:
        return Pull(found._replace(faults=tuple(faults)), None)
    loaded = load(text.encode(), current.source.file)
    if loaded.plan is None:
        return Pull(found, None, loaded)
    left = tuple(unwritten(changes, now, Inputs(loaded.plan).all))
    if left and (start := [each.input for each in changes if each.input.key == "start"]):
        left = (InputFault("unwritable", start[0]),)  # what names calendar months would be another plan
    return Pull(found._replace(faults=left), None if left else text)


def _written(
    text: str, changes: tuple[InputChange, ...], now: list[SheetInput], start: Month
) -> tuple[str, list[InputFault]]:
    """The text with one change after the other; those that it can't take."""
    faults, aged = [], set[Path]()
    for change in changes:
        each = change.input
        stage = each.path[:-1]
        try:
            if each.key in ("rate", "lag") and has_ages(text, stage):
                text = with_ages(text, stage, *_both(stage, changes, now))
                aged.add(stage)
            elif stage not in aged or each.key not in ("rate", "lag"):
                text = with_value(text, _new_value(change), start)
        except UnwritableError:
            faults.append(InputFault("unwritable", each))
    return text, faults


def _both(stage: Path, changes: tuple[InputChange, ...], now: list[SheetInput]) -> tuple[list[float], list[float]]:
    """Rate and lag of a stage, as they are to be."""
    found = {each.key: each.values for each in now if each.path[:-1] == stage}
    found |= {each.input.key: each.after for each in changes if each.input.path[:-1] == stage}
    rate, lag = ([value for value in found[key] if isinstance(value, float)] for key in ("rate", "lag"))
    return rate, lag


def _new_value(change: InputChange) -> NewValue:
    each, after = change.input, change.after
    if each.kind == "month":
        day = day_of(float(after[0] or 0))
        return NewValue(each.path, each.kind, each.values, (str(Month(day.year, day.month)),))
    return NewValue(each.path, "lag" if each.form == "ages" else each.kind, each.values, after)


def _next_years(changes: tuple[InputChange, ...], plan: Plan, now: list[SheetInput]) -> Iterator[InputChange]:
    """What the growth of a goal implies for the year after, to be stated where weights take the place of the growth."""
    edited = {(change.input.segment, change.input.key) for change in changes}
    for change in changes:
        segment = change.input.segment
        goal = plan.goal if segment is None else next(each.goal for each in plan.segments if each.name == segment)
        stated = goal.next_year or (plan.goal.next_year if segment else None)
        if change.input.key != "by_month" or goal.timing is None or not goal.timing.next_year or stated:
            continue
        if (segment, "next_year") not in edited:
            each = next(each for each in now if (each.segment, each.key) == (segment, "next_year"))
            yield InputChange(each, (goal.timing.next_year,))


def as_bytes(text: str, before: bytes) -> bytes:
    """A changed text as bytes of its file: with the mark it began with, lines that end as they did."""
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    old = _lines(before.removeprefix(mark).decode())
    ends = Counter(end for _, end in old if end)
    usual = ends.most_common(1)[0][0] if ends else "\n"
    if len(ends) <= 1 and "".join(line + "\n" for line, _ in old).isascii():
        return mark + text.replace("\n", usual).encode()
    same = SequenceMatcher(None, [decode(line.encode())[0] for line, _ in old], text.split("\n"), autojunk=False)
    found: list[str] = []
    new = text.split("\n")
    for tag, first, last, begin, end in same.get_opcodes():
        found += (
            [line + stop for line, stop in old[first:last]]
            if tag == "equal"
            else [f"{n}{usual}" for n in new[begin:end]]
        )
    joined = "".join(found)
    return mark + (joined if text.endswith("\n") or not joined.endswith(usual) else joined[: -len(usual)]).encode()


def _lines(text: str) -> list[tuple[str, str]]:
    """The lines of a text, each with what ends it; the last one may be empty, and ends with nothing."""
    parts = re.split(r"(\r\n|\r|\n)", text)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))
