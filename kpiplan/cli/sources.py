"""What is read where it lies: the tables and Parquet files that a plan names, with their addresses and a clock."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.inputs import check_there
from kpiplan.exports.files.parquet import Named, apart, sources_of
from kpiplan.exports.sources import AskLimits, TableSource
from kpiplan.locales.english import Locale

if TYPE_CHECKING:
    from kpiplan.plan.export_rules import FileRules
    from kpiplan.plan.model import Plan


def connections(plan: Plan | None) -> tuple[str, ...]:
    """The names that a plan has for tables of databases."""
    return tuple(rules.pattern for rules in plan.actuals if rules.connection) if plan else ()


def given(
    files: Sequence[str],
    plan: tuple[Plan | None, str],
    rules: Sequence[FileRules],
    seconds: float | None,
    locale: Locale,
) -> list[Named]:
    """What is named on the command line; without anything what the plan names, beside its file. Raises WrongUseError
    where that is nothing, too.
    """
    check_there(files, connections(plan[0]))
    if seconds is not None and not 0 < seconds < float("inf"):
        raise WrongUseError(locale.say("--timeout {seconds} is no time; write seconds, such as 60", seconds=seconds))
    limits = AskLimits(seconds, time.monotonic)
    own = sources_of(plan[0].actuals if plan[0] else (), os.path.dirname(plan[1]), dict(os.environ), limits)
    if not files and not own:
        raise WrongUseError(locale.say("name exports to read; the plan names no table and no Parquet file of its own"))
    known = {source.name: source for source in own if source.variable}
    named: list[Named] = [known.get(name, name) for name in files] if files else list(own)
    read, asked = apart(named, rules)
    return [*read, *(_within(source, limits) for source in asked)]


def _within(source: TableSource, limits: AskLimits) -> TableSource:
    return source._replace(limits=limits)
