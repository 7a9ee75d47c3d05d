"""What is due when, as data: identifiers, ISO days, numbers unrounded."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.analysis.reviews import Due
from kpiplan.documents import Document, Rows
from kpiplan.plan.kpi_goals import to_do
from kpiplan.plan.model import Plan

_COLUMNS = ("day", "what", "kpi", "owner", "first", "last", "at_least", "at_most", "source", "action")


def reviews_rows(due: Sequence[Due]) -> Rows:
    """A row an entry; `first` and `last` are the months that are looked at."""
    rows: Rows = [_COLUMNS]
    for day, chosen, what, first, last, wanted in due:
        months, more = (str(first), str(last)), (chosen.source, chosen.action)
        rows.append([day.isoformat(), what, chosen.id, chosen.owner, *months, wanted.low, wanted.high, *more])
    return rows


def reviews_document(plan: Plan, due: Sequence[Due]) -> Document:
    """The document that docs/output.md describes."""
    return {
        "kind": "reviews",
        "plan": plan.name,
        "currency": plan.currency,
        "due": [_entry(entry) for entry in due],
    }


def _entry(entry: Due) -> Document:
    chosen = entry.chosen
    return {
        "day": entry.day.isoformat(),
        "what": entry.what,
        "kpi": chosen.id,
        "owner": chosen.owner or None,
        "first": str(entry.first),
        "last": str(entry.last),
        "unit": chosen.kpi.unit if chosen.kpi else None,
        "at_least": entry.wanted.low,
        "at_most": entry.wanted.high,
        "to_do": list(to_do(chosen.aim)),
        "source": chosen.source or None,
        "action": chosen.action or None,
    }
