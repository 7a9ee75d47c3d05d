"""What is wrong with numbers. Data."""

from __future__ import annotations

from kpiplan.exports.sentences.sentence import Sentence

_CORRECT = "correct them, or leave the cells empty where the number is not known"

NUMBERS = {
    "units-differ": Sentence(
        "units-differ",
        "{units:,} {unit} of {kpi} have rows with different {column}: the largest of the first day counts",
        "leave out `distinct` where each row has an amount of its own",
    ),
    "no-rows": Sentence("no-rows", "the table has no rows of data"),
    "no-number": Sentence("no-rows", "no row has a number"),
    "no-month-and-value": Sentence("no-rows", "no row has both a month and a value"),
    "ambiguous-number": Sentence(
        "ambiguous-number",
        "column {column} can be read with decimal points or commas: {example}",
        'say `decimal: "."` or `decimal: ","`',
        "say --decimal point or --decimal comma",
    ),
    "ratio-summed": Sentence(
        "ratio-summed", "{column} is a ratio, and ratios do not add up{example}", "sum the counts that it is made of"
    ),
    "percentages": Sentence("ratio-summed", "{column} holds percentages, and ratios do not add up"),
    "percentages-of-none": Sentence(
        "ratio-summed",
        "{column} holds percentages, and {kpi} is none",
        "write the number without a per cent sign",
    ),
    "bare-percentage": Sentence(
        "bare-percentage", "{column} can be meant in per cent or not: {example}", "write {plain}% or {share:g}"
    ),
    "level-twice": Sentence(
        "ratio-summed",
        "{column} of {month} stands there more than once, and {kpi} does not add up",
        "keep one row a month, or say `split`",
        "keep one row a month, or say --split",
    ),
    "month-twice": Sentence(
        "same-month-twice",
        "{column} of {month} stands there more than once",
        "keep one row a month, or say `add: true` where they add up",
        "keep one row a month, or say --add where they add up",
    ),
    "two-readings": Sentence(
        "unreadable-values",
        "{cells} of {column}: {example} can be read as {one:,.0f} or as {other:,.0f}",
        "write the number out",
    ),
    "unreadable-values": Sentence("unreadable-values", "{cells} of {column}: no number, such as {example}", _CORRECT),
    "too-large-values": Sentence(
        "unreadable-values", "{cells} of {column}: too large a number, such as {example}", _CORRECT
    ),
    "too-large-month": Sentence(
        "unreadable-values", "{column} of {month} adds up to more than any count or amount can be", _CORRECT
    ),
    "unread-value": Sentence(
        "unread-values", "{cells} of {column}: no number, such as {example}; its month is unknown", _CORRECT
    ),
    "unread-values": Sentence(
        "unread-values", "{cells} of {column}: no number, such as {example}; their months are unknown", _CORRECT
    ),
    "negative-count": Sentence(
        "negative-count",
        "{cells} of {column}: below zero, as {example} is",
        "a count is never below zero: correct it",
    ),
    "unique-summed": Sentence(
        "unique-summed",
        "{kpi}: {column} are unique users; added up, who came on several days counts several times",
        "sessions add up exactly",
    ),
    "unique-parts": Sentence(
        "unique-summed",
        "{kpi}: {column} are unique users; added up, who is in several rows counts several times",
        "sessions add up exactly",
    ),
    "unsplit-rows": Sentence(
        "unsplit-rows",
        "{rows:,} rows belong to no segment: {column} is {texts}",
        "name these values under `split`",
        "name these values in --split",
    ),
    "no-row-meets": Sentence("no-rows", "{kpi}: no row where {condition}", "{near}The values there are {values}"),
    "nothing-left": Sentence("no-rows", "no row counts: {problem}", "{hint}"),
    "no-such-value": Sentence("no-such-value", "{problem}", "{hint}"),
}
