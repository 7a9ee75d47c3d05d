"""What `kpiplan replan` is asked. Text -> numbers."""

from __future__ import annotations

from typing import Annotated

import typer

from kpiplan.analysis.replan.replan import REACHABLE, RestAsked
from kpiplan.analysis.replan.way import Rates
from kpiplan.cli.chance_options import level, wanted
from kpiplan.cli.errors import WrongUseError
from kpiplan.locales.english import Locale
from kpiplan.tuples import NamedTuple


class ReplanOptions(NamedTuple):
    """Another goal (None: the plan's), at which rates, how safe, the last month of the exports."""

    goal: Annotated[
        str | None,
        typer.Option(
            metavar="N|reachable",
            help="So many of the last stage, or what the planned work brings; else the plan's.",
        ),
    ] = None
    rates: Annotated[Rates, typer.Option(help="At planned rates, or at those seen so far.")] = "plan"
    safe: Annotated[
        str | None, typer.Option(metavar="80%", help="Reach the goal in so many of 100 years, not on average.")
    ] = None
    through: Annotated[
        str | None, typer.Option(metavar="MONTH", help="The last month; left out, the last one covered whole.")
    ] = None


def question(asked: ReplanOptions, locale: Locale) -> RestAsked:
    """What is asked. Raises WrongUseError."""
    safe = None if asked.safe is None else level(asked.safe, locale)
    if asked.goal == REACHABLE and safe is not None:
        raise WrongUseError(locale.say("--goal reachable is an average; with --safe name a number"))
    return RestAsked(REACHABLE if asked.goal == REACHABLE else wanted(asked.goal, locale), asked.rates, safe)
