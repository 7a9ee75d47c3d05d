"""Exports made from known rates and lags, and what comes of them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import kpiplan
from kpiplan.funnel.targets import plan_targets
from kpiplan.loader import Loaded
from kpiplan.months import Month
from kpiplan.problems import Problem
from kpiplan.starter.plans import plan_from

STAGES = ("leads", "sqls", "customers")
DATES = ("Lead date", "SQL date", "Customer date")


class Made(NamedTuple):
    """A plan made from exports: its text, the plan as read back, the problems of reading the exports."""

    text: str
    loaded: Loaded
    problems: tuple[Problem, ...]


def table(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def day(month: Month, number: int) -> str:
    """A day of a month as a date."""
    return f"{month}-{1 + number % 28:02}"


def deals(
    dice: random.Random, first: Month, months: int, size: int, steps: Sequence[Sequence[float]], amount: str = ""
) -> list[list[object]]:
    """A row a lead: `size` a month, each going on at every step after k months with probability step[k].

    Whatever would happen after the last month has not happened yet. Every month has a lead on its last days.
    """
    rows: list[list[object]] = [[*DATES[: len(steps) + 1], *(["Amount (USD)"] if amount else [])]]
    for at in range(months):
        for number in range(size):
            dates, month = [day(first.plus(at), number)], at
            for step in steps:
                drawn = dice.random()
                age = next((k for k in range(len(step)) if drawn < sum(step[: k + 1])), None)
                month = months if age is None else month + age
                dates.append(day(first.plus(month), number) if month < months else "")
            rows.append([*dates, *([amount if dates[-1] else ""] if amount else [])])
    return rows


def made(folder: Path, *exports: str) -> Made:
    """The plan from exports given as texts; it must load without errors, and its targets must be computed."""
    files = []
    for at, text in enumerate(exports):
        file = folder / f"export{at}.csv"
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    text, problems = plan_from(files, "plan.yaml")
    loaded = kpiplan.read_plan(text, "plan.yaml")
    if text:
        assert loaded.plan is not None, (text, loaded.errors)
        assert plan_targets(loaded.plan).outcomes
    return Made(text, loaded, problems)
