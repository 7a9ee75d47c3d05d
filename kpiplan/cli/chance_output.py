"""What `kpiplan chance` prints, and how it ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from kpiplan.analysis.goal_chance.answer import Answer, answer
from kpiplan.analysis.goal_chance.engine import MOST, countable
from kpiplan.cli import console, errors, reporting
from kpiplan.cli.chance_options import Question
from kpiplan.cli.planning import Planned
from kpiplan.locales.digits import NOISE
from kpiplan.locales.english import Locale
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.cli.export_options import ReadingOptions

Format = Literal["table", "csv", "json", "markdown"]


def too_many(found: Planned, locale: Locale) -> console.Result | None:
    """A plan of more customers than can be told one by one has no chance; None where there are not so many."""
    if countable(found.targets):
        return None
    year = math.fsum(outcome.branch.year for outcome in found.targets.outcomes)
    text = "{count} a year are too many to tell one by one (at most {most}): plan in hundreds or thousands of them"
    said = locale.say(text, count=locale.count(year), most=locale.count(MOST))
    return console.Result(remarks=[*found.remarks, f"kpiplan: {said}"], code=errors.SHORT)


class ExportsGiven(NamedTuple):
    """Exports of the months so far, none where it is the plan's own chance, and how they are read."""

    files: Sequence[str]
    reading: ReadingOptions
    through: str | None


def answered(
    found: Planned, asked: Question, told: ExportsGiven, format: str, output: str | None, locale: Locale
) -> console.Result:
    """The answer in the format that is asked for; exit 1 where the goal is less likely than it must be."""
    if refused := too_many(found, locale):
        return refused
    remarks, actuals = list(found.remarks), None
    if told.files:
        from kpiplan.cli.chance_actuals import read_so_far

        so_far = read_so_far(found, told.files, told.reading, told.through, locale)
        if isinstance(so_far, console.Result):
            return so_far
        actuals, remarks = so_far.actuals, [*so_far.remarks, *remarks]
    said = answer(found.targets, actuals, goal=asked.goal, safe=asked.safe)
    text, chance = _text(found, said, format, output, locale), said.now.whole.chance.customers
    missed = asked.floor is not None and chance < asked.floor - NOISE
    if missed:
        from kpiplan.reports.goal_chance.words import floor_missed

        gate = floor_missed(chance, asked.floor_text, locale)
        remarks.append(f"kpiplan: {locale.say('gate missed: {gate}', gate=gate)}")
    return console.Result(text, remarks, errors.SHORT if missed else errors.FINE, output, utf8=format != "table")


def _text(found: Planned, said: Answer, format: str, output: str | None, locale: Locale) -> str:
    if format == "csv":
        from kpiplan.documents.goal_chance import chance_rows

        return reporting.rows(chance_rows(found.targets, said.now))
    if format == "json":
        from kpiplan.documents.goal_chance import chance_document

        return reporting.document(chance_document(found.targets, said, found.problems))
    from kpiplan.reports.goal_chance.report import chance_report
    from kpiplan.reports.goal_chance.words import ChanceView

    return reporting.page(chance_report(ChanceView(found.targets, said, locale)), format, output)
