"""Names that the user gives to stages, sources and segments, and where they are named again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpiplan.kpis.built_in import RESERVED_NAMES
from kpiplan.language.values.shape import Reading, Schema
from kpiplan.language.yaml.nodes import Node, shorten
from kpiplan.problems import Path, Problem, nearest

NAME_PATTERN = r"^[^.\s\x00-\x1f](?:[^.\x00-\x1f]{0,58}[^.\s\x00-\x1f])?$"


def name_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    """Whether a stage, source or segment may have this name; reported where not."""
    if name in RESERVED_NAMES:
        message, hint = f"{name} is the name of a result or a key", "call it something else"
    elif not re.match(NAME_PATTERN, name):
        message, hint = f"'{shorten(name)}' can't be a name", "write 1 to 60 characters, none of them a dot"
    else:
        return True
    reading.report("bad-name", message, path, key.place, hint)
    return False


def name_schema() -> Schema:
    """The rule of `name_known` as a schema."""
    return {"pattern": NAME_PATTERN, "not": {"enum": sorted(RESERVED_NAMES)}}


def stage_known(name: str, path: Path, key: Node, reading: Reading) -> bool:
    """Whether a stage of the plan or, inside a segment, of its funnel has this name; reported where not."""
    known = reading.stages(path)
    if name in known or not all(known) or not known:
        return True
    found = unknown_stage(key, path, known)
    reading.report(found.code, found.message, path, key.place, found.hint)
    return False


def unknown_stage(key: Node, path: Path, known: Sequence[str]) -> Problem:
    """The problem of a name that none of the stages there are has."""
    near = nearest(key.text, known)
    hint = f"did you mean `{near}`?" if near else f"the stages are {', '.join(known)}"
    return Problem("unknown-stage", f"no stage is called {shorten(key.text)}", path, hint, place=key.place)
