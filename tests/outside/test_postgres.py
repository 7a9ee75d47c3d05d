"""Tables of PostgreSQL: what they say is what their CSV says, nothing is written, and errors show no password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings

from kpiplan.exports import read_exports
from kpiplan.exports.results import Exports
from kpiplan.exports.sources import AskLimits, TableSource
from kpiplan.exports.warehouses.address import address_of
from kpiplan.exports.warehouses.engine import EngineError, engine_of
from kpiplan.plan.export_rules import FileRules, Rule, Split
from tests.exports.helpers import months
from tests.exports.warehouses.tables import NAME, Case, asked, cases, from_csv, from_file, many, same, same_cohorts
from tests.outside import postgres

pytestmark = pytest.mark.skipif(not postgres.HERE, reason="PostgreSQL is not here; .ci/outside says how to get it")
pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'kpiplan[postgres]'")

ASKED = (Phase.explicit, Phase.reuse, Phase.generate)
RULES = {
    "leads": Rule(count="d1"),
    "customers": Rule(count="d2", where={"grp": ("won",)}),
    "revenue": Rule(sum="amt", by="d2", where={"grp": ("won",)}),
    "sqls": Rule(count="d1", distinct="thing"),
}
SPLIT = Split("src", {"inbound": ("web",), "outbound": ("sdr",)})


@pytest.fixture(scope="module")
def cluster() -> Iterator[postgres.Cluster]:
    started = postgres.Cluster()
    yield started
    started.stop()


def told(found: Exports) -> str:
    """All problems, as people read them."""
    return "\n".join(f"{problem.code}: {problem.message} | {problem.hint}" for problem in found.problems)


def read(source: TableSource, table: str = "leads", timezone: str | None = None, **kpis: Rule) -> Exports:
    """A table by some rules."""
    rules = FileRules(NAME, kpis or {"leads": Rule(count="d1")}, connection="CRM", table=table, timezone=timezone)
    return read_exports([source], rules=[rules])


@settings(max_examples=25, deadline=None, phases=ASKED)
@given(case=cases())
def test_tables_say_what_their_csv_says(case: Case, cluster: postgres.Cluster) -> None:
    same(from_csv(case), asked(case, cluster.loads))


def test_many_rows(cluster: postgres.Cluster, table_rows: int) -> None:
    case = Case(many(table_rows), FileRules(NAME, RULES, SPLIT))
    same(from_file(case), asked(case, cluster.loads))
    same_cohorts(case, cluster.loads)


def test_nothing_is_written_and_time_is_kept(cluster: postgres.Cluster) -> None:
    address = address_of(cluster.address(), "KPIPLAN_CRM", ("postgres",))
    connection = engine_of("postgres").connect(address, AskLimits(0.3))
    with pytest.raises(EngineError, match="read-only"):
        connection.rows("CREATE TABLE x (y int)")
    with pytest.raises(EngineError) as raised:
        connection.rows("SELECT pg_sleep(5)")
    assert raised.value.over
    connection.close()


def test_a_view_that_takes_too_long(cluster: postgres.Cluster) -> None:
    with cluster.connected() as connection:
        connection.execute("CREATE OR REPLACE VIEW slow AS SELECT current_date AS d1, pg_sleep(5)::text AS s")
    found = read(cluster.source(AskLimits(0.3)), "slow")
    assert told(found) == (
        "query-failed: PostgreSQL gave no answer within 0.3 s | ask for longer with --timeout, or ask a smaller table"
    )


def test_tables_that_are_not_there(cluster: postgres.Cluster) -> None:
    cluster.loads("leads", many(10))
    with cluster.connected() as connection:
        connection.execute("CREATE SCHEMA IF NOT EXISTS sales")
        connection.execute('CREATE TABLE IF NOT EXISTS sales."Won Deals" (d1 date)')
    said = told(read(cluster.source(), "lead"))  # other tests have tables there
    assert "there is no table lead | did you mean 'leads'? The tables are " in said
    assert "'leads'" in said.partition("The tables are ")[2]
    assert told(read(cluster.source(), "sales.won deals")).startswith("no-rows")  # as it is written there or not


@pytest.mark.parametrize(
    ("password", "database", "port"),
    [("wrong-p%40ssword", "postgres", 0), ("s3cret%2Fp%40ss", "nope", 0), ("x", "y", 1)],
)
def test_connections_that_are_refused_show_no_password(
    password: str, database: str, port: int, cluster: postgres.Cluster
) -> None:
    address = cluster.address(password, database)
    address = address.replace(str(cluster.port), "1") if port else address
    said = told(read(TableSource(NAME, address, "KPIPLAN_CRM")))
    assert said.startswith("no-connection: PostgreSQL at postgres://127.0.0.1:")
    assert "p@ss" not in said
    assert "p%40ss" not in said
    assert postgres.USER not in said.split(" can't be asked")[0]


def test_instants_are_of_the_days_of_the_time_zone(cluster: postgres.Cluster) -> None:
    with cluster.connected() as connection:
        connection.execute("DROP TABLE IF EXISTS moments; CREATE TABLE moments (d1 timestamptz)")
        connection.execute("INSERT INTO moments VALUES ('2024-02-01 03:00+00'), ('2024-01-31 23:30+00')")
    assert "no-timezone: 'd1' holds instants (timestamptz)" in told(read(cluster.source(), "moments"))
    berlin = read(cluster.source(), "moments", "Europe/Berlin")
    angeles = read(cluster.source(), "moments", "America/Los_Angeles")
    assert (months(berlin, "leads"), months(angeles, "leads")) == ({"2024-02": 2}, {"2024-01": 2})


def test_enums_are_words(cluster: postgres.Cluster) -> None:
    with cluster.connected() as connection:
        connection.execute(
            "DROP TABLE IF EXISTS deals; DROP TYPE IF EXISTS stage; CREATE TYPE stage AS ENUM ('Won', 'Lost')"
        )
        connection.execute("CREATE TABLE deals (d1 date, s stage, n numeric)")
        connection.execute("INSERT INTO deals VALUES ('2024-01-01', 'Won', 'NaN'), ('2024-01-31', 'Lost', 3)")
    rules = {"customers": Rule(count="d1", where={"s": ("won",)}), "revenue": Rule(sum="n", by="d1")}
    found = read(cluster.source(), "deals", None, **rules)
    assert months(found, "customers") == {"2024-01": 1}
    assert months(found, "revenue") == {"2024-01": 3}


def test_what_a_rule_needs_of_a_column(cluster: postgres.Cluster, tmp_path: Path) -> None:
    cluster.loads("leads", many(10))
    said = told(read(cluster.source(), leads=Rule(count="src")))
    assert said == (
        "column-type: 'src' holds varchar, and leads needs days | cast it in a view, and name the view: "
        'CAST("src" AS DATE)'
    )
