"""Exports as a command reads them: up to a month, with a progress bar where a person is watching."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from kpiplan import exports
from kpiplan.analysis.goal_chance.threads import one_thread
from kpiplan.cli import console, errors
from kpiplan.locales.english import Locale
from kpiplan.months import YEAR_MONTHS, Month, parse_month

if TYPE_CHECKING:
    from kpiplan.exports.files.parquet import Named
    from kpiplan.exports.results import Exports, Progress
    from kpiplan.plan.export_rules import FileRules
    from kpiplan.plan.model import Plan


def last_month(text: str | None, locale: Locale) -> Month | None:
    """The month that `--through` names, if any. Raises WrongUseError."""
    month = parse_month(text) if text is not None else None
    if text is not None and month is None:
        raise errors.WrongUseError(locale.say("--through {text} is no month; write it as 2020-06", text=repr(text)))
    return month


def within_year(last: Month | None, plan: Plan | None, locale: Locale) -> None:
    """Raises WrongUseError for a last month that is none of the plan's year."""
    if last is None or plan is None or 0 <= last.since(plan.start) < YEAR_MONTHS:
        return
    year = locale.span(plan.start, plan.start.plus(YEAR_MONTHS - 1))
    raise errors.WrongUseError(
        locale.say("--through {month} is no month of the plan's year, {year}", month=str(last), year=year)
    )


def read(plan: Plan | None, inputs: Sequence[Named], rules: Sequence[FileRules], last: Month | None) -> Exports:
    """What the exports show, for a plan or by themselves."""
    with one_thread(), _watched() as progress:  # large exports load numpy
        if plan:
            from kpiplan.analysis.matching import read_for

            return read_for(plan, inputs, rules, last, progress)
        return exports.read_exports(inputs, rules=rules, through=last, progress=progress)


def _watched() -> AbstractContextManager[Progress | None]:
    """A progress bar where a person is watching."""
    if not console.watched():
        return nullcontext()
    from kpiplan.formats.terminal import progress_bar

    return progress_bar(console.remark_screen().width or 80)
