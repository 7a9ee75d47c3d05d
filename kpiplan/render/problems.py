"""Problems as text that editors and CI jump to, and as workflow annotations; without rich, for data commands too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpiplan.codes import CODES
from kpiplan.locales.english import ENGLISH, Locale, phrase
from kpiplan.problems import Place, Problem, excerpt_line

_COLORS = {"error": "31", "warning": "33", "note": "36"}
_SEVERITIES = {"error": phrase("error"), "warning": phrase("warning"), "note": phrase("note")}


def problem_text(problem: Problem, *, color: bool = False, locale: Locale = ENGLISH) -> str:
    """`plan.yaml:7:12: error code: message`, the line with the place marked, what would be right.

    Another language says what the code means; the message itself, which has the details, and the hint stay English.
    """
    place = problem.place
    where = problem.file + (f":{place.line}:{place.column}" if place else "")
    severity = locale.say(_SEVERITIES[problem.severity])
    if problem.accepted is not None:
        severity = locale.say("{severity}, accepted", severity=severity)
    if color:
        severity = f"\x1b[{_COLORS[problem.severity]}m{severity}\x1b[0m"
    lines = [f"{where}: {severity} {problem.code}: {_message(problem, locale)}"]
    if place and problem.excerpt:
        lines += _excerpt(problem.excerpt, place)
    if problem.accepted is not None:
        lines.append("    " + locale.say("accepted: {reason}", reason=problem.accepted))
    elif problem.hint:
        lines.append(f"    {problem.hint}")
    return "\n".join(lines)


def _message(problem: Problem, locale: Locale) -> str:
    english = CODES[problem.code].meaning
    meaning = locale.say(english)
    if meaning == english:
        return problem.message
    return locale.say("{meaning} ({message})", meaning=meaning, message=problem.message)


def _excerpt(text: str, place: Place) -> list[str]:
    from unicodedata import east_asian_width

    number = str(place.line)
    shown, column = excerpt_line(text, place)
    before = "".join("  " if east_asian_width(char) in "WF" else " " for char in shown[: column - 1])
    mark = "^" * max(1, min(place.length, len(shown) - column + 1))
    return [f"  {number} | {shown.rstrip()}", f"  {' ' * len(number)} | {before}{mark}"]


def problems_text(problems: Sequence[Problem], *, color: bool = False, locale: Locale = ENGLISH) -> str:
    """Problems one after the other."""
    return "".join(f"{problem_text(problem, color=color, locale=locale)}\n" for problem in problems)


def summary(problems: Sequence[Problem], locale: Locale = ENGLISH) -> str:
    """`2 errors, 1 warning, 1 accepted, 2 notes`; empty where there is nothing."""
    counts = Counter(problem.severity if problem.accepted is None else "accepted" for problem in problems)
    said = {
        "error": locale.plural(counts["error"], "error"),
        "warning": locale.plural(counts["warning"], "warning"),
        "accepted": locale.say("{number} accepted", number=counts["accepted"]),
        "note": locale.plural(counts["note"], "note"),
    }
    return locale.say(", ").join(text for name, text in said.items() if counts[name])


def explained(file: str, problems: Sequence[Problem], command: str, locale: Locale = ENGLISH) -> str:
    """How many problems a file has and which command explains them, in a line; nothing where there are none."""
    counts = summary(problems, locale)
    if not counts:
        return ""
    return locale.say("{file}: {counts}; `{command}` explains them", file=file, counts=counts, command=command) + "\n"


def workflow_annotations(problems: Sequence[Problem]) -> str:
    """Workflow commands of a CI that marks lines of a pull request; errors first, for it shows ten of a kind."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for problem in problems:
        kind = "notice" if problem.accepted is not None else kinds[problem.severity]
        place = problem.place or Place(1, 1)
        properties = {
            "file": problem.file,
            "line": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.length),
            "title": f"kpiplan {problem.code}",
        }
        said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        note = f"accepted: {problem.accepted}" if problem.accepted is not None else problem.hint
        message = f"{problem.message}\n{note}" if note else problem.message
        lines.append(f"::{kind} {said}::{_data(message)}")
    return "".join(f"{line}\n" for line in lines)


def gate_annotations(messages: Sequence[str], file: str) -> str:
    """A workflow command for every missed gate, at the top of a plan's file."""
    title = _property("kpiplan gate")
    return "".join(f"::error file={_property(file)},line=1,title={title}::{_data(text)}\n" for text in messages)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
