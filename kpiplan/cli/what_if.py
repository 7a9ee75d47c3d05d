"""Options that lay changes over a plan: `--scenario` and `--set`, on every command that has `WhatIf`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kpiplan.cli import inputs
from kpiplan.cli.errors import WrongUseError
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.problems import nearest
from kpiplan.tuples import NamedTuple

if TYPE_CHECKING:
    from kpiplan.language.overlay.change import Overlay
    from kpiplan.loader import Loaded, PlanFile

# a shell hands over more than a planner writes; texts that long are no changes
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change the plan: leads=1.8%, goal.revenue=12M, visits.cost*=1.1; repeatable.",
    ),
]


class WhatIf(NamedTuple):
    """Changes of the plan that a question is asked under: a scenario of its own, then single values."""

    scenario: Annotated[str | None, typer.Option(metavar="NAME", help="Take the plan under one of its scenarios.")] = (
        None
    )
    set: SetOption = None

    @property
    def asked(self) -> bool:
        """Whether there are any."""
        return self.scenario is not None or bool(self.set)


AS_IT_STANDS = WhatIf()


def plan_file(name: str) -> PlanFile:
    """The tree of a plan file, or of standard input. Raises WrongUseError where it can't be read."""
    from kpiplan.loader import read_file  # exports alone need no plan

    reads = None if name == inputs.STDIN else inputs.read_extended
    return read_file(inputs.read_input(name), inputs.shown_name(name), reads)


def load_under(name: str, asked: WhatIf = AS_IT_STANDS, locale: Locale = ENGLISH) -> Loaded:
    """The plan of a file under the changes that are asked for. Raises WrongUseError."""
    from kpiplan.loader import laid

    source = plan_file(name)
    return laid(source, overlay_of(source, asked, locale) if asked.asked else None)


def overlay_of(source: PlanFile, asked: WhatIf, locale: Locale = ENGLISH) -> Overlay:
    """The changes as one overlay. Raises WrongUseError where the plan has no such scenario."""
    from kpiplan.language.overlay.change import Overlay, of_texts

    found = named_scenario(source, asked.scenario, locale) if asked.scenario is not None else Overlay()
    return found + of_texts(asked.set or ())


def named_scenario(source: PlanFile, name: str, locale: Locale = ENGLISH) -> Overlay:
    """The changes of a scenario. Raises WrongUseError where the plan has none of the name."""
    from kpiplan.language.overlay.change import Overlay
    from kpiplan.loader import scenario, scenario_names

    if source.root is None:
        return Overlay()  # the plan's own problems say what is wrong
    try:
        return scenario(source, name)
    except KeyError:
        raise WrongUseError(_no_scenario(name, scenario_names(source), locale)) from None


def _no_scenario(name: str, known: tuple[str, ...], locale: Locale) -> str:
    if near := nearest(name, known):
        return locale.say("no scenario {name}; did you mean {near}?", name=name, near=near)
    if known:
        return locale.say("no scenario {name}; the scenarios are {names}", name=name, names=", ".join(known[:10]))
    return locale.say("no scenario {name}; the plan has no scenarios", name=name)


def said(asked: WhatIf, locale: Locale = ENGLISH) -> str:
    """The changes in a line, as titles and remarks name them; empty where there are none."""
    return locale.say(", ").join([*([asked.scenario] if asked.scenario is not None else []), *(asked.set or ())])


def said_over(source: PlanFile, asked: WhatIf, locale: Locale) -> str:
    """The same with what the plan has: `leads=1.8% (plan: 1.5%)`."""
    from kpiplan.language.overlay.was import was

    if source.root is None:
        return said(asked, locale)
    named = [asked.scenario] if asked.scenario is not None else []
    return locale.say(", ").join([*named, *(_over(text, was(text, source.root), locale) for text in asked.set or ())])


def _over(text: str, old: str, locale: Locale) -> str:
    return locale.say("{change} (plan: {old})", change=text, old=old) if old else text
