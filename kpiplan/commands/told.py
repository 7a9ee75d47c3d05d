"""What options of the command line say about exports: columns to stages, rows to segments. Text -> values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpiplan.edge import WrongUseError
from kpiplan.exports import FileRules, Rule, Split
from kpiplan.problems import Problem, nearest
from kpiplan.reports.gates import Floor

_QUOTED = r"\"[^\"]*\"|'[^']*'"
_READ = re.compile(
    rf"(?P<how>count|sum)\s+(?P<column>{_QUOTED}|.+?)"
    rf"(?:\s+by\s+(?P<by>{_QUOTED}|.+?))?(?:\s+where\s+(?P<where>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(rf"(?P<column>{_QUOTED}|[^=]+?)\s*=\s*(?P<values>.+)", re.DOTALL)
_NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(%)?")
_READ_FORM = "KPI: count COLUMN [where COLUMN = VALUE] or KPI: sum COLUMN by COLUMN [where COLUMN = VALUE]"
_SPLIT_FORM = "COLUMN: SEGMENT = VALUE, VALUE; SEGMENT = VALUE"

# The option that settles a problem of reading, as the plan's key does that the problem names.
OPTIONS = {
    "ambiguous-column": "--read",
    "ambiguous-date": "--day-first or --month-first",
    "ambiguous-number": "--decimal point or --decimal comma",
    "broken-encoding": "--encoding",
    "no-date": "--read",
    "no-measure": "--read",
    "no-year": "--year",
    "period-spans-months": "--spans start or --spans spread",
    "same-month-twice": "--add",
    "two-tables": "--table or --add",
    "undecided-encoding": "--encoding",
    "unknown-table": "--table",
    "unused-date": "--read",
}


def with_option(problem: Problem) -> Problem:
    """A problem whose hint also names the option that settles it."""
    option = OPTIONS.get(problem.code)
    if option is None:
        return problem
    return problem._replace(hint=f"{problem.hint}; on the command line: {option}".removeprefix("; "))


def read_rules(options: Iterable[str], known: Sequence[str]) -> dict[str, Rule]:
    """`customers: count Closing Date where Stage = Closed Won` as rules by KPI.

    Columns and values in quotation marks stand for themselves. `known` are the KPIs there can be, any where it is
    empty. Raises WrongUseError.
    """
    rules: dict[str, Rule] = {}
    for option in options:
        kpi, rule = _read_rule(option)
        if known and kpi not in known:
            near = nearest(kpi, known)
            raise WrongUseError(
                f"--read: the plan has no {kpi}; " + (f"did you mean {near}?" if near else f"it has {', '.join(known)}")
            )
        if kpi in rules:
            raise WrongUseError(f"--read: {kpi} is said twice")
        rules[kpi] = rule
    return rules


def _read_rule(option: str) -> tuple[str, Rule]:
    kpi, colon, told = option.partition(":")
    found = _READ.fullmatch(told.strip())
    if not (colon and kpi.strip() and found):
        raise WrongUseError(f"--read {option!r} is not of the form {_READ_FORM}")
    column, by = _plain(found["column"]), _plain(found["by"] or "") or None
    where = dict(_condition(option, text) for text in _parts(found["where"] or "", r"\s+and\s+"))
    if found["how"].lower() == "count":
        if by:
            raise WrongUseError(f"--read {option!r}: a counted date dates itself; leave out `by {by}`")
        return kpi.strip(), Rule(count=column, where=where)
    return kpi.strip(), Rule(sum=column, by=by, where=where)


def _condition(option: str, text: str) -> tuple[str, tuple[str, ...]]:
    found = _CONDITION.fullmatch(text.strip())
    if not found:
        raise WrongUseError(f"--read {option!r}: {text.strip()!r} is no condition; write COLUMN = VALUE, VALUE")
    return _plain(found["column"]), _values(found["values"])


def split_rule(option: str | None) -> Split | None:
    """`Lead Source: inbound = Web, Organic; outbound = SDR` as a split. Raises WrongUseError."""
    if option is None:
        return None
    column, colon, told = option.partition(":")
    segments: dict[str, tuple[str, ...]] = {}
    for part in _parts(told, ";"):
        name, equals, values = part.partition("=")
        if not (equals and _plain(name) and _values(values)):
            raise WrongUseError(f"--split {option!r} is not of the form {_SPLIT_FORM}")
        segments[_plain(name)] = _values(values)
    if not (colon and _plain(column) and segments):
        raise WrongUseError(f"--split {option!r} is not of the form {_SPLIT_FORM}")
    return Split(_plain(column), segments)


def floors(options: Iterable[str], known: Sequence[str]) -> tuple[Floor, ...]:
    """`leads=90%` as floors; `known` are the KPIs of the plan, any where there is none. Raises WrongUseError."""
    return tuple(_floor(option, known) for option in options)


def _floor(option: str, known: Sequence[str]) -> Floor:
    kpi, equals, text = (part.strip() for part in option.partition("="))
    number = _NUMBER.fullmatch(text)
    if not (kpi and equals and number):
        raise WrongUseError(f"--fail-under {option!r} is not of the form KPI=85%")
    share = float(number[1]) / (100 if number[2] else 1)
    if not number[2] and share > 2:
        raise WrongUseError(f"--fail-under {option!r}: a bare {text} is not a percentage; write {kpi}={text}%")
    if known and kpi not in known:
        near = nearest(kpi, known)
        raise WrongUseError(
            f"--fail-under: no KPI {kpi}; " + (f"did you mean {near}?" if near else f"there are {', '.join(known)}")
        )
    return Floor(kpi, share, text if number[2] else f"{share:.4g}")


def overlaid(rules: Sequence[FileRules], told: Mapping[str, Any]) -> tuple[FileRules, ...]:
    """The plan's rules with what options say of all files put over them; KPIs are added to those of the plan."""
    said = {name: value for name, value in told.items() if value is not None and value != {}}
    if not said:
        return tuple(rules)
    if "table" in said and str(said["table"]).isdigit():
        said["table"] = int(said["table"])
    kpis = said.pop("kpis", {})
    return tuple(each._replace(**said, kpis={**each.kpis, **kpis}) for each in (*rules, FileRules("*")))


def _parts(text: str, separator: str) -> list[str]:
    """The parts of a text between separators that stand outside of quotation marks, without the empty ones."""
    parts, start = [], 0
    for found in re.finditer(rf"{_QUOTED}|({separator})", text, re.IGNORECASE):
        if found[1] is not None:
            parts.append(text[start : found.start()])
            start = found.end()
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _values(text: str) -> tuple[str, ...]:
    return tuple(_plain(part) for part in _parts(text, ","))


def _plain(text: str) -> str:
    """A text without outer blanks and one pair of quotation marks around it."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
