"""The catalogue of KPIs as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpiplan.documents import Document
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.resolve import needed
from kpiplan.kpis.texts import names_by_language, other_names


def catalogue_document(groups: Mapping[str, Sequence[Kpi]]) -> Document:
    """Every KPI with all that the catalogue says of it: names in all languages, all else in English."""
    found = [{"group": group, **_document(kpi)} for group, kpis in groups.items() for kpi in kpis]
    return {"kind": "kpis", "kpis": found}


def _document(kpi: Kpi) -> Document:
    fields = kpi._asdict()
    del fields["id"], fields["name"]
    fields["also"] = other_names(kpi)
    return {"id": kpi.id, "names": names_by_language(kpi), **fields, "measures": needed(kpi)}
