"""Reports as Markdown that a pull-request comment renders."""

from __future__ import annotations

import re

from kpiplan.formats.mermaid import flowchart
from kpiplan.problems import printable
from kpiplan.reports.model import Book, Report, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~]|&(?=#?\w+;))")  # & where it begins the code of a character: &lt;
# Places where a page would find a person to notify or an address to link, though nobody wrote a link: `@team`,
# `a@b.example`, `https://…`, `www.…`. An escape does not keep a page from it, a blank without width does.
_FOUND = re.compile(r"(?<=[@\uff20])(?=\w)|(?<=\w)(?=://)|(?<=\bwww)(?=\.\w)", re.IGNORECASE)
_NOTHING = "\u200b"


def report_markdown(report: Report) -> str:
    """Heading, facts, funnels as a flowchart, tables, remarks, an example as code."""
    parts = [f"### {escaped(report.title)}"]
    if report.facts:
        parts.append(
            "\n".join(f"- **{escaped(fact.label)}:** {escaped('; '.join(fact.lines))}" for fact in report.facts)
        )
    if report.funnels:
        parts.append(f"```mermaid\n{flowchart(report.funnels)}\n```")
    parts += [_table(table) for table in report.tables]
    if report.remarks:
        parts.append("\n".join(f"- {escaped(remark.strip())}" for remark in report.remarks))
    if report.example:
        parts.append(f"```yaml\n{report.example}\n```")
    return "\n\n".join(parts) + "\n"


def book_markdown(book: Book) -> str:
    """A page of its own: its parts with all their reports."""
    parts = [f"# {escaped(book.title)}\n"]
    for heading, reports in book.parts:
        parts.append(f"## {escaped(heading)}\n")
        parts += map(report_markdown, reports)
    return "\n".join(parts)


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _SPECIAL.sub(r"\\\1", _FOUND.sub(_NOTHING, " ".join(printable(text).split())))


def _table(table: Table) -> str:
    heads = [escaped(f"{column.over} {column.title} {column.subtitle}") for column in table.columns]
    lines = ["| " + " | ".join(heads) + " |"]
    lines.append("|" + "|".join(" :-- " if column.words else " --: " for column in table.columns) + "|")
    for row in table.rows:
        cells = [escaped(cell.text) for cell in row.cells] + [""] * (len(table.columns) - len(row.cells))
        if row.kind in ("section", "total"):
            cells = [f"**{cell}**" if cell else "" for cell in cells]
        elif row.kind == "detail":
            cells[0] = f"*{cells[0]}*"
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
