"""Time and memory of reading record-level exports, against the barest chunked pandas script.

Run as `python -m tests.benchmarks.records [rows ...]` (1 and 10 million unless given). The exports are
generated into a temporary folder; every run is a process of its own, they take turns, medians count.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROUNDS = 3
STAGES = ("Lead", "Marketing Qualified Lead", "Sales Qualified Lead", "Customer")
HEADER = (
    "Record ID,Lifecycle Stage,Owner,Became a Lead Date,Became a Marketing Qualified Lead Date,"
    "Became a Sales Qualified Lead Date,Became a Customer Date"
)

BARE = """
import sys
import pandas as pd
names = ["Lead", "Marketing Qualified Lead", "Sales Qualified Lead", "Customer"]
dates = [f"Became a {name} Date" for name in names]
counts = {}
for chunk in pd.read_csv(sys.argv[1], usecols=dates, dtype="category", chunksize=200_000):
    for column in dates:
        for day, number in chunk[column].value_counts(sort=False).items():
            counts[column, day[:7]] = counts.get((column, day[:7]), 0) + number
print(sum(counts.values()))
"""

OURS = """
import sys
from kpiplan.exports import read_exports
actuals = read_exports([sys.argv[1]])
print(int(sum(sum(measure.values.values()) for measure in actuals.measures)))
"""

# The peak of a process is asked of the kernel by the process itself, as its last act.
PEAK = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def generate(path: Path, rows: int) -> None:
    """An export of contacts over three years; each stage is reached by about a third of those before."""
    dice = random.Random(1)
    days = [(date(2022, 1, 1) + timedelta(days=k)).isoformat() for k in range(1095 + 400)]
    block = []
    for row in range(min(rows, 100_000)):
        day, reached, cells = dice.randrange(1095), 0, []
        while reached < 4 and (reached == 0 or dice.random() < 0.35):
            cells.append(days[day])
            day += dice.randrange(100)
            reached += 1
        cells += [""] * (4 - reached)
        block.append(f"{row},{STAGES[reached - 1]},owner {row % 40},{','.join(cells)}\n")
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for _ in range(rows // len(block)):
            file.writelines(block)


def run(script: str, path: Path) -> tuple[float, float, str]:
    """Seconds, peak MiB and what was counted."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script + PEAK, str(path)], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    counted, peak = done.stdout.split()
    return seconds, int(peak) / 1024, counted


def compare(rows: int, folder: Path) -> None:
    """Prints the medians of both, and their ratio."""
    path = folder / f"contacts-{rows}.csv"
    generate(path, rows)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(run(BARE, path))
        ours.append(run(OURS, path))
    if {result[2] for result in (*bare, *ours)} != {bare[0][2]}:
        raise SystemExit(f"the counts differ: {bare[0][2]} and {ours[0][2]}")
    seconds = [statistics.median(result[0] for result in results) for results in (bare, ours)]
    peaks = [max(result[1] for result in results) for results in (bare, ours)]
    size = path.stat().st_size / 2**20
    print(f"{rows:>12,} rows, {size:,.0f} MiB, {bare[0][2]} counted")
    print(f"             bare {seconds[0]:6.2f} s {peaks[0]:6.0f} MiB")
    print(f"             ours {seconds[1]:6.2f} s {peaks[1]:6.0f} MiB    time x{seconds[1] / seconds[0]:.2f}")
    path.unlink()


def main() -> None:
    """One comparison for each number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        for rows in [int(text) for text in sys.argv[1:]] or [1_000_000, 10_000_000]:
            compare(rows, Path(folder))


if __name__ == "__main__":
    main()
