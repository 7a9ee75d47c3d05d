"""Rules for several files at once, whose columns not every file has: what one says is no error for the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpiplan.exports.cells.names import key
from kpiplan.exports.files.inputs import Input
from kpiplan.exports.files.tables import ExportTable
from kpiplan.exports.refusal import RefusalError
from kpiplan.plan.export_rules import FileRules, Rule

_Told = tuple[str, str]  # the pattern of the rules, and the KPI; empty for the split


class CommonRules:
    """Which rules some file met, and which files had not the columns for which."""

    def __init__(self) -> None:
        self._met: set[_Told] = set()
        self._missed: list[tuple[Input, RefusalError, set[_Told]]] = []

    def met(self, rules: FileRules) -> None:
        """A file was read under these rules."""
        self._met |= _told(rules)

    def missed(self, item: Input, refusal: RefusalError, rules: FileRules, fewer: FileRules) -> None:
        """A file is to be read under fewer rules than its own, for that reason."""
        self._missed.append((item, refusal, _told(rules) - _told(fewer)))
        self._met |= _told(fewer)

    def unmet(self) -> Iterator[tuple[Input, RefusalError]]:
        """The files whose rules no file met, and why."""
        return ((item, refusal) for item, refusal, told in self._missed if not told <= self._met)


def without_missing(rules: FileRules, tables: Iterable[ExportTable]) -> FileRules:
    """The rules without those that name columns which no table of the file has."""
    there = {key(name) for table in tables for name in (*table.header, table.title)}
    kept = {kpi: rule for kpi, rule in rules.kpis.items() if _columns(rule) <= there}
    split = rules.split if rules.split and key(rules.split.column) in there else None
    return rules._replace(kpis=kept, split=split)


def _columns(rule: Rule) -> set[str]:
    return {key(name) for name in (rule.count, rule.sum, rule.by, *rule.where) if name}


def _told(rules: FileRules) -> set[_Told]:
    told = {(rules.pattern, kpi) for kpi in rules.kpis}
    return told | {(rules.pattern, "")} if rules.split else told
