"""Shape of `actuals`: how files of exports are read. What only the file itself can show is said when it is read."""

from __future__ import annotations

from typing import Any

from kpiplan.kpis.built_in import EXPORTED, RESERVED_NAMES
from kpiplan.language.keys.connections import CONNECTION, table_of_connection
from kpiplan.language.keys.goal import SURE
from kpiplan.language.keys.names import NAME_PATTERN, name_known
from kpiplan.language.values.containers import MapOf
from kpiplan.language.values.records import Key, Others, Record, report_unknown
from kpiplan.language.values.shape import Reading, Schema, Shape, any_of, described
from kpiplan.language.values.words import Choice, Flag, PlanYear, Text, ZoneName
from kpiplan.language.yaml.nodes import Node, scalar_value, shorten
from kpiplan.plan.export_rules import CellTest, FileRules, Rule, Split
from kpiplan.plan.rule_text import BOUND_PATTERN, bound
from kpiplan.problems import Path, nearest

_CODECS = ("utf-8", "utf-16", "cp949", "euc-kr", "cp932", "shift_jis", "big5", "gb18030", "cp1252", "latin-1")
_LIKE = 0.7  # a setting so near is meant; `mqls` is as near to `sqls`, and another stage


class CellValues(Shape[tuple[str, ...]]):
    """What cells of a column hold: one value, or a list of them. A quoted empty text is an empty cell."""

    def __init__(self, what: str = "a value of the column such as Closed Won, or a list of them") -> None:
        self.what = what

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[str, ...] | None:
        items = node.items if node.kind == "list" else [node]
        values = [item.text.strip() for item in items if item.kind == "scalar" and not (item.empty or item.broken)]
        if values and len(values) == len(items):
            return tuple(values)
        wrong = next((item for item in items if item.kind != "scalar" or item.empty), node)
        self.wrong_type(wrong, path, reading)
        return None

    def schema(self) -> Schema:
        value = {"type": ["string", "number", "boolean"]}
        return any_of(value, {"type": "array", "items": value, "minItems": 1})


class Bound(Shape[float]):
    """What the number of a cell is compared with: 1000, 10k, 40%, -5."""

    what = "a number such as 1000, 10k or 40%"

    def read(self, node: Node, path: Path, reading: Reading) -> float | None:
        if node.kind != "scalar" or node.empty or isinstance(scalar_value(node), bool):
            self.wrong_type(node, path, reading)
            return None
        value = scalar_value(node)
        found = float(value) if isinstance(value, int | float) else bound(node.text)
        if found is None:
            reading.report("bad-number", f"{described(node)} is no number", path, node.place, f"write {self.what}")
        return found

    def schema(self) -> Schema:
        return any_of({"type": "number"}, {"type": "string", "pattern": BOUND_PATTERN})


class CellTestShape(Shape[CellTest]):
    """What the cells of a column must be: a value, a list of them, or a comparison such as `{not: Lost}`."""

    what = "a value such as Closed Won, a list of them, or a comparison such as {not: Lost} or {above: 1000}"

    def read(self, node: Node, path: Path, reading: Reading) -> CellTest | None:
        if node.kind != "mapping":
            values = CellValues().read(node, path, reading)
            return None if values is None else CellTest(values)
        said = self._comparison.read(node, path, reading)
        if said is None or (not said and node.pairs):
            return None
        empty = said.pop("empty", None)
        values, denied = said.pop("is", ()), said.pop("not", ())
        blank = ("",)
        return CellTest(values + blank * (empty is True), denied + blank * (empty is False), **said)

    @property
    def _comparison(self) -> Record:
        return Record(
            "a comparison such as {not: Lost}, {empty: false} or {above: 1000, at_most: 5000}",
            {
                "is": Key(CellValues(), "One of these values."),
                "not": Key(CellValues(), "None of these values.", False, "Lost"),
                "empty": Key(Flag(), "Whether the cell is empty."),
                "above": Key(Bound(), "A number above this one.", False, "1000"),
                "at_least": Key(Bound(), "A number that is not below this one."),
                "below": Key(Bound(), "A number below this one."),
                "at_most": Key(Bound(), "A number that is not above this one."),
            },
            exclusive=[("is", "empty"), ("above", "at_least"), ("below", "at_most")],
            needed=[("is", "not", "empty", "above", "at_least", "below", "at_most")],
        )

    def schema(self) -> Schema:
        return any_of(CellValues().schema(), self._comparison.schema())


