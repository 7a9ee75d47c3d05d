"""Months as keys of a plan: which month a name means, and what was probably meant where it means none."""

from __future__ import annotations

import re

from kpiplan.language.values.shape import Reading, Schema
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.locales.calendar_words import month_words, named_month
from kpiplan.months import ABBREVIATIONS, NAMES, YEAR_MONTHS, Month, month_number
from kpiplan.problems import Path, nearest


def _any_case(word: str) -> str:
    return "".join(f"[{char.upper()}{char}]" for char in word)


def _first_in_any_case(word: str) -> str:
    return word if word[0].upper() == word[0] else f"[{word[0].upper()}{word[0]}]{word[1:]}"


def _month_words() -> str:
    """The names of months in all languages, as a pattern."""
    return "|".join(
        [_any_case(n[:3].lower()) + (f"(?:{_any_case(n[3:].lower())})?" if n[3:] else "") for n in NAMES]
        + [_any_case("sept")]
        + [_first_in_any_case(word) for word in month_words() if not month_number(word)]
    )


DATED_PATTERN = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
_ANY_MONTH = [name.lower() for name in NAMES] + [name[:3].lower() for name in NAMES]


def named_months(node: Node, path: Path, reading: Reading) -> dict[int, str] | None:
    """The keys of a mapping that name calendar months, by number 1..12, beside `else`; None where a key does not.

    They are in one language, whichever it is.
    """
    named: dict[int, str] = {}
    good = True
    languages: frozenset[str] | None = None
    for key, _ in node.pairs:
        month = named_month(key.text)
        number = month.number if month else None
        if month and languages is not None and not month.languages & languages:
            message = f"{shorten(key.text)} and {next(iter(named.values()))} are no months of one language"
            hint = f"write all of them in one language, in English it is `{ABBREVIATIONS[month.number - 1]}`"
            reading.report("bad-month", message, (*path, key.text), key.place, hint)
            good = False
        elif month:
            languages = month.languages if languages is None else languages & month.languages
        if number in named and named[number] != key.text:
            message = f"{shorten(key.text)} and {named[number]} are the same month"
            reading.report("two-ways", message, (*path, key.text), key.place, "keep one of them")
        elif number:
            named[number] = key.text
        elif key.text != "else":
            near = nearest(key.text, [*_ANY_MONTH, "else"])
            hint = f"did you mean `{near}`?" if near else "write month names (jan … dec), and else for the others"
            report_no_month(key, path, reading, hint)
            good = False
    return named if good else None


def report_no_month(key: Node, path: Path, reading: Reading, hint: str) -> None:
    """Report a key that is no month."""
    reading.report("bad-month", f"{shorten(key.text)} is no month", (*path, key.text), key.place, hint)


def dated_hint(text: str, default: str) -> str:
    """What to write instead of a text that is no month of a year: the month that it probably means, else `default`."""
    month = guessed_month(text)
    return f"did you mean `{month}`?" if month else default


def guessed_month(text: str) -> Month | None:
    """The month that `2020-4`, `2020-04-01`, `04/2020` or `April 2020` means; None where it is not clear."""
    words = re.findall(r"[A-Za-z]+|[0-9]+", text[:40])
    years = [int(word) for word in words if len(word) == 4 and word.isdecimal()]
    others = [word for word in words if not (len(word) == 4 and word.isdecimal())]
    if len(years) != 1 or not others:
        return None
    number = int(others[0]) if others[0].isdecimal() else month_number(others[0])
    return Month(years[0], number) if number and 1 <= number <= YEAR_MONTHS else None


def keyed_schema(pattern: str, item: Schema) -> Schema:
    """A mapping whose keys match a pattern."""
    return {
        "type": "object",
        "patternProperties": {pattern: item},
        "additionalProperties": False,
        "minProperties": 1,
    }


def month_names_schema(item: Schema) -> Schema:
    """A mapping by names of calendar months, and `else`."""
    return keyed_schema(f"^(?:{_month_words()}|else)$", item)
