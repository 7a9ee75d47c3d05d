"""The same rows as a CSV file, Parquet, a table of DuckDB and of PostgreSQL: `python -m tests.benchmarks.warehouses`.

    python -m tests.benchmarks.warehouses 10000000 FOLDER [csv parquet duckdb postgres]

Files are made once and stay in the folder; each is read by a process of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from tests.outside import postgres

PLAN = """\
name: Benchmark
year: 2025
currency: EUR
goal: {revenue: 1M, average_deal: 1k}
funnel: [leads, {customers: 10%}]
segments: {inbound: {share: 60%}, outbound: {share: 40%}}
actuals:
  PATTERN
    split: {column: Lead Source, inbound: [Web, Organic], outbound: SDR}
    leads: {count: AQL date}
    customers: {count: Closing Date, where: {Stage: Closed Won}}
    revenue: {sum: Amount, by: Closing Date, where: {Stage: Closed Won}}
"""
ROWS = """
SELECT i AS "Lead ID", DATE '2024-01-01' + (hash(i) % 730)::INT AS "AQL date",
  CASE WHEN hash(i + 1) % 5 = 0 THEN DATE '2024-01-01' + (hash(i) % 730)::INT + (hash(i + 2) % 120)::INT END
    AS "Closing Date",
  ['Web', 'Organic', 'SDR', 'Partner', NULL][(hash(i + 3) % 5)::INT + 1] AS "Lead Source",
  ['Closed Won', 'Closed Lost', 'Open'][(hash(i + 4) % 3)::INT + 1] AS "Stage",
  ((hash(i + 5) % 10000000) / 100.0)::DECIMAL(12, 2) AS "Amount"
FROM range({rows}) t(i)
"""
COLUMNS = """
"Lead ID" BIGINT, "AQL date" DATE, "Closing Date" DATE, "Lead Source" TEXT, "Stage" TEXT, "Amount" NUMERIC(12, 2)
"""


def made(folder: Path, rows: int, kinds: list[str]) -> None:
    """The files that are not there yet."""
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false; SET memory_limit = '2GB'")
        parquet, table, text = (folder / f"leads.{ending}" for ending in ("parquet", "duckdb", "csv"))
        if not parquet.exists():
            connection.execute(f"COPY ({ROWS.format(rows=rows)}) TO '{parquet}' (FORMAT parquet)")
        if "duckdb" in kinds and not table.exists():
            connection.execute(f"ATTACH '{table}' AS db; CREATE TABLE db.leads AS FROM '{parquet}'")
        if {"csv", "postgres"} & set(kinds) and not text.exists():
            connection.execute(f"COPY (FROM '{parquet}') TO '{text}' (HEADER)")


def timed(name: str, folder: Path, pattern: str, *exports: str) -> None:
    """One line of the table."""
    plan = folder / f"{name}.yaml"
    plan.write_text(PLAN.replace("PATTERN", pattern), encoding="utf-8")
    words = [sys.executable, "-m", "kpiplan", "actuals", *exports, "--plan", str(plan), "--format", "csv"]
    begin = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, processor = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
    print(f"{name:10} {seconds:8.1f} s {processor:8.1f} s CPU {usage.ru_maxrss / 1024:8.0f} MiB", flush=True)
    if process.returncode:
        raise SystemExit(f"{words} ended with {process.returncode}")


def _fill(cursor: Any, file: Path) -> None:
    with cursor.copy("COPY leads FROM STDIN (FORMAT csv, HEADER)") as copy, file.open("rb") as stream:
        while block := stream.read(1 << 20):
            copy.write(block)


def main(rows: int, folder: Path, kinds: list[str]) -> None:
    """Makes, reads and prints. Made in a process of its own, whose memory would count as that of all that follow."""
    folder.mkdir(parents=True, exist_ok=True)
    make = f"from pathlib import Path; from {__spec__.name} import made; made(Path({str(folder)!r}), {rows}, {kinds!r})"
    subprocess.run([sys.executable, "-c", make], check=True)
    table = "crm:\n    connection: CRM\n    table: leads"
    if "csv" in kinds:
        timed("csv", folder, '"*":', str(folder / "leads.csv"))
    if "parquet" in kinds:
        timed("parquet", folder, '"leads.parquet":')
    if "duckdb" in kinds:
        os.environ["KPIPLAN_CRM"] = f"duckdb:///{folder / 'leads.duckdb'}"
        timed("duckdb", folder, table)
    if "postgres" in kinds:
        cluster = postgres.Cluster()
        try:
            with cluster.connected() as connection, connection.cursor() as cursor:
                cursor.execute(f"CREATE TABLE leads ({COLUMNS})")
                _fill(cursor, folder / "leads.csv")
                cursor.execute("VACUUM ANALYZE leads")
            os.environ["KPIPLAN_CRM"] = cluster.address()
            timed("postgres", folder, table)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or ["csv", "parquet", "duckdb", "postgres"])
