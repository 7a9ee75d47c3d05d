"""Who imports what: pandas and csv stay behind the door of this package, and come late."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_importing_the_package_loads_neither_pandas_nor_numpy() -> None:
    script = "import sys, kpiplan.exports; print(sorted({'pandas', 'numpy', 'csv'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_rules_are_free_of_pandas() -> None:
    script = "import kpiplan.plan.export_rules, sys; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


SCRIPT = """
import io, re, sys
from contextlib import redirect_stdout
compiled, make = [], re.compile
re.compile = lambda text, flags=0: compiled.append(text) or make(text, flags)
from kpiplan.__main__ import main
with redirect_stdout(io.StringIO()):
    main(["actuals", *sys.argv[1:]])
from kpiplan.plan.rule_text import BOUND_PATTERN
unneeded = (
    *("pandas", "numpy", "xml.etree.ElementTree", "zipfile", "tempfile", "zoneinfo", "calendar"),
    *("kpiplan.loader", "kpiplan.plan.model", "kpiplan.funnel", "kpiplan.kpis.lookup"),
    *(f"kpiplan.analysis.{name}" for name in ("matching", "scorecard", "variance", "verdict", "levers")),
    *(f"kpiplan.exports.files.{name}" for name in ("workbooks", "archives", "json_records", "spool", "large")),
    *(f"kpiplan.exports.sentences.{name}" for name in ("files", "columns", "tables", "parts", "rules")),
)
needed = ("kpiplan.exports.files.sheets", "kpiplan.exports.sentences", "kpiplan.kpis.measures")
print([name for name in unneeded if name in sys.modules], [name for name in needed if name not in sys.modules])
print(BOUND_PATTERN in compiled)
"""


@pytest.fixture(scope="module", params=["csv", "json", "table"])
def loaded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[str]:
    """What is said of a run on a small export, after what it writes."""
    export = tmp_path_factory.mktemp("small") / "export.csv"
    export.write_text("Month,Leads,Customers\n2026-01,5,1\n2026-02,6,2\n", encoding="utf-8")
    words = [sys.executable, "-c", SCRIPT, str(export), "--format", request.param]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_small_text_by_itself_needs_no_plan_no_catalogue_and_no_other_kind_of_file(loaded: list[str]) -> None:
    assert loaded[0] == "[] []"


def test_a_small_text_needs_no_grammar_of_rules(loaded: list[str]) -> None:
    assert loaded[1] == "False"
