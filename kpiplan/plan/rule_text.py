"""Rules of exports as text, both ways: `customers: count Close Date where Stage = Won` and the same as a plan has it.

    KPI: count [distinct UNIT by] DATE [where CONDITION and CONDITION …]
    KPI: count COLUMN [by DATE] [distinct UNIT] [where …]
    KPI: sum COLUMN [by DATE] [distinct UNIT] [where …]
    CONDITION: COLUMN = A, B | COLUMN != A, B | COLUMN > 5 (>=, <, <=) | COLUMN is [not] empty

`is`, `is not` and `not` (also before the column) stand for the signs. Names and values in quotation marks stand for
themselves; a mark within is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpiplan.locales import digits
from kpiplan.plan.export_rules import BOUNDS, CellTest, Rule, Split

_QUOTED = r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'"
_SKIPPED = rf"(?:(?<=[\s,;:=<>!])|^)(?:{_QUOTED})"  # a mark within a word is an apostrophe
_NAME = rf"{_QUOTED}|(?:(?!{_SKIPPED}).)+?"
# compiled when the first text is held against them: few commands read rules
_RULE = (
    rf"(?P<how>count|sum)\s+(?:distinct\s+(?P<unit>{_NAME})\s+by\s+(?P<date>{_NAME})|"
    rf"(?P<column>{_NAME})(?:\s+distinct\s+(?P<distinct>{_NAME}))?(?:\s+by\s+(?P<by>{_NAME}))?"
    rf"(?:\s+distinct\s+(?P<last>{_NAME}))?)"
    r"(?:\s+where\s+(?P<where>.+))?"
)
_SIGNS = {">": "above", ">=": "at_least", "≥": "at_least", "<": "below", "<=": "at_most", "≤": "at_most"}
SIGN_OF = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
_BY_SIGN = rf"(?P<column>{_NAME})\s*(?P<sign>!=|≠|>=|≥|<=|≤|=|>|<)\s*(?P<value>.+)"
_BY_WORD = rf"(?P<column>{_NAME})\s+(?P<sign>is\s+not|is|not)\s+(?P<value>.+)"
BOUND_PATTERN = rf"^([+-]?) ?({digits.SCALED}) ?(%?)$"
_NEGATED = re.compile(r"not\s+", re.IGNORECASE)
_EMPTY = "empty"
_SAME = ("=", "is")
_UNPLAIN = re.compile(
    r"[=<>≤≥≠!,;:\"'\n\r]|^\s|\s$|^$|(?<!\S)(?:by|where|distinct|and|is|not|count|sum|empty)(?!\S)", re.IGNORECASE
)
_YAML_PLAIN = re.compile(r"[^\W\d_][^\W_]*(?:[ _-][^\W_]+)*")
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none"})


class RuleTextError(ValueError):
    """A text that is no rule: what is wrong (`form`, `condition`, `twice`, `number`), and the part that is."""

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(code, part)
        self.code = code
        self.part = part


def parse_rule(text: str) -> tuple[str, Rule]:
    """The KPI and the rule of a text. Raises RuleTextError."""
    kpi, colon, told = text.partition(":")
    found = re.fullmatch(_RULE, told.strip(), re.IGNORECASE | re.DOTALL)
    if not (colon and kpi.strip() and found):
        raise RuleTextError("form")
    where = _conditions(found["where"] or "")
    if found["unit"] is not None:
        if found["how"].lower() == "sum":
            raise RuleTextError("form")
        return kpi.strip(), Rule(count=_name(found["date"]), where=where, distinct=_name(found["unit"]))
    if found["distinct"] and found["last"]:
        raise RuleTextError("form")
    column, by = (_name(found[part]) if found[part] else None for part in ("column", "by"))
    unit = _name(found["distinct"] or found["last"] or "") or None
    if found["how"].lower() == "count":
        return kpi.strip(), Rule(count=column, by=by, where=where, distinct=unit)
    return kpi.strip(), Rule(sum=column, by=by, where=where, distinct=unit)


def _conditions(text: str) -> dict[str, CellTest]:
    tests: dict[str, CellTest] = {}
    for part in parts(text, r"\s+and\s+"):
        column, test = _condition(part)
        same = next((name for name in tests if name.casefold() == column.casefold()), column)
        tests[same] = _both(tests.get(same, CellTest()), test, part)
    return tests


def _condition(text: str) -> tuple[str, CellTest]:
    negated = _NEGATED.match(text)
    rest = text[negated.end() :] if negated else text
    found = re.fullmatch(_BY_SIGN, rest, re.DOTALL) or re.fullmatch(_BY_WORD, rest, re.DOTALL | re.IGNORECASE)
    if not found or not _name(found["column"]):
        if negated:  # a column called `Not …`
            found = re.fullmatch(_BY_SIGN, text, re.DOTALL)
        if not found or not _name(found["column"]):
            raise RuleTextError("condition", text)
        negated = None
    column, sign = _name(found["column"]), " ".join(found["sign"].lower().split())
    if sign in _SIGNS:
        number = bound(found["value"])
        if number is None or negated:
            raise RuleTextError("number", text)
        return column, _bounded(CellTest(), {_SIGNS[sign]: number})
    value = found["value"].strip()
    values = ("",) if sign not in ("=", "!=", "≠") and value.lower() == _EMPTY else values_of(value)
    if not values:
        raise RuleTextError("condition", text)
    return column, CellTest(values) if (sign in _SAME) != bool(negated) else CellTest(denied=values)


def _both(one: CellTest, other: CellTest, part: str) -> CellTest:
    """Both conditions of a column. Raises RuleTextError where each names the values."""
    if one.values and other.values:
        raise RuleTextError("twice", part)
    lows, highs = ("above", "at_least"), ("below", "at_most")
    bounds = {
        name: (max if name in lows else min)(said)
        for name in (*lows, *highs)
        if (said := [each.bounds[name] for each in (one, other) if name in each.bounds])
    }
    merged = CellTest(one.values or other.values, tuple(dict.fromkeys((*one.denied, *other.denied))))
    return _bounded(merged, bounds)


def _bounded(test: CellTest, bounds: Mapping[str, float]) -> CellTest:
    return CellTest(test.values, test.denied, *(bounds.get(name) for name in BOUNDS))


def bound(text: str) -> float | None:
    """The number of a comparison: `1,000`, `-5`, `10k`, `40%` (0.4); None where it is none."""
    found = re.fullmatch(BOUND_PATTERN, text.strip().replace("\u2212", "-"))
    value = digits.value(found[2]) if found else None
    if found is None or value is None:
        return None
    return float((-1 if found[1] == "-" else 1) * (value / 100 if found[3] else value))


def parse_split(text: str) -> Split:
    """`Lead Source: inbound = Web, Organic; outbound = SDR` as a split. Raises RuleTextError."""
    column, *rest = parts(text, ":", 1) or [""]
    segments: dict[str, tuple[str, ...]] = {}
    for part in parts(rest[0] if rest else "", ";"):
        name, *values = parts(part, "=", 1)
        if not (values and _name(name) and values_of(values[0])):
            raise RuleTextError("form", part)
        segments[_name(name)] = values_of(values[0])
    if not (_name(column) and segments):
        raise RuleTextError("form")
    return Split(_name(column), segments)


def parts(text: str, separator: str, most: int = 0) -> list[str]:
    """The parts of a text between separators that stand outside of quotation marks, without the empty ones.

    At most so many separators are seen, where `most` is not 0.
    """
    found, start, seen = [], 0, 0
    for match in re.finditer(rf"{_SKIPPED}|({separator})", text, re.IGNORECASE):
        if match[1] is not None and not (most and seen == most):
            found.append(text[start : match.start()])
            start, seen = match.end(), seen + 1
    return [part.strip() for part in (*found, text[start:]) if part.strip()]


def values_of(text: str) -> tuple[str, ...]:
    """Values between commas; a quoted empty text is an empty cell."""
    return tuple(_name(part) for part in parts(text, ","))


def _name(text: str) -> str:
    """A text without outer blanks, and without quotation marks around it."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].replace(text[0] * 2, text[0])
    return text


