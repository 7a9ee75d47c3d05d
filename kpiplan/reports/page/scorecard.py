"""The KPIs that the plan chooses: what each must be and is, how far it came, how it stands, whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.scorecard.score import Score
from kpiplan.reports.cells import NOTHING, words
from kpiplan.reports.model import Column, Style
from kpiplan.reports.page.model import Chip, PageRow, PageSection, PageTable, ProgressBar
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.rows import page_row, page_table
from kpiplan.reports.scorecard.report import actual_table
from kpiplan.reports.target.report import scorecard_tables

PROGRESS, STATUS = 3, 4  # columns of the scorecard's table


def kpi_section(view: PageView) -> PageSection:
    """The scorecard, met so far or as the plan has it."""
    say = view.locale.say
    if view.facing is None:
        [table] = scorecard_tables(view.view._replace(by="year"))
        return PageSection("kpis", say("KPIs"), (page_table(table, say("What each KPI must be")),))
    found = view.facing.scorecard
    return PageSection("kpis", say("KPIs"), (_met(view, found),))


def _met(view: PageView, found: Sequence[Score]) -> PageTable:
    """The table of the screen with whose each KPI is, and what is to be done where it is off."""
    say, table = view.locale.say, actual_table(view.plan, found, view.locale)
    whole = iter([each for each in found if each.segment is None and each.part is None])
    rows = []
    for row in table.rows:
        score = next(whole) if row.kind == "plain" else None
        shown = page_row(row)
        style, cells = row.cells[STATUS].style if len(row.cells) > STATUS else "plain", [*shown.cells]
        if score and score.progress is not None:
            cells[PROGRESS] = ProgressBar(score.progress, score.expected, style)
        if len(row.cells) > STATUS and row.cells[STATUS].text:
            cells[STATUS] = Chip(row.cells[STATUS].text, style)
        rows.append(PageRow((*cells, words(_whose(view, score, style)) if score else NOTHING), row.kind))
    columns = (*table.columns[:STATUS], Column(say("status"), words=True), *table.columns[STATUS + 1 :])
    heads = (*columns, Column(say("whose"), words=True))
    return PageTable(say("KPIs against what they must be"), heads, tuple(rows))


def _whose(view: PageView, score: Score, style: Style) -> str:
    """The owner, and the action that the plan has for it where it is off."""
    owner, action = score.chosen.owner, score.chosen.action
    if action and style in ("bad", "watch"):
        return view.locale.say("{owner}: {action}", owner=owner, action=action) if owner else action
    return owner
