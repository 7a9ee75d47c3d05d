"""The systems whose exports are known, a small file each: what their columns are called and mean.

Declared as data. Order matters where the columns of one are among those of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import key, squeezed
from kpiplan.exports.systems import (
    amazon,
    amocrm,
    bitrix,
    display_video,
    dynamics,
    email,
    ga4,
    google_ads,
    hubspot,
    kakao,
    kommo,
    linkedin,
    matomo,
    meta,
    microsoft,
    naver,
    nps,
    odoo,
    pinterest,
    pipedrive,
    plausible,
    salesforce,
    search_console,
    shopify,
    social,
    stripe,
    tiktok,
    universal_analytics,
    yandex,
    zoho,
)
from kpiplan.exports.systems.system import System

SYSTEMS: tuple[System, ...] = (
    hubspot.CONTACTS,
    pipedrive.DEALS,
    salesforce.OPPORTUNITIES,
    hubspot.DEALS,
    amocrm.DEALS,
    kommo.LEADS,
    odoo.OPPORTUNITIES,
    bitrix.DEALS,
    bitrix.FIELDS,
    dynamics.OPPORTUNITIES,
    dynamics.LEADS,
    zoho.DEALS,
    shopify.ORDERS,
    stripe.PAYMENTS,
    stripe.API_PAYMENTS,
    stripe.SUBSCRIPTIONS,
    email.CAMPAIGNS,
    *social.PAGES,
    linkedin.CAMPAIGNS,
    meta.ADS,
    meta.BUSINESS_SUITE,
    naver.SEARCH_ADS,
    kakao.REPORTS,
    display_video.REPORTS,
    tiktok.REPORTS,
    pinterest.REPORTS,
    amazon.REPORTS,
    microsoft.REPORTS,
    yandex.DIRECT,
    yandex.METRICA,
    shopify.SESSIONS,
    universal_analytics.REPORTS,
    ga4.REPORTS,
    plausible.VISITORS,
    matomo.VISITS,
    search_console.CHART,
    google_ads.REPORTS,
)

# Of each group of columns what `names.is_called` compares.
_NEEDS = tuple(
    (
        system,
        tuple(frozenset(squeezed(name) if "(" in name else key(name) for name in choices) for choices in system.needs),
    )
    for system in SYSTEMS
)


def recognise(columns: Sequence[ExportColumn], preamble: str) -> System | None:
    """The system that wrote a table with these columns below these lines; None where none is known to."""
    if survey := nps.recognised(columns):
        return survey
    names = {squeezed(column.name) for column in columns} | {key(column.name) for column in columns}
    for system, needs in _NEEDS:
        there = all(names.intersection(choices) for choices in needs)
        if there and (not system.preamble or _has(system.preamble, preamble)):
            return system
    return None


def _has(pattern: str, preamble: str) -> bool:
    """Whether something above the table says that it is of a system; most tables have nothing above them."""
    return bool(preamble) and re.search(pattern, preamble, re.IGNORECASE | re.MULTILINE) is not None
