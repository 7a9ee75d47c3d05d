"""What the page rests on: assumptions, warnings accepted and open, how exports were read, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from kpiplan.reports.actuals.cutoff import note_said
from kpiplan.reports.actuals.remarks import needed_lines
from kpiplan.reports.actuals.remarks import remarks as actual_remarks
from kpiplan.reports.actuals.sources import source_account, source_label
from kpiplan.reports.page.model import PageLines, PageSection, Part
from kpiplan.reports.page.results import PageView
from kpiplan.reports.target.facts import facts as target_facts
from kpiplan.reports.target.remarks import remarks as target_remarks


def basis_section(view: PageView) -> PageSection:
    """Lines with labels, then how each export was read."""
    parts: list[Part] = [PageLines(tuple(_lines(view)))]
    happened = view.results.happened
    if happened:
        sources = happened.sources
        read = [(source_label(each, sources), source_account(each, view.locale, hints=False)) for each in sources]
        parts.append(PageLines(tuple(read)))
    return PageSection("basis", view.locale.say("What it rests on"), tuple(parts))


def _lines(view: PageView) -> Iterator[tuple[str, str]]:
    say, results = view.locale.say, view.results
    if view.plan.why:
        yield say("Why"), view.plan.why
    if view.facing:  # of a plan alone they stand at the top
        yield from ((fact.label, line) for fact in target_facts(view.view) for line in fact.lines)
    for line in target_remarks(view.view):
        yield "", line.strip()
    for problem in results.problems:
        if problem.accepted is not None:
            yield say("Accepted"), say("{message}: {reason}", message=problem.message, reason=problem.accepted)
        elif problem.severity == "warning":
            yield say("Warning"), problem.message
    if view.facing:
        told = set(needed_lines(view.facing))  # which stand beside the year
        yield from (("", line) for line in actual_remarks(view.facing) if line not in told)
    if results.happened:
        yield from (("", note_said(note, view.locale, hints=False)) for note in results.happened.notes)
