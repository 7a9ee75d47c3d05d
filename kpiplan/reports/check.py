"""What `check` found, as a page: the problems of all files in a table, how many they are of each."""

from __future__ import annotations

from collections import Counter

from kpiplan.locales.english import Locale, phrase
from kpiplan.reports.cells import words
from kpiplan.reports.inspection import Annotation, InspectedFile, Inspection
from kpiplan.reports.model import Column, Fact, Report, Row, Style, Table

_SEVERITIES = {"error": phrase("error"), "warning": phrase("warning"), "note": phrase("note")}
_STYLES: dict[str, Style] = {"error": "bad", "warning": "watch", "note": "dim"}


def check_report(found: Inspection, locale: Locale) -> Report:
    """A fact a file, and a row a problem, errors first."""
    say = locale.say
    facts = tuple(Fact(file.file, (_counts(file, locale),)) for file in found.files)
    ranks = list(_SEVERITIES)
    ordered = sorted(found.annotations, key=lambda each: ranks.index(each.severity))
    if not ordered:
        return Report(say("Check of plans"), facts)
    heads = (say("Place"), say("Severity"), say("Code"), say("Problem"), say("What would be right"))
    columns = tuple(Column(head, words=True) for head in heads)
    return Report(say("Check of plans"), facts, (Table(columns, tuple(_row(each, locale) for each in ordered)),))


def _row(each: Annotation, locale: Locale) -> Row:
    say, first = locale.say, each.columns[0] if each.columns else None
    place = ":".join(str(part) for part in (each.file, each.line, first) if part)
    severity, style, right = say(_SEVERITIES[each.severity]), _STYLES[each.severity], each.hint
    if each.accepted is not None:
        severity, style = say("{severity}, accepted", severity=severity), "dim"
        right = say("accepted: {reason}", reason=each.accepted)
    return Row((words(place), words(severity, style), words(each.rule), words(each.message), words(right)))


def _counts(file: InspectedFile, locale: Locale) -> str:
    """`2 errors, 1 warning, 1 accepted, 2 notes`."""
    counts = Counter(each.severity if each.accepted is None else "accepted" for each in file.annotations)
    said = {
        "error": locale.plural(counts["error"], "error"),
        "warning": locale.plural(counts["warning"], "warning"),
        "accepted": locale.say("{number} accepted", number=counts["accepted"]),
        "note": locale.plural(counts["note"], "note"),
    }
    shown = [text for name, text in said.items() if counts[name]]
    return locale.say(", ").join(shown) or locale.say("no problems")
