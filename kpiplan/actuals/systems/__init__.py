"""The systems whose exports are known, one small file each: what their columns are called and what they mean.

Declared as data. Order matters where the columns of one are among those of another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.actuals.names import key
from kpiplan.actuals.systems import (
    ga4,
    google_ads,
    hubspot,
    linkedin,
    meta,
    naver,
    pipedrive,
    plausible,
    salesforce,
    search_console,
    universal_analytics,
)
from kpiplan.actuals.systems.system import System

SYSTEMS: tuple[System, ...] = (
    hubspot.CONTACTS,
    pipedrive.DEALS,
    salesforce.OPPORTUNITIES,
    hubspot.DEALS,
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


def recognise(header: Sequence[str], preamble: str) -> System | None:
    """The system that wrote a table with these columns below these lines; None where none is known to."""
    keys = {key(name) for name in header}
    for system in SYSTEMS:
        columns = all(any(key(name) in keys for name in choices) for choices in system.needs)
        if columns and (not system.preamble or re.search(system.preamble, preamble, re.IGNORECASE | re.MULTILINE)):
            return system
    return None
