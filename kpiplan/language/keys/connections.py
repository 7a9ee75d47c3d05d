"""Shape of `connection` under `actuals`: a table of a database, where a file stands else."""

from __future__ import annotations

import re
from typing import Any

from kpiplan.language.values.records import Key
from kpiplan.language.values.shape import Reading, Schema, Shape, described
from kpiplan.language.yaml.nodes import Node, scalar_value
from kpiplan.plan.export_rules import VARIABLE
from kpiplan.problems import Path

_NAME = "[A-Za-z][A-Za-z0-9_]{0,60}"
_ADDRESS = re.compile(r"://|@")
_OF_FILES = ("year", "day_first", "encoding", "decimal")
_BESIDE = ("connection", "table", "timezone", "split", "add", "spans", "date")


class ConnectionName(Shape[str]):
    """The name of a database, whose address a variable of the environment holds: a plan is handed on, it is not."""

    what = "a name such as CRM, for the address in the variable KPIPLAN_CRM"

    def read(self, node: Node, path: Path, reading: Reading) -> str | None:
        if node.kind != "scalar" or node.empty or not isinstance(scalar_value(node), str):
            self.wrong_type(node, path, reading)
            return None
        if re.fullmatch(_NAME, node.text):
            return node.text
        if _ADDRESS.search(node.text):  # it is not shown: it may hold a password
            message = "an address of a database does not belong in a plan: it may hold a password"
            hint = f"set the variable {VARIABLE}CRM to it, and write `connection: CRM`"
        else:
            message, hint = f"{described(node)} is no name of a connection", f"write {self.what}"
        reading.report("bad-name", message, path, node.place, hint)
        return None

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{_NAME}$"}


CONNECTION = Key(
    ConnectionName(), "The database of `table`: the variable KPIPLAN_CRM holds the address of CRM.", False, "CRM"
)


def table_of_connection(values: dict[str, Any], node: Node, path: Path, reading: Reading) -> None:
    """A connection needs the name of a table, and rules: what is in a database is not guessed."""
    if "connection" not in values:
        return
    held = {key.text: each for key, each in node.pairs}
    if "table" not in held:
        hint = "add `table: sales.leads`, a table or view"
        reading.report("missing-key", "the connection names no table", path, node.place, hint)
    if isinstance(values.get("table"), int):
        message = "the tables of a database have names, not numbers"
        reading.report("wrong-type", message, (*path, "table"), held["table"].place, "write `table: sales.leads`")
    for name in _OF_FILES:
        if name in held:
            message = f"`{name}` is said of files, and this is a table of a database"
            reading.report("two-ways", message, (*path, name), held[name].place, f"remove `{name}`")
    if not held.keys() - {*_BESIDE, *_OF_FILES}:
        hint = "add what is counted, as in `leads: {count: Created Date}`"
        reading.report("missing-key", "the connection has no rule", path, node.place, hint)