class CodecName(Shape[str]):
    """The name of an encoding that Python's codecs know."""

    what = "an encoding such as utf-8, cp949 or shift_jis"

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        name = Text(self.what).read(node, path, reading)
        if name is None:
            return None
        try:
            "a".encode(name)
        except (LookupError, ValueError):  # no codec, or none that makes texts
            near = nearest(name, _CODECS)
            hint = f"did you mean `{near}`?" if near else f"write {self.what}"
            reading.report("bad-choice", f"{described(node)} is no known encoding", path, node.place, hint)
            return None
        return name

    def schema(self) -> Schema:
        return Text().schema()


class TableName(Shape[int | str]):
    """A table of a file that holds several: its number, or a text of its title or header; of a database its name."""

    what = "the number of a table from 1 on, or a text of its title"

    def read(self, node: Node, path: Path, reading: Reading) -> int | str | None:
        value = scalar_value(node) if node.kind == "scalar" else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            if value >= 1 and value % 1 == 0:
                return int(value)
            message = f"{described(node)} is no number of a table"
            reading.report("out-of-range", message, path, node.place, "tables count from 1")
            return None
        return Text(self.what).read(node, path, reading)

    def schema(self) -> Schema:
        return any_of({"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"\S"})


def _text_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    """Whether a key can be the name of a column, or of files: any text that is not empty."""
    if not name.strip():
        reading.report("bad-name", "an empty text is no name", path, key.place, "write the name of a column or file")
    return bool(name.strip())


_TEXT_KEY = {"pattern": r"\S"}
_RULE = Record(
    "a rule such as {count: AQL date} or {sum: Amount, by: Close Date}",
    {
        "count": Key(Text("a column of dates such as AQL date"), "Count the rows that have a date here.", False, "…"),
        "sum": Key(Text("a column of numbers such as Amount"), "Add up this column.", False, "…"),
        "by": Key(Text("a column of dates such as Close Date"), "The date that says to which month a row belongs."),
        "where": Key(
            MapOf(CellTestShape(), "conditions such as {Stage: Closed Won}", _text_known, _TEXT_KEY),
            "Columns and what their cells must be for a row to count.",
        ),
        "distinct": Key(
            Text("a column such as Order ID"),
            "The column whose values count once each, in the month of the first date.",
        ),
    },
    exclusive=[("count", "sum")],
    needed=[("count", "sum")],
)


def _segment_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    known = reading.segments
    if known is None or name in known:
        return True
    near = nearest(name, known)
    if not near and nearest(name, _SPLIT.keys):
        report_unknown(key, path, _SPLIT.keys, reading)
        return False
    hint = f"did you mean `{near}`?" if near else f"its segments are {', '.join(known)}"
    if not known:
        hint = "add `segments`, or remove the split"
    reading.report("unknown-segment", f"the plan has no segment {shorten(name)}", path, key.place, hint)
    return False


def _each_value_once(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    owner: dict[str, str] = {}
    for key, held in node.pairs:
        if key.text == "column":
            continue
        for value in values.get(key.text, ()):
            first = owner.setdefault(value.casefold(), key.text)
            if first != key.text:
                message = f"'{shorten(value)}' belongs to {shorten(first)} already"
                reading.report("two-ways", message, (*path, key.text), held.place, "keep one of them")
    if all(key.text == "column" for key, _ in node.pairs):
        example = next(iter(reading.segments or ()), "inbound")
        hint = f"add `{example}: [Web, Organic]`, the values of the column that are {example}"
        reading.report("missing-key", "the split names no segment", path, node.place, hint)


_SPLIT = Record(
    "a split such as {column: Lead Source, inbound: [Web, Organic], outbound: SDR}",
    {"column": Key(Text("the name of a column"), "The column that tells the segments apart.", True, "Lead Source")},
    rules=[_each_value_once],
    others=Others(CellValues("values of the column such as Web, or [Web, Organic]"), _segment_known),
)


def _kpi_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    """A stage, an amount of money, or another KPI by an identifier: near none of these, and none that is computed."""
    if name in EXPORTED:
        return True
    if name in RESERVED_NAMES:
        message = f"{name} is the name of a result or a key, not of a KPI that is counted or summed"
        reading.report("bad-name", message, path, key.place, "name a stage, revenue, spend or a KPI of your own")
        return False
    if not name_known(name, path, key, reading):
        return False
    stages = reading.stages(path)
    if name in stages or not all(stages):
        return True
    near = nearest(name, (*stages, *EXPORTED), SURE)
    if near or not name.replace("_", "").isalnum():
        others = "the name of another KPI is one word, such as followers"
        hint = f"did you mean `{near}`?" if near else f"the stages are {', '.join(stages)}; {others}"
        reading.report("unknown-stage", f"no stage is called {shorten(name)}", path, key.place, hint)
        return False
    if nearest(name, SETTINGS, _LIKE):
        report_unknown(key, path, SETTINGS, reading)
        return False
    return True


def _money_is_summed(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    for key, held in node.pairs:
        if key.text in EXPORTED and "count" in values.get(key.text, ()) and held.get("sum") is None:
            hint = (
                f"write `{key.text}: {{sum: Amount, by: {values[key.text]['count']}}}`, with the column of the amounts"
            )
            message = f"{key.text} is a sum of amounts, not a count of rows"
            reading.report("bad-rule", message, (*path, key.text), held.place, hint)


SETTINGS = {
    "split": Key(_SPLIT, "Which rows belong to which segment."),
    "add": Key(Flag(), "The file adds to what other files say of the same KPI and month."),
    "year": Key(PlanYear("a year such as 2024", whole=True), "The year of months that are named without one."),
    "day_first": Key(Flag(), "Whether 3/4/2024 is the 3rd of April."),
    "encoding": Key(CodecName(), "The encoding of the file."),
    "table": Key(TableName(), "Which table of a file with several, by its number or title; of a database by name."),
    "decimal": Key(Choice((".", ","), '"." or ","'), "The decimal sign of the numbers."),
    "spans": Key(
        Choice(("start", "spread"), "start or spread"),
        "A row for a period in two months counts where it starts, or is spread over its days.",
    ),
    "date": Key(Text("a column of dates such as Created Date"), "The column that dates the rows."),
    "connection": CONNECTION,
    "timezone": Key(ZoneName(), "Where the days of instants are those of, if not where the plan says."),
}
_UNDER_A_KPI = "it belongs under a KPI, as in `leads: {count: AQL date}`"
_NAMES = sorted(RESERVED_NAMES.difference(EXPORTED))
_FILES = MapOf(
    Record(
        "settings of a file such as {leads: {count: AQL date}}",
        SETTINGS,
        rules=[_money_is_summed, table_of_connection],
        others=Others(_RULE, _kpi_known, {"pattern": NAME_PATTERN, "not": {"enum": _NAMES}}),
        misplaced=dict.fromkeys(_RULE.keys, _UNDER_A_KPI),
    ),
    'files such as {"deals*.csv": {leads: {count: AQL date}}}',
    _text_known,
    _TEXT_KEY,
)


class ExportsShape(Shape[tuple[FileRules, ...]]):
    """Files and how they are read, in file order: the first pattern that fits a file holds."""

    what = _FILES.what

    def read(self, node: Node, path: Path, reading: Reading) -> tuple[FileRules, ...] | None:
        found = _FILES.read(node, path, reading)
        return None if found is None else tuple(_file_rules(pattern, said) for pattern, said in found.items())

    def schema(self) -> Schema:
        return _FILES.schema()


def _file_rules(pattern: str, values: dict[str, Any]) -> FileRules:
    settings = {name: value for name, value in values.items() if name in SETTINGS}
    if year := settings.get("year"):
        settings["year"] = year.year
    if split := settings.get("split"):
        segments = {name: held for name, held in split.items() if name != "column"}
        settings["split"] = Split(split.get("column", ""), segments)
    kpis = {name: Rule(**rule) for name, rule in values.items() if name not in SETTINGS}
    return FileRules(pattern, kpis, **settings)


EXPORTS = ExportsShape()
