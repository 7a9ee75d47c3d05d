"""A folder to complete command lines in, and the program as a shell finds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.conftest import TOP, put

PLAN = """\
name: Two ways in
year: 2026
currency: EUR
goal: {customers: 120, average_deal: 10k}
segments: {inbound: {share: 60%}, key accounts: {share: 40%, funnel: [calls, {customers: 5%}]}}
funnel:
  - visits
  - leads: 10%
  - customers: {rate: 20%
scenarios: {cautious: {leads: 8%}}
"""  # broken, as plans are that somebody is writing
WHOLE = PLAN.replace("20%\n", "20%}\n")


def shop(folder: Path) -> dict[str, str]:
    """Fills a folder with plans and exports; the environment in which a shell finds `kpiplan`."""
    put(folder / "plan.yaml", WHOLE)
    put(folder / "other.yaml", WHOLE.replace("inbound", "partners"))
    put(folder / "crm.csv", "month,leads\n2026-01,3\n")
    (folder / "book.xlsx").touch()
    (folder / "bin").mkdir()
    program = put(folder / "bin" / "kpiplan", f'#!/bin/sh\nexec {sys.executable} -m kpiplan "$@"\n')
    program.chmod(0o755)
    return {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(TOP)}


# command lines as far as they are typed; what a shell offers, all of it
OFFERED = [
    ("kpiplan ta", {"target"}),
    ("kpiplan target --by ", {"month", "quarter", "year"}),
    ("kpiplan target --by q", {"quarter"}),
    ("kpiplan target plan.yaml --format m", {"markdown"}),
    ("kpiplan target other.yaml --segment ", {"partners", "key accounts"}),
    ("kpiplan target --segment inb", {"inbound"}),
    ("kpiplan target --scenario ", {"cautious"}),
    ("kpiplan scenarios plan.yaml c", {"cautious"}),
    ("kpiplan target --set ", {"visits=", "leads=", "customers=", "calls="}),
    ("kpiplan solve --for l", {"leads"}),
    ("kpiplan actuals --fail-on ", {"behind", "watch"}),
    ("kpiplan check pl", {"plan.yaml"}),
    ("kpiplan actuals cr", {"crm.csv"}),
    ("kpiplan target --wh", {"--whole"}),
    ("kpiplan schema --of ag", {"agreement"}),
    ("kpiplan completion f", {"fish"}),
    ("kpiplan actuals --plan o", {"other.yaml"}),
    ("kpiplan report pl", {"plan.yaml"}),
    ("kpiplan report plan.yaml cr", {"crm.csv"}),
    ("kpiplan report --plan o", {"other.yaml"}),
    ("kpiplan chance cr", {"crm.csv"}),
    ("kpiplan pull bo", {"book.xlsx"}),
    ("kpiplan pull book.xlsx --plan o", {"other.yaml"}),
]
