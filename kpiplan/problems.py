"""Problems of a file as values: what, where, what would be right. Collected, never raised one by one."""

from collections.abc import Iterable, Sequence

from kpiplan.codes import CODES, CodeName, Severity
from kpiplan.tuples import NamedTuple

Path = tuple[str | int, ...]

EXCERPT_WIDTH = 120  # a longer line is shown around the place only
_CUT = "..."


class Place(NamedTuple):
    """Where in a file: line and column count from 1, `length` characters are marked.

    `file` is empty in the file that is read; what is laid over it (`language.overlay`) has a name here.
    """

    line: int
    column: int
    length: int = 1
    file: str = ""


class Problem(NamedTuple):
    """One thing that is wrong with a plan, or worth knowing about it.

    `path` leads to the value (`funnel[2].mqls.rate`), `hint` says what would be right, `accepted` is the reason
    that the plan gives for accepting a warning. `place` and `excerpt` are None and empty until located in a file;
    `skipped` characters of the line come before the excerpt. `option` is the hint in the words of the
    command line, where they are other words.
    """

    code: CodeName
    message: str
    path: Path = ()
    hint: str = ""
    file: str = ""
    place: Place | None = None
    excerpt: str = ""
    accepted: str | None = None
    skipped: int = 0
    option: str = ""

    @property
    def severity(self) -> Severity:
        """error, warning or note: a property of the code."""
        return CODES[self.code].severity

    @property
    def counts(self) -> bool:
        """Whether a strict check fails for it: an error, or a warning that nobody accepted."""
        return self.severity == "error" or (self.severity == "warning" and self.accepted is None)


class PlanError(Exception):
    """A plan that can't be computed; `problems` says why, errors among them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        super().__init__("; ".join(f"{path_text(e.path)}: {e.message}" if e.path else e.message for e in errors))


class ExportError(PlanError):
    """Exports that can't be read, or say nothing of the plan's year; `problems` says why where files are wrong."""

    def __init__(self, problems: Sequence[Problem], why: str = "") -> None:
        super().__init__(problems)
        if why:
            self.args = (why,)


def path_text(path: Path) -> str:
    """`("funnel", 2, "mqls")` as `funnel[2].mqls`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by severity, then as they stand in the file; the same thing said twice is said once."""
    ranks = {"error": 0, "warning": 1, "note": 2}

    def rank(problem: Problem) -> tuple[int, str, int, int]:
        place = problem.place or Place(0, 0)
        return ranks[problem.severity], place.file, place.line, place.column

    once: dict[object, Problem] = {}
    for problem in problems:  # what an alias repeats differs in its path alone
        once.setdefault((problem.code, problem.message, problem.file, problem.place or problem.path), problem)
    return tuple(sorted(once.values(), key=rank))


def accept(problems: Iterable[Problem], reasons: dict[str, str]) -> tuple[Problem, ...]:
    """The problems, warnings marked as accepted where `reasons` (code -> reason) has their code."""
    return tuple(
        problem._replace(accepted=reasons[problem.code])
        if problem.severity == "warning" and problem.code in reasons
        else problem
        for problem in problems
    )


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that `name` is most likely meant to be, None where none is as like it (1: the same)."""
    from difflib import get_close_matches

    by_lower = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower()[:80], by_lower, n=1, cutoff=likeness)
    return by_lower[found[0]] if found else None


def printable(text: str) -> str:
    """Text from a file as it may be printed: a blank for what moves the cursor, or turns the direction of writing."""
    return "".join(char if char.isprintable() else " " for char in text)


def masked(text: str) -> str:
    """A text without the passwords of addresses in it: a star for each letter, so that all else stays in its place."""
    if "://" not in text and "assword" not in text:
        return text
    import re

    secret = r"(?P<a>://[^\s/@:]*:)(?P<b>\S*)(?=@)|(?P<c>[Pp]assword\s*[=:]\s*)(?P<d>[^\s&'\"]+)"
    return re.sub(secret, lambda found: (found["a"] or found["c"]) + "*" * len(found["b"] or found["d"] or ""), text)


def excerpt_line(line: str, place: Place, width: int = EXCERPT_WIDTH) -> tuple[str, int]:
    """A line as it may be shown, and the column at which the place then begins.

    Printable, and not too long: what is left out before the part around the place and behind it is `...`.
    """
    clean = masked(printable(line))
    if len(clean) <= width:
        return clean, place.column
    begin = max(0, min(place.column - 1 - width // 2, len(clean) - width))
    shown = clean[begin : begin + width]
    if begin:
        shown = _CUT + shown[len(_CUT) :]
    if begin + width < len(clean):
        shown = shown[: -len(_CUT)] + _CUT
    return shown, place.column - begin
