"""An input of a plan set to another value in the text of its file."""

from __future__ import annotations

import math
from collections.abc import Sequence

from kpiplan.language.editing import spelling
from kpiplan.language.editing.series import SeriesChange, series_edits, series_text
from kpiplan.language.editing.spans import Spans, TextEdit, UnwritableError, edited, pair_of
from kpiplan.language.editing.spelling import Spell
from kpiplan.language.keys.funnel import in_short
from kpiplan.language.keys.goal import GOAL
from kpiplan.language.values.quantities import MoneyAmount
from kpiplan.language.yaml.nodes import Node
from kpiplan.language.yaml.reader import parse
from kpiplan.months import YEAR_MONTHS, Month
from kpiplan.problems import Path
from kpiplan.tuples import NamedTuple

_TIMINGS = ("by_month", "by_quarter", "in_quarter", "growth")
_HUNDRED = 100.0  # what weights sum to, or would, where the file has none


class NewValue(NamedTuple):
    """A value of a plan file by its path: what it is of (`money`, `percent`, …), how it was and what it is to be.

    One value, twelve of months, or shares by months of age; None where nothing is or is to be stated.
    """

    path: Path
    kind: str
    before: tuple[float | str | None, ...]
    after: tuple[float | str | None, ...]


def with_value(text: str, wanted: NewValue, start: Month) -> str:
    """The text of a plan with one value changed, comments kept.

    Raises UnwritableError where that can't be done without losing something of the file.
    """
    root = parse(text).root
    if root is None:
        raise UnwritableError
    return edited(text, _Change(Spans(text), root, wanted, start).edits())


