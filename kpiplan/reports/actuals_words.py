"""The words around the tables of actuals: where things stand in a few lines, what it takes, what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpiplan import wording
from kpiplan.comparison.outlook import Needed, Outlook
from kpiplan.comparison.verdict import Verdict
from kpiplan.reports.facing import Facing
from kpiplan.reports.model import Fact
from kpiplan.rounding import NOISE

LEAST = 0.005  # customers; less of a gap is none
LISTED = 6  # stages named in one line; more are counted


def off(share: float) -> str:
    """-13.6%, +2%, 0%."""
    text = f"{share:+.1%}" if abs(share) < 10 else f"{share:+,.0%}"
    number = wording.trimmed(text[:-1])
    return "0%" if number in ("+0", "0") else f"{number}%"


def facts(facing: Facing) -> tuple[Fact, ...]:
    """What a reader takes along who reads no further."""
    found = [Fact("Now", tuple(_now(facing)))]
    gap = tuple(_gap(facing))
    if gap:
        found.append(Fact("Gap", gap))
    outlook = facing.comparison.outlooks[-1]
    if outlook.needed is not None:
        found.append(Fact("Year", (_year(facing, outlook),)))
    return tuple(found)


def _now(facing: Facing) -> Iterator[str]:
    """Every status to date, the worst first."""
    judged = [figure for figure in facing.comparison.figures if figure.to_date.status is not None]
    by_segment = {figure.kpi for figure in judged if figure.segment is not None}
    by_status: dict[Verdict | None, list[str]] = {}
    for figure in judged:
        if figure.kpi == "revenue" or (figure.segment is None and figure.kpi in by_segment):
            continue
        of = "" if figure.segment is None else f"{facing.segment_label(figure.segment)} "
        worth = f" {off(figure.to_date.attainment - 1)}" if figure.to_date.attainment is not None else ""
        worth = worth if figure.to_date.status == "behind" else ""
        by_status.setdefault(figure.to_date.status, []).append(f"{of}{facing.label(figure.kpi)}{worth}")
    if not by_status:
        yield "the exports have no stage of the plan: there is nothing to judge"
        return
    if list(by_status) == ["on_track"]:
        yield "on track at every stage"
        return
    for status, said in (
        ("behind", "behind: "),
        ("within_chance", "short, but within chance: "),
        ("on_track", "on track: "),
    ):
        if status in by_status:
            yield said + _names(by_status[status])


def _names(names: list[str]) -> str:
    shown = names[:LISTED]
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(shown) + more


def _gap(facing: Facing) -> Iterator[str]:
    """How much is missing, and where most of it arose."""
    walk = facing.comparison.walks[-1]
    to_date, year = walk.gap.customers, walk.gap.year_customers
    for gap, effects, when in (
        (to_date, {step.name: step.customers for step in walk.steps}, "to date"),
        (year, {step.name: step.year_customers for step in walk.steps}, "by the end of the year"),
    ):
        if abs(gap) < LEAST or (when != "to date" and abs(year - to_date) < LEAST):
            continue
        causes = sorted((name for name in effects if effects[name] * gap > 0), key=lambda name: -abs(effects[name]))
        labels = [facing.step_label(walk.segment, name) for name in causes[:2]]
        most = [f"the step {label}" if label.startswith("to ") else label for label in labels]
        sign = "short" if gap < 0 else "ahead"
        yield f"{facing.unit}: {wording.count(abs(gap))} {sign} {when}, most of it by {wording.listed(most)}"


def _year(facing: Facing, outlook: Outlook) -> str:
    goal, unit = wording.count(outlook.goal.customers), facing.unit
    plan, rates = (wording.count(ahead.year.customers) for ahead in (outlook.at_plan, outlook.at_rates))
    return f"{plan} of {goal} {unit} if the rest goes to plan, {rates} if it goes on like {facing.span_label}"


def remarks(facing: Facing) -> tuple[str, ...]:
    """What stands below the tables."""
    found = [*_needed(facing)]
    if any(facing.mixed(row.segment, row.stage) for row in facing.comparison.conversions):
        found.append(
            "* Time passes between these stages, or some arrive directly: how many were to be expected of the actual "
            "units above, and how many came."
        )
    if not any(row.lagged for row in facing.comparison.conversions):
        found.append("By the end of the year the gap is the same: no time is planned between stages.")
    if facing.incomplete:
        month = facing.last.long
        found.append(f"{month} is covered up to its day {facing.day}: its target counts for {facing.covered_days}.")
    found += _unknown(facing)
    if facing.comparison.allocated:
        found.append("Actuals of the whole plan are shared out to segments by their targets to explain the gap.")
    return tuple(found)


def _needed(facing: Facing) -> Iterator[str]:
    outlook = facing.comparison.outlooks[-1]
    needed, goal = outlook.needed, outlook.goal.customers
    if needed is None:
        return
    unit = facing.unit
    if needed.customers <= NOISE:
        yield f"The goal of {wording.count(goal)} {unit} is reached."
        return
    amount = wording.count(needed.customers)
    after = " after all" if outlook.at_plan.year.customers < goal * (1 - NOISE) else ""
    yield f"To reach {wording.count(goal)} {unit}{after}: {amount} a month{_tops(facing, needed)}."


def _tops(facing: Facing, needed: Needed) -> str:
    if needed.at_plan is None and needed.at_rates is None:
        return "; nothing that still enters at the top can get there within the year"
    if needed.at_plan is not None and not any(needed.at_plan.values()):
        return "; what is under way suffices at planned rates"
    found = ""
    if needed.at_plan is not None:
        found += f"; {_units(facing, needed.at_plan)} a month at planned rates"
        if any(needed.planned.values()):
            found += f" (planned: {_units(facing, needed.planned, bare=len(needed.planned) == 1)})"
    if needed.at_rates is None:
        return f"{found}; at the rates to date no number is enough"
    bare = bool(found) and len(needed.at_rates) == 1
    return f"{found}; {_units(facing, needed.at_rates, bare=bare)} at the rates to date"


def _units(facing: Facing, units: Mapping[str, float], bare: bool = False) -> str:
    if bare:
        return wording.count(next(iter(units.values())))
    return wording.listed([f"{wording.count(amount)} {facing.label(stage)}" for stage, amount in units.items()])


def _unknown(facing: Facing) -> Iterator[str]:
    """What the exports do not say of the plan."""
    figures = facing.comparison.figures
    whole = [figure for figure in figures if figure.segment is None]
    said = {figure.segment for figure in figures}
    silent = [facing.segment_label(s.name) for s in facing.plan.segments if s.name not in said]
    missing = [facing.label(figure.kpi) for figure in whole if figure.unit == "count" and figure.to_date.actual is None]
    if silent and not facing.comparison.allocated:
        yield f"No actuals of {wording.listed(silent)}: taken at what was to be expected."
    elif missing and not silent:
        yield f"No actuals of {wording.listed(missing)}: taken at what was to be expected; it shows at the next stage."
    revenue = [figure for figure in whole if figure.kpi == "revenue"]
    if revenue and revenue[0].to_date.actual is None and not silent:
        yield "No actual revenue: what the gap costs is reckoned at planned deals."
