"""Tables of Spark say what their CSV says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings

from kpiplan.exports.warehouses.engines.spark import SparkConnection
from kpiplan.plan.export_rules import FileRules, Rule
from tests.exports.warehouses.tables import (
    FILLED,
    NAME,
    Case,
    asked,
    cases,
    from_csv,
    from_file,
    many,
    same,
    same_cohorts,
)
from tests.outside import spark
from tests.outside.test_postgres import RULES, SPLIT

pytestmark = [
    pytest.mark.skipif(not spark.HERE, reason="Spark and Java are not here; .ci/outside says how to get them"),
    pytest.mark.filterwarnings("ignore"),  # of Spark's own
]

# a unit without a known amount, beside one that has one
_UNITS = Case(
    (
        (0, date(2024, 3, 1), None, None, None, None, None, "A", True, *FILLED),
        (1, date(2024, 4, 2), None, None, 2.5, None, None, "B", True, *FILLED),
    ),
    FileRules(NAME, {"leads": Rule(count="d1"), "widgets": Rule(sum="num", by="d1", distinct="thing")}),
)


@pytest.fixture(autouse=True, scope="module")
def one_session() -> Iterator[None]:
    """A start takes ten seconds: the session stays for all examples."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SparkConnection, "close", lambda self: None)
        yield
    from pyspark.sql import SparkSession

    SparkSession.builder.getOrCreate().stop()


@settings(
    max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(case=cases())
@example(case=_UNITS)
def test_tables_say_what_their_csv_says(case: Case) -> None:
    same(from_csv(case), asked(case, spark.load))


def test_many_rows(table_rows: int) -> None:
    case = Case(many(table_rows), FileRules(NAME, RULES, SPLIT))
    same(from_file(case), asked(case, spark.load))
    same_cohorts(case, spark.load)
