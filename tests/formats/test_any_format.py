"""A format that nobody thought of is written over every report, without knowing any of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kpiplan.funnel.targets import figures, plan_targets
from kpiplan.months import Month
from kpiplan.reports.model import CellValue, LowHigh, Row, Table, Trend
from kpiplan.reports.target.report import target_report
from kpiplan.reports.target.view import view_of
from tests.plans import plan_of
from tests.reports.samples import PLANS, tables


def dump(table: Table) -> str:
    """A table as lines of exact values with tabs between them."""
    heads = [f"{column.over} {column.title} {column.subtitle}".strip() for column in table.columns]
    return "\n".join("\t".join(cells) for cells in (heads, *map(_values, table.rows)))


def _values(row: Row) -> list[str]:
    return [_text(cell.value) for cell in row.cells]


def _text(value: CellValue) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, LowHigh):
        return "..".join("" if end is None else repr(end) for end in value)
    if isinstance(value, Trend):
        return " ".join("?" if month is None else repr(month) for month in value.months)
    return value.isoformat() if isinstance(value, date) else str(value)


@pytest.mark.parametrize("report", tables())
def test_every_report_of_the_samples_can_be_written(report: str) -> None:
    for table in tables()[report]:
        lines = dump(table).split("\n")
        assert len(lines) == len(table.rows) + 1
        assert all(line.count("\t") < len(table.columns) for line in lines)
        for line, row in zip(lines[1:], table.rows, strict=True):
            for said, cell in zip(line.split("\t"), row.cells, strict=True):
                assert bool(said) == (cell.value is not None)
                if isinstance(cell.value, float):
                    assert float(said) == cell.value
                elif isinstance(cell.value, Month):
                    assert said == str(cell.value)


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_it_has_the_targets_to_the_last_digit(file: Path) -> None:
    targets = plan_targets(plan_of(file.read_text(encoding="utf-8")))
    lines = dump(target_report(view_of(targets, "month")).tables[0]).split("\n")
    shown = [set(line.split("\t")) for line in lines]
    stages = {stage.name for outcome in targets.outcomes for stage in outcome.branch.stages}
    segments = {outcome.branch.segment for outcome in targets.outcomes}
    found = figures(targets, by="month").figures
    wanted = [each for each in found if each.segment in segments and each.kpi in stages]
    whole = [each for each in found if each.kpi == "revenue" and not each.segment]
    assert wanted
    assert whole
    for figure in (*wanted, *whole):
        assert any({*map(repr, figure.values), repr(figure.total)} <= cells for cells in shown), figure
