"""What is said of measured rates, of exports by themselves and against a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpiplan.locales.english import Locale


def more_than_above(locale: Locale, stage: str, above: str, rate: float) -> str:
    """The warning that a stage has more than the one above it."""
    return locale.say(
        "more {stage} than {above} ({rate}): something is counted twice, or {above} are missing.",
        stage=stage,
        above=above,
        rate=locale.percent(rate),
    )
