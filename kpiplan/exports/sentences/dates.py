"""What is wrong with dates. Data."""

from __future__ import annotations

from kpiplan.exports.sentences.sentence import Sentence

DATES = {
    "no-dates": Sentence("no-date", "column {column} holds no dates: {example}", "name a column of dates"),
    "no-date": Sentence(
        "no-date",
        "nothing says to which month the rows belong: there is no column of dates",
        "export by day or month. The columns are {columns}",
    ),
    "no-date-read": Sentence("no-date", "{column} can't be read as dates, such as {example}"),
    "no-start": Sentence(
        "no-date",
        "{column} counts from a start date that the file does not state",
        "export with the lines above the header",
    ),
    "no-stage-date": Sentence("no-date", "none of the columns that date a stage is there", "the columns are {columns}"),
    "no-year": Sentence("no-year", "months are named without their year", "say `year: YYYY`", "say --year YYYY"),
    "year-taken": Sentence(
        "year-taken", "the months are taken to be of {year}, which {where} says", "else say `year`", "else say --year"
    ),
    "rows-are-years": Sentence("period-spans-months", "a row is a year", "export by month"),
    "rows-as-a-whole": Sentence(
        "period-spans-months",
        "the rows stand for {first} to {last} as a whole",
        "export by day or month, or one month at a time",
    ),
    "longer-than-month": Sentence(
        "period-spans-months", "{example} in {column} is longer than a month", "export by month (`--by month`)"
    ),
    "in-two-months": Sentence(
        "period-spans-months",
        "{rows} for a period in two months, such as {example}",
        "export by day or month; or say `spans: start` (it counts where it starts) or `spans: spread` (over its days)",
        "export by day or month; or say --spans start (it counts where it starts) or --spans spread (over its days)",
    ),
    "day-and-month-first": Sentence(
        "ambiguous-date",
        "column {column} is both day first and month first: {example}",
        "say `day_first: true` or `day_first: false`",
        "say --day-first or --month-first",
    ),
    "day-or-month-first": Sentence(
        "ambiguous-date",
        "column {column} can be read day first or month first: {example}",
        "say `day_first: true` or `day_first: false`",
        "say --day-first or --month-first",
    ),
    "day-or-year-first": Sentence(
        "ambiguous-date",
        "column {column} can be read day first or year first: {example}",
        "say `day_first: true` or `day_first: false`",
        "say --day-first or --month-first",
    ),
    "two-spellings": Sentence(
        "ambiguous-date",
        "column {column} is spelled in two ways, and {other} does not tell how {example} is read: day or month first",
        "{guess}say `day_first: true` or `day_first: false`, which holds for that spelling",
    ),
    "two-languages": Sentence(
        "ambiguous-date",
        "the months of {column} are named in no one language: {first} and {other}",
        "name the months in one language, or by number: 2026-01",
    ),
    "header-in-two-languages": Sentence(
        "ambiguous-date",
        "the columns name months in no one language: {first} and {other}",
        "name the months in one language, or by number: 2026-01",
    ),
    "day-or-short-year": Sentence(
        "ambiguous-date",
        "column {column} can be read as days or as months of a year: {example}",
        "write the year in full: Jan 2026",
    ),
    "unused-date": Sentence(
        "unused-date",
        "{quoted} is not used: nothing says which rows are won",
        "if it is the date of winning, say {rules}",
    ),
    "won-undated": Sentence(
        "unused-date",
        "nothing says when rows were won, of which {column} is {texts}",
        "if it was on {date}, say {rules}",
    ),
    "lost-counted": Sentence(
        "lost-counted",
        "{kpi}: {rows:,} of {all:,} rows are not won: {column} is {texts}",
        "to count the {won:,} that are won, say {rules}",
    ),
    "undone-counted": Sentence(
        "lost-counted",
        "{kpi}: {rows:,} of {all:,} rows were taken back: {column} is {texts}",
        "to leave them out, say {rules}",
    ),
    "undated-rows": Sentence(
        "undated-rows",
        "{rows:,} of {matched:,} rows for {kpi} have no {column}",
        "they count in no month: fill in the date, or count by another",
    ),
    "unread-dates": Sentence(
        "unread-dates", "{rows:,} rows for {kpi} have a {column} that can't be read, such as {example}"
    ),
    "far-dates": Sentence(
        "far-dates",
        "rows dated {months} lie far away from all others",
        "correct the dates if they are slips; they do not count as months that the export covers",
    ),
    "dates-jump-back": Sentence(
        "dates-jump-back",
        "the dates of {column} follow each other, but for {then} behind {first}",
        "look whether a spreadsheet turned day and month around there",
    ),
    "first-month-partial": Sentence("first-month-partial", "{month.long} is covered from its day {day} on"),
}