class _Change:
    """One change in one text."""

    def __init__(self, spans: Spans, root: Node, wanted: NewValue, start: Month) -> None:
        self.spans = spans
        self.root = root
        self.wanted = wanted
        self.start = start
        self.key = str(wanted.path[-1])

    def edits(self) -> list[TextEdit]:
        """What to change in the text."""
        path = self.wanted.path
        if path == ("start",):
            return self._start()
        if self.key in ("revenue", "units") and path[-2] == "goal":
            return self._goal_amount()
        if self.key == "by_month":
            return self._weights()
        if "funnel" in path:
            return self._of_stage()
        if path[-2] == "goal" and pair_of(self._node(path[:-2]), "goal") is None:  # of a segment that has the plan's
            return [self.spans.inserted(self._node(path[:-2]), "goal", f"{{{self.key}: {self._text('')}}}")]
        return self._at(self._node(path[:-1]), self.key)

    def _node(self, path: Path) -> Node:
        node = self.root
        for part in path:
            child = node.child(part)
            if child is None:
                raise UnwritableError
            node = child
        return node

    def _at(self, mapping: Node, name: str) -> list[TextEdit]:
        """The value of a key of a mapping, which may not be there yet, or is to go."""
        found = pair_of(mapping, name)
        if found is None:
            return [self.spans.inserted(mapping, name, self._text(""))]
        if self.wanted.after[0] is None:
            return [self.spans.removed(mapping, name)]
        return self._value(*found)

    def _value(self, key: Node, node: Node) -> list[TextEdit]:
        """The value of a key that is there."""
        if self.wanted.kind != "lag" and len(self.wanted.after) == YEAR_MONTHS:
            moved = SeriesChange(_numbers(self.wanted.before), _numbers(self.wanted.after))
            return series_edits(self.spans, key, node, moved, self._spell, self.start)
        begin, end = self.spans.value(key, node)
        return [TextEdit(begin, end, (" " if node.block else "") + self._text(self.spans.text[begin:end]))]

    @property
    def _spell(self) -> Spell:
        if self.wanted.kind in ("money", "count"):
            return spelling.amount
        return spelling.percent if self.wanted.kind in ("percent", "next year") else spelling.number

    def _text(self, before: str) -> str:
        """The new value as text."""
        after = self.wanted.after
        if self.wanted.kind == "lag":
            return spelling.lag(_numbers(after))
        if isinstance(after[0], str):
            return after[0]
        if self.wanted.kind == "next year" or self.key in ("churn", "expansion"):
            base = "a month" if "recurring" in self.wanted.path else "a year"
            return f"{spelling.percent(_numbers(after)[0])} {base}"
        return series_text(_numbers(after), self._spell, before)

    def _start(self) -> list[TextEdit]:
        """The plan's first month: `year` where it is a January and was one."""
        month = str(self.wanted.after[0])
        name = "year" if pair_of(self.root, "year") else "start"
        key, node = pair_of(self.root, name) or (self.root, self.root)
        if name == "year" and not month.endswith("-01"):
            return [self.spans.renamed(key, node, "start", month)]
        begin, end = self.spans.scalar(node)
        return [TextEdit(begin, end, month[:4] if name == "year" else month)]

    def _goal_amount(self) -> list[TextEdit]:
        """The amount of a goal: one, or one of each part of the year, which all grow alike."""
        goal = self._node(self.wanted.path[:-1])
        _, node = _amount(goal)
        (before,), (after,) = _numbers(self.wanted.before), _numbers(self.wanted.after)
        if node.kind == "scalar":
            begin, end = self.spans.scalar(node)
            return [TextEdit(begin, end, spelling.amount(after, self.spans.text[begin:end]))]
        found = []
        for item in node.items:
            begin, end = self.spans.scalar(item)
            amount = MoneyAmount().readable(item.text)
            if amount is None:
                raise UnwritableError
            found.append(TextEdit(begin, end, spelling.amount(amount * after / before, self.spans.text[begin:end])))
        return found

    def _weights(self) -> list[TextEdit]:
        """How a goal lies over the months: in what says it now, else as `by_month`."""
        goal = self._goal()
        before, after = _numbers(self.wanted.before), _numbers(self.wanted.after)
        if (held := pair_of(goal, "by_month")) is not None:
            old = _written_weights(held[1], before)
            new = [weight * math.fsum(old) / math.fsum(before) for weight in after]
            return series_edits(self.spans, *held, SeriesChange(old, new), spelling.number, self.start)
        amount = _amount_if_any(goal)
        if amount and amount[1].kind == "list":
            total = math.fsum(MoneyAmount().readable(item.text) or 0.0 for item in amount[1].items)
            months = spelling.listed([spelling.amount(total * each / math.fsum(after)) for each in after])
            begin, end = self.spans.value(*amount)
            edits = [TextEdit(begin, end, (" " if amount[1].block else "") + months)]
            return [*edits, *(self.spans.removed(goal, "in_quarter") for _ in range("in_quarter" in _keys(goal)))]
        text = spelling.listed([spelling.number(each * _HUNDRED) for each in after])
        timed = [name for name in _TIMINGS if name in _keys(goal)]
        if not timed:
            return [self.spans.inserted(goal, "by_month", text)]
        first = pair_of(goal, timed[0]) or (goal, goal)
        others = [self.spans.removed(goal, name) for name in timed[1:]]
        return [self.spans.renamed(*first, "by_month", text), *others]

    def _goal(self) -> Node:
        return self._node(self.wanted.path[:-1])

    def _of_stage(self) -> list[TextEdit]:
        """A setting of a stage, or of a source of one, which may be written in short."""
        at = self.wanted.path.index("funnel") + 2
        item = self._node(self.wanted.path[:at])
        inside = self.wanted.path[at + 1 :]
        if item.kind != "mapping":
            raise UnwritableError
        key, node = item.pairs[0]
        if node.kind != "mapping" or in_short(node):
            return self._value(key, node) if inside == ("rate",) else [self._unfolded(key, node)]
        if inside[0] == "sources":
            return self._of_source(node, inside)
        if inside[0] in ("rate", "lag") and "by_age" in _keys(node):
            raise UnwritableError
        for part in inside[:-1]:
            node = node.child(part) or Node("scalar", node.place)
        return self._at(node, str(inside[-1]))

    def _of_source(self, stage: Node, inside: Path) -> list[TextEdit]:
        sources = stage.get("sources") or stage
        key, node = pair_of(sources, str(inside[1])) or (stage, stage)
        return self._value(key, node) if node.kind == "scalar" else self._at(node, str(inside[-1]))

    def _unfolded(self, key: Node, node: Node) -> TextEdit:
        """A rate written in short, with another setting beside it."""
        begin, end = self.spans.value(key, node)
        rate = self.spans.text[begin:end].strip()
        if node.block:
            raise UnwritableError
        return TextEdit(begin, end, f"{{rate: {rate}, {self.key}: {self._text('')}}}")


def _keys(mapping: Node) -> set[str]:
    return {key.text for key, _ in mapping.pairs}


def _amount_if_any(goal: Node) -> tuple[Node, Node] | None:
    return next((pair for pair in goal.pairs if pair[0].text == "revenue" or pair[0].text not in GOAL.keys), None)


def _amount(goal: Node) -> tuple[Node, Node]:
    found = _amount_if_any(goal)
    if found is None:
        raise UnwritableError
    return found


def _written_weights(node: Node, weights: Sequence[float]) -> list[float]:
    """Weights as the file writes them: those that it names, the others 1."""
    leaves = node.items if node.kind == "list" else [held for _, held in node.pairs]
    named = [float(leaf.text) for leaf in leaves if leaf.text.replace(".", "", 1).isdecimal()]
    if node.kind == "list" and len(named) == YEAR_MONTHS:
        return named
    largest = max([*named, *([] if "else" in _keys(node) or len(named) == YEAR_MONTHS else [1.0])], default=1.0)
    return [weight * largest / max(weights) for weight in weights]


def _numbers(values: Sequence[float | str | None]) -> list[float]:
    return [float(value) if isinstance(value, int | float) else 0.0 for value in values]
