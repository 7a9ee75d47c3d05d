"""Rules as they are written, ready to paste: in a plan, and behind `--read`."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable

from kpiplan.exports.results import Suggested
from kpiplan.plan.export_rules import Rule

_PLAIN = re.compile(r"[^\W\d_](?:[\w .\-/%()]*[\w%)])?")  # needs no quotation marks, in a plan
_WORDS = re.compile(r"true|false|yes|no|on|off|null|none", re.IGNORECASE)  # but these do
_PARTS = re.compile(r"[,=;:'\"]|\b(?:by|where|and|not|is|empty|distinct)\b|^\s|\s$", re.IGNORECASE)


def in_plan(suggested: Suggested) -> str:
    """`actuals: {"deals.csv": {leads: {count: Created Date}}}`."""
    kpis = ", ".join(f"{scalar(kpi)}: {_rule(rule)}" for kpi, rule in suggested.rules)
    file = suggested.file.replace("\\", "/").rsplit("/", 1)[-1]
    return f"actuals: {{{json.dumps(file, ensure_ascii=False)}: {{{kpis}}}}}"


def as_options(suggested: Suggested) -> str:
    """`--read 'leads: count Created Date'`, as often as there are rules."""
    return " ".join(f"--read {quoted(read_option(kpi, rule))}" for kpi, rule in suggested.rules)


def read_option(kpi: str, rule: Rule) -> str:
    """`customers: count Close Date where Stage = Won`."""
    what = f"sum {_part(rule.sum)}" if rule.sum is not None else f"count {_part(rule.count or '')}"
    by = f" by {_part(rule.by)}" if rule.by is not None else ""
    return f"{kpi}: {what}{by}{_where(rule)}"


def _where(rule: Rule) -> str:
    said = [f"{_part(column)} = {', '.join(map(_part, values))}" for column, values in rule.where.items()]
    return f" where {' and '.join(said)}" if said else ""


def _part(text: str) -> str:
    """A name or value: in quotation marks where it would be read as more than one."""
    if not _PARTS.search(text):
        return text
    return f"'{text}'" if '"' in text else f'"{text}"'


def quoted(text: str) -> str:
    """A text as one word of a shell."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if not re.search(r'["$`\\!]', text) else shlex.quote(text)


def _rule(rule: Rule) -> str:
    said = [("count", rule.count), ("sum", rule.sum), ("by", rule.by)]
    parts = [f"{name}: {scalar(value)}" for name, value in said if value is not None]
    if rule.where:
        where = ", ".join(f"{scalar(column)}: {_values(values)}" for column, values in rule.where.items())
        parts.append(f"where: {{{where}}}")
    return f"{{{', '.join(parts)}}}"


def _values(values: Iterable[str]) -> str:
    shown = list(map(scalar, values))
    return shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"


def scalar(text: str) -> str:
    """A text as a value of a plan."""
    if _PLAIN.fullmatch(text) and not _WORDS.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)
