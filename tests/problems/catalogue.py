"""The catalogue of problems: an example of every code, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpiplan.api import targets
from kpiplan.codes import CODES
from kpiplan.formats.text import problem_text
from kpiplan.language.yaml.decoding import MAX_BYTES
from kpiplan.loader import Loaded, load
from kpiplan.problems import Problem
from tests.problems import exports

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parents[1] / "docs/problems.md"
FILE = "plan.yaml"

# files that are no UTF-8 text, or too large to be kept: what they are, and their bytes
MADE: dict[str, tuple[str, bytes]] = {
    "not-utf8": ("A file saved as Latin-1, whose first line is `name: Plän`.", "name: Plän\n".encode("latin-1")),
    "not-text": ("A file whose first line ends with a NUL.", b"name: Plan\0\n"),
    "too-large": ("A file of 40 MB.", b"#" * 40 * 2**20),
    "too-many-problems": (
        "A file with a thousand unknown keys.",
        "".join(f"key{number}: 1\n" for number in range(1000)).encode(),
    ),
}
assert len(MADE["too-large"][1]) > MAX_BYTES

_PLANS = {
    "error": ("Errors", "A plan with an error has no targets; `kpiplan` ends with exit code 1."),
    "warning": (
        "Warnings",
        "A warning never stops a calculation. `kpiplan check --strict` ends with exit code 1 for it, unless the plan "
        "accepts it with a reason: `accept: {rounding-short: agreed with the CFO}`.",
    ),
    "note": ("Notes", "A note informs: an assumption that was made, or what to expect."),
}
_EXPORTS = {
    "error": ("Errors", "An export with an error is not counted at all; `kpiplan` ends with exit code 4."),
    "warning": ("Warnings", "The export is counted; what a warning names may make the numbers wrong."),
    "note": ("Notes", "A note says how the export was understood."),
}
_ABOUT_PLANS = (
    "Every problem that `kpiplan` reports has a code. This page is made by running the examples in `tests/problems/`: "
    "`python -m tests.problems` writes it anew."
)
_ABOUT_EXPORTS = (
    "What can be wrong with an export when it is read, and what is worth knowing about it. The examples are read with "
    "a plan of 2024 with the stages visits, leads and customers."
)


@dataclass(frozen=True)
class Example:
    """A plan or export that yields a problem of a code, and all that is found in it."""

    code: str
    shown: str
    problems: tuple[Problem, ...]

    @property
    def problem(self) -> Problem:
        """The first problem of the code. Raises StopIteration where there is none."""
        return next(problem for problem in self.problems if problem.code == self.code)


@cache  # most tests ask for all of them
def example(code: str) -> Example:
    """The example of a code, run. Raises OSError where there is none."""
    if CODES[code].of == "export":
        shown, inputs = exports.given(code)
        return Example(code, shown, exports.problems_of(code, inputs))
    if code in MADE:
        shown, data = MADE[code]
    else:
        data = (FOLDER / f"{code}.yaml").read_bytes()
        shown = f"```yaml\n{data.decode().rstrip()}\n```"
    return Example(code, shown, _all_problems(load(data, FILE)))


def _all_problems(loaded: Loaded) -> tuple[Problem, ...]:
    return loaded.problems if loaded.plan is None else targets(loaded).problems


def document() -> str:
    """The text of docs/problems.md."""
    plans, of_exports = _part("plan", _PLANS), _part("export", _EXPORTS)
    parts = ["# Problems", _ABOUT_PLANS, "## Plans", *plans, "## Exports", _ABOUT_EXPORTS, *of_exports]
    return "\n\n".join(parts) + "\n"


def _part(of: str, titles: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """The paragraphs on plans, or on exports."""
    for severity, (title, text) in titles.items():
        yield f"### {title}"
        yield text
        for code, entry in CODES.items():
            if (entry.of, entry.severity) == (of, severity):
                found = example(code)
                yield f"#### {code}"
                yield entry.meaning
                yield found.shown
                yield f"```text\n{problem_text(found.problem)}\n```"
