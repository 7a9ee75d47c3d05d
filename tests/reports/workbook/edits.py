"""Edits of a workbook as people make them, and the plan that they lead to."""

from __future__ import annotations

import random
from collections.abc import Sequence

from kpiplan.analysis.workbook.inputs import SheetInput
from kpiplan.cli.workbook_pull import pull
from kpiplan.formats.workbook.reading import read_workbook
from kpiplan.loader import Loaded


def random_edits(rng: random.Random, inputs: Sequence[SheetInput], most: int = 4) -> dict[str, list[object]]:
    """Other values for some inputs, each valid by itself."""
    found: dict[str, list[object]] = {}
    for each in rng.sample(list(inputs), min(most, len(inputs))):
        if each.key not in ("start", "share", "source_share"):  # shares go together
            found[each.name] = list(_other(rng, each))
    return found


def _other(rng: random.Random, each: SheetInput) -> Sequence[object]:
    if each.kind == "rounding":
        return [rng.choice([way for way in ("nearest", "up", "down") if way != each.values[0]])]
    if each.kind == "next year":
        return [rng.choice([0.25, "none", 0.07])]
    if each.form == "ages":
        last = len(each.values) - 1
        return [0.5 * (age in (1, last)) for age in range(last + 1)] if last > 1 else each.values
    values = [value if isinstance(value, float) else 0.2 for value in each.values]
    factor = rng.uniform(0.7, 0.99)
    if each.form == "months" and rng.random() < 0.5:
        month = rng.randrange(12)
        values[month] = round(values[month] * factor, 6)
        return values
    return [round(value * factor, 6) or value for value in values]


def pulled_text(data: bytes, current: Loaded) -> str | None:
    """The text of the plan with what is in a workbook; None where it can't be written, or is no plan any more."""
    assert current.plan is not None
    return pull(read_workbook(data), current.plan, current).text
