"""A Spark of one's own, in this process: its tables are views of the rows."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kpiplan.exports.sources import TableSource
from tests.exports.warehouses.tables import COLUMNS, NAME

HERE = shutil.which("java") is not None and importlib.util.find_spec("pyspark") is not None
TYPES = {"INTEGER": "INT", "TIMESTAMP": "TIMESTAMP_NTZ", "DOUBLE PRECISION": "DOUBLE", "VARCHAR(80)": "STRING"}
TYPES |= {"VARCHAR(8)": "STRING"}


def load(name: str, rows: Sequence[tuple[Any, ...]]) -> TableSource:
    """Puts rows where a session of Spark finds them; the engine takes the same session."""
    from pyspark.sql import SparkSession

    from kpiplan.exports.warehouses.engines.spark import SETTINGS

    builder = SparkSession.builder.master("local[2]")
    for setting, value in SETTINGS.items():
        builder = builder.config(setting, value)
    schema = ", ".join(f"`{column}` {TYPES.get(type, type)}" for column, type in COLUMNS.items())
    frame = builder.getOrCreate().createDataFrame([tuple(map(_plain, row)) for row in rows], schema)
    frame.createOrReplaceTempView(name)
    return TableSource(NAME, "spark://local", "KPIPLAN_CRM")


def _plain(cell: Any) -> Any:
    return cell.replace(fold=0) if isinstance(cell, datetime) else cell
