"""`kpiplan actuals --sql`: what the tables of a plan are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpiplan.analysis.matching import plan_names
from kpiplan.cli import console, errors
from kpiplan.cli.actuals_output import Asked, refused
from kpiplan.exports.files.parquet import Named
from kpiplan.exports.results import Exports
from kpiplan.exports.sources import TableSource
from kpiplan.plan.export_rules import FileRules
from kpiplan.plan.model import Plan


def asked_in_sql(
    plan: Plan | None, inputs: Iterable[Named], rules: Sequence[FileRules], asked: Asked
) -> console.Result:
    """The statements; exit 4 where there is none for a table. Raises WrongUseError where nothing is asked."""
    from kpiplan.exports.warehouses.printing import statements

    sources = [each for each in inputs if isinstance(each, TableSource)]
    if not sources:
        raise errors.WrongUseError(asked.locale.say("--sql shows what tables are asked, and there is none here"))
    text, problems = statements(sources, rules, plan_names(plan) if plan else None)
    if problems:
        return refused(Exports((), None, None, None, (), problems), asked)
    return console.Result(text, (), errors.FINE, asked.output, utf8=True)
