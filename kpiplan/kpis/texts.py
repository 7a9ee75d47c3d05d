"""What a KPI is called, and what is said of it, in a language and in all: what the language's own file says, else the
record, which is English. A plan's own KPI says the same in every language, though it may have a known identifier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpiplan.kpis.record import Kpi
from kpiplan.locales import folders
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.locales.languages import KpiTexts, kpi_texts


def texts_of(kpi: Kpi, locale: Locale) -> KpiTexts:
    """All that a language says of a KPI."""
    said = locale.kpi_texts(kpi.id) if kpi.tells else KpiTexts()
    return KpiTexts(
        said.name or kpi.name,
        said.tells or kpi.tells,
        said.action or kpi.action,
        said.note or kpi.note,
        said.also or kpi.also,
    )


def names_by_language(kpi: Kpi) -> Mapping[str, str]:
    """The name of a KPI of the catalogue in each language that has one."""
    return {ENGLISH.name: kpi.name, **{lang: said.name for lang, said in _all(kpi) if said.name}}


def other_names(kpi: Kpi) -> tuple[str, ...]:
    """What a KPI of the catalogue is also called, in all languages."""
    return (*kpi.also, *(name for _, said in _all(kpi) for name in said.also))


def _all(kpi: Kpi) -> Iterator[tuple[str, KpiTexts]]:
    return ((lang, said) for lang in folders() if (said := kpi_texts(lang).get(kpi.id)))
