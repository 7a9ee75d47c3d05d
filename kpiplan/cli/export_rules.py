"""What options of the command line say about exports: columns to stages, rows to segments. Text -> values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpiplan.analysis.matching import compared_names
from kpiplan.analysis.scorecard.from_exports import wanted_names
from kpiplan.cli.errors import WrongUseError
from kpiplan.cli.export_options import ReadingOptions
from kpiplan.locales.english import ENGLISH, Locale
from kpiplan.plan.export_rules import FileRules, Rule, Split
from kpiplan.plan.model import Plan
from kpiplan.problems import Problem, nearest

_QUOTED = r"\"[^\"]*\"|'[^']*'"
_READ = re.compile(
    rf"(?P<how>count|sum)\s+(?P<column>{_QUOTED}|.+?)"
    rf"(?:\s+by\s+(?P<by>{_QUOTED}|.+?))?(?:\s+where\s+(?P<where>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(rf"(?P<column>{_QUOTED}|[^=]+?)\s*=\s*(?P<values>.+)", re.DOTALL)
_READ_FORM = "KPI: count COLUMN [where COLUMN = VALUE] or KPI: sum COLUMN by COLUMN [where COLUMN = VALUE]"
_SPLIT_FORM = "COLUMN: SEGMENT = VALUE, VALUE; SEGMENT = VALUE"


def with_option(problem: Problem) -> Problem:
    """A problem whose hint speaks of options, where it spoke of the plan."""
    return problem._replace(hint=problem.option or problem.hint)


def read_rules(options: Iterable[str], known: Sequence[str], locale: Locale = ENGLISH) -> dict[str, Rule]:
    """`customers: count Closing Date where Stage = Closed Won` as rules by KPI.

    Columns and values in quotation marks stand for themselves. `known` are the KPIs there can be, any where it is
    empty. Raises WrongUseError.
    """
    say = locale.say
    rules: dict[str, Rule] = {}
    for option in options:
        kpi, rule = _read_rule(option, locale)
        if known and kpi not in known:
            if near := nearest(kpi, known):
                raise WrongUseError(say("--read: the plan has no {kpi}; did you mean {near}?", kpi=kpi, near=near))
            names = ", ".join(known)
            raise WrongUseError(say("--read: the plan has no {kpi}; it has {names}", kpi=kpi, names=names))
        if kpi in rules:
            raise WrongUseError(say("--read: {kpi} is said twice", kpi=kpi))
        rules[kpi] = rule
    return rules


def _read_rule(option: str, locale: Locale) -> tuple[str, Rule]:
    say, shown = locale.say, repr(option)
    kpi, colon, told = option.partition(":")
    found = _READ.fullmatch(told.strip())
    if not (colon and kpi.strip() and found):
        raise WrongUseError(say("--read {option} is not of the form {form}", option=shown, form=_READ_FORM))
    column, by = _plain(found["column"]), _plain(found["by"] or "") or None
    where = dict(_condition(option, text, locale) for text in _parts(found["where"] or "", r"\s+and\s+"))
    if found["how"].lower() == "count":
        if by:
            said = say("--read {option}: a counted date dates itself; leave out `by {by}`", option=shown, by=by)
            raise WrongUseError(said)
        return kpi.strip(), Rule(count=column, where=where)
    return kpi.strip(), Rule(sum=column, by=by, where=where)


def _condition(option: str, text: str, locale: Locale) -> tuple[str, tuple[str, ...]]:
    found = _CONDITION.fullmatch(text.strip())
    if not found:
        said = {"option": repr(option), "text": repr(text.strip())}
        raise WrongUseError(locale.say("--read {option}: {text} is no condition; write COLUMN = VALUE, VALUE", **said))
    return _plain(found["column"]), _values(found["values"])


def split_rule(option: str | None, locale: Locale = ENGLISH) -> Split | None:
    """`Lead Source: inbound = Web, Organic; outbound = SDR` as a split. Raises WrongUseError."""
    if option is None:
        return None
    column, colon, told = option.partition(":")
    wrong = locale.say("--split {option} is not of the form {form}", option=repr(option), form=_SPLIT_FORM)
    segments: dict[str, tuple[str, ...]] = {}
    for part in _parts(told, ";"):
        name, equals, values = part.partition("=")
        if not (equals and _plain(name) and _values(values)):
            raise WrongUseError(wrong)
        segments[_plain(name)] = _values(values)
    if not (colon and _plain(column) and segments):
        raise WrongUseError(wrong)
    return Split(_plain(column), segments)


def rules_over(plan: Plan | None, said: ReadingOptions, locale: Locale = ENGLISH) -> tuple[FileRules, ...]:
    """The plan's rules with what options say of all exports put over them. Raises WrongUseError."""
    known = list(dict.fromkeys([*compared_names(plan), *wanted_names(plan)])) if plan else []
    told = {
        **said._asdict(),
        "kpis": read_rules(said.read or (), known, locale),
        "split": split_rule(said.split, locale),
        "add": said.add or None,
        "decimal": {"point": ".", "comma": ",", None: None}[said.decimal],
    }
    del told["read"]
    return overlaid(plan.actuals if plan else (), told)


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
