"""A series of the plan file with other values: in the form that it has, where they fit it, else a list of twelve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpiplan.language.editing.spans import Spans, TextEdit
from kpiplan.language.editing.spelling import Spell, listed
from kpiplan.language.values.words import dated_month
from kpiplan.language.yaml.nodes import Node
from kpiplan.months import YEAR_MONTHS, Month, month_number, plan_months
from kpiplan.tuples import NamedTuple

_NEAR = 1e-12  # relative


class SeriesChange(NamedTuple):
    """Twelve values, and those in whose place they come."""

    before: Sequence[float]
    after: Sequence[float]

    def at(self, month: int) -> bool:
        """Whether that of a month (from 0) is another."""
        return not _same(self.before[month], self.after[month])


def series_edits(
    spans: Spans, key: Node, node: Node, moved: SeriesChange, spell: Spell, start: Month
) -> list[TextEdit]:
    """The edits that make a series one of other values. Raises UnwritableError."""
    held, values = _held(node, start), moved.after
    if held is not None and (wanted := _fits(held, values)):
        return [_scalar(spans, leaf, values[month], spell) for leaf, month in wanted if moved.at(month)]
    if _ramp(node) and _linear(values):
        ends = ((node.get("from"), 0), (node.get("to"), YEAR_MONTHS - 1))
        return [_scalar(spans, leaf, values[at], spell) for leaf, at in ends if leaf is not None and moved.at(at)]
    begin, end = spans.value(key, node)
    before = _first_text(node)
    return [TextEdit(begin, end, f"{' ' if node.block else ''}{series_text(values, spell, before)}")]


def series_text(values: Sequence[float], spell: Spell, before: str = "") -> str:
    """One value where all are the same, else a list of twelve."""
    if all(_same(value, values[0]) for value in values):
        return spell(values[0], before)
    return listed([spell(value, before) for value in values])


def _held(node: Node, start: Month) -> list[tuple[Node, list[int]]] | None:
    """The values that a series is written with, and the months (from 0) that each is of; None for a ramp."""
    every = list(range(YEAR_MONTHS))
    if node.kind == "scalar":
        return [(node, every)]
    if node.kind == "list":
        size = YEAR_MONTHS // len(node.items)
        return [(item, every[at * size : (at + 1) * size]) for at, item in enumerate(node.items)]
    if _ramp(node):
        return None
    months = plan_months(start)
    if any(key.text[:1].isdigit() for key, _ in node.pairs):
        return _steps(node, months)
    named = {month_number(key.text): held for key, held in node.pairs if key.text != "else"}
    found: list[tuple[Node, list[int]]] = [
        (held, [at for at in every if months[at].month == number]) for number, held in named.items()
    ]
    other = node.get("else")
    rest = [at for at in every if months[at].month not in named]
    return [*found, (other, rest)] if other is not None else found if not rest else None


def _steps(node: Node, months: Sequence[Month]) -> list[tuple[Node, list[int]]]:
    dated = sorted((dated_month(key.text) or months[0], held) for key, held in node.pairs if dated_month(key.text))
    found: Mapping[int, list[int]] = {at: [] for at in range(len(dated))}
    for position, month in enumerate(months):
        last = max((at for at, (begins, _) in enumerate(dated) if begins <= month), default=0)
        found[last].append(position)
    return [(held, found[at]) for at, (_, held) in enumerate(dated)]


def _fits(held: Sequence[tuple[Node, list[int]]], values: Sequence[float]) -> list[tuple[Node, int]] | None:
    """A month whose new value each that is written must have; None where one would have to be several."""
    wanted = []
    for leaf, months in held:
        if leaf.kind != "scalar" or any(not _same(values[at], values[months[0]]) for at in months):
            return None
        if months:
            wanted.append((leaf, months[0]))
    return wanted


def _scalar(spans: Spans, node: Node, value: float, spell: Spell) -> TextEdit:
    begin, end = spans.scalar(node)
    return TextEdit(begin, end, spell(value, spans.text[begin:end]))


def _ramp(node: Node) -> bool:
    return node.kind == "mapping" and node.get("from") is not None


def _linear(values: Sequence[float]) -> bool:
    first, last = values[0], values[-1]
    steps = YEAR_MONTHS - 1
    return all(_same(value, first + (last - first) * at / steps, 1e-11) for at, value in enumerate(values))


def _same(one: float, other: float, near: float = _NEAR) -> bool:
    return abs(one - other) <= near * max(abs(one), abs(other))


def _first_text(node: Node) -> str:
    return next(_texts(node), "")


def _texts(node: Node) -> Iterator[str]:
    if node.kind == "scalar":
        yield node.text
    for child in (*node.items, *(held for _, held in node.pairs)):
        yield from _texts(child)