def rule_text(kpi: str, rule: Rule) -> str:
    """The rule as `--read` takes it."""
    column = quoted(rule.sum or rule.count or "")
    if rule.count and rule.distinct and not rule.by:
        said = f"count distinct {quoted(rule.distinct)} by {column}"
    else:
        said = f"{'count' if rule.count else 'sum'} {column}"
        said += f" by {quoted(rule.by)}" if rule.by else ""
        said += f" distinct {quoted(rule.distinct)}" if rule.distinct else ""
    where = " and ".join(each for name, test in rule.where.items() for each in _tested(quoted(name), test))
    return f"{kpi}: {said}{f' where {where}' if where else ''}"


def _tested(column: str, test: CellTest) -> Iterator[str]:
    for sign, word, values in (("=", "is empty", test.values), ("!=", "is not empty", test.denied)):
        if values == ("",):
            yield f"{column} {word}"
        elif values:
            yield f"{column} {sign} {', '.join(map(quoted, values))}"
    for name, value in test.bounds.items():
        yield f"{column} {SIGN_OF[name]} {plain_number(value)}"


def split_text(split: Split) -> str:
    """The split as `--split` takes it."""
    segments = "; ".join(f"{quoted(name)} = {', '.join(map(quoted, held))}" for name, held in split.segments.items())
    return f"{quoted(split.column)}: {segments}"


def quoted(text: str) -> str:
    """A name or value as it stands in a rule: in quotation marks where it could be taken for something else."""
    if not _UNPLAIN.search(text):
        return text
    return (
        "'" + text.replace("'", "''") + "'" if '"' in text and "'" not in text else '"' + text.replace('"', '""') + '"'
    )


def plain_number(value: float) -> str:
    """A number in digits alone, exactly."""
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rule_yaml(rule: Rule) -> str:
    """The rule as the plan has it, in one line: `{count: Close Date, where: {Stage: Won}}`."""
    said = {name: yaml_text(value) for name in ("count", "sum", "by", "distinct") if (value := getattr(rule, name))}
    if rule.where:
        said["where"] = _mapping({yaml_text(name): _test_yaml(test) for name, test in rule.where.items()})
    return _mapping(said)


def _test_yaml(test: CellTest) -> str:
    if test.values and test == CellTest(test.values):
        return _values_yaml(test.values)
    said = {"is": test.values, "not": test.denied}
    stated = {name: _values_yaml(values) for name, values in said.items() if values}
    return _mapping(stated | {name: plain_number(value) for name, value in test.bounds.items()})


def _values_yaml(values: tuple[str, ...]) -> str:
    return yaml_text(values[0]) if len(values) == 1 else f"[{', '.join(map(yaml_text, values))}]"


def split_yaml(split: Split) -> str:
    """The split as the plan has it, in one line."""
    segments = {yaml_text(name): _values_yaml(values) for name, values in split.segments.items()}
    return _mapping({"column": yaml_text(split.column)} | segments)


def _mapping(said: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in said.items()) + "}"


def yaml_text(text: str) -> str:
    """A text as YAML: bare where nothing else can be meant."""
    plain = _YAML_PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS
    return text if plain else quoted_text(text)


def quoted_text(text: str) -> str:
    """A text in quotation marks, whatever it holds, as YAML and JSON have it."""
    import json  # few texts need it

    return json.dumps(text, ensure_ascii=False)
