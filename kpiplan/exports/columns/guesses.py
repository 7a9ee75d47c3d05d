"""The best guess of the rules for a table, for questions: made of its own names and values, ready to paste."""

from __future__ import annotations

from kpiplan.exports.cells.kinds import ExportColumn
from kpiplan.exports.cells.names import (
    CLOSING,
    MONTH_NAME,
    STATUS_NAME,
    VALUE_NAME,
    WEEK_NAME,
    identifier,
    is_identity,
    key,
    words,
)
from kpiplan.exports.cells.record_names import closes, creates, dates_nothing, is_lost, is_undone, numbers_bought
from kpiplan.exports.columns.amounts import amounts
from kpiplan.exports.columns.context import Context
from kpiplan.exports.columns.records import beginning, outcome_of, outcomes, stage_dates, what_a_row_is
from kpiplan.exports.results import Suggested
from kpiplan.plan.export_rules import Rule


def guesses(context: Context) -> Suggested:
    """Rules for all that would be read of a table. Where columns have the names of KPIs their sums, or speak of some,
    by the first date that may be it; where rows are periods or payments, that of what they have; else a row is a lead
    or deal, unless it holds nothing but numbers.
    """
    dates = context.of_kind("date", "nth", "month")
    likely = [column for column in dates if not dates_nothing(column.name)]
    likely = likely or [column for column in dates if _may_end(column)] or dates
    sums = (_sums(context, likely[0]) or _spoken_of(context, likely[0])) if likely else {}
    numbers = context.of_kind("number") and not context.of_kind("text")  # such rows are days, and no leads
    rules = sums
    if likely and not numbers and not sums.keys() - {"revenue"}:
        rules = _totals(context, likely) or _value_of_names(context, likely[0]) or _counts(context, likely)
    return Suggested(tuple(rules.items()), context.file)


def _may_end(column: ExportColumn) -> bool:
    return any(word in key(column.name) for word in CLOSING)


def _totals(context: Context, dates: list[ExportColumn]) -> dict[str, Rule]:
    """The sum of what stands beside months and weeks, or of payments, which may have failed; nothing where a row may be
    a lead or deal: dates that begin or end one, or a column that numbers them.
    """
    date = dates[0]
    if outcomes(context) or any(creates(each.name) is not None or closes(each.name) for each in dates):
        return {}
    found = [each for each in amounts(context) if not context.words.planned_for(each.name)]
    if date.kind in ("month", "nth") or key(date.name) in MONTH_NAME or WEEK_NAME.search(words(date.name)):
        return {"revenue": Rule(sum=found[0].name, by=date.name)} if found else {}
    if not found or what_a_row_is(context, date, None) or not any(_is_status(each) for each in context.of_kind("text")):
        return {}
    return {"revenue": Rule(sum=found[0].name, by=date.name, where=guessed_condition(context))}


def _is_status(column: ExportColumn) -> bool:
    return key(column.name) in STATUS_NAME


def _sums(context: Context, date: ExportColumn) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for column in context.of_kind("number"):
        kpi = context.words.measure(column.name)
        if kpi and context.words.direct(kpi) is None and not context.words.is_ratio(column.name):
            rules.setdefault(kpi, Rule(sum=column.name, by=date.name))
    return rules


def _spoken_of(context: Context, date: ExportColumn) -> dict[str, Rule]:
    """Sums of the columns whose names end with that of a KPI: `Last month's clicks`. Where a table holds nothing but
    numbers, of all of them, by what they are called, or of the first as the plan's first stage.
    """
    numbers = [c for c in context.of_kind("number") if not (context.words.is_ratio(c.name) or is_identity(c.name))]
    rules: dict[str, Rule] = {}
    for column in numbers:
        parts = words(column.name).split()
        ends = (context.words.measure(" ".join(parts[at:])) for at in range(1, len(parts)))
        kpi = next((kpi for kpi in ends if kpi and context.words.direct(kpi) is None), None)
        if kpi:
            rules.setdefault(kpi, Rule(sum=column.name, by=date.name))
    if rules or context.of_kind("text"):
        return rules
    stage = context.words.first_stage
    named = [column for column in numbers if identifier(column.name)]
    return {stage or identifier(c.name): Rule(sum=c.name, by=date.name) for c in (named[:1] if stage else named)}


def _value_of_names(context: Context, date: ExportColumn) -> dict[str, Rule]:
    """Of rows that name something again and again, with a value each, the sum of the first of them."""
    value = next((column for column in context.of_kind("number") if key(column.name) in VALUE_NAME), None)
    if value is None or outcomes(context):
        return {}
    for column in context.of_kind("text"):
        texts = [text for text in column.texts if text]
        if texts and 2 * len(texts) <= len(context.table.rows) and key(column.name) not in STATUS_NAME:
            stage = context.words.measure(texts[0]) or context.words.named("leads")
            return {stage: Rule(sum=value.name, by=date.name, where={column.name: (texts[0],)})}
    return {}


def _counts(context: Context, dates: list[ExportColumn]) -> dict[str, Rule]:
    rules = {stage: Rule(count=column.name) for column, stage in stage_dates(context)}
    dated = {rule.count for rule in rules.values()}
    rest = [column for column in dates if column.name not in dated]
    closing = next((column for column in rest if closes(column.name)), None)
    if closing is None and all(dates_nothing(column.name) for column in dates):
        closing = next(filter(_may_end, rest), None)
        rest = [closing] if closing else rest
    if closing is None and len(rest) == 1 and creates(rest[0].name) is None and outcomes(context):
        closing = rest[0]
    begun = [column for column in rest if column is not closing]
    won = context.words.named("customers")
    if begun:
        first = beginning(begun) or begun[0]
        stage = what_a_row_is(context, first, outcome_of(context)) or context.words.named(_likely_stage(context))
        rules.setdefault(stage, Rule(count=first.name))
    if closing and won not in rules:
        where = guessed_condition(context)
        rules[won] = Rule(count=closing.name, where=where)
        for amount in amounts(context)[:1]:
            rules["revenue"] = Rule(sum=amount.name, by=closing.name, where=where)
    return rules


def _likely_stage(context: Context) -> str:
    """What a row may be that nothing says for sure: somebody who bought, where what was bought is numbered."""
    return "customers" if any(numbers_bought(column.name) for column in context.columns) else "leads"


def guessed_condition(context: Context) -> dict[str, tuple[str, ...]]:
    """The condition under which a row may be won: by what the table says, else the first value of a column that is
    called like a status.
    """
    outcome = outcome_of(context) or next(iter(outcomes(context)), None)
    if outcome:
        return {outcome.column.name: outcome.won}
    for column in context.of_kind("text"):
        if _is_status(column):
            texts = [text for text in column.texts if text]
            first = next((text for text in texts if not is_undone(text) and not is_lost(text)), texts[0])
            return {column.name: (first,)}
    return {}
