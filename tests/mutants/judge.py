"""What a command may do with a damaged file: give its result, or an error that says what and where. Nothing else."""

from __future__ import annotations

import contextlib
import csv
import gc
import io
import json
import re
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kpiplan.__main__ import main
from kpiplan.cli.errors import FINE, SHORT, UNREADABLE, USAGE

PLAN_COMMANDS = tuple(
    tuple(line.split())
    for line in """
target PLAN
target PLAN --format json
target PLAN --format csv --whole
target PLAN --format markdown --by quarter
target PLAN --by year --lang ko
target PLAN --format xlsx
target PLAN --set goal.average_deal*=1.1 --set leads=1.8% --format json
scenarios PLAN
scenarios PLAN --by quarter --format json
scenarios PLAN --set leads=2% --format csv
levers PLAN --lang ko
levers PLAN --point --format json
solve PLAN leads=10k --for average_deal
solve PLAN chance=80% --for revenue --format json
diff PLAN EVERYTHING
diff EVERYTHING PLAN --format json
diff PLAN PLAN --format csv
replan PLAN EXPORTS
replan PLAN EXPORTS --format yaml --rates seen
replan PLAN EXPORTS --format json --goal reachable
check PLAN
check PLAN --strict --format github
check PLAN --format sarif
check PLAN --strict --format junit
check PLAN --format gitlab
check PLAN --format markdown
check PLAN --lang zh-Hant
reviews PLAN
reviews PLAN --format json
reviews PLAN --format csv
reviews PLAN --format ics
sla PLAN
sla PLAN --format json
actuals EXPORTS --plan PLAN
actuals EXPORTS --plan PLAN --format json
actuals EXPORTS --plan PLAN --format csv
actuals EXPORTS --plan PLAN --format xlsx
""".strip().split("\n")
)
EXPORT_COMMANDS = tuple(
    tuple(line.split())
    for line in """
actuals EXPORT --plan PLAN
actuals EXPORT --plan PLAN --format json
actuals EXPORT --plan PLAN --format csv
actuals EXPORT --plan PLAN --format markdown
actuals EXPORT --plan PLAN --format github
actuals EXPORT --plan PLAN --format sarif --fail-on watch
actuals EXPORT --plan PLAN --format junit
init - --from EXPORT
""".strip().split("\n")
)


class Ended(NamedTuple):
    """How a command ended: exit code, output, remarks, what it raised, seconds of this process."""

    code: int
    out: str
    err: str
    raised: str
    seconds: float


def run(words: Sequence[str]) -> Ended:
    """Run a command line in this process; what it raises is told by its kind and where it was raised."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    code, raised, began = FINE, "", time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(["--debug", *words])
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            raised = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {error}"
    out.flush()
    printed = out.buffer.getvalue().decode("utf-8", "replace")
    return Ended(code, printed, err.getvalue(), raised, time.process_time() - began)


def tidy() -> None:
    """Give back what earlier runs left: each run of the program takes itself for the only one of its process."""
    gc.unfreeze()
    gc.collect()


def fault(words: Sequence[str], ended: Ended) -> str:
    """What is wrong with how a command ended; empty where nothing is."""
    if ended.raised:
        return ended.raised
    expected = (FINE, SHORT, UNREADABLE) if words[0] in ("actuals", "init", "replan") else (FINE, SHORT)
    if words[0] == "solve" and ended.code == USAGE and ended.err.startswith("kpiplan: no figure "):
        return ""  # the plan has other stages than the one that is given
    if ended.code not in expected:
        return f"exit {ended.code}"
    if ended.code != FINE and not (ended.out.strip() or ended.err.strip()):
        return f"exit {ended.code} without a word"
    if ended.code == FINE and not ended.out.strip() and "github" not in words:
        return "no output"
    try:
        if ended.out and "json" in words:
            json.loads(ended.out, parse_constant=_refused)
        if ended.out and "csv" in words:
            rows = list(csv.reader(io.StringIO(ended.out), strict=True))
            if len({len(row) for row in rows}) != 1:
                return "rows of several widths"
    except (ValueError, csv.Error) as error:
        return f"no {words[-1]}: {error}"
    return ""


def _refused(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def checked_fault(ended: Ended, data: bytes) -> str:
    """What is wrong with how `check --format json` ended: no plan and no error, say, or a problem without a place."""
    wrong = fault(("check", "--format", "json"), ended)
    if wrong:
        return wrong
    said = json.loads(ended.out)
    (file,) = said["files"]
    if (file["plan"] is None) != (file["errors"] > 0) or (ended.code == SHORT) != (file["errors"] > 0):
        return f"exit {ended.code} with {file['errors']} errors"
    lines = len(re.split(rb"\r\n|\r|\n", data))
    for found in said["problems"]:
        if not (1 <= (found["line"] or 0) <= lines and (found["column"] or 0) >= 1 and found["message"]):
            return f"{found['code']} at {found['line']}:{found['column']} of {lines} lines"
    return ""
