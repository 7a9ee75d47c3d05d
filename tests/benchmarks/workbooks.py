"""Time and memory of reading a workbook of 100,000 rows, against the barest script of its library and pandas.

Run as `python -m tests.benchmarks.workbooks [rows ...]`; every run is a process of its own, they take turns, medians
count.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from tests.benchmarks.records import OURS, ROUNDS, run

BARE = """
import sys
import pandas as pd
from python_calamine import load_workbook
header, *rows = load_workbook(sys.argv[1]).get_sheet_by_index(0).to_python()
frame = pd.DataFrame(rows, columns=header)
months = pd.to_datetime(frame["Date"]).dt.to_period("M")
print(int(frame.groupby(months)[["Sessions", "Leads", "Cost"]].sum().sum().sum()))
"""


def generate(path: Path, rows: int) -> None:
    """A row a day and campaign over three years: a date, texts, counts and an amount."""
    dice = random.Random(1)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Daily")
    sheet.write_row(0, 0, ["Date", "Campaign", "Channel", "Sessions", "Leads", "Cost"])
    for row in range(1, rows + 1):
        moment = datetime.combine(date(2022, 1, 1) + timedelta(row % 1095), datetime.min.time())
        sheet.write_datetime(row, 0, moment, day)
        sheet.write_row(
            row, 1, [f"Campaign {row % 40}", "Ads", dice.randrange(500), dice.randrange(20), dice.randrange(9000) / 4]
        )
    book.close()


def compare(rows: int, folder: Path) -> None:
    """Prints the medians of both, and their ratio."""
    path = folder / f"daily-{rows}.xlsx"
    generate(path, rows)
    results = [(run(BARE, path), run(OURS, path)) for _ in range(ROUNDS)]
    counted = {each[2] for pair in results for each in pair}
    if len(counted) > 1:
        raise SystemExit(f"the sums differ: {counted}")
    bare, ours = (statistics.median(pair[at][0] for pair in results) for at in (0, 1))
    peaks = [max(pair[at][1] for pair in results) for at in (0, 1)]
    print(f"{rows:>12,} rows, {path.stat().st_size / 2**20:,.0f} MiB")
    print(f"             bare {bare:6.2f} s {peaks[0]:6.0f} MiB")
    print(f"             ours {ours:6.2f} s {peaks[1]:6.0f} MiB    time x{ours / bare:.2f}")


def main() -> None:
    """One comparison for each number of rows."""
    with tempfile.TemporaryDirectory() as folder:
        for rows in [int(text) for text in sys.argv[1:]] or [100_000]:
            compare(rows, Path(folder))


if __name__ == "__main__":
    main()
