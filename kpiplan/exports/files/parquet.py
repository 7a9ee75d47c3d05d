"""Parquet files among what is named: those of one rule are one table, which is asked and not read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from kpiplan.exports.files.inputs import TABLE_ENDINGS, Input
from kpiplan.exports.sources import AskLimits, TableSource
from kpiplan.plan.export_rules import FileRules, rules_for

ENDINGS = (".parquet", ".parq", ".pq")
ELSEWHERE = ("s3://", "gs://", "gcs://", "az://", "azure://", "abfss://", "r2://", "http://", "https://", "hf://")
_WILD = "*?["

Named = str | Path | Input | TableSource


def apart(inputs: Iterable[Named], rules: Iterable[FileRules]) -> tuple[list[str | Path | Input], list[TableSource]]:
    """What is read, and what is asked: sources, and the Parquet files of each rule as one.

    A folder is looked through for both.
    """
    rules = tuple(rules)
    files: list[str | Path | Input] = []
    sources: list[TableSource] = []
    parquet: dict[str, list[str]] = {}
    limits = AskLimits()
    for item in inputs:
        if isinstance(item, TableSource):
            sources.append(item)
            limits = item.limits
            continue
        found = [] if isinstance(item, Input) else parquet_in(str(item))
        for file in found:
            own = rules_for(file, rules)
            named = file if own.pattern == "*" else own.pattern
            parquet.setdefault(named, []).append(file)
        if not found or (os.path.isdir(str(item)) and _has_others(str(item))):
            files.append(item)
    asked = [TableSource(name, files=tuple(held), limits=limits) for name, held in parquet.items()]
    return files, [*sources, *asked]


def rules_of(source: TableSource, rules: Iterable[FileRules]) -> FileRules:
    """What is said about a source: the rules of its name, of a file those that it matches."""
    rules = tuple(rules)
    named = next((each for each in rules if each.pattern == source.name), None)
    return named or rules_for(source.files[0] if source.files else source.name, rules)


def parquet_in(name: str) -> list[str]:
    """The Parquet files that a name stands for: itself, or those in a folder; of an address itself."""
    if name.startswith(ELSEWHERE):
        return [name] if name.lower().endswith(ENDINGS) or set(name) & set(_WILD) else []
    if os.path.isdir(name):
        return list(_within(name))
    return [name] if name.lower().endswith(ENDINGS) else []


def is_parquet(pattern: str) -> bool:
    """Whether a pattern of rules is one of Parquet files alone."""
    return pattern.lower().rstrip("/*").endswith(ENDINGS) or (pattern.startswith(ELSEWHERE) and pattern[-1:] in "/*")


def matching(pattern: str, folder: str) -> tuple[str, ...]:
    """The Parquet files that a pattern of rules stands for, beside a plan in a folder; an address as it is."""
    if pattern.startswith(ELSEWHERE):
        return (f"{pattern}**/*.parquet" if pattern.endswith("/") else pattern,)
    path = os.path.join(folder, pattern)
    plain = Path(path).parts
    wild = next((at for at, part in enumerate(plain) if set(part) & set(_WILD)), None)
    if wild is None:
        return tuple(parquet_in(path)) if os.path.exists(path) else ()
    begin = os.path.join(*plain[:wild]) if wild else "."
    wanted = (path, f"{path}/*")  # a folder that is called like a file
    return tuple(file for file in _within(begin) if any(fnmatchcase(file, each) for each in wanted))


def _within(folder: str) -> Iterator[str]:
    """The Parquet files in a folder and those in it, by name, but for hidden ones and what a job left unfinished."""
    for at, folders, names in sorted(os.walk(folder)):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith((".", "_")):
                yield os.path.normpath(os.path.join(at, name)) if folder == "." else os.path.join(at, name)


def _has_others(folder: str) -> bool:
    """Whether there are files in a folder that are read."""
    return any(name.lower().endswith((*TABLE_ENDINGS, ".zip")) for _, _, names in os.walk(folder) for name in names)


def sources_of(
    rules: Sequence[FileRules], folder: str, environ: dict[str, str], limits: AskLimits
) -> list[TableSource]:
    """All that the rules of a plan name where it lies: connections, and Parquet files beside the plan."""
    found = []
    for each in rules:
        if each.connection is not None:
            found.append(TableSource(each.pattern, environ.get(each.variable), each.variable, limits=limits))
        elif is_parquet(each.pattern):
            found.append(TableSource(each.pattern, files=matching(each.pattern, folder), limits=limits))
    return found
