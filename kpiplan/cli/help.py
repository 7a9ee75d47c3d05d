"""What `kpiplan --help` says of all commands: by task, a short line each. It loads none of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from typer.core import TyperGroup

TASKS: dict[str, dict[str, str]] = {
    "Plan": {
        "init": "A plan to start from; --from last year's exports.",
        "check": "What is wrong with plans, what is worth knowing.",
        "diff": "What a change of the plan does to the targets.",
        "pull": "What was edited in a workbook, into its plan.",
        "schema": "The JSON Schema of plan files, for editors.",
    },
    "Targets": {
        "target": "What every month must bring to reach the goal.",
        "chance": "How likely the goal is, and what makes it safe.",
        "levers": "What one more point is worth, and where.",
        "solve": "Any one number of the plan, from another.",
        "scenarios": "The plan and its scenarios side by side.",
    },
    "Track": {
        "actuals": "What really happened: on track or not, and why.",
        "replan": "What each month left must bring now.",
    },
    "KPIs": {
        "kpis": "The KPIs that a plan can choose.",
        "reviews": "Which KPI is looked at when, and whose it is.",
        "sla": "The agreement between marketing and sales.",
    },
}


def by_task(names: Collection[str]) -> type[TyperGroup]:
    """The program in its help: those of its commands that have these names by task, all in one column."""
    widest = max(map(len, names))

    class CommandsByTask(TyperGroup):
        def format_commands(self, ctx: Any, formatter: Any) -> None:
            for task, commands in TASKS.items():
                rows = [(name.ljust(widest), text) for name, text in commands.items() if name in names]
                with formatter.section(task):
                    formatter.write_dl(rows)

    return CommandsByTask
