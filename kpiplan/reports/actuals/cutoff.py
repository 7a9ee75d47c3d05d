"""Which months and figures of exports count, and why there are none, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpiplan.exports.results import Note, Refusal
from kpiplan.locales.english import ENGLISH, Locale, phrase

# What was taken otherwise than it stands in exports, or left out, by code.
_NOTES = {
    "nothing-after": phrase("nothing after {month} is in the exports"),
    "month-in-part": phrase("{month} is left out: the exports cover {day} of its {days} days"),
    "not-in-all": phrase("{months} is left out: not every export covers it"),
    "in-proportion": phrase(
        "{kpi} are covered up to {date}, other sources up to its day {day}: {day} of {covered} parts of them are taken"
    ),
    "part-of-days": phrase(
        "{kpi} of {month} are not told by the day: {taken} of their {parts} days are taken in proportion"
    ),
    "begins-within": phrase("{kpi} of {month} are left out: covered from its day {day} on only"),
    "ends-within": phrase("{kpi} of {month} are left out: covered up to its day {day} only"),
    "not-in-plan": phrase("not in the plan: {kpis}"),
    "no-segments": phrase("the plan has no segments: {segments} are taken together"),
    "after-the-year": phrase("{months} left out: after the plan's year"),
    "before-the-year": phrase("{months} left out: before the plan's year"),
    "under-way": phrase("{months} taken as what was under way before the plan"),
}
# What the command line has for it, by code.
_HINTS = {
    "month-in-part": phrase("`--through {through}` measures it by its part of the target"),
    "not-in-all": phrase("`--through {through}` takes what there is"),
}
# Why there is nothing to compare or to measure, by code.
_REFUSALS = {
    "nothing-up-to": phrase("nothing up to {month} is in the exports: they begin with {first}"),
    "no-month": phrase("the exports have no month"),
    "none-whole": phrase("no month is covered whole by all exports: `--through 2020-06` says which is the last"),
    "first-in-part": phrase(
        "no month is covered whole: {month} is covered up to its day {day}; `--through {through}` measures it by its "
        "part of the target"
    ),
    "no-kpi-of-plan": phrase(
        "the exports have no KPI of the plan: they have {kpis}; `--read` says which column is which stage"
    ),
    "another-year": phrase(
        "the exports say nothing of the plan's year, {year}: the months that they cover are {months}"
    ),
}


def note_said(note: Note, locale: Locale = ENGLISH, *, hints: bool = True) -> str:
    """A note, in words; `hints`: with what the command line has for it, which is of no use to who has a page."""
    texts = [_NOTES[note.code], *([_HINTS[note.code]] if hints and note.code in _HINTS else [])]
    return locale.say("; ").join(locale.say(text, **_fields(note.fields, locale)) for text in texts)


def refusal_said(refusal: Refusal, locale: Locale = ENGLISH) -> str:
    """Why there is nothing to compare, in words."""
    return locale.say(_REFUSALS[refusal.code], **_fields(refusal.fields, locale))


def _fields(fields: Mapping[str, Any], locale: Locale) -> dict[str, object]:
    """The values as they are said. `--through` takes a month as 2020-06: the one spoken of, or the last of several."""
    shown: dict[str, Callable[[Any], str]] = {
        "kpi": locale.term,
        "month": locale.month,
        "first": locale.month,
        "months": lambda months: locale.span(*months),
        "year": lambda months: locale.span(*months),
        "kpis": locale.listed,
        "segments": locale.listed,
    }
    said: dict[str, object] = {name: shown[name](value) if name in shown else value for name, value in fields.items()}
    if "month" in fields or "months" in fields:
        said["through"] = fields["month"] if "month" in fields else fields["months"][-1]
    if "covered" in fields:
        said["date"] = locale.day(fields["month"], fields["covered"])
    if "strange" in fields:
        names = [f"{kpi} ({near}?)" if near else kpi for kpi, near in fields["strange"]]
        said["kpis"] = locale.listed(names)
    return said
