"""Tables of Spark say what their CSV says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kpiplan.exports.warehouses.engines.spark import SparkConnection
from kpiplan.plan.export_rules import FileRules
from tests.exports.warehouses.tables import NAME, Case, asked, cases, from_csv, from_file, many, same, same_cohorts
from tests.outside import spark
from tests.outside.test_postgres import RULES, SPLIT

pytestmark = [
    pytest.mark.skipif(not spark.HERE, reason="Spark and Java are not here; .ci/outside says how to get them"),
    pytest.mark.filterwarnings("ignore"),  # of Spark's own
]


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
def test_tables_say_what_their_csv_says(case: Case) -> None:
    same(from_csv(case), asked(case, spark.load))


def test_many_rows(table_rows: int) -> None:
    case = Case(many(table_rows), FileRules(NAME, RULES, SPLIT))
    same(from_file(case), asked(case, spark.load))
    same_cohorts(case, spark.load)
