"""What is wrong with tables of databases, and with reaching them. Data."""

from __future__ import annotations

from kpiplan.exports.sentences.sentence import Sentence

_SET = (
    "set it in the shell or the settings of the pipeline: {variable}='postgres://user:password@host/database' "
    "(docs/warehouses.md has the other kinds)"
)

TABLES = {
    "no-address": Sentence("no-connection", "the variable {variable} is not set", _SET),
    "bad-address": Sentence("no-connection", "the variable {variable} holds no address that is known", _SET),
    "no-engine": Sentence(
        "no-connection", "what asks this database is not installed", "pip install 'kpiplan[{extra}]'"
    ),
    "not-reached": Sentence(
        "no-connection",
        "{engine} at {place} can't be asked: {reason}",
        "see that it runs, and that name, user and password are those of somebody who may read",
    ),
    "too-slow": Sentence(
        "query-failed",
        "{engine} gave no answer within {seconds} s",
        "ask for longer with --timeout, or ask a smaller table",
    ),
    "engine-refuses": Sentence("query-failed", "{engine} refuses: {reason}", "`--sql` shows what is asked"),
    "no-table": Sentence("unknown-table", "there is no table {table}", "{near}The tables are {tables}"),
    "same-table": Sentence("unknown-table", "several tables are called {table}", "say which: {tables}"),
    "no-files": Sentence(
        "unreadable-file", "no Parquet file is called so", "the pattern is that of paths beside the plan"
    ),
    "no-rule": Sentence(
        "no-measure",
        "nothing says what of the table counts",
        "what is in a database is not guessed: say {rules}. The columns are {columns}",
    ),
    "type-of-column": Sentence(
        "column-type",
        "{column} holds {type}, and {kpi} needs {needed}",
        "cast it in a view, and name the view: {cast}",
    ),
    "type-of-value": Sentence("column-type", "{column} holds {type}, which {value} is none of", "write {right}"),
    "no-timezone": Sentence(
        "no-timezone",
        "{column} holds instants ({type}), and nothing says where their days are",
        "say `timezone: Europe/Berlin`, here or at the top of the plan",
    ),
}
