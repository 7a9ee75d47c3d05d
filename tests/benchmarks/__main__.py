"""Start-up against what it has to import; time and memory against the number of segments."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.conftest import SAMPLES

RUNS = 15
PLAN = str(SAMPLES / "inbound.yaml")
ALONE = str(SAMPLES / "actuals" / "crm.csv")


class Cost(NamedTuple):
    """Seconds and peak memory (MiB) of a process."""

    seconds: float
    memory: float


def cost(words: Sequence[str]) -> Cost:
    """Run a process once, its output thrown away."""
    begin = time.perf_counter()
    with subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words} ended with {process.returncode}")
    return Cost(time.perf_counter() - begin, usage.ru_maxrss / 1024)


def startup() -> None:
    """Whole processes, interleaved, medians."""
    imports = {
        "typer + yaml": "import typer, yaml",
        "typer + rich + yaml": "import typer, yaml, rich.table, rich.console",
    }
    commands = {
        "bare python": ["-c", "pass"],
        **{name: ["-c", code] for name, code in imports.items()},
        "target --format csv": ["-m", "kpiplan", "target", PLAN, "--format", "csv"],
        "target": ["-m", "kpiplan", "target", PLAN],
        "actuals alone, csv": ["-m", "kpiplan", "actuals", ALONE, "--no-plan", "--format", "csv"],
        "actuals alone": ["-m", "kpiplan", "actuals", ALONE, "--no-plan"],
        "actuals": ["-m", "kpiplan", "actuals", str(SAMPLES / "actuals"), "--plan", PLAN],
    }
    for words in commands.values():
        cost(words)
    runs = [{name: cost(words) for name, words in commands.items()} for _ in range(RUNS)]
    seconds = {name: statistics.median(run[name].seconds for run in runs) for name in commands}
    print(f"start-up ({RUNS} runs each)       ms  x bare")
    for name, median in seconds.items():
        print(f"  {name:24} {median * 1000:8.1f} {median / seconds['bare python']:7.1f}")
    for name in ("target --format csv", "actuals alone, csv"):
        print(f"  {name} / import of typer + yaml: {seconds[name] / seconds['typer + yaml']:.2f}")
    for name in ("target", "actuals alone", "actuals"):
        print(f"  {name} / import of typer + rich + yaml: {seconds[name] / seconds['typer + rich + yaml']:.2f}")


def segmented(number: int) -> str:
    """A plan of so many segments, every third with a funnel of its own."""
    share = 100 / number
    lines = [
        "name: Many segments\nyear: 2026\ncurrency: USD",
        "goal: {revenue: 900M, average_deal: 40k, growth: 1% a month}",
        "funnel: [visits, {leads: 2%}, {sqls: {rate: 20%, lag: 2 weeks}}, {customers: {rate: 25%, lag: 2 months}}]",
        "segments:",
    ]
    own = ", funnel: [calls, {meetings: 4%}, {customers: {rate: 25%, lag: [20%, 50%, 30%]}}]"
    lines += [f"  s{at}: {{share: {share:.10g}%{own if at % 3 == 0 else ''}}}" for at in range(number)]
    return "\n".join(lines) + "\n"


def scale() -> None:
    """Time and memory of one run beyond those of the smallest plan, a segment."""
    base = cost(["-m", "kpiplan", "target", PLAN, "--format", "json"])
    print("\nsegments   seconds      MiB   ms a segment   KiB a segment")
    with tempfile.TemporaryDirectory() as folder:
        for number in (10, 100, 1_000, 10_000):
            file = Path(folder) / f"{number}.yaml"
            file.write_text(segmented(number), encoding="utf-8")
            runs = [cost(["-m", "kpiplan", "target", str(file), "--format", "json"]) for _ in range(3)]
            seconds = statistics.median(run.seconds for run in runs)
            memory = statistics.median(run.memory for run in runs)
            each = (seconds - base.seconds) / number * 1000, (memory - base.memory) / number * 1024
            print(f"{number:8,} {seconds:9.2f} {memory:8.0f} {each[0]:14.2f} {each[1]:15.1f}")


if __name__ == "__main__":
    startup()
    scale()
