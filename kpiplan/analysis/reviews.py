"""What is due when: reviews of the chosen KPIs by their cadence, goals of paths, tasks and deeds. Plan -> days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from kpiplan.analysis.scorecard.limits import Wanted, wanted
from kpiplan.kpis.record import Cadence
from kpiplan.months import YEAR_MONTHS, Month, plan_months
from kpiplan.plan.kpi_goals import Chosen, Deed, Path, Tasks, due_month, to_do
from kpiplan.plan.model import Plan
from kpiplan.tuples import NamedTuple

What = Literal["review", "deadline", "task", "deed"]

_FRIDAY = 4
_MONTHS: dict[Cadence, int] = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": YEAR_MONTHS}


class Due(NamedTuple):
    """What is to be looked at, or done, on a day: the period from `first` to `last`, and what must be reached then.

    A weekly review looks at its month: what is wanted is the month's. A `deadline` is the day by which a path must have
    reached its goal; `task` and `deed` are due by `last`.
    """

    day: date
    chosen: Chosen
    what: What
    first: Month
    last: Month
    wanted: Wanted


def due(plan: Plan, month: Month | None = None) -> tuple[Due, ...]:
    """Everything due in the plan year, or in one month, by day and then in the order of the plan.

    What is done already is not due. Deadlines and deeds may lie in any month, reviews lie in the plan year.
    """
    months = plan_months(plan.start) if month is None else (month,)
    found = [entry for chosen in plan.kpis for entry in _entries(plan, chosen)]
    return tuple(sorted((e for e in found if Month(e.day.year, e.day.month) in months), key=lambda entry: entry.day))


def last_working_day(month: Month) -> date:
    """The last day of a month from Monday to Friday."""
    day = date(month.year, month.month, monthrange(month.year, month.month)[1])
    return day - timedelta(days=max(0, day.weekday() - _FRIDAY))


def _entries(plan: Plan, chosen: Chosen) -> list[Due]:
    """Everything of one KPI: its reviews until it is due, and its due day, as one where both are on the same day."""
    aim = chosen.aim
    if (isinstance(aim, Deed) and aim.done) or (isinstance(aim, Tasks) and not to_do(aim)):
        return []
    found = {entry.day: entry for entry in _reviews(plan, chosen)}
    until = aim.by if isinstance(aim, Path) else due_month(aim)
    if until is None:
        return list(found.values())
    day = last_working_day(until)
    if isinstance(aim, Path):
        entry = found.get(day) or _entry(plan, chosen, until, until)
        found[day] = entry._replace(what="deadline")
    else:
        found = {on: entry for on, entry in found.items() if on < day}
        found[day] = _entry(plan, chosen, until, until)._replace(what="deed" if isinstance(aim, Deed) else "task")
    return list(found.values())


def _entry(plan: Plan, chosen: Chosen, first: Month, last: Month, day: date | None = None) -> Due:
    """A review of some months, on their last working day where no other is said."""
    months = range(first.since(plan.start) + 1, last.since(plan.start) + 2)
    goal = wanted(chosen, plan.start, months)
    return Due(day or last_working_day(last), chosen, "review", first, last, goal)


def _reviews(plan: Plan, chosen: Chosen) -> Iterator[Due]:
    months = plan_months(plan.start)
    if chosen.cadence == "weekly":
        for friday in _fridays(months[0], months[-1]):
            month = Month(friday.year, friday.month)
            yield _entry(plan, chosen, month, month, friday)
    elif chosen.cadence:
        size = _MONTHS[chosen.cadence]
        for first, last in zip(months[::size], months[size - 1 :: size], strict=True):
            yield _entry(plan, chosen, first, last)


def _fridays(first: Month, last: Month) -> Iterator[date]:
    day = date(first.year, first.month, 1)
    day += timedelta(days=(_FRIDAY - day.weekday()) % 7)
    while Month(day.year, day.month) <= last:
        yield day
        day += timedelta(days=7)
