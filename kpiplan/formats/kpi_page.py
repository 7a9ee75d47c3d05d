"""The catalogue of KPIs as a page of Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.formats.markdown import escaped, report_markdown
from kpiplan.kpis.record import Kpi
from kpiplan.locales.english import Locale
from kpiplan.reports.catalogue import example, full_report


def catalogue_page(title: str, groups: Mapping[str, Sequence[Kpi]], locale: Locale) -> str:
    """The page that documents the KPIs: a section a group, each KPI in full with how a plan chooses it."""
    parts = [f"# {escaped(title)}\n"]
    for group, kpis in groups.items():
        parts.append(f"## {escaped(locale.say(group))}\n")
        parts += [kpi_markdown(kpi, group, locale) for kpi in kpis]
    return "\n".join(parts)


def kpi_markdown(kpi: Kpi, group: str, locale: Locale) -> str:
    """One KPI in full."""
    return f"{report_markdown(full_report(kpi, group, locale))}\n```yaml\n{example(kpi)}\n```\n"
