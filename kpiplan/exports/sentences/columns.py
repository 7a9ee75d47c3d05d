"""What is wrong with tables and their columns. Data."""

from __future__ import annotations

from kpiplan.exports.sentences.sentence import Sentence

_WHICH_ROWS = "say which, such as {rules}"
_WHICH_COLUMN = "if it is so, say {rules}. The columns are {columns}"

COLUMNS = {
    "no-header": Sentence("no-header", "no row names columns", "the first row of a table must name its columns"),
    "too-many-tables": Sentence(
        "too-many-tables",
        "the file holds more than {most} tables, and no more are read",
        "give it in parts, or say which table with `table`",
        "give it in parts, or say which table with --table",
    ),
    "unknown-table": Sentence("unknown-table", "there is no table {table}", "the tables are {tables}"),
    "no-table-usable": Sentence(
        "", "none of {number} tables can be used: {problem}", "{hint}; the tables are {tables}"
    ),
    "no-file-usable": Sentence("", "none of {number} files can be used: {problem}", "{hint}; the files are {files}"),
    "not-in-plan": Sentence("no-measure", "the plan needs none of {kpis}: {problem}", "{hint}"),
    "two-tables": Sentence(
        "two-tables",
        "two tables say {kpis} of {months}: {first} and {second}",
        "say which with `table`, a number or a part of its title, or `add: true`",
        "say which with --table, a number or a part of its title, or --add",
    ),
    "two-tables-of-levels": Sentence(
        "two-tables",
        "two tables say {kpis} of {months}: {first} and {second}",
        "say which with `table`, a number or a part of its title",
        "say which with --table, a number or a part of its title",
    ),
    "two-files": Sentence(
        "same-month-twice",
        "{kpis} of {months} stands in {file} too",
        "leave one out, or say `add: true` for the one that adds to the other",
        "leave one out, or say --add if they add to each other",
    ),
    "two-files-of-records": Sentence(
        "same-units-twice",
        "{kpis} of {months} stands in {file} too, and both list leads or deals, perhaps the same ones",
        "leave one out, or say under `actuals` which KPI each file has; `add: true` is right only where no lead or "
        "deal is in both",
    ),
    "two-files-of-levels": Sentence("ratio-summed", "{kpis} of {months} stands in {file} too", "leave one out"),
    "unknown-column": Sentence(
        "unknown-column", "there is no column {column}{within}", "{near}The columns are {columns}"
    ),
    "unknown-row": Sentence("unknown-column", "there is no row or column {name}", "the rows are {rows}"),
    "same-name": Sentence("ambiguous-column", "{number} columns are called {column}", "rename one of them in the file"),
    "several-dates": Sentence(
        "ambiguous-column",
        "{number} columns could date the rows: {columns}",
        "say which with `date: {date}`, or say {rules}",
        "say which with --date {option}, or say {rules}",
    ),
    "several-to-sum": Sentence(
        "ambiguous-column",
        "{number} columns could be {kpi}: {columns}",
        "say which, such as {rules}",
    ),
    "several-to-count": Sentence(
        "ambiguous-column",
        "{number} columns could be {kpi}: {columns}",
        "say which, such as {rules}",
    ),
    "several-amounts": Sentence("ambiguous-column", "{number} columns could be it: {columns}"),
    "bad-rule": Sentence("bad-rule", "{kpi} needs either `count` or `sum`", "{kpi}: {{count: a date column}}"),
    "won-unknown": Sentence("no-measure", "which rows are won is not known", _WHICH_COLUMN),
    "no-measure": Sentence("no-measure", "no column is known as a stage, revenue or spend", _WHICH_COLUMN),
    "nothing-adds-up": Sentence(
        "no-measure",
        "no column is known as a stage, revenue or spend",
        "export what adds up: ratios and averages do not. The columns are {columns}",
    ),
    "several-currencies": Sentence(
        "exchange-missing",
        "{column} is in several currencies, which do not add up: {currencies}",
        "say what one is worth in {base}, such as `{rates}`{rows}",
        "say what one is worth in {base}, such as {options}{rows}",
    ),
    "other-currency": Sentence(
        "exchange-missing",
        "{column} is in {currency}, and the plan in {base}",
        "say what one is worth in {base}, such as `{rates}`",
        "say what one is worth in {base}, such as {options}",
    ),
    "kinds-of-results": Sentence(
        "no-measure", "{quoted} counts results of several kinds, which do not add up: {texts}", _WHICH_ROWS
    ),
    "segments-overlap": Sentence(
        "no-measure", "{column} holds segments of visitors, who may be in several of them: {texts}", _WHICH_ROWS
    ),
    "unknown-segment": Sentence("unknown-segment", "the plan has no segment {segment}", "its segments are {segments}"),
    "mistaken-segment": Sentence("unknown-segment", "the plan has no segment {segment}", "did you mean {near}?"),
    "too-many-values": Sentence(
        "too-many-values",
        "{column} has more than {most:,} different values",
        "break down by a column with fewer, or group them with `split`",
        "break down by a column with fewer, or group them with --split",
    ),
}
