"""Constraints for pip, on standard output: the oldest of every package that pyproject.toml allows, so none drifts."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

_LOWEST = re.compile(r"([\w.-]+)(?:\[[^\]]*\])?\s*>=\s*([^\s,;]+)")


def constraints(pyproject: str) -> list[str]:
    """`rich==13.8` for `rich>=13.8`. Raises ValueError for a requirement without a lower bound."""
    project = tomllib.loads(pyproject)["project"]
    stated = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    others = [requirement for requirement in stated if not requirement.startswith(f"{project['name']}[")]
    found = [_LOWEST.match(requirement) for requirement in others]
    if None in found:
        raise ValueError(f"no lower bound: {others[found.index(None)]}")
    return [f"{each[1]}=={each[2]}" for each in found if each]


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in constraints(Path(sys.argv[1]).read_text(encoding="utf-8")))
