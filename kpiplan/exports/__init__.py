"""Real exports to monthly figures: files, columns, months. Importing the package loads next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kpiplan.exports.sources import TableSource

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named
    from kpiplan.exports.plan_names import PlanNames
    from kpiplan.exports.results import Cohorts, Explanation, Exports, Progress
    from kpiplan.months import Month
    from kpiplan.plan.export_rules import FileRules


def read_exports(
    inputs: Iterable[Named],
    *,
    rules: Iterable[FileRules] = (),
    names: PlanNames | None = None,
    through: Month | None = None,
    progress: Progress | None = None,
) -> Exports:
    """Monthly figures out of exports: counts, money and levels of each KPI; ratios and scores only as they are given.

    `inputs` are files, folders, zips, `-` for standard input, Input objects with bytes of their own, or tables
    that are asked where they lie (TableSource). Parquet files are asked, too.
    `rules` are tried in order, the first whose pattern matches a file holds. `names` are the plan's: without any,
    everything is wanted. `progress` is told name, bytes read and size of a large file. Nothing is raised for what is
    wrong with an export: `problems` of the result says it.
    """
    from kpiplan.exports.columns.vocabulary import Vocabulary
    from kpiplan.exports.pipeline import read

    return read(inputs, rules, Vocabulary(names), through, progress)


def read_breakdown(
    inputs: Iterable[Named],
    columns: Sequence[str],
    *,
    rules: Iterable[FileRules] = (),
    names: PlanNames | None = None,
    through: Month | None = None,
) -> Exports:
    """The same figures by the values of a column: the first of `columns` that a table has.

    Each value is a segment as it is written, blank cells are "(none)"; nothing is there for the whole. At most 1,000
    values: more are a problem. Rules hold but for their `split`. Tables without such a column are left out, and what
    is wrong with them: `read_exports` says it.
    """
    from kpiplan.exports.breakdown import broken_down
    from kpiplan.exports.columns.vocabulary import Vocabulary

    return broken_down(inputs, columns, rules, Vocabulary(names), through)


def explain(
    inputs: Iterable[Named], *, rules: Iterable[FileRules] = (), names: PlanNames | None = None
) -> tuple[Explanation, ...]:
    """How each table of the exports is read: what every column became, which rows count and which don't, and why.

    The same decisions as those of `read_exports`, looked at again row by row.
    """
    from kpiplan.exports.columns.vocabulary import Vocabulary
    from kpiplan.exports.explanation import explanations

    return explanations(inputs, rules, Vocabulary(names))


def kept(inputs: Iterable[Named]) -> list[Named]:
    """Inputs that can be read more than once: standard input, pipes and devices are read now, and kept."""
    from kpiplan.exports.files.inputs import kept

    return [item if isinstance(item, TableSource) else kept(item) for item in inputs]


def read_cohorts(
    inputs: Iterable[Named],
    upper: str,
    lower: str,
    *,
    rules: Iterable[FileRules] = (),
    names: PlanNames | None = None,
    through: Month | None = None,
    segment: str | None = None,
) -> tuple[Cohorts, ...]:
    """For every export with a row a lead or deal that dates both stages: its cohorts by month and age.

    Of several of one vendor those of the one that knows `lower` best. Of a `segment` those rows alone that the rules'
    split gives it. Empty where no export dates both. Exports that can't be read are passed over: `read_exports` says
    what is wrong with them.
    """
    from kpiplan.exports.columns.vocabulary import Vocabulary
    from kpiplan.exports.files.parquet import apart
    from kpiplan.exports.months.cohorts import cohorts

    rules = tuple(rules)
    files, sources = apart(inputs, rules)
    found = cohorts(files, (upper, lower), rules, Vocabulary(names), through, segment)
    if sources:
        from kpiplan.exports.warehouses.cohorts import cohorts_in

        found += cohorts_in(sources, (upper, lower), rules, Vocabulary(names), through, segment)
    return found
