"""Reading of exports written in tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kpiplan.exports import read_exports
from kpiplan.exports.files.inputs import from_bytes
from kpiplan.exports.plan_names import PlanNames
from kpiplan.exports.results import Exports
from kpiplan.plan.export_rules import FileRules, Rule
from kpiplan.reports.actuals.sources import remark_said, why_said


def read(text: str | bytes, name: str = "export.csv", **options: Any) -> Exports:
    """One export, given as text (UTF-8) or bytes. `rules` may be given as keywords of one FileRules, `names` as
    keywords of PlanNames, whose `kpis` are called `wanted`.
    """
    data = text.encode() if isinstance(text, str) else text
    keywords = {key: options.pop(key) for key in list(options) if key in FileRules._fields and key != "timezone"}
    if keywords:
        options["rules"] = [FileRules(**keywords)]
    names = PlanNames(kpis=options.pop("wanted", ()))
    names = names._replace(**{key: options.pop(key) for key in list(options) if key in PlanNames._fields})
    return read_exports([from_bytes(name, data)], names=names, **options)


def months(actuals: Exports, kpi: str, segment: str | None = None) -> dict[str, float]:
    """The months of a KPI as texts."""
    return {str(month): value for month, value in actuals.values(kpi, segment).items()}


def kpis(actuals: Exports) -> list[str]:
    """The KPIs of the whole."""
    return [measure.kpi for measure in actuals.measures if measure.segment is None]


def codes(actuals: Exports, severity: str | None = None) -> list[str]:
    """The codes of the problems, of one severity or all."""
    return [p.code for p in actuals.problems if severity in (None, p.severity)]


def error(actuals: Exports) -> str:
    """The one error: code, message, hint."""
    (problem,) = [p for p in actuals.problems if p.severity == "error"]
    return f"{problem.code}: {problem.message} | {problem.hint}"


def left_out(actuals: Exports) -> dict[str, int]:
    """Rows left out of the one source, by reason."""
    (source,) = actuals.sources
    return {why_said(why, rows): rows for why, rows in source.left_out}


def notes(actuals: Exports) -> list[str]:
    """What the account of each source says beside columns and rows."""
    return ["; ".join(map(remark_said, source.remarks)) for source in actuals.sources]


def columns(actuals: Exports) -> dict[str, tuple[str, str | None]]:
    """Of the one source which column became which KPI, and by which date."""
    (source,) = actuals.sources
    return {kpi: (use.column, use.date) for kpi, use in source.columns.items()}


def daily(start: str, count: int, form: str = "%Y-%m-%d") -> list[str]:
    """Dates of consecutive days."""
    first = date.fromisoformat(start)
    return [(first + timedelta(days=k)).strftime(form) for k in range(count)]


def rule(**keywords: Any) -> Rule:
    """A rule."""
    return Rule(**keywords)
