"""What the catalogue says of one KPI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from kpiplan.figures import Unit
from kpiplan.tuples import NamedTuple

Better = Literal["higher", "lower"]
Level = Literal["high", "low"]
Reach = Literal["inbound", "outbound", "both"]
Cadence = Literal["weekly", "monthly", "quarterly", "half-yearly", "yearly"]
Purpose = Literal["awareness", "engagement", "leads and sales", "retention"]
Scale = Literal["", "number", "times", "days", "months", "seconds", "a day"]

# how many months of the plan lie between two reviews; a week is less than figures by month can tell
REVIEW_MONTHS: Mapping[Cadence, int] = {"weekly": 1, "monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


class Kpi(NamedTuple):
    """A KPI: what it is called, how it is computed, what it is good for.

    Texts are English, as all that the code says; other languages have them in files of their own, by `id` (`texts`).

    `formula` is an expression over base measures (`measures.MEASURES`) and other KPIs; a KPI that is counted or asked
    for as it stands names its own measure. `unit` is that of results; `scale` says how it is read: a ratio as 3 or 3x
    instead of 300%, a duration in days, months or seconds, an amount a day. `level` is high for the company, low for a
    team or process. `note` says where a guide prints something else, and why this is right.
    """

    id: str
    name: str
    formula: str
    unit: Unit
    better: Better
    level: Level
    reach: Reach
    cadence: Cadence
    purpose: Purpose
    tells: str
    action: str
    source: str
    scale: Scale = ""
    note: str = ""
    given: bool = False  # a level, though its formula looks like a sum: the plan's own, without one or made of levels
    also: tuple[str, ...] = ()  # other names: abbreviations, what exports and guides call it
