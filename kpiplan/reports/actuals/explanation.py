"""How each table of exports was read: its columns, the rows that count and those that don't, with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpiplan.exports.results import Explanation, Lines
from kpiplan.exports.sentences import said
from kpiplan.locales.english import Locale, phrase
from kpiplan.reports.actuals.sources import form_said, remark_said, source_label, why_said
from kpiplan.reports.cells import count_cell, row, section, words
from kpiplan.reports.model import Column, Fact, Report, Row, Table

Labelled = tuple[str, Explanation]

_ROLES = {
    "value": phrase("{kpis}: its numbers"),
    "count": phrase("{kpis}: its days, counted"),
    "date": phrase("the days of {kpis}"),
    "where": phrase("decides which rows are {kpis}"),
    "unit": phrase("the units of {kpis}: each counts once"),
    "currency": phrase("the currencies of {kpis}"),
    "segment": phrase("says the segment"),
    "month": phrase("the numbers of a month"),
    "name": phrase("names the KPI"),
    "target": phrase("the targets of {kpis}"),
    "targets": phrase("the targets of a month"),
    "planned": phrase("not read: what was planned"),
    "ratio": phrase("not read: ratios do not add up"),
    "synonym": phrase("not read: another column is it"),
    "unknown-name": phrase("not read: not known by this name"),
    "other-date": phrase("not read: dates nothing"),
    "text": phrase("not read: texts"),
    "empty": phrase("not read: empty"),
    "unused": phrase("not read"),
    "unread": phrase("not read"),
}
_KINDS = {
    "date": phrase("days"),
    "month": phrase("months"),
    "year": phrase("years"),
    "nth": phrase("days counted"),
    "number": phrase("numbers"),
    "text": phrase("texts"),
    "empty": phrase("nothing"),
}


def explanation_report(found: Sequence[Explanation], locale: Locale) -> Report:
    """The screen of `kpiplan actuals --explain`."""
    accounts = [each.account for each in found]
    labelled = [(source_label(each.account, accounts), each) for each in found]
    facts = [fact for label, each in labelled for fact in _facts(label, each, locale)]
    tables = (_columns(labelled, locale), _rows(labelled, locale))
    return Report(locale.say("How the exports are read"), tuple(facts), tuple(t for t in tables if t.rows))


def role_said(role: str, kpis: Sequence[str], locale: Locale) -> str:
    """What became of a column, in words."""
    return locale.say(_ROLES[role], kpis=locale.listed([locale.term(kpi) for kpi in kpis]) if kpis else "")


def _facts(label: str, each: Explanation, locale: Locale) -> Iterator[Fact]:
    say = locale.say
    if each.refusal is not None:
        message, hint = said(each.refusal)[1:]
        yield Fact(label, tuple(line for line in (say("not read: {why}", why=message), hint) if line))
        return
    form = form_said(each.account, locale)
    lines = [line for line in (form, *(remark_said(remark, locale) for remark in each.account.remarks)) if line]
    if each.seen is not None:
        lines.append(say("lines are told of the first {rows} rows", rows=locale.count(each.seen)))
    yield Fact(label, tuple(lines))


def _columns(found: Sequence[Labelled], locale: Locale) -> Table:
    say = locale.say
    headings = (say("Column"), say("holds"), say("becomes"))
    rows: list[Row] = []
    for label, each in found:
        if each.columns:
            rows.append(section(label))
        for column in each.columns:
            kind, role = say(_KINDS[column.kind]), role_said(column.role, column.kpis, locale)
            rows.append(row(f" {column.name}", kind, role))
    return Table(tuple(Column(title, words=True) for title in headings), tuple(rows))


def _rows(found: Sequence[Labelled], locale: Locale) -> Table:
    """The rows by KPI and month, then those left out."""
    say = locale.say
    columns = (
        Column(say("Rows"), words=True),
        Column(say("number")),
        Column(say("count for, or why not"), words=True),
        Column(say("lines"), words=True),
    )
    rows: list[Row] = []
    for label, each in found:
        if each.counted or each.left_out:
            rows.append(section(label))
        for (kpi, month), lines in each.counted.items():
            rows.append(_row(locale.month(month), lines, locale.term(kpi), locale))
        for why, lines in each.left_out.items():
            rows.append(_row(say("left out"), lines, why_said(why, lines.rows, locale), locale))
    return Table(columns, tuple(rows))


def _row(label: str, lines: Lines, text: str, locale: Locale) -> Row:
    told = ", ".join(map(str, lines.lines))
    more = " …" if lines.rows > len(lines.lines) and lines.lines else ""
    return Row((words(f" {label}"), count_cell(locale, lines.rows), words(text), words(f"{told}{more}")))
