"""GIVEN and UNKNOWN of `kpiplan solve`, as words say them: read, or refused with what would be right."""

from __future__ import annotations

from kpiplan.analysis.solve import SolvedFor
from kpiplan.analysis.trials.answer import solved
from kpiplan.analysis.trials.condition import Misgiven, MisgivenError, given_of
from kpiplan.cli.errors import WrongUseError
from kpiplan.funnel.targets import PlanTargets
from kpiplan.loader import Loaded, PlanFile, ground_of
from kpiplan.locales.english import Locale, phrase

_TEXTS = {
    "no-given": phrase("{text} gives no figure; write one such as {example}"),
    "near-figure": phrase("no figure {text}; did you mean {example}?"),
    "no-figure": phrase("no figure {text}; there are {example}"),
    "no-amount": phrase("{text} is no amount; write one such as {example}"),
    "no-span": phrase("{text} is of the whole year: leave out the {example}"),
    "too-many": phrase("{text} customers are too many to tell their chance"),
    "no-unknown": phrase("--for: {text}"),
}


def answered(
    source: PlanFile, before: PlanTargets, given: list[str], unknown: str, locale: Locale
) -> SolvedFor | Loaded:
    """What the unknown has to be; the plan under it where that can't be read. Raises WrongUseError."""
    if len(given) != 1:
        text = locale.say("one GIVEN at a time; here are {count}", count=len(given))
        raise WrongUseError(text)
    try:
        found = solved(ground_of(source), before, given_of(given[0], before), unknown)
    except MisgivenError as error:
        raise WrongUseError(_said(error.why, locale)) from None
    assert isinstance(found, SolvedFor | Loaded)  # for what lays changes is the loader
    return found


def _said(why: Misgiven, locale: Locale) -> str:
    return locale.say(_TEXTS[why.code], text=why.text, example=why.example)
