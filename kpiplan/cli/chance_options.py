"""What `kpiplan chance` is asked. Text -> numbers."""

from __future__ import annotations

from typing import Annotated

import typer

from kpiplan.analysis.gates import CHANCE
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.shares import share
from kpiplan.language.numerals import count
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.tuples import NamedTuple

SAFE = 0.8  # unless said otherwise


class ChanceOptions(NamedTuple):
    """Another goal (None: the plan's), how safe is safe, the least chance that passes, the last month of exports."""

    goal: Annotated[
        str | None, typer.Option(metavar="N", help="So many of the last stage; left out, what the plan wants.")
    ] = None
    safe: Annotated[
        str | None, typer.Option(metavar="80%", help="How safe the goal is to be; left out, in 80 of 100 years.")
    ] = None
    fail_under: Annotated[
        str | None, typer.Option(metavar="chance=50%", help="Exit 1 where the goal is less likely than this.")
    ] = None
    through: Annotated[
        str | None,
        typer.Option(metavar="MONTH", help="With exports: the last month; left out, the last one covered whole."),
    ] = None


class Question(NamedTuple):
    """The same as numbers; the floor as it was written too."""

    goal: float | None
    safe: float
    floor: float | None
    floor_text: str = ""


def question(asked: ChanceOptions, locale: Locale = ENGLISH) -> Question:
    """What is asked. Raises WrongUseError."""
    safe = SAFE if asked.safe is None else level(asked.safe, locale)
    if asked.fail_under is None:
        return Question(wanted(asked.goal, locale), safe, None)
    kpi, _, text = (part.strip() for part in asked.fail_under.partition("="))
    found = share(text)
    if kpi != CHANCE or found is None or found > 1:
        raise WrongUseError(
            locale.say("--fail-under {option} is not of the form chance=50%", option=repr(asked.fail_under))
        )
    return Question(wanted(asked.goal, locale), safe, found, text)


def level(text: str, locale: Locale = ENGLISH) -> float:
    """A chance that a goal is to have, neither none nor certainty. Raises WrongUseError."""
    found = share(text)
    if found is None or not 0 < found < 1:
        raise WrongUseError(
            locale.say("--safe {text} is no chance; write it as 80%, above 0% and below 100%", text=repr(text))
        )
    return found


def wanted(text: str | None, locale: Locale) -> float | None:
    """A goal of so many of the last stage, if any. Raises WrongUseError."""
    if text is None:
        return None
    found = count(text.strip())
    if found is None or not 0 < found < 1e15:
        raise WrongUseError(locale.say("--goal {text} is no number above 0; write it as 9 or 25_000", text=repr(text)))
    return found
