"""Actuals as data, unrounded: against a plan, or the measured funnel by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpiplan.documents.goal_chance import moment_document
from kpiplan.documents.problems import problem_document
from kpiplan.exports.cutoff import days
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.analysis.baseline.measured_funnel import Counted, Measured, Rate
    from kpiplan.analysis.gates import Gate
    from kpiplan.analysis.goal_chance.results import Moment
    from kpiplan.analysis.scorecard.score import Score
    from kpiplan.analysis.variance.actuals import Window
    from kpiplan.analysis.variance.attainment import Compared
    from kpiplan.analysis.variance.compare import Comparison
    from kpiplan.analysis.variance.outlook import Ahead, Outlook
    from kpiplan.analysis.variance.walk import Step
    from kpiplan.documents import Document
    from kpiplan.exports.results import Account, ColumnUse, Exports
    from kpiplan.figures import Period
    from kpiplan.problems import Problem


class AccountWords(NamedTuple):
    """What is said of how a table was read: why rows are left out, a sentence each, and what is remarked of it."""

    left_out: tuple[str, ...]
    note: str


class MissedGate(NamedTuple):
    """A gate and what is said of it."""

    gate: Gate
    message: str


def comparison_document(
    comparison: Comparison,
    exports: Exports,
    words: Sequence[AccountWords],
    problems: Sequence[Problem],
    gates: Sequence[MissedGate] = (),
    scorecard: Sequence[Score] = (),
    moments: Sequence[Moment] = (),
) -> Document:
    """The document that docs/output.md describes, with a plan; `moments` are the chances of its goal, the last now."""
    periods = [period.id for period in comparison.periods]
    incomplete = _incomplete(exports, periods[comparison.through - 1])
    return {
        "kind": "actuals",
        "plan": comparison.plan,
        "currency": comparison.currency,
        "periods": periods,
        "through": periods[comparison.through - 1],
        "part": comparison.part,
        **_begin(comparison.periods, comparison.window),
        "incomplete": incomplete,
        "figures": [_figure(figure, exports, periods if incomplete else ()) for figure in comparison.figures],
        "conversions": [row._asdict() for row in comparison.conversions],
        "walk": [
            {"segment": walk.segment, "step": step.name, **_without_name(step)}
            for walk in comparison.walks
            for step in walk.steps
        ],
        "outlook": [
            _outlook(outlook, moments if outlook.segment is None else (), periods) for outlook in comparison.outlooks
        ],
        **({"scorecard": _scores(scorecard)} if scorecard else {}),
        "gates": [_gate(*missed) for missed in gates],
        **_account(exports.sources, words, problems),
    }


def _scores(scorecard: Sequence[Score]) -> list[Document]:
    from kpiplan.documents.scorecard import score_documents  # few plans choose KPIs

    return score_documents(scorecard)


def measured_document(
    measured: Measured, exports: Exports, words: Sequence[AccountWords], problems: Sequence[Problem]
) -> Document:
    """The document that docs/output.md describes, without a plan."""
    through = str(measured.months[-1])
    incomplete = _incomplete(exports, through)
    last = [incomplete["month"]] if incomplete else []
    return {
        "kind": "actuals",
        "plan": None,
        "currency": None,
        "periods": [*map(str, measured.months), *last],
        "through": through,
        "part": measured.part,
        **({"begin": {"month": str(measured.months[0]), "day": measured.since}} if measured.since > 1 else {}),
        "incomplete": incomplete,
        "figures": [_counted(row, exports if incomplete else None) for row in measured.counts],
        "rates": [
            {
                "segment": row.segment,
                "kpi": row.kpi,
                "above": row.above,
                "values": [*(_rate(rate) for rate in row.months), *(None for _ in last)],
                "to_date": _rate(row.total),
                **({"by_age": True, "rising": row.rising} if row.by_age else {}),
            }
            for row in measured.rates
        ],
        **_account(exports.sources, words, problems),
    }


def _begin(periods: Sequence[Period], window: Window) -> Document:
    """The first month compared and the day from which exports cover it, where they do not cover it whole."""
    if not window.begin:
        return {}
    period = periods[window.begin - 1]
    return {"begin": {"month": period.id, "day": round(window.missed * days(period.first)) + 1}}


def _gate(gate: Gate, message: str) -> Document:
    return {
        "gate": gate.kind,
        "segment": gate.segment,
        "kpi": gate.kpi,
        "unit": gate.unit,
        "status": gate.status,
        "target": gate.target,
        "actual": gate.actual,
        "attainment": gate.attainment,
        "limit": gate.limit,
        "probability": gate.chance,
        "message": message,
    }


def _without_name(step: Step) -> Document:
    return {name: value for name, value in step._asdict().items() if name != "name"}


def _account(sources: Sequence[Account], words: Sequence[AccountWords], problems: Sequence[Problem]) -> Document:
    return {
        "sources": [source_document(source, said) for source, said in zip(sources, words, strict=True)],
        "problems": [problem_document(problem) for problem in problems],
    }


def source_document(source: Account, said: AccountWords) -> Document:
    """How one table of a file was read."""
    return {
        "file": source.name,
        "container": source.container,
        "encoding": source.encoding,
        "delimiter": source.delimiter,
        "table": source.table,
        "system": source.system,
        "shape": source.shape,
        "rows_used": source.rows_used,
        "left_out": [
            {"code": why.code, "why": sentence, "rows": rows}
            for (why, rows), sentence in zip(source.left_out, said.left_out, strict=True)
        ],
        "columns": {kpi: _use(use) for kpi, use in source.columns.items()},
        "note": said.note,
    }


def _use(use: ColumnUse) -> Document:
    """The column and the one that dates it; of a level also which value of a month counts, of deals of which rows."""
    said: Document = {"column": use.column, "date": use.date}
    if use.over != "sum":
        said["over"] = use.over
    if use.where:
        said["where"] = {each.column: list(each.values) for each in use.where}
    return said


def _incomplete(exports: Exports, through: str) -> Document | None:
    """The month after the last one taken, which the exports cover up to a day: counted, and compared with nothing."""
    partial = exports.partial
    if partial is None or str(partial.month) <= through:
        return None
    return {"month": str(partial.month), "day": partial.day}


def _figure(figure: Compared, exports: Exports, periods: Sequence[str]) -> Document:
    """A figure compared; among the actuals also those of the incomplete month, where that is one of the periods."""
    actual = list(figure.actual)
    partial = exports.partial
    if partial and str(partial.month) in periods and actual[at := periods.index(str(partial.month))] is None:
        actual[at] = exports.values(figure.kpi, figure.segment).get(partial.month)
    return {
        "segment": figure.segment,
        "kpi": figure.kpi,
        "unit": figure.unit,
        "target": list(figure.target),
        "actual": actual,
        "attainment": list(figure.attainment),
        "status": list(figure.status),
        "to_date": {**figure.to_date._asdict(), **({"shows": figure.shows} if figure.unit == "count" else {})},
    }


def _outlook(outlook: Outlook, moments: Sequence[Moment], periods: Sequence[str]) -> Document:
    needed = outlook.needed
    chances = [moment_document(moment, "customers", periods) for moment in moments]
    return {
        "segment": outlook.segment,
        "goal": outlook.goal._asdict(),
        "so_far": outlook.so_far._asdict(),
        "at_plan": _ahead(outlook.at_plan),
        "at_rates": _ahead(outlook.at_rates),
        "luck": chances[-1]["luck"] if chances else None,
        "chance": chances[-1]["chance"] if chances else None,
        "history": chances,
        "needed": None
        if needed is None
        else {
            "months": needed.months,
            "customers": needed.customers,
            "planned": dict(needed.planned),
            "at_plan": None if needed.at_plan is None else dict(needed.at_plan),
            "at_rates": None if needed.at_rates is None else dict(needed.at_rates),
        },
    }


def _ahead(ahead: Ahead) -> Document:
    return {"rest": ahead.rest._asdict(), "year": ahead.year._asdict()}


def _counted(row: Counted, exports: Exports | None) -> Document:
    """A measured count by month; with the incomplete month where exports are given that have one."""
    last, ahead = [], (None,) if exports and exports.partial else ()
    if exports and exports.partial:
        last.append(exports.values(row.kpi, row.segment).get(exports.partial.month))
    together = row.pairs[-1] if row.pairs else None
    return {
        "segment": row.segment,
        "kpi": row.kpi,
        "unit": row.unit,
        **({"target": [*row.targets, *ahead]} if row.targets else {}),
        "actual": [*row.months, *last],
        "to_date": {**({"target": together and together[1]} if row.targets else {}), "actual": row.total},
    }


def _rate(rate: Rate | None) -> dict[str, float | None] | None:
    return None if rate is None else rate._asdict()
