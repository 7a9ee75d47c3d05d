"""Time and memory of reading large exports, against the barest chunked pandas script.

Run as `python -m tests.benchmarks.records [contacts|orders] [rows ...]` (1 and 10 million contacts, 2 million orders
unless given). Contacts are dated by stage; orders have an amount each, of 100,000 that there are. The exports are
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

BARE_CONTACTS = """
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

BARE_ORDERS = """
import sys
import pandas as pd
sums = {}
kinds = {"Day": "category", "Net sales": float}
for chunk in pd.read_csv(sys.argv[1], usecols=list(kinds), dtype=kinds, chunksize=200_000):
    for day, amount in chunk.groupby("Day", observed=True)["Net sales"].sum().items():
        sums[day[:7]] = sums.get(day[:7], 0.0) + amount
print(round(sum(sums.values())))
"""

OURS = """
import sys
from kpiplan.exports import read_exports
actuals = read_exports([sys.argv[1]])
print(round(sum(sum(measure.values.values()) for measure in actuals.measures)))
"""

# The peak of a process is asked of the kernel by the process itself, as its last act.
PEAK = """
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def contacts(path: Path, rows: int) -> None:
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


def orders(path: Path, rows: int) -> None:
    """An export of orders over three years, in no order of days."""
    dice = random.Random(1)
    days = [(date(2022, 1, 1) + timedelta(days=k)).isoformat() for k in range(1095)]
    amounts = [f"{dice.randrange(100, 10**7) / 100:.2f}" for _ in range(100_000)]
    with path.open("w", encoding="utf-8") as file:
        file.write("Reference,Day,Country,Net sales\n")
        for row in range(rows):
            file.write(f"{row},{dice.choice(days)},country {row % 40},{dice.choice(amounts)}\n")


def run(script: str, path: Path) -> tuple[float, float, str]:
    """Seconds, peak MiB and what was counted."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script + PEAK, str(path)], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    counted, peak = done.stdout.split()
    return seconds, int(peak) / 1024, counted


CASES = {"contacts": (contacts, BARE_CONTACTS), "orders": (orders, BARE_ORDERS)}


def compare(name: str, rows: int, folder: Path) -> None:
    """Prints the medians of both, and their ratio."""
    generate, script = CASES[name]
    path = folder / f"{name}-{rows}.csv"
    generate(path, rows)
    bare, ours = [], []
    for _ in range(ROUNDS):
        bare.append(run(script, path))
        ours.append(run(OURS, path))
    if {result[2] for result in (*bare, *ours)} != {bare[0][2]}:
        raise SystemExit(f"the counts differ: {bare[0][2]} and {ours[0][2]}")
    seconds = [statistics.median(result[0] for result in results) for results in (bare, ours)]
    peaks = [max(result[1] for result in results) for results in (bare, ours)]
    size = path.stat().st_size / 2**20
    print(f"{rows:>12,} {name}, {size:,.0f} MiB, {bare[0][2]} counted")
    print(f"             bare {seconds[0]:6.2f} s {peaks[0]:6.0f} MiB")
    print(f"             ours {seconds[1]:6.2f} s {peaks[1]:6.0f} MiB    time x{seconds[1] / seconds[0]:.2f}")
    path.unlink()


def main() -> None:
    """One comparison for each number of rows."""
    asked = sys.argv[1:]
    names = [word for word in asked if word in CASES] or list(CASES)
    given = [int(word) for word in asked if word not in CASES]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            for rows in given or ([1_000_000, 10_000_000] if name == "contacts" else [2_000_000]):
                compare(name, rows, Path(folder))


if __name__ == "__main__":
    main()
