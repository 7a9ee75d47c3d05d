"""Real exports to monthly figures: the only rooms that know pandas and csv. Importing the package loads
neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kpiplan.actuals.results import Actuals, Cohorts, Measure, Partial, Source
from kpiplan.exports import FileRules, Rule, Split
from kpiplan.months import Month

if TYPE_CHECKING:
    from kpiplan.actuals.inputs import Input

__all__ = [
    "Actuals",
    "Cohorts",
    "FileRules",
    "Measure",
    "Partial",
    "Rule",
    "Source",
    "Split",
    "read_cohorts",
    "read_exports",
]


def read_exports(
    inputs: Iterable[str | Path | Input],
    *,
    rules: Iterable[FileRules] = (),
    stages: Mapping[str, str] | Iterable[str] = (),
    segments: Iterable[str] = (),
    through: Month | None = None,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Actuals:
    """Monthly figures out of exports: counts and money of each KPI, never ratios.

    `inputs` are files, folders, zips, `-` for standard input, or Input objects with bytes of their own.
    `rules` are tried in order, the first whose pattern matches a file holds. `stages` are the plan's stages,
    names alone or name -> label; `segments` the names of the plan's segments. `progress` is told name, bytes
    read and size of a large file. Nothing is raised for what is wrong with an export: `problems` of the
    result says it.
    """
    from kpiplan.actuals.reading import read

    return read(inputs, rules, stages, segments, through, progress)


def read_cohorts(
    inputs: Iterable[str | Path | Input],
    upper: str,
    lower: str,
    *,
    rules: Iterable[FileRules] = (),
    stages: Mapping[str, str] | Iterable[str] = (),
    through: Month | None = None,
) -> tuple[Cohorts, ...]:
    """For every export with a row a lead or deal that dates both stages: its cohorts by month and age.

    Empty where no export dates both. Exports that can't be read are passed over: `read_exports` says what is
    wrong with them.
    """
    from kpiplan.actuals.cohorts import cohorts

    return cohorts(inputs, upper, lower, rules, stages, through)
