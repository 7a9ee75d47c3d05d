"""What `kpiplan actuals` is asked: exports, the plan, how to read, what to fail for."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

Exported = Annotated[
    list[str], typer.Argument(metavar="EXPORT...", help="Exports: files, folders or zips; - reads standard input.")
]
PlanBeside = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="The plan; left out, plan.yaml beside the first export, or here, if any."),
]
Through = Annotated[
    str | None,
    typer.Option(metavar="MONTH", help="The last month, such as 2020-06; left out, the last one covered whole."),
]
FailUnder = Annotated[
    list[str] | None,
    typer.Option(metavar="KPI=85%", help="Exit 1 where a KPI is below this part of its target to date."),
]
FailOn = Annotated[
    Literal["behind", "watch"] | None,
    typer.Option(
        help="Exit 1 where a stage, revenue or KPI is proven behind, or overdue; watch: already where it may be."
    ),
]
Read = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE", help="Which column is which KPI: 'customers: count Closing Date where Stage = Closed Won'."
    ),
]
Segments = Annotated[
    str | None,
    typer.Option(metavar="RULE", help="Rows to segments: 'Lead Source: inbound = Web, Organic; outbound = SDR'."),
]
DayFirst = Annotated[
    bool | None, typer.Option("--day-first/--month-first", help="How dates such as 3/4/2020 are read.")
]
OneTable = Annotated[
    str | None, typer.Option(metavar="N|TEXT", help="Of a file with several tables: its number or title.")
]
DecimalSign = Annotated[Literal["point", "comma"] | None, typer.Option(help="What begins the decimals of a number.")]
OverMonths = Annotated[
    Literal["start", "spread"] | None, typer.Option(help="A row that spans two months: where it starts, or both.")
]
