"""The plan that `kpiplan init` writes: valid, commented, worth reading."""

from __future__ import annotations

from importlib.resources import files


def starter_plan(year: int) -> str:
    """The text of the starter plan for a calendar year."""
    text = files("kpiplan").joinpath("starter.yaml").read_text(encoding="utf-8")
    return text.replace("2026", str(year)).replace("2025", str(year - 1))
