"""Problems as text that editors and CI jump to, and as workflow annotations; without rich, for data commands too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kpiplan.codes import CODES
from kpiplan.formats.lines import one_line, width_of, wrapped
from kpiplan.locales.english import ENGLISH, Locale, phrase
from kpiplan.problems import EXCERPT_WIDTH, Place, Problem, excerpt_line

_COLORS = {"error": "31", "warning": "33", "note": "36"}
_SEVERITIES = {"error": phrase("error"), "warning": phrase("warning"), "note": phrase("note")}


def problem_text(problem: Problem, *, color: bool = False, locale: Locale = ENGLISH, width: int | None = None) -> str:
    """`plan.yaml:7:12: error code: message`, the line with the place marked, what would be right.

    Another language says what the code means; the message itself, which has the details, and the hint stay English.
    Whatever names and texts of files are in it, the lines are these, at most `width` columns wide where words allow.
    """
    place = problem.place
    where = one_line(problem.file) + (f":{place.line}:{place.column}" if place else "")
    severity = locale.say(_SEVERITIES[problem.severity])
    if problem.accepted is not None:
        severity = locale.say("{severity}, accepted", severity=severity)
    first = wrapped(f"{where}: {severity} {problem.code}: {one_line(message_of(problem, locale))}", width)
    if color:
        first = _colored(first, len(where) + 2, severity, _COLORS[problem.severity])
    lines = [first]
    if place and problem.excerpt:
        shown_at = place._replace(column=place.column - problem.skipped)
        lines += _excerpt(problem.excerpt, shown_at, width)
    if problem.accepted is not None:
        lines.append(wrapped("    " + one_line(locale.say("accepted: {reason}", reason=problem.accepted)), width))
    elif problem.hint:
        lines.append(wrapped(f"    {one_line(problem.hint)}", width))
    return "\n".join(lines)


def _colored(text: str, begin: int, words: str, color: str) -> str:
    """A text, wrapped already, with its words from a place on in colour; as it is where a line ends among them."""
    at = text.find(words, begin - 1)
    return text if at < 0 else f"{text[:at]}\x1b[{color}m{words}\x1b[0m{text[at + len(words) :]}"


def message_of(problem: Problem, locale: Locale) -> str:
    """What is wrong; another language says what the code means, and has the message, which stays English, behind it."""
    english = CODES[problem.code].meaning
    meaning = locale.say(english)
    if meaning == english:
        return problem.message
    return locale.say("{meaning} ({message})", meaning=meaning, message=problem.message)


def _excerpt(text: str, place: Place, width: int | None) -> list[str]:
    number = str(place.line)
    shown, column = excerpt_line(text, place, _excerpt_room(text, width, len(number) + 5))
    before = " " * width_of(shown[: column - 1])
    mark = "^" * max(1, min(place.length, len(shown) - column + 1))
    return [f"  {number} | {shown.rstrip()}", f"  {' ' * len(number)} | {before}{mark}"]


def _excerpt_room(text: str, width: int | None, inset: int) -> int:
    """How many characters of a line are shown so that it and its mark stay on one line of the screen."""
    if width is None:
        return EXCERPT_WIDTH
    wide = width_of(text) / max(len(text), 1)
    return min(EXCERPT_WIDTH, max(20, int((width - inset) / max(wide, 1))))


def problems_text(
    problems: Sequence[Problem], *, color: bool = False, locale: Locale = ENGLISH, width: int | None = None
) -> str:
    """Problems one after the other."""
    return "".join(f"{problem_text(problem, color=color, locale=locale, width=width)}\n" for problem in problems)


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
    said = locale.say("{file}: {counts}; `{command}` explains them", file=file, counts=counts, command=command)
    return one_line(said) + "\n"
