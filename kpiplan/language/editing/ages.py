"""Conversion by age, which states rate and lag of a stage in one, with others in their place."""

from __future__ import annotations

from collections.abc import Sequence

from kpiplan.language.editing import spelling
from kpiplan.language.editing.series import series_text
from kpiplan.language.editing.spans import Spans, TextEdit, UnwritableError, edited, pair_of
from kpiplan.language.yaml.reader import parse
from kpiplan.problems import Path


def with_ages(text: str, path: Path, rates: Sequence[float], shares: Sequence[float]) -> str:
    """The text with other conversions by age of a stage, by its path: `by_age`, or rate and lag where rates differ.

    Raises UnwritableError as `with_value` does.
    """
    root = parse(text).root
    if root is None:
        raise UnwritableError
    node, spans = root, Spans(text)
    for part in path:
        node = node.child(part) or node
    found = pair_of(node, "by_age")
    if found is None:
        raise UnwritableError
    begin, end = spans.value(*found)
    if max(rates) - min(rates) <= 1e-12:
        last = max(age for age, share in enumerate(shares) if share > 0)
        ages = spelling.listed([spelling.percent(rates[0] * share) for share in shares[: last + 1]])
        return edited(text, [TextEdit(begin, end, (" " if found[1].block else "") + ages)])
    rate, lag = series_text(rates, spelling.percent), spelling.lag(shares)
    between = f"\n{' ' * (found[0].place.column - 1)}" if node.block else ", "
    return edited(text, [TextEdit(spans.start(found[0]), end, f"rate: {rate}{between}lag: {lag}")])


def has_ages(text: str, path: Path) -> bool:
    """Whether a stage, by its path, states rate and lag in one."""
    node = parse(text).root
    for part in path:
        node = node.child(part) if node else None
    return node is not None and pair_of(node, "by_age") is not None
