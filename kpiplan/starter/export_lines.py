"""How exports were read, as the `actuals:` block of the plan that is made from them."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.plan.export_rules import Exchange, FileRules
from kpiplan.plan.rule_text import plain_number, rule_yaml, split_yaml, yaml_text
from kpiplan.starter.plan_text import key


def export_lines(rules: Sequence[FileRules], year: int, *, split: bool) -> list[str]:
    """The block, empty where nothing is said; `year` is what months without one are of then. Without `split` the
    plan has no segments that rows could be of.
    """
    blocks = [
        [f"  {yaml_text(each.pattern)}:", *(f"    {line}" for line in lines)]
        for each in rules
        if (lines := _lines(each, year, split=split))
    ]
    return [
        *(["actuals:                               # how these exports were read"] if blocks else []),
        *(line for block in blocks for line in block),
    ]


def _lines(rules: FileRules, year: int, *, split: bool) -> list[str]:
    lines = [f"{key(kpi)}: {rule_yaml(rule)}" for kpi, rule in rules.kpis.items()]
    if rules.split and split:
        lines.append(f"split: {split_yaml(rules.split)}")
    if rules.add:
        lines.append("add: true")
    if rules.year is not None:
        lines.append(f"year: {year}")
    if rules.day_first is not None:
        lines.append(f"day_first: {str(rules.day_first).lower()}")
    said = {"encoding": rules.encoding, "table": rules.table, "decimal": rules.decimal, "spans": rules.spans}
    said |= {"date": rules.date, "timezone": rules.timezone}
    if rules.connection:
        lines.insert(0, f"connection: {rules.connection}")
    return [*lines, *(f"{name}: {_scalar(value)}" for name, value in said.items() if value is not None)]


def _scalar(value: str | int) -> str:
    return str(value) if isinstance(value, int) else yaml_text(value)


def exchange_line(exchange: Exchange) -> list[str]:
    """The rates, where there are any."""
    rates = ", ".join(f"{code}: {plain_number(rate)}" for code, rate in exchange.rates.items())
    return [f"exchange: {{{rates}}}"] if rates else []
