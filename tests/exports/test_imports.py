"""Who imports what: pandas and csv stay behind the door of this package, and come late."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
    main(["actuals", *sys.argv[1:], "--format", "csv"])
from kpiplan.plan.rule_text import BOUND_PATTERN
unneeded = ("pandas", "numpy", "xml.etree.ElementTree", "kpiplan.exports.files.workbooks")
print([name for name in unneeded if name in sys.modules], BOUND_PATTERN in compiled)
print(*(m.__file__ for name, m in sys.modules.items() if name.startswith("kpiplan.exports.")))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is said of a run on a small export."""
    export = tmp_path_factory.mktemp("small") / "export.csv"
    export.write_text("Month,Leads,Customers\n2026-01,5,1\n2026-02,6,2\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(export)], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_a_small_text_needs_no_workbooks_and_no_grammar_of_rules(loaded: list[str]) -> None:
    assert loaded[0] == "[] False"


def test_values_of_small_texts_have_no_annotations_as_text(loaded: list[str]) -> None:
    """A NamedTuple takes three times as long to make where each annotation is a text that is compiled first."""
    texts = {file: Path(file).read_text(encoding="utf-8") for file in loaded[1].split()}
    slow = [file for file, text in texts.items() if "(NamedTuple):" in text and "import annotations" in text]
    assert len(texts) > 50
    assert slow == []
