"""The systems whose exports are known, a small file each: what their columns are called and mean.

Declared as data. Order matters where the columns of one are among those of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.exports.columns.kinds import Column
from kpiplan.exports.columns.names import key
from kpiplan.exports.systems import (
    email,
    ga4,
    google_ads,
    hubspot,
    linkedin,
    meta,
    naver,
    nps,
    pipedrive,
    plausible,
    salesforce,
    search_console,
    social,
    universal_analytics,
)
from kpiplan.exports.systems.system import System

SYSTEMS: tuple[System, ...] = (
    hubspot.CONTACTS,
    pipedrive.DEALS,
    salesforce.OPPORTUNITIES,
    hubspot.DEALS,
    email.CAMPAIGNS,
    *social.PAGES,
    linkedin.CAMPAIGNS,
    meta.ADS,
    meta.BUSINESS_SUITE,
    naver.SEARCH_ADS,
    universal_analytics.REPORTS,
    ga4.REPORTS,
    plausible.VISITORS,
    search_console.CHART,
    google_ads.REPORTS,
)

# Of each group of columns what `names.is_called` compares.
_NEEDS = tuple(
    (
        system,
        tuple(frozenset(name.casefold() if "(" in name else key(name) for name in choices) for choices in system.needs),
    )
    for system in SYSTEMS
)


def recognise(columns: Sequence[Column], preamble: str) -> System | None:
    """The system that wrote a table with these columns below these lines; None where none is known to."""
    if survey := nps.recognised(columns):
        return survey
    names = {column.name.casefold() for column in columns} | {key(column.name) for column in columns}
    for system, needs in _NEEDS:
        there = all(names.intersection(choices) for choices in needs)
        if there and (not system.preamble or re.search(system.preamble, preamble, re.IGNORECASE | re.MULTILINE)):
            return system
    return None
