"""The catalogue of KPIs as data, and as a page of documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import needed
from kpiplan.kpis.texts import names_by_language, other_names
from kpiplan.locales.english import Locale
from kpiplan.render.data import json_text
from kpiplan.render.markdown import escaped, report_markdown
from kpiplan.reports.catalogue import example, full_report


def catalogue_json(groups: Mapping[str, Sequence[Kpi]]) -> str:
    """Every KPI with all that the catalogue says of it: names in all languages, all else in English."""
    found = [{"group": group, **_document(kpi)} for group, kpis in groups.items() for kpi in kpis]
    return json_text({"kind": "kpis", "kpis": found})


def _document(kpi: Kpi) -> dict[str, object]:
    fields = kpi._asdict()
    del fields["id"], fields["name"]
    fields["also"] = other_names(kpi)
    return {"id": kpi.id, "names": names_by_language(kpi), **fields, "measures": needed(kpi)}


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
