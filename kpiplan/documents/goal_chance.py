"""The chance of the goal as a document and as rows, unrounded (docs/chance.md, docs/output.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kpiplan.documents.problems import problem_document
from kpiplan.months import plan_months

if TYPE_CHECKING:
    from kpiplan.analysis.goal_chance.answer import Answer
    from kpiplan.analysis.goal_chance.results import Chance, Fan, GoalChance, Moment, Rests, Safe, Standing, Tenths
    from kpiplan.documents import Datum, Document, Rows
    from kpiplan.funnel.targets import Outcome, PlanTargets
    from kpiplan.problems import Problem


def chance_document(targets: PlanTargets, answer: Answer, problems: Sequence[Problem]) -> Document:
    """What `kpiplan chance` says, as docs/output.md describes it."""
    plan, outcomes, now = *targets, answer.now
    periods = [str(month) for month in plan_months(plan.start)]
    named = bool(plan.segments)
    return {
        "kind": "chance",
        "plan": plan.name,
        "currency": plan.currency,
        **_standing(now.whole, last_name(outcomes), periods),
        "hangs_on": [
            {**({"segment": one.segment} if named else {}), "input": one.input, "share": one.share}
            for one in now.hangs_on
        ],
        "rests_on": [_rests(line, named, learnt=bool(now.through)) for line in now.rests_on],
        "safe": None if now.safe is None else safe_document(now.safe),
        "remedy": _remedy(now, named),
        "last_year": _remembered(answer),
        "actuals_to": periods[now.through - 1] if now.through else None,
        "history": [moment_document(one, last_name(outcomes), periods) for one in answer.history],
        "segments": [
            {"segment": one.segment, **_standing(one, last_name(outcomes, one.segment), periods)}
            for one in now.segments
        ],
        "problems": [problem_document(problem) for problem in problems],
    }


def last_name(outcomes: Sequence[Outcome], segment: str | None = None) -> str:
    """The last stage of a segment, or of the whole plan: customers, where its segments end in different ones."""
    names = {one.branch.stages[-1].name for one in outcomes if segment in (None, one.branch.segment)}
    return names.pop() if len(names) == 1 else "customers"


def safe_document(safe: Safe) -> Document:
    """What the goal takes to be reached with some chance."""
    return safe._asdict()


def moment_document(moment: Moment, last: str, periods: Sequence[str]) -> Document:
    """The chances as they were known at the end of a month; `period` is null for the start."""
    return {
        "period": periods[moment.through - 1] if moment.through else None,
        "luck": _chance(moment.luck, last),
        "chance": _chance(moment.chance, last),
    }


def _standing(standing: Standing, last: str, periods: Sequence[str]) -> Document:
    found = [_range(last, standing.customers, periods)]
    if standing.revenue is not None:
        found.append(_range("revenue", standing.revenue, periods))
    return {
        "goal": {last: standing.goal.customers, "revenue": standing.goal.revenue},
        "luck": _chance(standing.luck, last),
        "chance": _chance(standing.chance, last),
        "expected": {last: standing.expected},
        "range": found,
    }


def _chance(chance: Chance, last: str) -> dict[str, float | None]:
    return {last: chance.customers, "revenue": chance.revenue}


def _range(kpi: str, fan: Fan, periods: Sequence[str]) -> Document:
    months = [{"period": period, **_tenths(each)} for period, each in zip(periods, fan.by_month, strict=False)]
    return {"kpi": kpi, **_tenths(fan.year), "by_month": months}


def _tenths(tenths: Tenths) -> dict[str, float]:
    return tenths._asdict()


def _rests(line: Rests, named: bool, *, learnt: bool) -> Document:
    found: Document = {"segment": line.segment} if named else {}
    found |= {"input": line.input, "stated": line.stated or None, "planned": line.planned, "mean": line.mean}
    found |= {"p10": line.p10, "p90": line.p90}
    if learnt:
        found["seen"] = None if line.seen is None else {"came": line.seen[0], "of": line.seen[1]}
    return found


def _remedy(now: GoalChance, named: bool) -> Document | None:
    if now.remedy is None:
        return None
    segment, name, chance = now.remedy
    return {**({"segment": segment} if named else {}), "input": name, "chance": chance}


def _remembered(answer: Answer) -> Document | None:
    if answer.remembered is None:
        return None
    chance, lines = answer.remembered
    stated = [{"segment": segment, "input": name} for segment, names in lines.items() for name in names]
    return {"chance": chance.customers, "lines": stated}


_COLUMNS = ("segment", "kpi", "goal", "chance", "luck", "expected", "p10", "p50", "p90")
_SAFE = ("safe", "safe_factor")


def chance_rows(targets: PlanTargets, now: GoalChance) -> Rows:
    """A heading, then the year's customers and revenue of each segment and of the whole plan (no segment)."""
    rows: Rows = [[*_COLUMNS, *_SAFE]]
    for standing in (*now.segments, now.whole):
        safe = now.safe if standing.segment is None else None
        told: list[Datum] = [safe.level, safe.factor if safe.reached else None] if safe else [None, None]
        rows += [[*row, *told] for row in _rows(standing, last_name(targets.outcomes, standing.segment))]
    return rows


def _rows(standing: Standing, last: str) -> Iterator[list[Datum]]:
    chance, luck = standing.chance, standing.luck
    head: list[Datum] = [standing.segment, last, standing.goal.customers, chance.customers, luck.customers]
    yield [*head, standing.expected, *standing.customers.year]
    if standing.goal.revenue is not None and standing.revenue is not None:
        head = [standing.segment, "revenue", standing.goal.revenue, chance.revenue, luck.revenue]
        yield [*head, None, *standing.revenue.year]
