"""Rules as they are written, ready to paste: in a plan, and behind `--read`."""

from __future__ import annotations

import re

from kpiplan.exports.results import Suggested
from kpiplan.plan.rule_text import quoted_text, rule_text, rule_yaml, yaml_text


def in_plan(suggested: Suggested) -> str:
    """`actuals: {"deals.csv": {leads: {count: Created Date}}}`."""
    kpis = ", ".join(f"{yaml_text(kpi)}: {rule_yaml(rule)}" for kpi, rule in suggested.rules)
    file = suggested.file.replace("\\", "/").rsplit("/", 1)[-1]
    return f"actuals: {{{quoted_text(file)}: {{{kpis}}}}}"


def as_options(suggested: Suggested) -> str:
    """`--read 'leads: count Created Date'`, as often as there are rules."""
    return " ".join(f"--read {quoted(rule_text(kpi, rule))}" for kpi, rule in suggested.rules)


def quoted(text: str) -> str:
    """A text as one word of a shell."""
    if "'" not in text:
        return f"'{text}'"
    if not re.search(r'["$`\\!]', text):
        return f'"{text}"'
    from shlex import quote  # few texts need it

    return quote(text)
