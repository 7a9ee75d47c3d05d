"""docs/exports.md names every system there is, with all that is read of it, and no other."""

from __future__ import annotations

import re

import pytest

from kpiplan.exports.languages import languages
from kpiplan.exports.systems import SYSTEMS
from kpiplan.exports.systems.system import System
from tests.conftest import TOP

PAGE = (TOP / "docs" / "exports.md").read_text(encoding="utf-8")
ROWS = {
    name: (how, read) for name, how, read in re.findall(r"^\| \*\*(.+?)\*\* \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
}
SURVEY = "NPS survey"  # told from its question, not from the names of its columns


def kpis(system: System) -> set[str]:
    """What is read of a system's export."""
    return {take.kpi for take in system.takes} | set(system.measures)


def test_every_system_is_named_and_no_other() -> None:
    assert set(ROWS) == {system.name for system in SYSTEMS} | {SURVEY}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_all_that_is_read_is_named_and_nothing_else(name: str) -> None:
    known = {kpi for system in SYSTEMS if system.name == name for kpi in kpis(system)}
    how, read = ROWS[name]
    assert len(how) > 10
    if name != SURVEY:
        assert set(re.findall(r"`(\w+)`", read)) == known


def test_every_language_is_named() -> None:
    spoken = PAGE.partition("## Languages")[2].partition(" known in ")[2].partition(":")[0]
    named = re.split(r",? and |,", " ".join(spoken.split()))
    assert len(named) == len(set(named)) == len(languages())
