"""What is asked, in each dialect: values and names of a plan are literals and names there, whatever is in them."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import expressions as sql

from kpiplan.exports.sources import TableSource
from kpiplan.exports.warehouses.engine import SCHEMES, engine_of
from kpiplan.exports.warehouses.printing import statements
from kpiplan.plan.export_rules import CellTest, FileRules, Rule, Split
from tests.exports.warehouses.tables import HOSTILE, NAME

ADDRESS = {"spark": "spark://local", "bigquery": "bigquery://project/dataset"}
DIALECTS = sorted(set(SCHEMES.values()))


def printed(rules: FileRules, scheme: str) -> str:
    """What a table of an engine would be asked."""
    source = TableSource(NAME, ADDRESS.get(scheme, f"{scheme}://user:secret@host/db"), "KPIPLAN_CRM")
    text, problems = statements([source], [rules], None)
    assert not problems
    assert "secret" not in text
    return text


def parsed(text: str, scheme: str) -> sql.Select:
    """The one statement of a text."""
    (tree,) = sqlglot.parse(text, read=engine_of(scheme).written)
    assert isinstance(tree, sql.Select)
    return tree


def asking(**kpis: Rule) -> FileRules:
    """Rules for a table."""
    return FileRules(NAME, kpis, connection="CRM", table="sales.leads")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("scheme", DIALECTS)
def test_values_of_a_plan_are_literals(scheme: str, value: str) -> None:
    rules = asking(leads=Rule(count="AQL date", where={"Stage": CellTest((value,))}))
    rules = rules._replace(split=Split("Lead TableSource", {value: (value,), "rest": ("x",)}))
    tree = parsed(printed(rules, scheme), scheme)
    assert not list(tree.find_all(sql.Drop, sql.Command, sql.Parameter, sql.Placeholder))
    literals = {each.this for each in tree.find_all(sql.Literal) if each.is_string}
    plain = "".join(char.lower() if char.isascii() else char for char in value)
    assert {value, plain, "rest", "x"} <= literals


@pytest.mark.parametrize("name", ["a b", 'a"b', "a`b", "a'b; --", "성사", "select", "A.B"])
@pytest.mark.parametrize("scheme", DIALECTS)
def test_names_of_a_plan_are_names(scheme: str, name: str) -> None:
    rules = asking(revenue=Rule(sum=name, by=f"{name} date"))._replace(table='"' + name.replace('"', '""') + '"')
    tree = parsed(printed(rules, scheme), scheme)
    tables, columns = ([each.name for each in tree.find_all(kind)] for kind in (sql.Table, sql.Column))
    assert len(tables) == 1
    if scheme != "bigquery" or name in ("a b", "성사", "select"):  # no other of these can be a name there
        assert tables == [name]
        assert {name, f"{name} date"} <= set(columns)


@pytest.mark.parametrize("scheme", DIALECTS)
def test_a_table_is_gone_through_once(scheme: str) -> None:
    won = {"Stage": CellTest(("Won",))}
    rules = asking(
        leads=Rule(count="AQL date"),
        customers=Rule(count="Closed", where=won),
        revenue=Rule(sum="Amount", by="Closed", where=won),
    )
    tree = parsed(printed(rules, scheme), scheme)
    assert len(list(tree.find_all(sql.Table))) == 1
    (sets,) = tree.find_all(sql.GroupingSets)
    assert [[column.name for column in each.expressions] for each in sets.expressions] == [
        ["segment", "day_1"],
        ["segment", "day_2"],
    ]


def test_the_statement_as_people_read_it() -> None:
    rules = asking(
        leads=Rule(count="AQL date"),
        revenue=Rule(sum="Amount", by="AQL date", where={"Stage": CellTest(("Closed Won",))}),
    )
    assert (
        printed(rules, "duckdb").replace("\t", "␉").replace("\v", "␋").replace("\f", "␌").replace("\r", "␍")
        == """\
-- crm: DuckDB, sales.leads
-- columns are taken to be days, numbers and texts as the rules use them
-- 1: leads: count AQL date
-- 2: revenue: sum Amount by AQL date where Stage = Closed Won
SELECT
  "t1"."segment",
  "t1"."day_1",
  COUNT(*) AS "rows",
  COUNT(*) FILTER(WHERE
    NOT (
      "t1"."day_1" IN (MAKE_DATE(1, 1, 1), MAKE_DATE(1, 1, 2))
    )
    OR (
      NOT (
        "t1"."day_1" IN (MAKE_DATE(1, 1, 1), MAKE_DATE(1, 1, 2))
      )
      AND "t1"."met_2"
    )) AS "used_rows",
  COUNT(*) AS "rows_1",
  COUNT(*) FILTER(WHERE
    "t1"."met_2") AS "rows_2",
  COUNT("t1"."value_2") FILTER(WHERE
    "t1"."met_2") AS "known_2",
  SUM("t1"."value_2") FILTER(WHERE
    "t1"."met_2") AS "total_2",
  COUNT(*) FILTER(WHERE
    "t1"."met_2" AND (
      "t1"."value_2" < 0
    )) AS "negative_2",
  MIN("t1"."value_2") FILTER(WHERE
    "t1"."met_2") AS "least_2",
  MAX("t1"."value_2") FILTER(WHERE
    "t1"."met_2") AS "greatest_2"
FROM (
  SELECT
    '' AS "segment",
    CASE
      WHEN "t0"."AQL date" IS NULL
      THEN MAKE_DATE(1, 1, 1)
      WHEN (
        "t0"."AQL date" < MAKE_DATE(1970, 1, 1)
      )
      OR (
        "t0"."AQL date" > MAKE_DATE(2100, 12, 31)
      )
      THEN MAKE_DATE(1, 1, 2)
      ELSE "t0"."AQL date"
    END AS "day_1",
    LOWER(TRIM(COALESCE("t0"."Stage", ''), ' ␉
␍␋␌')) IN ('closed won') AS "met_2",
    CASE WHEN ISNAN("t0"."Amount") THEN CAST(NULL AS DOUBLE) ELSE "t0"."Amount" END AS "value_2"
  FROM "sales"."leads" AS "t0"
) AS "t1"
GROUP BY
  1,
  2;
"""
    )


def test_without_an_address_it_is_written_as_duckdb_is_asked() -> None:
    text, problems = statements([TableSource(NAME, None, "KPIPLAN_CRM")], [asking(leads=Rule(count="AQL date"))], None)
    assert not problems
    assert text.startswith(
        "-- crm: DuckDB, sales.leads\n-- KPIPLAN_CRM is not set: written as DuckDB is asked\n"
        "-- columns are taken to be days, numbers and texts as the rules use them\n"
        "-- 1: leads: count AQL date\nSELECT\n"
    )
