"""What `kpiplan actuals` is asked about exports: which they are, which plan goes with them, how they are read."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from kpiplan.cli.options import LongRows
from kpiplan.cli.report_options import ReportsOption
from kpiplan.tuples import NamedTuple

EXPORTS = "Exports: files, folders or zips; - reads standard input."
AskedExports = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[EXPORT...]",
        help=f"{EXPORTS} Left out, the tables that the plan names.",
    ),
]
Exported = Annotated[list[str], typer.Argument(metavar="EXPORT...", help=EXPORTS)]


class ComparedOptions(NamedTuple):
    """What exports are compared with: a plan (None: the one that is near), up to a month (None: the last whole one).

    `explain`: they are compared with nothing, and how they are read is shown instead. Of the comparison people
    are shown all in `detail`, the `chart`, and of all files the `sources`.
    """

    plan: Annotated[
        str | None,
        typer.Option(metavar="PLAN", help="The plan; left out, plan.yaml beside the first export, or here, if any."),
    ] = None
    no_plan: Annotated[bool, typer.Option("--no-plan", help="Compare with nothing, though a plan.yaml is near.")] = (
        False
    )
    through: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="The last month, such as 2020-06; left out, the last one covered whole."),
    ] = None
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show how each column and row of the exports is read, and why others are not."),
    ] = False
    sql: Annotated[
        bool, typer.Option("--sql", help="Print what the tables of the plan are asked, and connect to nothing.")
    ] = False


class ShownOptions(NamedTuple):
    """What of a comparison is shown, where people read it; how CSV is cut; what goes into files beside it."""

    detail: Annotated[
        bool, typer.Option("--detail", help="All of it: every step from target to actual with revenue, exact numbers.")
    ] = False
    chart: Annotated[bool, typer.Option("--chart", help="Where the gap arose, drawn.")] = False
    sources: Annotated[
        bool, typer.Option("--sources", help="How each file was read, also where nothing was left out.")
    ] = False
    long: LongRows = False
    report: ReportsOption = None


class ReadingOptions(NamedTuple):
    """How all of the exports are read, over what the plan says of them; None where nothing is said."""

    read: Annotated[
        list[str] | None,
        typer.Option(
            metavar="RULE", help="Which column is which KPI: 'customers: count Closing Date where Stage = Closed Won'."
        ),
    ] = None
    split: Annotated[
        str | None,
        typer.Option(metavar="RULE", help="Rows to segments: 'Lead Source: inbound = Web, Organic; outbound = SDR'."),
    ] = None
    add: Annotated[bool, typer.Option("--add", help="The files add to each other.")] = False
    year: Annotated[int | None, typer.Option(help="The year of months that do not say theirs.")] = None
    day_first: Annotated[
        bool | None, typer.Option("--day-first/--month-first", help="How dates such as 3/4/2020 are read.")
    ] = None
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="The files' encoding, such as cp949.")] = None
    table: Annotated[
        str | None, typer.Option(metavar="N|TEXT", help="Of a file with several tables: its number or title.")
    ] = None
    decimal: Annotated[Literal["point", "comma"] | None, typer.Option(help="What begins the decimals of a number.")] = (
        None
    )
    spans: Annotated[
        Literal["start", "spread"] | None,
        typer.Option(help="A row that spans two months: where it starts, or both."),
    ] = None
    date: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that dates the rows.")] = None
    exchange: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=RATE", help="What one unit of another currency is worth in the plan's: EUR=1.08."),
    ] = None
    timeout: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="How long tables may be asked; left out, until they answer."),
    ] = None
