"""A cluster of PostgreSQL of one's own: on the loopback alone, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from kpiplan.exports.sources import AskLimits, TableSource
from tests.exports.warehouses.tables import COLUMNS, NAME, Loads

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
USER, PASSWORD = "reader", "s3cret/p@ss"


def program(name: str) -> str | None:
    """A program of PostgreSQL; Debian has them beside the path."""
    return shutil.which(name) or (shutil.which(name, path=str(PROGRAMS)) if PROGRAMS else None)


HERE = all(map(program, ("initdb", "postgres", "pg_ctl")))


class Cluster:
    """Started when it is made, for whoever stops it."""

    def __init__(self) -> None:
        folder = self._home = Path(mkdtemp(prefix="kpiplan-postgres-"))  # whose parents everybody may go through
        self._data = folder / "data"
        self._as = {"user": "postgres"} if os.geteuid() == 0 else {}  # it does not run as root
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if self._as:
            shutil.chown(folder, "postgres")
            shutil.chown(secret, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        words = ["-D", str(self._data), "-U", USER, "-A", "scram-sha-256", "--pwfile", str(secret), "-E", "UTF8"]
        self._run("initdb", *words, "--locale=C.UTF-8", "--no-sync")
        settings = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' -c fsync=off"
        self._run("pg_ctl", "start", "-D", str(self._data), "-w", "-o", settings, "-l", str(self._data / "log"))

    def _run(self, name: str, *words: str) -> None:
        subprocess.run([str(program(name)), *words], check=True, stdout=subprocess.DEVNULL, timeout=120, **self._as)  # type: ignore[call-overload]

    def stop(self) -> None:
        """Ends it."""
        self._run("pg_ctl", "stop", "-D", str(self._data), "-m", "fast", "-w")
        shutil.rmtree(self._home)

    def address(self, password: str = "s3cret%2Fp%40ss", database: str = "postgres") -> str:
        """Where it is, as a variable has it."""
        return f"postgres://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def source(self, limits: AskLimits | None = None) -> TableSource:
        """It as a source."""
        return TableSource(NAME, self.address(), "KPIPLAN_CRM", limits=limits or AskLimits())

    def connected(self) -> Any:
        """A connection of whoever fills it."""
        import psycopg

        place = f"host=127.0.0.1 port={self.port} dbname=postgres user={USER}"
        return psycopg.connect(place, password=PASSWORD, autocommit=True)

    @property
    def loads(self) -> Loads:
        """What fills a table."""

        def load(name: str, rows: Sequence[tuple[Any, ...]]) -> TableSource:
            columns = ", ".join(f'"{column}" {type}' for column, type in COLUMNS.items())
            with self.connected() as connection, connection.cursor() as cursor:
                cursor.execute(f'DROP TABLE IF EXISTS "{name}"; CREATE TABLE "{name}" ({columns})')
                with cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(row)
            return self.source()

        return load
