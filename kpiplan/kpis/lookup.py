"""The records of all groups: found by identifier, searched in all languages, their formulas parsed when asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from kpiplan.kpis.catalogue import (
    content,
    conversion,
    economics,
    email,
    leads,
    retention,
    sales,
    search_and_pr,
    social,
    traffic,
    website,
)
from kpiplan.kpis.formulas import Formula, parse
from kpiplan.kpis.record import Kpi
from kpiplan.kpis.texts import names_by_language, other_names
from kpiplan.locales.english import phrase

GROUPS: Mapping[str, tuple[Kpi, ...]] = {
    phrase("Lead generation and sales"): leads.KPIS + conversion.KPIS + sales.KPIS,
    phrase("Economics"): economics.KPIS,
    phrase("Retention"): retention.KPIS,
    phrase("Website"): traffic.KPIS + website.KPIS,
    phrase("Search and PR"): search_and_pr.KPIS,
    phrase("E-mail"): email.KPIS,
    phrase("Social and content"): social.KPIS + content.KPIS,
}

_BY_ID = {kpi.id: kpi for kpis in GROUPS.values() for kpi in kpis}


def find(name: str) -> Kpi | None:
    """The KPI of an identifier; None where the catalogue has none."""
    return _BY_ID.get(name)


def ids() -> tuple[str, ...]:
    """The identifiers of all KPIs, in the order of the groups."""
    return tuple(_BY_ID)


def search(text: str) -> tuple[Kpi, ...]:
    """The KPIs whose identifier, name in any language or other name has every word of a text, best match first.

    First those that are called so exactly, then those whose name begins so, then the rest. Case, spaces and
    punctuation make no difference; a text without a letter or digit finds nothing.
    """
    words = [plain for word in re.split(r"[\s_]+", text) if (plain := _plain(word))]
    if not words:
        return ()
    whole = "".join(words)
    ranked = []
    for kpi, names in _names().items():
        if whole in names:
            ranked.append((0, kpi))
        elif any(name.startswith(whole) for name in names):
            ranked.append((1, kpi))
        elif all(any(word in name for name in names) for word in words):
            ranked.append((2, kpi))
    return tuple(kpi for _, kpi in sorted(ranked, key=lambda each: each[0]))


def formula_of(kpi: Kpi) -> Formula:
    """The formula of a KPI. Raises FormulaError, which no KPI of the catalogue does."""
    return parsed(kpi.formula)


@lru_cache(maxsize=1024)
def parsed(text: str) -> Formula:
    """A formula, parsed once. Raises FormulaError."""
    return parse(text)


@cache
def _names() -> Mapping[Kpi, tuple[str, ...]]:
    return {kpi: tuple(_plain(name) for name in names_of(kpi)) for kpi in _BY_ID.values()}


def names_of(kpi: Kpi) -> Iterator[str]:
    """Everything that a KPI is called in any language, its identifier first."""
    yield from (kpi.id, *names_by_language(kpi).values(), *other_names(kpi))


def _plain(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
