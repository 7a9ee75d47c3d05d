"""Who imports what: pandas and csv stay behind the door of this package, and come late."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_package_loads_neither_pandas_nor_numpy() -> None:
    script = "import sys, kpiplan.exports; print(sorted({'pandas', 'numpy', 'csv'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_rules_are_free_of_pandas() -> None:
    script = "import kpiplan.plan.export_rules, sys; print('pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
