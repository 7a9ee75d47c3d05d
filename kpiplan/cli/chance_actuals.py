"""The months so far, for the chance of the goal from here: exports read and matched to the plan, or refused."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan import exports
from kpiplan.analysis.matching import match
from kpiplan.analysis.variance.actuals import Actuals
from kpiplan.cli import console
from kpiplan.cli.actuals_output import Asked, notes_said, nothing, reading_remarks, refused
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.cli.export_reading import last_month, read
from kpiplan.cli.export_rules import rules_over
from kpiplan.cli.planning import Planned
from kpiplan.cli.sources import given
from kpiplan.exports.results import Refusal
from kpiplan.locales.english import Locale
from kpiplan.tuples import NamedTuple


class SoFar(NamedTuple):
    """What happened, and what is to be said of how that was read."""

    actuals: Actuals
    remarks: tuple[str, ...]


def read_so_far(
    found: Planned, files: Sequence[str], reading: ReadingOptions, through: str | None, locale: Locale
) -> SoFar | console.Result:
    """What exports show of the plan's year; the result where they can't be read, or are not of it.

    Raises WrongUseError.
    """
    asked = Asked("table", None, last_month(through, locale), (), None, locale)
    rules = rules_over(found.plan, reading, locale)
    inputs = exports.kept(given(files, (found.plan, found.file), rules, reading.timeout, locale))
    seen = read(found.plan, inputs, rules, asked.through)
    if any(problem.severity == "error" for problem in seen.problems):
        return refused(seen, asked)
    matched = match(found.targets, seen, asked.through)
    if isinstance(matched, Refusal):
        return nothing(seen, matched, asked)
    said = reading_remarks(seen, seen.problems, notes_said(matched.notes, asked), (), asked)
    return SoFar(matched.actuals, tuple(said))
