"""Tables and Parquet files that a plan names, from the command line: read, printed, refused."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Kpiplan

PLAN = """\
name: Inbound 2024
year: 2024
currency: EUR
goal: {revenue: 120k, average_deal: 1k}
funnel: [leads, {customers: 10%}]
actuals:
  crm:
    connection: CRM
    table: sales.leads
    leads: {count: AQL date}
    customers: {count: Closed, where: {Stage: Closed Won}}
    revenue: {sum: Amount, by: Closed, where: {Stage: Closed Won}}
"""
ROWS = """
    (DATE '2024-01-10', TIMESTAMP '2024-01-31 23:30', 'Closed Won', 1000.5, 'EUR'),
    (DATE '2024-01-20', TIMESTAMP '2024-02-10 08:00', ' closed won ', 2000, 'USD'),
    (DATE '2024-02-29', NULL, 'Lost', NULL, NULL),
    (NULL, TIMESTAMP '2024-02-29 12:00', 'Closed Won', 10, 'EUR')
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a plan, and the database that it names."""
    monkeypatch.chdir(tmp_path)
    with duckdb.connect("leads.duckdb") as connection:
        connection.execute("CREATE SCHEMA sales")
        columns = '"AQL date" DATE, "Closed" TIMESTAMP, "Stage" VARCHAR, "Amount" DECIMAL(12, 2), "Paid in" VARCHAR'
        connection.execute(f"CREATE TABLE sales.leads ({columns})")
        connection.execute(f"INSERT INTO sales.leads VALUES {ROWS}")
        connection.execute("COPY sales.leads TO 'leads.parquet' (FORMAT parquet)")
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("KPIPLAN_CRM", "duckdb:///leads.duckdb")
    return tmp_path


def test_a_plan_that_names_a_table_needs_no_file(home: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "--plan", "plan.yaml")
    assert run.code == 0
    account = re.sub(r"\d+\.\d s", "0.1 s", run.err.splitlines()[0])
    assert account == (
        "crm  leads = AQL date; customers = Closed where Stage is Closed Won; revenue = Amount by Closed where Stage "
        "is Closed Won; 4 rows; DuckDB, sales.leads: 4 rows; the latest day 2024-02-29; 0.1 s"
    )
    assert "leads             2" not in run.err
    named = kpiplan("actuals", "crm", "--plan", "plan.yaml")
    assert named.out == run.out


def test_months_are_those_of_the_rows(home: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "--format", "csv")
    assert run.out.splitlines()[:3] == [
        "period,segment,leads,customers,revenue",
        "2024-01,,2,1,1000.5",
        "2024-02,,1,2,2010",
    ]


def test_explain_tells_what_became_of_columns_and_rows(home: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("actuals", "--explain")
    assert run.code == 0
    assert " AQL date  days     leads: its days, counted" in run.out
    assert re.search(r"left out +1  customers: not Stage is Closed Won", run.out)
    assert re.search(r" January 2024 +2  leads", run.out)


def test_parquet_files_are_read_beside_the_plan_and_by_name(home: Path, kpiplan: Kpiplan) -> None:
    whole = kpiplan("actuals", "--format", "csv").out
    (home / "exports/year=2024").mkdir(parents=True)
    (home / "leads.parquet").rename(home / "exports/year=2024/leads-1.parquet")
    own = PLAN.replace("  crm:\n    connection: CRM\n    table: sales.leads\n", '  "exports/*leads*.parquet":\n')
    Path("plan.yaml").write_text(own, encoding="utf-8")
    assert kpiplan("actuals", "--format", "csv").out == whole
    assert (
        kpiplan("actuals", "exports/year=2024/leads-1.parquet", "--plan", "plan.yaml", "--format", "csv").out == whole
    )
    assert kpiplan("actuals", "exports", "--plan", "plan.yaml", "--format", "csv").out == whole
    (home / "exports/year=2024/leads-1.parquet").unlink()
    run = kpiplan("actuals")
    assert (run.code, run.out) == (4, "")
    assert "exports/*leads*.parquet: error unreadable-file: no Parquet file is called so" in run.err


def test_a_year_of_a_table_is_the_start_of_the_next(home: Path, kpiplan: Kpiplan) -> None:
    run = kpiplan("init", "-", "--like", "plan.yaml")
    assert run.code == 0, run.err
    assert "    connection: CRM\n    leads: {count: AQL date}\n" in run.out
    assert '    table: "sales.leads"\n' in run.out
    assert kpiplan("init", "-", "--from", "crm", "--like", "plan.yaml").out == run.out


def test_sql_connects_to_nothing(home: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPIPLAN_CRM", "postgres://me:s3cret@nowhere.invalid/db")
    run = kpiplan("actuals", "--sql")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("-- crm: PostgreSQL, sales.leads\n")
    assert 'FROM "sales"."leads" AS "t0"' in run.out
    assert "s3cret" not in run.out


def error(kpiplan: Kpiplan, *words: str) -> list[str]:
    """The error of a table, without the account of others."""
    run = kpiplan("actuals", *words)
    assert run.code == 4
    return run.err.splitlines()


def test_errors_are_said_each_in_one(home: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    said = error(kpiplan, "--read", "leads: count Stage")
    assert said[:2] == [
        "crm: error column-type: 'Stage' holds VARCHAR, and leads needs days",
        '    cast it in a view, and name the view: CAST("Stage" AS DATE)',
    ]
    said = error(kpiplan, "--read", "leads: count AQL dat")
    assert said[0] == "crm: error unknown-column: there is no column 'AQL dat'"
    assert said[1].startswith("    did you mean 'AQL date'? The columns are 'AQL date', 'Closed'")
    said = error(kpiplan, "--read", "revenue: sum Amount by Closed where Amount = much")
    assert said[:2] == [
        "crm: error column-type: 'Amount' holds DECIMAL(12,2), which 'much' is none of",
        "    write a number",
    ]
    Path("plan.yaml").write_text(PLAN.replace("sales.leads", "leeds"), encoding="utf-8")
    assert error(kpiplan)[:2] == [
        "crm: error unknown-table: there is no table leeds",
        "    did you mean 'sales.leads'? The tables are 'sales.leads'",
    ]
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("KPIPLAN_CRM", "duckdb:///nothing.duckdb")
    assert error(kpiplan)[0].startswith("crm: error no-connection: DuckDB at duckdb:///nothing.duckdb can't be asked: ")
    monkeypatch.setenv("KPIPLAN_CRM", "me:s3cret@host")
    assert error(kpiplan)[0] == "crm: error no-connection: the variable KPIPLAN_CRM holds no address that is known"
    monkeypatch.delenv("KPIPLAN_CRM")
    assert error(kpiplan)[0] == "crm: error no-connection: the variable KPIPLAN_CRM is not set"


def test_a_driver_that_is_missing_is_named(home: Path, kpiplan: Kpiplan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPIPLAN_CRM", "snowflake://me:s3cret@account/db")
    monkeypatch.setitem(sys.modules, "snowflake", None)
    assert error(kpiplan)[:2] == [
        "crm: error no-connection: what asks this database is not installed",
        "    pip install 'kpiplan[snowflake]'",
    ]
    monkeypatch.setitem(sys.modules, "ibis", None)
    assert error(kpiplan)[1] == "    pip install 'kpiplan[snowflake]'"


def test_a_table_that_takes_too_long_is_not_waited_for(home: Path, kpiplan: Kpiplan) -> None:
    with duckdb.connect("leads.duckdb") as connection:
        day = "DATE '2024-01-01' + (a.range * b.range % 300)::INT"
        connection.execute(f'CREATE VIEW endless AS SELECT {day} AS "AQL date" FROM range(9000000) a, range(9000) b')
    text = PLAN.replace("sales.leads", "endless").partition("    customers")[0]
    Path("plan.yaml").write_text(text, encoding="utf-8")
    assert error(kpiplan, "--timeout", "0.5")[:2] == [
        "crm: error query-failed: DuckDB gave no answer within 0.5 s",
        "    ask for longer with --timeout, or ask a smaller table",
    ]
    for words in (["report", "plan.yaml", "crm"], ["chance", "plan.yaml", "crm"], ["replan", "plan.yaml", "crm"]):
        assert "no answer within 0.4 s" in kpiplan(*words, "--timeout", "0.4").err
    assert "no answer within 0.4 s" in kpiplan("init", "next.yaml", "--like", "plan.yaml", "--timeout", "0.4").err
    assert kpiplan("actuals", "--timeout", "0").code == 2


def test_currencies_of_a_column_are_converted(home: Path, kpiplan: Kpiplan) -> None:
    with duckdb.connect("leads.duckdb") as connection:
        connection.execute('ALTER TABLE sales.leads RENAME "Paid in" TO "Currency"')
    assert "exchange-missing" in error(kpiplan)[0]
    run = kpiplan("actuals", "--exchange", "USD=0.5", "--format", "json")
    assert run.code == 0
    assert "Amount converted: 1 USD = 0.5 EUR" in run.out


def test_plans_without_such_a_table_load_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.partition("actuals:")[0], encoding="utf-8")
    (tmp_path / "crm.csv").write_text("Date,Leads\n2024-01-31,4\n2024-02-29,5\n", encoding="utf-8")
    script = (
        "import sys\nfrom kpiplan.__main__ import main\n"
        "assert main(['actuals', 'crm.csv']) == 0\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    loaded = done.stderr.splitlines()[-1].split()
    assert not [name for name in loaded if name.startswith(("kpiplan.exports.warehouses", "duckdb", "ibis", "sqlglot"))]
