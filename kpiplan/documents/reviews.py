"""What is due when as CSV and JSON: identifiers, ISO days, numbers unrounded."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from kpiplan.analysis.reviews import Due
from kpiplan.exports.cells.formulas import defused
from kpiplan.formats.csv import number
from kpiplan.formats.json import json_text
from kpiplan.plan.kpi_goals import to_do
from kpiplan.plan.model import Plan

_COLUMNS = ("day", "what", "kpi", "owner", "first", "last", "at_least", "at_most", "source", "action")


def reviews_csv(due: Sequence[Due]) -> str:
    """A row an entry; `first` and `last` are the months that are looked at."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for day, chosen, what, first, last, wanted in due:
        texts = [defused(text) for text in (chosen.id, chosen.owner, chosen.source, chosen.action)]
        limits = [number(wanted.low), number(wanted.high)]
        writer.writerow([day.isoformat(), what, *texts[:2], first, last, *limits, *texts[2:]])
    return out.getvalue()


def reviews_json(plan: Plan, due: Sequence[Due]) -> str:
    """The document that docs/output.md describes."""
    document = {
        "kind": "reviews",
        "plan": plan.name,
        "currency": plan.currency,
        "due": [_entry(entry) for entry in due],
    }
    return json_text(document)


def _entry(entry: Due) -> dict[str, Any]:
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
