"""What `--safe 80%` asks of targets; only who asks loads what that needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan.cli import console, errors

if TYPE_CHECKING:
    from kpiplan.analysis.goal_chance.safe_targets import SafeTargets
    from kpiplan.cli.planning import Planned
    from kpiplan.locales.english import Locale

SafeOption = Annotated[
    str | None,
    typer.Option(metavar="80%", help="Raise the targets so that the goal is reached in so many of 100 years."),
]


def raised(found: Planned, safe: str | None, locale: Locale) -> SafeTargets | console.Result | None:
    """Targets that make the goal safe (None where nobody asks); where nothing does, the result says so, and exit 1."""
    if safe is None:
        return None
    from kpiplan.analysis.goal_chance.safe_targets import safe_targets
    from kpiplan.cli.chance_options import level
    from kpiplan.cli.chance_output import too_many

    wanted = level(safe, locale)
    if refused := too_many(found, locale):
        return refused
    targets = safe_targets(found.targets, wanted)
    if targets.safe.reached:
        return targets
    from kpiplan.reports.goal_chance.words import out_of_reach

    said = out_of_reach(targets.safe, locale)
    return console.Result(remarks=[*found.remarks, f"kpiplan: {said}"], code=errors.SHORT)
