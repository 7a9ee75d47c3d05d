"""The scenarios of the plan beside it, and what each changes."""

from __future__ import annotations

from kpiplan.analysis.scenarios import lines
from kpiplan.reports.page.model import PageLines, PageSection
from kpiplan.reports.page.results import PageView
from kpiplan.reports.page.rows import page_table
from kpiplan.reports.scenarios import scenarios_report


def scenarios_section(view: PageView) -> PageSection:
    """Side by side."""
    say, shown = view.locale.say, view.results.scenery
    found = scenarios_report(shown, lines(shown), view.locale, chosen=False)
    said = PageLines(tuple((fact.label, line) for fact in found.facts for line in fact.lines))
    table = page_table(found.tables[0], say("The plan beside its scenarios"))
    return PageSection("scenarios", say("Scenarios"), (said, table, *found.remarks))
