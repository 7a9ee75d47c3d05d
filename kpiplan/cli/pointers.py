"""What is said of a word that stands where a command should: what else it may have been meant for."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence

from kpiplan.cli.inputs import PLAN_ENDINGS
from kpiplan.locales.english import Locale, phrase
from kpiplan.problems import nearest

_ASKED_FOR = {  # what other programs call it
    "forecast": phrase("where the year ends if it goes on like this: kpiplan actuals EXPORT"),
    "outlook": phrase("where the year ends if it goes on like this: kpiplan actuals EXPORT"),
    "compare": phrase("a plan against what really happened: kpiplan actuals EXPORT"),
    "plan": phrase("what every month must bring: kpiplan target PLAN"),
    "page": phrase("a page to hand on: kpiplan report PLAN -o review.html"),
    "html": phrase("a page to hand on: kpiplan report PLAN -o review.html"),
    "pdf": phrase("a page to hand on, and to print: kpiplan report PLAN -o review.html"),
    "export": phrase("a workbook of live formulas: kpiplan target PLAN -o plan.xlsx"),
    "excel": phrase("a workbook of live formulas: kpiplan target PLAN -o plan.xlsx"),
    "xlsx": phrase("a workbook of live formulas: kpiplan target PLAN -o plan.xlsx"),
    "workbook": phrase("a workbook of live formulas: kpiplan target PLAN -o plan.xlsx"),
    "import": phrase("what was edited in a workbook, back into the plan: kpiplan pull WORKBOOK"),
    "chart": phrase("the plan drawn: kpiplan target PLAN --chart"),
    "graph": phrase("the plan drawn: kpiplan target PLAN --chart"),
    "run": phrase("what every month must bring: kpiplan target PLAN"),
    "validate": phrase("whether a plan holds: kpiplan check PLAN"),
    "lint": phrase("whether a plan holds: kpiplan check PLAN"),
    "new": phrase("a plan to start from: kpiplan init"),
    "create": phrase("a plan to start from: kpiplan init"),
    "version": phrase("the version: kpiplan --version"),
}


def no_command(word: str, commands: Sequence[str], locale: Locale) -> str:
    """A sentence about a word that is no command, with what to write instead."""
    said = locale.say("no command {word}", word=word)
    file = os.path.exists(word) or word.lower().endswith(PLAN_ENDINGS)
    if word.lower() in _ASKED_FOR and word.lower() not in commands:
        said += "; " + locale.say(_ASKED_FOR[word.lower()])
    elif not file and (near := nearest(word, commands)):
        said = locale.say("no command {word}; did you mean {near}?", word=word, near=near)
    elif word.lower().endswith(PLAN_ENDINGS):
        said += "; " + locale.say("the targets of a plan: kpiplan target {plan}", plan=shlex.quote(word))
    elif os.path.exists(word):
        text = "an export against the plan: kpiplan actuals {export}"
        said += "; " + locale.say(text, export=shlex.quote(word))
    else:
        said += "; " + locale.say("the commands are {names}", names=", ".join(commands))
    return said
