"""How each table of exports was read, as data."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.documents import Document
from kpiplan.exports.results import Explanation, Lines
from kpiplan.tuples import NamedTuple


class ExplanationWords(NamedTuple):
    """What is said of a table: why it was not read (empty where it was), and why rows are left out, a sentence each."""

    refusal: str
    left_out: tuple[str, ...]


def explanation_document(found: Sequence[Explanation], words: Sequence[ExplanationWords]) -> Document:
    """The document that docs/output.md describes."""
    return {"kind": "explanation", "tables": [_table(each, said) for each, said in zip(found, words, strict=True)]}


def _table(each: Explanation, said: ExplanationWords) -> Document:
    refusal = each.refusal
    return {
        "file": each.account.name,
        "table": each.account.table,
        "system": each.account.system,
        "shape": each.account.shape,
        "refused": None if refusal is None else {"code": refusal.code, "message": said.refusal},
        "columns": [
            {"column": column.name, "holds": column.kind, "role": column.role, "kpis": list(column.kpis)}
            for column in each.columns
        ],
        "counted": [{"kpi": kpi, "month": str(month), **_lines(lines)} for (kpi, month), lines in each.counted.items()],
        "left_out": [
            {"code": why.code, "kpi": why.kpi or None, "why": sentence, **_lines(lines)}
            for (why, lines), sentence in zip(each.left_out.items(), said.left_out, strict=True)
        ],
        "rows_looked_at": each.seen,
    }


def _lines(lines: Lines) -> Document:
    return {"rows": lines.rows, "lines": list(lines.lines)}
