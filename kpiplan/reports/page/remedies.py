"""What would close the gap: the months left planned anew; of a plan alone what a little more of each input brings."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.analysis.levers.levers import Levers
from kpiplan.reports.levers.tables import work_table
from kpiplan.reports.levers.words import ShownLevers
from kpiplan.reports.model import Cell
from kpiplan.reports.page.model import PageCell, PageLines, PageSection, PageTable, ProgressBar
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.rows import page_row, page_table
from kpiplan.reports.replan import replan_report

LISTED = 8  # levers; the weaker ones are left to `kpiplan levers`
_BAR = 4  # the column of the levers' table that text draws bars in


def remedy_sections(view: PageView) -> Iterator[PageSection]:
    """What the rest of the year takes; what is worth a change of the plan."""
    say, happened = view.locale.say, view.results.happened
    if happened and happened.rest and happened.rest.months:
        shown = replan_report(happened.rest, view.locale)
        lines = PageLines(tuple((fact.label, line) for fact in shown.facts for line in fact.lines))
        stages = page_table(shown.tables[0], say("What each month left must bring"))
        lower = [page_table(table, table.columns[0].title) for table in shown.tables[2:]]
        yield PageSection("rest", say("What the rest of the year takes"), (lines, stages, *lower))
    if view.results.levers and not happened:
        yield PageSection("levers", say("What more is worth"), (_levers(view, view.results.levers),))


def _levers(view: PageView, found: Levers) -> PageTable:
    branches = tuple(outcome.branch for outcome in view.results.targets.outcomes)
    table = work_table(ShownLevers(view.plan, branches, found._replace(levers=found.levers[:LISTED]), view.locale))
    gains = [row.cells[_BAR - 1].value for row in table.rows]
    largest = max((gain for gain in gains if isinstance(gain, float)), default=0.0)
    rows = []
    for row, gain in zip(table.rows, gains, strict=True):
        share = gain / largest if isinstance(gain, float) and largest > 0 else 0.0

        def mark(at: int, _cell: Cell, share: float = share) -> PageCell | None:
            return ProgressBar(share) if at == _BAR else None

        rows.append(page_row(row, mark))
    return PageTable(view.locale.say("What a little more of each input brings"), table.columns, tuple(rows))
