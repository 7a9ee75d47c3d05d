"""Every code that a problem can have: stable names that scripts, `accept` and the documentation rely on."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Code(NamedTuple):
    """How grave a problem with this code is, and what it means in a sentence."""

    severity: Literal["error", "warning", "note"]
    meaning: str


def _table(severity: Literal["error", "warning", "note"], meanings: dict[str, str]) -> dict[str, Code]:
    return {code: Code(severity, meaning) for code, meaning in meanings.items()}


CODES: dict[str, Code] = {
    **_table(
        "error",
        {
            # the file
            "empty-file": "The file has no content.",
            "not-utf8": "The file is not UTF-8 text.",
            "not-text": "The file has a character that no text has, such as NUL or an escape.",
            "too-large": "The file, or one text in it, is far larger than any plan.",
            "too-many-problems": "The file has more problems than are shown.",
            "yaml-syntax": "The file is not YAML.",
            "yaml-tab": "A tab stands where YAML wants spaces.",
            "yaml-tag": "A YAML tag asks for an object; a plan holds texts, numbers, lists and mappings only.",
            "too-deep": "Lists or mappings are nested deeper than in any plan.",
            "too-many-aliases": "Aliases or merge keys expand to far more than the file holds.",
            "unknown-alias": "An alias names nothing that stands above it.",
            "several-documents": "The file holds more than one YAML document.",
            "duplicate-key": "A key stands twice in the same mapping.",
            # single values
            "wrong-type": "A value is of another kind than its key wants.",
            "unknown-key": "A key that the plan language does not have at this place.",
            "missing-key": "A key that must be there is missing.",
            "two-ways": "Two keys say the same thing.",
            "wrong-length": "A list has the wrong number of values.",
            "bad-number": "A number can't be read.",
            "not-finite": "Infinity, not-a-number, or a number too large or too small to plan with.",
            "bad-money": "An amount of money can't be read.",
            "wrong-currency": "An amount is in another currency than the plan.",
            "bad-percentage": "A percentage can't be read.",
            "bare-percentage": "A bare number such as 20 stands where 20% or 0.2 is meant.",
            "unexpected-percentage": "A percentage stands where a plain number or an amount is meant.",
            "out-of-range": "A number is outside what its key allows.",
            "bad-month": "A month that does not exist or can't be read.",
            "month-outside": "A month lies where its key can't use it, such as a `before` month inside the plan year.",
            "bad-lag": "A lag can't be read.",
            "lag-too-long": "A lag is longer than any plan can use.",
            "bad-choice": "A word that is not among the choices.",
            "bad-name": "A name that can't be used for a stage, source or segment.",
            # several values together
            "shares-sum": "Shares that must sum to 100% do not.",
            "duplicate-stage": "Two stages of a funnel have the same name.",
            "unknown-stage": "A name that no stage of the funnel has.",
            "unknown-code": "A code under `accept` that no warning has.",
            "goal-unit": "The goal counts a stage that is not the last one.",
            "goal-empty": "The goal, or its weights, come to nothing.",
            "existing-above-goal": "Existing business alone brings more than the year's goal.",
            "rounded-to-zero": "Rounding leaves no customer in the year.",
            "segments-above-goal": "The segments' own goals are more than the plan's goal.",
            "segments-below-goal": "The segments' own goals leave a part of the plan's goal to nobody.",
        },
    ),
    **_table(
        "warning",
        {
            "rounding-short": "Rounding to whole customers leaves the goal short.",
            "carry-in-short": "What `before` states does not cover what must be under way on the first day.",
            "carry-in-unstated": "Part of the goal hangs on what is under way on the first day, and nothing states it.",
            "before-unused": "What `before` states lies too early to reach the plan.",
            "direct-beyond-need": "More units arrive directly than the stage needs.",
            "goal-outruns-lag": "The goal jumps faster than a spread lag lets arrivals follow.",
            "stated-rate": "A stated number does not follow from the one above it.",
            "stated-goal": "The stated numbers, multiplied out, miss the goal.",
            "rate-above-last-year": "A planned rate is above last year's by more than chance explains.",
            "over-budget": "The year's spend is above the budget.",
            "nothing-needed": "The goal is reached without a single new customer.",
            "existing-covers-month": "Existing business alone covers the goal of a month.",
            "rate-of-one": "A bare 1 is read as 100%.",
        },
    ),
    **_table(
        "note",
        {
            "zero-likely": "A month without a single unit is likely at this stage.",
            "assumed-no-lag": "No lag is stated: every stage is taken to follow in the same month.",
            "assumed-level-rates": "Rates are taken to hold all year.",
            "assumed-year-after": "The year after the plan is taken at the same level.",
            "accept-unused": "A warning is accepted that the plan does not have.",
        },
    ),
}
